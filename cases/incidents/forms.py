"""The form of a safety incident."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.incidents.choices import ADDRESSES, AGAINST, INCIDENT_KINDS, POLICE_KNOW
from zorgtafel.forms import TableForm
from zorgtafel.moments import MomentField

LONG = 10_000  # characters


class IncidentForm(TableForm):
    """What happened, as exactly as somebody can tell it."""

    kind = forms.ChoiceField(label=_("What happened?"), choices=INCIDENT_KINDS, widget=forms.RadioSelect)
    against = forms.ChoiceField(label=_("Against whom?"), choices=AGAINST, widget=forms.RadioSelect)
    happened_at = MomentField(label=_("When was it?"))
    place = forms.CharField(
        label=_("Where?"), max_length=160, help_text=_("For example the gate, the living room, on the bus.")
    )
    what = forms.CharField(
        label=_("What did you see or hear?"),
        max_length=LONG,
        help_text=_("In order, with literal words. What you think of it does not belong here."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    witnesses = forms.CharField(label=_("Who else saw it?"), max_length=300, required=False)
    done = forms.CharField(
        label=_("What was done at once?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    police = forms.ChoiceField(label=_("Do the police know?"), choices=POLICE_KNOW, widget=forms.RadioSelect)
    police_reference = forms.CharField(label=_("Number of the police"), max_length=60, required=False)
    report_address = forms.ChoiceField(
        label=_("Which address is used in a report to the police?"),
        choices=ADDRESSES,
        initial="not_chosen",
        help_text=_("Who reports may choose the address of the work or the police instead of their own."),
    )
