"""The second book: who did or saw what. Append-only; fields as in NEN 7513."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.audit.choices import REVIEW_REASONS, REVIEW_STATES, VERDICTS
from organisations.history import TracedRecords


class LedgerLine(models.Model):
    """One event, allowed, refused or failed. References, never content; no foreign keys.

    Written by ``audit/ledger.py`` only. Triggers refuse every change and removal, on
    PostgreSQL and on SQLite.
    """

    event_id = models.UUIDField(unique=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=40)  # NEN 7513 EventTypeCode: what kind of happening
    action = models.CharField(max_length=1)  # C R U D E
    outcome = models.CharField(max_length=10)  # allowed, refused, failed
    refusal = models.CharField(max_length=40, blank=True)
    request_id = models.CharField(max_length=32)
    # who
    user_id = models.BigIntegerField(null=True)
    user_label = models.CharField(max_length=120)
    organisation_id = models.BigIntegerField(null=True)
    organisation_label = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=40, blank=True)
    on_behalf_of = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=45, blank=True)
    # what
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.BigIntegerField(null=True)
    object_number = models.CharField(max_length=40, blank=True)
    case_id = models.BigIntegerField(null=True)
    case_number = models.CharField(max_length=12, blank=True)
    compartments = models.CharField(max_length=120, blank=True)
    detail = models.JSONField(default=dict)  # codes, counts and field names only
    # under which rule
    act = models.CharField(max_length=40, blank=True)
    ground = models.CharField(max_length=160, blank=True)
    covenant_version = models.CharField(max_length=20, blank=True)
    is_emergency = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="ledger_by_time"),
            models.Index(fields=["case_id", "-at", "-id"], name="ledger_of_case"),
            models.Index(fields=["user_id", "-at", "-id"], name="ledger_of_user"),
            models.Index(fields=["organisation_id", "-at", "-id"], name="ledger_of_organisation"),
            models.Index(fields=["request_id"], name="ledger_of_request"),
            models.Index(fields=["object_number", "-at", "-id"], name="ledger_of_number"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.event_id}"


class LedgerSeal(models.Model):
    """A batch of lines, tied to the batch before by a public hash and by a keyed one.

    Written by ``audit/seal.py`` only; append-only by the same triggers as the ledger.
    """

    number = models.BigIntegerField(primary_key=True)  # 1, 2, 3 …: a gap is a removed seal
    format = models.PositiveSmallIntegerField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    total = models.BigIntegerField()  # all lines up to and including this batch
    root = models.CharField(max_length=64)
    link = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)
    marks = models.BinaryField()  # 16 bytes per line, to say which one was touched; read by a verification
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seal {self.number}"


class LedgerCheck(models.Model):
    """One verification of the whole chain, done in pieces; what it found is kept."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    number = models.BigIntegerField(default=0)  # the last seal that was looked at
    lines = models.BigIntegerField(default=0)
    findings = models.JSONField(default=list)  # kinds and numbers only

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="ledger_checks_by_time")]

    def __str__(self) -> str:
        return f"check of {self.started_at}"


class LedgerExport(models.Model):
    """A part of the ledger that somebody asked for as a file. The file itself stands nowhere."""

    number = models.CharField(max_length=12, unique=True)
    recipient = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    ready_at = models.DateTimeField()
    password = models.CharField(max_length=300, blank=True)  # encrypted; empty once it was stopped
    shown_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    stop_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords(excluded_fields=["password"])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_by=None)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False, password=""),
                name="stopped_export_has_no_password",
            )
        ]
        indexes = [models.Index(fields=["-asked_at", "-id"], name="ledger_exports_by_time")]

    def __str__(self) -> str:
        return self.number


class AttackRun(models.Model):
    """One night's attack on a copy: how much was tried, and where something was seen that may not be.

    ``trouble`` says that it could not be finished; then nothing is proved. Written once.
    """

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    requests = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    tried = models.PositiveIntegerField()  # addresses that at least one of them tried
    addresses = models.PositiveIntegerField()  # how many there are
    leaks = models.PositiveIntegerField()
    findings = models.JSONField(default=list)  # kinds, addresses, roles and names of fields only
    trouble = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-finished_at", "-id"], name="attacks_by_time")]

    def __str__(self) -> str:
        return f"attack of {self.started_at}"


# -- Review ------------------------------------------------------------------------------------------------


