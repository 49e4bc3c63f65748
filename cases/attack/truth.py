"""The second source: who may know what, worked out again from bare rows and tables written by hand.

Nothing of the gate is called here: an attack that asked the gate whether the gate is right would never find
anything. When a rule of access changes, it changes here as well, by hand.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.utils import timezone

PARTS = ("core", "identity", "signals", "meldcode", "missing", "police", "medical", "network")

#: Roles that come near cases, and whether only by being named (organisations/roles.py, a second time).
NAMED, WHOLE = "named", "organisation"
REACH = {
    "professional": NAMED,
    "contact_point": WHOLE,
    "care_coordinator": WHOLE,
    "process_director": WHOLE,
    "duty_officer": WHOLE,
}
#: What matters for who may know what: act -> roles.
HOLDS = {
    "read_case": set(REACH),
    "read_signals": {"professional", "contact_point", "care_coordinator", "duty_officer"},
    "triage_signal": {"care_coordinator"},
    "admit_organisation": {"care_coordinator"},
    "block_conflict": {"care_coordinator", "process_director"},
    "answer_alert": {"professional", "contact_point", "care_coordinator", "duty_officer"},
    "keep_pack": {"professional", "contact_point", "duty_officer"},
    "attend_meeting": {"professional", "contact_point", "care_coordinator", "process_director"},
    "chair_meeting": {"process_director"},
    "ask_access": {"professional", "contact_point", "care_coordinator", "duty_officer"},
    "review_audit": {"auditor"},
    "manage_covenant": {"platform_admin"},
    "manage_members": {"organisation_admin", "platform_admin"},
    "answer_rights": {"care_coordinator"},
    "log_rights": {"care_coordinator", "organisation_admin"},
    "agree_destruction": {"contact_point", "care_coordinator"},
    "stop_export": {"auditor", "platform_admin"},
    "see_destruction": {"contact_point", "care_coordinator", "auditor"},
}
#: With whom a young person stays: only they keep a grab pack (cases/pack/rules.py, a second time).
KEEPS_PACKS = {"youth_care", "certified_agency", "mental_health"}
#: What needs no introduction to cases first: it shows nothing of what is in them.
WITHOUT_CONTENT = {
    "review_audit",
    "manage_covenant",
    "manage_members",
    "log_rights",
    "see_destruction",
    "stop_export",
}


@dataclass(frozen=True)
class Person:
    """Somebody at one organisation in one role, as the attack plays them."""

    user_id: int
    organisation_id: int
    kind: str
    role: str
    refused: frozenset[str] = frozenset()  # acts taken away or waiting for an introduction

    @property
    def label(self) -> str:
        """Give what a result may say about them: never who it is."""
        return f"{self.role}@{self.kind}"

    def holds(self, act: str) -> bool:
        """Tell whether their role has an act here."""
        return self.role in HOLDS[act] and act not in self.refused


@dataclass
class Truth:
    """Bare facts about a database at one instant, and the answers that follow from them."""

    now: datetime
    people: list[Person] = field(default_factory=list)
    admissions: dict[tuple[int, int], dict] = field(default_factory=dict)  # (organisation, case) -> row
    named: set[tuple[int, int, int]] = field(default_factory=set)  # (user, organisation, case)
    blocked: set[tuple[int, int]] = field(default_factory=set)  # (user, case)
    kept_away: set[tuple[int, int]] = field(default_factory=set)  # (organisation, case)
    joins: dict[tuple[int, int, int], list[dict]] = field(default_factory=dict)  # seats at a meeting now
    took_part: set[tuple[int, int]] = field(default_factory=set)  # (organisation, case), ever
    pairs: dict[int, set[int]] = field(default_factory=dict)  # case -> coordinator and deputy
    ending: dict[int, int] = field(default_factory=dict)  # closed case put to two people -> covenant version
    controllers: set[tuple[int, int]] = field(default_factory=set)  # (covenant version, organisation)
    logged: set[tuple[int, int, int]] = field(default_factory=set)  # (user, organisation, case), rights
    sealed: set[int] = field(default_factory=set)
    missing: set[int] = field(default_factory=set)  # cases in which an alert runs
    opened: dict[tuple[int, int, int], set[str]] = field(default_factory=dict)  # by emergency -> parts
    ceilings: dict[tuple[int, int], dict[str, set]] = field(default_factory=dict)  # (organisation, table)
    tables: dict[int, int] = field(default_factory=dict)  # case -> covenant
    seats: dict[int, set[int]] = field(default_factory=dict)  # meeting -> organisations
    hosts: dict[int, int] = field(default_factory=dict)
    signals: dict[int, dict] = field(default_factory=dict)
    told: dict[tuple[int, int], set[str]] = field(default_factory=dict)  # (user, organisation) -> numbers
    persons_cases: dict[int, set[int]] = field(default_factory=dict)
    _parts: dict[tuple[Person, int], frozenset[str]] = field(default_factory=dict)
    _own: dict[tuple[Person, int], frozenset[str]] = field(default_factory=dict)

    # -- Cases ---------------------------------------------------------------------------------------------

    def parts(self, person: Person, case_id: int | None) -> frozenset[str]:
        """Give the parts of a case that this person may read; core is among them or there are none."""
        if case_id is None:
            return frozenset()
        if (person, case_id) not in self._parts:
            heard = self._hears(person, case_id)
            self._parts[(person, case_id)] = self.works_on(person, case_id) | heard
        return self._parts[(person, case_id)]

    def works_on(self, person: Person, case_id: int | None) -> frozenset[str]:
        """Give the parts that they do not only hear at a meeting: there nobody writes or decides."""
        if case_id is None:
            return frozenset()
        if (person, case_id) not in self._own:
            self._own[(person, case_id)] = frozenset(self._work_out(person, case_id))
        return self._own[(person, case_id)]

    def is_kept_away(self, person: Person, case_id: int) -> bool:
        """Tell whether this person, or the whole organisation, is kept away for a conflict."""
        ours = (person.organisation_id, case_id) in self.kept_away
        return ours or (person.user_id, case_id) in self.blocked

    def _hears(self, person: Person, case_id: int) -> set[str]:
        """Give what a meeting that goes on opens: never the name, never of a sealed case."""
        seats = self.joins.get((person.user_id, person.organisation_id, case_id), [])
        closed = case_id in self.sealed or self.is_kept_away(person, case_id)
        if not seats or closed or not person.holds("read_case"):
            return set()
        ceiling = self._ceiling(person, self.tables[case_id])
        asked = {"core", *seats[0]["compartments"].split(",")} - {"identity"}
        terms = seats[0]["purpose"], seats[0]["legal_ground"]
        heard = {part for part in asked if terms in ceiling.get(part, ())}
        return heard if "core" in heard else set()

    def _ceiling(self, person: Person, table: int) -> dict[str, set]:
        """Give what the covenant of one table, and no other, lets the person's organisation read."""
        return self.ceilings.get((person.organisation_id, table), {})

    def _work_out(self, person: Person, case_id: int) -> set[str]:
        ceiling = self._ceiling(person, self.tables[case_id])
        if not person.holds("read_case") or self.is_kept_away(person, case_id):
            return set()
        if not ceiling.get("core"):
            return set()
        shared, is_named = self._shared(person, case_id), self._is_named(person, case_id)
        found = self._takes_part(person, case_id)
        emergency = self.opened.get((person.user_id, person.organisation_id, case_id), set())
        if emergency and (case_id not in self.sealed or (is_named and "core" in shared)):
            found = found | {part for part in emergency | {"core"} if ceiling.get(part)}
        return found

    def _is_named(self, person: Person, case_id: int) -> bool:
        return (person.user_id, person.organisation_id, case_id) in self.named

    def _shared(self, person: Person, case_id: int) -> set[str]:
        """Give what their organisation was let into, as far as the covenant still allows it."""
        ceiling = self._ceiling(person, self.tables[case_id])
        row = self.admissions.get((person.organisation_id, case_id))
        return {p for p in PARTS if row and row[f"reads_{p}"] and _terms(row, p) in ceiling.get(p, ())}

    def _takes_part(self, person: Person, case_id: int) -> set[str]:
        """Give what this person reads for their organisation's part in the case, and for nothing else."""
        shared = self._shared(person, case_id)
        must_be_named = REACH[person.role] == NAMED or case_id in self.sealed
        knows = "core" in shared and (self._is_named(person, case_id) or not must_be_named)
        return shared if knows else set()

    def opens_pack(self, person: Person, case_id: int, owner_id: int) -> bool:
        """Tell whether a grab pack is open: to who keeps it, and to who searches while an alert runs."""
        if "missing" not in self.works_on(person, case_id) & self._takes_part(person, case_id):
            return False
        keeps = person.organisation_id == owner_id and person.kind in KEEPS_PACKS
        searches = case_id in self.missing and person.holds("answer_alert")
        return searches or (keeps and person.holds("keep_pack"))

    def coordinates(self, person: Person, case_id: int | None) -> bool:
        """Tell whether this person does what coordinators do on a case."""
        return person.holds("admit_organisation") and bool(self.works_on(person, case_id))

    # -- Ends and rights -----------------------------------------------------------------------------------

    def ends(self, person: Person, case_id: int | None) -> bool:
        """Tell whether this person decides about the destruction of a case: its number and days, no more."""
        if case_id not in self.ending or not person.holds("agree_destruction"):
            return False
        if self.is_kept_away(person, case_id):
            return False
        if person.user_id in self.pairs.get(case_id, ()) and "core" in self.works_on(person, case_id):
            return True
        is_open = case_id not in self.sealed
        if is_open and (self.ending[case_id], person.organisation_id) in self.controllers:
            return True
        is_named = (person.user_id, person.organisation_id, case_id) in self.named
        bound = bool(self._ceiling(person, self.tables[case_id]).get("core"))
        part = (person.organisation_id, case_id) in self.took_part
        return bound and part and (is_open or is_named)

    def knows_of_request(self, person: Person, case_id: int, user_id: int, organisation_id: int) -> bool:
        """Tell whether this person knows of a request about rights: who answers, or who logged it."""
        if person.holds("answer_rights"):
            return "core" in self.works_on(person, case_id)
        own = (person.user_id, person.organisation_id) == (user_id, organisation_id)
        return own and person.holds("log_rights") and case_id not in self.sealed

    def knows_number(self, person: Person, case_id: int) -> bool:
        """Tell whether this person may meet the number of a case."""
        if "core" in self.parts(person, case_id) or person.holds("review_audit"):
            return True
        wrote = (person.user_id, person.organisation_id, case_id) in self.logged
        return self.ends(person, case_id) or (
            wrote and self.knows_of_request(person, case_id, person.user_id, person.organisation_id)
        )

    # -- Signals and meetings ------------------------------------------------------------------------------

    def reads_signal(self, person: Person, signal_id: int) -> bool:
        """Tell whether this person may read a signal: reported, on their desk, or in a case they read."""
        row = self.signals[signal_id]
        case_id = row["case_id"]
        if "signals" in self.parts(person, case_id):
            return True
        if not person.holds("read_signals"):
            return False
        ours = row["reported_by_organisation_id"] == person.organisation_id
        if ours and row["reported_by_id"] == person.user_id:
            return True
        if self._is_out_of_sight(person, case_id):
            return False
        if ours and REACH[person.role] == WHOLE:
            return True
        return self.triages(person, signal_id)

    def triages(self, person: Person, signal_id: int) -> bool:
        """Tell whether a signal lies on this person's desk."""
        row = self.signals[signal_id]
        desk = row["addressed_to_id"] == person.organisation_id and person.holds("triage_signal")
        in_covenant = self.may_receive(person, row["covenant_id"])
        return desk and in_covenant and not self._is_out_of_sight(person, row["case_id"])

    def may_receive(self, person: Person, table: int) -> bool:
        """Tell whether the covenant lets this person's organisation read signals at a table."""
        return bool(self._ceiling(person, table).get("signals"))

    def _is_out_of_sight(self, person: Person, case_id: int | None) -> bool:
        if case_id is None:
            return False
        is_named = (person.user_id, person.organisation_id, case_id) in self.named
        return self.is_kept_away(person, case_id) or (case_id in self.sealed and not is_named)

    def hears_of_meeting(self, person: Person, meeting_id: int) -> bool:
        """Tell whether this person's organisation sits at a meeting."""
        sits = person.organisation_id in self.seats.get(meeting_id, set())
        is_host = self.hosts.get(meeting_id) == person.organisation_id
        return person.holds("attend_meeting") and (sits or is_host)


