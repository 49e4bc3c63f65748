"""Tables of rights: shielded names, reports about who looked, requests with a term, disagreement."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.rights.choices import ASKERS, GROUNDS, KINDS, LIMITS, STATES
from organisations.choices import COMPARTMENTS, CONTROLLER_RULES
from organisations.history import TracedRecords


class Shielding(models.Model):
    """The name of a professional is not told to the young person or parents, for a reason and a while.

    Without a case it counts everywhere, for a colleague of the organisation; with one in that case only.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="shieldings")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="shieldings"
    )
    reason = models.CharField(max_length=500)
    since = models.DateTimeField()
    until = models.DateField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(case=None, ended_at=None),
                name="one_shield_per_colleague",
            ),
            models.UniqueConstraint(
                fields=["user", "case"],
                condition=Q(case__isnull=False, ended_at=None),
                name="one_shield_per_person_and_case",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="shield_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"shielding {self.pk}"


class AccessReport(models.Model):
    """A report for the young person or a parent about who looked; the ledger holds what it tells.

    The lines are those up to ``made_at``: the same report tells the same again.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="access_reports")
    for_whom = models.CharField(max_length=20, choices=ASKERS)
    since = models.DateField()
    until = models.DateField()
    left_out = models.CharField(max_length=120, blank=True)  # codes of parts, split by commas
    limit = models.CharField(max_length=20, choices=LIMITS, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=models.F("since")), name="access_report_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(left_out="") | ~Q(limit=""), name="access_report_leaves_out_with_a_ground"
            ),
        ]
        indexes = [models.Index(fields=["case", "-made_at", "-id"], name="access_reports_of_case")]

    def __str__(self) -> str:
        return f"access report {self.pk}"


class RightsRequest(models.Model):
    """A young person, parent or representative uses a right; it has a clock and gets a decision with grounds.

    ``responsible`` is who answered for the record when it came in (GDPR art. 4(7)), as the covenant says.
    """

    number = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="rights_requests")
    kind = models.CharField(max_length=20, choices=KINDS)
    asked_by = models.CharField(max_length=20, choices=ASKERS)
    compartment = models.CharField(max_length=20, choices=COMPARTMENTS)
    words = models.TextField()
    received_on = models.DateField()
    due_on = models.DateField()
    controller_rule = models.CharField(max_length=20, choices=CONTROLLER_RULES, blank=True)
    responsible = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default="received")
    delay_reason = models.CharField(max_length=1000, blank=True)
    ground = models.CharField(max_length=20, choices=GROUNDS, blank=True)
    explanation = models.TextField(blank=True)
    correction = models.ForeignKey(
        "cases.Note", on_delete=models.PROTECT, null=True, blank=True, related_name="rights_requests"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["received", "extended"], ended_at=None, ended_by=None)
                | (
                    ~Q(state__in=["received", "extended"]) & Q(ended_at__isnull=False, ended_by__isnull=False)
                ),
                name="rights_request_ended_by_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["-due_on", "-id"], name="rights_requests_by_clock"),
            models.Index(fields=["case", "-due_on", "-id"], name="rights_requests_of_case"),
        ]

    def __str__(self) -> str:
        return self.number


class Disagreement(models.Model):
    """What a young person or parent says about a record they do not agree with; it stays beside it."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="disagreements")
    compartment = models.CharField(max_length=20, choices=COMPARTMENTS)
    note = models.ForeignKey(
        "cases.Note", on_delete=models.PROTECT, null=True, blank=True, related_name="disagreements"
    )
    said_by = models.CharField(max_length=20, choices=ASKERS)
    text = models.TextField()
    received_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        indexes = [models.Index(fields=["case", "-written_at", "-id"], name="disagreements_of_case")]

    def __str__(self) -> str:
        return f"disagreement {self.pk}"
