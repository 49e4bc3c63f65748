"""The form that filters the ledger. Ids and codes only: an address never holds somebody's name."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.audit import sentences
from cases.audit.reading import Filter
from cases.numbers import PATTERN
from organisations.models import Organisation, User
from zorgtafel.rendering import LocalDateInput

ANY = ("", _("All"))
OUTCOMES = [
    ANY,
    ("allowed", _("Allowed")),
    ("refused", _("Refused")),
    ("failed", _("Failed")),
    ("emergency", _("Emergency access")),
]


class FilterForm(forms.Form):
    """What a reviewer looks for; everything may stay empty."""

    number = forms.CharField(
        label=_("Number"), max_length=12, required=False, help_text=_("Of a case or a signal: C-26-7K3QF.")
    )
    person = forms.TypedChoiceField(label=_("Person"), required=False, coerce=int, empty_value=None)
    organisation = forms.TypedChoiceField(
        label=_("Organisation"), required=False, coerce=int, empty_value=None
    )
    since = forms.DateField(label=_("From"), required=False, widget=LocalDateInput)
    until = forms.DateField(label=_("Up to and including"), required=False, widget=LocalDateInput)
    event = forms.ChoiceField(label=_("What happened"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=OUTCOMES)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = [ANY, *_people(self.data.get("organisation", ""))]
        self.fields["organisation"].choices = [ANY, *Organisation.objects.values_list("pk", "name")]
        self.fields["event"].choices = [ANY, *sentences.event_choices()]

    def clean_number(self) -> str:
        """Accept a number only: whatever else somebody types here must not reach the ledger."""
        number = self.cleaned_data["number"].strip().upper()
        if number and not re.fullmatch(PATTERN, number):
            raise ValidationError(_("This is not a number. A number looks like C-26-7K3QF."))
        return number

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it starts."""
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(_("The period ends before it starts.")))
        return cleaned

    def asked(self) -> Filter:
        """Give the filter; of a form with a mistake, nothing may be searched."""
        return Filter(**self.cleaned_data)


class ExportForm(forms.Form):
    """Which period of the ledger goes into the file; empty means: everything that is sealed."""

    since = forms.DateField(label=_("From"), required=False, widget=LocalDateInput)
    until = forms.DateField(label=_("Up to and including"), required=False, widget=LocalDateInput)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it starts."""
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(_("The period ends before it starts.")))
        return cleaned


def _people(organisation: str) -> list[tuple[int, str]]:
    """Give the people to choose from: those who ever worked for the chosen organisation, or everybody."""
    found = User.objects.order_by("name", "id")
    if organisation.isdigit():
        found = found.filter(memberships__organisation=int(organisation)).distinct()
    return list(found.values_list("pk", "name"))
