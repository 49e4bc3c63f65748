"""Tables of access: blocks for a conflict of interest, seals, emergency access, questions, requests."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisations.choices import LEGAL_GROUNDS, PURPOSES
from organisations.history import TracedRecords

EMERGENCY_REASONS = [
    ("danger_now", _("The young person is in danger now")),
    ("missing_now", _("The young person is missing and I need what is in the case")),
    ("handover_failed", _("Nobody who has access can be reached")),
]

COORDINATION, AUDIT = "coordination", "audit"
#: Who looks back: somebody who coordinates the case, and an auditor.
REVIEW_SIDES = [(COORDINATION, _("Coordination of the case")), (AUDIT, _("Audit"))]
#: How it was, in the eyes of one side. An honest reader is asked, never accused.
VERDICTS = [
    ("needed", _("It was needed")),
    ("other_way", _("Understandable, but there was another way")),
    ("not_needed", _("It was not needed: we follow up")),
]

REQUEST_STATES = [
    ("waiting", _("Waits for an answer")),
    ("granted", _("Granted")),
    ("limited", _("Granted in part")),
    ("refused", _("Not granted")),
    ("withdrawn", _("Withdrawn")),
    ("expired", _("Not answered")),
]


BLOCK_KINDS = [
    ("decided", _("Kept away by decision")),
    ("declared", _("Stepped back on their own word")),
    ("subject", _("The case is about this person")),
]

#: Taking a block off was proposed by somebody at some instant, or it was not.
LIFT_IS_WHOLE = Q(lift_asked_at=None, lift_asked_by=None) | Q(
    lift_asked_at__isnull=False, lift_asked_by__isnull=False
)


class ConflictBlock(models.Model):
    """This person may not come near this case: a relative, a neighbour, their own child, they themselves."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="blocks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=BLOCK_KINDS, default="decided")
    reason = models.CharField(max_length=300, blank=True)  # empty when they said so themselves
    since = models.DateTimeField()
    lift_asked_at = models.DateTimeField(null=True, blank=True)
    lift_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(ended_at=None), name="one_block_per_person"
            ),
            models.CheckConstraint(condition=LIFT_IS_WHOLE, name="block_lift_asked_by_somebody"),
        ]
        indexes = [models.Index(fields=["user"], condition=Q(ended_at=None), name="blocks_of_person")]

    def __str__(self) -> str:
        return f"block {self.pk}"


class OrganisationBlock(models.Model):
    """Nobody who acts for this organisation may come near this case."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="organisation_blocks")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    since = models.DateTimeField()
    lift_asked_at = models.DateTimeField(null=True, blank=True)
    lift_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(ended_at=None),
                name="one_block_per_organisation",
            ),
            models.CheckConstraint(condition=LIFT_IS_WHOLE, name="organisation_block_lift_asked_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"block of an organisation {self.pk}"


class CaseSeal(models.Model):
    """While it stands, the case exists for the people named on it and for nobody else."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="seals")
    reason = models.CharField(max_length=500)
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lift_reason = models.CharField(max_length=500, blank=True)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(lifted_at=None), name="one_seal_at_a_time"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="seal_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"seal {self.pk}"


class EmergencyAccess(models.Model):
    """Break-glass: one person, one case, a few hours, reviewed afterwards."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="emergencies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    explanation = models.CharField(max_length=1000)
    compartments = models.CharField(max_length=120, default="core")  # codes, split by commas
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    given_back_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="emergency_ends_after_start")
        ]
        indexes = [models.Index(fields=["user", "ends_at"], name="emergencies_of_person")]

    def __str__(self) -> str:
        return f"emergency access {self.pk}"


class EmergencyReview(models.Model):
    """The look back at one emergency access, by one of two sides. Opened with it: a duty."""

    access = models.ForeignKey(EmergencyAccess, on_delete=models.PROTECT, related_name="reviews")
    side = models.CharField(max_length=20, choices=REVIEW_SIDES)
    due_at = models.DateTimeField()
    verdict = models.CharField(max_length=20, choices=VERDICTS, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["access", "side"], name="one_review_per_side"),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, verdict="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(verdict="")),
                name="review_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["side", "due_at"], condition=Q(reviewed_at=None), name="reviews_open")
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"


class ExistenceCheck(models.Model):
    """Somebody asked whether a case exists about one young person; the name is not kept.

    Counts how often somebody asks, and is what a request for access starts from. Removed after a
    month; the ledger keeps that the question was asked.
    """

    token = models.UUIDField(unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["user", "-at"], name="existence_by_person"),
            models.Index(fields=["organisation", "-at"], name="existence_by_organisation"),
        ]

    def __str__(self) -> str:
        return f"existence check {self.pk}"


class AccessRequest(models.Model):
    """An organisation asks to be let in on a case; the coordinator answers before a clock runs out.

    ``case`` is empty when the number that was typed leads to no case the requester may hear of;
    the requester sees no difference.
    """

    number = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, null=True, related_name="access_requests"
    )
    asked_number = models.CharField(max_length=20, blank=True)  # as typed; empty when it began with a hit
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40, choices=PURPOSES)
    legal_ground = models.CharField(max_length=40, choices=LEGAL_GROUNDS)
    compartments = models.CharField(max_length=120)
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=1000)
    is_urgent = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_due_at = models.DateTimeField(null=True, blank=True)  # when the sweep must look again
    reminded_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=REQUEST_STATES, default="waiting")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(max_length=500, blank=True)
    participation = models.ForeignKey(
        "cases.CaseParticipation", on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "asked_number"],
                condition=Q(state="waiting") & ~Q(asked_number=""),
                name="one_request_per_number",
            ),
            models.UniqueConstraint(
                fields=["organisation", "case"],
                condition=Q(state="waiting", asked_number=""),
                name="one_request_per_hit",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None)
                | (~Q(state="waiting") & Q(ended_at__isnull=False, next_due_at=None)),
                name="request_ended_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-asked_at", "-id"], name="requests_of_person"),
            models.Index(fields=["next_due_at"], condition=Q(next_due_at__isnull=False), name="requests_due"),
            models.Index(fields=["case"], condition=Q(state="waiting"), name="requests_waiting"),
        ]

    def __str__(self) -> str:
        return self.number
