"""The ledger is sealed in the background, its head is written down outside, and a verification says so."""

import json
import stat
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from cases.audit import check, checkpoint, frontier, ledger, seal, verification
from cases.audit.checkpoint_rules import BadCheckpointError, parse
from cases.audit.events import Event
from cases.audit.models import LedgerCheck, LedgerLine, LedgerSeal
from cases.audit.sealing_rules import Tampering
from cases.audit.tasks import seal_ledger, verify_ledger
from cases.notifications.models import Heartbeat
from organisations.actor import AccessDenied
from tests.cast import Region
from tests.together import together

pytestmark = pytest.mark.usefixtures("outside")


def findings(**options: Any) -> list[Tampering]:
    """Give what a verification finds."""
    return [found.kind for step in verification.walk(**options) for found in step.findings]


def test_every_line_is_sealed_in_batches_and_the_chain_is_sound(region: Region) -> None:
    count = LedgerLine.objects.count()
    done = seal.seal_due(now=region.now, size=7)
    seals = list(LedgerSeal.objects.order_by("number"))
    assert (done.lines, done.batches) == (count, len(seals))
    assert [one.number for one in seals] == list(range(1, len(seals) + 1))
    assert seals[-1].total == count
    assert seals[-1].last_id == LedgerLine.objects.latest("id").pk
    assert findings() == []
    assert seal.oldest_unsealed() is None


def test_what_comes_later_is_sealed_later(region: Region) -> None:
    seal.seal_due(now=region.now)
    assert seal.seal_due(now=region.now).batches == 0
    ledger.record(region.actor("anna"), Event.DASHBOARD_READ, now=region.now)
    assert seal.oldest_unsealed() == region.now
    assert verification.unsealed() == 1
    assert seal.seal_due(now=region.now).lines == 1
    assert findings() == []


def test_a_round_ends_and_the_next_goes_on(region: Region) -> None:
    done = seal.seal_due(now=region.now, size=5, most=2)
    assert (done.batches, done.lines, done.is_behind) == (2, 10, True)
    assert not seal.seal_due(now=region.now).is_behind
    assert findings() == []


def test_an_empty_ledger_has_nothing_to_seal(region: Region, as_owner: Any) -> None:
    as_owner("DELETE FROM cases_ledgerline")
    assert frontier.settled_id() == 0
    assert seal.seal_due(now=region.now).batches == 0
    assert checkpoint.latest() is None
    assert findings() == []


@pytest.mark.parametrize(
    "statement", ["UPDATE cases_ledgerseal SET count = 1", "DELETE FROM cases_ledgerseal"]
)
def test_a_seal_cannot_be_changed(region: Region, statement: str) -> None:
    seal.seal_due(now=region.now)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


class TestCheckpoint:
    """The head outside the database."""

    def test_each_new_head_is_appended_once(self, region: Region, outside: Path) -> None:
        seal.seal_due(now=region.now)
        seal.seal_due(now=region.now)
        ledger.record(region.actor("anna"), Event.DASHBOARD_READ, now=region.now)
        seal.seal_due(now=region.now)
        written = [json.loads(line) for line in (outside / checkpoint.FILE).read_text().splitlines()]
        assert [one["number"] for one in written] == [1, 2]
        assert written[-1]["total"] == LedgerLine.objects.count()

    def test_it_says_nothing_of_any_case_and_can_be_checked_by_everybody(self, region: Region) -> None:
        seal.seal_due(now=region.now)
        read = parse(checkpoint.text(checkpoint.of(seal.newest())))
        assert checkpoint.is_ours(read)
        assert set(read.as_json()) == {
            *("kind", "version", "site", "number", "total", "last_id", "link", "mac", "sealed_at"),
            *("public_key", "signature"),
        }

    @pytest.mark.parametrize(
        ("name", "value"), [("total", 1), ("link", "0" * 64), ("site", "x"), ("signature", "00")]
    )
    def test_a_changed_one_is_refused(self, region: Region, name: str, value: Any) -> None:
        seal.seal_due(now=region.now)
        values = checkpoint.of(seal.newest()).as_json() | {name: value}
        with pytest.raises(BadCheckpointError):
            parse(json.dumps(values))

    @pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"kind": "zorgtafel checkpoint"}', "\x00"])
    def test_what_is_not_one_is_refused(self, text: str) -> None:
        with pytest.raises(BadCheckpointError):
            parse(text)

    def test_one_of_another_key_is_not_ours(self, region: Region, settings: Any) -> None:
        seal.seal_due(now=region.now)
        made = checkpoint.of(seal.newest())
        settings.ZORGTAFEL_LEDGER_KEY = "somebody else's key, long enough to be one of its own"
        assert not checkpoint.is_ours(made)

    def test_when_it_cannot_be_written_the_heart_says_so(self, region: Region, outside: Path) -> None:
        outside.parent.mkdir(exist_ok=True)
        outside.write_text("a file where the folder should be")
        seal_ledger()
        assert Heartbeat.objects.get(name="seal").trouble == "checkpoint_not_written"
        assert LedgerSeal.objects.exists()  # sealed all the same

    def test_a_missing_file_is_no_proof(self, region: Region, outside: Path) -> None:
        seal.seal_due(now=region.now)
        (outside / checkpoint.FILE).unlink()
        with pytest.raises(CommandError, match="controlepunten"):
            call_command("verify_ledger")
        assert stat.S_ISDIR(outside.stat().st_mode)


