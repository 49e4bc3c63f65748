"""Forms with which an agenda is made: take over a suggestion, leave one off, change or move an item."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import CORRECTION_ABOUT
from cases.meetings.agenda_rules import LONGEST
from cases.meetings.forms import LONG, ItemForm
from organisations.models import Organisation
from zorgtafel.forms import TableForm, VersionedForm

UP, DOWN = "up", "down"
MOST_KEYS = 300
KEY = re.compile(r"[a-z_]+:[\w-]+")


def minutes_field() -> forms.IntegerField:
    """Give the field for the time box of an item."""
    return forms.IntegerField(
        label=_("How many minutes?"),
        required=False,
        min_value=1,
        max_value=LONGEST,
        help_text=_("Empty: a quarter of an hour is counted."),
    )


def organisations_field() -> forms.ModelMultipleChoiceField:
    """Give the field for whom an item needs."""
    return forms.ModelMultipleChoiceField(
        label=_("Which organisations does this item need?"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only who takes part in the case. Who is not needed does not see this item."),
    )


class TakeForm(ItemForm):
    """A suggested case, its question, its minutes and whom it needs."""

    case = forms.CharField(max_length=40, widget=forms.HiddenInput)
    place = None
    minutes = minutes_field()
    organisations = organisations_field()

    def __init__(self, *args: Any, offered: Iterable[Organisation], **options: Any) -> None:
        """Offer who takes part in the case."""
        super().__init__(*args, **options)
        self.fields["organisations"].queryset = _among(offered)


class LeaveForm(ItemForm):
    """Why a suggested case is not spoken of now; ``keys``: the reasons that the page showed."""

    case = forms.CharField(max_length=40, widget=forms.HiddenInput)
    place = question = None
    keys = forms.CharField(max_length=20_000, widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Why is it not needed now?"),
        max_length=300,
        help_text=_("It is suggested again as soon as something new happens. Use no names."),
    )

    def clean_keys(self) -> list[str]:
        """Keep what looks like a key; anything else was not on the page."""
        return [key for key in self.cleaned_data["keys"].split() if KEY.fullmatch(key)][:MOST_KEYS]


class ChangeItemForm(VersionedForm):
    """The question, the minutes and the organisations of an item."""

    question = forms.CharField(
        label=_("What is the question to the table?"),
        max_length=500,
        help_text=_("Everybody in this case who is invited reads this. Use no names."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minutes = minutes_field()
    organisations = organisations_field()

    def __init__(self, *args: Any, offered: Iterable[Organisation], **options: Any) -> None:
        """Offer who takes part in the case."""
        super().__init__(*args, **options)
        self.fields["organisations"].queryset = _among(offered)


class MoveForm(TableForm):
    """Up or down."""

    to = forms.ChoiceField(choices=[(UP, UP), (DOWN, DOWN)])


class ProposeForm(ItemForm):
    """A case for the next agenda, and the question; never why."""

    place = None


class CorrectionForm(TableForm):
    """What was wrong in established minutes, and about what."""

    about = forms.ChoiceField(
        label=_("What is the correction about?"), choices=CORRECTION_ABOUT, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What should it say?"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 4})
    )


def _among(offered: Iterable[Organisation]) -> Any:
    return Organisation.objects.filter(pk__in=[one.pk for one in offered]).order_by("name")
