"""Tables of the ladder of a case, and of how grave people judge it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.level.choices import RUNGS
from organisations.history import TracedRecords


class LevelStep(models.Model):
    """A case was taken up or down the ladder. Written once. Compartment *core*."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="level_steps")
    from_rung = models.CharField(max_length=20, choices=RUNGS)
    to_rung = models.CharField(max_length=20, choices=RUNGS)
    reason = models.CharField(max_length=1000)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=200)
    people_told = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(from_rung=F("to_rung")), name="level_step_goes_somewhere")
        ]

    def __str__(self) -> str:
        return f"step {self.pk}"


class RiskJudgement(models.Model):
    """How somebody judges the risk, in words, until a newer judgement. Compartment *signals*."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="risk_judgements")
    words = models.CharField(max_length=1000)
    reason = models.TextField()
    review_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="one_risk_judgement_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["review_on"], condition=Q(ended_at=None), name="judgements_due")]

    def __str__(self) -> str:
        return f"judgement {self.pk}"
