"""Tables of the promise to tell someone: the notification, its deliveries, every attempt."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.choices import COLOURS, DELIVERY_CHANNELS, DELIVERY_STATES, HOLDS


class Notification(models.Model):
    """Something people must be told: a kind, a number, a colour and a link. Nothing else, ever."""

    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=12)
    stage = models.CharField(max_length=40, blank=True)  # tells apart the levels of an escalation
    colour = models.CharField(max_length=10, choices=COLOURS, blank=True)
    case_id = models.BigIntegerField(null=True)  # to re-check access before sending; no content
    owed = models.PositiveIntegerField(default=0)  # how many deliveries it has, to see that none gets lost
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["number"], name="notification_by_number"),
            models.Index(fields=["created_at"], condition=Q(kind="alert"), name="alerts_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Delivery(models.Model):
    """One message to one person over one channel, owed since ``due_at``.

    Claimed by compare-and-set with a lease; a dead worker's lease runs out. ``key`` makes
    it the same message however often somebody asks for it.
    """

    notification = models.ForeignKey(Notification, on_delete=models.PROTECT, related_name="deliveries")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deliveries")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=DELIVERY_CHANNELS)
    path = models.CharField(max_length=300)  # where the link leads, inside this site
    key = models.CharField(max_length=120, unique=True)
    pages = models.BooleanField(default=False)  # wakes people, and goes before all that can wait
    state = models.CharField(max_length=10, choices=DELIVERY_STATES, default="queued")
    held = models.CharField(max_length=10, choices=HOLDS, blank=True)  # why it waits until it is due
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["-pages", "due_at", "id"], condition=Q(state="queued"), name="deliveries_due"
            ),
            models.Index(
                fields=["user", "organisation", "-due_at"],
                condition=Q(channel="inbox"),
                name="inbox_of_person",
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class DeliveryAttempt(models.Model):
    """One try to send, and how it ended. Never changed."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="tries")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10)  # sent, failed, refused, away
    failure = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["at"], name="attempts_by_time")]

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class Heartbeat(models.Model):
    """When a background job last ran well; shown on the dashboard and to outside monitors."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
    trouble = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return self.name
