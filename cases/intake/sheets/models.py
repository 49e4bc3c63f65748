"""Tables of sheets: what was sent, its rows (encrypted, then emptied), which row made which signal."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.intake.sheets.choices import SHEET_STATES
from organisations.history import TracedRecords


class Sheet(models.Model):
    """A file of registrations that a desk sent. Compartment *signals*; the desk alone knows of it."""

    number = models.CharField(max_length=12, unique=True)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    covenant = models.ForeignKey("organisations.Covenant", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SHEET_STATES, default="sent")
    headings = models.TextField(blank=True)  # encrypted; empty once the rows are
    meant = models.TextField(blank=True)  # which column is which field; encrypted, as headings
    remembered = models.TextField(blank=True)  # the same by keyed hashes of headings, for the next file
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(  # in whose name the rows are brought in
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    is_whole = models.BooleanField(default=False)  # all rows or none, in one transaction
    trouble = models.CharField(max_length=10, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords(excluded_fields=["headings", "meant", "remembered"])

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(emptied_at=None) | Q(headings="", meant=""), name="emptied_sheet_says_nothing"
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "-sent_at"], name="sheets_of_desk"),
            models.Index(fields=["state"], name="sheets_at_work"),
        ]

    def __str__(self) -> str:
        return self.number


class SheetPart(models.Model):
    """Some rows of a sheet: encrypted, and what becomes of them. One transaction brings in one part."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="parts")
    position = models.PositiveIntegerField()
    content = models.TextField(blank=True)
    rows = models.PositiveSmallIntegerField()
    new = models.PositiveSmallIntegerField(default=0)
    known = models.PositiveSmallIntegerField(default=0)
    refused = models.PositiveSmallIntegerField(default=0)
    faults = models.TextField(blank=True)  # number of a row, field and code; never what stands there
    keys = models.TextField(blank=True)  # of its rows, shortened: to see a row twice in one file
    claimed_until = models.DateTimeField(null=True, blank=True)  # a worker is at it; of a dead one it ends
    checked_at = models.DateTimeField(null=True, blank=True)
    brought_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["sheet", "position"], name="one_part_per_position")]

    def __str__(self) -> str:
        return f"part {self.pk}"


class SheetRow(models.Model):
    """That a row made a signal: the same row makes no other one at this desk. Never changed."""

    signal = models.OneToOneField("cases.Signal", on_delete=models.PROTECT, related_name="sheet_row")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="brought_in")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    covenant = models.ForeignKey("organisations.Covenant", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "covenant", "key"], name="one_signal_per_row")
        ]

    def __str__(self) -> str:
        return f"row {self.pk}"
