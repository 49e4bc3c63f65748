"""Every address of the site, from the resolver, and what stands in its places. One without a plan fails.

``STEMS`` is written by hand: the beginning of an address up to its last place, the table whose rows can stand
there, how each place is filled from a row, and who may know that the row exists.
"""

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.urls import URLPattern, get_resolver

from cases.attack import markers
from cases.attack.truth import Person, Truth
from cases.missing import links as alert_links
from organisations.staff import links as invitation_links

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
#: What nothing is called: the twin of an address that may not be known.
NOWHERE = {
    "number": "C-26-ZZZZZ",
    "pk": "999999937",
    "report_pk": "999999937",
    "guest_pk": "999999937",
    "key_pk": "999999937",
    "member_pk": "999999937",
    "invitation_pk": "999999937",
    "secondment_pk": "999999937",
    "event_id": "00000000-0000-4000-8000-000000000001",
    "token": "00000000-0000-4000-8000-000000000001",
}


@dataclass(frozen=True, slots=True)
class Stem:
    """The rows that can stand in an address. ``rule`` is None where existence is no secret."""

    model: str
    fills: str  # place=lookup, split by blanks
    rule: markers.Rule | None = None
    lookups: str = ""
    fixed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """One row that can stand in an address, and who may know of it."""

    values: tuple[tuple[str, str], ...]
    rule: markers.Rule | None
    about: tuple[Any, ...]

    def is_known(self, truth: Truth, person: Person) -> bool:
        """Tell whether this person may know that it exists."""
        return self.rule is None or self.rule(truth, person, *self.about)


def _case(truth: Truth, person: Person, case: int) -> bool:
    return "core" in truth.parts(person, case)


def _of_case(model: str, fills: str, case: str = "case", fixed: tuple = ()) -> Stem:
    return Stem(model, fills, _case, case, fixed)


def _own(truth: Truth, person: Person, user: int, organisation: int) -> bool:
    return (person.user_id, person.organisation_id) == (user, organisation)


def _of_desk(truth: Truth, person: Person, organisation: int, table: int) -> bool:
    """Files of registrations are of the desk that sent them, as long as it may read signals of that table."""
    return (
        person.organisation_id == organisation
        and person.holds("triage_signal")
        and truth.may_receive(person, table)
    )


def _oneself(truth: Truth, person: Person, user: int) -> bool:
    return person.user_id == user


def _answerable(truth: Truth, person: Person, case: int | None, user: int, organisation: int) -> bool:
    asked = person.holds("ask_access") and person.organisation_id == organisation
    return asked or truth.coordinates(person, case)


def _reviewed(truth: Truth, person: Person, reader: int) -> bool:
    return person.user_id == reader


def _requested(truth: Truth, person: Person, case: int, user: int, organisation: int) -> bool:
    return truth.knows_of_request(person, case, user, organisation)


def _certified(truth: Truth, person: Person, first: int, second: int) -> bool:
    return person.holds("review_audit") or person.organisation_id in (first, second)


def _overlap(truth: Truth, person: Person, case: int | None, signal: int | None) -> bool:
    if signal is not None:
        return truth.triages(person, signal)
    return person.holds("admit_organisation") and "identity" in truth.works_on(person, case)


