"""Tables of what a young person told. Each account says itself in which compartment it stands."""

from django.conf import settings
from django.db import models

from cases.statement.choices import BEGINNINGS
from organisations.choices import COMPARTMENTS
from organisations.history import TracedRecords


class Account(models.Model):
    """One talk as it was written down: when, where, who was there, who began. Never changed."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="accounts")
    compartment = models.CharField(max_length=20, choices=COMPARTMENTS)
    happened_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    present = models.CharField(max_length=300, blank=True)  # who else was there
    begun_by = models.CharField(max_length=20, choices=BEGINNINGS)
    seen = models.TextField(blank=True)  # what anybody could have seen
    interpretation = models.TextField(blank=True)  # what the writer makes of it; never on paper for police
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    history = TracedRecords()

    class Meta:
        ordering = ["happened_at", "id"]
        indexes = [models.Index(fields=["case", "happened_at"], name="accounts_of_case")]

    def __str__(self) -> str:
        return f"account {self.pk}"


class Exchange(models.Model):
    """What was asked and what was said to it, both literally; a question may be empty. Never changed."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="exchanges")
    position = models.PositiveSmallIntegerField()
    asked = models.TextField(blank=True)
    said = models.TextField(blank=True)

    history = TracedRecords()

    class Meta:
        ordering = ["account", "position"]
        constraints = [
            models.UniqueConstraint(fields=["account", "position"], name="one_exchange_per_position")
        ]

    def __str__(self) -> str:
        return f"exchange {self.pk}"
