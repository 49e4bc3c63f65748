"""The arithmetic of the chain: one way to write a line, one root per batch, and where a batch differs."""

import hashlib
import random
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.audit.models import LedgerLine
from cases.audit.sealing_rules import (
    FORMAT,
    FORMATS,
    NOTHING,
    Finding,
    Head,
    Tampering,
    batch,
    canonical,
    differences,
    link,
    mac,
    merkle_root,
    subkey,
)

AT = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


def lines(*ids: int) -> list[list[Any]]:
    """Give a line per id; each says something else."""
    return [[line, f"event {line}", AT, {"shown": line}] for line in ids]


def test_every_column_of_the_ledger_is_covered() -> None:
    """A column that no format covers could be changed unseen: it asks for a new format."""
    columns = {field.attname for field in LedgerLine._meta.concrete_fields}
    assert set(FORMATS[FORMAT]) == columns - {"id"}


def test_a_line_is_written_in_one_way() -> None:
    amsterdam = AT.astimezone(timezone(timedelta(hours=1)))
    told = [UUID(int=1), amsterdam, {"b": 1, "a": ["é", None]}, None, True]
    assert canonical(told) == (
        b'["00000000-0000-0000-0000-000000000001","2026-11-17T09:00:00.000000+00:00",'
        b'{"a":["\\u00e9",null],"b":1},null,true]'
    )


def test_what_a_line_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        canonical([{1}])


def test_a_batch_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        batch([])


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 8, 9])
def test_the_root_is_that_of_rfc_6962(count: int) -> None:
    """RFC 6962 section 2.1: split at the largest power of two below the number of leaves."""

    def by_the_book(leaves: list[bytes]) -> bytes:
        if len(leaves) == 1:
            return leaves[0]
        half = 1 << (len(leaves) - 1).bit_length() - 1
        pair = by_the_book(leaves[:half]) + by_the_book(leaves[half:])
        return hashlib.sha256(b"\x01" + pair).digest()

    leaves = [hashlib.sha256(bytes([number])).digest() for number in range(count)]
    assert merkle_root(leaves) == by_the_book(leaves)


def test_a_batch_knows_its_ends() -> None:
    made = batch(lines(3, 4, 9))
    assert (made.first_id, made.last_id, made.count, len(made.marks)) == (3, 9, 3, 48)


def found(now: list[list[Any]]) -> list[Finding]:
    """Compare what a batch of 1 to 6 became with what it was."""
    return differences(1, batch(lines(1, 2, 3, 4, 5, 6)).marks, batch(now).marks if now else b"")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (lines(1, 2, 3, 4, 5, 6), []),
        (lines(1, 2, 4, 5, 6), [(Tampering.LINE_REMOVED, 3, 3)]),
        (lines(1, 2, 3, 4), [(Tampering.LINE_REMOVED, 5, 6)]),
        (lines(1, 2, 3, 4, 5, 6, 7), [(Tampering.LINE_INSERTED, 7, 7)]),
        ([*lines(1, 2, 3), [4, "x", AT, {}], *lines(5, 6)], [(Tampering.LINE_CHANGED, 4, 4)]),
        (
            [*lines(1), [2, *lines(5)[0][1:]], *lines(3, 4), [5, *lines(2)[0][1:]], *lines(6)],
            [(Tampering.LINES_REORDERED, 2, 2), (Tampering.LINES_REORDERED, 5, 5)],
        ),
        ([], [(Tampering.LINE_REMOVED, 1, 6)]),
    ],
)
def test_what_was_done_to_a_batch_is_named(now: list[list[Any]], expected: list[tuple[Any, ...]]) -> None:
    assert [(one.kind, one.first_id, one.last_id) for one in found(now)] == expected


@given(st.integers(1, 40), st.data())
def test_any_one_change_gives_another_root_and_is_named(count: int, data: Any) -> None:
    original = lines(*range(1, count + 1))
    at = data.draw(st.integers(0, count - 1))
    way = data.draw(st.sampled_from(["change", "remove", "insert"]))
    now = [list(line) for line in original]
    if way == "change":
        now[at][1] = "something else"
    elif way == "remove":
        del now[at]
    else:
        now.append([count + 1, "something new", AT, {}])
    made, kept = batch(original), batch(now) if now else None
    assert kept is None or kept.root != made.root
    named = differences(1, made.marks, b"" if kept is None else kept.marks)
    assert [one.first_id for one in named] == [count + 1 if way == "insert" else at + 1]


def test_whatever_a_head_says_changes_its_link() -> None:
    head = Head(1, 1, 1, 9, 9, 9, "ab", AT)
    others = [
        Head(2, 1, 1, 9, 9, 9, "ab", AT),
        Head(1, 2, 1, 9, 9, 9, "ab", AT),
        Head(1, 1, 2, 9, 9, 9, "ab", AT),
        Head(1, 1, 1, 8, 9, 9, "ab", AT),
        Head(1, 1, 1, 9, 8, 9, "ab", AT),
        Head(1, 1, 1, 9, 9, 10, "ab", AT),
        Head(1, 1, 1, 9, 9, 9, "ac", AT),
        Head(1, 1, 1, 9, 9, 9, "ab", AT + timedelta(microseconds=1)),
    ]
    links = [link(NOTHING, one) for one in (head, *others)] + [link("1" * 64, head)]
    assert len(set(links)) == len(links)


def test_without_the_key_there_is_no_mac() -> None:
    key, other = subkey("key", "seal"), subkey("another key", "seal")
    assert len({mac(key, NOTHING, "ab", b"m"), mac(other, NOTHING, "ab", b"m")}) == 2
    assert subkey("key", "seal") != subkey("key", "checkpoint")
    assert mac(key, NOTHING, "ab", b"m") != mac(key, NOTHING, "ab", b"n")


def test_a_big_batch_is_the_same_whoever_reads_it() -> None:
    numbers = random.Random(1).sample(range(1, 10_000), 500)
    assert batch(lines(*sorted(numbers))) == batch(iter(lines(*sorted(numbers))))
