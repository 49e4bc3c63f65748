"""Tables of police contact and the complaint track. Compartment *police*."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.police.choices import DIRECTIONS, RELEASES
from organisations.choices import LEGAL_GROUNDS
from organisations.history import TracedRecords


class PoliceContact(models.Model):
    """One contact with police or prosecution: who, why, what was given and received."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="police_contacts")
    kind = models.CharField(max_length=40)  # cases.police.rules.ContactKind
    unit = models.CharField(max_length=40)  # cases.police.rules.Unit
    direction = models.CharField(max_length=3, choices=DIRECTIONS, default="out")  # who sought contact
    person = models.CharField(max_length=160)
    purpose = models.CharField(max_length=500)
    given = models.TextField(blank=True)
    received = models.TextField(blank=True)
    legal_ground = models.CharField(max_length=40, choices=LEGAL_GROUNDS)
    agreement = models.TextField(blank=True)
    happened_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["-happened_at", "-id"]
        indexes = [models.Index(fields=["case", "-happened_at"], name="police_contacts_of_case")]

    def __str__(self) -> str:
        return f"police contact {self.pk}"


class PoliceRelease(models.Model):
    """What the police said about passing on what they told. The last one counts. Never changed."""

    contact = models.ForeignKey(PoliceContact, on_delete=models.PROTECT, related_name="releases")
    decision = models.CharField(max_length=20, choices=RELEASES)
    decided_by = models.CharField(max_length=160)  # somebody at the police, as told
    decided_at = models.DateTimeField()
    for_whom = models.CharField(max_length=300, blank=True)
    condition = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="not_released") | ~Q(for_whom=""), name="released_for_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"police release {self.pk}"


class ComplaintEntry(models.Model):
    """One stage of the complaint track. 'Not (yet)' is as normal as any other. Never changed."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="complaint_entries")
    stage = models.CharField(max_length=40)  # cases.police.rules.ComplaintStage
    wish = models.CharField(max_length=1000, blank=True)  # what the young person wants, in their words
    note = models.CharField(max_length=1000, blank=True)
    agreed_until = models.DateField(null=True, blank=True)  # agreed with the young person, no fixed term
    happened_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "-at"], name="complaint_of_case")]

    def __str__(self) -> str:
        return f"complaint entry {self.pk}"
