"""The secret address of somebody's calendar: made, replaced by another, and taken back."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from cases.audit import ledger
from cases.audit.events import Event
from cases.meetings.models import CalendarFeed
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import write
from organisations.identity import sealing
from organisations.models import User

PURPOSE = "address of a calendar"


def standing(actor: Actor) -> CalendarFeed | None:
    """Give the address that this person has for this organisation now."""
    return _own(actor).first()


def make(*, actor: Actor, now: datetime) -> CalendarFeed:
    """Make a new address for this person; one that stood gives nothing any more.

    Raises:
        AccessDenied: the actor's role attends no meetings.
    """
    actor.demand(Act.ATTEND_MEETING)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.user_id)  # twice at once makes one after the other
        _end(actor, now=now)
        token = secrets.token_urlsafe(32)
        made = CalendarFeed(
            user=actor.user,
            organisation=actor.organisation,
            digest=digest_of(token),
            sealed=sealing.seal(token, purpose=PURPOSE),
            made_at=now,
        )
        write(made, actor=actor, now=now)
        ledger.record(actor, Event.CALENDAR_MADE, on=made, now=now, act=Act.ATTEND_MEETING)
    return made


def withdraw(*, actor: Actor, now: datetime) -> None:
    """Take the address back; whoever has it finds nothing from then on. Without one nothing happens.

    Raises:
        AccessDenied: the actor's role attends no meetings.
    """
    actor.demand(Act.ATTEND_MEETING)
    with transaction.atomic():
        ended = _end(actor, now=now)
        if ended is not None:
            ledger.record(actor, Event.CALENDAR_WITHDRAWN, on=ended, now=now, act=Act.ATTEND_MEETING)


def token_of(feed: CalendarFeed) -> str:
    """Give the secret of an address, for its owner."""
    return sealing.unseal(feed.sealed, purpose=PURPOSE)


def found(token: str) -> CalendarFeed | None:
    """Give the address with this secret, if it still counts."""
    rows = CalendarFeed.objects.filter(digest=digest_of(token), ended_at=None)
    return rows.select_related("user", "organisation").first()


def digest_of(token: str) -> str:
    """Give what the database finds a secret by: the secret itself is not in the index."""
    return hashlib.sha256(token.encode()).hexdigest()


def _own(actor: Actor) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(
        user_id=actor.user_id, organisation_id=actor.organisation_id, ended_at=None
    )


def _end(actor: Actor, *, now: datetime) -> CalendarFeed | None:
    feed = _own(actor).select_for_update().first()
    if feed is None:
        return None
    feed.ended_at = now
    return write(feed, actor=actor, now=now)
