"""Tables of the end of a file: the proposal, who agreed, what held it, and the certificate that stays."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.retention.choices import HOLD_REASONS, PROPOSAL_STATES
from organisations.history import TracedRecords


class DestructionProposal(models.Model):
    """A closed case whose term ends: announced, then put to two people. Goes along when it is carried out."""

    number = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="destruction_proposals")
    covenant_version = models.ForeignKey(
        "organisations.CovenantVersion", on_delete=models.PROTECT, related_name="+"
    )
    months = models.PositiveSmallIntegerField()  # the term that this version sets
    closed_at = models.DateTimeField()  # the closing that this is about: after another one it means nothing
    kept_until = models.DateField()
    held_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=PROPOSAL_STATES, default="announced")
    announced_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)  # the last warning or reminder
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["announced", "waiting", "held"]),
                name="one_destruction_proposal_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_until__isnull=False), name="held_destruction_has_a_day"
            ),
        ]
        indexes = [
            models.Index(
                fields=["kept_until", "id"],
                condition=Q(state__in=["announced", "waiting", "held"]),
                name="destructions_by_day",
            )
        ]

    def __str__(self) -> str:
        return self.number


class DestructionAgreement(models.Model):
    """One of the two who agree. A hold ends what was agreed before it: people look again."""

    proposal = models.ForeignKey(DestructionProposal, on_delete=models.PROTECT, related_name="agreements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    leads = models.BooleanField()  # speaks for the coordination or the controller
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "user"], condition=Q(ended_at=None), name="one_agreement_per_person"
            ),
            models.UniqueConstraint(
                fields=["proposal", "organisation"],
                condition=Q(ended_at=None),
                name="one_agreement_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"


class DestructionHold(models.Model):
    """Why a case is kept longer than its term, and until when. Never changed; a later one takes over."""

    proposal = models.ForeignKey(DestructionProposal, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=20, choices=HOLD_REASONS)
    explanation = models.CharField(max_length=500)
    until = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class DestructionCertificate(models.Model):
    """What stays of a destroyed case: that, when, by whom and how much. Append-only, like the ledger.

    No foreign keys: what it points to is gone, and who agreed stands here as it was.
    """

    number = models.CharField(max_length=12, unique=True)
    at = models.DateTimeField()
    case_id = models.BigIntegerField(unique=True)
    case_number = models.CharField(max_length=12)
    closed_on = models.DateField()
    kept_until = models.DateField()
    held_until = models.DateField(null=True)
    covenant = models.CharField(max_length=160)
    covenant_version = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()
    first_id = models.BigIntegerField()
    first_name = models.CharField(max_length=120)
    first_organisation_id = models.BigIntegerField()
    first_organisation = models.CharField(max_length=120)
    first_at = models.DateTimeField()
    second_id = models.BigIntegerField()
    second_name = models.CharField(max_length=120)
    second_organisation_id = models.BigIntegerField()
    second_organisation = models.CharField(max_length=120)
    counts = models.JSONField()  # table -> [rows, old values]
    person_stays = models.BooleanField(default=False)  # another case is about the same young person

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_id=models.F("second_id"))
                & ~Q(first_organisation_id=models.F("second_organisation_id")),
                name="destruction_agreed_by_two",
            )
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="certificates_by_time")]

    def __str__(self) -> str:
        return self.number
