"""The page with figures about the Meldcode."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.meldcode import choices, figures
from cases.meldcode.figure_rules import LEAST
from organisations.acts import Act
from organisations.compartments import Compartment


@performs(Act.FOLLOW_MELDCODE)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show medians and shares over the tracks that the reader may see."""
    found = figures.seen(request.actor, now=request.now)
    rows = sorted(found.organisations.items())
    ledger.record(
        request.actor,
        Event.MELDCODE_FIGURES_READ,
        now=request.now,
        act=Act.FOLLOW_MELDCODE,
        compartments=[Compartment.MELDCODE],
        shown=len(rows),
    )
    if len(rows) > 1:
        rows.append((_("All these organisations"), found.total))
    context = {"rows": rows, "columns": choices.SHORT_STEPS, "least": LEAST}
    return render(request, "cases/meldcode/figures.html", context)
