"""The table of reports for the board."""

from django.conf import settings
from django.db import models

from cases.statistics.rules import Period
from organisations.history import TracedRecords


class BoardReport(models.Model):
    """Figures of a period, as they were published. Written once; nothing in it leads to a case.

    ``figures`` holds what may be told and nothing else: what was hidden is not in the database either.
    """

    covenant = models.ForeignKey("organisations.Covenant", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    until = models.DateField()  # the first local day outside the period
    definitions = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["covenant", "-made_at", "-id"], name="reports_of_covenant")]

    def __str__(self) -> str:
        return f"report {self.pk}"

    @property
    def period(self) -> Period:
        """Give the period that the report is about."""
        return Period(self.year, self.until)
