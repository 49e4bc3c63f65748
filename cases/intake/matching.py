"""Finds the case that a signal may belong to, among the cases that the reader may open anyway."""

from datetime import datetime

from cases.access import gate
from cases.casefile.models import Case
from cases.casefile.names import fold
from cases.intake.models import Signal
from organisations.actor import Actor
from organisations.compartments import Compartment

SHOWN = 5


def case_numbered(actor: Actor, number: str, *, now: datetime) -> Case | None:
    """Give the case with this number when the actor reads signals in it; None looks the same as unknown."""
    cases = gate.visible(actor, Case.objects.all(), Compartment.SIGNALS, now=now)
    return cases.filter(number=number.strip().upper()).first()


def of_same_person(signal: Signal, *, actor: Actor, now: datetime) -> list[Case]:
    """Give open cases of the same table about somebody with this very name, and birth date when known."""
    if signal.subject != "young_person" or not fold(signal.subject_name):
        return []
    same = {"young_person__name_key": fold(signal.subject_name)}
    if signal.subject_birth_date is not None:
        same["young_person__birth_date"] = signal.subject_birth_date
    here = Case.objects.exclude(status="closed").filter(covenant=signal.covenant_id)
    cases = gate.visible(actor, here, Compartment.IDENTITY, now=now)
    readable = gate.visible(actor, cases, Compartment.SIGNALS, now=now)
    return list(readable.filter(**same).order_by("-updated_at", "-id")[:SHOWN])
