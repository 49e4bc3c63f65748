"""Finds the case or the signal with a number, among those that the reader may open anyway."""

from datetime import datetime

from cases.access import gate, signal_gate
from cases.casefile.models import Case
from cases.intake.models import Signal
from organisations.actor import Actor
from organisations.compartments import Compartment


def case_numbered(actor: Actor, number: str, *, now: datetime) -> Case | None:
    """Give the case with this number when the actor reads signals in it; None looks the same as unknown."""
    cases = gate.visible(actor, Case.objects.all(), Compartment.SIGNALS, now=now)
    return cases.filter(number=number.strip().upper()).first()


def signal_numbered(actor: Actor, number: str, *, now: datetime) -> Signal | None:
    """Give the signal with this number at the actor's desk; None looks the same as unknown."""
    signals = signal_gate.addressed(actor, Signal.objects.all(), now=now)
    return signals.filter(number=number.strip().upper()).first()
