"""Joining two signals that are about the same, and undoing that: nothing is copied, nothing is lost."""

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.access import gate, signal_gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.intake import chain, merge_rules, pair
from cases.intake.merge_rules import JoinFault, JoinRefused
from cases.intake.models import Signal, SignalJoin
from cases.intake.rules import SignalStatus
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

SENTENCES: dict[JoinFault, Promise] = {
    JoinFault.SAME_SIGNAL: _("This is the signal itself. Choose another one."),
    JoinFault.ANOTHER_TABLE: _("These signals are at two different desks or tables. They can't be joined."),
    JoinFault.TAKEN_BACK: _("Who told one of both took it back. It stays by itself."),
    JoinFault.DECIDED: _("One of both was decided already. Put both in the same case instead."),
    JoinFault.GOES_ON_ELSEWHERE: _("One of both goes on in another signal already. Undo that first."),
    JoinFault.IS_HALF: _(
        "One of both is half of a signal that was split. Put both in the same case instead."
    ),
    JoinFault.CARRIES_OTHERS: _("Other signals go on in this one, so let this one go on."),
    JoinFault.TWO_CASES: _("These signals are in two different cases, so they can't be joined."),
    JoinFault.OTHER_IS_IN_A_CASE: _("Only one of both is in a case. Let that one go on."),
    JoinFault.OTHER_IS_FURTHER: _("One of both is further in the triage. Let that one go on."),
    JoinFault.TAKE_UP_FIRST: _("One of both was put aside. Investigate the other one first, then join them."),
}
NOT_JOINED = _("This signal goes on by itself: there is nothing to undo.")
REASON_MISSING = _("Say why, so that others can follow it later.")


def join(kept: Signal, joined: Signal, *, actor: Actor, reason: str, now: datetime) -> SignalJoin:
    """Let one signal go on in another: the desk then works with both as with one. ``now`` is aware.

    The joined one takes the steps of the triage up to where the other stands, and comes along into its case.

    Raises:
        AccessDenied: the actor does not triage both, or does not read signals in the case of the kept one.
        StateConflictError: they can't go on as one, not in this direction, or the reason is missing.
    """
    for signal in (kept, joined):
        signal_gate.require(actor, Act.TRIAGE_SIGNAL, on=signal, now=now)
    with transaction.atomic():
        rows = pair.lock({kept.pk, joined.pk})
        into, other = rows[kept.pk], rows[joined.pk]
        steps = _check(into, other)
        reason = _reason(reason)
        _open_case(into, actor=actor, now=now)
        row = SignalJoin(
            kept=into,
            joined=other,
            reason=reason,
            status_before=other.status,
            was_in_case=other.case_id is not None,
            at=now,
            by=actor.user,
            organisation=actor.organisation,
        )
        write(row, actor=actor, now=now)
        for step in steps:
            chain.take(other, step.value, reason, actor=actor, now=now)
        if other.case_id != into.case_id:
            other.case = into.case
            write(other, actor=actor, now=now, reason="joined")
        _tell(row, Event.SIGNAL_JOINED, "signal_joined", actor=actor, now=now)
    return row


def undo(signal: Signal, *, actor: Actor, reason: str, now: datetime) -> SignalJoin:
    """Let a signal that goes on in another one go on by itself again, from where it stood. ``now`` is aware.

    Its urgency and clocks were always its own. It leaves the case that it only came into by the joining.

    Raises:
        AccessDenied: the actor does not triage both.
        StateConflictError: it goes on by itself already, the case is closed, or the reason is missing.
    """
    signal_gate.require(actor, Act.TRIAGE_SIGNAL, on=signal, now=now)
    with transaction.atomic():
        row = _standing(signal)
        signal_gate.require(actor, Act.TRIAGE_SIGNAL, on=row.kept, now=now)
        _open_case(row.kept, actor=actor, now=now)
        row.ended_at, row.ended_by, row.end_reason = now, actor.user, _reason(reason)
        write(row, actor=actor, now=now, reason="undone")
        _tell(row, Event.SIGNAL_PARTED, "signal_parted", actor=actor, now=now)
        other = row.joined
        other.fed_back_at = None
        if not row.was_in_case:
            other.case = None
        _put_back(other, SignalStatus(row.status_before), row.end_reason, actor=actor, now=now)
    return row


def _check(into: Signal, other: Signal) -> tuple[SignalStatus, ...]:
    sides = pair.sides([into, other])
    try:
        return merge_rules.check(sides[into.pk], sides[other.pk])
    except JoinRefused as refused:
        field = "keep" if refused.code in merge_rules.OTHER_WAY_ROUND else "other"
        raise StateConflictError(SENTENCES[refused.code], code=refused.code.value, field=field) from refused


def _reason(typed: str) -> str:
    if not typed.strip():
        raise StateConflictError(REASON_MISSING, code="reason_missing", field="reason")
    return typed.strip()


def _open_case(signal: Signal, *, actor: Actor, now: datetime) -> None:
    """Lock the case that a signal is in, if any: it must be open, and the actor reads signals in it."""
    if signal.case_id is None:
        return
    case = Case.objects.select_for_update().get(pk=signal.case_id)
    gate.require(actor, Act.TRIAGE_SIGNAL, on=case, compartment=Compartment.SIGNALS, now=now)
    casefile.check_open(case)


def _standing(signal: Signal) -> SignalJoin:
    """Give the joining of a signal with both signals locked, read after the wait."""
    found = pair.goes_on_in(signal)
    if found is None:
        raise StateConflictError(NOT_JOINED, code="not_joined")
    rows = pair.lock({found.kept_id, found.joined_id})
    row = pair.standing_joins().filter(pk=found.pk).first()
    if row is None:
        raise StateConflictError(NOT_JOINED, code="not_joined")
    row.kept, row.joined = rows[row.kept_id], rows[row.joined_id]
    return row


def _put_back(other: Signal, to: SignalStatus, reason: str, *, actor: Actor, now: datetime) -> None:
    if other.status == to:
        write(other, actor=actor, now=now, reason="parted")
    else:
        chain.put(other, to, reason, actor=actor, now=now)


def _tell(row: SignalJoin, event: Event, kind: str, *, actor: Actor, now: datetime) -> None:
    """Write a ledger line at both signals, and a line on the case's timeline that names the kept one only."""
    for signal, beside in ((row.kept, row.joined), (row.joined, row.kept)):
        ledger.record(
            actor,
            event,
            on=signal,
            case=signal.case,
            now=now,
            act=Act.TRIAGE_SIGNAL,
            compartments=[Compartment.SIGNALS],
            beside=beside.number,
        )
    if row.kept.case is not None:
        timeline.add(
            row.kept.case,
            kind,
            actor=actor,
            compartment=Compartment.SIGNALS,
            now=now,
            url=f"/signals/{row.kept.number}/",
            signal=row.kept.number,
        )
