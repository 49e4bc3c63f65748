"""The page on which an organisation says whom an alert of one colour calls, and in which order."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from organisations import levels, managing
from organisations.acts import Act
from organisations.change_views import ask
from organisations.levels_forms import LevelsForm, typed
from zorgtafel.forms import form_for

TITLES = {
    "red": _("Whom a red alert calls"),
    "orange": _("Whom an orange alert calls"),
    "green": _("Whom a green alert calls"),
}


@performs(Act.MANAGE_ROSTER)
@require_http_methods(["GET", "POST"])
def duty_levels(request: HttpRequest, colour: str) -> HttpResponse:
    """Choose whom an alert of this colour calls, for the organisation one acts for."""
    if colour not in levels.ORDER:
        raise managing.elsewhere(Act.MANAGE_ROSTER)
    home = request.actor.organisation
    initial = {**typed(levels.of(home)[colour]), "version": home.version}
    form = form_for(request, LevelsForm, initial=initial)

    def perform(values: dict[str, Any]) -> str:
        levels.choose(
            home,
            actor=request.actor,
            colour=colour,
            levels=form.levels(),
            version=values["version"],
            now=request.now,
        )
        messages.success(request, _("This counts for the next alert."))
        return reverse("duty")

    shown = {
        "is_duty": True,
        "cancel_url": reverse("duty"),
        "title": TITLES[colour],
        "text": _("Whoever is called has this long to answer; then the next level is called as well."),
        "consequences": [
            _("An alert that runs keeps the levels it began with, unless it gets a graver colour."),
            _(
                "When the last level does not answer in time either, "
                "coordinator and deputy of the case hear it."
            ),
        ],
        "submit_label": _("Save"),
    }
    return ask(request, form, perform, **shown)
