"""The weighing questions of the Meldcode, and the two decisions they lead to.

A professional maps the signals, consults, talks, weighs and decides (step_rules). The weighing questions lead
to two decisions: is a report to Veilig Thuis necessary, and is help (also) possible. A missing answer closes
nothing and stands in the way of nothing; doubt means asking, never "no report"; a report never replaces help.
The rules propose and explain. They do not decide for anyone, and they do not score a child.
The talks of steps 1 and 3 and the clocks of Veilig Thuis have their rules next door, in contact_rules.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from cases.meldcode.profile_rules import GENERAL, SectorProfile


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
    ANSWERS_CONTRADICT = "answers_contradict"
    SUSPICION_FOLLOWS = "suspicion_follows"
    REPORT_EITHER_WAY = "report_either_way"
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

    Never closes on a missing answer or on answers that contradict each other. Where every answer that is
    still possible leads to a report, the open question does not hold it up. Doubt leads to asking Veilig
    Thuis, or to a report where the sector's code says so. An answer after the deciding one is not used.
    Source: https://www.nji.nl/kindermishandeling/afwegingskader-meldcode ;
    https://handelingsprotocol.nl/utrecht-kz-stap-5-hulp-of-melden ; the norms:
    https://knmg-meldcode.maglr.com/meldcode-kindermishandeling-en-huiselijk-geweld/stap-5-beslissen-over-melden-via-afwegingskader
    """
    if answers.q1 == Answer.NO:
        return _no_suspicion(answers)
    if answers.q1 == Answer.YES:
        return _hold_up_nothing(answers, profile, reported_before)
    if not _points_at_unsafety(answers):
        return _open(Question.SUSPICION) if answers.q1 is None else _doubt(Question.SUSPICION)
    # Whoever estimates unsafety suspects something; that question 1 stayed open may not hold up a report.
    found = _hold_up_nothing(replace(answers, q1=Answer.YES), profile, reported_before)
    grounds = (WeighingGround.SUSPICION_FOLLOWS, *found.grounds)
    return replace(found, next_question=Question.SUSPICION, grounds=grounds)


def _points_at_unsafety(answers: Answers) -> bool:
    return answers.q2 in UNSAFE or answers.q5 == Answer.NO


def _no_suspicion(answers: Answers) -> Weighing:
    later = (answers.q2, answers.q3, answers.q4, answers.q5)
    if _points_at_unsafety(answers) or "unsure" in later:
        grounds = (WeighingGround.ANSWERS_CONTRADICT, WeighingGround.DOUBT_ASK_VEILIG_THUIS)
        return replace(_doubt(Question.SUSPICION), grounds=grounds)
    grounds = (WeighingGround.NO_SUSPICION,)
    if any(later):
        grounds += (WeighingGround.LATER_ANSWERS_NOT_USED,)
    return Weighing(
        WeighingState.CLOSED_RECORDED, ReportNeed.NOT_NECESSARY, HelpNeed.NOT_APPLICABLE, None, None, grounds
    )


def _hold_up_nothing(answers: Answers, profile: SectorProfile, reported_before: bool) -> Weighing:
    """Weigh a suspicion; what is open or in doubt holds up no report that is necessary either way."""
    found = _weigh_unsafety(answers, profile, reported_before)
    if found.report != ReportNeed.UNDETERMINED or not _is_necessary_either_way(answers, profile):
        return found
    grounds = (WeighingGround.REPORT_EITHER_WAY, *_earlier(reported_before))
    return _report(HelpNeed.DECIDED_WITH_VEILIG_THUIS, None, *grounds, then=found.next_question)


def _is_necessary_either_way(answers: Answers, profile: SectorProfile) -> bool:
    choices = []
    for question in Question:
        given = getattr(answers, question.value)
        is_settled = given is not None and given != "unsure"
        yes = Unsafety.YES_BOTH if question == Question.UNSAFETY else Answer.YES
        choices.append((given,) if is_settled else (yes, type(yes)("no")))
    outcomes = (_weigh_unsafety(Answers(*settled), profile, False) for settled in product(*choices))
    return all(outcome.report == ReportNeed.NECESSARY for outcome in outcomes)


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


class Said(StrEnum):
    """What the young person said about violence or exploitation, in a talk or in the signals."""

    DISCLOSED = "disclosed"
    DENIED = "denied"
    NOTHING = "nothing"


class PresetGround(StrEnum):
    """Why an answer is proposed."""

    EXPLOITATION_OF_A_MINOR = "exploitation_of_a_minor"
    DISCLOSURE_BY_A_MINOR = "disclosure_by_a_minor"


@dataclass(frozen=True, slots=True)
class Preset:
    """An answer that the screen fills in beforehand; the professional confirms or changes it."""

    answer: Unsafety
    grounds: tuple[PresetGround, ...]


def preset_q2(
    *, exploitation_suspected: bool, is_minor: bool, said: frozenset[Said] = frozenset()
) -> Preset | None:
    """Propose "acute unsafety" when exploitation of a minor is suspected, or when a minor disclosed violence.

    Never more than a proposal. That a young person denies it never takes the proposal away: denying belongs
    to being unfree.
    Source: the weighing questions for acute unsafety name human trafficking
    (https://www.interventieacademie.nl/afwegingsvraag-2/), and so do the doctors' examples
    (https://knmg-meldcode.maglr.com/meldcode-kindermishandeling-en-huiselijk-geweld/bijlage-5-voorbeelden-van-acute-onveiligheid);
    disclosure is a form of acute unsafety (https://afwegingskadermeldcode.nl/vragenlijst?showtemplate=1).
    """
    grounds = (PresetGround.EXPLOITATION_OF_A_MINOR,) * exploitation_suspected
    grounds += (PresetGround.DISCLOSURE_BY_A_MINOR,) * (Said.DISCLOSED in said)
    return Preset(Unsafety.YES_ACUTE, grounds) if is_minor and grounds else None


class ClosingRemark(StrEnum):
    """What somebody should know before closing a track; it does not stop them."""

    REPORT_NECESSARY_NOT_MADE = "report_necessary_not_made"
    HELP_STILL_RUNNING = "help_still_running"
    QUESTIONS_STILL_OPEN = "questions_still_open"
    ADVICE_NOT_YET_ASKED = "advice_not_yet_asked"
    REPORT_WITHOUT_HELP = "report_without_help"


def closing_remarks(
    weighing: Weighing, *, report_made: bool, help_decided: bool = True
) -> tuple[ClosingRemark, ...]:
    """Name what somebody should know before closing a track.

    ``help_decided``: the second decision was not "no help now"; a report never replaces help
    (https://www.moetd.nl/MeldcodeStap5.html).
    """
    remark = {
        WeighingState.REPORT: None if report_made else ClosingRemark.REPORT_NECESSARY_NOT_MADE,
        WeighingState.HELP_RUNNING: ClosingRemark.HELP_STILL_RUNNING,
        WeighingState.OPEN: ClosingRemark.QUESTIONS_STILL_OPEN,
        WeighingState.CONSULT: ClosingRemark.ADVICE_NOT_YET_ASKED,
    }.get(weighing.state)
    without = report_made and not help_decided
    return (*((remark,) if remark else ()), *(ClosingRemark.REPORT_WITHOUT_HELP,) * without)
