"""Forms of organisations: members, days on which something ends, shifts and exceptions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisations.choices import ORGANISATION_KINDS, ROLES, WEEKDAYS
from organisations.models import User
from organisations.roles import Role
from organisations.roster import LEVELS
from zorgtafel.forms import TableForm, VersionedForm
from zorgtafel.moments import AppointmentField
from zorgtafel.rendering import LocalDateInput, LocalDateTimeInput


def role_choices(roles: Iterable[Role]) -> list[tuple[str, Any]]:
    """Give roles as choices, in the order of the table of roles."""
    offered = {role.value for role in roles}
    return [(value, label) for value, label in ROLES if value in offered]


class RoleForm(TableForm):
    """Which role a member gets."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: Iterable[Role], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = role_choices(roles)

    def clean_role(self) -> Role:
        """Give the role as such."""
        return Role(self.cleaned_data["role"])


class OrganisationForm(TableForm):
    """How an organisation is called, of which kind it is, and where it works."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As people at the table know it."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose a kind")), *ORGANISATION_KINDS],
        help_text=_("The covenant says per kind what an organisation may receive."),
    )
    municipality = forms.CharField(
        label=_("Municipality"), max_length=80, required=False, help_text=_("Empty when it works everywhere.")
    )


class OrganisationChangeForm(OrganisationForm, VersionedForm):
    """The same, on a page that others may have open too."""


class EndDayForm(TableForm):
    """The day on which something ends."""

    on = forms.DateField(
        label=_("Ends on"),
        widget=LocalDateInput,
        help_text=_("From this day on, nobody gets access on this ground. Today or later."),
    )


class PersonChoiceField(forms.ModelChoiceField):
    """A colleague, shown by name."""

    def label_from_instance(self, user: User) -> str:
        """Show the name."""
        return user.name


class DutyForm(TableForm):
    """What a shift and an exception share: a colleague and a level."""

    user = PersonChoiceField(label=_("Who"), queryset=User.objects.none())
    level = forms.TypedChoiceField(
        label=_("Level"),
        coerce=int,
        choices=[(level, level) for level in LEVELS],
        help_text=_("Level 1 is called first. Who does not answer in time is followed by the next level."),
    )

    def __init__(self, *args: Any, people: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        ids = [person.pk for person in people]
        self.fields["user"].queryset = User.objects.filter(pk__in=ids).order_by("name", "id")


class ShiftForm(DutyForm):
    """A shift of the weekly plan."""

    weekday = forms.TypedChoiceField(label=_("Day on which it starts"), coerce=int, choices=WEEKDAYS)
    starts = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(
        label=_("Until"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("At or before the start means: until the next day. 0:00 to 0:00 is the whole day."),
    )
    field_order = ["user", "weekday", "starts", "ends", "level"]


class OverrideForm(DutyForm):
    """An exception to the weekly plan."""

    is_away = forms.TypedChoiceField(
        label=_("What is different"),
        coerce=lambda value: value == "away",
        choices=[("extra", _("Is on duty as well")), ("away", _("Is away"))],
        widget=forms.RadioSelect,
    )
    starts_at = AppointmentField(label=_("From"), widget=LocalDateTimeInput(now_button=False))
    ends_at = AppointmentField(label=_("Until"), widget=LocalDateTimeInput(now_button=False))
    field_order = ["user", "is_away", "starts_at", "ends_at", "level"]

    def clean(self) -> dict[str, Any]:
        """Refuse a year that no roster has."""
        cleaned = super().clean()
        for name in ("starts_at", "ends_at"):
            if cleaned.get(name) and not 2000 <= cleaned[name].year <= 2100:
                self.add_error(name, ValidationError(_("Choose a day in this century.")))
        return cleaned
