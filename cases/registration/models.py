"""Table of answers about a registration at CoMensha. Compartment *identity*."""

from django.conf import settings
from django.db import models

from cases.registration.choices import ANSWERS, SIGNERS
from organisations.history import TracedRecords


class RegistrationAnswer(models.Model):
    """An answer to the question whether the case may be registered. Written once; the newest counts."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="registration_answers")
    answer = models.CharField(max_length=10, choices=ANSWERS)
    signer = models.CharField(max_length=20, choices=SIGNERS)
    answered_on = models.DateField()
    kept_at = models.CharField(max_length=200, blank=True)  # where the signed form lies
    remark = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"answer {self.pk}"
