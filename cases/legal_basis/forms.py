"""The form with the three questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.legal_basis.choices import AGREED, DANGERS, NEEDS, TOLD
from organisations.models import Organisation
from zorgtafel.forms import TableForm

LONG = 5_000  # characters


class ReasoningForm(TableForm):
    """With whom, about what, the three questions, and why."""

    recipient = forms.ModelChoiceField(
        label=_("With which organisation do you want to share?"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose an organisation"),
    )
    subject = forms.CharField(
        label=_("What is it about?"),
        max_length=300,
        help_text=_("In a few words, without the content: “the absences since September”."),
    )
    agreed = forms.ChoiceField(
        label=_("1. Do the young person (from 16) or the parents agree?"),
        choices=AGREED,
        widget=forms.RadioSelect,
        help_text=_("Between 12 and 16 ask both, if that is safe."),
    )
    danger = forms.ChoiceField(
        label=_("2. What may happen if you do not share it?"), choices=DANGERS, widget=forms.RadioSelect
    )
    needed = forms.ChoiceField(
        label=_("3. Does the other need it for their task in this case?"),
        choices=NEEDS,
        widget=forms.RadioSelect,
    )
    told = forms.ChoiceField(
        label=_("Do the young person and the parents know?"), choices=TOLD, widget=forms.RadioSelect
    )
    reasoning = forms.CharField(
        label=_("Why?"),
        max_length=LONG,
        required=False,
        help_text=_("Needed without consent, and when they do not know. Everybody at the table can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["recipient"].queryset = organisations
