"""What people read for the codes of the Meldcode: value and translatable label."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.choices import MELDCODE_PROFILES, MELDCODE_STEPS, STEP_STATUSES
from cases.meldcode.board_rules import Fact
from cases.meldcode.contact_rules import (
    CareAnswer,
    ChildCheckGround,
    ChildCheckOutcome,
    HiddenGround,
    OmissionGround,
    OtherProfessional,
    Service,
)
from cases.meldcode.profile_rules import VOLUNTEER, Consultation, SectorProfile
from cases.meldcode.rules import (
    Answer,
    ClosingRemark,
    HelpNeed,
    PresetGround,
    Question,
    ReportNeed,
    Said,
    Unsafety,
    WeighingGround,
    WeighingState,
)
from cases.meldcode.step_rules import Step

PROFILES = dict(MELDCODE_PROFILES)
STEPS = dict(MELDCODE_STEPS)
STATUSES = dict(STEP_STATUSES)
#: The columns of the board: a word each.
SHORT_STEPS = [_("Signals"), _("Consult"), _("Talk"), _("Weigh"), _("Decide")]
COLUMNS = [*SHORT_STEPS, _("Report")]

ANSWERS = [(Answer.YES.value, _("Yes")), (Answer.NO.value, _("No")), (Answer.UNSURE.value, _("In doubt"))]

UNSAFETY = [
    (Unsafety.YES_ACUTE.value, _("Yes, acute")),
    (Unsafety.YES_STRUCTURAL.value, _("Yes, structural")),
    (Unsafety.YES_BOTH.value, _("Yes, acute and structural")),
    (Unsafety.NO.value, _("No")),
    (Unsafety.UNSURE.value, _("In doubt")),
]

QUESTIONS = {
    Question.SUSPICION.value: _("After steps 1 to 4: do I suspect (a threat of) violence or abuse?"),
    Question.UNSAFETY.value: _("Do I estimate that there is acute or structural unsafety?"),
    Question.EFFECTIVE_HELP.value: _("Can I offer or organise help that takes away the threat?"),
    Question.HELP_ACCEPTED.value: _("Do those concerned accept the help, and do they commit to it?"),
    Question.HELP_WORKS.value: _("Does the help bring what is needed for safety, within the agreed term?"),
}

#: How a school's and an attendance officer's code ask these (profile_rules.EDUCATION), in our words.
SCHOOL_QUESTIONS = {
    Question.UNSAFETY.value: _(
        "Is there acute or structural unsafety? Yes, or in doubt: report at once, by phone."
    ),
    Question.EFFECTIVE_HELP.value: _(
        "Can I, a colleague or a partner of the school offer help that takes away the threat?"
    ),
    Question.HELP_ACCEPTED.value: _(
        "Do those concerned accept the help? Agree on a term you can measure, and name a case manager."
    ),
}
FIRST_QUESTION = {
    Step.WEIGH: _("In your sector this question belongs to step 4."),
    Step.DECIDE: _("This is the first question of step 5. You may answer it as soon as you can."),
}

#: What a sector's own code adds, beside the questions.
STAFF_ROUTE = _(
    "Is a colleague the suspect? Then your sector has a duty of its own: tell your board, which consults the "
    "inspectorate. The Meldcode does not replace that."
)
OWN_FRAMEWORK = _(
    "Your sector has a framework of its own. What it says could not be confirmed; here you use the general "
    "one."
)

#: Chosen by who has no Meldcode; see profile_rules.OtherRoute.
NOT_FOR_ME = [(VOLUNTEER, _("None: I am a volunteer"))]

#: Advice of Veilig Thuis is not here: it has its own place, which only one's own organisation reads.
CONSULTATIONS = [
    (Consultation.COLLEAGUE.value, _("Colleague")),
    (Consultation.SAFEGUARDING_LEAD.value, _("Safeguarding lead")),
    (Consultation.FORENSIC_EXPERT.value, _("Forensic or medical expert")),
]

#: Every kind of consultation, also the one that has a place of its own.
CONSULTED = dict(CONSULTATIONS) | {Consultation.VEILIG_THUIS_ADVICE.value: _("Advice of Veilig Thuis")}

CARE = [
    (CareAnswer.SAFE.value, _("The care for the children is safe")),
    (CareAnswer.WORRYING.value, _("There are worries about the children")),
    (CareAnswer.UNCLEAR.value, _("The answer is not clear")),
    (CareAnswer.REFUSED.value, _("The client does not want to answer")),
]

OTHER_PROFESSIONALS = [
    (OtherProfessional.TAKES_OVER.value, _("Yes, and this person takes over the question")),
    (OtherProfessional.DOES_NOT_TAKE_OVER.value, _("Yes, but this person does not take over")),
    (OtherProfessional.NOBODY.value, _("No, nobody else is involved")),
]

CHILD_CHECK_OUTCOMES = {
    ChildCheckOutcome.OPEN: _("A question is still open"),
    ChildCheckOutcome.CLOSE: _("The child check is finished"),
    ChildCheckOutcome.HAND_OVER: _("Hand over to the other professional"),
    ChildCheckOutcome.CONTINUE_MELDCODE: _("Go on with the Meldcode for these children"),
}

CHILD_CHECK_GROUNDS = {
    ChildCheckGround.UNANSWERED: _("Not every question has an answer yet."),
    ChildCheckGround.NO_RISK_SIGNALS: _("There are no signs of risk for children."),
    ChildCheckGround.NO_DEPENDENT_CHILDREN: _("No children depend on the client."),
    ChildCheckGround.CARE_IS_SAFE: _("The care for the children is safe."),
    ChildCheckGround.CARE_IS_WORRYING: _("There are worries about the children."),
    ChildCheckGround.OTHER_TAKES_OVER: _("Another professional takes over the question."),
    ChildCheckGround.NOBODY_TAKES_OVER: _("Nobody else takes over the question."),
}

PARTNERS = [
    ("parents", _("Parents or guardian")),
    ("young_person", _("Young person")),
    ("both", _("Parents and young person")),
]

OMISSION_GROUNDS = [
    (OmissionGround.SAFETY_OF_CHILD.value, _("Safety of the young person")),
    (OmissionGround.SAFETY_OF_OTHERS.value, _("Safety of others")),
    (OmissionGround.CONTACT_WOULD_BREAK.value, _("The family would break off contact")),
    (OmissionGround.FORCED_MARRIAGE_RISK.value, _("Risk of forced marriage or being left behind abroad")),
    (OmissionGround.RUNNING_INVESTIGATION.value, _("A police investigation is running")),
    (OmissionGround.UNREACHABLE.value, _("Not reached, after several attempts")),
]

OUTCOMES = {
    WeighingState.OPEN: _("A question is still open."),
    WeighingState.CONSULT: _("There is doubt: ask Veilig Thuis or your safeguarding lead."),
    WeighingState.CLOSED_RECORDED: _("No suspicion. It stays on record."),
    WeighingState.REPORT: _("Report to Veilig Thuis."),
    WeighingState.HELP_RUNNING: _("Help is running."),
    WeighingState.HELP_CLOSED_WITH_FOLLOWUP: _("Close the help, with agreements about who keeps watch."),
}

REPORT_NEEDS = {
    ReportNeed.UNDETERMINED: _("can't be said yet"),
    ReportNeed.NOT_NECESSARY: _("not necessary"),
    ReportNeed.NOT_NECESSARY_NOW: _("not necessary now"),
    ReportNeed.NECESSARY: _("necessary"),
}

HELP_NEEDS = {
    HelpNeed.UNDETERMINED: _("can't be said yet"),
    HelpNeed.NOT_APPLICABLE: _("does not apply"),
    HelpNeed.DECIDED_WITH_VEILIG_THUIS: _("also possible; agree on it together with Veilig Thuis"),
    HelpNeed.NOT_BY_THIS_PROFESSIONAL: _("not by you alone"),
    HelpNeed.REFUSED: _("offered, but not accepted"),
    HelpNeed.HELP_WITH_AGREED_TERM: _("yes, with an agreed term"),
    HelpNeed.INSUFFICIENT: _("the help does not bring enough safety"),
    HelpNeed.FINISHED: _("finished"),
}

WEIGHING_GROUNDS = {
    WeighingGround.NO_SUSPICION: _("You have no suspicion of violence or abuse (question 1)."),
    WeighingGround.LATER_ANSWERS_NOT_USED: _(
        "You answered later questions as well. They do not count beside “no” to question 1: look again."
    ),
    WeighingGround.ANSWERS_CONTRADICT: _(
        "Your answers contradict each other: no suspicion, and yet unsafety or doubt. Look again at "
        "question 1. Until then nothing is closed."
    ),
    WeighingGround.SUSPICION_FOLLOWS: _(
        "You did not answer question 1 with yes, but your other answers tell of unsafety. That counts as a "
        "suspicion."
    ),
    WeighingGround.REPORT_EITHER_WAY: _(
        "Whatever the open question brings, a report is necessary. Do not wait for it."
    ),
    WeighingGround.UNANSWERED: _(
        "Not every question has an answer yet. Without an answer nothing is closed."
    ),
    WeighingGround.DOUBT_ASK_VEILIG_THUIS: _("In doubt you always consult Veilig Thuis."),
    WeighingGround.DOUBT_MEANS_REPORT_IN_SECTOR: _("In your sector, doubt about unsafety means: report."),
    WeighingGround.ACUTE_UNSAFETY: _("There is acute unsafety (question 2)."),
    WeighingGround.STRUCTURAL_UNSAFETY: _("There is structural unsafety (question 2)."),
    WeighingGround.REST_TOGETHER_WITH_VEILIG_THUIS: _(
        "You go through questions 3 to 5 together with Veilig Thuis."
    ),
    WeighingGround.NO_EFFECTIVE_HELP: _("You can't offer or organise help that works (question 3)."),
    WeighingGround.HELP_NOT_ACCEPTED: _("Those concerned do not accept the help (question 4)."),
    WeighingGround.HELP_AGREED: _("Help is agreed. Come back to question 5 when the term has passed."),
    WeighingGround.HELP_DOES_NOT_WORK: _("The help does not bring enough safety (question 5)."),
    WeighingGround.HELP_WORKED: _("The help worked (question 5)."),
    WeighingGround.REPORTED_BEFORE: _("You reported before: this would be a new report."),
}

PRESET_GROUNDS = {
    PresetGround.EXPLOITATION_OF_A_MINOR: _(
        "“Yes, acute” is proposed, because exploitation of a minor is suspected in this case: the published "
        "frameworks count that as acute unsafety."
    ),
    PresetGround.DISCLOSURE_BY_A_MINOR: _(
        "“Yes, acute” is proposed, because the young person told of violence or exploitation: a disclosure "
        "by a minor counts as acute unsafety."
    ),
}
PRESET_ENDING = _(
    "You decide: confirm it with what it rests on, or choose another answer. That a young person denies it "
    "is no reason by itself to choose a lower one."
)

CLOSING_REMARKS = {
    ClosingRemark.REPORT_NECESSARY_NOT_MADE: _(
        "The framework says that a report is necessary. No report has been written down yet."
    ),
    ClosingRemark.HELP_STILL_RUNNING: _("Help is still running. Who looks at question 5 after the term?"),
    ClosingRemark.QUESTIONS_STILL_OPEN: _("Not every weighing question has an answer yet."),
    ClosingRemark.REPORT_WITHOUT_HELP: _(
        "A report does not replace help. Who offers help until Veilig Thuis or somebody else takes over?"
    ),
    ClosingRemark.ADVICE_NOT_YET_ASKED: _("There was doubt. Consider asking Veilig Thuis first."),
}

#: What holds of the whole board: tone, sentence, and what to do with it.
BOARD_FACTS = {
    Fact.NOBODY_REPORTED: (
        "warning",
        _("Nobody on this board has reported to Veilig Thuis yet"),
        _(
            "No report has been written down here. Do not assume that another organisation did: ask them, or "
            "report yourself."
        ),
    ),
    Fact.REPORTED: (
        "info",
        _("Reported to Veilig Thuis: %(organisations)s"),
        _("Every professional has a duty of their own. A report by one does not take over yours."),
    ),
    Fact.NECESSARY_NOT_REPORTED: (
        "warning",
        _("A report is necessary by the weighing, and not written down yet: %(organisations)s"),
        "",
    ),
    Fact.NOBODY_WEIGHED: (
        "info",
        _("Nobody on this board has weighed yet (step 4)"),
        "",
    ),
    Fact.SILENT: (
        "warning",
        _("Veilig Thuis has not answered in time: %(organisations)s"),
        _("Who reported calls 0800-2000 and asks how it stands."),
    ),
    Fact.NOT_STARTED: ("info", _("Not started here: %(organisations)s"), ""),
    Fact.LEFT_UNFINISHED: (
        "info",
        _("No longer takes part, and left a track open: %(organisations)s"),
        _("Nobody can go on in it here. Ask them how it ended."),
    ),
}

REPORT_DECISIONS = [("report", _("I report to Veilig Thuis")), ("no_report", _("I do not report now"))]

HELP_DECISIONS = [
    ("help", _("I offer or organise help")),
    ("with_veilig_thuis", _("I agree on help together with Veilig Thuis")),
    ("no_help", _("I do not offer help now")),
]

FAMILY_TOLD = [
    ("yes", _("Yes, told beforehand")),
    ("afterwards", _("No, will be told afterwards")),
    ("unreached", _("No, not reached after several attempts")),
    ("no", _("No")),
]

SAID = [
    (Said.NOTHING.value, _("Nothing about it")),
    (Said.DISCLOSED.value, _("Told of violence or exploitation, or asked for help")),
    (Said.DENIED.value, _("Denied it")),
]

HIDDEN_GROUNDS = [
    (HiddenGround.DANGER_TO_CHILD.value, _("Danger for the young person")),
    (HiddenGround.DANGER_TO_PROFESSIONAL.value, _("Danger for me or a colleague")),
    (HiddenGround.RELATION_OF_TRUST.value, _("The relation of trust (doctors only)")),
]

SERVICES = [
    (Service.TRANSFER.value, _("Transferred to the local team")),
    (Service.CONDITIONS.value, _("Safety conditions and follow-up")),
    (Service.INQUIRY.value, _("Inquiry")),
]

REPORT_ANSWERS = [
    ("assessment", _("Outcome of the safety assessment")),
    ("inquiry", _("An inquiry has started")),
    ("feedback", _("Feedback after the inquiry or the help")),
]


def questions(profile: SectorProfile) -> dict[str, Any]:
    """Give the five weighing questions as this sector's code asks them."""
    own = {question: SCHOOL_QUESTIONS[question] for question in profile.own_wording}
    return QUESTIONS | own


def first_question_help(profile: SectorProfile) -> Any:
    """Say in which step this sector's code asks the first question."""
    return FIRST_QUESTION[profile.first_question_in]


def sector_notes(profile: SectorProfile) -> list[Any]:
    """Say what this sector's code adds, and what of it no source confirms."""
    notes = [STAFF_ROUTE] if profile.has_staff_route else []
    return [*notes, *[OWN_FRAMEWORK] * ("framework" in profile.unconfirmed)]
