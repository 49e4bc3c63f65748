"""Tables of missing: the episode, the alert as one call per organisation, the return interview."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.choices import (
    ASKED_ANSWERS,
    CALL_STATES,
    COLOURS,
    EPISODE_STATUSES,
    PATTERN_OUTCOMES,
    PLACE_KINDS,
    POLICE_TOLD,
)
from cases.missing.pattern_rules import Seen
from organisations.choices import ESCALATION_CALLS
from organisations.history import TracedRecords


class MissingEpisode(models.Model):
    """One time that a young person is missing, with the alert about it. Compartment *missing*."""

    number = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="episodes")
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_by_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField()
    woken_at = models.DateTimeField(null=True, blank=True)  # when a human let it call people again
    missing_since = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True, blank=True)
    last_seen_place = models.CharField(max_length=200, blank=True)
    last_seen_kind = models.CharField(max_length=10, choices=PLACE_KINDS, blank=True)
    last_seen_with = models.CharField(max_length=200, blank=True)
    clothing = models.CharField(max_length=300, blank=True)
    phone_number = models.CharField(max_length=60, blank=True)
    taken = models.JSONField(default=list)  # codes of cases.missing.rules.Belonging
    taken_along = models.CharField(max_length=300, blank=True)
    medication = models.CharField(max_length=300, blank=True)
    message_left = models.CharField(max_length=300, blank=True)
    actions_taken = models.TextField(blank=True)
    circumstances = models.TextField(blank=True)
    grounds = models.JSONField(default=list)  # codes of cases.missing.rules.UrgencyGround
    unclear = models.JSONField(default=list)  # codes answered with "not known"
    colour = models.CharField(max_length=10, choices=COLOURS)
    colour_reason = models.CharField(max_length=300, blank=True)
    police_told = models.CharField(max_length=10, choices=POLICE_TOLD, default="not_yet")
    police_reference = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=20, choices=EPISODE_STATUSES, default="running")
    found_at = models.DateTimeField(null=True, blank=True)
    found_by = models.CharField(max_length=160, blank=True)
    found_place = models.CharField(max_length=200, blank=True)
    found_kind = models.CharField(max_length=10, choices=PLACE_KINDS, blank=True)
    found_condition = models.CharField(max_length=500, blank=True)
    found_violence = models.CharField(max_length=10, blank=True)  # cases.missing.return_rules.Violence
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        ordering = ["-raised_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="running"), name="one_running_episode_per_case"
            ),
            models.CheckConstraint(
                condition=Q(found_at=None) | Q(found_at__gte=F("missing_since")),
                name="found_after_missing",
            ),
        ]
        indexes = [models.Index(fields=["case", "-raised_at"], name="episodes_of_case")]

    def __str__(self) -> str:
        return self.number

    def as_seen(self, *, is_own: bool) -> Seen:
        """Give what patterns look at. ``is_own``: of the case that is looked at."""
        return Seen(
            number=self.number,
            missing_since=self.missing_since,
            ended_at=self.found_at,
            companions=tuple(filter(None, (self.last_seen_with,))),
            places=tuple(filter(None, (self.last_seen_place, self.found_place))),
            is_own=is_own,
        )


class EpisodeFact(models.Model):
    """Something learnt or done while somebody is missing. Appended, never changed."""

    episode = models.ForeignKey(MissingEpisode, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=20)
    text = models.TextField()
    happened_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["-happened_at", "-id"]

    def __str__(self) -> str:
        return f"fact {self.pk}"


class AlertCall(models.Model):
    """One organisation's call in an alert: it answers for itself, or the next level is called.

    ``next_due_at`` is the promise: the sweep picks up whatever is due. Empty when nothing
    more is to be done. ``round``: how many times it was called from its first level on.
    """

    episode = models.ForeignKey(MissingEpisode, on_delete=models.PROTECT, related_name="calls")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="alert_calls"
    )
    state = models.CharField(max_length=20, choices=CALL_STATES, default="waiting")
    round = models.PositiveSmallIntegerField(default=1)
    level = models.PositiveSmallIntegerField(default=0)  # 0: nobody called yet
    called_at = models.DateTimeField(null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: Of an acknowledged call: the last word that somebody is still on it, and the reminder after silence.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        ordering = ["organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "organisation"], name="one_call_per_organisation"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="acknowledged_at_and_by",
            ),
        ]
        indexes = [
            models.Index(fields=["next_due_at"], condition=Q(next_due_at__isnull=False), name="calls_due")
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"


class AlertLevel(models.Model):
    """A level of an escalation, copied when a call began: with the alert, or anew in a graver colour."""

    call = models.ForeignKey(AlertCall, on_delete=models.PROTECT, related_name="levels")
    colour = models.CharField(max_length=10, choices=COLOURS)  # of the alert, then
    order = models.PositiveSmallIntegerField()
    calls = models.CharField(max_length=20, choices=ESCALATION_CALLS)
    duty_level = models.PositiveSmallIntegerField(default=1)
    wait_seconds = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["call", "colour", "order"], name="one_alert_level_per_order")
        ]

    def __str__(self) -> str:
        return f"level {self.order}"


class AlertEvent(models.Model):
    """What happened in an alert, for the ladder on the page. Appended, never changed."""

    call = models.ForeignKey(AlertCall, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(
        max_length=30
    )  # called, nobody_at_level, acknowledged, nobody_reachable, all_clear
    level = models.PositiveSmallIntegerField(default=0)
    people = models.PositiveSmallIntegerField(default=0)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} ({self.pk})"


class ReturnInterview(models.Model):
    """The talk after return: its clock, who offered it, and what came of it.

    ``ties``: codes of cases.missing.return_rules.Tie, with the reason why nobody else could hold the talk.
    """

    episode = models.OneToOneField(MissingEpisode, on_delete=models.PROTECT, related_name="return_interview")
    due_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True, blank=True)  # for the first time
    interviewer = models.CharField(max_length=160, blank=True)
    interviewer_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ties = models.JSONField(default=list)
    ties_reason = models.CharField(max_length=300, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    own_words = models.TextField(blank=True)
    agreements = models.TextField(blank=True)
    refused_reason = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(recorded_at=None), name="return_interviews_open")
        ]

    def __str__(self) -> str:
        return f"return interview {self.pk}"


class PatternDecision(models.Model):
    """What a person decided about a pattern in the episodes of a case. Appended, never changed.

    ``patterns``: codes of cases.missing.pattern_rules.Pattern, each with the numbers of this case's episodes.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="pattern_decisions")
    patterns = models.JSONField()
    outcome = models.CharField(max_length=10, choices=PATTERN_OUTCOMES)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    history = TracedRecords()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"pattern decision {self.pk}"


