"""The owner of the database rewrites the ledger, past every trigger; each way is found and located.

``ZORGTAFEL_TEST_TAMPER_ROUNDS`` sets how often each kind is tried, at places that a seeded die chooses.
"""

import os
import random
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from cases.audit import checkpoint, ledger, seal, verification
from cases.audit.events import Event
from cases.audit.models import LedgerLine, LedgerSeal
from cases.audit.sealing_rules import FORMATS, NOTHING, Finding, Head, Tampering, batch, link, mac
from tests.cast import Region

ROUNDS = int(os.environ.get("ZORGTAFEL_TEST_TAMPER_ROUNDS", "3"))
SIZE = 10
COLUMNS = [field.column for field in LedgerLine._meta.concrete_fields]
pytestmark = pytest.mark.usefixtures("outside")

Owner = Callable[..., None]


@pytest.fixture
def sealed(region: Region) -> list[int]:
    """Give the ids of a sealed ledger of a few batches."""
    for _number in range(35):
        ledger.record(region.actor("anna"), Event.DASHBOARD_READ, now=region.now)
    seal.seal_due(now=region.now, size=SIZE)
    assert found() == []
    return list(LedgerLine.objects.order_by("id").values_list("id", flat=True))


def found(file: Path | None = None) -> list[Finding]:
    """Give what a verification finds, in its order."""
    return [one for step in verification.walk(file=file) for one in step.findings]


def seal_of(line: int) -> int:
    """Give the number of the seal that covers an id."""
    return LedgerSeal.objects.filter(last_id__gte=line).earliest("number").number


def dice(number: int) -> random.Random:
    """Give the die of a round."""
    return random.Random(number)


def copy_of(line: int, new: int) -> str:
    """Give the statement that puts a copy of a line in, under another id."""
    others = ", ".join(column for column in COLUMNS if column not in ("id", "event_id"))
    event = uuid.uuid4().hex if connection.vendor == "sqlite" else str(uuid.uuid4())
    return (
        f"INSERT INTO cases_ledgerline (id, event_id, {others}) "
        f"SELECT {new}, '{event}', {others} FROM cases_ledgerline WHERE id = {line}"
    )


@pytest.mark.parametrize("number", range(ROUNDS))
class TestEachKind:
    """The six ways of bar S15, each at a place of chance."""

    def test_a_changed_line(self, sealed: list[int], as_owner: Owner, number: int) -> None:
        line = dice(number).choice(sealed)
        column, value = dice(number).choice(
            [("user_label", "'Somebody'"), ("outcome", "'failed'"), ("case_id", "77"), ("detail", "'{}'")]
        )
        value = "'{\"x\": 1}'" if column == "detail" else value
        as_owner(f"UPDATE cases_ledgerline SET {column} = {value} WHERE id = {line}")
        assert found() == [Finding(Tampering.LINE_CHANGED, seal_of(line), line, line)]

    def test_a_removed_line(self, sealed: list[int], as_owner: Owner, number: int) -> None:
        line = dice(number).choice(sealed)
        as_owner(f"DELETE FROM cases_ledgerline WHERE id = {line}")
        assert found() == [Finding(Tampering.LINE_REMOVED, seal_of(line), line, line)]

    def test_the_last_lines_and_their_seals_are_removed(
        self, sealed: list[int], as_owner: Owner, number: int
    ) -> None:
        last = LedgerSeal.objects.order_by("number")[dice(number).randrange(LedgerSeal.objects.count() - 1)]
        as_owner(
            f"DELETE FROM cases_ledgerseal WHERE number > {last.number}",
            f"DELETE FROM cases_ledgerline WHERE id > {last.last_id}",
        )
        expected = Finding(Tampering.TAIL_REMOVED, last.number + 1, last.last_id + 1, sealed[-1])
        assert found() == [expected]
        with pytest.raises(checkpoint.HistoryReplacedError):  # and the very next sealing says so
            checkpoint.demand_same_history(seal.newest())

    def test_two_lines_change_places(self, sealed: list[int], as_owner: Owner, number: int) -> None:
        one, other = sorted(dice(number).sample(sealed, 2))
        as_owner(
            f"UPDATE cases_ledgerline SET id = -1 WHERE id = {one}",
            f"UPDATE cases_ledgerline SET id = {one} WHERE id = {other}",
            f"UPDATE cases_ledgerline SET id = {other} WHERE id = -1",
        )
        first = found()[0]
        assert (first.number, first.first_id) == (seal_of(one), one)
        if seal_of(one) == seal_of(other):
            assert {each.kind for each in found()} == {Tampering.LINES_REORDERED}

    def test_an_inserted_line(self, sealed: list[int], as_owner: Owner, number: int) -> None:
        free = sealed[0] - 1 - number  # below the first: an id in the sealed range that nobody has
        as_owner(copy_of(dice(number).choice(sealed), free))
        assert found() == [Finding(Tampering.LINE_INSERTED, 1, free, free)]

    def test_an_old_back_up_goes_on_as_if_nothing_were(
        self, region: Region, sealed: list[int], as_owner: Owner, number: int
    ) -> None:
        last = LedgerSeal.objects.order_by("number")[dice(number).randrange(LedgerSeal.objects.count() - 1)]
        as_owner(
            f"DELETE FROM cases_ledgerseal WHERE number > {last.number}",
            f"DELETE FROM cases_ledgerline WHERE id > {last.last_id}",
        )
        for _again in sealed:
            ledger.record(region.actor("bram"), Event.DASHBOARD_READ, now=region.now)
        settled = LedgerLine.objects.latest("id").pk
        while seal.seal_next(settled, now=region.now, size=SIZE):  # made with the key: by the host itself
            pass
        first = found()[0]
        assert first.kind == Tampering.HISTORY_REPLACED
        assert first.number == checkpoint.latest().number


