"""Forms of filters that are kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zorgtafel.forms import VersionedForm


class NamedForm(VersionedForm):
    """How a filter is called, and who uses it."""

    name = forms.CharField(
        label=_("What do you call this filter?"),
        max_length=200,
        help_text=_("At most 40 characters, about the work. No name, number or address of anybody."),
    )
    is_shared = forms.BooleanField(
        label=_("Colleagues of my organisation may use it too"),
        required=False,
        help_text=_(
            "You share the filter, not what it shows. Everybody sees their own cases and their own work."
        ),
    )
    is_first = forms.BooleanField(label=_("Open the list with this filter"), required=False)


class KeepForm(NamedForm):
    """The same about a question that is not kept yet; it goes along, so that a lost session loses nothing."""

    listing = forms.CharField(widget=forms.HiddenInput)
    asked = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