def read(now: datetime) -> Truth:
    """Read the bare facts as they stand in the database at ``now`` (aware)."""
    truth = Truth(now=now)
    _read_people(truth)
    _read_ceilings(truth)
    _read_cases(truth)
    _read_meetings(truth)
    _read_ends(truth)
    _read_rest(truth)
    return truth


def _terms(row: dict, part: str) -> tuple[str, str]:
    """Give the purpose and ground of a part; a name that was shared later has terms of its own."""
    if part == "identity" and row["identity_purpose"]:
        return row["identity_purpose"], row["identity_ground"]
    return row["purpose"], row["legal_ground"]


def _rows(label: str, **which: object) -> Iterable[dict]:
    return apps.get_model(label)._base_manager.filter(**which).order_by("pk").values()


def _runs(row: dict, now: datetime) -> bool:
    """Tell whether a row with a start, an agreed end and a real end holds at an instant."""
    ends = row["ends_at"]
    return row.get("ended_at") is None and row["starts_at"] <= now and (ends is None or ends > now)


def _read_people(truth: Truth) -> None:
    homes = {row["id"]: row for row in _rows("organisations.Organisation", is_active=True)}
    active = {row["id"] for row in _rows("organisations.User", is_active=True)}
    narrowed: dict[tuple[int, str], set[str]] = defaultdict(set)
    for row in _rows("organisations.ActNarrowing"):
        narrowed[(row["organisation_id"], row["role"])].add(row["act"])
    for row in _rows("organisations.Membership"):
        home = homes.get(row["organisation_id"])
        if home is None or row["user_id"] not in active or not _runs(row, truth.now):
            continue
        refused = set(narrowed[(home["id"], row["role"])])
        if home["requires_training"] and row["trained_on"] is None:
            refused |= set(HOLDS) - WITHOUT_CONTENT
        truth.people.append(Person(row["user_id"], home["id"], home["kind"], row["role"], frozenset(refused)))


