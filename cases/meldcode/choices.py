"""What people read for the codes of the Meldcode: value and translatable label."""

from django.utils.translation import gettext_lazy as _

from cases.choices import MELDCODE_PROFILES, MELDCODE_STEPS, STEP_STATUSES
from cases.meldcode.contact_rules import (
    CareAnswer,
    ChildCheckGround,
    ChildCheckOutcome,
    OmissionGround,
    OtherProfessional,
)
from cases.meldcode.rules import (
    Answer,
    ClosingRemark,
    Consultation,
    HelpNeed,
    PresetGround,
    Question,
    ReportNeed,
    Unsafety,
    WeighingGround,
    WeighingState,
)

PROFILES = dict(MELDCODE_PROFILES)
STEPS = dict(MELDCODE_STEPS)
STATUSES = dict(STEP_STATUSES)

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

#: Advice of Veilig Thuis is not here: it has its own place, which only one's own organisation reads.
CONSULTATIONS = [
    (Consultation.COLLEAGUE.value, _("Colleague")),
    (Consultation.SAFEGUARDING_LEAD.value, _("Safeguarding lead")),
    (Consultation.FORENSIC_EXPERT.value, _("Forensic or medical expert")),
]

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
        "“Yes, acute” is filled in beforehand, because exploitation of a minor is suspected in this case: "
        "the published frameworks count that as acute unsafety. You can always choose another answer."
    ),
}

CLOSING_REMARKS = {
    ClosingRemark.REPORT_NECESSARY_NOT_MADE: _(
        "The framework says that a report is necessary. No report has been written down yet."
    ),
    ClosingRemark.HELP_STILL_RUNNING: _("Help is still running. Who looks at question 5 after the term?"),
    ClosingRemark.QUESTIONS_STILL_OPEN: _("Not every weighing question has an answer yet."),
    ClosingRemark.ADVICE_NOT_YET_ASKED: _("There was doubt. Consider asking Veilig Thuis first."),
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
    ("no", _("No")),
]

REPORT_ANSWERS = [
    ("assessment", _("Outcome of the safety assessment")),
    ("inquiry", _("An inquiry has started")),
    ("feedback", _("Feedback after the inquiry or the help")),
]
