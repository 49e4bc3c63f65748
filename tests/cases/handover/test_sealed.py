"""A case is sealed for one organisation: its key opens the file, another one does not."""

import io
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from pyrage import DecryptError, EncryptError, decrypt, x25519

from cases.audit.models import LedgerLine
from cases.casefile import note
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.handover import handover, sealed
from cases.handover.models import CaseHandover
from organisations.compartments import Compartment
from organisations.keys import key, rules
from organisations.keys.models import SealingKey
from organisations.roles import Role
from tests.cases.handover.test_handover import DAY, VALID, asked, waits_a_day  # noqa: F401 - the fixture
from tests.cast import Region
from tests.organisations.conftest import join
from tests.organisations.keys.pairs import pair

LogIn = Callable[[str], Client]


@pytest.fixture
def private(region: Region) -> x25519.Identity:
    """Let the institution have a key that counts; gives the private half, which only it has."""
    join(region, "hilde", "institution", Role.ORGANISATION_ADMIN, now=region.now - timedelta(days=40))
    return counts(region)


def counts(region: Region) -> x25519.Identity:
    """Let Piet register a new key of the institution, and Hilde confirm it."""
    private, public = pair()
    made = key.register(actor=region.actor("piet"), public_key=public, now=region.now)
    end = rules.fingerprint(public)
    key.confirm(made, actor=region.actor("hilde"), fingerprint=end, now=region.now)
    return private


def fetched(region: Region, made: CaseHandover) -> bytes:
    """Let Anna fetch the file a day later."""
    return b"".join(handover.fetch(made, actor=region.actor("anna"), now=region.now + DAY))


class TestFile:
    """What only the institution opens."""

    def test_its_private_key_opens_what_obeys_the_schema(
        self, region: Region, case: Case, private: x25519.Identity
    ) -> None:
        for number in range(40):
            words = f"Đặng belde {number}"
            note.add(
                case, actor=region.actor("anna"), compartment=Compartment.CORE, text=words, now=region.now
            )
        made = asked(region, case)
        assert (made.password, made.sealing_key) == ("", key.counting(region.institution))
        packed = fetched(region, made)
        assert packed.startswith(b"age-encryption.org/v1\n")
        found = json.loads(decrypt(packed, [private]))
        VALID(found)
        assert (found["for"], found["case"]["number"]) == (region.institution.name, case.number)
        assert "Đặng belde 39" in {row["text"] for row in found["records"]["notes"]}

    def test_another_key_does_not_open_it(self, region: Region, case: Case, private: x25519.Identity) -> None:
        packed = fetched(region, asked(region, case))
        with pytest.raises(DecryptError):
            decrypt(packed, [pair()[0]])
        assert case.number.encode() not in packed
        changed = packed[:-1] + bytes([packed[-1] ^ 1])
        with pytest.raises(DecryptError):
            decrypt(changed, [private])

    def test_an_organisation_without_a_key_gets_it_with_a_password(
        self, region: Region, case: Case, private: x25519.Identity
    ) -> None:
        made = asked(region, case, "police")
        assert made.sealing_key is None
        assert handover.show_password(made, actor=region.actor("anna"), now=region.now)
        assert fetched(region, made).startswith(b"PK")

    def test_a_key_that_waits_seals_nothing(self, region: Region, case: Case) -> None:
        key.register(actor=region.actor("piet"), public_key=pair()[1], now=region.now)
        assert asked(region, case).sealing_key is None

    def test_it_is_sealed_in_parts_of_any_size(self) -> None:
        private, public = pair()
        pieces = ["", "é" * 70_000, "a", "b" * 9_000] * 3
        assert decrypt(b"".join(sealed.sealed(pieces, public)), [private]).decode() == "".join(pieces)
        assert decrypt(b"".join(sealed.sealed([], public)), [private]) == b""
        assert sealed._Reader(["ab", "cd"]).read() == b"abcd"
        assert io.RawIOBase.readable(io.RawIOBase()) is False

    def test_a_file_that_cannot_be_finished_is_never_begun(self) -> None:
        def breaks() -> Iterator[str]:
            yield "a" * 200_000
            raise ValidationError("gone")

        with pytest.raises(EncryptError):
            next(sealed.sealed(breaks(), pair()[1]))


