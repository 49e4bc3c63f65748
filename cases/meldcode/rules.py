"""The Meldcode: five steps, the weighing questions and two decisions.

A professional maps the signals, consults, talks, weighs and decides. The order is only a model: steps run
through each other, the track may be closed in any step and started again at any moment, and findings always
go on file (https://afwegingskadermeldcode.nl/vragenlijst?showtemplate=1). So a step may be repeated, and one
that is skipped keeps its reason.
The weighing questions lead to two decisions: is a report to Veilig Thuis necessary, and is help (also)
possible. A missing answer leaves the question open and never closes anything; doubt means asking.
The rules propose and explain. They do not decide for anyone, and they do not score a child.
The talks of steps 1 and 3 and the clocks of Veilig Thuis have their rules next door, in contact_rules.
"""

from dataclasses import dataclass
from enum import StrEnum

from cases.moves import Move, take


class Step(StrEnum):
    """The five steps of the Meldcode (Besluit verplichte meldcode, Stb. 2013, 324)."""

    MAP_SIGNALS = "map_signals"
    CONSULT = "consult"
    TALK = "talk"
    WEIGH = "weigh"
    DECIDE = "decide"

    @property
    def number(self) -> int:
        """Give the number by which everybody knows the step, 1 to 5."""
        return list(Step).index(self) + 1

    @classmethod
    def numbered(cls, number: int) -> "Step":
        """Give the step with this number, 1 to 5.

        Raises: ValueError for any other number.
        """
        if not 1 <= number <= len(cls):
            raise ValueError(f"there is no step {number}")
        return list(cls)[number - 1]


class StepStatus(StrEnum):
    """Where one step of a track stands."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"


#: A step is often written down when it is done already; one that is done may be repeated, and one that
#: was skipped may still be taken. What cannot be undone is that it was taken: done never becomes skipped.
MOVES: dict[StepStatus, frozenset[StepStatus]] = {
    StepStatus.NOT_STARTED: frozenset({StepStatus.RUNNING, StepStatus.DONE, StepStatus.SKIPPED}),
    StepStatus.RUNNING: frozenset({StepStatus.RUNNING, StepStatus.DONE, StepStatus.SKIPPED}),
    StepStatus.DONE: frozenset({StepStatus.RUNNING, StepStatus.DONE}),
    StepStatus.SKIPPED: frozenset({StepStatus.RUNNING, StepStatus.DONE, StepStatus.SKIPPED}),
}

# Whoever reads the track later must be able to see why a step was left out.
NEEDS_REASON = frozenset((status, StepStatus.SKIPPED) for status in StepStatus)


class TrackStatus(StrEnum):
    """Whether a Meldcode track is running or closed."""

    RUNNING = "running"
    CLOSED = "closed"


TRACK_MOVES: dict[TrackStatus, frozenset[TrackStatus]] = {
    TrackStatus.RUNNING: frozenset({TrackStatus.CLOSED}),
    TrackStatus.CLOSED: frozenset({TrackStatus.RUNNING}),
}

# A track is closed, and taken up again, with a reason.
TRACK_NEEDS_REASON = frozenset((status, to) for status, followers in TRACK_MOVES.items() for to in followers)


def move(current: StepStatus, to: StepStatus, *, reason: str = "") -> Move[StepStatus]:
    """Start, finish, repeat or skip a step; skipping needs a reason.

    Raises: MoveRefused when the change does not exist or the reason is missing.
    """
    return take(MOVES, StepStatus(current), StepStatus(to), reason=reason, needs_reason=NEEDS_REASON)


class Answer(StrEnum):
    """An answer to weighing question 1, 3, 4 or 5, and to the questions of the child check."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Unsafety(StrEnum):
    """An answer to weighing question 2: is there acute and/or structural unsafety."""

    YES_ACUTE = "yes_acute"
    YES_STRUCTURAL = "yes_structural"
    YES_BOTH = "yes_both"
    NO = "no"
    UNSURE = "unsure"


UNSAFE = frozenset({Unsafety.YES_ACUTE, Unsafety.YES_STRUCTURAL, Unsafety.YES_BOTH})


