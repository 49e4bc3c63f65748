"""Contact with police and justice: the complaint track, listening well, and the clocks after violence.

Not every young person wants a complaint, out of fear or loyalty, and it is not always needed: "not (yet)" is
a normal stage and nothing here pushes on. A complaint once made cannot be withdrawn
(https://www.advocaat-zedendelict.nl/zedendelicten/slachtoffers); trafficking can be prosecuted without one.
Where a statement may follow, a worker listens without steering what is remembered.
The forensic clocks say whom to call now. Windows are for the doctor to judge: when in doubt call, and an
unknown time counts as open (https://rch.org.au/vfpms/guidelines/Recommended_maximum_time_for_forensic_sample_collection_-_2019).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cases.moves import Move, MoveRefused, take
from cases.workdays import elapsed


class ContactKind(StrEnum):
    """What a contact with police or justice was."""

    INFORMAL_CONSULT = "informal_consult"
    NOTIFICATION = "notification"
    INFORMATION_INTERVIEW = "information_interview"
    COMPLAINT = "complaint"
    EX_OFFICIO = "ex_officio"
    MISSING_REPORT = "missing_report"
    CARE_REPORT = "care_report"  # zorgmelding


class Unit(StrEnum):
    """Units of police and justice that a table deals with.

    Source: https://www.wegwijzermensenhandel.nl/opsporen-en-vervolgen-van-verdachten/aangifte-doen-van-mensenhandel
    """

    NEIGHBOURHOOD_OFFICER = "neighbourhood_officer"
    TRAFFICKING_SPECIALIST = "trafficking_specialist"
    AVIM = "avim"
    EMM = "emm"
    SEXUAL_OFFENCES_UNIT = "sexual_offences_unit"
    MISSING_PERSONS_SPECIALIST = "missing_persons_specialist"
    DUTY_DESK = "duty_desk"  # 112 and 0900-8844
    PUBLIC_PROSECUTOR = "public_prosecutor"
    MILITARY_POLICE = "military_police"
    LABOUR_INSPECTORATE = "labour_inspectorate"
    RIEC = "riec"


class ComplaintStage(StrEnum):
    """Where the complaint track stands."""

    NONE_YET = "none_yet"
    NOTIFICATION = "notification"
    INFORMATION_INTERVIEW = "information_interview"
    CONSIDERATION_PERIOD = "consideration_period"
    COMPLAINT = "complaint"
    NOT_YET = "not_yet"
    NO_COMPLAINT = "no_complaint"
    EX_OFFICIO = "ex_officio"


_TALKS = frozenset({ComplaintStage.INFORMATION_INTERVIEW, ComplaintStage.CONSIDERATION_PERIOD})
_CHOICES = frozenset({ComplaintStage.NOT_YET, ComplaintStage.NO_COMPLAINT, ComplaintStage.EX_OFFICIO})

# An information interview comes first, unless it is acute: then a complaint may follow a notification
# (https://www.zedenadvocaat.nl/inhoud-informatief-gesprek-zedenzaak/).
MOVES: dict[ComplaintStage, frozenset[ComplaintStage]] = {
    ComplaintStage.NONE_YET: frozenset({ComplaintStage.NOTIFICATION, ComplaintStage.INFORMATION_INTERVIEW})
    | _CHOICES,
    ComplaintStage.NOTIFICATION: frozenset({ComplaintStage.INFORMATION_INTERVIEW, ComplaintStage.COMPLAINT})
    | _CHOICES,
    ComplaintStage.INFORMATION_INTERVIEW: frozenset(
        {ComplaintStage.CONSIDERATION_PERIOD, ComplaintStage.COMPLAINT}
    )
    | _CHOICES,
    # More time may be agreed, as often as it is needed: there is no fixed term
    # (https://www.nrc.nl/nieuws/2015/12/28/politie-aangifte-doen-van-zedenmisdrijf-wordt-mak-1574226-a1223257).
    ComplaintStage.CONSIDERATION_PERIOD: frozenset({ComplaintStage.COMPLAINT}) | _TALKS | _CHOICES,
    # Asked again later, "not (yet)" may well be the answer again.
    ComplaintStage.NOT_YET: frozenset({ComplaintStage.NOTIFICATION, ComplaintStage.COMPLAINT})
    | _TALKS
    | _CHOICES,
    ComplaintStage.NO_COMPLAINT: frozenset(
        {ComplaintStage.NOTIFICATION, ComplaintStage.NOT_YET, ComplaintStage.EX_OFFICIO}
    )
    | _TALKS,
    ComplaintStage.EX_OFFICIO: frozenset({ComplaintStage.COMPLAINT}) | _TALKS,
    ComplaintStage.COMPLAINT: frozenset(),
}


class ComplaintRefusal(StrEnum):
    """Why the complaint track ends here."""

    COMPLAINT_STANDS = "complaint_stands"


def move(current: ComplaintStage, to: ComplaintStage) -> Move[ComplaintStage]:
    """Let the complaint track go to another stage; no reason is asked, because none is owed.

    Raises: MoveRefused when that stage does not follow, or a complaint was made already.
    """
    current, to = ComplaintStage(current), ComplaintStage(to)
    if current == ComplaintStage.COMPLAINT:
        raise MoveRefused(ComplaintRefusal.COMPLAINT_STANDS, current=current, to=to)
    return take(MOVES, current, to)


class Do(StrEnum):
    """What helps a young person to tell in their own words."""

    LISTEN_WITHOUT_CUTTING_OFF = "listen_without_cutting_off"
    REPEAT_LITERAL_WORDS = "repeat_literal_words"
    INVITE_OPENLY = "invite_openly"
    ATTEND_TO_FEELINGS = "attend_to_feelings"
    ASK_ADVICE_FIRST = "ask_advice_first"
    WRITE_QUESTION_AND_ANSWER_VERBATIM = "write_question_and_answer_verbatim"
    NOTE_TIME_AND_WHO_WAS_THERE = "note_time_and_who_was_there"


class Dont(StrEnum):
    """What may change what a young person remembers, or closes the conversation."""

    QUESTION_ABOUT_THE_OFFENCE = "question_about_the_offence"
    ASK_LEADING_QUESTIONS = "ask_leading_questions"
    ASK_WHY = "ask_why"
    GIVE_OPINION = "give_opinion"
    PROMISE_SECRECY = "promise_secrecy"
    LET_SEVERAL_PEOPLE_ASK = "let_several_people_ask"
    CLARIFY_UNTRAINED = "clarify_untrained"
    MIX_IN_INTERPRETATION = "mix_in_interpretation"


class GuardGround(StrEnum):
    """Why the guidance is shown."""

    EXPLOITATION_SUSPECTED = "exploitation_suspected"
    OFFENCE_POSSIBLE = "offence_possible"
    STATEMENT_EXPECTED = "statement_expected"


# Stages in which a talk with the police about the offence is near.
STATEMENT_NEAR = (
    frozenset({ComplaintStage.NOTIFICATION, ComplaintStage.EX_OFFICIO, ComplaintStage.COMPLAINT}) | _TALKS
)


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """What is known about a statement that may follow; `heard` means that police have heard everything."""

    exploitation_suspected: bool
    offence_possible: bool = False
    stage: ComplaintStage = ComplaintStage.NONE_YET
    heard: bool = False


@dataclass(frozen=True, slots=True)
class StatementGuard:
    """Whether the guidance on an authentic statement is shown, why, and what it says."""

    shown: bool
    grounds: tuple[GuardGround, ...]
    do: tuple[Do, ...]
    dont: tuple[Dont, ...]


def statement_guard(facts: StatementFacts) -> StatementGuard:
    """Say whether a worker sees the guidance on an authentic statement, also when no complaint is wanted now.

    Source: https://academiepratenmetkinderen.nl/tips/wanneer-moet-je-het-gesprek-stoppen/ ;
    https://dessaurtrainingen.nl/blog/de-beste-vraag-die-je-een-kind-kunt-stellen/ ; writing down question and
    answer is inferred from https://magazines.kinderbescherming.nl/kindermishandeling/2019/01/samenwerking-bij-zedenzaken
    """
    found = {
        GuardGround.EXPLOITATION_SUSPECTED: facts.exploitation_suspected,
        GuardGround.OFFENCE_POSSIBLE: facts.offence_possible,
        GuardGround.STATEMENT_EXPECTED: facts.stage in STATEMENT_NEAR,
    }
    grounds = tuple(ground for ground, present in found.items() if present)
    if not grounds or facts.heard:
        return StatementGuard(False, (), (), ())
    return StatementGuard(True, grounds, tuple(Do), tuple(Dont))


class ClockKind(StrEnum):
    """The clocks that start after sexual violence."""

    SEXUAL_ASSAULT_CENTRE = "sexual_assault_centre"
    HIV_PROPHYLAXIS = "hiv_prophylaxis"
    GHB_URINE = "ghb_urine"
    HEPATITIS_B = "hepatitis_b"


class ClockState(StrEnum):
    """Whether a window is open; past it help goes on, and a doctor says what is still possible."""

    OPEN = "open"
    TIME_UNKNOWN = "time_unknown"
    ASK_DOCTOR = "ask_doctor"


class Advice(StrEnum):
    """What to do now."""

    CALL_CSG_NOW = "call_csg_now"
    CALL_CSG_FOR_ADVICE = "call_csg_for_advice"
    ASK_FOR_PROPHYLAXIS_NOW = "ask_for_prophylaxis_now"
    KEEP_URINE = "keep_urine"
    ASK_ABOUT_HEPATITIS_B = "ask_about_hepatitis_b"


@dataclass(frozen=True, slots=True)
class Window:
    """One window: how long it is certainly open, what to do meanwhile, and where that was read."""

    kind: ClockKind
    length: timedelta
    advice: Advice
    source: str


WINDOWS: tuple[Window, ...] = (
    Window(
        ClockKind.SEXUAL_ASSAULT_CENTRE,
        timedelta(days=7),
        Advice.CALL_CSG_NOW,
        "https://amsterdam-almere.lhv.nl/actueel/nieuws/centrum-seksueel-geweld-amsterdam",
    ),
    Window(
        ClockKind.HIV_PROPHYLAXIS,
        timedelta(hours=72),
        Advice.ASK_FOR_PROPHYLAXIS_NOW,
        "https://www.soaaids.nl/nl/professionals/interventies/biomedische-interventies/pep",
    ),
    Window(
        ClockKind.GHB_URINE,
        timedelta(hours=12),
        Advice.KEEP_URINE,
        "https://www.jellinek.nl/vraag-antwoord/is-ghb-een-verkrachtingsdrug-of-een-date-rape-drug/",
    ),
    Window(
        ClockKind.HEPATITIS_B,
        timedelta(days=7),
        Advice.ASK_ABOUT_HEPATITIS_B,
        "https://lci.rivm.nl/richtlijnen/seksaccidenten",
    ),
)

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock: whole hours since the latest possible moment and left (None when not known), what to do."""

    kind: ClockKind
    state: ClockState
    hours_since: int | None
    hours_left: int | None
    advice: Advice
    source: str


