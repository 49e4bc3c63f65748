"""Pages of a long list that stay right while it grows: the next starts after a row, not after a count."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime

SIZE = 25
SALT = "page"


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
    after, before = _place(query.get("after")), _place(query.get("before"))
    rows = list(_from(queryset, keys, after, before)[: size + 1])
    has_more, rows = len(rows) > size, rows[:size]
    if before is not None:
        rows.reverse()
    has_previous = has_more if before is not None else after is not None
    has_next = has_more if before is None else True
    return Page(
        rows=rows,
        previous_url=_url(query, "before", rows[0], keys) if rows and has_previous else "",
        next_url=_url(query, "after", rows[-1], keys) if rows and has_next else "",
    )


def _from(queryset: QuerySet, keys: tuple[str, str], after: list | None, before: list | None) -> QuerySet:
    ordered = queryset.order_by(*keys)
    if before is not None:
        return ordered.filter(_beyond(keys, before, is_forward=False)).reverse()
    if after is not None:
        return ordered.filter(_beyond(keys, after, is_forward=True))
    return ordered


def _beyond(keys: tuple[str, str], place: list, *, is_forward: bool) -> Q:
    """Say "further in the order than this place", in the form that an index range can answer."""
    is_falling = keys[0].startswith("-")
    side = "lt" if is_falling == is_forward else "gt"
    first, second = (key.lstrip("-") for key in keys)
    further = Q(**{f"{first}__{side}": place[0]}) | Q(**{f"{second}__{side}": place[1]})
    return Q(**{f"{first}__{side}e": place[0]}) & further


def _url(query: QueryDict, way: str, row: Any, keys: tuple[str, str]) -> str:
    place = [getattr(row, key.lstrip("-")) for key in keys]
    kept = [(name, value) for name, value in query.items() if name not in ("after", "before")]
    return "?" + urlencode([*kept, (way, signing.dumps([place[0].isoformat(), place[1]], salt=SALT))])


def _place(signed: str | None) -> list | None:
    try:
        when, pk = signing.loads(signed or "", salt=SALT)
    except signing.BadSignature:
        return None
    return [parse_date(when) if len(when) == 10 else parse_datetime(when), pk]
