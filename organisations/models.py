"""Tables of organisations, people, covenant and duty."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from guardian.models import GroupObjectPermissionBase

from organisations.acts import Act
from organisations.choices import (
    CHANNELS,
    COLOURS,
    COMPARTMENTS,
    CONTROLLER_RULES,
    ESCALATION_CALLS,
    LANGUAGES,
    LEGAL_GROUNDS,
    MEMBERSHIP_KINDS,
    ORGANISATION_KINDS,
    PURPOSES,
    ROLES,
    VERSION_STATUSES,
    WEEKDAYS,
    WORDING_KINDS,
)
from organisations.history import TracedRecords
from organisations.identity.models import ConfidentialityStatement as ConfidentialityStatement
from organisations.identity.models import IdentityLink as IdentityLink
from organisations.identity.models import IdentityProvider as IdentityProvider
from organisations.identity.models import StatementAcceptance as StatementAcceptance
from organisations.keys.models import SealingKey as SealingKey
from organisations.reach.models import PushDevice as PushDevice
from organisations.reach.models import ReachChoice as ReachChoice
from organisations.staff.models import (
    Invitation as Invitation,  # the tables of people management, so that Django finds them
)
from organisations.staff.models import Letter as Letter
from organisations.staff.models import RightsDecision as RightsDecision
from organisations.staff.models import RightsReview as RightsReview
from organisations.staff.models import Secondment as Secondment


class UserManager(BaseUserManager):
    """Makes users known by their e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        """Make a user that can log in."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A natural person; what they may do comes from their memberships only.

    ``is_superuser`` exists because Django's permission table wants it. It opens nothing:
    the gate does not look at it.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="nl")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    #: The last warning that the account closes because nobody uses it, the closing, the opening again.
    idle_warned_at = models.DateTimeField(null=True, blank=True)
    idle_closed_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A party that can sit at the table."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40, choices=ORGANISATION_KINDS)
    municipality = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    requires_training = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        permissions = [(act.value, act.value) for act in Act]

    def __str__(self) -> str:
        return self.name


class OrganisationGroupObjectPermission(GroupObjectPermissionBase):
    """Acts of an organisation's role group (guardian, direct foreign key). Written by ``grants.py`` only."""

    content_object = models.ForeignKey(Organisation, on_delete=models.PROTECT)


class ActNarrowing(models.Model):
    """An act that an organisation took away from one of its roles."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="narrowings")
    role = models.CharField(max_length=40, choices=ROLES)
    act = models.CharField(max_length=40)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "role", "act"], name="one_narrowing_per_act")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.role} - {self.act}"


class Membership(models.Model):
    """One person in one role at one organisation, from an instant to an instant.

    ``ends_at`` is the end that was agreed and counts by itself; ``ended_at`` is written when it
    is really over. Whether a membership counts at an instant: ``present.members``.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40, choices=ROLES)
    kind = models.CharField(max_length=10, choices=MEMBERSHIP_KINDS, default="home")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    trained_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ended_at=None),
                name="one_membership_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at=None, kind="home"), name="one_home_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(kind="home") | Q(ends_at__isnull=False, ends_at__gt=F("starts_at")),
                name="secondment_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("starts_at")),
                name="membership_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "role"], name="membership_by_role")]

    def __str__(self) -> str:
        return f"{self.user} @ {self.organisation}"


class Covenant(models.Model):
    """The agreement of a region; what holds is in its versions."""

    name = models.CharField(max_length=160)
    region = models.CharField(max_length=120)

    history = TracedRecords()

    def __str__(self) -> str:
        return self.name


class CovenantVersion(models.Model):
    """One text of the covenant. Without effect until it is settled, and then on the days on which it holds.

    ``text_hash`` is the fingerprint of the text that parties sign; it stands from the moment the
    text is sent to them. ``replaced_until`` remembers the end that the version before had, so
    that a start can be called off.
    """

    covenant = models.ForeignKey(Covenant, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=VERSION_STATUSES, default="draft")
    summary = models.CharField(max_length=300, blank=True)
    controller = models.CharField(max_length=160, blank=True)
    rights_contact = models.EmailField(blank=True)
    retention_months = models.PositiveSmallIntegerField(default=60)
    signed_on = models.DateField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    replaced_until = models.DateField(null=True, blank=True)
    text_hash = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        ordering = ["covenant", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["covenant", "number"],
                condition=~Q(status="discarded"),
                name="one_covenant_version_number",
            ),
            models.UniqueConstraint(
                fields=["covenant"],
                condition=Q(status__in=["draft", "signing"]),
                name="one_covenant_draft_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["covenant", "valid_from"],
                condition=Q(status="settled"),
                name="one_covenant_version_per_start",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="covenant_version_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(status="settled", valid_from__isnull=False)
                | (~Q(status="settled") & Q(valid_from=None)),
                name="covenant_version_settled_with_a_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.covenant} v{self.number}"


class CovenantWording(models.Model):
    """A purpose or a legal ground that a version names, with the words of its article."""

    version = models.ForeignKey(CovenantVersion, on_delete=models.PROTECT, related_name="wordings")
    kind = models.CharField(max_length=10, choices=WORDING_KINDS)
    code = models.CharField(max_length=40)
    text = models.TextField(blank=True)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "code"], name="one_wording_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.code}"


