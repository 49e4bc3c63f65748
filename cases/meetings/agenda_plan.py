"""The agenda as the chair makes it: the order, and per item its question, its minutes and whom it needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cases.audit.events import Event
from cases.meetings import agenda, agenda_rules, room
from cases.meetings import meeting as meetings
from cases.meetings.models import AgendaItem, Meeting
from organisations.actor import Actor
from organisations.history import check_version, write, write_all
from organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Change:
    """What an item asks, how many minutes it has, and the organisations it needs."""

    question: str
    minutes: int | None
    organisations: tuple[Organisation, ...]


def move(item: AgendaItem, *, actor: Actor, up: bool, now: datetime) -> AgendaItem:
    """Let an item change places with the one above or below it; at an end nothing happens.

    Also while it is discussed: whoever types in an item goes on typing in it, wherever it stands.

    Raises:
        AccessDenied: the actor does not chair this meeting, or takes no part in the case.
        StateConflictError: the meeting is over.
    """
    agenda.require_chair_of(item, actor=actor, now=now)
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
        meetings.check_going_on(meeting)
        shown = list(room.items(actor, now=now).filter(meeting=meeting).order_by("order", "id"))
        if item.pk in {row.pk for row in shown}:
            _renumber(meeting, [row.pk for row in shown], item.pk, up=up, actor=actor, now=now)
        agenda.record(item, Event.MEETING_ITEM_MOVED, actor=actor, now=now)
    return AgendaItem.objects.get(pk=item.pk)


def change(
    item: AgendaItem, *, actor: Actor, asked: Change, version: int | None, now: datetime
) -> AgendaItem:
    """Change the question, the minutes and the organisations of an item; new ones are invited to the meeting.

    Raises:
        AccessDenied: the actor does not chair this meeting, or takes no part in the case.
        StateConflictError: the meeting is over, or an organisation takes no part in the case.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    agenda.require_chair_of(item, actor=actor, now=now)
    with transaction.atomic():
        standing = agenda.lock(item)
        meetings.check_going_on(standing.meeting)
        check_version(standing, version)
        agenda.need(standing, asked.organisations, actor=actor, now=now)
        meetings.invite(standing.meeting, actor=actor, organisations=asked.organisations, now=now)
        standing.question, standing.minutes = asked.question, asked.minutes
        write(standing, actor=actor, now=now)
        agenda.record(standing, Event.MEETING_ITEM_CHANGED, actor=actor, now=now)
    return standing


def _renumber(
    meeting: Meeting, shown: Sequence[int], moving: int, *, up: bool, actor: Actor, now: datetime
) -> None:
    """Write the new places of what the actor sees, in the places those rows have; of others nothing moves."""
    rows = list(AgendaItem.objects.select_for_update().filter(pk__in=shown).order_by("order", "id"))
    places = _distinct([row.order for row in rows])
    by_id = {row.pk: row for row in rows}
    after = agenda_rules.moved([row.pk for row in rows], moving, up=up)
    changed = []
    for pk, place in zip(after, places, strict=True):
        row = by_id[pk]
        if row.order != place:
            row.order = place
            row.version -= 1  # ``write_all`` counts up: a move is no change of what somebody is typing
            changed.append(row)
    write_all(changed, actor=actor, now=now)


def _distinct(places: Sequence[int]) -> list[int]:
    """Give places that differ: items on the same place keep their order and can change it too."""
    found: list[int] = []
    for place in places:
        found.append(max(place, found[-1] + 1 if found else 0))
    return found
