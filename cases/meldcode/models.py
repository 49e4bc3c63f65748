"""Tables of the Meldcode: one track per professional. Compartment *meldcode*."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.choices import MELDCODE_PROFILES, MELDCODE_STEPS, STEP_STATUSES
from cases.meldcode.contact_rules import ContactFacts
from cases.meldcode.rules import Answers
from organisations.history import TracedRecords


class MeldcodeTrack(models.Model):
    """One professional's walk through the five steps; each has a Meldcode duty of their own."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="meldcode_tracks")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    profile = models.CharField(max_length=20, choices=MELDCODE_PROFILES, default="general")
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=1000, blank=True)
    reopen_reason = models.CharField(max_length=1000, blank=True)
    start_reason = models.CharField(max_length=1000, blank=True)  # why the start was corrected
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "professional"],
                condition=Q(closed_at=None),
                name="one_open_track_per_professional",
            )
        ]

    def __str__(self) -> str:
        return f"track {self.pk}"


class StepRecord(models.Model):
    """What was recorded in a step, by the person who took it. The newest tells the step's status."""

    track = models.ForeignKey(MeldcodeTrack, on_delete=models.PROTECT, related_name="records")
    step = models.PositiveSmallIntegerField(choices=MELDCODE_STEPS)
    status = models.CharField(max_length=20, choices=STEP_STATUSES)
    text = models.TextField(blank=True)
    heard_from = models.CharField(max_length=300, blank=True)
    interpretation = models.TextField(blank=True)  # apart from what was seen or heard
    diagnosis = models.CharField(max_length=1000, blank=True)
    diagnosis_by = models.CharField(max_length=160, blank=True)  # somebody competent
    said = models.CharField(max_length=20, blank=True)  # rules.Said
    reason = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"step {self.step} {self.status}"


class ChildCheck(models.Model):
    """The kindcheck of step 1: children who depend on the client. https://lkah.nl/kindcheck"""

    track = models.ForeignKey(MeldcodeTrack, on_delete=models.PROTECT, related_name="child_checks")
    risk_signals = models.CharField(max_length=10, blank=True)
    children_depend = models.CharField(max_length=10, blank=True)
    children = models.CharField(max_length=300, blank=True)  # how many and how old, never names
    care_shared = models.CharField(max_length=10, blank=True)
    care = models.CharField(max_length=20, blank=True)
    other_professional = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"child check {self.pk}"


class Consultation(models.Model):
    """Step 2: who was consulted and what came of it."""

    track = models.ForeignKey(MeldcodeTrack, on_delete=models.PROTECT, related_name="consultations")
    kind = models.CharField(max_length=30)
    with_whom = models.CharField(max_length=160)
    held_at = models.DateTimeField()
    outcome = models.TextField()
    tasks = models.TextField(blank=True)  # who does what
    overview = models.CharField(max_length=160, blank=True)  # who coordinates
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["held_at", "id"]

    def __str__(self) -> str:
        return f"consultation {self.pk}"


class Talk(models.Model):
    """Step 3: the talk with parents or child, or why there was none."""

    track = models.ForeignKey(MeldcodeTrack, on_delete=models.PROTECT, related_name="talks")
    with_whom = models.CharField(max_length=20, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    purpose = models.CharField(max_length=1000, blank=True)
    concerns = models.TextField(blank=True)
    report = models.TextField(blank=True)
    said = models.CharField(max_length=20, blank=True)  # by the young person; rules.Said
    agreements = models.TextField(blank=True)
    without_parents = models.CharField(max_length=1000, blank=True)
    omitted_ground = models.CharField(max_length=40, blank=True)
    omitted_reason = models.CharField(max_length=1000, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # to reach somebody who was not reached
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_at__isnull=False, omitted_ground="")
                | (Q(held_at__isnull=True) & ~Q(omitted_ground="")),
                name="talk_held_or_omitted_with_ground",
            )
        ]

    def __str__(self) -> str:
        return f"talk {self.pk}"


