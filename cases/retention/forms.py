"""Forms about the end of a case."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.retention.choices import HOLD_REASONS
from zorgtafel.forms import TableForm
from zorgtafel.rendering import LocalDateInput


class AgreeForm(TableForm):
    """The confirmation itself: the number of the case, typed over, so that nobody agrees by a slip."""

    number = forms.CharField(
        label=_("Type the number of the case"),
        max_length=20,
        help_text=_("So that nobody agrees by a slip of the finger."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, case_number: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.case_number = case_number

    def clean_number(self) -> str:
        """Refuse another number than that of this case."""
        typed = self.cleaned_data["number"].strip().upper()
        if typed != self.case_number:
            raise ValidationError(
                _("This is not the number of this case. Type %(number)s."),
                params={"number": self.case_number},
            )
        return typed


class HoldForm(TableForm):
    """Why a case is kept longer, and when somebody looks again."""

    reason = forms.ChoiceField(
        label=_("Why is the case kept longer?"), choices=HOLD_REASONS, widget=forms.RadioSelect
    )
    explanation = forms.CharField(
        label=_("What must be finished first?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write no names. Whoever decides with you reads this, and it goes with the case."),
    )
    until = forms.DateField(
        label=_("Until and including which day?"),
        widget=LocalDateInput,
        help_text=_("At most two years. After this day you are asked again."),
    )
