"""Tables of help and examination after sexual violence. Compartment *medical*; nothing of a finding."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.forensic.choices import CONSENTS, EXAMINER_KINDS, OUTCOMES
from organisations.history import TracedRecords


class ForensicTrack(models.Model):
    """What is done after one time that there may have been violence. An unknown moment counts as open."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="forensic_tracks")
    latest_possible_at = models.DateTimeField(null=True, blank=True)  # the latest moment it can have happened
    opened_at = models.DateTimeField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [models.Index(fields=["case", "-opened_at"], name="forensic_of_case")]

    def __str__(self) -> str:
        return f"forensic track {self.pk}"


class ForensicStep(models.Model):
    """What was offered, accepted, declined, not possible or done. Never changed."""

    track = models.ForeignKey(ForensicTrack, on_delete=models.PROTECT, related_name="steps")
    outcome = models.CharField(max_length=20, choices=OUTCOMES)
    place = models.CharField(max_length=160, blank=True)
    consent_by = models.CharField(max_length=20, choices=CONSENTS, blank=True)
    examiner = models.CharField(max_length=40, choices=EXAMINER_KINDS, blank=True)
    remark = models.CharField(max_length=200, blank=True)  # practical only; findings stay with the doctor
    follow_up_on = models.DateField(null=True, blank=True)
    happened_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=["accepted", "done"]) | ~Q(consent_by=""),
                name="forensic_step_says_who_consented",
            )
        ]

    def __str__(self) -> str:
        return f"forensic step {self.pk}"