def _read_ceilings(truth: Truth) -> None:
    """A clause holds for a party that signed a version which holds today."""
    today = timezone.localdate(truth.now)
    versions = {
        row["id"]: row["covenant_id"]
        for row in _rows("organisations.CovenantVersion", status="settled")
        if row["valid_from"] <= today and (row["valid_until"] is None or row["valid_until"] >= today)
    }
    kinds = {row["id"]: row["kind"] for row in _rows("organisations.Organisation")}
    clauses = [
        row
        for row in _rows("organisations.CovenantClause", existence_only=False)
        if row["version_id"] in versions and (row["withdrawn_on"] is None or row["withdrawn_on"] > today)
    ]
    for party in _rows("organisations.CovenantParty"):
        joined = party["acceded_on"] is not None and party["acceded_on"] <= today
        left = party["exited_on"] is not None and party["exited_on"] <= today
        if not joined or left or party["signed_on"] is None:
            continue
        home = party["organisation_id"]
        if party["version_id"] not in versions:
            continue
        held = truth.ceilings.setdefault((home, versions[party["version_id"]]), defaultdict(set))
        for clause in clauses:
            for_kind = clause["party_id"] is None and clause["organisation_kind"] == kinds[home]
            of_version = clause["version_id"] == party["version_id"]
            if of_version and (for_kind or clause["party_id"] == party["id"]):
                held[clause["compartment"]].add((clause["purpose"], clause["legal_ground"]))


