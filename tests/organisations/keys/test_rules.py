"""A public key of age is known, a private one is never taken for it, and two people let a key count."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519

from organisations.keys import rules
from organisations.keys.rules import Refusal, Refused, Standing, State
from tests.cast import NOW
from tests.organisations.keys.pairs import PUBLIC, PUBLIC_TOO, pair

LONG_AGO = NOW - timedelta(days=300)
END = PUBLIC[-24:]


class TestText:
    """What a pasted text is."""

    @pytest.mark.parametrize(
        "text",
        [
            "AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
            "age-secret-key-1qqpzry",
            "AGE–SECRET–KEY–1QQPZRY9X8",
            "AGE-SECRET-\nKEY-1QQPZRY9X8",
            f"# created: 2026-11-17\n# public key: {PUBLIC}\nAGE-SECRET-KEY-1QQPZRY",
            "QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQQPZRY9X8GF2TVDW0S3JN54KH",  # its second half alone
            "-----BEGIN OPENSSH PRIVATE KEY-----",
            "PuTTY-User-Key-File-3: ssh-ed25519",
            "AGE-PLUGIN-YUBIKEY-1QQPZRY",
        ],
    )
    def test_a_private_key_is_known_however_it_was_pasted(self, text: str) -> None:
        assert rules.looks_private(text)

    @pytest.mark.parametrize(
        "text",
        [PUBLIC, PUBLIC.upper(), f"# public key: {PUBLIC}", PUBLIC[:-3], "", "ssh-ed25519 AAAAC3Nza", END],
    )
    def test_what_is_no_private_key_is_not_called_one(self, text: str) -> None:
        assert not rules.looks_private(text)

    @given(at=st.integers(0, 74))
    def test_every_private_key_is_known_also_cut_in_two(self, at: int) -> None:
        private = str(x25519.Identity.generate())
        assert rules.looks_private(f"{private[:at]}\n{private[at:]}")
        assert rules.found_in(private) == ""

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            (f"  {PUBLIC}\n", PUBLIC),
            (PUBLIC.upper(), PUBLIC),
            (f"# public key: {PUBLIC}", PUBLIC),
            (PUBLIC[:-1], ""),
            (f"{PUBLIC}q", ""),
            (f"{PUBLIC} {PUBLIC_TOO}", ""),
            ("", ""),
        ],
    )
    def test_a_key_is_found_in_the_line_of_the_file(self, text: str, found: str) -> None:
        assert rules.found_in(text) == found

    def test_a_key_stands_for_32_bytes(self) -> None:
        """The zero point written out by hand: 52 signs of zero and its check signs (BIP 173)."""
        assert rules.point_of("age1" + "q" * 52 + "q" * 6) == bytes(32)
        assert len({rules.point_of(pair()[1]) for _turn in range(20)}) == 20

    @pytest.mark.parametrize(
        "typed", [END, END.upper(), rules.fingerprint(PUBLIC), "-".join(END), f" {END} "]
    )
    def test_a_fingerprint_is_the_same_with_spaces_and_capitals(self, typed: str) -> None:
        assert rules.is_same(typed, PUBLIC)

    @pytest.mark.parametrize("typed", ["", END[:-1], f"{END}q", PUBLIC_TOO[-24:], PUBLIC[:24]])
    def test_another_or_a_part_is_not(self, typed: str) -> None:
        assert not rules.is_same(typed, PUBLIC)


WAITS = Standing(PUBLIC, 1, NOW)


@pytest.mark.parametrize(
    ("standing", "user", "since", "typed", "refusal"),
    [
        (WAITS, 2, LONG_AGO, END, None),
        (WAITS, 2, NOW - timedelta(days=7), END, None),
        (WAITS, 1, LONG_AGO, END, Refusal.OWN),
        (WAITS, 2, NOW - timedelta(days=7) + timedelta(seconds=1), END, Refusal.TOO_NEW),
        (WAITS, 2, NOW + timedelta(days=30), END, Refusal.TOO_NEW),
        (WAITS, 2, LONG_AGO, PUBLIC_TOO[-24:], Refusal.OTHER),
        (Standing(PUBLIC, 1, NOW, is_confirmed=True), 2, LONG_AGO, END, Refusal.COUNTS_ALREADY),
        (Standing(PUBLIC, 1, NOW, end="withdrawn"), 2, LONG_AGO, END, Refusal.OVER),
        (Standing(PUBLIC, 1, NOW, is_confirmed=True, end="replaced"), 2, LONG_AGO, END, Refusal.OVER),
    ],
)
def test_who_confirms(standing: Standing, user: int, since: object, typed: str, refusal: object) -> None:
    given_to = {"user": user, "member_since": since, "typed": typed}
    if refusal is None:
        rules.check_confirm(standing, **given_to)
        return
    with pytest.raises(Refused) as refused:
        rules.check_confirm(standing, **given_to)
    assert refused.value.code is refusal


def test_where_a_key_stands() -> None:
    assert rules.state(WAITS) is State.WAITING
    assert rules.state(Standing(PUBLIC, 1, NOW, is_confirmed=True)) is State.COUNTS
    assert rules.state(Standing(PUBLIC, 1, NOW, is_confirmed=True, end="replaced")) is State.REPLACED
