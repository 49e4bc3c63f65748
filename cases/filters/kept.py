"""Acts on the own filters: keep one, change it, throw it away."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.filters.choices import TROUBLES
from cases.filters.models import SavedFilter
from cases.filters.rules import MOST, OPENS, Listing, question, trouble
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import check_version, write
from organisations.models import User

#: What somebody must be able to do to ask a list something.
NEEDS = {
    Listing.CASES: Act.READ_CASE,
    Listing.QUEUE: Act.READ_INBOX,
    Listing.SIGNALS: Act.READ_SIGNALS,
    Listing.MEETINGS: Act.ATTEND_MEETING,
    Listing.ALERTS: Act.READ_CASE,
    Listing.AGREED: Act.WORK_ON_ACTIONS,
}


@dataclass(frozen=True, slots=True)
class Named:
    """How a filter is called and used: by colleagues too, and when the list opens."""

    name: str
    is_shared: bool = False
    is_first: bool = False


def own(actor: Actor) -> QuerySet[SavedFilter]:
    """Give the filters that this person keeps at this organisation."""
    rows = SavedFilter.objects.filter(user_id=actor.user_id, organisation_id=actor.organisation_id)
    return rows.filter(ended_at=None)


def keep(
    listing: Listing, asked: dict[str, str], named: Named, *, actor: Actor, now: datetime
) -> SavedFilter:
    """Keep a question to a list under a name.

    Raises:
        AccessDenied: the actor has no such list.
        StateConflictError: it asks nothing, the name can't be used or is taken, or there are too many.
    """
    actor.demand(NEEDS[listing])
    with transaction.atomic():
        standing = _locked(actor, listing)
        wanted = question(listing, asked)
        if not wanted:
            raise StateConflictError(
                _("There is no filter to keep: the list shows everything."), code="empty"
            )
        if len(standing) >= MOST:
            raise StateConflictError(_("You keep many filters already. Throw one away first."), code="many")
        _check_name(named.name, standing)
        made = SavedFilter(
            user_id=actor.user_id,
            organisation_id=actor.organisation_id,
            listing=listing.value,
            asked=wanted,
            made_at=now,
        )
        _write(made, named, standing, actor=actor, now=now)
        _note(made, Event.FILTER_KEPT, actor=actor, now=now)
    return made


def change(
    row: SavedFilter, named: Named, *, actor: Actor, version: int | None, now: datetime
) -> SavedFilter:
    """Give an own filter another name, share it or not, let the list open with it or not.

    Raises:
        StateConflictError: it was thrown away, or the name can't be used or is taken.
        StaleWriteError: it was changed since the page was opened.
    """
    listing = Listing(row.listing)
    actor.demand(NEEDS[listing])
    with transaction.atomic():
        standing = _locked(actor, listing)
        mine = _standing(row, standing)
        check_version(mine, version)
        others = [other for other in standing if other.pk != mine.pk]
        _check_name(named.name, others)
        _write(mine, named, others, actor=actor, now=now)
        _note(mine, Event.FILTER_CHANGED, actor=actor, now=now)
    return mine


def throw_away(row: SavedFilter, *, actor: Actor, version: int | None, now: datetime) -> None:
    """Throw an own filter away, for colleagues with whom it was shared too.

    Raises:
        StateConflictError: it was thrown away already.
        StaleWriteError: it was changed since the page was opened.
    """
    listing = Listing(row.listing)
    actor.demand(NEEDS[listing])
    with transaction.atomic():
        mine = _standing(row, _locked(actor, listing))
        check_version(mine, version)
        mine.ended_at = now
        write(mine, actor=actor, now=now)
        _note(mine, Event.FILTER_THROWN_AWAY, actor=actor, now=now)


def _locked(actor: Actor, listing: Listing) -> list[SavedFilter]:
    """Give what this person keeps for a list; two screens of the same person take turns."""
    User.objects.select_for_update().only("pk").get(pk=actor.user_id)
    return list(own(actor).filter(listing=listing.value))


def _standing(row: SavedFilter, standing: list[SavedFilter]) -> SavedFilter:
    found = next((one for one in standing if one.pk == row.pk), None)
    if found is None:
        raise StateConflictError(_("This filter was thrown away already."), code="ended")
    return found


def _check_name(name: str, others: list[SavedFilter]) -> None:
    found = trouble(name)
    if found is not None:
        raise StateConflictError(TROUBLES[found], code=found.value, field="name")
    if any(other.name.casefold() == " ".join(name.split()).casefold() for other in others):
        raise StateConflictError(_("You have a filter with this name already."), code="taken", field="name")


def _write(row: SavedFilter, named: Named, others: list[SavedFilter], *, actor: Actor, now: datetime) -> None:
    """Write a filter; a list opens with one of them only."""
    for other in others:
        if named.is_first and other.is_first:
            other.is_first = False
            write(other, actor=actor, now=now)
    row.name = " ".join(named.name.split())
    row.is_shared, row.is_first = named.is_shared, named.is_first and Listing(row.listing) in OPENS
    write(row, actor=actor, now=now)


def _note(row: SavedFilter, event: Event, *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor, event, on=row, now=now, act=Act.READ_INBOX, listing=row.listing, is_shared=row.is_shared
    )