class LatestMomentInFuture(Exception):
    """The latest possible moment of the violence lies in the future."""


def forensic_clocks(latest_possible: datetime | None, now: datetime) -> tuple[Clock, ...]:
    """List the clocks since the latest moment at which it can have happened; unknown counts as open.

    Both moments are aware; hours are elapsed hours and the last second of a window still counts.
    Past a window the advice is to call, because help goes on and the doctor judges what is still possible.

    Raises: LatestMomentInFuture when the moment lies after now.
    """
    if latest_possible is None:
        return tuple(
            Clock(window.kind, ClockState.TIME_UNKNOWN, None, None, window.advice, window.source)
            for window in WINDOWS
        )
    since = elapsed(latest_possible, now)
    if since < timedelta(0):
        raise LatestMomentInFuture
    return tuple(_clock(window, since) for window in WINDOWS)


def _clock(window: Window, since: timedelta) -> Clock:
    hours = since // HOUR
    if since <= window.length:
        left = (window.length - since) // HOUR
        return Clock(window.kind, ClockState.OPEN, hours, left, window.advice, window.source)
    advice = Advice.CALL_CSG_FOR_ADVICE
    return Clock(window.kind, ClockState.ASK_DOCTOR, hours, None, advice, window.source)


class Examiner(StrEnum):
    """Who may examine."""

    LOEF = "loef"
    REGIONAL_FORENSIC_PHYSICIAN = "regional_forensic_physician"
    ASK_CSG = "ask_csg"


