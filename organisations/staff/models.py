"""Tables of people management: invitations, secondments, letters and the yearly review of rights."""

from django.db import models
from django.db.models import F, Q

from organisations.choices import LANGUAGES, LETTERS, REVIEW_OUTCOMES, ROLES, SECONDMENT_STATES
from organisations.history import TracedRecords


class Invitation(models.Model):
    """Somebody is asked by mail to come and work for an organisation.

    The row holds no token: the link is the row's number and ``nonce``, signed with a key that is
    not in the database. A new ``nonce`` makes every older link worthless.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="staff_invitations"
    )
    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=40, choices=ROLES)
    nonce = models.CharField(max_length=32)
    given_by = models.ForeignKey("organisations.User", on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None), name="invitation_ends_one_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.role}"


class Secondment(models.Model):
    """An organisation offers one of its people to another one, from an instant to an instant."""

    user = models.ForeignKey("organisations.User", on_delete=models.PROTECT, related_name="secondments")
    home = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="secondments_offered"
    )
    host = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="secondments_received"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=SECONDMENT_STATES, default="offered")
    offered_by = models.ForeignKey(
        "organisations.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    offered_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "organisations.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    membership = models.OneToOneField(
        "organisations.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="secondment"
    )

    history = TracedRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="secondment_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(home=F("host")), name="secondment_elsewhere"),
            models.UniqueConstraint(
                fields=["user", "host"], condition=Q(state="offered"), name="one_open_offer_per_host"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.home} -> {self.host}"


class Letter(models.Model):
    """A message that organisations owe somebody: kind and link, nothing else. The row is the promise.

    ``channel``: what a code has to prove; it goes there, also as a text message.
    """

    kind = models.CharField(max_length=20, choices=LETTERS)
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="nl")
    path = models.CharField(max_length=200, blank=True)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    channel = models.ForeignKey(
        "organisations.ContactChannel",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="letters",
    )
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(sent_at=None, given_up_at=None), name="letters_to_send"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class RightsReview(models.Model):
    """The yearly look at who works here and in which role; every member is decided on."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="rights_reviews"
    )
    started_by = models.ForeignKey("organisations.User", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_by = models.ForeignKey(
        "organisations.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(finished_at=None), name="one_open_review"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, finished_by=None)
                | Q(finished_at__isnull=False, finished_by__isnull=False),
                name="review_finished_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.started_at:%Y}"


class RightsDecision(models.Model):
    """What was decided about one member in a review."""

    review = models.ForeignKey(RightsReview, on_delete=models.PROTECT, related_name="decisions")
    membership = models.ForeignKey("organisations.Membership", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=REVIEW_OUTCOMES)
    decided_by = models.ForeignKey("organisations.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "membership"], name="one_decision_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.outcome}"
