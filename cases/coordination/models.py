"""Tables of coordination: who coordinates, and what was agreed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.choices import ACTION_STATUSES
from cases.coordination.choices import OFFER_STATES
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
    vacant_since = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)  # nobody chose in time

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


class CoordinationOffer(models.Model):
    """The question to two people whether they hold a case from now on; until both say yes nothing changes.

    It is open until ``settled_at``: a refusal waits until who offered it goes on. Compartment *core*.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="coordination_offers")
    replaces = models.ForeignKey(CoordinatorAssignment, on_delete=models.PROTECT, related_name="+")
    coordinator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    introduce = models.CharField(max_length=1000, blank=True)  # whom the new pair is introduced to, and how
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()  # offer_rules.assign_before, since it was first asked
    escalated_at = models.DateTimeField(null=True, blank=True)
    coordinator_yes_at = models.DateTimeField(null=True, blank=True)
    deputy_yes_at = models.DateTimeField(null=True, blank=True)
    newly_named = models.CharField(max_length=30, blank=True)  # chairs whose people came on the case for this
    seen = models.CharField(max_length=60, blank=True)  # offer_rules.Item, walked through at the yes
    state = models.CharField(max_length=10, choices=OFFER_STATES, default="waiting")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    refusal = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(settled_at=None), name="one_open_coordination_offer"
            ),
            models.CheckConstraint(
                condition=~Q(coordinator=F("deputy")), name="offered_deputy_is_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(state="waiting"),
                name="coordination_offer_ended_at_and_by",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(settled_at=None, escalated_at=None),
                name="coordination_offers_due",
            )
        ]

    def __str__(self) -> str:
        return f"offer of coordination {self.pk}"


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
