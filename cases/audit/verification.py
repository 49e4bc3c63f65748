"""Looks whether the chain still holds: every line, every seal, every head that was written down outside.

Works through the seals in order, one batch of lines in memory at a time, so a ledger of any size can be
looked at; and can stop after any seal and go on from there later.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cases.audit import checkpoint, seal
from cases.audit.checkpoint_rules import Checkpoint
from cases.audit.models import LedgerLine, LedgerSeal
from cases.audit.sealing_rules import (
    FORMATS,
    NOTHING,
    Batch,
    Finding,
    Head,
    Tampering,
    batch,
    differences,
    link,
    mac,
)

#: Seals that are read at once; each brings 16 bytes per line along.
_SEALS = 20
#: A batch into which somebody put many lines is read no further than this beyond its count.
_SURPLUS = 1000


@dataclass(slots=True)
class Step:
    """One seal that was looked at: its number, how many lines it covers, and what is wrong there.

    ``is_last``: nothing comes after this; it is about the end of the chain.
    """

    number: int
    lines: int
    findings: list[Finding] = field(default_factory=list)
    is_last: bool = False


class Witness:
    """The heads that were written down outside, walked beside the seals."""

    def __init__(self, heads: Iterable[Checkpoint | None], *, after: int) -> None:
        self._heads = iter(heads)
        self._number = 0
        self._waiting: list[Finding] = []
        self._next = self._advance(after)

    def compare(self, found: LedgerSeal) -> list[Finding]:
        """Give what the written heads up to this seal say against it."""
        while self._next is not None and self._next.number <= found.number:
            if self._next.number < found.number:
                self._waiting.append(Finding(Tampering.SEAL_REMOVED, self._next.number))
            elif (self._next.link, self._next.mac, self._next.total) != (found.link, found.mac, found.total):
                self._waiting.append(
                    Finding(Tampering.HISTORY_REPLACED, found.number, found.first_id, found.last_id)
                )
            self._next = self._advance(0)
        return self._told()

    def left_over(self, last: LedgerSeal | None) -> list[Finding]:
        """Give what is missing at the end: heads of seals that are no longer there."""
        first, final = (0 if last is None else last.last_id), None
        while self._next is not None:
            final, self._next = self._next, self._advance(0)
        if final is not None:
            number = 1 if last is None else last.number + 1
            self._waiting.append(Finding(Tampering.TAIL_REMOVED, number, first + 1, final.last_id))
        return self._told()

    def _advance(self, after: int) -> Checkpoint | None:
        for head in self._heads:
            if head is None:
                self._waiting.append(Finding(Tampering.CHECKPOINT_FORGED, self._number))
            elif head.number < self._number:
                self._waiting.append(Finding(Tampering.HISTORY_REPLACED, head.number))
            elif head.number > after:
                self._number = head.number
                return head
        return None

    def _told(self) -> list[Finding]:
        told, self._waiting = self._waiting, []
        return told


def walk(*, after: int = 0, file: Path | None = None) -> Iterator[Step]:
    """Look at every seal after a number, in order; the last step is about the end of the chain.

    ``file``: the heads to compare with; the file of this machine when none is given.
    """
    before = LedgerSeal.objects.defer("marks").filter(number=after).first() if after else None
    witness = Witness(checkpoint.written(file, after=after), after=after)
    missing = after > 0 and before is None
    if missing:
        yield Step(after, 0, [Finding(Tampering.SEAL_REMOVED, after)])
    for found in _seals(after):
        findings = _look(found, before)
        findings += witness.compare(found)
        yield Step(found.number, found.count, findings)
        before = found
    end = 0 if before is None else before.number
    yield Step(end, 0, witness.left_over(before), is_last=True)


def size() -> int:
    """Give how many lines are sealed, to show how far a verification is."""
    head = seal.newest()
    return 0 if head is None else head.total


def unsealed() -> int:
    """Give how many lines no seal covers yet."""
    head = seal.newest()
    return LedgerLine.objects.filter(id__gt=0 if head is None else head.last_id).count()


def _seals(after: int) -> Iterator[LedgerSeal]:
    while page := list(LedgerSeal.objects.filter(number__gt=after).order_by("number")[:_SEALS]):
        yield from page
        after = page[-1].number


def _look(found: LedgerSeal, before: LedgerSeal | None) -> list[Finding]:
    """Look at one seal and at its lines."""
    number = 1 if before is None else before.number + 1
    findings = []
    if found.number != number:
        findings.append(Finding(Tampering.SEAL_REMOVED, number))
    elif not _is_made_with_the_key(found, before):
        findings.append(Finding(Tampering.SEAL_FORGED, found.number, found.first_id, found.last_id))
    return findings + _look_at_lines(found, before)


def _is_made_with_the_key(found: LedgerSeal, before: LedgerSeal | None) -> bool:
    if found.format not in FORMATS:
        return False
    head = Head(**{name: getattr(found, name) for name in Head.__dataclass_fields__})
    linked = link(NOTHING if before is None else before.link, head)
    keyed = mac(seal.chain_key(), NOTHING if before is None else before.mac, linked, bytes(found.marks))
    total = found.count + (0 if before is None else before.total)
    return (found.link, found.mac, found.total) == (linked, keyed, total)


def _look_at_lines(found: LedgerSeal, before: LedgerSeal | None) -> list[Finding]:
    """Compare the lines of a batch with their root; when they differ, say which ones by their marks."""
    now = _lines(found, before)
    if now is not None and (now.root, now.count) == (found.root, found.count):
        return []
    named = differences(found.number, bytes(found.marks), b"" if now is None else now.marks)
    if named:
        return named
    return [Finding(Tampering.BATCH_DIFFERS, found.number, found.first_id, found.last_id)]


def _lines(found: LedgerSeal, before: LedgerSeal | None) -> Batch | None:
    """Bring together what lies between two seals now, whoever put it there; None when nothing does."""
    rows = LedgerLine.objects.filter(id__lte=found.last_id)
    if before is not None:
        rows = rows.filter(id__gt=before.last_id)
    fields = FORMATS.get(found.format, ())
    read = list(rows.order_by("id").values_list("id", *fields)[: found.count + _SURPLUS])
    return batch(read) if read else None
