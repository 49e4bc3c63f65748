"""Forms of the ladder and of judgements."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.level.choices import RUNGS
from cases.level.rules import Rung
from zorgtafel.forms import TableForm
from zorgtafel.rendering import LocalDateInput


class StepForm(TableForm):
    """What people decided about where the case is held. ``current`` is where it is now."""

    to_rung = forms.ChoiceField(label=_("Where does the case go?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Facts: what changed, what is needed. Everybody at the table can read this."),
    )
    decided_on = forms.DateField(label=_("Decided on"), widget=LocalDateInput)
    decided_by = forms.CharField(
        label=_("Who decided?"), max_length=200, help_text=_("For example: the care table of this week.")
    )
    people_told = forms.CharField(
        label=_("Who was told?"),
        max_length=300,
        required=False,
        help_text=_("For example: the young person and her mother, by the coordinator."),
    )

    def __init__(self, *args: Any, current: Rung, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to_rung"].choices = [row for row in RUNGS if row[0] != current.value]

    def clean_to_rung(self) -> Rung:
        """Give the rung as the act knows it."""
        return Rung(self.cleaned_data["to_rung"])


class JudgementForm(TableForm):
    """How somebody judges the risk. ``replaces`` is the judgement that the page showed."""

    words = forms.CharField(
        label=_("How do you judge the risk, in words?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What could happen, to whom, how soon? No number, no mark."),
    )
    reason = forms.CharField(
        label=_("What do you base that on?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you saw or heard, apart from what you think of it. Also what speaks against it."),
    )
    review_on = forms.DateField(
        label=_("When do you look at it again?"),
        widget=LocalDateInput,
        help_text=_("Within half a year. On that day coordinator and deputy get it as work."),
    )
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)
