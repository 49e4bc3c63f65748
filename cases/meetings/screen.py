"""The big screen in the room: the chair says which item is on it; only pseudonyms, and only of that item."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cases.audit.events import Event
from cases.meetings import agenda, room
from cases.meetings.models import AgendaItem, Meeting
from cases.meetings.rules import MeetingStatus
from organisations.actor import Actor
from organisations.history import write


def show(item: AgendaItem, *, actor: Actor, now: datetime) -> AgendaItem:
    """Put an item on the big screen, instead of the one that was on it.

    Raises:
        AccessDenied: the actor does not chair this meeting, or takes no part in the case.
    """
    agenda.require_chair_of(item, actor=actor, now=now)
    with transaction.atomic():
        standing = agenda.lock(item)
        standing.on_screen_at = now
        standing.version -= 1  # ``write`` counts up: showing is no change of what somebody is typing
        write(standing, actor=actor, now=now)
        agenda.record(standing, Event.MEETING_ITEM_SHOWN, actor=actor, now=now)
    return standing


def on_screen(actor: Actor, meeting: Meeting, *, now: datetime) -> AgendaItem | None:
    """Give the item that is on the screen, as far as the actor may hear of it; None unless it is running."""
    if meeting.status != MeetingStatus.RUNNING:
        return None
    shown = room.items(actor, now=now).filter(meeting=meeting, on_screen_at__isnull=False)
    return newest(shown.select_related("case", "meeting__host"))


def newest(items: Iterable[AgendaItem]) -> AgendaItem | None:
    """Give the one of these items that was put on the screen last; None when none was."""
    shown = [item for item in items if item.on_screen_at is not None]
    return max(shown, key=lambda item: (item.on_screen_at, item.pk), default=None)