class Question(StrEnum):
    """The five weighing questions, in their order."""

    SUSPICION = "q1"
    UNSAFETY = "q2"
    EFFECTIVE_HELP = "q3"
    HELP_ACCEPTED = "q4"
    HELP_WORKS = "q5"


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers given so far; None (or an empty text from a form) is a question nobody has answered yet.

    Raises: ValueError for an answer that does not exist: a misread answer must not decide anything.
    """

    q1: Answer | None = None
    q2: Unsafety | None = None
    q3: Answer | None = None
    q4: Answer | None = None
    q5: Answer | None = None

    def __post_init__(self) -> None:
        for name in ("q1", "q2", "q3", "q4", "q5"):
            kind = Unsafety if name == "q2" else Answer
            given = getattr(self, name)
            object.__setattr__(self, name, kind(given) if given else None)


class Consultation(StrEnum):
    """Whom a professional can consult in step 2."""

    SAFEGUARDING_LEAD = "safeguarding_lead"
    VEILIG_THUIS_ADVICE = "veilig_thuis_advice"
    COLLEAGUE = "colleague"
    FORENSIC_EXPERT = "forensic_expert"


@dataclass(frozen=True, slots=True)
class SectorProfile:
    """How a sector's own code differs: what doubt about question 2 means, and which habits it adds."""

    name: str
    doubt_means_report: bool = False
    first_question_in: Step = Step.DECIDE
    mandatory_consultations: tuple[Consultation, ...] = ()
    talk_alone_with_youth: bool = False
    names_case_manager: bool = False


# Education and attendance: https://www.handelingsprotocol.nl/utrecht-bo-stap-5-hulp-of-melden-3 (doubt about
# question 2 is a report; a case manager is named); the talk: https://seksuelevorming.nl/onderwerpen/meldcode/.
# Neighbourhood team: https://handelingsprotocol.nl/utrecht-amw-stap-3-consultatie-3.
PROFILES: dict[str, SectorProfile] = {
    profile.name: profile
    for profile in (
        SectorProfile("general"),
        SectorProfile("education", True, Step.WEIGH, (), True, True),
        SectorProfile("attendance", True, Step.WEIGH, (), True, True),
        SectorProfile("health"),
        SectorProfile("youth_help"),
        SectorProfile("neighbourhood_team", mandatory_consultations=(Consultation.SAFEGUARDING_LEAD,)),
    )
}


def missing_consultations(profile: SectorProfile, held: frozenset[Consultation]) -> tuple[Consultation, ...]:
    """Name the consultations that this sector's code asks for and that were not held yet."""
    return tuple(kind for kind in profile.mandatory_consultations if kind not in held)


class WeighingState(StrEnum):
    """What the answers so far lead to."""

    OPEN = "open"
    CONSULT = "consult"
    CLOSED_RECORDED = "closed_recorded"
    REPORT = "report"
    HELP_RUNNING = "help_running"
    HELP_CLOSED_WITH_FOLLOWUP = "help_closed_with_followup"


class ReportNeed(StrEnum):
    """Decision 1: is a report to Veilig Thuis necessary."""

    UNDETERMINED = "undetermined"
    NOT_NECESSARY = "not_necessary"
    NOT_NECESSARY_NOW = "not_necessary_now"
    NECESSARY = "necessary"


class HelpNeed(StrEnum):
    """Decision 2: is offering or organising help (also) possible."""

    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"
    DECIDED_WITH_VEILIG_THUIS = "decided_with_veilig_thuis"
    NOT_BY_THIS_PROFESSIONAL = "not_by_this_professional"
    REFUSED = "refused"
    HELP_WITH_AGREED_TERM = "help_with_agreed_term"
    INSUFFICIENT = "insufficient"
    FINISHED = "finished"


class WeighingGround(StrEnum):
    """Why the answers lead there."""

    NO_SUSPICION = "no_suspicion"
    LATER_ANSWERS_NOT_USED = "later_answers_not_used"
    UNANSWERED = "unanswered"
    DOUBT_ASK_VEILIG_THUIS = "doubt_ask_veilig_thuis"
    DOUBT_MEANS_REPORT_IN_SECTOR = "doubt_means_report_in_sector"
    ACUTE_UNSAFETY = "acute_unsafety"
    STRUCTURAL_UNSAFETY = "structural_unsafety"
    REST_TOGETHER_WITH_VEILIG_THUIS = "rest_together_with_veilig_thuis"
    NO_EFFECTIVE_HELP = "no_effective_help"
    HELP_NOT_ACCEPTED = "help_not_accepted"
    HELP_AGREED = "help_agreed"
    HELP_DOES_NOT_WORK = "help_does_not_work"
    HELP_WORKED = "help_worked"
    REPORTED_BEFORE = "reported_before"


@dataclass(frozen=True, slots=True)
class Weighing:
    """The outcome of the weighing questions: both decisions, the norm met, what to answer next, and why."""

    state: WeighingState
    report: ReportNeed
    help: HelpNeed
    norm: int | None
    next_question: Question | None
    grounds: tuple[WeighingGround, ...]


