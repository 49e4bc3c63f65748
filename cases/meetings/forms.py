"""Forms of the meetings pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases.access import gate
from cases.casefile.models import Case
from cases.choices import ATTENDANCE, MEETING_STATUSES
from cases.meetings import decision
from cases.meetings.attendance import Seat
from cases.meetings.models import AgendaItem, ItemAttendance
from cases.meetings.rules import MOVES, Attendance, MeetingStatus
from cases.meetings.window_rules import USUAL_LENGTH
from organisations.actor import Actor
from organisations.choices import COMPARTMENTS, LEGAL_GROUNDS, PURPOSES
from organisations.models import Membership, Organisation
from zorgtafel.forms import TableForm, VersionedForm
from zorgtafel.moments import AppointmentField
from zorgtafel.rendering import LocalDateInput, LocalDateTimeInput

LONG = 20_000  # characters
BLANK = ("", _("Choose…"))

#: What the chair reads on the button for each change.
MOVE_LABELS = {
    MeetingStatus.RUNNING: _("Start the meeting"),
    MeetingStatus.HELD: _("End the meeting"),
    MeetingStatus.CANCELLED: _("Cancel the meeting"),
    MeetingStatus.PLANNED: _("Plan it again"),
}


LENGTHS = [
    (60, _("1 hour")),
    (90, _("1 hour and a half")),
    (120, _("2 hours")),
    (180, _("3 hours")),
    (240, _("4 hours")),
]


def _minutes(value: str) -> timedelta:
    return timedelta(minutes=int(value))


def starts_field() -> AppointmentField:
    """Give the field for when a meeting starts."""
    return AppointmentField(label=_("When does it start?"), widget=LocalDateTimeInput(now_button=False))


def lasts_field() -> forms.TypedChoiceField:
    """Give the field for how long a meeting lasts."""
    return forms.TypedChoiceField(
        label=_("How long does it last?"),
        choices=LENGTHS,
        coerce=_minutes,
        empty_value=USUAL_LENGTH,
        initial=120,
        required=False,
    )


def place_field() -> forms.CharField:
    """Give the field for where a meeting is."""
    return forms.CharField(
        label=_("Where?"),
        max_length=160,
        required=False,
        help_text=_("A room, or the address of a video call."),
    )


class PlanForm(TableForm):
    """When, where and with whom."""

    title = forms.CharField(
        label=_("Title"), max_length=160, help_text=_("Everybody invited reads this. Use no names or cases.")
    )
    starts_at = starts_field()
    lasts = lasts_field()
    place = place_field()
    organisations = forms.ModelMultipleChoiceField(
        label=_("Who is invited?"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("Each organisation hears only the items of cases it takes part in."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, host: Organisation, **options: Any) -> None:
        """Offer every organisation but the host, which is there anyhow."""
        super().__init__(*args, **options)
        self.fields["organisations"].queryset = Organisation.objects.filter(is_active=True).exclude(
            pk=host.pk
        )


class SlotForm(VersionedForm):
    """Another time or place for a planned meeting."""

    starts_at = starts_field()
    lasts = lasts_field()
    place = place_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the length that it has now too: an emergency table can have its own."""
        super().__init__(*args, **options)
        length = self.initial.get("lasts")
        if length is not None and length not in dict(LENGTHS):
            own = (length, ngettext_lazy("%(count)s minute", "%(count)s minutes", length) % {"count": length})
            self.fields["lasts"].choices = [own, *LENGTHS]


