"""Table of who put the guide away. It leads to no case."""

from django.conf import settings
from django.db import models

from organisations.choices import ROLES
from organisations.history import TracedRecords


class GuideClosed(models.Model):
    """Somebody put the guide for a role at an organisation away; another role has another guide."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40, choices=ROLES)
    closed_at = models.DateTimeField()

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="guide_closed_once")
        ]

    def __str__(self) -> str:
        return f"guide closed {self.pk}"