GENERAL = PROFILES["general"]


def _report(
    help_: HelpNeed, norm: int | None, *grounds: WeighingGround, then: Question | None = None
) -> Weighing:
    return Weighing(WeighingState.REPORT, ReportNeed.NECESSARY, help_, norm, then, grounds)


def _open(question: Question) -> Weighing:
    grounds = (WeighingGround.UNANSWERED,)
    return Weighing(
        WeighingState.OPEN, ReportNeed.UNDETERMINED, HelpNeed.UNDETERMINED, None, question, grounds
    )


def _doubt(question: Question, help_: HelpNeed = HelpNeed.UNDETERMINED) -> Weighing:
    grounds = (WeighingGround.DOUBT_ASK_VEILIG_THUIS,)
    return Weighing(WeighingState.CONSULT, ReportNeed.UNDETERMINED, help_, None, question, grounds)


def weigh(answers: Answers, profile: SectorProfile = GENERAL, *, reported_before: bool = False) -> Weighing:
    """Walk through the five weighing questions and say what they lead to, for this sector.

    Never closes on a missing answer; doubt leads to asking Veilig Thuis, or to a report where the sector's
    code says so. An answer after the one that decides is kept on file and not used.
    Source: https://www.nji.nl/kindermishandeling/afwegingskader-meldcode ;
    https://handelingsprotocol.nl/utrecht-kz-stap-5-hulp-of-melden ; the norms:
    https://knmg-meldcode.maglr.com/meldcode-kindermishandeling-en-huiselijk-geweld/stap-5-beslissen-over-melden-via-afwegingskader
    """
    if answers.q1 is None:
        return _open(Question.SUSPICION)
    if answers.q1 == Answer.UNSURE:
        return _doubt(Question.SUSPICION)
    if answers.q1 == Answer.NO:
        return _no_suspicion(answers)
    return _weigh_unsafety(answers, profile, reported_before)


def _no_suspicion(answers: Answers) -> Weighing:
    grounds = [WeighingGround.NO_SUSPICION]
    # "No suspicion" beside "acute unsafety" deserves a second look, so the screen can point at it.
    if any((answers.q2, answers.q3, answers.q4, answers.q5)):
        grounds.append(WeighingGround.LATER_ANSWERS_NOT_USED)
    return Weighing(
        WeighingState.CLOSED_RECORDED,
        ReportNeed.NOT_NECESSARY,
        HelpNeed.NOT_APPLICABLE,
        None,
        None,
        tuple(grounds),
    )


def _weigh_unsafety(answers: Answers, profile: SectorProfile, reported_before: bool) -> Weighing:
    if answers.q2 is None:
        return _open(Question.UNSAFETY)
    if answers.q2 == Unsafety.NO:
        return _weigh_help(answers, reported_before)
    if answers.q2 == Unsafety.UNSURE and not profile.doubt_means_report:
        return _doubt(Question.UNSAFETY)
    norm = 1 if answers.q2 in UNSAFE else None
    grounds = (*_unsafety_grounds(answers.q2), *_earlier(reported_before))
    return _report(HelpNeed.DECIDED_WITH_VEILIG_THUIS, norm, *grounds, then=_first_blank(answers))


def _unsafety_grounds(answer: Unsafety) -> tuple[WeighingGround, ...]:
    if answer == Unsafety.UNSURE:
        found = [WeighingGround.DOUBT_MEANS_REPORT_IN_SECTOR]
    else:
        acute = [WeighingGround.ACUTE_UNSAFETY] * (answer != Unsafety.YES_STRUCTURAL)
        structural = [WeighingGround.STRUCTURAL_UNSAFETY] * (answer != Unsafety.YES_ACUTE)
        found = acute + structural
    return (*found, WeighingGround.REST_TOGETHER_WITH_VEILIG_THUIS)


def _first_blank(answers: Answers) -> Question | None:
    rest = (Question.EFFECTIVE_HELP, Question.HELP_ACCEPTED, Question.HELP_WORKS)
    return next((question for question in rest if getattr(answers, question.value) is None), None)


def _earlier(reported_before: bool) -> tuple[WeighingGround, ...]:
    return (WeighingGround.REPORTED_BEFORE,) if reported_before else ()