class Weighing(models.Model):
    """Steps 4 and 5: each answer with what it rests on, what the framework says, two decisions."""

    track = models.ForeignKey(MeldcodeTrack, on_delete=models.PROTECT, related_name="weighings")
    q1 = models.CharField(max_length=20, blank=True)
    q1_reason = models.TextField(blank=True)
    q2 = models.CharField(max_length=20, blank=True)
    q2_reason = models.TextField(blank=True)
    q3 = models.CharField(max_length=20, blank=True)
    q3_reason = models.TextField(blank=True)
    q4 = models.CharField(max_length=20, blank=True)
    q4_reason = models.TextField(blank=True)
    q5 = models.CharField(max_length=20, blank=True)
    q5_reason = models.TextField(blank=True)
    outcome = models.CharField(max_length=40)
    report_decision = models.CharField(max_length=20, blank=True)
    report_reason = models.CharField(max_length=1000, blank=True)
    help_decision = models.CharField(max_length=20, blank=True)
    help_reason = models.CharField(max_length=1000, blank=True)
    help_until = models.DateField(null=True, blank=True)  # when question 5 is looked at
    case_manager = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"weighing {self.pk}"

    @property
    def answers(self) -> Answers:
        """Give the answers as the rules read them."""
        return Answers(q1=self.q1, q2=self.q2, q3=self.q3, q4=self.q4, q5=self.q5)


class VeiligThuisAdvice(models.Model):
    """Advice asked of Veilig Thuis. Has no place for the client's identity, on purpose.

    The client stays anonymous: https://www.afwegingskadermeldcode.nl/veelgestelde-vragen/
    Read by the asking organisation only.
    """

    track = models.ForeignKey(MeldcodeTrack, on_delete=models.PROTECT, related_name="advices")
    asked_at = models.DateTimeField()
    question = models.TextField()
    advice = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["asked_at", "id"]

    def __str__(self) -> str:
        return f"advice {self.pk}"


class VeiligThuisReport(models.Model):
    """A report to Veilig Thuis with its clocks (five working days; feedback to the reporter)."""

    track = models.ForeignKey(MeldcodeTrack, on_delete=models.PROTECT, related_name="reports")
    reported_at = models.DateTimeField()
    reference = models.CharField(max_length=60, blank=True)
    family_told = models.CharField(max_length=20)
    family_told_note = models.CharField(max_length=1000, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # to reach them before the report
    hidden_ground = models.CharField(max_length=30, blank=True)  # empty: the family may know who reports
    hidden_reason = models.CharField(max_length=1000, blank=True)
    assessment_due_at = models.DateTimeField()
    assessed_at = models.DateTimeField(null=True, blank=True)
    assessment_outcome = models.CharField(max_length=1000, blank=True)
    service = models.CharField(max_length=20, blank=True)  # contact_rules.Service
    conditions = models.TextField(blank=True)  # for the safety of all, set by Veilig Thuis
    follow_up = models.TextField(blank=True)  # what was agreed: who watches what, and when
    inquiry_started_at = models.DateTimeField(null=True, blank=True)
    inquiry_note = models.CharField(max_length=1000, blank=True)
    inquiry_due_at = models.DateTimeField(null=True, blank=True)
    feedback_at = models.DateTimeField(null=True, blank=True)
    feedback = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        ordering = ["reported_at", "id"]
        indexes = [
            models.Index(fields=["assessment_due_at"], condition=Q(assessed_at=None), name="assessments_open")
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"

    @property
    def facts(self) -> ContactFacts:
        """Give its moments as the rules read them."""
        return ContactFacts(
            reported_at=self.reported_at,
            assessment_heard_at=self.assessed_at,
            inquiry_started_at=self.inquiry_started_at,
            inquiry_heard_at=self.feedback_at,
            assessment_due_at=self.assessment_due_at,
            inquiry_due_at=self.inquiry_due_at,
        )
