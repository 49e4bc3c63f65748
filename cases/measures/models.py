"""Table of measures. Compartment *identity*."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.measures.choices import MEASURE_KINDS
from organisations.history import TracedRecords


class Measure(models.Model):
    """What a court decided about the young person of a case, from a day until a day (local dates)."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=20, choices=MEASURE_KINDS)
    starts_on = models.DateField()
    ends_on = models.DateField()  # the last day on which it holds
    carried_out_by = models.CharField(max_length=160, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)  # when somebody wrote down what came after it
    outcome = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        ordering = ["ends_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="measure_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="") | Q(ended_at__isnull=False) & ~Q(outcome=""),
                name="measure_ended_with_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "ends_on"], condition=Q(ended_at=None), name="measures_of_case")
        ]

    def __str__(self) -> str:
        return f"measure {self.pk}"
