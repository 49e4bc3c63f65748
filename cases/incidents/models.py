"""Table of safety incidents in care. Compartment *signals*."""

from django.conf import settings
from django.db import models

from cases.incidents.choices import ADDRESSES, AGAINST, INCIDENT_KINDS, POLICE_KNOW
from organisations.history import TracedRecords


class SafetyIncident(models.Model):
    """What happened to the safety of people in care. Never changed: what is learnt later is written anew."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="safety_incidents")
    kind = models.CharField(max_length=20, choices=INCIDENT_KINDS)
    against = models.CharField(max_length=20, choices=AGAINST)
    happened_at = models.DateTimeField()
    place = models.CharField(max_length=160)
    what = models.TextField()
    witnesses = models.CharField(max_length=300, blank=True)
    done = models.CharField(max_length=1000, blank=True)  # what was done at once
    police = models.CharField(max_length=20, choices=POLICE_KNOW)
    police_reference = models.CharField(max_length=60, blank=True)
    report_address = models.CharField(max_length=20, choices=ADDRESSES)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["-happened_at", "-id"]
        indexes = [models.Index(fields=["case", "-happened_at"], name="incidents_of_case")]

    def __str__(self) -> str:
        return f"safety incident {self.pk}"
