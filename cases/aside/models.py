"""Table of what people put aside. It belongs to the case or the signal that the work is about."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from cases.aside.choices import WORKS
from organisations.history import TracedRecords


class PutAside(models.Model):
    """One piece of work that somebody put aside in their own queue. Read by that person, with the work."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    signal = models.ForeignKey("cases.Signal", on_delete=models.PROTECT, null=True, related_name="+")
    work = models.CharField(max_length=24, choices=WORKS)
    item = models.CharField(max_length=48)  # rules.About.name: the same for whoever has this work
    key = models.CharField(max_length=24)  # in addresses: tells nothing, and differs per person
    stamp = models.CharField(max_length=16)  # what was known of it then
    reason = models.CharField(max_length=200)
    put_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        ordering = ["until", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, signal__isnull=True)
                | Q(case__isnull=True, signal__isnull=False),
                name="put_aside_about_one_thing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="put_aside_with_a_reason"),
            models.UniqueConstraint(
                fields=["user", "organisation", "item"],
                condition=Q(ended_at=None),
                name="put_aside_once_by_one_person",
            ),
        ]
        indexes = [models.Index(fields=["item"], condition=Q(ended_at=None), name="put_aside_by_item")]

    def __str__(self) -> str:
        return f"put aside {self.pk}"


def key_of(user_id: int, organisation_id: int, item: str) -> str:
    """Give how an address names a piece of work for one person: nobody guesses it, and no log tells of it."""
    return salted_hmac("put aside", f"{user_id} {organisation_id} {item}").hexdigest()[:24]
