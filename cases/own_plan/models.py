"""Table of the young person's own plan. Compartment *identity*: it may say their name."""

from django.conf import settings
from django.db import models

from organisations.history import TracedRecords


class OwnPlan(models.Model):
    """What was agreed with a young person, in words for them. One per case; history keeps what it said."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="own_plan")
    for_name = models.CharField(max_length=80, blank=True)
    wishes = models.TextField(blank=True)  # in the young person's own words
    agreed = models.TextField(blank=True)
    helpers = models.TextField(blank=True)  # who helps with what
    numbers = models.TextField(blank=True)  # whom to call, and when
    unsafe = models.TextField(blank=True)  # what to do when it does not feel safe
    meet_on = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    def __str__(self) -> str:
        return f"own plan {self.pk}"
