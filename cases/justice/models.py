"""Tables of court dates, requests for information, and where evidence is. Compartment *police*."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.justice.choices import DATE_KINDS, DECISIONS, REQUEST_DIRECTIONS
from organisations.choices import LEGAL_GROUNDS
from organisations.history import TracedRecords


class KeptRecord(models.Model):
    """What all three have: who wrote it last, and what came of it once it is over."""

    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class CourtDate(KeptRecord):
    """A hearing, or the last day of a ban or a reflection period (local dates)."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="court_dates")
    kind = models.CharField(max_length=20, choices=DATE_KINDS)
    starts_on = models.DateField(null=True, blank=True)
    on = models.DateField()
    place = models.CharField(max_length=160, blank=True)
    remark = models.CharField(max_length=300, blank=True)

    history = TracedRecords()

    class Meta:
        ordering = ["on", "id"]
        indexes = [
            models.Index(fields=["case", "on"], condition=Q(ended_at=None), name="court_dates_of_case")
        ]


class InformationRequest(KeptRecord):
    """Somebody at police or justice asks for information about the case, or is asked for it."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="information_requests")
    direction = models.CharField(max_length=3, choices=REQUEST_DIRECTIONS)
    party = models.CharField(max_length=160)
    asked = models.CharField(max_length=1000)
    legal_ground = models.CharField(max_length=40, choices=LEGAL_GROUNDS)
    asked_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=20, choices=DECISIONS, blank=True)

    history = TracedRecords()

    class Meta:
        ordering = ["asked_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, decision="") | Q(ended_at__isnull=False) & ~Q(decision=""),
                name="information_request_ended_with_a_decision",
            )
        ]
        indexes = [
            models.Index(fields=["case"], condition=Q(ended_at=None), name="information_requests_open")
        ]


class EvidenceNote(KeptRecord):
    """Where something is that may be evidence, and who holds it. Never the thing itself, never an image."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="evidence_notes")
    what = models.CharField(max_length=300)
    place = models.CharField(max_length=160)
    held_by = models.CharField(max_length=160)
    held_since = models.DateField()
    remark = models.CharField(max_length=300, blank=True)

    history = TracedRecords()

    class Meta:
        ordering = ["held_since", "id"]
        indexes = [models.Index(fields=["case"], condition=Q(ended_at=None), name="evidence_of_case")]
