"""Tables of access: blocks for a conflict of interest, seals, and emergency access."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisations.history import TracedRecords

EMERGENCY_REASONS = [
    ("danger_now", _("The young person is in danger now")),
    ("missing_now", _("The young person is missing and I need what is in the case")),
    ("handover_failed", _("Nobody who has access can be reached")),
]


class ConflictBlock(models.Model):
    """This person may not come near this case: a relative, a neighbour, their own child."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="blocks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(ended_at=None), name="one_block_per_person"
            )
        ]
        indexes = [models.Index(fields=["user"], condition=Q(ended_at=None), name="blocks_of_person")]

    def __str__(self) -> str:
        return f"block {self.pk}"


class CaseSeal(models.Model):
    """While it stands, the case exists for the people named on it and for nobody else."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="seals")
    reason = models.CharField(max_length=500)
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lift_reason = models.CharField(max_length=500, blank=True)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(lifted_at=None), name="one_seal_at_a_time"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="seal_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"seal {self.pk}"


class EmergencyAccess(models.Model):
    """Break-glass: one person, one case, a few hours, reviewed afterwards."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="emergencies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    explanation = models.CharField(max_length=1000)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    history = TracedRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="emergency_ends_after_start")
        ]
        indexes = [models.Index(fields=["user", "ends_at"], name="emergencies_of_person")]

    def __str__(self) -> str:
        return f"emergency access {self.pk}"
