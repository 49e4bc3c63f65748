"""Pages on which the desk joins two signals, undoes that, and sees what goes on together."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from cases.casefile.alike import Candidate
from cases.intake import alike, frame, matching, merge, merge_rules, pair, shown, signal
from cases.intake.merge_forms import OTHER, THIS, JoinForm, UndoForm
from cases.intake.models import Signal
from organisations.acts import Act
from zorgtafel.forms import form_for

JOIN_LEAD = gettext_lazy(
    "From then on you work with both as with one. The highest urgency and the earliest date count. You can "
    "undo it as long as the case is open. The reporters notice nothing of it."
)
UNDO_LEAD = gettext_lazy(
    "This signal then goes on by itself again, from where it stood, with its own urgency and dates. "
    "The reporters notice nothing of it."
)


@performs(Act.TRIAGE_SIGNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, number: str) -> HttpResponse:
    """Say that this signal and another one are about the same, and which of both goes on."""
    found = frame.open_at_desk(request, number)
    beside = matching.signal_numbered(request.actor, request.GET.get("with", "")[:20], now=request.now)
    initial = {"keep": THIS} if beside is None else {"other": beside.number, "keep": _keep(found, beside)}
    form = form_for(request, JoinForm, actor=request.actor, now=request.now, initial=initial)

    def perform(values: dict[str, Any]) -> str:
        kept, joined = (found, values["other"]) if values["keep"] == THIS else (values["other"], found)
        merge.join(kept, joined, actor=request.actor, reason=values["reason"], now=request.now)
        return signal.path(kept)

    page = {
        "title": _("Join signal %(number)s with another one"),
        "submit_label": _("Join these signals"),
        "lead": JOIN_LEAD,
        "candidates": _beside(found, beside),
    }
    return frame.form_page(request, found, form, perform, **page)


@performs(Act.TRIAGE_SIGNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, number: str) -> HttpResponse:
    """Let a signal that goes on in another one go on by itself again."""
    found = frame.open_at_desk(request, number)
    form = form_for(request, UndoForm)

    def perform(values: dict[str, Any]) -> str:
        merge.undo(found, actor=request.actor, now=request.now, **values)
        return signal.path(found)

    page = {
        "title": _("Undo the joining of signal %(number)s"),
        "submit_label": _("Undo the joining"),
        "lead": UNDO_LEAD,
    }
    return frame.form_page(request, found, form, perform, **page)


def together(found: Signal | None) -> dict[str, Any]:
    """Give where a signal goes on, and what goes on in it; None: for a reporter, who never hears of it."""
    if found is None:
        return {"goes_on_in": None, "along": []}
    along = pair.standing_joins().filter(kept=found).select_related("joined", "by", "organisation")
    into = pair.standing_joins().filter(joined=found).select_related("kept", "by", "organisation").first()
    return {
        "goes_on_in": None if into is None else shown.joining(into, into.kept),
        "along": [shown.joining(row, row.joined) for row in along],
    }


def _keep(found: Signal, beside: Signal) -> str:
    """Propose which of both goes on: this one, unless only the other one can."""
    sides = pair.sides([found, beside])
    here, there = sides[found.pk], sides[beside.pk]
    is_other = merge_rules.fault(here, there) is not None and merge_rules.fault(there, here) is None
    return OTHER if is_other else THIS


def _beside(found: Signal, beside: Signal | None) -> list[Candidate]:
    return [] if beside is None or beside == found else [alike.of_signal(beside, alike.known_of(found))]
