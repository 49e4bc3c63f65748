"""What people read for the coded values of court dates, requests and evidence."""

from django.utils.translation import gettext_lazy as _

from cases.justice.rules import DateKind, Decision

DATE_KINDS = [
    (DateKind.HEARING.value, _("Hearing or interview")),
    (DateKind.CONTACT_BAN.value, _("Contact ban: last day")),
    (DateKind.AREA_BAN.value, _("Area ban: last day")),
    (DateKind.REFLECTION.value, _("Reflection period (three months at most): last day")),
    (DateKind.REFLECTION_DUBLIN.value, _("Reflection period, Dublin case (thirty days at most): last day")),
    (DateKind.RELEASE.value, _("A suspect comes free")),
    (DateKind.OTHER.value, _("Another date")),
]

DECISIONS = [
    (Decision.GIVEN.value, _("Given")),
    (Decision.PARTLY.value, _("Given in part")),
    (Decision.REFUSED.value, _("Not given")),
    (Decision.WITHDRAWN.value, _("Taken back")),
]

REQUEST_DIRECTIONS = [("in", _("They ask us")), ("out", _("We ask them"))]
