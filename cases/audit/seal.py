"""Seals the ledger in the background: batch after batch, each tied to the one before.

Nobody who writes a line waits for this. A batch is read and hashed outside any transaction, because a settled
line never changes; two sealers at once make the same next number, and the second one is refused by the key of
the table.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from cases.audit import checkpoint, frontier
from cases.audit.models import LedgerLine, LedgerSeal
from cases.audit.sealing_rules import BATCH, FORMAT, FORMATS, NOTHING, Head, batch, link, mac, subkey

#: At most so many batches in one go of the background job, so that it ends within its time limit.
ROUND = 50


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a round did. ``is_behind``: a writer was still busy, or there is more than one round can do."""

    batches: int
    lines: int
    is_behind: bool


def seal_due(*, now: datetime, size: int = BATCH, most: int = ROUND) -> Sealed:
    """Seal every settled line, write the new head down outside the database; ``now`` is aware.

    Also when the database is no longer the one that the file tells of: what is written today deserves a seal.
    But then the file is left as it stands, so that every round says so again until somebody has looked.

    Raises:
        cases.audit.checkpoint.HistoryReplacedError: the head that was written last is not in the database.
        OSError: the head could not be written down; the next round tries again.
    """
    settled = frontier.settled_id()
    batches, lines = 0, 0
    while settled is not None and batches < most:
        made = seal_next(settled, now=now, size=size)
        if made is None:
            break
        batches, lines = batches + 1, lines + made.count
    head = newest()
    checkpoint.demand_same_history(head)
    if head is not None:
        checkpoint.write_down(head)
    return Sealed(batches, lines, is_behind=settled is None or batches == most)


def seal_next(settled: int, *, now: datetime, size: int = BATCH) -> LedgerSeal | None:
    """Seal the next batch up to a settled id; None when there is none, or another sealer was first."""
    before = newest()
    after = {} if before is None else {"id__gt": before.last_id}
    lines = LedgerLine.objects.filter(id__lte=settled, **after).order_by("id")
    rows = list(lines.values_list("id", *FORMATS[FORMAT])[:size])
    if not rows:
        return None
    made = batch(rows)
    head = Head(
        number=1 if before is None else before.number + 1,
        format=FORMAT,
        first_id=made.first_id,
        last_id=made.last_id,
        count=made.count,
        total=made.count + (0 if before is None else before.total),
        root=made.root,
        sealed_at=now,
    )
    linked = link(NOTHING if before is None else before.link, head)
    keyed = mac(chain_key(), NOTHING if before is None else before.mac, linked, made.marks)
    return _write(head, linked, keyed, made.marks)


def newest() -> LedgerSeal | None:
    """Give the head of the chain; None while nothing was sealed."""
    return LedgerSeal.objects.defer("marks").order_by("-number").first()


def oldest_unsealed() -> datetime | None:
    """Give when the oldest line was written that no seal covers yet; None when all are covered."""
    head = newest()
    lines = LedgerLine.objects.filter(id__gt=0 if head is None else head.last_id)
    return lines.order_by("id").values_list("at", flat=True).first()


def chain_key() -> bytes:
    """Give the key of the seals; it is outside the database, and not the ledger's key itself."""
    return subkey(settings.ZORGTAFEL_LEDGER_KEY, "seal")


def _write(head: Head, linked: str, keyed: str, marks: bytes) -> LedgerSeal | None:
    values = {name: getattr(head, name) for name in Head.__dataclass_fields__}
    try:
        with transaction.atomic():
            return LedgerSeal.objects.create(**values, link=linked, mac=keyed, marks=marks)
    except IntegrityError:
        return None
