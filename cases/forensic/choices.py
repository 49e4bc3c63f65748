"""What people read for the coded values of help after sexual violence."""

from django.utils.translation import gettext_lazy as _

from cases.forensic.rules import ConsentBy, Line, Outcome
from cases.police.rules import Examiner

OUTCOMES = [
    (Outcome.OFFERED.value, _("Offered: the young person thinks about it")),
    (Outcome.ACCEPTED.value, _("Accepted: an appointment follows")),
    (Outcome.DECLINED.value, _("Declined, for now or altogether")),
    (Outcome.NOT_POSSIBLE.value, _("Not possible at this moment")),
    (Outcome.DONE.value, _("Done")),
]

CONSENTS = [
    (ConsentBy.YOUNG_PERSON.value, _("The young person")),
    (ConsentBy.BOTH.value, _("The young person and a parent or guardian")),
    (ConsentBy.PARENTS.value, _("A parent")),
    (ConsentBy.GUARDIAN.value, _("The guardian")),
    (ConsentBy.COURT.value, _("The juvenile court")),
]

EXAMINER_KINDS = [
    (Examiner.LOEF.value, _("National bureau for minors (LOEF)")),
    (Examiner.REGIONAL_FORENSIC_PHYSICIAN.value, _("Regional forensic physician")),
    (Examiner.ASK_CSG.value, _("As the centre decides")),
]

LINES = {
    Line.CALL_CENTRE: _("Call Centrum Seksueel Geweld first: 0800-0188, day and night."),
    Line.BY_LOEF: _("Under 16: the national bureau for forensic examination of minors (LOEF) examines."),
    Line.BY_REGIONAL_PHYSICIAN: _("From 16: the regional forensic physician examines."),
    Line.CENTRE_SAYS_WHO: _("The age is not known: the centre says who examines."),
    Line.EXTRA_EXPERTISE: _("Under 12: by somebody with extra experience with young children."),
    Line.PAEDIATRICIAN: _("A paediatrician is there where possible."),
    Line.PARENTS_CONSENT: _("Under 12: a parent or guardian consents; tell the child what will happen."),
    Line.BOTH_CONSENT: _("12 to 15: the young person and a parent consent. Not safe? Ask the centre."),
    Line.OWN_CONSENT: _("From 16: the young person decides."),
    Line.ASK_WHO_CONSENTS: _("Who must consent hangs on the age: ask the centre."),
    Line.MAY_STOP: _("The young person may stop at any time, and may come back."),
    Line.WITHOUT_POLICE: _("Help and safeguarding of traces go without a complaint too."),
    Line.NOTHING_FOUND: _("If nothing is found, that does not mean that nothing happened."),
}
