"""What somebody typed and did not finish: kept on the server for that person, under the key of its form.

Signals and the forms of a meeting are kept this way. What was finished, thrown away or left for a fortnight
is emptied: of a draft nothing remains but that there was one. Who may keep what is decided there.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import parse_qs, urlencode

from django.db.models import QuerySet
from django.utils.functional import Promise

from cases.conflict import StateConflictError

#: Longer than a leave, shorter than anybody remembers what they meant; a choice of ours.
KEPT_FOR = timedelta(days=14)
LARGEST = 400_000  # characters, as of every form that is kept
Values = Mapping[str, list[str]]


class Draft(Protocol):
    """A row of a table with drafts; moments are aware."""

    key: str
    typed: str
    saved_at: datetime
    ended_at: datetime | None

    def save(self, *, update_fields: list[str]) -> None:
        """Write these columns."""


def check(values: Values, others: QuerySet, *, most: int, too_large: Promise, too_many: Promise) -> None:
    """Pass when this is not far too large, and ``others``, what stands open beside it, not far too much.

    Raises:
        StateConflictError: it is; ``too_large`` and ``too_many`` say so.
    """
    if sum(len(text) for texts in values.values() for text in texts) > LARGEST:
        raise StateConflictError(too_large, code="too_large")
    if others.count() >= most:
        raise StateConflictError(too_many, code="too_many")


def write_down(rows: QuerySet, values: Values, *, now: datetime, **of: Any) -> tuple[Any, bool]:
    """Write what was typed in the draft that is ``of`` these columns, and say whether it is a new one.

    One that ended stays empty: it was sent meanwhile, or thrown away in another window. In a transaction.
    """
    typed = urlencode(dict(values), doseq=True)
    found, is_new = rows.select_for_update().get_or_create(**of, defaults={"typed": typed, "saved_at": now})
    if found.ended_at is None and not is_new:
        found.typed, found.saved_at = typed, now
        found.save(update_fields=["typed", "saved_at"])
    return found, is_new


def empty(draft: Draft, *, now: datetime) -> None:
    """Take out what was typed, for good."""
    draft.typed, draft.ended_at = "", now
    draft.save(update_fields=["typed", "ended_at"])


def forget(rows: QuerySet, *, now: datetime) -> int:
    """Empty what nobody finished for a fortnight; give how many there were."""
    return rows.filter(ended_at=None, saved_at__lte=now - KEPT_FOR).update(typed="", ended_at=now)


def values_of(draft: Draft) -> dict[str, list[str]]:
    """Give what was typed, by field."""
    return parse_qs(draft.typed, keep_blank_values=True)
