"""Tables of identity: the statement of confidentiality, and an organisation's own login."""

from django.db import models
from django.db.models import Q

from organisations.history import TracedRecords


class ConfidentialityStatement(models.Model):
    """One version of what everybody promises; a published text never changes."""

    number = models.PositiveSmallIntegerField(unique=True)
    text_nl = models.TextField()
    text_en = models.TextField()
    published_at = models.DateTimeField()

    history = TracedRecords()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"v{self.number}"


class StatementAcceptance(models.Model):
    """Somebody promised this; the same version is promised again after a year."""

    user = models.ForeignKey("organisations.User", on_delete=models.PROTECT, related_name="acceptances")
    statement = models.ForeignKey(
        ConfidentialityStatement, on_delete=models.PROTECT, related_name="acceptances"
    )
    accepted_at = models.DateTimeField()

    history = TracedRecords()

    class Meta:
        indexes = [models.Index(fields=["user", "-accepted_at"], name="acceptance_by_user")]

    def __str__(self) -> str:
        return f"{self.user} {self.statement}"


class IdentityProvider(models.Model):
    """Where the people of an organisation log in: its own OpenID Connect provider.

    The client's secret is sealed here, or stands in an environment variable that is named here.
    """

    organisation = models.OneToOneField(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="identity_provider"
    )
    issuer = models.URLField(max_length=300)
    client_id = models.CharField(max_length=200)
    sealed_secret = models.TextField(blank=True)
    secret_variable = models.CharField(max_length=80, blank=True)
    email_domain = models.CharField(max_length=200, unique=True)
    is_required = models.BooleanField(default=False)
    has_second_factor = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed_secret="") | Q(secret_variable=""), name="one_place_for_a_secret"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.issuer}"


class IdentityLink(models.Model):
    """A person as a provider knows them; the subject never changes, an e-mail address may."""

    user = models.ForeignKey("organisations.User", on_delete=models.PROTECT, related_name="identity_links")
    provider = models.ForeignKey(IdentityProvider, on_delete=models.PROTECT, related_name="links")
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="one_person_per_subject"),
            models.UniqueConstraint(fields=["provider", "user"], name="one_subject_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user} @ {self.provider_id}"
