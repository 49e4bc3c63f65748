"""What singles somebody out, how it is hashed, the pace, and what two answers come to."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cases.casefile.mark_rules import Known, marks
from cases.overlap.rules import (
    MOST,
    Answer,
    Compared,
    Outcome,
    Pace,
    combinations,
    digest,
    due,
    outcome,
    too_many,
)

BORN = date(2011, 5, 4)
GIRL = Known("Noor Zeegras", BORN)


def of(known: Known) -> frozenset[str]:
    return combinations(marks(known))


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (GIRL, Known("Nora Segras", BORN), True),  # sounds the same, and the day
        (GIRL, Known("zeegras, noor", BORN), True),
        (GIRL, Known("Noor Zeegras"), False),  # a name alone never (feature M5)
        (GIRL, Known("Noor Zeegras", date(2011, 4, 5)), False),
        (GIRL, Known("Noor Rietkraag", BORN), False),  # a part of the name is not enough
        (GIRL, Known("", BORN), False),
        (Known(phones=("06 12345678",)), Known("Anders", phones=("+31 6 1234 5678",)), True),
        (Known(plates=("AB-123-C",)), Known(plates=("ab123c",)), True),
        (Known(address="Dorpsstraat 12"), Known(address="Dorpsstraat 12"), False),  # a house holds many
    ],
)
def test_only_what_singles_somebody_out(one: Known, other: Known, is_same: bool) -> None:
    assert bool(of(one) & of(other)) is is_same


@given(st.text(min_size=1, max_size=60), st.integers(1, 10**6), st.integers(1, 10**6))
def test_hashes_of_two_covenants_have_nothing_in_common(combination: str, one: int, other: int) -> None:
    assume(one != other)
    secret = "s" * 50
    assert digest(combination, table=one, secret=secret) != digest(combination, table=other, secret=secret)
    assert digest(combination, table=one, secret=secret) == digest(combination, table=one, secret=secret)


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
def test_a_hash_tells_nothing_without_the_secret_and_mixes_nothing_up(one: str, other: str) -> None:
    assume(one != other)
    made = digest(one, table=1, secret="a" * 50)
    assert len(made) == 64
    assert made != digest(other, table=1, secret="a" * 50)
    assert made != digest(one, table=1, secret="b" * 50)


@pytest.mark.parametrize("pace", list(Pace))
def test_one_below_the_limit_goes_on_and_at_the_limit_it_waits(pace: Pace) -> None:
    none = {one.value: 0 for one in Pace}
    assert too_many(Compared(**{**none, pace.value: MOST[pace] - 1})) is None
    assert too_many(Compared(**{**none, pace.value: MOST[pace]})) is pace


@pytest.mark.parametrize(
    ("here", "there", "found"),
    [
        (Answer.YES, Answer.NONE, Outcome.NONE),
        (Answer.NONE, Answer.YES, Outcome.NONE),
        (Answer.YES, Answer.YES, Outcome.SHARED),
        (Answer.NO, Answer.NONE, Outcome.CLOSED),
        (Answer.YES, Answer.NO, Outcome.CLOSED),
        (Answer.NO, Answer.NO, Outcome.CLOSED),
    ],
)
def test_only_two_times_yes_tells(here: Answer, there: Answer, found: Outcome) -> None:
    assert outcome(here, there) is found


def test_both_have_two_working_days() -> None:
    friday = datetime(2026, 11, 13, 9, tzinfo=UTC)
    assert due(friday) == datetime(2026, 11, 17, 22, 59, 59, tzinfo=UTC)
