"""The act on the young person's own plan: write it, or change it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.own_plan.models import OwnPlan
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import check_version, write

IDENTITY = Compartment.IDENTITY


@dataclass(frozen=True, slots=True)
class Words:
    """What the plan says. ``meet_on``: a local date."""

    for_name: str = ""
    wishes: str = ""
    agreed: str = ""
    helpers: str = ""
    numbers: str = ""
    unsafe: str = ""
    meet_on: date | None = None


def put(case: Case, *, actor: Actor, words: Words, version: int | None, now: datetime) -> OwnPlan:
    """Write the plan of a young person, or change it.

    Raises:
        AccessDenied: the actor may not write about who the case is about.
        StateConflictError: the case is closed.
        StaleWriteError: somebody else wrote or changed it since the page was opened.
    """
    gate.require(actor, Act.WRITE_NOTE, on=case, compartment=IDENTITY, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        casefile.check_open(case)
        plan = OwnPlan.objects.filter(case=case).first()
        if plan is None:
            plan = OwnPlan(case=case)
        else:
            check_version(plan, version or 0)  # no version: the page showed that there was no plan yet
        for name, value in asdict(words).items():
            setattr(plan, name, value)
        plan.written_at, plan.written_by, plan.organisation = now, actor.user, actor.organisation
        write(plan, actor=actor, now=now)
        _note(plan, case, actor=actor, now=now)
    return plan


def _note(plan: OwnPlan, case: Case, *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor,
        Event.OWN_PLAN_WRITTEN,
        on=plan,
        case=case,
        now=now,
        act=Act.WRITE_NOTE,
        compartments=[IDENTITY],
    )
    timeline.add(
        case,
        "own_plan_written",
        actor=actor,
        compartment=IDENTITY,
        now=now,
        url=f"/cases/{case.number}/plan/own/",
    )