def _read_cases(truth: Truth) -> None:
    for row in _rows("cases.CaseParticipation"):
        truth.took_part.add((row["organisation_id"], row["case_id"]))
        if _runs(row, truth.now) and (row["lapses_at"] is None or row["lapses_at"] > truth.now):
            truth.admissions[(row["organisation_id"], row["case_id"])] = row
    for row in _rows("cases.CaseUserObjectPermission"):
        truth.named.add((row["user_id"], row["organisation_id"], row["content_object_id"]))
    truth.blocked |= {(row["user_id"], row["case_id"]) for row in _rows("cases.ConflictBlock", ended_at=None)}
    for row in _rows("cases.OrganisationBlock", ended_at=None):
        truth.kept_away.add((row["organisation_id"], row["case_id"]))
    for row in _rows("cases.Case"):
        truth.persons_cases.setdefault(row["young_person_id"], set()).add(row["id"])
        truth.tables[row["id"]] = row["covenant_id"]
        if row["is_sealed"]:
            truth.sealed.add(row["id"])
    for row in _rows("cases.EmergencyAccess"):
        if _runs(row, truth.now):
            key = (row["user_id"], row["organisation_id"], row["case_id"])
            truth.opened.setdefault(key, set()).update({"core", *row["compartments"].split(",")})


