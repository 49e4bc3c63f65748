"""The ledger as a file, and the second verifier that knows nothing of our software."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from cases.audit import checkpoint, export, ledger, seal
from cases.audit.checkpoint_rules import message, sign
from cases.audit.events import Event
from cases.audit.models import LedgerLine, LedgerSeal
from cases.audit.sealing_rules import FORMATS, Head, batch, link
from cases.audit.standalone import verify_checkpoint as apart
from organisations.actor import AccessDenied
from organisations.conflict import StateConflictError
from tests.cast import NOW, Region

pytestmark = pytest.mark.usefixtures("outside")
SCRIPT = Path(apart.__file__)


@pytest.fixture
def files(region: Region, tmp_path: Path) -> tuple[Path, Path]:
    """Give an export of a sealed ledger, and the checkpoint that a partner holds."""
    seal.seal_due(now=region.now, size=10)
    exported, kept = tmp_path / "ledger.jsonl", tmp_path / "checkpoint.json"
    call_command("export_ledger", str(exported), stdout=StringIO())
    kept.write_text(checkpoint.text(checkpoint.of(seal.newest())))
    return exported, kept


def verify(*arguments: Any) -> int:
    """Run the second verifier in this process; give its exit code."""
    return apart.main([str(argument) for argument in arguments])


def entries(file: Path) -> list[dict[str, Any]]:
    """Give what an export holds."""
    return [json.loads(line) for line in file.read_text().splitlines()]


def write(file: Path, changed: list[dict[str, Any]]) -> None:
    """Write a changed export."""
    file.write_text("".join(json.dumps(entry) + "\n" for entry in changed))


class TestExport:
    """What the file holds."""

    def test_every_line_with_every_field_and_every_seal(self, files: tuple[Path, Path]) -> None:
        header, *rest = entries(files[0])
        told = [entry for entry in rest if entry["kind"] == "line"]
        assert len(told) == seal.newest().total
        assert set(told[0]) == {"kind", "id", *FORMATS[1]} == {"kind", "id", *header["nen_7513"]}
        assert len([entry for entry in rest if entry["kind"] == "seal"]) == LedgerSeal.objects.count()

    def test_it_is_a_line_of_its_own(self, files: tuple[Path, Path]) -> None:
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.user_label, line.detail["shown"]) == (
            "ledger.exported",
            "export",
            seal.newest().total,
        )

    def test_it_never_writes_over_a_file(self, files: tuple[Path, Path]) -> None:
        with pytest.raises(CommandError, match="exists"):
            call_command("export_ledger", str(files[0]), stdout=StringIO())

    def test_nobody_but_the_auditor_takes_it(self, region: Region, files: tuple[Path, Path]) -> None:
        with pytest.raises(AccessDenied):
            export.take(actor=region.actor("anna"), now=region.now)

    def test_nothing_sealed_is_nothing_to_export(self, region: Region) -> None:
        with pytest.raises(StateConflictError):
            export.choose()

    def test_a_period_is_rounded_to_whole_seals(self, region: Region, tmp_path: Path) -> None:
        for day in range(3):
            ledger.record(region.actor("anna"), Event.DASHBOARD_READ, now=region.now)
            seal.seal_due(now=region.now + timedelta(days=day))
        middle = (region.now + timedelta(days=1)).date()
        part = export.choose(middle, middle)
        assert (part.before.number, part.last.number, part.lines) == (1, 3, 2)
        file, kept = tmp_path / "part.jsonl", tmp_path / "kept.json"
        file.write_text("".join(export.take(actor=region.actor("dina"), now=region.now, since=middle)))
        kept.write_text(checkpoint.text(checkpoint.of(seal.newest())))
        assert verify(file, kept) == 0
        with pytest.raises(StateConflictError):
            export.choose((region.now + timedelta(days=9)).date())


class TestSecondVerifier:
    """It finds what was done to the file, and what was done before the file was made."""

    def test_a_whole_ledger_is_sound(
        self, files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert verify(*files) == 0
        assert "In orde" in capsys.readouterr().out
        assert verify(*files, "--language", "en", "--public-key", checkpoint.own_public_key()) == 0
        assert "Sound" in capsys.readouterr().out

    def test_it_runs_by_itself_without_anything_of_ours(self, files: tuple[Path, Path]) -> None:
        """In an interpreter that sees the standard library only: no Django, no cryptography."""
        command = [sys.executable, "-I", "-S", str(SCRIPT), *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
        assert (done.returncode, done.stderr) == (0, "")

    def change(self, told: list[dict[str, Any]], way: str) -> None:
        """Do something to the lines of an export."""
        match way:
            case "changed":
                told[5]["outcome"] = "failed"
            case "removed":
                del told[5]
            case "inserted":
                told.insert(5, told[5] | {"id": told[5]["id"] - 1})
            case "reordered":
                told[5], told[6] = told[6], told[5]
            case "swapped":
                told[5]["id"], told[6]["id"] = told[6]["id"], told[5]["id"]
            case "tail":
                del told[-15:]
            case "seal":
                del told[next(i for i, entry in enumerate(told) if entry["kind"] == "seal")]
            case "total":
                next(entry for entry in told if entry["kind"] == "seal")["total"] += 1

    @pytest.mark.parametrize(
        "way", ["changed", "removed", "inserted", "reordered", "swapped", "tail", "seal", "total"]
    )
    def test_what_was_done_to_the_file_is_found(
        self, files: tuple[Path, Path], way: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        told = entries(files[0])
        self.change(told, way)
        write(files[0], told)
        assert verify(*files) == 1
        assert "NIET IN ORDE" in capsys.readouterr().out

    def test_a_host_that_rewrites_the_past_with_its_own_key_is_found(
        self, region: Region, files: tuple[Path, Path], as_owner: Any, tmp_path: Path
    ) -> None:
        line = LedgerLine.objects.earliest("id").pk
        as_owner("DELETE FROM cases_ledgerseal", f"UPDATE cases_ledgerline SET role = 'x' WHERE id = {line}")
        settled = LedgerLine.objects.latest("id").pk
        while seal.seal_next(settled, now=region.now, size=10):
            pass
        again = tmp_path / "again.jsonl"
        again.write_text("".join(export.pieces(export.choose(), now=region.now)))
        fresh = tmp_path / "fresh.json"
        fresh.write_text(checkpoint.text(checkpoint.of(seal.newest())))
        assert verify(again, fresh) == 0  # by itself it all fits …
        assert verify(again, fresh, files[1]) == 1  # … but not with what a partner kept

    @pytest.mark.parametrize("name", ["total", "link", "sealed_at", "signature", "public_key"])
    def test_a_checkpoint_that_was_changed_is_found(self, files: tuple[Path, Path], name: str) -> None:
        values = json.loads(files[1].read_text())
        values[name] = values[name] + 1 if name == "total" else values[name][::-1]
        files[1].write_text(json.dumps(values))
        assert verify(*files) == 1

    def test_one_of_another_key_is_found(self, files: tuple[Path, Path]) -> None:
        assert verify(*files, "--public-key", "00" * 32) == 1

    @pytest.mark.parametrize(
        "text", ["", "{}", "[]", "x", '{"kind": "zorgtafel ledger export", "version": 1}']
    )
    def test_what_cannot_be_read_is_said(self, files: tuple[Path, Path], text: str) -> None:
        files[0].write_text(text)
        assert verify(*files) == 2
        files[1].write_text(text)
        assert verify(*files) == 2


class TestTwoVerifiersAgree:
    """Both compute the same, whatever is written."""

    @given(
        st.lists(
            st.tuples(
                st.text(max_size=20),
                st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5)),
            ),
            min_size=1,
            max_size=9,
        )
    )
    def test_on_any_batch(self, told: list[tuple[str, dict[str, Any]]]) -> None:
        fields = FORMATS[1]
        rows = []
        for number, (words, detail) in enumerate(told, start=1):
            values = dict.fromkeys(fields) | {"user_label": words, "detail": detail}
            rows.append([number, *values.values()])
        lines = [dict(zip(("id", *fields), row, strict=True)) for row in rows]
        made = batch(rows)
        assert apart.root([apart.leaf_of(line, apart.FORMATS[1]) for line in lines]) == made.root
        head = Head(1, 1, made.first_id, made.last_id, made.count, made.count, made.root, NOW)
        values = {name: getattr(head, name) for name in Head.__dataclass_fields__}
        assert apart.link("00", values | {"sealed_at": "2026-11-17T09:00:00.000000+00:00"}) == link(
            "00", head
        )

    def test_on_the_fields_of_each_format(self) -> None:
        assert {number: tuple(names) for number, names in apart.FORMATS.items()} == FORMATS

    @given(st.binary(min_size=32, max_size=32), st.integers(0, 511))
    def test_on_signatures(self, seed: bytes, bit: int) -> None:
        """The plain code of RFC 8032 says what the library says, also of a signature with one bit turned."""
        made = sign(seed, site="x", number=1, total=1, last_id=1, link="a", mac="b", at=NOW)
        key, signature = bytes.fromhex(made.public_key), bytearray.fromhex(made.signature)
        assert apart.ed25519_verify(key, message(made), bytes(signature))
        signature[bit // 8] ^= 1 << bit % 8
        assert not apart.ed25519_verify(key, message(made), bytes(signature))

    def test_on_vectors_of_rfc_8032(self) -> None:
        """RFC 8032 section 7.1, tests 1 and 2."""
        for key, text, signature in vectors():
            assert apart.ed25519_verify(bytes.fromhex(key), bytes.fromhex(text), bytes.fromhex(signature))


def vectors() -> Iterator[tuple[str, str, str]]:
    """Give public key, message and signature, from https://www.rfc-editor.org/rfc/rfc8032#section-7.1."""
    yield (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    )
    yield (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    )