class CovenantController(models.Model):
    """Who is responsible (GDPR art. 4(7)) for the records of one compartment, also after a transfer."""

    version = models.ForeignKey(CovenantVersion, on_delete=models.PROTECT, related_name="controllers")
    compartment = models.CharField(max_length=20, choices=COMPARTMENTS)
    rule = models.CharField(max_length=20, choices=CONTROLLER_RULES)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "compartment"], name="one_controller_per_compartment"),
            models.CheckConstraint(
                condition=Q(rule="party", organisation__isnull=False)
                | (~Q(rule="party") & Q(organisation=None)),
                name="controller_by_rule_or_party",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.compartment}: {self.rule}"


class CovenantParty(models.Model):
    """An organisation bound by a version from accession to exit, once it signed.

    ``acceded_on`` is empty in a draft for who joins when the version starts. A signature names
    who signed and the fingerprint of the text that was signed.
    """

    version = models.ForeignKey(CovenantVersion, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="covenant_parties")
    acceded_on = models.DateField(null=True, blank=True)
    exited_on = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_name = models.CharField(max_length=120, blank=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_hash = models.CharField(max_length=64, blank=True)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "organisation"], name="one_party_per_version"),
            models.CheckConstraint(
                condition=Q(exited_on=None) | Q(acceded_on=None) | Q(exited_on__gte=F("acceded_on")),
                name="party_leaves_after_it_joined",
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None, signed_name="", signed_hash="")
                | (Q(signed_on__isnull=False) & ~Q(signed_name="") & ~Q(signed_hash="")),
                name="signature_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.version}"


class CovenantClause(models.Model):
    """What a kind of organisation, or one party, may receive: compartment × purpose × ground."""

    version = models.ForeignKey(CovenantVersion, on_delete=models.PROTECT, related_name="clauses")
    article = models.CharField(max_length=20)
    organisation_kind = models.CharField(max_length=40, choices=ORGANISATION_KINDS, blank=True)
    party = models.ForeignKey(
        CovenantParty, on_delete=models.PROTECT, null=True, blank=True, related_name="clauses"
    )
    compartment = models.CharField(max_length=20, choices=COMPARTMENTS)
    purpose = models.CharField(max_length=40, choices=PURPOSES)
    legal_ground = models.CharField(max_length=40, choices=LEGAL_GROUNDS)
    existence_only = models.BooleanField(default=False)  # may ask whether a case exists; opens nothing
    withdrawn_on = models.DateField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation_kind="", party__isnull=False)
                | (~Q(organisation_kind="") & Q(party__isnull=True)),
                name="clause_for_kind_or_party",
            ),
            models.CheckConstraint(
                condition=Q(existence_only=False) | Q(compartment="core"),
                name="existence_is_part_of_core",
            ),
            models.UniqueConstraint(
                fields=[
                    "version",
                    "organisation_kind",
                    "compartment",
                    "purpose",
                    "legal_ground",
                    "existence_only",
                ],
                condition=Q(party=None),
                name="one_clause_per_kind",
            ),
            models.UniqueConstraint(
                fields=["version", "party", "compartment", "purpose", "legal_ground", "existence_only"],
                condition=Q(party__isnull=False),
                name="one_clause_per_party",
            ),
        ]
        indexes = [models.Index(fields=["version", "organisation_kind"], name="clause_by_kind")]

    def __str__(self) -> str:
        return f"art. {self.article}: {self.compartment}"


class DutyShift(models.Model):
    """A weekly shift; ``ends`` before or at ``starts`` runs into the next morning. Local wall time."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="shifts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="shifts")
    level = models.PositiveSmallIntegerField(default=1)
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAYS)
    starts = models.TimeField()
    ends = models.TimeField()

    history = TracedRecords()

    class Meta:
        ordering = ["organisation", "weekday", "starts", "level"]
        indexes = [models.Index(fields=["organisation", "weekday"], name="shift_by_day")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.user} ({self.weekday} {self.starts})"


class DutyOverride(models.Model):
    """An exception to the weekly plan: this person is on duty, or away, between two instants."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="duty_overrides")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="duty_overrides")
    level = models.PositiveSmallIntegerField(default=1)
    is_away = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    history = TracedRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="override_ends_after_start")
        ]
        indexes = [models.Index(fields=["organisation", "ends_at"], name="override_by_end")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.user} ({self.starts_at:%d-%m})"


class ContactChannel(models.Model):
    """How a person can be reached outside the application; it counts once a code proved that it is theirs."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="channels")
    kind = models.CharField(max_length=10, choices=CHANNELS)
    address = models.CharField(max_length=200)
    verified_at = models.DateTimeField(null=True, blank=True)
    #: The code that was sent last: when, what it is made from, how many wrong ones were filled in.
    asked_at = models.DateTimeField(null=True, blank=True)
    nonce = models.CharField(max_length=16, blank=True)
    wrong = models.PositiveSmallIntegerField(default=0)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "address"], name="one_channel_per_address")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind}"


class EscalationStep(models.Model):
    """Who an organisation calls, in which order and with how much patience, per alert colour."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="escalation_steps")
    colour = models.CharField(max_length=10, choices=COLOURS)
    order = models.PositiveSmallIntegerField()
    calls = models.CharField(max_length=20, choices=ESCALATION_CALLS)
    duty_level = models.PositiveSmallIntegerField(default=1)
    wait_seconds = models.PositiveIntegerField()

    history = TracedRecords()

    class Meta:
        ordering = ["organisation", "colour", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "colour", "order"], name="one_escalation_step_per_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.colour} {self.order}"


class Submission(models.Model):
    """A form that was sent; sent twice, it still makes one thing (idempotency key)."""

    key = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