STEMS: dict[str, Stem] = {
    "cases/<str:number>": Stem("cases.Case", "number=number", _case, "pk"),
    "cases/<str:number>/people/contact/<int:pk>": _of_case("cases.ContactWay", "number=case__number pk=pk"),
    "cases/<str:number>/people/coordinator/<int:pk>": _of_case(
        "cases.CoordinationOffer", "number=case__number pk=pk"
    ),
    "cases/<str:number>/people/measures/<int:pk>": _of_case("cases.Measure", "number=case__number pk=pk"),
    "cases/<str:number>/handover/<int:pk>": _of_case("cases.CaseHandover", "number=case__number pk=pk"),
    "cases/<str:number>/network/<int:pk>": _of_case("cases.NetworkThing", "number=case__number pk=pk"),
    "cases/<str:number>/network/links/<int:pk>": _of_case("cases.NetworkLink", "number=case__number pk=pk"),
    "cases/<str:number>/forensic/<int:pk>": _of_case("cases.ForensicTrack", "number=case__number pk=pk"),
    "cases/<str:number>/dates/<int:pk>": _of_case("cases.CourtDate", "number=case__number pk=pk"),
    "cases/<str:number>/information/<int:pk>": _of_case(
        "cases.InformationRequest", "number=case__number pk=pk"
    ),
    "cases/<str:number>/evidence/<int:pk>": _of_case("cases.EvidenceNote", "number=case__number pk=pk"),
    "cases/<str:number>/police/contacts/<int:pk>": _of_case(
        "cases.PoliceContact", "number=case__number pk=pk"
    ),
    "cases/<str:number>/notes/<int:pk>": _of_case("cases.Note", "number=case__number pk=pk"),
    "cases/<str:number>/why/<str:kind>/<int:pk>": _of_case(
        "cases.Note", "number=case__number pk=pk", fixed=(("kind", "note"),)
    ),
    "cases/<str:number>/rights/reports/<int:pk>": _of_case("cases.AccessReport", "number=case__number pk=pk"),
    "cases/<str:number>/rights/shieldings/<int:pk>": _of_case("cases.Shielding", "number=case__number pk=pk"),
    "shielded/<int:pk>": Stem("cases.Shielding", "pk=pk"),
    "cases/<str:number>/people/colleagues/<int:pk>": _of_case(
        "cases.CaseUserObjectPermission", "number=content_object__number pk=user", "content_object"
    ),
    "cases/<str:number>/sharing/<int:pk>": _of_case("cases.CaseParticipation", "number=case__number pk=pk"),
    "cases/<str:number>/sharing/emergencies/<int:pk>": _of_case(
        "cases.EmergencyAccess", "number=case__number pk=pk"
    ),
    "cases/<str:number>/sharing/blocks/<int:pk>": _of_case(
        "cases.ConflictBlock", "number=case__number pk=pk"
    ),
    "cases/<str:number>/sharing/kept-away/<int:pk>": _of_case(
        "cases.OrganisationBlock", "number=case__number pk=pk"
    ),
    "cases/<str:number>/asks/<int:pk>": Stem(
        "cases.Ask", "number=case__number pk=pk", markers._in_part, "case compartment"
    ),
    "cases/<str:number>/plan/<int:pk>": _of_case("cases.Action", "number=case__number pk=pk"),
    "cases/<str:number>/meldcode/conditions/<int:pk>": _of_case(
        "cases.SafetyCondition", "number=case__number pk=pk"
    ),
    "cases/<str:number>/meldcode/conditions/<int:pk>/amend/<int:look_pk>": _of_case(
        "cases.ConditionLook", "number=condition__case__number pk=condition look_pk=pk", "condition__case"
    ),
    "cases/<str:number>/meldcode/<int:pk>": _of_case("cases.MeldcodeTrack", "number=case__number pk=pk"),
    "cases/<str:number>/meldcode/<int:pk>/step/<int:step_number>": _of_case(
        "cases.MeldcodeTrack", "number=case__number pk=pk", fixed=(("step_number", "1"),)
    ),
    "cases/<str:number>/meldcode/<int:pk>/report/<int:report_pk>": _of_case(
        "cases.VeiligThuisReport", "number=track__case__number pk=track report_pk=pk", "track__case"
    ),
    "signals/<str:number>": Stem("cases.Signal", "number=number", markers._signal, "pk"),
    "signals/sheets/<str:number>": Stem("cases.Sheet", "number=number", _of_desk, "organisation covenant"),
    "signals/drafts/<int:pk>": Stem("cases.SignalDraft", "pk=pk", _own, "user organisation"),
    "signals/routes/<int:pk>": Stem("cases.SignalRoute", "pk=pk"),
    "opinions/<str:number>": Stem("cases.Opinion", "number=number"),
    "filters/<int:pk>": Stem("cases.SavedFilter", "pk=pk", _own, "user organisation"),
    "today/aside/<str:key>": Stem("cases.PutAside", "key=key", _own, "user organisation"),
    "overlaps/<int:pk>": Stem("cases.Overlap", "pk=pk", _overlap, "case signal"),
    "missing/<str:number>": _of_case("cases.MissingEpisode", "number=number"),
    "meetings/<str:number>": Stem("cases.Meeting", "number=number", markers._meeting, "pk"),
    "meetings/<str:number>/items/<int:pk>": _of_case("cases.AgendaItem", "number=meeting__number pk=pk"),
    "meetings/<str:number>/items/<int:pk>/guests/<int:guest_pk>": _of_case(
        "cases.ItemGuest", "number=item__meeting__number pk=item guest_pk=pk", "item__case"
    ),
    "meetings/<str:number>/unsaved/<int:pk>": Stem(
        "cases.ItemDraft",
        "number=item__meeting__number pk=pk",
        markers._typed_in_item,
        "user organisation item__case item__meeting",
    ),
    "figures/<int:pk>": Stem("cases.BoardReport", "pk=pk"),
    "drills/<str:number>": Stem("cases.Drill", "number=number"),
    "directory/<int:pk>": Stem("cases.DirectoryEntry", "pk=pk"),
    "proposals/<int:pk>": _of_case("cases.AgendaProposal", "pk=pk"),
    "retention/<str:number>": Stem("cases.DestructionProposal", "number=number", markers._ends, "case"),
    "retention/certificates/<str:number>": Stem(
        "cases.DestructionCertificate",
        "number=number",
        _certified,
        "first_organisation_id second_organisation_id",
    ),
    "rights/<str:number>": Stem(
        "cases.RightsRequest", "number=number", _requested, "case logged_by organisation"
    ),
    "inbox/<int:pk>": Stem("cases.Delivery", "pk=pk", _own, "user organisation"),
    "account/reach/<int:pk>": Stem("organisations.ContactChannel", "pk=pk", _oneself, "user"),
    "requests/<str:number>": Stem(
        "cases.AccessRequest", "number=number", _answerable, "case user organisation"
    ),
    "requests/new/<uuid:token>": Stem("cases.ExistenceCheck", "token=token", _own, "user organisation"),
    "cases/exists/<uuid:token>": Stem("cases.ExistenceCheck", "token=token", _own, "user organisation"),
    "audit/<uuid:event_id>": Stem("cases.LedgerLine", "event_id=event_id"),
    "audit/emergencies/<int:pk>": Stem("cases.EmergencyAccess", "pk=pk"),
    "audit/reviews/<str:number>": Stem("cases.ReviewItem", "number=number"),
    "audit/reviews/months/<str:month>": Stem("cases.ReviewPeriod", "month=month"),
    "audit/questions/<str:number>": Stem("cases.ReviewItem", "number=number", _reviewed, "person"),
    "exports/<str:number>": Stem("cases.LedgerExport", "number=number"),
    "audit/control-cases/<int:pk>": Stem("cases.HoneytokenCase", "pk=pk"),
    "organisations/<int:pk>": Stem("organisations.Organisation", "pk=pk"),
    "organisations/<int:pk>/key/<int:key_pk>": Stem("organisations.SealingKey", "pk=organisation key_pk=pk"),
    "organisations/<int:pk>/members/<int:member_pk>": Stem(
        "organisations.Membership", "pk=organisation member_pk=pk"
    ),
    "organisations/<int:pk>/invitations/<int:invitation_pk>": Stem(
        "organisations.Invitation", "pk=organisation invitation_pk=pk"
    ),
    "organisations/<int:pk>/secondments/<int:secondment_pk>": Stem(
        "organisations.Secondment", "pk=host secondment_pk=pk"
    ),
    "organisations/<int:pk>/roles/<role:role>/<act:act>": Stem(
        "organisations.Organisation", "pk=pk", fixed=(("role", "contact_point"), ("act", "sound_alert"))
    ),
    "covenants/<int:pk>": Stem("organisations.CovenantVersion", "pk=pk"),
    "covenants/agreements/<int:pk>": Stem("organisations.Covenant", "pk=pk"),
    "covenants/parties/<int:pk>": Stem("organisations.CovenantParty", "pk=pk"),
    "covenants/clauses/<int:pk>": Stem("organisations.CovenantClause", "pk=pk"),
    "duty/shifts/<int:pk>": Stem("organisations.DutyShift", "pk=pk"),
    "duty/overrides/<int:pk>": Stem("organisations.DutyOverride", "pk=pk"),
    "duty/levels/<str:colour>": Stem("", "", fixed=(("colour", "red"),)),
    "calendar/<str:secret>.ics": Stem("", "", fixed=(("secret", "nosecret"),)),
    "account/confirm-email/<str:key>": Stem("", "", fixed=(("key", "nokey"),)),
    "account/password/reset/key/<str:uidb36>-<str:key>": Stem(
        "", "", fixed=(("uidb36", "1"), ("key", "nokey"))
    ),
    "account/2fa/webauthn/keys/<int:pk>": Stem("", "", fixed=(("pk", "1"),)),
}