class GuestForm(TableForm):
    """Who joins for one case, what for, on which ground and with which parts."""

    guest = forms.ModelChoiceField(
        label=_("Who joins?"),
        queryset=Membership.objects.none(),
        empty_label=_("Choose a person"),
        help_text=_("People of invited organisations that take no part in this case."),
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=[("", _("Choose a purpose")), *PURPOSES])
    legal_ground = forms.ChoiceField(
        label=_("Legal ground"), choices=[("", _("Choose a legal ground")), *LEGAL_GROUNDS]
    )
    compartments = forms.MultipleChoiceField(
        label=_("Which other parts do they need in the room?"),
        choices=[(value, label) for value, label in COMPARTMENTS if value not in ("core", "identity")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("They read the core under the pseudonym. The name is never part of it."),
    )

    def __init__(self, *args: Any, candidates: Any, **options: Any) -> None:
        """Offer whoever can join."""
        super().__init__(*args, **options)
        self.fields["guest"].queryset = candidates
        self.fields["guest"].label_from_instance = lambda one: f"{one.user.name} · {one.organisation.name}"


class TakeOffForm(TableForm):
    """Nothing to fill in; the confirmation itself."""


class InviteForm(TableForm):
    """Who else comes."""

    organisations = forms.ModelMultipleChoiceField(
        label=_("Who else is invited?"),
        queryset=Organisation.objects.none(),
        help_text=_("Each organisation hears only the items of cases it takes part in."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, seated: Iterable[Organisation], **options: Any) -> None:
        """Offer whoever has no seat yet."""
        super().__init__(*args, **options)
        rest = Organisation.objects.filter(is_active=True).exclude(pk__in=[o.pk for o in seated])
        self.fields["organisations"].queryset = rest


class StatusForm(VersionedForm):
    """How the meeting goes on."""

    to = forms.ChoiceField(label=_("What happens to the meeting?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"), max_length=100, required=False, help_text=_("Needed when the meeting is cancelled.")
    )

    def __init__(self, *args: Any, status: str, **options: Any) -> None:
        """Offer what may follow ``status``; what an older page posted is for the act to refuse."""
        super().__init__(*args, **options)
        posted = [(to.value, label) for to, label in MOVE_LABELS.items() if to == self.data.get("to")]
        self.fields["to"].choices = dict([*moves(status), *posted]).items()


class ItemForm(TableForm):
    """Which case, with which question."""

    case = forms.CharField(
        label=_("Case"),
        max_length=40,
        help_text=_("Number or pseudonym. Only cases that your organisation takes part in."),
        widget=forms.TextInput(attrs={"list": "cases", "autocomplete": "off"}),
    )
    question = forms.CharField(
        label=_("What is the question to the table?"),
        max_length=500,
        help_text=_("Everybody in this case who is invited reads this. Use no names."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    place = forms.IntegerField(
        label=_("Place on the agenda"), required=False, min_value=1, max_value=99, help_text=_("Empty: last.")
    )

    def __init__(self, *args: Any, actor: Actor, now: datetime, **options: Any) -> None:
        """Look for cases with the eyes of ``actor`` at ``now`` (aware)."""
        super().__init__(*args, **options)
        self.actor, self.now = actor, now

    def clean_case(self) -> Case:
        """Find the case; one that is not there and one that is not shared give the same answer."""
        asked = self.cleaned_data["case"].strip()
        rows = gate.visible(self.actor, Case.objects.all(), now=self.now)
        found = rows.filter(Q(number__iexact=asked) | Q(pseudonym__iexact=asked)).first()
        if found is None:
            raise forms.ValidationError(
                _(
                    "Your organisation takes part in no case with this number or pseudonym. "
                    "Check what you typed."
                )
            )
        return found


class DiscussedForm(VersionedForm):
    """What was said, as far as the table needs it later."""

    kept_as: ClassVar[dict[str, str]] = {"text": "discussed"}

    text = forms.CharField(
        label=_("What was discussed?"),
        max_length=LONG,
        help_text=_(
            "The main points, not every word. Read by the organisations that were there for this item."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class DecisionForm(TableForm):
    """A decision, and at once the action that it asks for."""

    text = forms.CharField(
        label=_("What was decided?"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 3})
    )
    legal_ground = forms.ChoiceField(
        label=_("On which ground is information shared for this?"), choices=[BLANK, *LEGAL_GROUNDS]
    )
    dissent = forms.CharField(
        label=_("Who disagreed, and why?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    owner_organisation = forms.ModelChoiceField(
        label=_("Which organisation does it?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Nobody has to do anything"),
        help_text=_("Only organisations that take part in the case."),
    )
    due_on = forms.DateField(label=_("Before the end of which day?"), required=False, widget=LocalDateInput)
    description = forms.CharField(
        label=_("What exactly will they do?"),
        max_length=decision.MAX_ACTION,
        required=False,
        help_text=_("Empty: what was decided."),
    )

    def __init__(self, *args: Any, item: AgendaItem, owners: Iterable[Organisation], **options: Any) -> None:
        """Offer only ``owners``, the organisations that take part in the case of ``item``."""
        super().__init__(*args, **options)
        self.item = item
        offered = Organisation.objects.filter(pk__in=[owner.pk for owner in owners])
        self.fields["owner_organisation"].queryset = offered

    def clean(self) -> dict[str, Any]:
        """Say everything that an action still needs at once, each beside its field."""
        cleaned = super().clean()
        if not self.errors:
            values = {name: cleaned[name] for name in OUTCOME}
            for need in decision.needs(self.item, decision.Outcome(**values), owner_on_case=True):
                sentence, field = decision.NEEDS[need]
                self.add_error(field, sentence)
        return cleaned


OUTCOME = ("text", "legal_ground", "dissent", "owner_organisation", "due_on", "description")


@dataclass(frozen=True, slots=True)
class SeatFields:
    """The two fields of one organisation, for the template."""

    organisation: Organisation
    status: forms.BoundField
    person: forms.BoundField


class AttendanceForm(TableForm):
    """Who is there for this item: a choice and a name for each organisation."""

    def __init__(
        self,
        *args: Any,
        organisations: Iterable[Organisation],
        recorded: dict[int, ItemAttendance],
        **options: Any,
    ) -> None:
        """Ask about ``organisations``; ``recorded`` (by organisation) is what stands there already."""
        super().__init__(*args, **options)
        self.organisations = list(organisations)
        for organisation in self.organisations:
            row = recorded.get(organisation.pk)
            self.fields[f"status_{organisation.pk}"] = forms.ChoiceField(
                label=organisation.name,
                choices=[BLANK, *ATTENDANCE],
                required=False,
                initial="" if row is None else row.status,
            )
            self.fields[f"person_{organisation.pk}"] = forms.CharField(
                label=_("By whom?"),
                max_length=160,
                required=False,
                initial="" if row is None else row.person,
                widget=forms.TextInput(attrs={"aria-label": _person_of(organisation)}),
            )
            self.fields[f"seen_{organisation.pk}"] = forms.CharField(
                required=False, initial=_packed(row), widget=forms.HiddenInput
            )

    @property
    def seats(self) -> list[SeatFields]:
        """Give the fields by organisation."""
        return [SeatFields(o, self[f"status_{o.pk}"], self[f"person_{o.pk}"]) for o in self.organisations]

    def taken(self, values: dict[str, Any]) -> list[Seat]:
        """Give what was filled in; what was left open, or as the page showed it, is not recorded."""
        filled = [
            (o, *(values[f"{name}_{o.pk}"] for name in ("status", "person", "seen")))
            for o in self.organisations
        ]
        return [
            Seat(organisation, Attendance(status), person, seen=_unpacked(seen))
            for organisation, status, person, seen in filled
            if status and seen != f"{status}|{person}"
        ]

    def look_again(self, recorded: dict[int, ItemAttendance]) -> None:
        """Let the next save count as one of somebody who saw what is ``recorded`` now (by organisation)."""
        self.data = self.data.copy()
        for organisation in self.organisations:
            self.data[f"seen_{organisation.pk}"] = _packed(recorded.get(organisation.pk))


def _packed(row: ItemAttendance | None) -> str:
    return "|" if row is None else f"{row.status}|{row.person}"


def _unpacked(seen: str) -> tuple[str, str] | None:
    status, bar, person = seen.partition("|")
    return (status, person) if bar else None


def _person_of(organisation: Organisation) -> str:
    return _("By whom for %(organisation)s?") % {"organisation": organisation.name}


def moves(status: str) -> list[tuple[str, Promise]]:
    """Give the changes that a meeting in ``status`` may make, with the label of each."""
    order = [value for value, _label in MEETING_STATUSES]
    allowed = sorted(MOVES[MeetingStatus(status)], key=lambda to: order.index(to.value))
    return [(to.value, MOVE_LABELS[to]) for to in allowed]
