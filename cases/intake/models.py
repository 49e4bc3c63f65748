"""Tables of intake: the signal, its indicators, its triage chain and the feedback."""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least

from cases.choices import (
    FORMS_OF_CONCERN,
    INDICATORS,
    KNOWLEDGE,
    SIGN_SAYS,
    SIGNAL_CHANNELS,
    SIGNAL_STATUSES,
    SIGNAL_SUBJECTS,
    URGENCIES,
)
from cases.intake.merge_rules import BY_HASTE, Flags, most_cautious
from cases.intake.rules import Urgency
from organisations.history import TracedRecords


def _haste(column: str) -> Case:
    """Give the rank of an urgency, the most cautious first."""
    ranks = (When(**{column: code.value}, then=Value(rank)) for rank, code in enumerate(BY_HASTE))
    return Case(*ranks, default=Value(len(BY_HASTE)), output_field=IntegerField())


def with_flags(signals: "QuerySet[Signal]") -> "QuerySet[Signal]":
    """Add ``haste``, ``triage_by`` and ``feedback_by``: ``Signal.flags`` as the database reckons them."""
    return signals.annotate(
        haste=_first(_haste("urgency"), _haste("joined__urgency")),
        triage_by=_first(F("triage_due_at"), "joined__triage_due_at"),
        feedback_by=_first(F("feedback_due_at"), "joined__feedback_due_at"),
    )


def _first(own: F | Case, theirs: Case | str) -> Least:
    """Give the smallest of a signal's own value and those of the signals that go on in it."""
    along = SignalJoin.objects.filter(kept=OuterRef("pk"), ended_at=None).order_by().values("kept")
    least = Subquery(along.annotate(first=Min(theirs)).values("first"))
    return Least(own, Coalesce(least, own))


class Signal(models.Model):
    """Something seen or heard that may point to exploitation. Compartment *signals*."""

    number = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="signals"
    )
    channel = models.CharField(max_length=30, choices=SIGNAL_CHANNELS, default="professional")
    reported_by = models.ForeignKey(  # nobody, where it came in without an account
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reported_by_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="signals_reported"
    )
    reporter_name = models.CharField(max_length=160, blank=True)  # these three are for the desk alone
    reporter_contact = models.CharField(max_length=160, blank=True)
    reporter_reference = models.CharField(max_length=60, blank=True)
    covenant = models.ForeignKey(  # the table at whose desk it arrives; a case of it is at that table too
        "organisations.Covenant", on_delete=models.PROTECT, related_name="+"
    )
    addressed_to = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="signals_received"
    )
    subject = models.CharField(max_length=20, choices=SIGNAL_SUBJECTS)
    subject_name = models.CharField(max_length=160, blank=True)
    subject_birth_date = models.DateField(null=True, blank=True)
    subject_description = models.CharField(max_length=500, blank=True)
    subject_phone = models.CharField(max_length=30, blank=True)
    subject_plate = models.CharField(max_length=12, blank=True)
    municipality = models.CharField(max_length=80, blank=True)
    observation = models.TextField()
    interpretation = models.TextField(blank=True)
    knowledge = models.CharField(max_length=20, choices=KNOWLEDGE)
    source = models.CharField(max_length=200, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True)
    noticed_at = models.DateTimeField()
    form_of_concern = models.CharField(max_length=20, choices=FORMS_OF_CONCERN, default="unknown")
    urgency = models.CharField(max_length=10, choices=URGENCIES, default="normal")
    urgency_ground = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=20, choices=SIGNAL_STATUSES, default="received")
    received_at = models.DateTimeField()
    triage_due_at = models.DateTimeField()
    feedback_due_at = models.DateTimeField()
    fed_back_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # taken back by who told it without an account
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        indexes = [
            models.Index(fields=["addressed_to", "status", "triage_due_at"], name="signals_to_triage"),
            models.Index(fields=["reported_by_organisation", "-received_at"], name="signals_by_reporter"),
            models.Index(fields=["reported_by", "-received_at"], name="signals_by_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(channel="meld_misdaad_anoniem")
                | Q(reporter_name="", reporter_contact="", reporter_reference="", source=""),
                name="anonymous_stays_anonymous",
            ),
            models.CheckConstraint(
                condition=Q(reported_by__isnull=True, reported_by_organisation__isnull=True)
                | Q(reported_by__isnull=False, reported_by_organisation__isnull=False),
                name="reporter_with_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def own_flags(self) -> Flags:
        """Give the haste and the clocks of this signal alone: what its reporter sees."""
        return Flags(Urgency(self.urgency), self.triage_due_at, self.feedback_due_at)

    @property
    def flags(self) -> Flags:
        """Give the most cautious flags of this signal and of those that go on in it: the desk's."""
        along = [join.joined.own_flags for join in self.joins.all() if join.ended_at is None]
        return most_cautious([self.own_flags, *along])


class SignalIndicator(models.Model):
    """One coded sign: who noticed it, how they know, when, from which list. Nothing adds these up.

    A second person who notices the same logs a signal of their own, so that it is seen where it comes from.
    """

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=40, choices=INDICATORS)
    list_version = models.PositiveSmallIntegerField(default=1)
    says = models.CharField(max_length=10, choices=SIGN_SAYS, default="seen")
    knowledge = models.CharField(max_length=20, choices=KNOWLEDGE)
    source = models.CharField(max_length=200, blank=True)
    seen_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(  # nobody, where somebody without an account wrote it
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    history = TracedRecords()

    class Meta:
        ordering = ["noted_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["signal", "code", "says"], name="one_indicator_per_code")
        ]

    def __str__(self) -> str:
        return self.code


class TriageStep(models.Model):
    """One step of the triage chain: who moved the signal, when and why. Never changed."""

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="steps")
    from_status = models.CharField(max_length=20, choices=SIGNAL_STATUSES, blank=True)
    to_status = models.CharField(max_length=20, choices=SIGNAL_STATUSES)
    reason = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.from_status} -> {self.to_status}"


