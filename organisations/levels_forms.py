"""The form for whom an alert calls: up to five levels, each with who and how long."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from organisations.levels import in_minutes
from organisations.levels_rules import MOST, Level
from organisations.models import EscalationStep
from organisations.roster import LEVELS
from zorgtafel.forms import VersionedForm

CONTACT_POINTS = "contact_points"
WHO = [
    ("", _("Nobody")),
    *((f"duty-{level}", format_lazy("{} {}", _("Who is on duty on level"), level)) for level in LEVELS),
    (CONTACT_POINTS, _("All contact points")),
]


class LevelsForm(VersionedForm):
    """Who is called first, second, … and how many minutes each has; a level with nobody is left out."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for order in range(1, MOST + 1):
            number = {"number": order}
            self.fields[f"who_{order}"] = forms.ChoiceField(
                label=_("Call %(number)s: who") % number, choices=WHO, required=order == 1
            )
            self.fields[f"wait_{order}"] = forms.IntegerField(
                label=_("Call %(number)s: minutes to answer") % number,
                required=order == 1,
                min_value=1,
                max_value=1440,
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the minutes of everybody who is called."""
        cleaned = super().clean()
        for order in range(2, MOST + 1):
            wait = f"wait_{order}"
            if cleaned.get(f"who_{order}") and cleaned.get(wait) is None and wait not in self.errors:
                self.add_error(wait, _("Say how many minutes they have to answer."))
        return cleaned

    def levels(self) -> list[Level]:
        """Give the levels that were filled in, in their order."""
        found = []
        for order in range(1, MOST + 1):
            who = self.cleaned_data[f"who_{order}"]
            if who:
                calls, _dash, level = who.partition("-")
                found.append(Level(calls, int(level or 1), self.cleaned_data[f"wait_{order}"] * 60))
        return found


def typed(steps: Iterable[EscalationStep]) -> dict[str, Any]:
    """Give levels that stand as they would be typed; seconds of an older one are rounded up."""
    values: dict[str, Any] = {}
    for order, step in enumerate(steps, start=1):
        values[f"who_{order}"] = f"duty-{step.duty_level}" if step.calls == "duty" else CONTACT_POINTS
        values[f"wait_{order}"] = in_minutes(step)
    return values
