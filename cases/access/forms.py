"""Forms of access: emergency access and blocks for a conflict of interest."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.access.models import EMERGENCY_REASONS
from organisations.choices import ROLES
from organisations.models import Membership, User
from zorgtafel.forms import TableForm

ROLE_LABELS = dict(ROLES)
HOURS = [(hours, str(hours)) for hours in range(1, 5)]


class EmergencyForm(TableForm):
    """Which case, why, and for how long."""

    number = forms.CharField(
        label=_("Number of the case"), max_length=20, help_text=_("For example C-26-7K3QF.")
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=EMERGENCY_REASONS, widget=forms.RadioSelect)
    explanation = forms.CharField(
        label=_("What is going on, and why can't it wait?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    hours = forms.TypedChoiceField(label=_("For how many hours?"), choices=HOURS, coerce=int, initial=1)
    told = forms.BooleanField(
        label=_("I know that the coordinator is told now and that every page I read will be reviewed.")
    )


class BlockForm(TableForm):
    """Who must stay away from a case, and why."""

    user = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), empty_label=_("Choose a person")
    )
    reason = forms.CharField(
        label=_("What is the conflict of interest?"),
        max_length=300,
        help_text=_("For example: relative, neighbour, own child in the same class. Keep it short."),
    )

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].queryset = people
        self.fields["user"].label_from_instance = lambda person: person.name


class NamedForm(TableForm):
    """Who is named on a sealed case, beside coordinator and deputy."""

    people = forms.MultipleChoiceField(
        label=_("Who keeps seeing the case?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, members: list[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        self.members = {f"{member.organisation_id}-{member.user_id}": member for member in members}
        self.fields["people"].choices = [
            (key, f"{member.user.name} · {member.organisation.name} · {ROLE_LABELS[member.role]}")
            for key, member in self.members.items()
        ]

    def clean_people(self) -> list[Membership]:
        """Give the people themselves."""
        return [self.members[key] for key in self.cleaned_data["people"]]


class SealForm(NamedForm):
    """Why a case is sealed, and for whom it stays."""

    reason = forms.CharField(
        label=_("Why must nobody else know that this case exists?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the people named on the case can read this."),
    )

    field_order = ("reason", "people")


class UnsealForm(TableForm):
    """Why the seal can come off."""

    reason = forms.CharField(
        label=_("Why can the seal come off?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class LiftForm(TableForm):
    """Nothing to fill in; the confirmation itself."""