class TestHistoryReplaced:
    """An old back-up in place of the ledger is noticed by the very next round."""

    def test_the_next_round_says_so_and_keeps_saying_so(self, region: Region, as_owner: Any) -> None:
        seal.seal_due(now=region.now, size=5)
        kept = LedgerSeal.objects.order_by("number")[2]
        as_owner(
            f"DELETE FROM cases_ledgerseal WHERE number > {kept.number}",
            f"DELETE FROM cases_ledgerline WHERE id > {kept.last_id}",
        )
        for _round in range(3):
            ledger.record(region.actor("anna"), Event.DASHBOARD_READ, now=region.now)
            seal_ledger()
            assert Heartbeat.objects.get(name="seal").trouble == "ledger_history_replaced"
        assert verification.unsealed() == 0  # what is written now is protected all the same
        assert Tampering.HISTORY_REPLACED in findings() or Tampering.TAIL_REMOVED in findings()
        with pytest.raises(CommandError, match="niet het logboek"):
            call_command("seal_ledger", stdout=StringIO())

    def test_after_a_restore_the_end_is_gone_and_the_chain_goes_on_in_a_new_file(
        self, region: Region, as_owner: Any, outside: Path
    ) -> None:
        """The steps of the README, in their order."""
        seal.seal_due(now=region.now, size=5)
        kept = LedgerSeal.objects.order_by("number")[2]
        as_owner(
            f"DELETE FROM cases_ledgerseal WHERE number > {kept.number}",
            f"DELETE FROM cases_ledgerline WHERE id > {kept.last_id}",
        )
        assert findings() == [Tampering.TAIL_REMOVED]
        (outside / checkpoint.FILE).rename(outside / "checkpoints-2026-11-17.jsonl")
        ledger.record(region.actor("anna"), Event.DASHBOARD_READ, now=region.now)
        seal_ledger()
        assert Heartbeat.objects.get(name="seal").trouble == ""
        assert findings() == []


class TestCommands:
    """What an operator types."""

    def test_seal_and_verify(self, region: Region) -> None:
        said = StringIO()
        call_command("seal_ledger", stdout=said)
        call_command("verify_ledger", stdout=said)
        assert f"{LedgerLine.objects.count()} regels verzegeld in 1 zegels" in said.getvalue()
        assert f"In orde: {LedgerLine.objects.count()} regels" in said.getvalue()

    def test_a_partners_checkpoint_can_be_compared(self, region: Region, tmp_path: Path) -> None:
        call_command("seal_ledger", stdout=StringIO())
        kept = tmp_path / "kept.json"
        kept.write_text(checkpoint.text(checkpoint.of(seal.newest())))
        said = StringIO()
        call_command("verify_ledger", "--checkpoint", str(kept), stdout=said)
        assert "In orde" in said.getvalue()
        kept.write_text(kept.read_text().replace(seal.newest().link, "0" * 64))
        with pytest.raises(CommandError, match="niet zoals het geschreven is"):
            call_command("verify_ledger", "--checkpoint", str(kept), stdout=said)
        with pytest.raises(CommandError, match="geen bestand"):
            call_command("verify_ledger", "--checkpoint", str(tmp_path / "none.json"), stdout=said)

    def test_a_broken_place_is_named_and_fails(self, region: Region, as_owner: Any) -> None:
        call_command("seal_ledger", stdout=StringIO())
        line = LedgerLine.objects.order_by("id")[3]
        as_owner(f"UPDATE cases_ledgerline SET outcome = 'refused' WHERE id = {line.pk}")
        said = StringIO()
        with pytest.raises(CommandError, match="de eerste in zegel 1"):
            call_command("verify_ledger", stdout=said)
        assert f"Gewijzigd na het verzegelen: regel {line.pk}, in zegel 1." in said.getvalue()


