"""Opening a signal for a page: fetch it through the gate, record the reading, say what every page says."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.access import signal_gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import alike
from cases.intake import shown, signal
from cases.intake.models import Signal
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import TableForm, submit


def open_signal(request: HttpRequest, number: str) -> Signal:
    """Fetch a signal that this actor may read and record the reading, before anything of it is shown.

    Raises:
        AccessDenied: not found, or not for this actor.
    """
    found = signal_gate.fetch(request.actor, number, now=request.now)
    _record(request, found)
    return found


def open_at_desk(request: HttpRequest, number: str) -> Signal:
    """Fetch a signal that this actor triages and record the reading.

    Raises:
        AccessDenied: not found, or not for this actor's desk.
    """
    found = signal_gate.fetch(request.actor, number, now=request.now)
    signal_gate.require(request.actor, Act.TRIAGE_SIGNAL, on=found, now=request.now)
    _record(request, found)
    return found


def open_own(request: HttpRequest, number: str) -> Signal:
    """Fetch a signal that this actor reported or triages and record the reading.

    Raises:
        AccessDenied: not found, or neither reported nor triaged by this actor.
    """
    found = signal_gate.fetch(request.actor, number, now=request.now)
    signal_gate.require_own(request.actor, Act.LOG_SIGNAL, on=found, now=request.now)
    _record(request, found)
    return found


def about(request: HttpRequest, found: Signal) -> dict[str, Any]:
    """Give what the heading of every page about one signal needs.

    At the desk with the flags of all that goes on in it; a reporter sees their own signal alone.
    """
    at_desk = signal_gate.is_on_desk(request.actor, found, now=request.now)
    flags = found.flags if at_desk else found.own_flags
    return {
        "signal": found,
        "url": signal.path(found),
        "badges": shown.badges(found, flags),
        "clock": shown.clock(found, flags, now=request.now),
    }


def form_page(
    request: HttpRequest,
    found: Signal,
    form: TableForm,
    perform: Callable[[dict[str, Any]], str],
    *,
    title: str,
    **context: Any,
) -> HttpResponse:
    """Show a form beside the signal it is about, or perform it."""
    if request.method == "POST":
        done = submit(request, form, perform)
        if done is not None:
            return done
    candidates = context.pop("candidates", None) or getattr(form, "candidates", [])
    alike.record_shown(request.actor, candidates, on=found, case=found.case, now=request.now)
    page = {
        **about(request, found),
        "form": form,
        "title": title % {"number": found.number},
        "facts": shown.facts(
            found, with_reporter=signal_gate.is_on_desk(request.actor, found, now=request.now)
        ),
        "candidates": candidates,
        "lead": "",
        **context,
    }
    return render(request, "cases/intake/form.html", page, status=form.status)


def _record(request: HttpRequest, found: Signal) -> None:
    """Write the ledger line of a reading; if this fails the page is not served."""
    ledger.record(
        request.actor,
        Event.SIGNAL_READ,
        on=found,
        case=found.case,
        now=request.now,
        act=Act.READ_SIGNALS,
        compartments=[Compartment.SIGNALS],
    )
