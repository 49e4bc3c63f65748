"""Forms of identity."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zorgtafel.forms import TableForm

LONG = forms.Textarea(attrs={"rows": 12})


class PromiseForm(TableForm):
    """The promise itself; the number says which text was on the screen."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label=_("I have read this and I keep to it"),
        error_messages={"required": _("Tick this when you keep to it. Without it you cannot go on.")},
    )


class StatementForm(TableForm):
    """A next version of the statement, in both languages."""

    text_nl = forms.CharField(label=_("Text in Dutch"), max_length=10_000, widget=LONG)
    text_en = forms.CharField(label=_("Text in English"), max_length=10_000, widget=LONG)