#: A young region may have none yet: a month of review is drawn when it is over.
COMES_LATER = {"audit/reviews/months/<str:month>"}

#: Links that are signed for one person: made, not read from a row.
SIGNED = {"ack/<str:token>": "alert", "invitation/<str:ticket>": "invitation"}


def routes() -> list[str]:
    """Give every route of the site; regular expressions are written as Django writes the others."""
    found = []
    for route, _view in _patterns(get_resolver().url_patterns):
        plain = re.sub(r"\(\?P<(\w+)>.*?\)(?=[/$-]|$)", r"<str:\1>", route)
        found.append(plain.replace("^", "").replace("$", ""))
    return found


def _patterns(patterns: Iterable[Any], prefix: str = "") -> Iterable[tuple[str, Callable]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from _patterns(pattern.url_patterns, route)


def stem_of(route: str) -> str:
    """Give the beginning of a route up to and with its last place; empty when it has none."""
    words = route.strip("/").split("/")
    last = max((place for place, word in enumerate(words) if "<" in word), default=-1)
    return "/".join(words[: last + 1])


def unplanned() -> list[str]:
    """Give every address that the attack does not know how to reach."""
    known = {*STEMS, *SIGNED, ""}
    return [route for route in routes() if stem_of(route) not in known]


class Map:
    """Everything that stands in this database, ready to be put into addresses."""

    def __init__(self, truth: Truth, *, chance: random.Random) -> None:
        """Look up every row once; ``chance`` decides which of many are tried."""
        self.truth = truth
        self.chance = chance
        self._sortings: dict[tuple[str, Person], tuple[Thing | None, dict[str, Thing]]] = {}
        self.things = {stem: self._look_up(stem, plan) for stem, plan in STEMS.items()}
        self.things |= {stem: self._sign(kind) for stem, kind in SIGNED.items()}

    def empty(self) -> list[str]:
        """Give the beginnings for which there is no row at all: nothing would be tried there."""
        return [stem for stem, things in self.things.items() if not things and stem not in COMES_LATER]

    def chosen(self, route: str, person: Person, *, turn: int) -> tuple[Thing | None, Thing | None]:
        """Give what to try in a route: something this person may know of, and something they may not.

        What hides it (a seal, a block, another organisation) changes with the ``turn``.
        """
        stem = stem_of(route)
        if not stem:
            return NO_PLACE, None
        if stem not in self.things:
            return None, None  # reported as unplanned
        known, hidden = self._sorted(stem, person)
        reasons = sorted(hidden)
        if not reasons:
            return known, None
        return known, hidden[reasons[turn % len(reasons)]]

    def twin(self, route: str, thing: Thing, person: Person) -> list[tuple[str, str]]:
        """Give the same places filled with what does not exist; what this person knows of it stays."""
        filled = [(place, NOWHERE.get(place, value)) for place, value in thing.values]
        outer = stem_of(route.split(">")[0] + ">")
        known = [one for one in self.things.get(outer, ()) if one.values[:1] == thing.values[:1]]
        if len(filled) > 1 and any(one.is_known(self.truth, person) for one in known):
            filled[0] = thing.values[0]
        return filled

    def _sorted(self, stem: str, person: Person) -> tuple[Thing | None, dict[str, Thing]]:
        key = (stem, person)
        if key not in self._sortings:
            known: Thing | None = None
            hidden: dict[str, Thing] = {}
            for thing in self.things[stem]:
                if thing.is_known(self.truth, person):
                    known = known if known is not None and self._is_fuller(known, thing, person) else thing
                else:
                    hidden.setdefault(self._why(person, thing), thing)
            self._sortings[key] = (known, hidden)
        return self._sortings[key]

    def _is_fuller(self, known: Thing, other: Thing, person: Person) -> bool:
        """Prefer the case of which this person reads most: there is most to get wrong in it."""
        return self._weight(known, person) >= self._weight(other, person)

    def _weight(self, thing: Thing, person: Person) -> int:
        return len(self.truth.parts(person, thing.about[0])) if thing.rule is _case else 0

    def _why(self, person: Person, thing: Thing) -> str:
        """Sort what is hidden by what hides it, so that of every kind some are tried."""
        case = thing.about[0] if thing.about else None
        if case in self.truth.sealed:
            return "sealed"
        if (person.user_id, case) in self.truth.blocked:
            return "blocked"
        if (person.organisation_id, case) in self.truth.kept_away:
            return "kept away"
        return "inside" if (person.organisation_id, case) in self.truth.admissions else "foreign"

    def _look_up(self, stem: str, plan: Stem) -> list[Thing]:
        if not plan.model:
            return [Thing(plan.fixed, None, ())]
        pairs = [pair.split("=") for pair in plan.fills.split()]
        lookups = plan.lookups.split()
        rows = apps.get_model(plan.model)._base_manager.order_by("pk")
        found = []
        for row in rows.values_list(*(lookup for _place, lookup in pairs), *lookups):
            values = [(place, _written(value)) for (place, _lookup), value in zip(pairs, row, strict=False)]
            about = tuple(row[len(pairs) :])
            found.append(Thing((*values, *plan.fixed), plan.rule, about))
        self.chance.shuffle(found)
        return found

    def _sign(self, kind: str) -> list[Thing]:
        """Make the links that went out by mail: an answer to an alert, an invitation."""
        if kind == "invitation":
            rows = apps.get_model("organisations.Invitation")._base_manager.all()
            return [
                Thing((("ticket", invitation_links.path(row).split("/")[2]),), None, ()) for row in rows[:2]
            ]
        calls = apps.get_model("cases.AlertCall")._base_manager.select_related("episode")
        people = {user.pk: user for user in get_user_model().objects.filter(pk__in=self._handlers())}
        found = []
        for call in calls.order_by("-pk")[:20]:
            for person in self.truth.people:
                if person.organisation_id == call.organisation_id and person.user_id in people:
                    token = alert_links.path(call, people[person.user_id]).split("/")[2]
                    rule = partial(_told, person)
                    found.append(Thing((("token", token),), rule, (call.episode.case_id,)))
                    break
        return found

    def _handlers(self) -> set[int]:
        return {person.user_id for person in self.truth.people}


def _told(whose: Person, truth: Truth, person: Person, case: int) -> bool:
    return person.user_id == whose.user_id and "missing" in truth.parts(person, case)


NO_PLACE = Thing((), None, ())


def _written(value: Any) -> str:
    return f"{value:%Y-%m}" if hasattr(value, "strftime") else str(value)


def fill(route: str, values: Iterable[tuple[str, str]]) -> str:
    """Put values into the places of a route."""
    known = dict(values)
    return "/" + PLACE.sub(lambda place: known[place[1]], route)
