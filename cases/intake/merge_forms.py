"""The forms that join two signals and undo it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.intake import matching
from cases.intake.models import Signal
from cases.intake.report_forms import FEW_LINES, text_area
from organisations.actor import Actor
from zorgtafel.forms import TableForm

NO_SUCH_SIGNAL = _("There is no signal with this number at your desk. Check the number.")
THIS, OTHER = "this", "other"
KEEP = [(THIS, _("This signal goes on")), (OTHER, _("The other signal goes on"))]


class JoinForm(TableForm):
    """Which signal is about the same, and which of both goes on."""

    other = forms.CharField(
        label=_("Number of the other signal"),
        help_text=_("Such as S-26-7K3QF. You find it at the top of the signal."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    keep = forms.ChoiceField(
        label=_("Which signal goes on?"),
        help_text=_("The other one stays readable. It keeps its own number and its own reporter."),
        choices=KEEP,
        initial=THIS,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why are they about the same?"), max_length=FEW_LINES, widget=text_area(4)
    )

    def __init__(self, *args: Any, actor: Actor, now: datetime, **options: Any) -> None:
        """``actor`` finds only signals that their desk triages at ``now`` (aware)."""
        super().__init__(*args, **options)
        self.actor, self.now = actor, now

    def clean_other(self) -> Signal:
        """Find the signal; one that is not at this desk is answered like one that does not exist."""
        found = matching.signal_numbered(self.actor, self.cleaned_data["other"], now=self.now)
        if found is None:
            raise forms.ValidationError(NO_SUCH_SIGNAL)
        return found


class UndoForm(TableForm):
    """Why two signals are not about the same after all."""

    reason = forms.CharField(
        label=_("Why are they not about the same?"), max_length=FEW_LINES, widget=text_area(4)
    )
