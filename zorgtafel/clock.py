"""What time it is for background work: the database says so, for the clocks of two workers may differ.

A worker that is ten minutes slow would send nothing that was promised a moment ago, one that is fast would
call the next level before anybody could answer, and neither would see the other's lease.
"""

from datetime import datetime

from django.db import connection
from django.utils import timezone


def now() -> datetime:
    """Give the present moment (aware) by the clock of PostgreSQL; SQLite has only that of this machine."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
