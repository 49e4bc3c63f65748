"""Forms of opinions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.opinions.choices import KINDS
from cases.opinions.rules import LONGEST
from zorgtafel.forms import TableForm, VersionedForm

ROWS = {"rows": 5}


class OpinionForm(TableForm):
    """What somebody thinks of a page. One answer is enough."""

    kind = forms.ChoiceField(label=_("What is it about?"), choices=KINDS, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What would you like to say?"),
        required=False,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("Do not write names or numbers. At most %(most)s characters.") % {"most": LONGEST},
    )
    may_ask = forms.BooleanField(
        label=_("I would like an answer; you may ask me about this"),
        required=False,
        help_text=_("Only then your name is kept with it. Who keeps the platform sees it."),
    )
    page = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)


class AnswerForm(VersionedForm):
    """What is done about an opinion."""

    answer = forms.CharField(
        label=_("Answer"),
        required=False,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("Do not write names or numbers. At most %(most)s characters.") % {"most": LONGEST},
    )
