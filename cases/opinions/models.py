"""Table of opinions. It leads to no case, and to nobody who did not ask to be answered."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.opinions.choices import KINDS
from organisations.choices import ORGANISATION_KINDS, ROLES


def drawn() -> int:
    """Draw a key of nineteen digits by lot: in the order of keys one could read who wrote when."""
    return 2**61 + secrets.randbelow(2**61)


class Opinion(models.Model):
    """What somebody says about a page; without a history, which would tell the minute.

    ``page``: the name of a route, nothing of an address. ``by`` and ``organisation``: only of who may be
    asked about it, to be answered. ``given_on``: the local day and no more, for the same reason.
    """

    id = models.BigIntegerField(primary_key=True, default=drawn, editable=False)
    number = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    text = models.TextField(blank=True)
    page = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=40, choices=ROLES)
    organisation_kind = models.CharField(max_length=40, choices=ORGANISATION_KINDS)
    given_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(by=None, organisation=None) | Q(by__isnull=False, organisation__isnull=False),
                name="opinion_of_somebody_or_nobody",
            ),
            models.CheckConstraint(
                condition=Q(handled_at=None, handled_by=None, answer="")
                | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="opinion_handled_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["-given_on", "-id"], name="opinions_by_day"),
            models.Index(fields=["by"], condition=Q(by__isnull=False), name="opinions_of_person"),
        ]

    def __str__(self) -> str:
        return self.number
