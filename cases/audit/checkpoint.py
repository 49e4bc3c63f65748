"""Heads of the chain outside the database: signed, for partners to take along, and written to a file.

Whoever owns the database can take the tail of the ledger away together with its seals. The file cannot be
reached from there, so the next look at it finds what is gone.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from cases.audit.checkpoint_rules import BadCheckpointError, Checkpoint, parse, public_key, sign
from cases.audit.models import LedgerSeal
from cases.audit.sealing_rules import subkey

FILE = "checkpoints.jsonl"
_TAIL = 4096  # bytes from the end of the file in which its last line stands whole


class HistoryReplacedError(RuntimeError):
    """The database does not hold what was written down about it outside."""


def of(head: LedgerSeal) -> Checkpoint:
    """Give the signed checkpoint of a seal."""
    return sign(
        _seed(),
        site=settings.ZORGTAFEL_SITE_URL,
        number=head.number,
        total=head.total,
        last_id=head.last_id,
        link=head.link,
        mac=head.mac,
        at=head.sealed_at,
    )


def text(given: Checkpoint) -> str:
    """Write a checkpoint as the small file that a partner keeps."""
    return json.dumps(given.as_json(), indent=2) + "\n"


def own_public_key() -> str:
    """Give the public key of this site, for partners to compare."""
    return public_key(_seed())


def path() -> Path:
    """Give the file in which this machine writes heads down."""
    return Path(settings.ZORGTAFEL_CHECKPOINT_DIR) / FILE


def write_down(head: LedgerSeal) -> bool:
    """Append a head to the file, unless it stands there already; true when it was appended.

    Raises:
        OSError: the file cannot be written.
    """
    last = latest()
    if last is not None and last.number >= head.number:
        return False
    path().parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(of(head).as_json(), separators=(",", ":")) + "\n"
    with path().open("a", encoding="ascii") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    return True


def latest() -> Checkpoint | None:
    """Give the head that was written down last; None when there is none yet.

    Raises:
        BadCheckpointError: the last line is not a checkpoint of ours.
    """
    if not path().exists():
        return None
    with path().open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - _TAIL))
        lines = file.read().decode("ascii", "replace").split("\n")
    whole = [line for line in lines if line]
    return parse(whole[-1]) if whole else None


def written(file: Path | None = None, *, after: int = 0) -> Iterator[Checkpoint | None]:
    """Give every head in a file past a seal, in the order of writing; None for a line that is not one.

    A file may also hold one checkpoint as a partner got it, over several lines.
    """
    source = path() if file is None else file
    if not source.exists():
        return
    with source.open(encoding="utf-8", errors="replace") as lines:
        first = lines.readline()
        if first.strip() == "{":
            yield _read(first + lines.read())
            return
        for line in (first, *lines) if first.strip() else ():
            if line.strip() and _number(line) > after:
                yield _read(line)


def demand_same_history(head: LedgerSeal | None) -> None:
    """Pass when the database still holds the seal that was written down last.

    Raises:
        HistoryReplacedError: it is gone, or another one stands in its place.
    """
    try:
        last = latest()
    except BadCheckpointError as error:
        raise HistoryReplacedError("the last line of the checkpoint file is not one of ours") from error
    if last is None:
        return
    found = head if head is not None and head.number == last.number else _seal(last.number)
    if found is None:
        raise HistoryReplacedError(f"seal {last.number} was written down and is gone")
    if (found.link, found.mac) != (last.link, last.mac):
        raise HistoryReplacedError(f"seal {last.number} is another one than was written down")


def is_ours(given: Checkpoint) -> bool:
    """Tell whether a checkpoint was signed with the key of this site."""
    return given.public_key == own_public_key()


def _seal(number: int) -> LedgerSeal | None:
    return LedgerSeal.objects.defer("marks").filter(number=number).first()


def _read(line: str) -> Checkpoint | None:
    try:
        read = parse(line)
    except BadCheckpointError:
        return None
    return read if is_ours(read) else None


def _number(line: str) -> float:
    """Give the number in a line before its signature is looked at; beyond all when there is none."""
    try:
        return int(json.loads(line)["number"])
    except (ValueError, KeyError, TypeError):
        return float("inf")


def _seed() -> bytes:
    return subkey(settings.ZORGTAFEL_LEDGER_KEY, "checkpoint")
