"""How lines of the ledger become one chain that cannot be rewritten unnoticed. PURE: values in, digests out.

Three layers. A *line* has canonical bytes and a digest. A *batch* of lines has a Merkle root (leaves and
nodes are hashed with a different first byte, https://www.rfc-editor.org/rfc/rfc6962#section-2.1). A
*seal* ties a batch to the one before, twice: by ``link``, a hash that everybody can compute again from an
export, and by ``mac``, which only the holder of the key can make. ``standalone/verify_checkpoint.py``
computes the same without a line of this code; a test holds them together.
"""

import hashlib
import hmac
import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

FORMAT = 1
#: What a line's digest covers, in this order. A new column is a new format: old seals keep the old one.
FORMATS: dict[int, tuple[str, ...]] = {
    1: (
        "event_id",
        "at",
        "event",
        "action",
        "outcome",
        "refusal",
        "request_id",
        "user_id",
        "user_label",
        "organisation_id",
        "organisation_label",
        "role",
        "on_behalf_of",
        "origin",
        "object_type",
        "object_id",
        "object_number",
        "case_id",
        "case_number",
        "compartments",
        "detail",
        "act",
        "ground",
        "covenant_version",
        "is_emergency",
    )
}
BATCH = 10_000
#: What stands before the first seal.
NOTHING = "0" * 64

_MARK = struct.Struct(">q8s")  # per line: its id and the first eight bytes of its digest
_LEAF, _NODE = b"\x00", b"\x01"


class Tampering(StrEnum):
    """What a verification can find."""

    LINE_CHANGED = "line_changed"
    LINE_INSERTED = "line_inserted"
    LINE_REMOVED = "line_removed"
    LINES_REORDERED = "lines_reordered"
    BATCH_DIFFERS = "batch_differs"
    SEAL_REMOVED = "seal_removed"
    SEAL_FORGED = "seal_forged"
    TAIL_REMOVED = "tail_removed"
    HISTORY_REPLACED = "history_replaced"
    CHECKPOINT_FORGED = "checkpoint_forged"


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken place: in which seal, and between which ids (both included, None where nobody can tell)."""

    kind: Tampering
    number: int
    first_id: int | None = None
    last_id: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines in the order of their ids: how many, from where to where, their root, and a mark of each."""

    first_id: int
    last_id: int
    count: int
    root: str
    marks: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """What a seal says; ``total`` counts all lines up to and including this batch, ``sealed_at`` is aware."""

    number: int
    format: int
    first_id: int
    last_id: int
    count: int
    total: int
    root: str
    sealed_at: datetime


def instant(moment: datetime) -> str:
    """Write an aware instant in UTC with microseconds, the same on every database."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def plain(value: Any) -> str:
    """Write as text what JSON has no word for.

    Raises:
        TypeError: for a value that no line holds.
    """
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"a ledger line holds no {type(value).__name__}")


_encode = json.JSONEncoder(separators=(",", ":"), sort_keys=True, default=plain).encode


def canonical(values: Sequence[Any]) -> bytes:
    """Write values as a JSON list without spaces, keys sorted, ASCII only: one way to write each line."""
    return _encode(values).encode("ascii")


def batch(lines: Iterable[Sequence[Any]]) -> Batch:
    """Bring lines together; each is its id followed by the fields of its format, ordered by id.

    Raises:
        ValueError: there is no line.
    """
    leaves, marks, first_id, last_id = [], [], None, 0
    for line_id, *values in lines:
        digest = hashlib.sha256(canonical(values)).digest()
        leaves.append(hashlib.sha256(_LEAF + line_id.to_bytes(8, "big", signed=True) + digest).digest())
        marks.append(_MARK.pack(line_id, digest[:8]))
        first_id, last_id = (line_id if first_id is None else first_id), line_id
    if first_id is None:
        raise ValueError("a batch has at least one line")
    return Batch(first_id, last_id, len(leaves), merkle_root(leaves).hex(), b"".join(marks))


def merkle_root(leaves: list[bytes]) -> bytes:
    """Give the root of a tree over these leaf hashes; an odd one out goes up a level as it is."""
    level = leaves
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [hashlib.sha256(_NODE + left + right).digest() for left, right in pairs]
        level = above + level[-1:] if len(level) % 2 else above
    return level[0]


def link(previous: str, head: Head) -> str:
    """Give the public hash that ties a seal to all that came before it."""
    about = [head.number, head.format, head.first_id, head.last_id, head.count, head.total, head.root]
    return hashlib.sha256(canonical(["zorgtafel seal", previous, *about, head.sealed_at])).hexdigest()


def subkey(key: str, purpose: str) -> bytes:
    """Derive the 32 bytes for one purpose, so that no two uses of the ledger's key can be played off."""
    return hmac.new(key.encode(), f"zorgtafel {purpose} 1".encode(), hashlib.sha256).digest()


def mac(key: bytes, previous: str, linked: str, marks: bytes) -> str:
    """Give the keyed hash of a seal: over the MAC before it, its link (so its whole head) and its marks."""
    about = canonical([previous, linked, hashlib.sha256(marks).hexdigest()])
    return hmac.new(key, about, hashlib.sha256).hexdigest()


def differences(number: int, sealed: bytes, found: bytes) -> list[Finding]:
    """Say which lines of a batch are not as they were sealed, from the marks of then and of now."""
    then, now = dict(_MARK.iter_unpack(sealed)), dict(_MARK.iter_unpack(found))
    changed = [line for line, digest in now.items() if line in then and then[line] != digest]
    removed = [line for line in then if line not in now]
    inserted = [line for line in now if line not in then]
    missed = {then[line] for line in [*changed, *removed]}
    moved = {line for line in [*changed, *inserted] if now[line] in missed}
    sources = {now[line] for line in moved}
    kinds = dict.fromkeys(changed, Tampering.LINE_CHANGED)
    kinds |= dict.fromkeys(inserted, Tampering.LINE_INSERTED)
    kinds |= {line: Tampering.LINE_REMOVED for line in removed if then[line] not in sources}
    kinds |= dict.fromkeys(moved, Tampering.LINES_REORDERED)
    return [Finding(kind, number, *span) for kind, span in _spans(sorted(kinds.items()), [*then, *now])]


def _spans(
    broken: list[tuple[int, Tampering]], known: list[int]
) -> Iterator[tuple[Tampering, tuple[int, int]]]:
    """Bring neighbours with the same fault together: a removed tail is one finding, not a thousand."""
    place = {line: index for index, line in enumerate(sorted(set(known)))}
    start = end = None
    kind = None
    for line, fault in broken:
        if kind == fault and end is not None and place[line] == place[end] + 1:
            end = line
            continue
        if kind is not None:
            yield kind, (start, end)
        start, end, kind = line, line, fault
    if kind is not None:
        yield kind, (start, end)
