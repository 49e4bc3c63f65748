"""Tables of meetings: agenda, who was there for which item, decisions."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.choices import AGENDA_PROPOSALS, ATTENDANCE, CORRECTION_ABOUT, ITEM_FORMS, MEETING_STATUSES
from organisations.choices import LEGAL_GROUNDS, PURPOSES
from organisations.history import TracedRecords


class Meeting(models.Model):
    """A meeting of the care table. It has no names of young people, only items."""

    number = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()  # as planned; once it was held, when it really ended
    place = models.CharField(max_length=160, blank=True)
    host = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="meetings")
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=MEETING_STATUSES, default="planned")
    alert_number = models.CharField(max_length=12, blank=True)  # an emergency table: the alert it is about
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        ordering = ["-starts_at", "-id"]

    def __str__(self) -> str:
        return self.number


class MeetingInvitation(models.Model):
    """An organisation invited to a meeting; which items it hears depends on the case."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="invitations"
    )

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "organisation"], name="one_invitation_per_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class AgendaItem(models.Model):
    """One case on the agenda. Seen by organisations that take part in that case, and no other."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="agenda_items")
    order = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=500)
    discussed = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # its time box, if somebody set one
    reasons = models.CharField(max_length=120, blank=True)  # suggest_rules.Reason of the core, by commas
    on_screen_at = models.DateTimeField(null=True, blank=True)  # the newest one is on the screen in the room
    taken_off_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = TracedRecords()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "case"], condition=Q(taken_off_at=None), name="one_item_per_case"
            )
        ]

    def __str__(self) -> str:
        return f"item {self.pk}"


class ItemInvitation(models.Model):
    """An organisation that an item needs; with none of these every invited one that is on the case."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="needed")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "organisation"],
                condition=Q(withdrawn_at=None),
                name="one_need_per_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"need {self.pk}"


class AgendaSetAside(models.Model):
    """A suggested case that a table left off its agenda, and the keys of what was known then.

    It is not suggested again to the same host until something comes that was not known.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="set_asides")
    host = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    keys = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["host", "case"], name="set_asides_of_host")]

    def __str__(self) -> str:
        return f"set aside {self.pk}"


class AgendaProposal(models.Model):
    """A case that somebody proposes for the next meeting; who chairs puts it on the agenda, or says why not.

    It tells the question and no more: whoever chairs may not read what made somebody propose it.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="agenda_proposals")
    question = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=AGENDA_PROPOSALS, default="waiting")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="waiting"), name="one_waiting_proposal_per_case"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="proposal_answered_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class ItemGuest(models.Model):
    """Somebody who reads the case of one item around its meeting, and only then; never the name.

    By name, because the organisation takes no part in the case. ``compartments``: codes, split by commas.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="guests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40, choices=PURPOSES)
    legal_ground = models.CharField(max_length=40, choices=LEGAL_GROUNDS)
    compartments = models.CharField(max_length=120, default="core")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "user"], condition=Q(withdrawn_at=None), name="one_seat_per_guest"
            )
        ]
        indexes = [models.Index(fields=["user"], condition=Q(withdrawn_at=None), name="seats_of_guest")]

    def __str__(self) -> str:
        return f"guest {self.pk}"


class ItemDraft(models.Model):
    """What somebody typed in a form of an item and did not save; only they read it. Emptied when it ends."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="drafts")
    form = models.CharField(max_length=10, choices=ITEM_FORMS)
    key = models.CharField(max_length=64)  # of the form on the page: two windows are two drafts
    typed = models.TextField(blank=True)  # the fields of the form, as a browser sends them
    saved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "form", "user", "organisation", "key"], name="one_item_draft_per_form"
            )
        ]
        indexes = [
            models.Index(
                fields=["user", "organisation"], condition=Q(ended_at=None), name="item_drafts_of_person"
            )
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class ItemAttendance(models.Model):
    """Who was there for this item: present, later, absent and declined are four different things."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="attendance")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=160, blank=True)
    status = models.CharField(max_length=10, choices=ATTENDANCE)

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "organisation"], name="one_attendance_per_organisation")
        ]

    def __str__(self) -> str:
        return f"attendance {self.pk}"


class Decision(models.Model):
    """What was decided in an item, with who disagreed and the ground for sharing."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    text = models.TextField()
    dissent = models.CharField(max_length=500, blank=True)
    legal_ground = models.CharField(max_length=40, choices=LEGAL_GROUNDS)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class MinutesSignature(models.Model):
    """An organisation signed its part of the minutes; the host's signature establishes them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "organisation"], name="one_signature_per_organisation")
        ]

    def __str__(self) -> str:
        return f"signature {self.pk}"


class MinutesCorrection(models.Model):
    """What was wrong in established minutes. Appended; what stood there stays.

    About what was discussed it is for who was in the room; about a decision for everybody who reads the item.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="corrections")
    about = models.CharField(max_length=10, choices=CORRECTION_ABOUT)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    history = TracedRecords()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"correction {self.pk}"


class CalendarFeed(models.Model):
    """A secret address at which the calendar of one person asks for the meetings of one organisation.

    ``digest`` finds it; ``sealed`` lets its owner see the address again.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    sealed = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    history = TracedRecords(excluded_fields=["sealed"])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ended_at=None),
                name="one_calendar_feed_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"calendar {self.pk}"
