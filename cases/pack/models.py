"""Tables of the grab pack: what to search with, its photo, and the question to take it over."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.pack.choices import LEGAL_TITLES, OFFER_STATES
from organisations.history import TracedRecords


class GrabPack(models.Model):
    """What one needs to search for a young person. Compartment *missing*, and sealed inside it."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="grab_pack")
    owner_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    build = models.CharField(max_length=120, blank=True)
    height_cm = models.PositiveSmallIntegerField(null=True, blank=True)
    hair = models.CharField(max_length=120, blank=True)
    eyes = models.CharField(max_length=60, blank=True)
    marks = models.CharField(max_length=300, blank=True)
    usual_clothes = models.CharField(max_length=300, blank=True)
    photo_taken_on = models.DateField(null=True, blank=True)
    phones = models.TextField(blank=True)
    accounts = models.TextField(blank=True)
    places = models.TextField(blank=True)
    friends = models.TextField(blank=True)
    addresses = models.TextField(blank=True)
    vehicles = models.TextField(blank=True)
    medical_needs = models.TextField(blank=True)
    legal_title = models.CharField(max_length=20, choices=LEGAL_TITLES, default="unknown")
    legal_title_note = models.CharField(max_length=200, blank=True)
    guardian = models.CharField(max_length=300, blank=True)
    return_to = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        indexes = [models.Index(fields=["owner_organisation", "confirmed_at"], name="packs_to_confirm")]

    def __str__(self) -> str:
        return f"grab pack {self.pk}"


class PackPhoto(models.Model):
    """The photo of a pack, as our own re-encoded JPEG.

    In the database and not in a folder: it comes and goes in one transaction with its line in the ledger,
    stands in the same back-up, and is destroyed with the case under the same certificate. There is one: a
    newer photo takes the place of the older, which is kept nowhere, so this table has no old values.
    """

    pack = models.OneToOneField(GrabPack, on_delete=models.PROTECT, related_name="photo")
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"photo {self.pk}"


class PackOffer(models.Model):
    """The question to another organisation, whether it takes the pack over; until then nothing changes."""

    pack = models.ForeignKey(GrabPack, on_delete=models.PROTECT, related_name="offers")
    from_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    to_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=OFFER_STATES, default="waiting")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = TracedRecords()

    class Meta:
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pack"], condition=Q(state="waiting"), name="one_waiting_offer_per_pack"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(state="waiting"),
                name="offer_answered_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"
