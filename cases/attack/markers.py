"""Plants a word of its own in every text somebody typed, and knows who may meet it again.

``KEPT`` is written by hand: table, its texts, and who may read them. A text that stands neither there nor in
``CODES`` fails a test, so that nothing new stays unwatched.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models

from cases.attack.truth import Person, Truth

WORD = re.compile(r"zqvxjk([0-9a-v]{4})", re.IGNORECASE)
NUMBER = re.compile(r"\b[A-Z]-\d\d-[0-9A-Z]{5,7}\b|Jongere \d\d-\d{3,}")

Rule = Callable[..., bool]  # (truth, person, *what the lookups give)


def _core(truth: Truth, person: Person, case: int) -> bool:
    return "core" in truth.parts(person, case)


def _in_part(truth: Truth, person: Person, case: int, part: str) -> bool:
    return part in truth.parts(person, case)


def _network(truth: Truth, person: Person, case: int, part: str) -> bool:
    """What stands in a network is shown there, and belongs to a part besides."""
    return {"network", part} <= set(truth.parts(person, case))


def _part(name: str) -> Rule:
    return lambda truth, person, case: name in truth.parts(person, case)


def _pack(truth: Truth, person: Person, case: int, owner: int) -> bool:
    return truth.opens_pack(person, case, owner)


def _about_person(truth: Truth, person: Person, young_person: int) -> bool:
    return any("identity" in truth.parts(person, case) for case in truth.persons_cases.get(young_person, ()))


def _coordination(truth: Truth, person: Person, case: int) -> bool:
    return truth.coordinates(person, case)


def _conflict(truth: Truth, person: Person, case: int) -> bool:
    return person.holds("block_conflict") and "core" in truth.works_on(person, case)


def _signal(truth: Truth, person: Person, signal: int) -> bool:
    return truth.reads_signal(person, signal)


def _opinion(truth: Truth, person: Person, writer: int | None) -> bool:
    return person.holds("manage_covenant") or person.user_id == writer


def _written(truth: Truth, person: Person, user: int, organisation: int) -> bool:
    return (person.user_id, person.organisation_id) == (user, organisation)


def _desk_alone(truth: Truth, person: Person, signal: int) -> bool:
    return truth.triages(person, signal)


def _meeting(truth: Truth, person: Person, meeting: int) -> bool:
    return truth.hears_of_meeting(person, meeting)


def _item(truth: Truth, person: Person, case: int, meeting: int) -> bool:
    """An item of an agenda belongs to its case; an action that came of it is read in the case's plan."""
    return "core" in truth.parts(person, case)


def _typed_in_item(
    truth: Truth, person: Person, user: int, organisation: int, case: int, meeting: int
) -> bool:
    return _written(truth, person, user, organisation) and _item(truth, person, case, meeting)


def _asker_of_veilig_thuis(truth: Truth, person: Person, case: int, organisation: int) -> bool:
    return person.organisation_id == organisation and "meldcode" in truth.parts(person, case)


def _emergency(truth: Truth, person: Person, case: int, user: int) -> bool:
    return person.user_id == user or person.holds("review_audit") or truth.coordinates(person, case)


def _request(truth: Truth, person: Person, case: int | None, user: int, organisation: int) -> bool:
    asks = person.holds("ask_access") and person.organisation_id == organisation
    own = asks and (person.user_id == user or person.role == "contact_point")
    return own or truth.coordinates(person, case)


def _shielded(truth: Truth, person: Person, case: int | None, organisation: int) -> bool:
    """Why a name is not told is known to their own organisation, and to who makes the report."""
    return person.organisation_id == organisation or truth.coordinates(person, case)


def _rights(truth: Truth, person: Person, case: int, part: str, user: int, organisation: int) -> bool:
    """Who answers reads it in a part that they read; whoever logged it reads it again."""
    answers = person.holds("answer_rights")
    may_read = part in truth.works_on(person, case) if answers else True
    return may_read and truth.knows_of_request(person, case, user, organisation)


def _ends(truth: Truth, person: Person, case: int) -> bool:
    return truth.ends(person, case)


def _audit(truth: Truth, person: Person) -> bool:
    return person.holds("review_audit")


def _exports(truth: Truth, person: Person) -> bool:
    return person.holds("stop_export")


def _asked_reader(truth: Truth, person: Person, reader: int) -> bool:
    return person.holds("review_audit") or person.user_id == reader


