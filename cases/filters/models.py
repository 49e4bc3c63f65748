"""Table of filters that people keep. It leads to no case: it holds a question, never an answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.filters.choices import LISTS
from organisations.history import TracedRecords


class SavedFilter(models.Model):
    """A question to a list under a name, of one person at one organisation; shared with its people or not."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    listing = models.CharField(max_length=10, choices=LISTS)
    name = models.CharField(max_length=40)
    asked = models.JSONField(default=dict)  # as in the address: field -> value
    is_shared = models.BooleanField(default=False)
    is_first = models.BooleanField(default=False)  # the list opens with it
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "listing"],
                condition=Q(ended_at=None, is_first=True),
                name="one_filter_opens_a_list",
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "listing"], condition=Q(ended_at=None), name="filters_of_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"filter {self.pk}"
