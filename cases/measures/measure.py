"""Acts on measures: write one down, change or extend it, write down what came after it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.measures.models import Measure
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import check_version, write

IDENTITY = Compartment.IDENTITY


@dataclass(frozen=True, slots=True)
class Decided:
    """What a court decided. ``kind`` as in ``rules``; local dates, ``ends_on`` is the last day it holds."""

    kind: str
    starts_on: date
    ends_on: date
    carried_out_by: str = ""
    remark: str = ""


def add(case: Case, *, actor: Actor, decided: Decided, now: datetime) -> Measure:
    """Write down a measure about the young person of a case.

    Raises:
        AccessDenied: the actor may not write about who the case is about.
        StateConflictError: the case is closed, or the measure ends before it starts.
    """
    gate.require(actor, Act.WRITE_NOTE, on=case, compartment=IDENTITY, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        casefile.check_open(case)
        _check_days(decided)
        made = Measure(case=case, **asdict(decided), **_by(actor, now))
        write(made, actor=actor, now=now)
        _note(made, case, Event.MEASURE_WRITTEN, actor=actor, now=now)
    return made


def change(
    standing: Measure, *, actor: Actor, decided: Decided, version: int | None, now: datetime
) -> Measure:
    """Change a measure, for example because the court extended it; the history keeps what was there.

    Raises:
        AccessDenied: the actor may not write about who the case is about.
        StateConflictError: it was ended, or it would end before it starts.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    _check_days(decided)
    return _rewrite(standing, asdict(decided), Event.MEASURE_CHANGED, actor=actor, version=version, now=now)


def end(standing: Measure, *, actor: Actor, outcome: str, version: int | None, now: datetime) -> Measure:
    """Write down what came after a measure, and take it out of the clocks.

    Raises:
        AccessDenied: the actor may not write about who the case is about.
        StateConflictError: it was ended already.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    changes = {"ended_at": now, "outcome": outcome}
    return _rewrite(standing, changes, Event.MEASURE_ENDED, actor=actor, version=version, now=now)


def _rewrite(
    measure: Measure, changes: dict, event: Event, *, actor: Actor, version: int | None, now: datetime
) -> Measure:
    gate.require(actor, Act.WRITE_NOTE, on=measure.case, compartment=IDENTITY, now=now)
    with transaction.atomic():
        standing = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
        if standing.ended_at is not None:
            raise StateConflictError(_("This measure was ended already."), code="ended")
        check_version(standing, version)
        for name, value in {**changes, **_by(actor, now)}.items():
            setattr(standing, name, value)
        write(standing, actor=actor, now=now)
        _note(standing, measure.case, event, actor=actor, now=now)
    return standing


def _check_days(decided: Decided) -> None:
    if decided.ends_on < decided.starts_on:
        raise StateConflictError(
            _("The last day lies before the first day. Look at both dates."),
            code="ends_before_it_starts",
            field="ends_on",
        )


def _by(actor: Actor, now: datetime) -> dict:
    return {"written_at": now, "written_by": actor.user, "organisation": actor.organisation}


def _note(measure: Measure, case: Case, event: Event, *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor,
        event,
        on=measure,
        case=case,
        now=now,
        act=Act.WRITE_NOTE,
        compartments=[IDENTITY],
    )
    timeline.add(
        case,
        "measure_ended" if event is Event.MEASURE_ENDED else "measure_written",
        actor=actor,
        compartment=IDENTITY,
        now=now,
        url=f"/cases/{case.number}/people/#measures",
    )
