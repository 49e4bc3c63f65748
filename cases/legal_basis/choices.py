"""What people read for the three questions and their answers."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.legal_basis.rules import Answer, Ground, Step

AGREED = [
    ("yes", _("Yes")),
    ("no", _("No, they do not want it")),
    ("not_asked", _("Nobody asked yet")),
]
DANGERS = [
    ("now", _("Somebody may get hurt now")),
    ("serious", _("Serious harm may come of it, or go on")),
    ("none", _("No harm that I can see")),
]
NEEDS = [
    ("yes", _("Yes, and I share no more than that")),
    ("unsure", _("I am not sure")),
]
TOLD = [
    ("told", _("They know that it is shared")),
    ("not_told", _("They do not know (yet)")),
]
ANSWERS = [
    (Answer.MAY.value, _("You may share this")),
    (Answer.MAY_WITH_REASON.value, _("You may share this without consent, with your reason")),
    (Answer.ASK_FIRST.value, _("Ask first: you need not decide this alone")),
]
TONES = {Answer.MAY: "ok", Answer.MAY_WITH_REASON: "ok", Answer.ASK_FIRST: "info"}

GROUNDS: dict[Ground, Promise] = {
    Ground.CONSENT: _("there is consent"),
    Ground.CONFLICT_OF_DUTIES: _("keeping silent may do serious harm (conflict of duties)"),
    Ground.RIGHT_TO_REPORT: _(
        "you may always report a suspicion to Veilig Thuis (Wmo 2015 art. 5.2.6, Jeugdwet art. 7.3.11)"
    ),
}
STEPS: dict[Step, Promise] = {
    Step.CALL_112: _("Call 112 when somebody is in danger now."),
    Step.ASK_AGREEMENT: _("Ask the young person and the parents first, if that is safe."),
    Step.CONSULT: _("Ask the coordinator of this case or the Meldcode contact of your organisation."),
    Step.ASK_ADVICE: _("Or ask Veilig Thuis for advice, without a name: 0800-2000."),
    Step.SHARE_LEAST: _("Share only what the other needs for this."),
    Step.TELL_THEM: _("Tell the young person and the parents that you shared it, unless that is not safe."),
    Step.WRITE_WHY: _("Write down why: that protects the young person and yourself."),
}
