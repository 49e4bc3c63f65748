"""Tables of the silent match: keyed hashes, and what one side knows of an overlap."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.overlap.choices import OVERLAP_ANSWERS, OVERLAP_OUTCOMES
from organisations.history import TracedRecords

ONE_THING = Q(case__isnull=False, signal__isnull=True) | Q(case__isnull=True, signal__isnull=False)


class OverlapKey(models.Model):
    """The keyed hash of a strong combination of marks of one case or signal (``rules.digest``)."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    signal = models.ForeignKey("cases.Signal", on_delete=models.PROTECT, null=True, related_name="+")
    covenant = models.ForeignKey("organisations.Covenant", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    made_with = models.CharField(max_length=8, default="")  # rules.key_id; hashes of two keys never meet

    class Meta:
        indexes = [
            models.Index(fields=["covenant", "digest"], name="overlap_by_digest"),
            models.Index(fields=["made_with"], name="overlap_by_key"),
        ]
        constraints = [models.CheckConstraint(condition=ONE_THING, name="overlap_key_of_one_thing")]

    def __str__(self) -> str:
        return f"overlap key {self.pk}"


class Overlap(models.Model):
    """One side of an overlap. The other side is another row with the same ``pair``, and nothing leads to it.

    So a side is read, answered and destroyed with its own case or signal, and holds nothing of the other's.
    """

    pair = models.UUIDField(db_index=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    signal = models.ForeignKey("cases.Signal", on_delete=models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.CharField(max_length=3, choices=OVERLAP_ANSWERS, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_for = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=6, choices=OVERLAP_OUTCOMES, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["due_at"], condition=Q(ended_at=None), name="overlaps_to_answer")]
        constraints = [
            models.CheckConstraint(condition=ONE_THING, name="overlap_of_one_thing"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_for=None, answered_at=None)
                | (
                    ~Q(answer="")
                    & Q(answered_by__isnull=False, answered_for__isnull=False, answered_at__isnull=False)
                ),
                name="overlap_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"overlap {self.pk}"
