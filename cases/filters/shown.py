"""The filters above a list: the own ones, and what colleagues share."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest

from cases.filters.models import SavedFilter
from cases.filters.rules import ADDRESS, Listing, outdated, question
from organisations.actor import Actor
from organisations.prepared import prepared

#: In an address: show everything, although the list would open with a filter.
PLAIN = "plain"
#: What an address of a list may hold beside a question.
BESIDE = frozenset({"after", "before", PLAIN})


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter as a link; ``is_on`` when the list shows just that."""

    row: SavedFilter
    url: str
    is_on: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands above a list. ``first``: where the list opens when nothing is asked; empty: here.

    ``unknown``: what the address asks and the list does not know. ``keep_url``: empty when nothing is asked.
    """

    chips: list[Chip]
    first: str
    keep_url: str
    plain_url: str
    unknown: list[str]


def wrong_in(form: BaseForm) -> list[str]:
    """Give the names of the questions of a list that the address answers with a value that is none."""
    return [str(form.fields[name].label) for name in form.errors]


def bar(request: HttpRequest, listing: Listing, *, wrong: Collection[str] = ()) -> Bar:
    """Give the bar of a list. One query. ``wrong``: the fields of the address with a value that is none."""
    given = request.GET.dict()
    now_asked = question(listing, given)
    chips = [_chip(row, listing, now_asked, request.actor) for row in _readable(request.actor, listing)]
    first = next((chip.url for chip in chips if chip.is_own and chip.row.is_first), "")
    strange = set(outdated(listing, given)) - BESIDE
    is_bare, is_known = not given, not (strange or set(wrong))
    kept = urlencode({"listing": listing.value, **now_asked})
    return Bar(
        chips=chips,
        first=first if is_bare else "",
        keep_url=f"/filters/new/?{kept}"
        if now_asked and is_known and not any(chip.is_on for chip in chips)
        else "",
        plain_url=f"{ADDRESS[listing]}?{PLAIN}=1" if first else ADDRESS[listing],
        unknown=sorted({*strange, *wrong}),
    )


def address(listing: Listing, asked: Mapping[str, str]) -> str:
    """Give the address at which a list is asked this."""
    return f"{ADDRESS[listing]}?{urlencode(asked)}"


def _readable(actor: Actor, listing: Listing) -> list[SavedFilter]:
    return _kept(listing.value, user_id=actor.user_id, organisation_id=actor.organisation_id)


@prepared
def _kept(listing: str, *, user_id: Any, organisation_id: Any) -> QuerySet[SavedFilter]:
    mine = Q(user_id=user_id) | Q(is_shared=True)
    rows = SavedFilter.objects.filter(mine, organisation_id=organisation_id, ended_at=None, listing=listing)
    return rows.select_related("user").order_by("name", "pk")


def _chip(row: SavedFilter, listing: Listing, now_asked: Mapping[str, str], actor: Actor) -> Chip:
    is_own = row.user_id == actor.user_id
    return Chip(row, address(listing, row.asked), bool(now_asked) and row.asked == now_asked, is_own)