class ExaminerGround(StrEnum):
    """Why this examiner, and what to mind."""

    UNDER_12_EXTRA_EXPERTISE = "under_12_extra_expertise"
    UNDER_16 = "under_16"
    FROM_16 = "from_16"
    AGE_UNKNOWN = "age_unknown"


@dataclass(frozen=True, slots=True)
class ExaminerAges:
    """Below which ages the examiner changes; settings, for LOEF was named for four years from 2022/2023."""

    national_below: int = 16
    extra_expertise_below: int = 12


@dataclass(frozen=True, slots=True)
class ExaminerVerdict:
    """Who may examine a young person after acute sexual violence, and why."""

    examiner: Examiner
    grounds: tuple[ExaminerGround, ...]


USUAL_AGES = ExaminerAges()


def examiner(age: int | None, *, ages: ExaminerAges = USUAL_AGES) -> ExaminerVerdict:
    """Say who may examine, given the age in whole years; with an unknown age the centre decides.

    Source: https://onderzoek-fmo.nl/publicaties/besluit-zedenonderzoek-minderjarigen (0 to 15) ;
    https://forgen.nl/nieuws/186/kwaliteitseisen-zedenonderzoek-kinderen-12-jaar (under 12) ;
    https://forgen.nl/richtlijn/13/forensisch-medisch-onderzoek-bij-zedendelicten (from 16; 16-17 inferred).

    Raises: ValueError for a negative age.
    """
    if age is None:
        return ExaminerVerdict(Examiner.ASK_CSG, (ExaminerGround.AGE_UNKNOWN,))
    if age < 0:
        raise ValueError("an age cannot be negative")
    if age >= ages.national_below:
        return ExaminerVerdict(Examiner.REGIONAL_FORENSIC_PHYSICIAN, (ExaminerGround.FROM_16,))
    grounds = (ExaminerGround.UNDER_16,)
    if age < ages.extra_expertise_below:
        grounds += (ExaminerGround.UNDER_12_EXTRA_EXPERTISE,)
    return ExaminerVerdict(Examiner.LOEF, grounds)
