"""The table of public keys of organisations. What is public may be read; who registered it must be known."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from organisations.history import TracedRecords
from organisations.keys.rules import Standing

KEY_ENDS = [("replaced", "replaced"), ("withdrawn", "withdrawn")]


class SealingKey(models.Model):
    """A public key with which a file is sealed for one organisation. Never a private one.

    The same key is never registered twice, not even after it ended: a withdrawn one may lie in the street.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="sealing_keys"
    )
    public_key = models.CharField(max_length=80, unique=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end = models.CharField(max_length=10, choices=KEY_ENDS, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        ordering = ["-registered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ended_at=None, confirmed_at=None),
                name="one_key_waits_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ended_at=None, confirmed_at__isnull=False),
                name="one_key_counts_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by=F("registered_by"))),
                name="key_is_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end="")),
                name="end_of_key_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"key {self.pk}"

    @property
    def standing(self) -> Standing:
        """Give it as the rules know it."""
        return Standing(
            self.public_key,
            self.registered_by_id,
            self.registered_at,
            self.confirmed_at is not None,
            self.end,
        )
