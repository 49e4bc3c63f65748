"""The form that asks which period a report is about."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.statistics.report import About
from cases.statistics.rules import Period
from cases.statistics.shown import period_name
from organisations.models import Covenant
from zorgtafel.forms import TableForm


class ReportForm(TableForm):
    """Which table, and which period that is over."""

    covenant = forms.ChoiceField(label=_("Which table?"), widget=forms.RadioSelect)
    period = forms.ChoiceField(
        label=_("Which period?"),
        widget=forms.RadioSelect,
        help_text=_("Only periods that are over. A shorter one could point at one young person."),
    )

    def __init__(
        self, *args: Any, tables: Sequence[Covenant], periods: Sequence[Period], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.tables = {str(table.pk): table for table in tables}
        self.periods = {period.code: period for period in periods}
        self.fields["covenant"].choices = [(pk, table.name) for pk, table in self.tables.items()]
        self.fields["period"].choices = [(code, period_name(one)) for code, one in self.periods.items()]
        if len(self.tables) == 1:
            self.fields["covenant"].initial = next(iter(self.tables))
        self.fields["period"].initial = next(iter(self.periods))

    def about(self) -> About:
        """Give what the report is about, once the form is valid."""
        return About(
            covenant=self.tables[self.cleaned_data["covenant"]],
            period=self.periods[self.cleaned_data["period"]],
        )