class TestActs:
    """The key of then, or none at all."""

    def test_there_is_no_password_to_show(self, region: Region, case: Case, private: x25519.Identity) -> None:
        made = asked(region, case)
        with pytest.raises(StateConflictError, match="sealed_with_key"):
            handover.show_password(made, actor=region.actor("anna"), now=region.now)
        assert not LedgerLine.objects.filter(event="handover.password_shown").exists()
        assert fetched(region, made)
        assert LedgerLine.objects.filter(event="handover.fetched").count() == 1

    def test_it_waits_as_every_handover(self, region: Region, case: Case, private: x25519.Identity) -> None:
        made = asked(region, case)
        with pytest.raises(StateConflictError, match="too_early"):
            handover.fetch(made, actor=region.actor("anna"), now=region.now)

    def test_who_swaps_the_key_while_it_waits_gets_nothing(
        self, region: Region, case: Case, private: x25519.Identity
    ) -> None:
        made = asked(region, case)
        counts(region)
        with pytest.raises(StateConflictError, match="key_ended"):
            fetched(region, made)
        made.refresh_from_db()
        assert made.fetched_at is None

    def test_a_withdrawn_key_seals_nothing_any_more(
        self, region: Region, case: Case, private: x25519.Identity
    ) -> None:
        made = asked(region, case)
        key.withdraw(key.counting(region.institution), actor=region.actor("piet"), now=region.now)
        with pytest.raises(StateConflictError, match="key_ended"):
            fetched(region, made)
        stopped = handover.stop(made, actor=region.actor("arno"), reason="Sleutel weg", now=region.now)
        assert stopped.stopped_at is not None
        assert asked(region, case).sealing_key is None

    def test_the_database_keeps_no_password_beside_a_key(
        self, region: Region, case: Case, private: x25519.Identity
    ) -> None:
        made = asked(region, case)
        with pytest.raises(IntegrityError), transaction.atomic():
            CaseHandover.objects.filter(pk=made.pk).update(password="geheim")


class TestPages:
    """What Anna sees."""

    def test_anna_fetches_a_sealed_file_and_sees_whose_key_it_is(
        self, region: Region, case: Case, private: x25519.Identity, log_in: LogIn, settings: Any
    ) -> None:
        settings.ZORGTAFEL_EXPORT_MINUTES = 0
        anna, path = log_in("anna"), f"/cases/{case.number}/handover/"
        page = anna.get(f"{path}new/").content.decode()
        assert f"alleen zij kunnen het openen: {region.institution.name}." in " ".join(page.split())
        typed = {"recipient": region.institution.pk, "reason": "Zij nemen het over"}
        page = anna.post(f"{path}new/", typed, follow=True).content.decode()
        made, counting = CaseHandover.objects.get(), SealingKey.objects.get()
        assert rules.fingerprint(counting.public_key) in page
        assert "Vastgelegd door Piet" in page
        assert "wachtwoord tonen" not in page.lower()
        answer = anna.post(f"{path}{made.pk}/file/")
        assert answer["Content-Disposition"] == f'attachment; filename="case-{case.number}.json.age"'
        VALID(json.loads(decrypt(b"".join(answer.streaming_content), [private])))
        key.withdraw(counting, actor=region.actor("piet"), now=region.now)
        page = anna.get(f"{path}{made.pk}/").content.decode()
        assert "geldt niet meer" in page
        assert "file/" not in page

    def test_without_a_key_the_page_says_whom_to_ask(self, region: Region, case: Case, log_in: LogIn) -> None:
        made = asked(region, case)
        page = log_in("anna").get(f"/cases/{case.number}/handover/{made.pk}/").content.decode()
        assert "geen eigen sleutel" in page
        assert "Piet" in page
