"""How far a file is that comes in as a whole: until its end nothing of that can be read in the database.

The number stands in the cache that web and workers share. Where there is none, or it is away, nobody learns
how far it is, and it comes in all the same.
"""

import logging

from django.core.cache import cache
from redis import RedisError

KEPT = 300  # seconds; longer than it may take

log = logging.getLogger(__name__)


class Progress:
    """What one run tells; a cache that fails once is left alone, for each try may wait a second for it."""

    def __init__(self, sheet_id: int) -> None:
        self._key: str | None = _key(sheet_id)

    def note(self, rows: int) -> None:
        """Tell that so many rows were written."""
        if self._key is None:
            return
        try:
            cache.set(self._key, rows, timeout=KEPT)
        except (RedisError, OSError) as error:
            self._key = None
            log.warning("cache not reached, nobody sees how far a file is: %s", type(error).__name__)


def seen(sheet_id: int) -> int | None:
    """Give how many rows were written; None where nobody can tell."""
    try:
        return cache.get(_key(sheet_id))
    except (RedisError, OSError):
        return None


def _key(sheet_id: int) -> str:
    return f"zorgtafel.sheet.{sheet_id}.far"
