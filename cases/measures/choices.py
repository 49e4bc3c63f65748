"""What people read for the coded values of measures."""

from django.utils.translation import gettext_lazy as _

from cases.measures.rules import MeasureKind

MEASURE_KINDS = [
    (MeasureKind.SUPERVISION.value, _("Supervision order (OTS)")),
    (MeasureKind.PLACEMENT.value, _("Authorisation for placement out of home")),
    (MeasureKind.SECURE.value, _("Authorisation for secure youth care")),
    (MeasureKind.GUARDIANSHIP.value, _("Guardianship (voogdij)")),
    (MeasureKind.PROBATION.value, _("Youth probation (jeugdreclassering)")),
    (MeasureKind.MENTAL_HEALTH.value, _("Authorisation under the Wvggz or Wzd")),
    (MeasureKind.OTHER.value, _("Another measure")),
]
