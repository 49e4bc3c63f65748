"""Looking first: a form that makes a case shows whom it may be about already, and asks to look."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.casefile.alike import Candidate
from cases.casefile.mark_rules import Known

LOOK = _("Look at these first: they may be about the same person. Tick this when it is somebody else.")

#: Gives the candidates for what was typed, at the covenant (its id) that was chosen, if any was.
Look = Callable[[Known, int | None], list[Candidate]]


class LooksFirst:
    """What such a form needs beside its fields ``name``, ``birth_date``, ``municipality`` and ``looked``."""

    look: Look
    candidates: list[Candidate]

    def start_looking(self, look: Look, found: list[Candidate] | None = None) -> None:
        """Take what to look with; ``found``: what is shown before anything was typed."""
        self.look, self.candidates = look, found or []
        self._show_field()

    def check_looked(self, cleaned: dict[str, Any]) -> None:
        """Look for what was typed, and ask for the tick when there is something to look at."""
        known = Known(
            name=cleaned.get("name") or "",
            birth_date=_day(cleaned.get("birth_date")),
            municipality=cleaned.get("municipality") or "",
        )
        table = cleaned.get("table")
        self.candidates = self.look(known, None if table is None else table.pk)
        self._show_field()
        if self.candidates and not cleaned.get("looked"):
            self.add_error("looked", LOOK)

    def _show_field(self) -> None:
        if self.candidates:
            self.fields["looked"].widget = forms.CheckboxInput()
            self.fields["looked"].widget.is_required = False


def looked_field() -> forms.BooleanField:
    """Give the field; it stays out of sight as long as there is nothing to look at."""
    return forms.BooleanField(
        label=_("I looked: this is about somebody else"), required=False, widget=forms.HiddenInput
    )


def _day(typed: Any) -> date | None:
    return typed if isinstance(typed, date) else None