def _weigh_help(answers: Answers, reported_before: bool) -> Weighing:
    if answers.q3 is None:
        return _open(Question.EFFECTIVE_HELP)
    if answers.q3 == Answer.UNSURE:
        return _doubt(Question.EFFECTIVE_HELP)
    earlier = _earlier(reported_before)
    if answers.q3 == Answer.NO:
        return _report(HelpNeed.NOT_BY_THIS_PROFESSIONAL, 2, WeighingGround.NO_EFFECTIVE_HELP, *earlier)
    if answers.q4 is None:
        return _open(Question.HELP_ACCEPTED)
    if answers.q4 == Answer.UNSURE:
        return _doubt(Question.HELP_ACCEPTED)
    if answers.q4 == Answer.NO:
        # The branch table gives this outcome without the number of a norm.
        return _report(HelpNeed.REFUSED, None, WeighingGround.HELP_NOT_ACCEPTED, *earlier)
    return _weigh_result(answers.q5, earlier)


def _weigh_result(works: Answer | None, earlier: tuple[WeighingGround, ...]) -> Weighing:
    if works == Answer.UNSURE:
        return _doubt(Question.HELP_WORKS, HelpNeed.HELP_WITH_AGREED_TERM)
    if works == Answer.NO:
        return _report(HelpNeed.INSUFFICIENT, 3, WeighingGround.HELP_DOES_NOT_WORK, *earlier)
    if works == Answer.YES:
        state, report, help_ = (
            WeighingState.HELP_CLOSED_WITH_FOLLOWUP,
            ReportNeed.NOT_NECESSARY,
            HelpNeed.FINISHED,
        )
        return Weighing(state, report, help_, None, None, (WeighingGround.HELP_WORKED,))
    state, report = WeighingState.HELP_RUNNING, ReportNeed.NOT_NECESSARY_NOW
    grounds = (WeighingGround.HELP_AGREED,)
    return Weighing(state, report, HelpNeed.HELP_WITH_AGREED_TERM, None, Question.HELP_WORKS, grounds)


class PresetGround(StrEnum):
    """Why an answer is proposed."""

    EXPLOITATION_OF_A_MINOR = "exploitation_of_a_minor"


@dataclass(frozen=True, slots=True)
class Preset:
    """An answer that the screen fills in beforehand; the professional can always change it."""

    answer: Unsafety
    ground: PresetGround


def preset_q2(*, exploitation_suspected: bool, is_minor: bool) -> Preset | None:
    """Propose "acute unsafety" when exploitation of a minor is suspected; never more than a proposal.

    Source: the weighing questions for acute unsafety name human trafficking
    (https://www.interventieacademie.nl/afwegingsvraag-2/), and so do the doctors' examples
    (https://knmg-meldcode.maglr.com/meldcode-kindermishandeling-en-huiselijk-geweld/bijlage-5-voorbeelden-van-acute-onveiligheid).
    """
    if exploitation_suspected and is_minor:
        return Preset(Unsafety.YES_ACUTE, PresetGround.EXPLOITATION_OF_A_MINOR)
    return None


class ClosingRemark(StrEnum):
    """What somebody should know before closing a track; it does not stop them."""

    REPORT_NECESSARY_NOT_MADE = "report_necessary_not_made"
    HELP_STILL_RUNNING = "help_still_running"
    QUESTIONS_STILL_OPEN = "questions_still_open"
    ADVICE_NOT_YET_ASKED = "advice_not_yet_asked"


def closing_remarks(weighing: Weighing, *, report_made: bool) -> tuple[ClosingRemark, ...]:
    """Name what somebody should know before closing a track."""
    remark = {
        WeighingState.REPORT: None if report_made else ClosingRemark.REPORT_NECESSARY_NOT_MADE,
        WeighingState.HELP_RUNNING: ClosingRemark.HELP_STILL_RUNNING,
        WeighingState.OPEN: ClosingRemark.QUESTIONS_STILL_OPEN,
        WeighingState.CONSULT: ClosingRemark.ADVICE_NOT_YET_ASKED,
    }.get(weighing.state)
    return (remark,) if remark else ()


def close(status: TrackStatus, *, reason: str) -> TrackStatus:
    """Close a track, which is possible in any step but never happens by itself, and give its new status.

    Source: https://afwegingskadermeldcode.nl/vragenlijst?showtemplate=1 (may be closed in any step).

    Raises: MoveRefused when it is closed already or the reason is missing.
    """
    return _take_track(status, TrackStatus.CLOSED, reason).to


def reopen(status: TrackStatus, *, reason: str) -> TrackStatus:
    """Start a closed track again, which is possible at any moment, and give its new status.

    Raises: MoveRefused when it is running already or the reason is missing.
    """
    return _take_track(status, TrackStatus.RUNNING, reason).to


def _take_track(status: TrackStatus, to: TrackStatus, reason: str) -> Move[TrackStatus]:
    return take(TRACK_MOVES, status, to, reason=reason, needs_reason=TRACK_NEEDS_REASON)