class ColourLowering(models.Model):
    """Somebody asks to make a red alert milder; a second person confirms it or refuses."""

    episode = models.ForeignKey(MissingEpisode, on_delete=models.PROTECT, related_name="lowerings")
    colour = models.CharField(max_length=10, choices=COLOURS)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_for = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ASKED_ANSWERS, default="waiting")
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["episode"], condition=Q(state="waiting"), name="one_waiting_lowering"
            )
        ]

    def __str__(self) -> str:
        return f"lowering {self.pk}"


class CallHandover(models.Model):
    """Whoever took up a call asks a colleague to take it over; until that is accepted they hold it."""

    call = models.ForeignKey(AlertCall, on_delete=models.PROTECT, related_name="handovers")
    from_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ASKED_ANSWERS, default="waiting")
    answered_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)  # nobody answered, and both were told

    history = TracedRecords()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call"], condition=Q(state="waiting"), name="one_waiting_handover_per_call"
            )
        ]

    def __str__(self) -> str:
        return f"handover {self.pk}"


class Drill(models.Model):
    """A fire drill: an exercise of the calling. It belongs to no case and to no young person."""

    number = models.CharField(max_length=12, unique=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField()

    history = TracedRecords()

    class Meta:
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return self.number


class DrillCall(models.Model):
    """One organisation's call in a drill, as ``AlertCall`` is in an alert."""

    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, related_name="calls")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="drill_calls"
    )
    state = models.CharField(max_length=20, choices=CALL_STATES, default="waiting")
    level = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = TracedRecords()

    class Meta:
        ordering = ["organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["drill", "organisation"], name="one_drill_call_per_organisation"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state="waiting"), name="one_waiting_drill"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_due_at"], condition=Q(next_due_at__isnull=False), name="drill_calls_due"
            )
        ]

    def __str__(self) -> str:
        return f"drill call {self.pk}"


class DrillLevel(models.Model):
    """A level of an organisation's escalation, copied when the drill started."""

    call = models.ForeignKey(DrillCall, on_delete=models.PROTECT, related_name="levels")
    order = models.PositiveSmallIntegerField()
    calls = models.CharField(max_length=20, choices=ESCALATION_CALLS)
    duty_level = models.PositiveSmallIntegerField(default=1)
    wait_seconds = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return f"drill level {self.order}"
