"""Table of handing over. Compartment *core*: that a case was handed over, never what was in it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from organisations.history import TracedRecords


class CaseHandover(models.Model):
    """A whole case that somebody asked for as a file, for one organisation. The file stands nowhere."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="handovers")
    recipient = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    ready_at = models.DateTimeField()
    #: The key of the taking organisation that counted when it was asked for: sealed with it, no password.
    sealing_key = models.ForeignKey(
        "organisations.SealingKey", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    password = models.CharField(max_length=300, blank=True)  # encrypted; empty once it was stopped
    shown_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    stop_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords(excluded_fields=["password"])

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_by=None)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False, password=""),
                name="stopped_handover_has_no_password",
            ),
            models.CheckConstraint(
                condition=Q(sealing_key=None) | Q(password=""), name="sealed_handover_has_no_password"
            ),
        ]
        indexes = [models.Index(fields=["case", "-asked_at"], name="handovers_of_case")]

    def __str__(self) -> str:
        return f"handover {self.pk}"
