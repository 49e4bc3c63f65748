"""The people a Meldcode track speaks with: children of a client, parents and youth, Veilig Thuis.

Step 1 asks every adult or adolescent client about children who depend on them (the child check).
Step 3 is a talk with parents or youth; it is left out only on a ground that stays on record, because
"without consent" does not mean "without knowledge".
Veilig Thuis answers a report in working days, and tells the reporter at least twice how it went on;
advice is asked without a name and starts no clock. Silence after a term is a task, not a reproach.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from cases.meldcode.rules import Answer
from cases.workdays import LiberationDay, deadline, end_of_day, is_after, local_day, workdays_between


class CareAnswer(StrEnum):
    """What the client tells about the care for the children."""

    SAFE = "safe"
    WORRYING = "worrying"
    REFUSED = "refused"
    UNCLEAR = "unclear"


class OtherProfessional(StrEnum):
    """Whether another professional is involved and takes over the question about the children."""

    TAKES_OVER = "takes_over"
    DOES_NOT_TAKE_OVER = "does_not_take_over"
    NOBODY = "nobody"


class ChildCheckOutcome(StrEnum):
    """What the child check leads to."""

    OPEN = "open"
    CLOSE = "close"
    HAND_OVER = "hand_over"
    CONTINUE_MELDCODE = "continue_meldcode"


class ChildCheckQuestion(StrEnum):
    """The questions of the child check, in their order."""

    RISK_SIGNALS = "risk_signals"
    CHILDREN_OR_PREGNANT = "children_or_pregnant"
    CARE = "care"
    OTHER_PROFESSIONAL = "other_professional"


class ChildCheckGround(StrEnum):
    """Why the child check leads there."""

    UNANSWERED = "unanswered"
    NO_RISK_SIGNALS = "no_risk_signals"
    NO_DEPENDENT_CHILDREN = "no_dependent_children"
    CARE_IS_SAFE = "care_is_safe"
    CARE_IS_WORRYING = "care_is_worrying"
    OTHER_TAKES_OVER = "other_takes_over"
    NOBODY_TAKES_OVER = "nobody_takes_over"


@dataclass(frozen=True, slots=True)
class ChildCheck:
    """The answers so far; None (or an empty text from a form) is a question nobody has answered yet.

    Raises: ValueError for an answer that does not exist.
    """

    risk_signals: Answer | None = None
    children_or_pregnant: Answer | None = None
    care: CareAnswer | None = None
    other_professional: OtherProfessional | None = None

    def __post_init__(self) -> None:
        kinds = {"risk_signals": Answer, "children_or_pregnant": Answer, "care": CareAnswer}
        for name, kind in (kinds | {"other_professional": OtherProfessional}).items():
            given = getattr(self, name)
            object.__setattr__(self, name, kind(given) if given else None)


@dataclass(frozen=True, slots=True)
class ChildCheckVerdict:
    """Where the child check leads, what to ask next, and why."""

    outcome: ChildCheckOutcome
    next_question: ChildCheckQuestion | None
    grounds: tuple[ChildCheckGround, ...]


def _ask(question: ChildCheckQuestion) -> ChildCheckVerdict:
    return ChildCheckVerdict(ChildCheckOutcome.OPEN, question, (ChildCheckGround.UNANSWERED,))


def _ends(outcome: ChildCheckOutcome, ground: ChildCheckGround) -> ChildCheckVerdict:
    return ChildCheckVerdict(outcome, None, (ground,))


def child_check(check: ChildCheck) -> ChildCheckVerdict:
    """Walk through the child check; doubt counts as a reason to go on asking, and a blank closes nothing.

    Source: https://lkah.nl/kindcheck ; https://www.meldcode.nu/kindcheck/
    """
    if check.risk_signals is None:
        return _ask(ChildCheckQuestion.RISK_SIGNALS)
    if check.risk_signals == Answer.NO:
        return _ends(ChildCheckOutcome.CLOSE, ChildCheckGround.NO_RISK_SIGNALS)
    if check.children_or_pregnant is None:
        return _ask(ChildCheckQuestion.CHILDREN_OR_PREGNANT)
    if check.children_or_pregnant == Answer.NO:
        return _ends(ChildCheckOutcome.CLOSE, ChildCheckGround.NO_DEPENDENT_CHILDREN)
    return _child_care(check.care, check.other_professional)


def _child_care(care: CareAnswer | None, other: OtherProfessional | None) -> ChildCheckVerdict:
    if care is None:
        return _ask(ChildCheckQuestion.CARE)
    if care == CareAnswer.SAFE:
        return _ends(ChildCheckOutcome.CLOSE, ChildCheckGround.CARE_IS_SAFE)
    if care == CareAnswer.WORRYING:
        return _ends(ChildCheckOutcome.CONTINUE_MELDCODE, ChildCheckGround.CARE_IS_WORRYING)
    if other is None:
        return _ask(ChildCheckQuestion.OTHER_PROFESSIONAL)
    if other == OtherProfessional.TAKES_OVER:
        return _ends(ChildCheckOutcome.HAND_OVER, ChildCheckGround.OTHER_TAKES_OVER)
    return _ends(ChildCheckOutcome.CONTINUE_MELDCODE, ChildCheckGround.NOBODY_TAKES_OVER)


class Partner(StrEnum):
    """With whom the talk of step 3 is held."""

    PARENTS = "parents"  # with authority; one without is heard when it concerns his or her home
    YOUNG_PERSON = "young_person"


@dataclass(frozen=True, slots=True)
class TalkAges:
    """From which ages the youth joins the talk and has it alone.

    The age of 12 is unconfirmed, so both are settings. Parents are heard for a youth of up to 16, says
    https://www.nvo.nl/veelgestelde-vragen/meldrecht-veilig-thuis-en-het-gesprek-met-ouders
    """

    youth_joins_from: int = 12
    youth_alone_from: int = 16


USUAL_AGES = TalkAges()


def talk_partners(age: int | None, *, ages: TalkAges = USUAL_AGES) -> tuple[Partner, ...]:
    """Say with whom to talk, given the age in whole years; with an unknown age both are proposed.

    Raises: ValueError for a negative age.
    """
    if age is not None and age < 0:
        raise ValueError("an age cannot be negative")
    if age is not None and age >= ages.youth_alone_from:
        return (Partner.YOUNG_PERSON,)
    if age is not None and age < ages.youth_joins_from:
        return (Partner.PARENTS,)
    return (Partner.PARENTS, Partner.YOUNG_PERSON)


#: The youngest age in each age band, in whole years: enough to tell which of the ages above applies.
YOUNGEST_OF_BAND = {"under_12": 0, "12_15": 12, "16_17": 16, "18_22": 18, "23_plus": 23}


def partners_of_band(age_band: str) -> tuple[Partner, ...]:
    """Say with whom to talk, given only the age band that the whole table may know."""
    return talk_partners(YOUNGEST_OF_BAND.get(age_band))


class OmissionGround(StrEnum):
    """Why a talk is not held (now)."""

    SAFETY_OF_CHILD = "safety_of_child"
    SAFETY_OF_OTHERS = "safety_of_others"
    CONTACT_WOULD_BREAK = "contact_would_break"
    FORCED_MARRIAGE_RISK = "forced_marriage_risk"
    RUNNING_INVESTIGATION = "running_investigation"
    UNREACHABLE = "unreachable"


class TalkFault(StrEnum):
    """What is missing about a talk that was not held."""

    GROUND_MISSING = "ground_missing"
    EXPLANATION_MISSING = "explanation_missing"
    TOO_FEW_ATTEMPTS = "too_few_attempts"
    WITHOUT_PARENTS = "without_parents"


class TalkRefused(Exception):
    """The talk cannot be left out like this; `code` says why."""

    def __init__(self, code: TalkFault) -> None:
        super().__init__(str(code))
        self.code = code


@dataclass(frozen=True, slots=True)
class Talk:
    """The talk of step 3: held, or left out on a ground with an explanation in words."""

    held: bool
    ground: OmissionGround | None = None
    explanation: str = ""
    attempts: int = 0


# "Several contact attempts": two is the smallest number that this can mean. Without time for that,
# another ground applies (https://knmg-meldcode.maglr.com/meldcode-kindermishandeling-en-huiselijk-geweld/stap-5-beslissen-over-melden-via-afwegingskader).
MINIMUM_ATTEMPTS = 2


def check_talk(talk: Talk) -> Talk:
    """Check that a talk which was left out has a ground and an explanation.

    Grounds: safety (https://vanlodenstein.nl/van-lodenstein-college/leerlingenzorg/basisondersteuning/meldcode-huiselijk-geweld-en-kindermishandeling-2/),
    forced marriage (https://www.huwelijksdwangenachterlating.nl/volg-de-meldcode),
    running investigation (https://www.vrnhn.nl/ons-werk/zorg-en-veiligheidshuis/casus-aanmelden);
    that contact would break is usual and unconfirmed.

    Raises: TalkRefused when something is missing.
    """
    if talk.held:
        return talk
    if not talk.ground:
        raise TalkRefused(TalkFault.GROUND_MISSING)
    if not talk.explanation.strip():
        raise TalkRefused(TalkFault.EXPLANATION_MISSING)
    if talk.ground == OmissionGround.UNREACHABLE and talk.attempts < MINIMUM_ATTEMPTS:
        raise TalkRefused(TalkFault.TOO_FEW_ATTEMPTS)
    return talk


def check_partners(
    partners: frozenset[Partner],
    age_band: str,
    *,
    reason: str = "",
    alone_is_usual: bool = False,
    ages: TalkAges = USUAL_AGES,
) -> None:
    """Check that who is too young to have the talk alone had it with parents, or that it says why not.

    ``alone_is_usual``: the sector's code speaks to its pupils alone
    (https://seksuelevorming.nl/onderwerpen/meldcode/); below the age at which youth joins that is no reason
    by itself. An unknown age is no hindrance.

    Raises: TalkRefused when the reason is missing.
    """
    expected = talk_partners(YOUNGEST_OF_BAND.get(age_band), ages=ages)
    if age_band not in YOUNGEST_OF_BAND or Partner.PARENTS not in expected or Partner.PARENTS in partners:
        return
    is_usual = alone_is_usual and Partner.YOUNG_PERSON in expected
    if not is_usual and not reason.strip():
        raise TalkRefused(TalkFault.WITHOUT_PARENTS)


class HiddenGround(StrEnum):
    """Why the family may not know who reported. Veilig Thuis always knows, and asks for the reason."""

    DANGER_TO_CHILD = "danger_to_child"
    DANGER_TO_PROFESSIONAL = "danger_to_professional"
    RELATION_OF_TRUST = "relation_of_trust"


class HiddenFault(StrEnum):
    """What keeps a report from being hidden from the family."""

    REASON_MISSING = "reason_missing"
    NOT_IN_SECTOR = "not_in_sector"


class HiddenRefused(Exception):
    """The report cannot be hidden from the family like this; `code` says why."""

    def __init__(self, code: HiddenFault) -> None:
        super().__init__(str(code))
        self.code = code


def check_hidden(ground: HiddenGround | None, reason: str, *, trust_allows: bool) -> None:
    """Check that a professional's report is open, or hidden from the family on a ground with a reason.

    Danger to child or professional: https://www.veiligthuisnoordoostgelderland.nl/anoniem-melden/ ; the
    relation of trust only where the sector's code has it (``trust_allows``, the doctors):
    https://knmg-meldcode.maglr.com/meldcode-kindermishandeling-en-huiselijk-geweld/bijlage-3-een-anonieme-melding-doen-bij-veilig-thuis

    Raises: HiddenRefused when the ground is not the sector's, or the reason is missing.
    """
    if ground is None:
        return
    if ground == HiddenGround.RELATION_OF_TRUST and not trust_allows:
        raise HiddenRefused(HiddenFault.NOT_IN_SECTOR)
    if not reason.strip():
        raise HiddenRefused(HiddenFault.REASON_MISSING)


class Service(StrEnum):
    """What Veilig Thuis does after its assessment.

    Source: https://veiligthuismiddenbrabant.nl/nieuws/diensten-veilig-thuis/
    """

    TRANSFER = "transfer"
    CONDITIONS = "conditions"
    INQUIRY = "inquiry"


@dataclass(frozen=True, slots=True)
class VeiligThuisTerms:
    """The terms of Veilig Thuis. All but the five working days are unconfirmed, so they are settings."""

    assessment_workdays: int = 5
    inquiry_weeks: int = 10
    monitoring_months: tuple[int, ...] = (3, 6, 12)


USUAL_TERMS = VeiligThuisTerms()


def safety_assessment_due(
    reported_at: datetime,
    *,
    terms: VeiligThuisTerms = USUAL_TERMS,
    liberation_day: LiberationDay = "every_5_years",
) -> datetime:
    """Give the moment by which Veilig Thuis has assessed safety: five working days after a report.

    Source: https://www.afwegingskadermeldcode.nl/veelgestelde-vragen/
    """
    return deadline(reported_at, terms.assessment_workdays, liberation_day=liberation_day)


def inquiry_due(started_at: datetime, *, terms: VeiligThuisTerms = USUAL_TERMS) -> datetime:
    """Give the moment by which an inquiry that started at an aware moment should be finished."""
    return end_of_day(local_day(started_at) + timedelta(weeks=terms.inquiry_weeks))


def monitoring_days(
    service: Service | None, assessed_at: datetime, *, terms: VeiligThuisTerms = USUAL_TERMS
) -> tuple[date, ...]:
    """Give the days (local) on which set safety conditions are usually looked at; only when there are any.

    Monitoring: http://www.veiligthuisflevoland.nl/professionals/radarfunctie-en-monitoring (the points in
    time are unconfirmed).
    """
    if service != Service.CONDITIONS:
        return ()
    start = local_day(assessed_at)
    return tuple(months_later(start, months) for months in terms.monitoring_months)


def months_later(day: date, months: int) -> date:
    """Give the day so many months after a local day; where a month is too short, its last day."""
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


class FeedbackKind(StrEnum):
    """About what Veilig Thuis tells the reporter."""

    SAFETY_ASSESSMENT = "safety_assessment"
    INQUIRY = "inquiry"


@dataclass(frozen=True, slots=True)
class Feedback:
    """A moment by which the reporter hears from Veilig Thuis."""

    kind: FeedbackKind
    due: datetime


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A contact with Veilig Thuis; moments are aware, None means not (yet). Advice has no report moment."""

    reported_at: datetime | None
    assessment_heard_at: datetime | None = None
    inquiry_started_at: datetime | None = None
    inquiry_heard_at: datetime | None = None
    assessment_due_at: datetime | None = None  # as promised then; without it the term is counted anew
    inquiry_due_at: datetime | None = None


def feedback_expected(
    facts: ContactFacts,
    *,
    terms: VeiligThuisTerms = USUAL_TERMS,
    liberation_day: LiberationDay = "every_5_years",
) -> tuple[Feedback, ...]:
    """List what the reporter is still to hear: after the safety assessment, and after an inquiry.

    Source: https://knmg-meldcode.maglr.com/meldcode-kindermishandeling-en-huiselijk-geweld/bijlage-4-taken-en-functie-van-veilig-thuis
    """
    expected = []
    if facts.reported_at is not None and facts.assessment_heard_at is None:
        due = facts.assessment_due_at or safety_assessment_due(
            facts.reported_at, terms=terms, liberation_day=liberation_day
        )
        expected.append(Feedback(FeedbackKind.SAFETY_ASSESSMENT, due))
    if facts.inquiry_started_at is not None and facts.inquiry_heard_at is None:
        due = facts.inquiry_due_at or inquiry_due(facts.inquiry_started_at, terms=terms)
        expected.append(Feedback(FeedbackKind.INQUIRY, due))
    return tuple(expected)


@dataclass(frozen=True, slots=True)
class Silence:
    """The reporter has not heard what was due: about what, since when, and how many working days ago."""

    kind: FeedbackKind
    due: datetime
    workdays: int


def silence(
    facts: ContactFacts,
    now: datetime,
    *,
    terms: VeiligThuisTerms = USUAL_TERMS,
    liberation_day: LiberationDay = "every_5_years",
) -> Silence | None:
    """Say whether Veilig Thuis is silent past a term at an aware moment; the oldest term comes first."""
    expected = feedback_expected(facts, terms=terms, liberation_day=liberation_day)
    late = [feedback for feedback in expected if is_after(now, feedback.due)]
    if not late:
        return None
    oldest = min(late, key=lambda feedback: feedback.due)
    days = workdays_between(local_day(oldest.due), local_day(now), liberation_day=liberation_day)
    return Silence(oldest.kind, oldest.due, days)
