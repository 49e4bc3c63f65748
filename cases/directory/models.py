"""Table of the phone list of a table: people and units at police and justice. Nothing of a case."""

from django.conf import settings
from django.db import models

from cases.police.choices import UNITS
from organisations.history import TracedRecords


class DirectoryEntry(models.Model):
    """One line of the phone list of a care table (its covenant)."""

    covenant = models.ForeignKey("organisations.Covenant", on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=40, choices=UNITS)
    area = models.CharField(max_length=120, blank=True)  # which team, and for where
    person = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=60)
    mail = models.EmailField(blank=True)
    backup = models.CharField(max_length=160, blank=True)
    backup_phone = models.CharField(max_length=60, blank=True)
    reachable = models.CharField(max_length=120, blank=True)  # days and hours, as people say it
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        ordering = ["unit", "area", "id"]

    def __str__(self) -> str:
        return f"directory entry {self.pk}"
