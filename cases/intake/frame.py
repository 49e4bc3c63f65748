"""Opening a signal for a page: fetch it through the gate, record the reading, say what every page says."""

from typing import Any

from django.http import HttpRequest

from cases.access import signal_gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.intake import shown, signal
from cases.intake.models import Signal
from organisations.acts import Act
from organisations.compartments import Compartment


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


def about(request: HttpRequest, found: Signal) -> dict[str, Any]:
    """Give what the heading of every page about one signal needs."""
    return {
        "signal": found,
        "url": signal.path(found),
        "badges": shown.badges(found),
        "clock": shown.clock(found, now=request.now),
    }


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