class TestChain:
    """What somebody without the key, or with it, can try on the seals themselves."""

    def test_a_chain_that_is_computed_again_without_the_key(self, sealed: list[int], as_owner: Owner) -> None:
        line = sealed[12]
        as_owner(f"UPDATE cases_ledgerline SET outcome = 'refused' WHERE id = {line}")
        previous, keyed = NOTHING, NOTHING
        for one in LedgerSeal.objects.order_by("number"):
            rows = LedgerLine.objects.filter(id__gte=one.first_id, id__lte=one.last_id).order_by("id")
            made = batch(rows.values_list("id", *FORMATS[1]))
            values = {name: getattr(one, name) for name in Head.__dataclass_fields__}
            previous = link(previous, Head(**values | {"root": made.root}))
            keyed = mac(b"guessed", keyed, previous, made.marks)
            marks = f"x'{made.marks.hex()}'" if connection.vendor == "sqlite" else f"'\\x{made.marks.hex()}'"
            as_owner(
                f"UPDATE cases_ledgerseal SET root = '{made.root}', link = '{previous}', mac = '{keyed}', "
                f"marks = {marks} WHERE number = {one.number}"
            )
        first = found()[0]
        assert (first.kind, first.number) == (Tampering.SEAL_FORGED, 1)

    def test_a_seal_taken_out_of_the_middle(self, sealed: list[int], as_owner: Owner) -> None:
        as_owner("DELETE FROM cases_ledgerseal WHERE number = 2")
        assert found()[0] == Finding(Tampering.SEAL_REMOVED, 2)

    def test_marks_that_were_changed_do_not_hide_a_line(self, sealed: list[int], as_owner: Owner) -> None:
        empty = "x''" if connection.vendor == "sqlite" else "'\\x'"
        as_owner(
            f"UPDATE cases_ledgerline SET role = 'x' WHERE id = {sealed[3]}",
            f"UPDATE cases_ledgerseal SET marks = {empty} WHERE number = 1",
        )
        assert found()[0].kind == Tampering.SEAL_FORGED
        assert len(found()) > 1

    def test_a_checkpoint_file_that_was_written_over(self, sealed: list[int], outside: Path) -> None:
        (outside / checkpoint.FILE).write_text("nothing happened\n")
        assert [one.kind for one in found()] == [Tampering.CHECKPOINT_FORGED]
        with pytest.raises(checkpoint.HistoryReplacedError):
            checkpoint.demand_same_history(seal.newest())

    def test_a_batch_into_which_thousands_were_put_is_read_no_further_than_needed(
        self, sealed: list[int], as_owner: Owner
    ) -> None:
        as_owner(*[copy_of(sealed[0], -number) for number in range(1, 1200)])
        assert found()[0].kind == Tampering.LINE_INSERTED


@pytest.mark.postgres
class TestOnPostgresql(TestEachKind):
    """The same on PostgreSQL, where triggers are switched off instead of taken away."""


@pytest.mark.postgres
class TestChainOnPostgresql(TestChain):
    """The same on PostgreSQL."""
