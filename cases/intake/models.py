"""Tables of intake: the signal, its indicators, its triage chain and the feedback."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.choices import (
    FORMS_OF_CONCERN,
    INDICATORS,
    KNOWLEDGE,
    SIGNAL_CHANNELS,
    SIGNAL_STATUSES,
    SIGNAL_SUBJECTS,
    URGENCIES,
)
from organisations.history import TracedRecords


class Signal(models.Model):
    """Something seen or heard that may point to exploitation. Compartment *signals*."""

    number = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="signals"
    )
    channel = models.CharField(max_length=30, choices=SIGNAL_CHANNELS, default="professional")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_by_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="signals_reported"
    )
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
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        indexes = [
            models.Index(fields=["addressed_to", "status", "triage_due_at"], name="signals_to_triage"),
            models.Index(fields=["reported_by_organisation", "-received_at"], name="signals_by_reporter"),
            models.Index(fields=["reported_by", "-received_at"], name="signals_by_person"),
        ]

    def __str__(self) -> str:
        return self.number


class SignalIndicator(models.Model):
    """One coded indicator as the reporter ticked it. Nothing adds these up."""

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=40, choices=INDICATORS)

    history = TracedRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signal", "code"], name="one_indicator_per_code")]

    def __str__(self) -> str:
        return self.code


class TriageStep(models.Model):
    """One step of the triage chain: who moved the signal, when and why. Never changed."""

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="steps")
    from_status = models.CharField(max_length=20, choices=SIGNAL_STATUSES, blank=True)
    to_status = models.CharField(max_length=20, choices=SIGNAL_STATUSES)
    reason = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

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
