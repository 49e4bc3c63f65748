"""What a signal may have in common with a case or another signal, among what the desk may see anyway."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from cases.access import gate, signal_gate
from cases.casefile import alike as files
from cases.casefile import mark_rules, marks
from cases.casefile.alike import Candidate
from cases.casefile.mark_rules import Kind, Known
from cases.casefile.models import Case
from cases.intake import merge_rules, pair
from cases.intake.models import Signal
from organisations.actor import Actor
from organisations.compartments import Compartment


def write_marks(signal: Signal) -> None:
    """Write by what whoever or whatever a signal is about may be recognised, in the caller's transaction."""
    marks.replace(mark_rules.marks(known_of(signal)), list(Kind), signal=signal)


def write_new_marks(new: Iterable[Signal]) -> None:
    """Write by what whoever or whatever new signals are about may be recognised, in one statement."""
    marks.write_signals((signal.pk, mark_rules.marks(known_of(signal))) for signal in new)


def known_of(signal: Signal) -> Known:
    """Give what a signal says about whom or what it is about; of a place, its description is the address."""
    is_place = signal.subject == "place"
    return Known(
        name=signal.subject_name,
        birth_date=signal.subject_birth_date,
        phones=(signal.subject_phone,) if signal.subject_phone else (),
        plates=(signal.subject_plate,) if signal.subject_plate else (),
        address=signal.subject_description if is_place else "",
        municipality=signal.municipality if is_place else "",
        is_third=signal.subject == "suspect",
    )


def of(signal: Signal, *, actor: Actor, now: datetime) -> list[Candidate]:
    """Give the cases and the signals that may be about the same; never the case that it is in already."""
    known = known_of(signal)
    found = files.cases(actor, known, tables=[signal.covenant_id], now=now)
    others = [candidate for candidate in found if candidate.found.pk != signal.case_id]
    beside = signals(actor, known, tables=[signal.covenant_id], beside=signal, now=now)
    return [*others, *_to_join(signal, beside)]


def signals(
    actor: Actor, known: Known, *, tables: Collection[int], beside: Signal, now: datetime
) -> list[Candidate]:
    """Give the signals at the actor's desk that may be about the same, at most five."""
    rows = Signal.objects.filter(marks.sharing(known), covenant__in=tables).exclude(pk=beside.pk)
    rows = rows.exclude(pk__in=pair.together_with(beside))
    if beside.case_id is not None:
        rows = rows.exclude(case=beside.case_id)
    rows = rows.annotate(common=Count("marks__kind", distinct=True))
    seen = signal_gate.addressed(actor, rows, now=now).order_by("-common", "-received_at", "-id")
    return [of_signal(signal, known) for signal in seen[: marks.SHOWN]]


def to_choose(signal: Signal, *, actor: Actor, now: datetime) -> list[Candidate]:
    """Give the cases that the signal may belong to; an open one whose signals the actor reads, to choose."""
    found = files.cases(actor, known_of(signal), tables=[signal.covenant_id], now=now)
    readable = Case.objects.filter(pk__in=[one.found.pk for one in found]).exclude(status="closed")
    open_here = set(gate.visible(actor, readable, Compartment.SIGNALS, now=now).values_list("pk", flat=True))
    return [
        replace(one, choose_url=f"?case={one.number}") if one.found.pk in open_here else one for one in found
    ]


def before_case(signal: Signal, typed: Known, *, actor: Actor, now: datetime) -> list[Candidate]:
    """Give what a case that starts from a signal may be about already, by what was typed and the signal."""
    said = known_of(signal)
    known = replace(typed, phones=said.phones, plates=said.plates)
    here = [signal.covenant_id]
    return [
        *files.cases(actor, known, tables=here, now=now),
        *signals(actor, known, tables=here, beside=signal, now=now),
    ]


def _to_join(signal: Signal, found: list[Candidate]) -> list[Candidate]:
    """Let those that can go on as one with the signal be joined from its page."""
    sides = pair.sides([signal, *(one.found for one in found)])
    here = sides[signal.pk]
    return [
        replace(one, join_url=f"/signals/{signal.number}/join/?with={one.number}")
        if merge_rules.are_joinable(here, sides[one.found.pk])
        else one
        for one in found
    ]


def of_signal(signal: Signal, known: Known) -> Candidate:
    """Give a signal as a candidate beside what is known."""
    there = known_of(signal)
    return Candidate(
        what=_("Signal"),
        number=signal.number,
        url=f"/signals/{signal.number}/",
        status=signal.get_status_display(),
        facts=files.facts(known, there, mark_rules.marks(there)),
        is_open=signal.fed_back_at is None,
        found=signal,
    )