class ReviewCursor(models.Model):
    """How far a job has looked through the ledger; locked while it works, so that there is one at a time."""

    name = models.CharField(max_length=40, unique=True)
    line_id = models.BigIntegerField(default=0)
    reached_at = models.DateTimeField(null=True)  # the instant of that line

    def __str__(self) -> str:
        return f"{self.name} {self.line_id}"


class ReviewTally(models.Model):
    """How many readings of content an organisation did in a month; counted once, while they pass."""

    month = models.DateField()  # its first day
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    readings = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "organisation"], name="one_tally_a_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.organisation_id}"


class ReviewPeriod(models.Model):
    """A month of review: what was drawn from how many, how sure that makes, and who signed it off."""

    month = models.DateField(unique=True)  # its first day
    population = models.PositiveIntegerField()
    sample_size = models.PositiveIntegerField()
    seed = models.CharField(max_length=64)
    method = models.JSONField(default=dict)  # wished confidence and the thresholds of the rules
    drawn_at = models.DateTimeField()
    figures = models.JSONField(default=dict)  # counts, frozen when it is signed off
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = TracedRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="period_signed_at_and_by",
            )
        ]

    def __str__(self) -> str:
        return f"review of {self.month:%Y-%m}"


class ReviewItem(models.Model):
    """Lines of the ledger that somebody must look at together, and where that stands."""

    number = models.CharField(max_length=12, unique=True)
    reason = models.CharField(max_length=20, choices=REVIEW_REASONS)
    group = models.CharField(max_length=120)  # new lines of the same group join while it is not judged
    status = models.CharField(max_length=10, choices=REVIEW_STATES, default="open")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    case_number = models.CharField(max_length=12, blank=True)  # when all its lines are of one case
    month = models.DateField()  # first day of the month of its first line
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    line_count = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    verdict = models.CharField(max_length=20, choices=VERDICTS, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    follow_up = models.CharField(max_length=500, blank=True)
    due_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(status__in=["open", "asked", "answered"]),
                name="one_review_per_group",
            ),
            models.CheckConstraint(
                condition=Q(judged_at=None, judged_by=None, verdict="")
                | (Q(judged_at__isnull=False, judged_by__isnull=False) & ~Q(verdict="")),
                name="review_judged_at_by_and_how",
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at", "id"], condition=~Q(status="done"), name="reviews_waiting"),
            models.Index(fields=["opened_at", "id"], name="reviews_by_age"),
            models.Index(fields=["organisation", "opened_at", "id"], name="reviews_of_organisation"),
            models.Index(fields=["reason", "opened_at", "id"], name="reviews_by_reason"),
            models.Index(fields=["month", "opened_at", "id"], name="reviews_of_month"),
        ]

    def __str__(self) -> str:
        return self.number


class ReviewLine(models.Model):
    """One line of the ledger in a review: by id and event, never by foreign key. Written once."""

    item = models.ForeignKey(ReviewItem, on_delete=models.PROTECT, related_name="lines")
    reason = models.CharField(max_length=20, choices=REVIEW_REASONS)
    line_id = models.BigIntegerField()
    event_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line_id", "reason"], name="a_line_once_per_reason")]
        indexes = [models.Index(fields=["item", "line_id"], name="lines_of_review")]

    def __str__(self) -> str:
        return f"line {self.line_id} of review {self.item_id}"


class ReviewVerdict(models.Model):
    """What one reviewer made of it, in their words; the second one says whether they agree. Never changed."""

    item = models.ForeignKey(ReviewItem, on_delete=models.PROTECT, related_name="verdicts")
    verdict = models.CharField(max_length=20, choices=VERDICTS)
    is_second = models.BooleanField(default=False)
    agrees = models.BooleanField(default=True)
    explanation = models.CharField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    history = TracedRecords()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"verdict {self.pk}"


class ReviewQuestion(models.Model):
    """A question to whoever read, and what they answered."""

    item = models.ForeignKey(ReviewItem, on_delete=models.PROTECT, related_name="questions")
    question = models.CharField(max_length=500, blank=True)  # beside the fixed words, if anything
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(answered_at=None), name="one_open_question_per_review"
            )
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"


class HoneytokenCase(models.Model):
    """An invented case that nobody has reason to open: whoever does, is asked about it at once."""

    case_id = models.BigIntegerField(unique=True)  # no foreign key: nothing leads from the case to here
    case_number = models.CharField(max_length=12)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    explanation = models.CharField(max_length=500)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    def __str__(self) -> str:
        return f"control case {self.pk}"
