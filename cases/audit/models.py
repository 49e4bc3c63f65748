"""The second book: who did or saw what. Append-only; fields as in NEN 7513."""

from django.db import models


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
