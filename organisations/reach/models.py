"""Table of how somebody wants to be reached: quiet hours, and news one by one or once a day."""

from django.db import models
from django.db.models import F, Q

from organisations.history import TracedRecords


class ReachChoice(models.Model):
    """When somebody rests, and when their daily digest comes; in wall time, nothing chosen is no row."""

    user = models.OneToOneField(
        "organisations.User", on_delete=models.PROTECT, related_name="reach_choice", primary_key=True
    )
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    digest_at = models.TimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until"))),
                name="quiet_hours_begin_and_end",
            )
        ]

    def __str__(self) -> str:
        return f"reach of {self.user_id}"


class PushDevice(models.Model):
    """Where a browser listens for notifications, and the keys that only it can read them with."""

    channel = models.OneToOneField(
        "organisations.ContactChannel", on_delete=models.CASCADE, related_name="device", primary_key=True
    )
    endpoint = models.CharField(max_length=1000)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"device of channel {self.channel_id}"
