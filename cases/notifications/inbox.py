"""One's own inbox for one organisation: unread first, read when opened."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Value, When

from cases.access import facts
from cases.notifications.models import Delivery
from organisations.actor import Actor

PAGE = 25


@dataclass(frozen=True, slots=True)
class Page:
    """Some items of an inbox; ``after`` is the mark where the next page starts, empty at the end."""

    items: list[Delivery]
    after: str


def own(actor: Actor) -> QuerySet[Delivery]:
    """Give what this person was told for this organisation; nobody reads another's inbox.

    What they were told of a case that was sealed since is gone as well, and what they are told of one from
    which a block keeps them: that it exists is nothing for them to know.
    """
    rows = Delivery.objects.filter(
        user_id=actor.user_id, organisation_id=actor.organisation_id, channel="inbox"
    )
    return rows.filter(facts.in_sight(actor, OuterRef("notification__case_id")))


def page(actor: Actor, *, after: str = "") -> Page:
    """Give a page of the inbox, unread first and then the newest; an unknown mark is the first page."""
    rows = own(actor).annotate(
        is_new=Case(When(read_at=None, then=Value(1)), default=Value(0), output_field=IntegerField())
    )
    found = list(
        rows.filter(_behind(after)).select_related("notification").order_by("-is_new", "-id")[: PAGE + 1]
    )
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(items=found[:PAGE], after="" if last is None else f"{last.is_new}-{last.pk}")


def read(item: Delivery, *, now: datetime) -> None:
    """Note that somebody opened an item, the first time only."""
    if item.read_at is None:
        item.read_at = now
        item.save(update_fields=["read_at"])


def _behind(after: str) -> Q:
    is_new, _dash, pk = after.partition("-")
    if is_new not in {"0", "1"} or not pk.isdecimal() or len(pk) > 18:
        return Q()
    return Q(is_new__lt=int(is_new)) | Q(is_new=int(is_new), pk__lt=int(pk))
