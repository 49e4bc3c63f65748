"""Pages of a long list that stay right while it grows: the next starts after a row, not after a count."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime

SIZE = 25
SALT = "page"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page lies: on which side of which row (``at`` and ``pk``); on no side is the first page."""

    side: str = ""
    row: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows and the addresses of its neighbours, empty where there is none."""

    rows: list[Any]
    previous_url: str
    next_url: str


def page_of(queryset: QuerySet, *, keys: tuple[str, str], query: QueryDict, size: int = SIZE) -> Page:
    """Give the page that the address asks for. One statement.

    ``keys``: the two fields of the order, the second unique; both ``-`` or both without.
    ``query`` holds ``after`` or ``before``, the signed place of a neighbour; anything else
    in it (filters) stays in the addresses. A place that was tampered with is the first page.
    """
    place = place_of(query)
    rows = rows_at(queryset, place.side, **place.row, keys=keys, size=size)
    return page_from(list(rows), place, keys=keys, query=query, size=size)


def place_of(query: QueryDict) -> Place:
    """Give the place that the address asks for."""
    for side in ("before", "after"):
        if row := _row(query.get(side)):
            return Place(side, row)
    return Place()


def rows_at(
    queryset: QuerySet, side: str, *, keys: tuple[str, str], size: int = SIZE, **row: Any
) -> QuerySet:
    """Give the rows on one side of a row, the nearest first, and one more to see whether it goes on."""
    ordered = queryset.order_by(*keys)
    if side:
        ordered = ordered.filter(_beyond(keys, **row, is_forward=side == "after"))
    return (ordered.reverse() if side == "before" else ordered)[: size + 1]


def page_from(
    rows: list[Any], place: Place, *, keys: tuple[str, str], query: QueryDict, size: int = SIZE
) -> Page:
    """Make a page of what ``rows_at`` gave for a place."""
    has_more, rows = len(rows) > size, rows[:size]
    if place.side == "before":
        rows.reverse()
    has_previous = has_more if place.side == "before" else place.side == "after"
    has_next = has_more or place.side == "before"
    return Page(
        rows=rows,
        previous_url=_url(query, "before", rows[0], keys) if rows and has_previous else "",
        next_url=_url(query, "after", rows[-1], keys) if rows and has_next else "",
    )


def _beyond(keys: tuple[str, str], *, at: Any, pk: Any, is_forward: bool) -> Q:
    """Say "further in the order than this place", in the form that an index range can answer."""
    is_falling = keys[0].startswith("-")
    side = "lt" if is_falling == is_forward else "gt"
    first, second = (key.lstrip("-") for key in keys)
    further = Q(**{f"{first}__{side}": at}) | Q(**{f"{second}__{side}": pk})
    return Q(**{f"{first}__{side}e": at}) & further


def _url(query: QueryDict, way: str, row: Any, keys: tuple[str, str]) -> str:
    place = [getattr(row, key.lstrip("-")) for key in keys]
    kept = [(name, value) for name, value in query.items() if name not in ("after", "before")]
    return "?" + urlencode([*kept, (way, signing.dumps([place[0].isoformat(), place[1]], salt=SALT))])


def _row(signed: str | None) -> dict[str, Any]:
    """Read a row's signed place in the order; nothing when nobody signed it."""
    try:
        when, pk = signing.loads(signed or "", salt=SALT)
    except signing.BadSignature:
        return {}
    return {"at": parse_date(when) if len(when) == 10 else parse_datetime(when), "pk": pk}
