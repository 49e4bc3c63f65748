"""Up to where the ledger is settled: below this id nothing can appear any more.

An id is given when a line is inserted and seen when its transaction ends, so a lower id may come to light
after a higher one. Sealing past it would make an honest line look inserted.

``LOCK TABLE … IN SHARE MODE`` with a short timeout answers this as well, but each new writer queues behind it
for as long as it waits, and it asks for the right to change or empty the table, which is what a sealer must
not have. So we do what PostgreSQL itself does for ``CREATE INDEX CONCURRENTLY``: read the highest id first,
then wait until everybody who *now* holds the lock of a writer is done. Nobody queues, and SELECT is all the
right that is needed. A writer takes that lock before its id and lets go after its line can be seen, so none
is missed.

SQLite has one writer at a time: whatever can be read is settled.
"""

import time

from django.db import connection

TABLE = "cases_ledgerline"
#: How long (seconds) to wait for writers that were busy; the next round tries again.
PATIENCE = 2.0
_PAUSE = 0.01

_WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE relation = %s::regclass AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND granted AND pid IS DISTINCT FROM pg_backend_pid()
  AND mode NOT IN ('AccessShareLock', 'RowShareLock', 'ShareLock', 'ShareUpdateExclusiveLock')
"""


def settled_id(*, patience: float = PATIENCE) -> int | None:
    """Give the highest id up to which every line can be read; None when a writer outlasts our patience.

    Zero for an empty ledger. Call it outside a transaction: each statement must see what is new.
    """
    highest = _highest()
    if connection.vendor != "postgresql":
        return highest
    busy, end = _writers(), time.monotonic() + patience
    while busy:
        if time.monotonic() > end:
            return None
        time.sleep(_PAUSE)
        busy &= _writers()
    return highest


def _highest() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {TABLE}")
        return cursor.fetchone()[0]


def _writers() -> set[str]:
    """Give the transactions that write to the ledger at this moment, our own left out."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS, [TABLE])
        return {row[0] for row in cursor.fetchall()}
