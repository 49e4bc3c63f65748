"""The code of somebody without an account: hard to guess, easy to read from paper, never kept."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.intake import code_rules
from cases.intake.code_rules import ALPHABET, LENGTH, SHOWN_AGAIN_FOR, VALID_FOR
from cases.workdays import AMSTERDAM

SECRET = "a secret of this site"
NOW = datetime(2026, 11, 23, 12, tzinfo=AMSTERDAM)


@given(st.text(min_size=1))
def test_a_code_is_read_back_as_it_was_shown(key: str) -> None:
    code = code_rules.made_from(key, secret=SECRET)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert code_rules.read(code_rules.written(code)) == code
    assert code_rules.read(f"  {code.lower()} ") == code


@pytest.mark.parametrize(("typed", "meant"), [("o0Il-1u2v", "00111V2V"), ("", ""), ("--- ", "")])
def test_what_looks_alike_is_read_alike(typed: str, meant: str) -> None:
    assert code_rules.read(typed) == meant


def test_the_same_form_makes_the_same_code_and_another_form_another() -> None:
    first, second, other = (code_rules.made_from(key, secret=SECRET) for key in ("a", "a", "b"))
    assert first == second != other


def test_what_is_kept_is_no_code_and_needs_the_secret() -> None:
    code = code_rules.made_from("a", secret=SECRET)
    kept = code_rules.digest(code, secret=SECRET)
    assert code not in kept.upper()
    assert kept != code_rules.digest(code, secret="another")
    assert len(kept) == 64


@pytest.mark.parametrize(("after", "over"), [(timedelta(0), False), (VALID_FOR, True)])
def test_a_code_ends(after: timedelta, over: bool) -> None:
    assert code_rules.is_over(NOW, now=NOW + after) is over


@pytest.mark.parametrize(("after", "again"), [(timedelta(0), True), (SHOWN_AGAIN_FOR, False)])
def test_it_is_shown_again_only_to_whose_connection_was_lost(after: timedelta, again: bool) -> None:
    assert code_rules.may_show_again(NOW, now=NOW + after) is again
