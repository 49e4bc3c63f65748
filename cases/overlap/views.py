"""The page of one side of an overlap."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.coordination import words
from cases.overlap import side as sides
from cases.overlap.forms import AnswerForm
from cases.overlap.models import Overlap
from organisations.acts import Act
from zorgtafel.forms import form_for, submit


@performs(Act.ADMIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def overlap(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one's own side of an overlap and answer it; of the other side nothing before both said yes."""
    found = sides.find(request.actor, pk, now=request.now)
    ledger.record(
        request.actor,
        Event.OVERLAP_READ,
        on=found,
        case=found.case,
        now=request.now,
        act=Act.ADMIT_ORGANISATION,
    )
    form = form_for(request, AnswerForm)

    def perform(values: dict[str, Any]) -> str:
        sides.answer(found, actor=request.actor, now=request.now, **values)
        return f"/overlaps/{found.pk}/"

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Your answer is saved."))
        return done
    other = sides.other(found)
    context = {
        "form": form,
        "is_asked": not found.answer and found.ended_at is None,
        "clock": _clock(found, request.now),
        "overlap": found,
        "about": _about(found),
        "told": None if other is None else f"{other.answered_by.name}, {other.answered_for.name}",
    }
    return render(request, "cases/overlap/overlap.html", context, status=form.status)


def _clock(found: Overlap, now: Any) -> dict[str, Any] | None:
    if found.ended_at is not None or found.answer:
        return None
    return words.clock(_("Answer:"), found.due_at, now=now)


def _about(found: Overlap) -> dict[str, str]:
    """Give one's own case or signal."""
    if found.case is not None:
        return {
            "label": _("Case %(number)s") % {"number": found.case.number},
            "url": f"/cases/{found.case.number}/",
        }
    number = found.signal.number
    return {"label": _("Signal %(number)s") % {"number": number}, "url": f"/signals/{number}/"}