def _shared(truth: Truth, person: Person, user: int, organisation: int, is_shared: bool) -> bool:
    """What somebody keeps for their lists is theirs; what they share is of their organisation too."""
    return person.organisation_id == organisation and (is_shared or person.user_id == user)


def _members(truth: Truth, person: Person, organisation: int) -> bool:
    return person.role == "platform_admin" or (
        person.holds("manage_members") and person.organisation_id == organisation
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """Texts of one table: who may read them (``rule``) and what that hangs on (``lookups``)."""

    model: str
    fields: str
    rule: Rule
    lookups: str = ""


_TRACK = "track__case"
KEPT: tuple[Kept, ...] = (
    Kept("cases.YoungPerson", "name address municipality guardians", _about_person, "pk"),
    Kept("cases.Case", "close_reason", _core, "pk"),
    Kept("cases.CaseParticipation", "end_reason identity_reason", _core, "case"),
    Kept("cases.Note", "text reason", _in_part, "case compartment"),
    Kept("cases.Account", "place present seen interpretation", _in_part, "case compartment"),
    Kept("cases.Exchange", "asked said", _in_part, "account__case account__compartment"),
    Kept("cases.SharingReason", "subject reasoning", _core, "case"),
    Kept("cases.OwnPlan", "for_name wishes agreed helpers numbers unsafe", _part("identity"), "case"),
    Kept("cases.CoordinatorAssignment", "reason", _core, "case"),
    Kept("cases.CoordinationOffer", "reason introduce refusal", _core, "case"),
    Kept("cases.LevelStep", "reason decided_by people_told", _core, "case"),
    Kept("cases.RiskJudgement", "words reason", _part("signals"), "case"),
    Kept("cases.Ask", "question answer declined_reason", _in_part, "case compartment"),
    Kept("cases.Action", "description outcome", _core, "case"),
    Kept(
        "cases.Signal",
        "subject_name subject_description subject_phone subject_plate municipality observation interpretation"
        " source urgency_ground",
        _signal,
        "pk",
    ),
    Kept("cases.Signal", "reporter_name reporter_contact reporter_reference", _desk_alone, "pk"),
    Kept("cases.SignalDraft", "typed", _written, "user organisation"),
    Kept("cases.SignalAddition", "text", _signal, "signal"),
    Kept("cases.SignalIndicator", "source", _signal, "signal"),
    Kept("cases.TriageStep", "reason", _signal, "signal"),
    Kept("cases.SignalFeedback", "text", _signal, "signal"),
    Kept("cases.SignalSplit", "reason end_reason", _desk_alone, "original"),
    Kept("cases.SignalJoin", "reason end_reason", _signal, "kept"),
    Kept("cases.SafetyCondition", "words set_by_name end_reason", _part("meldcode"), "case"),
    Kept("cases.ConditionLook", "seen why", _part("meldcode"), "condition__case"),
    Kept("cases.Meeting", "title place", _meeting, "pk"),
    Kept("cases.AgendaProposal", "question answer", _core, "case"),
    Kept("cases.PutAside", "reason", _written, "user organisation"),
    Kept("cases.AgendaSetAside", "reason", _core, "case"),
    Kept("cases.AgendaItem", "question discussed", _item, "case meeting"),
    Kept("cases.ItemDraft", "typed", _typed_in_item, "user organisation item__case item__meeting"),
    Kept("cases.ItemAttendance", "person", _item, "item__case item__meeting"),
    Kept("cases.MinutesCorrection", "text", _item, "item__case item__meeting"),
    Kept("cases.Decision", "text dissent", _item, "item__case item__meeting"),
    Kept("cases.MeldcodeTrack", "close_reason reopen_reason start_reason", _part("meldcode"), "case"),
    Kept(
        "cases.StepRecord",
        "text heard_from interpretation diagnosis diagnosis_by reason",
        _part("meldcode"),
        _TRACK,
    ),
    Kept("cases.ChildCheck", "children", _part("meldcode"), _TRACK),
    Kept("cases.Consultation", "with_whom outcome tasks overview", _part("meldcode"), _TRACK),
    Kept(
        "cases.Talk",
        "purpose concerns report agreements without_parents omitted_reason",
        _part("meldcode"),
        _TRACK,
    ),
    Kept(
        "cases.Weighing",
        "q1_reason q2_reason q3_reason q4_reason q5_reason report_reason help_reason case_manager",
        _part("meldcode"),
        _TRACK,
    ),
    Kept(
        "cases.VeiligThuisAdvice",
        "question advice",
        _asker_of_veilig_thuis,
        f"{_TRACK} track__organisation",
    ),
    Kept(
        "cases.VeiligThuisReport",
        "reference family_told_note hidden_reason assessment_outcome inquiry_note feedback conditions"
        " follow_up",
        _part("meldcode"),
        _TRACK,
    ),
    Kept(
        "cases.MissingEpisode",
        "last_seen_place last_seen_with clothing phone_number taken_along medication message_left"
        " actions_taken circumstances colour_reason police_reference found_by found_place found_condition"
        " withdrawn_reason",
        _part("missing"),
        "case",
    ),
    Kept(
        "cases.GrabPack",
        "build hair eyes marks usual_clothes phones accounts places friends addresses vehicles medical_needs"
        " legal_title_note guardian return_to",
        _pack,
        "case owner_organisation",
    ),
    Kept("cases.ColourLowering", "reason answer", _part("missing"), "episode__case"),
    Kept("cases.PatternDecision", "reason", _part("missing"), "case"),
    Kept("cases.EpisodeFact", "text", _part("missing"), "episode__case"),
    Kept(
        "cases.ReturnInterview",
        "interviewer ties_reason own_words agreements refused_reason",
        _part("missing"),
        "episode__case",
    ),
    Kept("cases.ContactWay", "address whose read_by code_word", _part("identity"), "case"),
    Kept("cases.Measure", "carried_out_by remark outcome", _part("identity"), "case"),
    Kept("cases.RegistrationAnswer", "kept_at remark", _part("identity"), "case"),
    Kept("cases.CaseHandover", "reason stop_reason", _coordination, "case"),
    Kept("cases.NetworkThing", "name mark source remark end_reason", _network, "case compartment"),
    Kept("cases.NetworkLink", "source remark end_reason", _network, "case compartment"),
    Kept("cases.PoliceContact", "person purpose given received agreement", _part("police"), "case"),
    Kept("cases.PoliceRelease", "decided_by for_whom condition", _part("police"), "contact__case"),
    Kept("cases.ComplaintEntry", "wish note", _part("police"), "case"),
    Kept("cases.ForensicStep", "place remark", _part("medical"), "track__case"),
    Kept("cases.SafetyIncident", "place what witnesses done police_reference", _part("signals"), "case"),
    Kept("cases.CourtDate", "place remark outcome", _part("police"), "case"),
    Kept("cases.InformationRequest", "party asked outcome", _part("police"), "case"),
    Kept("cases.EvidenceNote", "what place held_by remark outcome", _part("police"), "case"),
    Kept("cases.ConflictBlock", "reason", _conflict, "case"),
    Kept("cases.OrganisationBlock", "reason", _conflict, "case"),
    Kept("cases.CaseSeal", "reason", _core, "case"),  # who is named on a sealed case reads why
    Kept("cases.CaseSeal", "lift_reason", _coordination, "case"),
    Kept("cases.EmergencyAccess", "explanation", _emergency, "case user"),
    Kept("cases.EmergencyReview", "words", _emergency, "access__case access__user"),
    Kept("cases.AccessRequest", "reason answer", _request, "case user organisation"),
    Kept("cases.ReviewItem", "follow_up outcome", _audit),
    Kept("cases.ReviewVerdict", "explanation", _audit),
    Kept("cases.ReviewQuestion", "question answer", _asked_reader, "item__person"),
    Kept("cases.HoneytokenCase", "explanation", _audit),
    Kept("cases.LedgerExport", "recipient reason stop_reason", _exports),
    Kept("cases.Shielding", "reason", _shielded, "case organisation"),
    Kept(
        "cases.RightsRequest",
        "words delay_reason explanation",
        _rights,
        "case compartment logged_by organisation",
    ),
    Kept("cases.Disagreement", "text", _in_part, "case compartment"),
    Kept("cases.DestructionHold", "explanation", _ends, "proposal__case"),
    Kept("cases.Opinion", "text answer", _opinion, "by"),
    Kept("cases.SavedFilter", "name", _shared, "user organisation is_shared"),
    Kept("organisations.Invitation", "name", _members, "organisation"),
)

#: Texts that are codes, keys and numbers, or that everybody at the table may know. By hand as well.
CODES: dict[str, str] = {
    "cases.AccessReport": "left_out",
    "cases.Opinion": "number page",
    "cases.AccessRequest": "number asked_number compartments",
    "cases.AlertEvent": "kind",
    "cases.Ask": "told",
    "cases.AttackRun": "trouble",
    "cases.Case": "number pseudonym",
    "cases.CaseHandover": "password",
    "cases.ChildCheck": "risk_signals children_depend care_shared care other_professional outcome",
    "cases.ComplaintEntry": "stage",
    "cases.Consultation": "kind",
    "cases.CoordinationOffer": "newly_named seen",
    "cases.CoordinatorAssignment": "vacancy",
    "cases.Delivery": "path key",
    "cases.DeliveryAttempt": "outcome failure",
    "cases.DestructionCertificate": "number case_number covenant first_name first_organisation second_name"
    " second_organisation",
    "cases.DestructionProposal": "number",
    "cases.AgendaItem": "reasons",
    "cases.CalendarFeed": "digest sealed",
    "cases.DirectoryEntry": "area person phone mail backup backup_phone reachable",
    "cases.Drill": "number",
    "cases.EmergencyAccess": "reason compartments",
    "cases.EpisodeFact": "kind",
    "cases.Heartbeat": "name trouble",
    "cases.HoneytokenCase": "case_number",
    "cases.ItemDraft": "key",
    "cases.ItemGuest": "compartments",
    "cases.LedgerExport": "number password",
    "cases.LedgerLine": "event action outcome refusal request_id user_label organisation_label role"
    " on_behalf_of origin object_type object_number case_number compartments act ground covenant_version",
    "cases.LedgerSeal": "root link mac",
    "cases.Meeting": "number alert_number",
    "cases.MissingEpisode": "number found_violence",
    "cases.Mark": "key",
    "cases.OverlapKey": "digest made_with",
    "cases.PutAside": "item key stamp",
    "cases.NetworkThing": "mark_key mark_key_too",
    "cases.Notification": "kind number stage",
    "cases.PoliceContact": "kind unit",
    "cases.ReviewCursor": "name",
    "cases.ReviewItem": "number group case_number",
    "cases.ReviewPeriod": "seed",
    "cases.RightsRequest": "number responsible",
    "cases.OutsiderCode": "digest",
    "cases.Sheet": "number headings meant remembered trouble",
    "cases.SheetPart": "content keys faults",
    "cases.SheetRow": "key digest",
    "cases.Signal": "number",
    "cases.SignalAddition": "key",
    "cases.SignalDraft": "key",
    "cases.SignalRoute": "municipality",
    "cases.SignalFeedback": "moment",
    "cases.StepRecord": "said",
    "cases.Talk": "with_whom omitted_ground said",
    "cases.TimelineEntry": "kind url",
    "cases.VeiligThuisReport": "family_told hidden_ground service",
    "cases.Weighing": "q1 q2 q3 q4 q5 outcome report_decision help_decision",
    "cases.YoungPerson": "name_key",
    "organisations.ActNarrowing": "act",
    "organisations.ConfidentialityStatement": "text_nl text_en",
    "organisations.ContactChannel": "address nonce",
    "organisations.Covenant": "name region",
    "organisations.CovenantClause": "article",
    "organisations.CovenantParty": "signed_name signed_hash",
    "organisations.CovenantVersion": "summary controller rights_contact text_hash",
    "organisations.CovenantWording": "code text",
    "organisations.IdentityLink": "subject",
    "organisations.IdentityProvider": "issuer client_id sealed_secret secret_variable email_domain",
    "organisations.Invitation": "email nonce",
    "organisations.Letter": "address path",
    "organisations.Organisation": "name municipality",
    "organisations.PushDevice": "endpoint p256dh auth",
    "organisations.SealingKey": "public_key",
    "organisations.Submission": "key url",
    "organisations.User": "password email name",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One planted word, or a number that gives away that something exists."""

    model: str
    field: str
    rule: Rule
    about: tuple[Any, ...]

    @property
    def label(self) -> str:
        """Give where the word was planted: a table and a field, never a row."""
        return f"{self.model}.{self.field}"


@dataclass
class Planted:
    """Every word that was planted, and every number that tells of a case, a signal or an episode."""

    words: list[Mark] = field(default_factory=list)
    numbers: dict[str, Mark] = field(default_factory=dict)

    def wrongly(self, text: str, truth: Truth, person: Person) -> set[Mark]:
        """Give the marks in a text that this person may not meet."""
        met = {self.words[int(found, 32)] for found in self.heard(text)}
        told = truth.told.get((person.user_id, person.organisation_id), set())
        met |= {
            self.numbers[found]
            for found in set(NUMBER.findall(text))
            if found in self.numbers and found not in told
        }
        return {mark for mark in met if not mark.rule(truth, person, *mark.about)}

    def heard(self, text: str) -> set[str]:
        """Give the planted words in a text, whoever may read them."""
        return {found for found in WORD.findall(text) if int(found, 32) < len(self.words)}


def plant() -> Planted:
    """Write a word of its own over every text in this database, old values included. A copy only."""
    planted = Planted()
    for kept in KEPT:
        model = apps.get_model(kept.model)
        about = _about(model, kept.lookups.split())
        for table, key in _tables(model):
            for name in kept.fields.split():
                _overwrite(table, key, name, kept, about, planted)
    _number(planted)
    return planted


def _tables(model: type[models.Model]) -> Iterable[tuple[type[models.Model], str]]:
    """Give a table and the table of its old values, with the column that holds the row's own number."""
    yield model, "pk"
    if hasattr(model, "history"):
        yield model.history.model, model._meta.pk.name


def _about(model: type[models.Model], lookups: list[str]) -> dict[int, tuple[Any, ...]]:
    rows = model._base_manager.values_list("pk", *lookups)
    return {pk: tuple(values) for pk, *values in rows}


def _overwrite(
    table: type[models.Model],
    key: str,
    name: str,
    kept: Kept,
    about: dict[int, tuple[Any, ...]],
    planted: Planted,
) -> None:
    """Overwrite what is not empty: a page may rightly show something else where nothing was typed."""
    written = []
    filled = table._base_manager.exclude(**{name: ""}).order_by("pk").values_list("pk", key)
    for pk, row in filled:
        if row not in about:
            continue  # removed since: no page leads there, and there is nothing left to work out from
        written.append((_word(len(planted.words)), pk))
        planted.words.append(Mark(kept.model, name, kept.rule, about[row]))
    columns = {name}
    if kept.model == "cases.YoungPerson" and name == "name":
        columns.add("name_key")  # so that a search still finds them
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for column in columns:
            statement = (
                f"UPDATE {quote(table._meta.db_table)} SET {quote(column)} = %s"
                f" WHERE {quote(table._meta.pk.column)} = %s"
            )
            cursor.executemany(statement, written)


def _word(number: int) -> str:
    digits = ""
    for _place in range(4):
        number, digit = divmod(number, 32)
        digits = "0123456789abcdefghijklmnopqrstuv"[digit] + digits
    return f"zqvxjk{digits}"


def _hint(truth: Truth, person: Person, case: int) -> bool:
    """A case's number may be met by its readers, by who decides about it, and by who reviews the ledger."""
    return truth.knows_number(person, case)


def _signal_hint(truth: Truth, person: Person, signal: int) -> bool:
    return truth.reads_signal(person, signal) or person.holds("review_audit")


def _episode_hint(truth: Truth, person: Person, case: int) -> bool:
    return "missing" in truth.parts(person, case) or person.holds("review_audit")


def _request_hint(truth: Truth, person: Person, case: int, user: int, organisation: int) -> bool:
    return truth.knows_of_request(person, case, user, organisation) or person.holds("review_audit")


def _number(planted: Planted) -> None:
    for row in apps.get_model("cases.Case")._base_manager.values_list("pk", "number", "pseudonym"):
        planted.numbers[row[1]] = Mark("cases.Case", "number", _hint, (row[0],))
        planted.numbers[row[2]] = Mark("cases.Case", "pseudonym", _core, (row[0],))
    for pk, number in apps.get_model("cases.Signal")._base_manager.values_list("pk", "number"):
        planted.numbers[number] = Mark("cases.Signal", "number", _signal_hint, (pk,))
    for case, number in apps.get_model("cases.MissingEpisode")._base_manager.values_list("case", "number"):
        planted.numbers[number] = Mark("cases.MissingEpisode", "number", _episode_hint, (case,))
    asked = apps.get_model("cases.RightsRequest")._base_manager
    for number, *about in asked.values_list("number", "case", "logged_by", "organisation"):
        planted.numbers[number] = Mark("cases.RightsRequest", "number", _request_hint, tuple(about))