def _read_meetings(truth: Truth) -> None:
    """Who joins reads from a while before the meeting until a while after it, unless withdrawn."""
    around = timedelta(minutes=settings.ZORGTAFEL_MEETING_MARGIN)
    meetings = {row["id"]: row for row in _rows("cases.Meeting")}
    truth.hosts = {pk: row["host_id"] for pk, row in meetings.items()}
    for row in _rows("cases.MeetingInvitation"):
        truth.seats.setdefault(row["meeting_id"], set()).add(row["organisation_id"])
    items = {row["id"]: row for row in _rows("cases.AgendaItem", taken_off_at=None)}
    found = [row for row in _rows("cases.ItemGuest", withdrawn_at=None) if row["item_id"] in items]
    held = [(meetings[items[row["item_id"]]["meeting_id"]], row) for row in found]
    for meeting, row in sorted(held, key=lambda both: (both[0]["ends_at"], both[1]["id"]), reverse=True):
        began, over = meeting["starts_at"] - around, meeting["ends_at"] + around
        if meeting["status"] != "cancelled" and began <= truth.now < over:
            key = (row["user_id"], row["organisation_id"], items[row["item_id"]]["case_id"])
            truth.joins.setdefault(key, []).append(row)  # of two at once, the one that ends last comes first


def _read_ends(truth: Truth) -> None:
    closed = {row["id"] for row in _rows("cases.Case", status="closed")}
    for row in _rows("cases.DestructionProposal", state__in=["announced", "waiting", "held"]):
        if row["case_id"] in closed:
            truth.ending[row["case_id"]] = row["covenant_version_id"]
    for row in _rows("cases.CoordinatorAssignment", ended_at=None):
        truth.pairs.setdefault(row["case_id"], set()).update({row["coordinator_id"], row["deputy_id"]})
    for row in _rows("organisations.CovenantController", compartment="core", rule="party"):
        truth.controllers.add((row["version_id"], row["organisation_id"]))
    for row in _rows("cases.RightsRequest"):
        truth.logged.add((row["logged_by_id"], row["organisation_id"], row["case_id"]))


def _read_rest(truth: Truth) -> None:
    truth.missing = {row["case_id"] for row in _rows("cases.MissingEpisode", status="running")}
    truth.signals = {row["id"]: row for row in _rows("cases.Signal")}
    numbers = {row["id"]: row["number"] for row in _rows("cases.Notification")}
    for row in _rows("cases.Delivery", channel="inbox"):
        key = (row["user_id"], row["organisation_id"])
        truth.told.setdefault(key, set()).add(numbers[row["notification_id"]])
