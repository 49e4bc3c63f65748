"""Tables of the case file: the young person, the case, who takes part, notes and timeline."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from guardian.models import UserObjectPermissionBase

from cases import ages
from cases.choices import AGE_BANDS, CASE_STATUSES, FORMS_OF_CONCERN, MARK_KINDS, URGENCIES
from organisations.choices import COMPARTMENTS, LEGAL_GROUNDS, PURPOSES
from organisations.history import TracedRecords


class YoungPerson(models.Model):
    """Who the case is about. Compartment *identity*, whole."""

    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160, db_index=True)  # folded for an exact search
    birth_date = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=200, blank=True)
    municipality = models.CharField(max_length=80, blank=True)
    guardians = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        indexes = [models.Index(fields=["name_key", "birth_date"], name="person_by_name_and_birth")]

    def __str__(self) -> str:
        return f"young person {self.pk}"  # never the name: this text reaches logs


class Case(models.Model):
    """The shared file about one young person. Its own fields are compartment *core*."""

    number = models.CharField(max_length=12, unique=True)
    covenant = models.ForeignKey(  # the table it belongs to: its clauses count, and no others
        "organisations.Covenant", on_delete=models.PROTECT, related_name="+"
    )
    pseudonym = models.CharField(max_length=30, unique=True)
    young_person = models.ForeignKey(
        YoungPerson, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    form_of_concern = models.CharField(max_length=20, choices=FORMS_OF_CONCERN)
    exploitation_suspected = models.BooleanField(default=True)
    age_band = models.CharField(max_length=20, choices=AGE_BANDS, default="unknown")
    urgency = models.CharField(max_length=10, choices=URGENCIES, default="normal")
    status = models.CharField(max_length=20, choices=CASE_STATUSES, default="open")
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=500, blank=True)
    is_sealed = models.BooleanField(default=False)  # written by access/sealing.py, with its copies below
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        default_permissions = ()
        permissions = [("work_on_case", "Named on the case")]
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="case_by_change"),
            # The few, at hand: what every page counts leaves out what leads to them.
            models.Index(fields=["id"], condition=Q(is_sealed=True), name="case_sealed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
                name="closed_case_has_a_date",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def age_band_on(self, day: date) -> str:
        """Give the age band on a local day: from the birth date, or else what was filled in at the start."""
        born = None if self.young_person is None else self.young_person.birth_date
        return self.age_band if born is None else ages.band(born, on=day)


class CaseParticipation(models.Model):
    """An organisation's admission to a case: the one source of its access, for object and list alike.

    One boolean per compartment, so that a list filters on it by index and history tells
    plainly what was opened and closed.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="participations"
    )
    covenant = models.ForeignKey(  # a copy of the case's, so that a list asks it of this row
        "organisations.Covenant", on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField(max_length=40, choices=PURPOSES)
    legal_ground = models.CharField(max_length=40, choices=LEGAL_GROUNDS)
    reads_core = models.BooleanField(default=True)
    reads_identity = models.BooleanField(default=False)
    reads_signals = models.BooleanField(default=False)
    reads_meldcode = models.BooleanField(default=False)
    reads_missing = models.BooleanField(default=False)
    reads_police = models.BooleanField(default=False)
    reads_medical = models.BooleanField(default=False)
    reads_network = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    # Who the young person is can be shared later, for a purpose and on a ground of its own; empty: as above.
    identity_purpose = models.CharField(max_length=40, choices=PURPOSES, blank=True)
    identity_ground = models.CharField(max_length=40, choices=LEGAL_GROUNDS, blank=True)
    identity_reason = models.CharField(max_length=300, blank=True)
    identity_shared_at = models.DateTimeField(null=True, blank=True)
    identity_shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    admitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    admitted_by_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    lapses_at = models.DateTimeField(null=True, blank=True)  # unless confirmed; the coordinator's never does
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    warned_at = models.DateTimeField(null=True, blank=True)
    sort_at = models.DateTimeField()  # the case's updated_at, here for the index in list order
    is_sealed = models.BooleanField(default=False)  # the case's, here so that a list need not ask the case
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(ended_at=None),
                name="one_participation_at_a_time",
            ),
            models.CheckConstraint(condition=Q(reads_core=True), name="participation_reads_core"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="participation_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(identity_purpose="", identity_ground="")
                | (~Q(identity_purpose="") & ~Q(identity_ground="") & Q(reads_identity=True)),
                name="identity_terms_are_whole",
            ),
            models.CheckConstraint(
                condition=Q(identity_shared_at=None, identity_shared_by=None, identity_reason="")
                | Q(identity_shared_at__isnull=False, identity_shared_by__isnull=False, reads_identity=True),
                name="identity_shared_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "-sort_at", "-case"],
                condition=Q(ended_at=None),
                name="participation_in_list_order",
            ),
            models.Index(
                fields=["lapses_at"],
                condition=Q(ended_at=None, lapses_at__isnull=False),
                name="participation_lapses",
            ),
        ]

    def __str__(self) -> str:
        return f"participation {self.pk}"


class CaseUserObjectPermission(UserObjectPermissionBase):
    """Named on the case (guardian, direct foreign key). Written by ``casefile/grants.py`` only.

    Named for one organisation: whoever goes to work elsewhere at the table is not named there
    until that organisation decides so.
    """

    content_object = models.ForeignKey(Case, on_delete=models.PROTECT)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()


class TimelineEntry(models.Model):
    """One line of the case's spine: what happened, in codes and references, never in words.

    Written by the act that made it happen; never changed. ``params`` holds codes and
    numbers only, so that a line reads the same years later.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="timeline")
    at = models.DateTimeField()
    compartment = models.CharField(max_length=20, choices=COMPARTMENTS)
    kind = models.CharField(max_length=40)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-at", "-id"], name="timeline_of_case")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.pk})"


class Note(models.Model):
    """Somebody's words in one compartment; the author's for a day, then corrected by another note."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    compartment = models.CharField(max_length=20, choices=COMPARTMENTS)
    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    reason = models.CharField(max_length=300, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        indexes = [models.Index(fields=["case", "-written_at"], name="notes_of_case")]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Mark(models.Model):
    """By what somebody in a case or a signal may be recognised in another one (``mark_rules``).

    Made of what stands there, and made anew with it: nobody types it, and it has no history of its own.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="marks")
    signal = models.ForeignKey(
        "cases.Signal", on_delete=models.PROTECT, null=True, blank=True, related_name="marks"
    )
    kind = models.CharField(max_length=10, choices=MARK_KINDS)
    key = models.CharField(max_length=160, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, signal__isnull=True)
                | Q(case__isnull=True, signal__isnull=False),
                name="mark_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"mark {self.pk}"  # never the key: this text reaches logs


class MarksWritten(models.Model):
    """Marks of one case or signal were written: a worker compares them later, out of sight of who wrote.

    ``is_new``: there was something to compare that was not compared before. ``held_at``: it waits, for
    whoever wrote it had very much compared (``cases/overlap/rules.py``).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signal = models.ForeignKey(
        "cases.Signal", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    is_new = models.BooleanField(default=False)
    held_at = models.DateTimeField(null=True, blank=True)
    compared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(compared_at=None), name="marks_to_compare"),
            models.Index(fields=["by", "compared_at"], condition=Q(is_new=True), name="marks_by_person"),
            models.Index(
                fields=["organisation", "compared_at"], condition=Q(is_new=True), name="marks_by_organisation"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, signal__isnull=True)
                | Q(case__isnull=True, signal__isnull=False),
                name="marks_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"marks written {self.pk}"
