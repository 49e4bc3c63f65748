"""Tables of safety conditions and of the looks at them. Compartment *meldcode*."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.conditions import rules
from cases.conditions.choices import ANSWERS, END_GROUNDS, SET_BY
from organisations.history import TracedRecords


class SafetyCondition(models.Model):
    """What must hold for the safety of all, who watches it and when somebody looks again (local dates).

    Its words are never rewritten: another condition replaces it.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="safety_conditions")
    words = models.TextField()
    set_by = models.CharField(max_length=20, choices=SET_BY)
    set_by_name = models.CharField(max_length=160, blank=True)  # who at Veilig Thuis, or who else
    set_on = models.DateField()
    watcher_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    watcher = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until = models.DateField(null=True, blank=True)  # the last day on which it stands; None: open
    next_look_on = models.DateField()
    last_answer = models.CharField(max_length=12, choices=ANSWERS, blank=True)  # of the look that counts
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    reminded_of = models.DateField(null=True, blank=True)  # the day of a look that people were told of
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_ground = models.CharField(max_length=12, choices=END_GROUNDS, blank=True)
    end_reason = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        ordering = ["next_look_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_ground="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_ground="") & ~Q(end_reason=""),
                name="condition_ended_with_ground_and_reason",
            )
        ]
        indexes = [
            models.Index(fields=["next_look_on"], condition=Q(ended_at=None), name="conditions_to_look_at"),
            models.Index(
                fields=["watcher_organisation", "next_look_on"],
                condition=Q(ended_at=None),
                name="conditions_watched",
            ),
        ]

    def __str__(self) -> str:
        return f"condition {self.pk}"

    @property
    def standing(self) -> rules.Standing:
        """Give what the rules read of it."""
        answer = rules.Answer(self.last_answer) if self.last_answer else None
        return rules.Standing(self.next_look_on, answer, self.until)


class ConditionLook(models.Model):
    """What somebody saw of a condition. Written once; a mistake is corrected by another look."""

    condition = models.ForeignKey(SafetyCondition, on_delete=models.PROTECT, related_name="looks")
    answer = models.CharField(max_length=12, choices=ANSWERS)
    seen = models.TextField()
    looked_on = models.DateField()
    next_look_on = models.DateField(null=True, blank=True)  # None: left as it was agreed
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    why = models.CharField(max_length=500, blank=True)  # what was wrong about the look that it corrects
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["-looked_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="look_corrected_once"
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, why="") | Q(corrects__isnull=False) & ~Q(why=""),
                name="look_corrects_with_a_why",
            ),
        ]

    def __str__(self) -> str:
        return f"look {self.pk}"

    @property
    def facts(self) -> rules.Looked:
        """Give what the rules read of it."""
        return rules.Looked(self.pk, self.looked_on, rules.Answer(self.answer), self.corrects_id)
