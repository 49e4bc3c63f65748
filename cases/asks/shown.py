"""What people read about the questions between organisations in a case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.access import gate
from cases.asks.models import Ask
from cases.asks.rules import OPEN, AskState
from cases.casefile.models import Case
from cases.coordination.words import clock
from organisations.acts import Act
from organisations.compartments import Compartment

MOST_ENDED = 50
TONES = {
    AskState.WAITING: "info",
    AskState.ACCEPTED: "info",
    AskState.ANSWERED: "ok",
    AskState.DECLINED: "warning",
    AskState.REVOKED: "neutral",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One question on the page: the tone of its state, its clock, and what the reader may do with it."""

    ask: Ask
    tone: str
    clock: dict[str, Any]
    may_answer: bool
    may_revoke: bool


def rows(case: Case, *, now: datetime) -> list[Row]:
    """Give the questions in the parts that the reader reads: open ones by date, then what ended."""
    people = ("asked_by", "accepted_by", "ended_by", "from_organisation", "to_organisation")
    found = case.asks.filter(compartment__in=case.access.readable).select_related(*people)
    open_ones = found.filter(ended_at=None).order_by("due_on", "id")
    ended = found.filter(ended_at__isnull=False).order_by("-ended_at", "-id")[:MOST_ENDED]
    return [_row(row, case, now=now) for row in (*open_ones, *ended)]


def _row(row: Ask, case: Case, *, now: datetime) -> Row:
    row.case = case
    actor, access = case.access.actor, case.access
    part = Compartment(row.compartment)
    is_open = row.state in OPEN and case.status != "closed"
    works = is_open and gate.may(
        actor, Act.WORK_ON_ACTIONS, on=case, compartment=part, access=access, now=now
    )
    assigns = works and gate.may(actor, Act.ASSIGN_COORDINATOR, on=case, access=access, now=now)
    return Row(
        ask=row,
        tone=TONES[AskState(row.state)],
        clock=clock("", row.due_on, now=now),
        may_answer=works and row.to_organisation_id == actor.organisation_id,
        may_revoke=works and (assigns or row.from_organisation_id == actor.organisation_id),
    )
