"""Somebody's quiet hours and digest: chosen by themselves, and read before a message is owed or sent."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations import duty
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.history import write
from organisations.models import ReachChoice, User
from organisations.reach import quiet_rules
from organisations.reach.quiet_rules import Choice, Fault, Hold, Matter, Message

#: A person at an organisation, by id: on duty for one, perhaps not for another.
Seat = tuple[int, int]

FAULTS: dict[Fault, tuple[str, Promise]] = {
    Fault.HALF: ("quiet_until", _("Fill in both times, or neither.")),
    Fault.NO_LENGTH: ("quiet_until", _("Quiet hours need an end that differs from their start.")),
    Fault.TOO_LONG: ("quiet_until", _("Quiet hours can last ten hours at most.")),
    Fault.DIGEST_IN_QUIET: ("digest_at", _("This time lies in your quiet hours. Choose a time after them.")),
}


def own(actor: Actor) -> Choice:
    """Give what somebody chose for themselves."""
    found = ReachChoice.objects.filter(user_id=actor.user_id).first()
    return Choice() if found is None else of(found)


def of(row: ReachChoice) -> Choice:
    """Give the choice that a row keeps."""
    return Choice(row.quiet_from, row.quiet_until, row.digest_at)


def choose(choice: Choice, *, actor: Actor, now: datetime) -> None:
    """Keep one's own quiet hours and digest; what is under way already goes as it was owed.

    Raises:
        StateConflictError: the times can't be; the sentence says why.
    """
    fault = quiet_rules.fault(choice)
    if fault is not None:
        field, sentence = FAULTS[fault]
        raise StateConflictError(sentence, code=fault.value, field=field)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.user_id)
        row = ReachChoice.objects.filter(pk=actor.user_id).first() or ReachChoice(user_id=actor.user_id)
        row.quiet_from, row.quiet_until = choice.quiet_from, choice.quiet_until
        row.digest_at = choice.digest_at
        write(row, actor=actor, now=now)
        ledger.record(actor, Event.REACH_CHOSEN, on=row, now=now, act=Act.READ_INBOX)


def holds(message: Message, choices: Mapping[Seat, Choice], *, now: datetime) -> dict[Seat, Hold]:
    """Give for whom a message waits at ``now`` (aware), and until when. Two queries, when somebody rests."""
    found = {seat: hold for seat, choice in choices.items() if (hold := _hold(message, choice, now))}
    if not found or message.matter is not Matter.ALERT:
        return found
    called = on_duty({organisation_id for _user, organisation_id in found}, now=now)
    return {seat: hold for seat, hold in found.items() if seat not in called}


def on_duty(organisation_ids: Iterable[int], *, now: datetime) -> set[Seat]:
    """Give who stands on the roster of these organisations at ``now`` (aware), on any level."""
    return seats(duty.on_duty(organisation_ids, at=now))


def seats(rosters: Mapping[int, duty.Roster]) -> set[Seat]:
    """Give who stands on these rosters."""
    return {
        (user.pk, organisation_id)
        for organisation_id, levels in rosters.items()
        for people in levels.values()
        for user in people
    }


def held(actor: Actor, *, now: datetime) -> list[dict[str, Any]]:
    """Give what waits for this person: when it comes (``due_at``), why (``held``) and how many messages."""
    rows = actor.user.deliveries.filter(state="queued", due_at__gt=now).exclude(held="")
    return list(
        rows.values("due_at", "held").annotate(count=Count("notification", distinct=True)).order_by("due_at")
    )


def rests_until(choice: Choice, *, now: datetime) -> datetime | None:
    """Give the end of the quiet hours in which somebody is at ``now`` (aware); None outside them."""
    return quiet_rules.rests_until(choice, now=now, zone=timezone.get_default_timezone())


def _hold(message: Message, choice: Choice, now: datetime) -> Hold | None:
    return quiet_rules.hold(message, choice, now=now, zone=timezone.get_default_timezone())
