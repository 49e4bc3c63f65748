"""Tables of coordination: who coordinates, and what was agreed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.choices import ACTION_STATUSES
from organisations.history import TracedRecords


class CoordinatorAssignment(models.Model):
    """Coordinator and deputy together, so that neither is ever empty."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="assignments")
    coordinator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    vacancy = models.CharField(max_length=10, blank=True)  # rules.Vacancy, noticed by the sweep

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="one_coordinator_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(coordinator=F("deputy")), name="deputy_is_somebody_else"),
        ]
        indexes = [
            models.Index(fields=["coordinator"], condition=Q(ended_at=None), name="cases_of_coordinator"),
            models.Index(fields=["deputy"], condition=Q(ended_at=None), name="cases_of_deputy"),
            models.Index(fields=["case"], condition=Q(ended_at=None) & ~Q(vacancy=""), name="pairs_vacant"),
        ]

    def __str__(self) -> str:
        return f"assignment {self.pk}"


class Action(models.Model):
    """Something an organisation agreed to do before a date. Compartment *core*."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="actions")
    decision = models.ForeignKey(
        "cases.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    description = models.CharField(max_length=500)
    owner_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="actions"
    )
    due_on = models.DateField()
    status = models.CharField(max_length=10, choices=ACTION_STATUSES, default="open")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="action_ended_at_and_by",
            )
        ]
        indexes = [
            models.Index(fields=["owner_organisation", "status", "due_on"], name="actions_by_owner"),
            models.Index(fields=["case", "status", "due_on"], name="actions_of_case"),
        ]

    def __str__(self) -> str:
        return f"action {self.pk}"