class TestNightlyCheck:
    """The whole chain is looked at each night, in pieces."""

    def test_the_first_begins_at_once_and_the_next_at_night(self, region: Region) -> None:
        assert check.go_on(now=region.now, local_hour=3) is None  # nothing sealed yet
        seal.seal_due(now=region.now)
        first = check.go_on(now=region.now, local_hour=14)
        assert (first.findings, first.lines) == ([], LedgerLine.objects.count())
        assert first.finished_at == region.now
        assert check.latest() == first
        later = region.now + timedelta(hours=13)
        assert check.go_on(now=later, local_hour=14) is None
        assert check.go_on(now=region.now + timedelta(hours=1), local_hour=2) is None
        assert check.go_on(now=later, local_hour=2).finished_at == later

    def test_it_goes_on_where_it_stopped(self, region: Region) -> None:
        seal.seal_due(now=region.now, size=10)
        pieces = 0
        while check.latest() is None:
            check.go_on(now=region.now, local_hour=3, piece=0)
            pieces += 1
        assert pieces == LedgerSeal.objects.count() + 1
        assert check.latest().lines == LedgerLine.objects.count()
        assert LedgerCheck.objects.count() == 1

    def test_what_it_finds_is_kept_and_is_a_line(self, region: Region, as_owner: Any) -> None:
        seal.seal_due(now=region.now)
        line = LedgerLine.objects.order_by("id")[3]
        as_owner(f"UPDATE cases_ledgerline SET role = 'x' WHERE id = {line.pk}")
        verify_ledger()
        found = check.latest().findings
        assert found == [{"kind": "line_changed", "number": 1, "first_id": line.pk, "last_id": line.pk}]
        told = LedgerLine.objects.get(event="ledger.found_broken")
        assert (told.outcome, told.detail["first_line"]) == ("failed", line.pk)

    def test_dina_asks_for_one_and_anna_may_not(self, region: Region) -> None:
        seal.seal_due(now=region.now)
        check.go_on(now=region.now, local_hour=3)
        check.ask(actor=region.actor("dina"), now=region.now)
        check.ask(actor=region.actor("dina"), now=region.now)
        assert LedgerCheck.objects.filter(finished_at=None).count() == 1
        assert LedgerLine.objects.filter(event="ledger.check_asked", user_id=region.dina.pk).count() == 2
        with pytest.raises(AccessDenied):
            check.ask(actor=region.actor("anna"), now=region.now)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestWriters:
    """On PostgreSQL with several connections: nobody waits, and nothing in flight is sealed past."""

    def test_a_lower_id_in_flight_holds_the_seal_back(self, region: Region) -> None:
        seal.seal_due(now=region.now)
        with transaction.atomic():
            slow = ledger.record(region.actor("anna"), Event.DASHBOARD_READ, now=region.now)
            quick, settled = together(
                lambda: ledger.record(region.actor("bram"), Event.DASHBOARD_READ, now=region.now).pk,
                lambda: frontier.settled_id(patience=0.3),
            )
        assert isinstance(quick, int)
        assert quick > slow.pk
        assert settled is None
        assert frontier.settled_id() == quick
        assert seal.seal_due(now=region.now).lines == 2
        assert findings() == []

    def test_a_sealer_waits_for_a_writer_and_no_writer_for_a_sealer(self, region: Region) -> None:
        def write_slowly() -> int:
            with transaction.atomic():
                line = ledger.record(region.actor("anna"), Event.DASHBOARD_READ, now=region.now)
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.4)")
            return line.pk

        slow, settled = together(write_slowly, lambda: frontier.settled_id(patience=5))
        assert settled in (slow, slow - 1) or settled < slow
        assert frontier.settled_id(patience=0) == slow

    def test_two_sealers_make_one_chain(self, region: Region) -> None:
        rounds = [lambda: seal.seal_due(now=region.now, size=5)] * 3
        answers = together(*rounds)
        assert not [answer for answer in answers if isinstance(answer, Exception)]
        seal.seal_due(now=region.now)
        assert findings() == []
        assert seal.newest().total == LedgerLine.objects.count()

    def test_while_four_people_write_the_chain_stays_sound(self, region: Region) -> None:
        actors = [region.actor(name) for name in ("anna", "bram", "farid", "gerda")]

        def write(actor: Any) -> None:
            for _number in range(25):
                with transaction.atomic():
                    ledger.record(actor, Event.DASHBOARD_READ, now=region.now)

        def go_on_sealing() -> None:
            for _round in range(10):
                seal.seal_due(now=region.now, size=20)

        answers = together(*[lambda actor=actor: write(actor) for actor in actors], go_on_sealing)
        assert answers == [None] * 5
        seal.seal_due(now=region.now)
        assert findings() == []
        assert seal.newest().total == LedgerLine.objects.count()
