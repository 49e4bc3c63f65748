"""Table of what organisations ask each other about a case."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.asks.choices import ASK_STATES
from organisations.choices import COMPARTMENTS
from organisations.history import TracedRecords


class Ask(models.Model):
    """A question of one organisation to another, with a date. It belongs to the part it is about."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="asks")
    compartment = models.CharField(max_length=20, choices=COMPARTMENTS)
    question = models.TextField()
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    to_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=ASK_STATES, default="waiting")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(blank=True)
    declined_reason = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    told = models.CharField(max_length=10, blank=True)  # rules.Reminder, the last that people heard

    history = TracedRecords()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="ask_ended_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="ask_accepted_at_and_by",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_organisation", "due_on"], condition=Q(ended_at=None), name="asks_to_answer"
            ),
            models.Index(fields=["due_on"], condition=Q(ended_at=None), name="asks_due"),
        ]

    def __str__(self) -> str:
        return f"ask {self.pk}"
