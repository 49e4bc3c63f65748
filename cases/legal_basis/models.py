"""Table of the reasoning about sharing. Compartment *core*."""

from django.conf import settings
from django.db import models

from cases.legal_basis.choices import AGREED, ANSWERS, DANGERS, NEEDS, TOLD
from organisations.history import TracedRecords


class SharingReason(models.Model):
    """Why somebody shared something about a case, or asked first. Never changed."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="sharing_reasons")
    recipient = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=300)  # what it is about, without the content
    agreed = models.CharField(max_length=10, choices=AGREED)
    danger = models.CharField(max_length=10, choices=DANGERS)
    needed = models.CharField(max_length=10, choices=NEEDS)
    answer = models.CharField(max_length=20, choices=ANSWERS)
    told = models.CharField(max_length=10, choices=TOLD)
    reasoning = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    history = TracedRecords()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["case", "-at"], name="sharing_reasons_of_case")]

    def __str__(self) -> str:
        return f"reason for sharing {self.pk}"
