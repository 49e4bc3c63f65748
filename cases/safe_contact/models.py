"""Table of safe contact. Compartment *identity*."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.safe_contact.choices import SAFETIES, WAY_KINDS
from organisations.history import TracedRecords


class ContactWay(models.Model):
    """One way to reach the young person of a case, and whether it is safe."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="contact_ways")
    kind = models.CharField(max_length=10, choices=WAY_KINDS)
    address = models.CharField(max_length=160)  # number, account, mail address, name or place
    whose = models.CharField(max_length=160, blank=True)
    safety = models.CharField(max_length=10, choices=SAFETIES)
    read_by = models.CharField(max_length=160, blank=True)
    from_time = models.TimeField(null=True, blank=True)  # local wall time
    until_time = models.TimeField(null=True, blank=True)
    code_word = models.CharField(max_length=160, blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_time=None, until_time=None)
                | Q(from_time__isnull=False, until_time__isnull=False) & ~Q(from_time=F("until_time")),
                name="hours_of_contact_are_a_pair",
            )
        ]
        indexes = [models.Index(fields=["case"], condition=Q(ended_at=None), name="contact_ways_of_case")]

    def __str__(self) -> str:
        return f"way of contact {self.pk}"
