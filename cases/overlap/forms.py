"""The form with which one side of an overlap answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zorgtafel.forms import TableForm


class AnswerForm(TableForm):
    """Yes or no; nothing is sent along."""

    says = forms.ChoiceField(
        label=_("May you be told of each other?"),
        help_text=_("You hear of each other only when both say yes. At one no this is closed for both."),
        choices=[
            ("yes", _("Yes, they may know my organisation and call me, if they say yes too")),
            ("no", _("No, close this")),
        ],
        widget=forms.RadioSelect,
    )