class SignalFeedback(models.Model):
    """What the reporter was told. At received and at decided, without content of the case."""

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="feedback")
    moment = models.CharField(max_length=10)
    text = models.CharField(max_length=1000)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(moment__in=["received", "decided"]), name="feedback_moment")
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk}"


class SignalJoin(models.Model):
    """Two signals about the same, as the desk holds: one goes on in the other until somebody undoes it.

    Nothing of either is copied. ``status_before`` and ``was_in_case``: where the joined one goes back to.
    """

    kept = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="joins")
    joined = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="joined_to")
    reason = models.CharField(max_length=1000)
    status_before = models.CharField(max_length=20, choices=SIGNAL_STATUSES)
    was_in_case = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_reason = models.CharField(max_length=1000, blank=True)

    history = TracedRecords()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["joined"], condition=Q(ended_at=None), name="goes_on_in_one_signal"
            ),
            models.CheckConstraint(condition=~Q(kept=models.F("joined")), name="joins_two_signals"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="join_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"join {self.pk}"


class SignalSplit(models.Model):
    """A signal about two young persons, which goes on as two, until somebody undoes it.

    ``status_before``: where the original goes back to. Its own words and reporter are never touched.
    """

    original = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="splits")
    first = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="first_of")
    second = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="second_of")
    reason = models.CharField(max_length=1000)
    status_before = models.CharField(max_length=20, choices=SIGNAL_STATUSES)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_reason = models.CharField(max_length=1000, blank=True)

    history = TracedRecords()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["original"], condition=Q(ended_at=None), name="split_once"),
            models.CheckConstraint(
                condition=~Q(original=F("first")) & ~Q(original=F("second")) & ~Q(first=F("second")),
                name="splits_in_two_others",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="split_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"split {self.pk}"


class SignalRoute(models.Model):
    """An agreement of the region: which desk gets which signals. What is empty holds for all."""

    covenant = models.ForeignKey("organisations.Covenant", on_delete=models.PROTECT, related_name="+")
    desk = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    municipality = models.CharField(max_length=80, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_until = models.PositiveSmallIntegerField(null=True, blank=True)
    form_of_concern = models.CharField(max_length=20, choices=FORMS_OF_CONCERN, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = TracedRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="route_ended_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"route {self.pk}"


class SignalAddition(models.Model):
    """What somebody without an account added later, in their own words. Never changed."""

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="additions")
    text = models.CharField(max_length=1000)
    key = models.CharField(max_length=64)  # of the form it was typed in: the same one adds nothing twice
    at = models.DateTimeField()

    history = TracedRecords()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["signal", "key"], name="one_addition_per_form")]

    def __str__(self) -> str:
        return f"addition {self.pk}"


class OutsiderCode(models.Model):
    """The code with which somebody without an account comes back: only its keyed hash is kept."""

    signal = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="code")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"code {self.pk}"


class SignalDraft(models.Model):
    """A signal that somebody did not send yet, as they typed it; only they read it. Emptied when it ends."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)  # of its form: what is sent at last makes one signal
    typed = models.TextField(blank=True)  # the fields of the form, as a browser sends them
    saved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "key"], name="one_draft_per_form")
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
