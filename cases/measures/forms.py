"""Forms of measures."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.measures.choices import MEASURE_KINDS
from zorgtafel.forms import VersionedForm
from zorgtafel.rendering import LocalDateInput


class MeasureForm(VersionedForm):
    """What the court decided, and until when."""

    kind = forms.ChoiceField(label=_("Which measure?"), choices=MEASURE_KINDS, widget=forms.RadioSelect)
    starts_on = forms.DateField(label=_("First day"), widget=LocalDateInput)
    ends_on = forms.DateField(
        label=_("Last day"),
        widget=LocalDateInput,
        help_text=_("As the court wrote it. Thirteen weeks before, the coordinator sees it as work to do."),
    )
    carried_out_by = forms.CharField(
        label=_("Who carries it out?"),
        max_length=160,
        required=False,
        help_text=_("For example the certified agency and the family guardian."),
    )
    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Look at the two days together."""
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error(
                "ends_on", ValidationError(_("The last day lies before the first day. Look at both dates."))
            )
        return cleaned


class EndForm(VersionedForm):
    """What came after a measure."""

    outcome = forms.CharField(
        label=_("What came after it?"),
        max_length=300,
        help_text=_("For example: ended by the court, turned 18, help goes on voluntarily, a new measure."),
    )
