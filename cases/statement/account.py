"""The act on what a young person told: write it down once, literally. What is added is another account."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.happened import check_happened
from cases.statement.models import Account, Exchange
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write


@dataclass(frozen=True, slots=True)
class Told:
    """What was told in one talk. ``happened_at`` is aware; ``exchanges``: pairs of asked and said."""

    compartment: Compartment
    happened_at: datetime
    begun_by: str
    exchanges: tuple[tuple[str, str], ...] = ()
    place: str = ""
    present: str = ""
    seen: str = ""
    interpretation: str = ""


def write_down(case: Case, *, actor: Actor, told: Told, now: datetime) -> Account:
    """Write down what a young person told.

    Raises:
        AccessDenied: the actor may not write in this compartment.
        StateConflictError: the case is closed, the talk lies in the future, or nothing was said or seen.
    """
    gate.require(actor, Act.WRITE_NOTE, on=case, compartment=told.compartment, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        casefile.check_open(case)
        check_happened(told.happened_at, "happened_at", now=now)
        _check_says_something(told)
        account = _write(case, told, actor=actor, now=now)
        _note(account, case, actor=actor, now=now)
    return account


def _check_says_something(told: Told) -> None:
    if not told.seen and not any(said or asked for asked, said in told.exchanges):
        raise StateConflictError(
            _("Write down what was said or what you saw; one of the two is enough."),
            code="nothing_told",
            field="said_1",
        )


def _write(case: Case, told: Told, *, actor: Actor, now: datetime) -> Account:
    account = Account(
        case=case,
        compartment=told.compartment.value,
        happened_at=told.happened_at,
        place=told.place,
        present=told.present,
        begun_by=told.begun_by,
        seen=told.seen,
        interpretation=told.interpretation,
        author=actor.user,
        organisation=actor.organisation,
        written_at=now,
    )
    write(account, actor=actor, now=now)
    spoken = [pair for pair in told.exchanges if any(pair)]
    for position, (asked, said) in enumerate(spoken, start=1):
        write(Exchange(account=account, position=position, asked=asked, said=said), actor=actor, now=now)
    return account


def _note(account: Account, case: Case, *, actor: Actor, now: datetime) -> None:
    compartment = Compartment(account.compartment)
    ledger.record(
        actor,
        Event.ACCOUNT_WRITTEN,
        on=account,
        case=case,
        now=now,
        act=Act.WRITE_NOTE,
        compartments=[compartment],
    )
    timeline.add(
        case,
        "account_written",
        actor=actor,
        compartment=compartment,
        now=now,
        url=f"/cases/{case.number}/said/#account-{account.pk}",
        account=account.pk,
    )
