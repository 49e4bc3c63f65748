"""Tables of the network of a case. Each row is in a compartment: *network*, or where it is known from."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.network.choices import KNOWN_HOW, NETWORK_PARTS, RELATIONS, STANDINGS, THING_KINDS
from organisations.history import TracedRecords


class Noted(models.Model):
    """What everything in a network says about itself: its part, and how and since when it is known."""

    compartment = models.CharField(max_length=20, choices=NETWORK_PARTS)
    knowledge = models.CharField(max_length=12, choices=KNOWN_HOW)
    source = models.CharField(max_length=160)  # from whom, or where it was seen
    known_on = models.DateField()  # local date on which it was seen or heard
    remark = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)  # known to be over, or never true
    end_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class NetworkThing(Noted):
    """Somebody or something around the young person of a case."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="network_things")
    kind = models.CharField(max_length=10, choices=THING_KINDS)
    name = models.CharField(max_length=160)
    standing = models.CharField(max_length=20, choices=STANDINGS, blank=True)
    mark = models.CharField(max_length=160, blank=True)  # number, plate, address or account as it was typed
    mark_key = models.CharField(max_length=160, blank=True)  # how it is found again; ``marks_rules.keys``
    mark_key_too = models.CharField(max_length=160, blank=True)

    history = TracedRecords()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason="") | Q(ended_at__isnull=False) & ~Q(end_reason=""),
                name="network_thing_ended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind="person") | Q(standing=""), name="only_a_person_stands_to_a_case"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="network_things_of_case"),
            models.Index(fields=["mark_key"], condition=~Q(mark_key=""), name="network_things_by_mark"),
            models.Index(
                fields=["mark_key_too"], condition=~Q(mark_key_too=""), name="network_things_by_mark_too"
            ),
        ]

    def __str__(self) -> str:
        return f"thing in a network {self.pk}"


class NetworkLink(Noted):
    """How two are linked, read from first to second; an end without a row is the young person."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="network_links")
    first = models.ForeignKey(NetworkThing, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    relation = models.CharField(max_length=12, choices=RELATIONS)
    second = models.ForeignKey(
        NetworkThing, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = TracedRecords()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason="") | Q(ended_at__isnull=False) & ~Q(end_reason=""),
                name="network_link_ended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(first=None, second__isnull=False)
                | Q(first__isnull=False, second=None)
                | Q(first__isnull=False, second__isnull=False) & ~Q(first=F("second")),
                name="network_link_has_two_ends",
            ),
        ]
        indexes = [models.Index(fields=["case", "id"], name="network_links_of_case")]

    def __str__(self) -> str:
        return f"link in a network {self.pk}"
