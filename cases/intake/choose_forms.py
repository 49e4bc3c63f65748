"""Choosing a desk on a form: nobody does where there is one, or where the region agreed on which."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.intake import route
from cases.intake.desk import Desk

BY_AGREEMENT = _("The one that the region agreed on")
NONE_FITS = _("The region agreed on nothing for this one. Choose a desk.")


def key_of(desk: Desk) -> str:
    """Give the value by which a form chooses a desk."""
    return f"{desk.organisation.pk}-{desk.table.pk}"


def name_of(desk: Desk, desks: list[Desk]) -> str:
    """Name a desk; at more than one table with the table, for then the name alone says too little."""
    if len({one.table for one in desks}) < 2:
        return desk.organisation.name
    return f"{desk.organisation.name} · {desk.table.name}"


class DeskChoice:
    """What a form needs that sends something to a desk; its field is called ``desk``."""

    desks: list[Desk]

    def offer_desks(self) -> None:
        """Offer the open desks, and the agreements of the region first when there are any."""
        choices: list[tuple[str, Any]] = [(key_of(desk), name_of(desk, self.desks)) for desk in self.desks]
        if len(self.desks) < 2:
            del self.fields["desk"]
            return
        if route.in_force().exists():
            choices.insert(0, ("", BY_AGREEMENT))
            self.fields["desk"].required = False
        self.fields["desk"].choices = choices

    def check_desk(self) -> None:
        """Ask for a desk when nobody chose one and no agreement says which."""
        if "desk" in self.fields and self.chosen_desk() is None:
            self.add_error("desk", forms.ValidationError(NONE_FITS))

    def chosen_desk(self) -> Desk | None:
        """Give the only desk, the one that was chosen, or the one that the agreements name."""
        if len(self.desks) == 1:
            return self.desks[0]
        chosen = self.cleaned_data.get("desk")
        if not chosen:
            return route.desk_for(self.report(), self.desks, now=self.now)
        return next((desk for desk in self.desks if key_of(desk) == chosen), None)
