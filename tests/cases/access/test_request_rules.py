"""A request for access, as tables: its clocks, its one end, a grant that never gives more than was asked."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.access.request_rules import (
    MOVES,
    GrantRefusal,
    GrantRefused,
    RequestState,
    Share,
    Step,
    answer_due,
    decode,
    encode,
    expires_at,
    move,
    next_step,
    outcome,
)
from cases.moves import MoveRefused
from organisations.compartments import Compartment

CORE, IDENTITY, SIGNALS, MISSING = (
    Compartment.CORE,
    Compartment.IDENTITY,
    Compartment.SIGNALS,
    Compartment.MISSING,
)


def at(text: str) -> datetime:
    """Read an instant."""
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("asked_at", "is_urgent", "due"),
    [
        ("2026-11-17T09:00+00:00", True, "2026-11-17T10:00+00:00"),
        ("2026-03-29T00:30+00:00", True, "2026-03-29T01:30+00:00"),  # the clock goes forward
        ("2026-11-17T09:00+00:00", False, "2026-11-18T23:59:59+01:00"),
        ("2026-11-20T16:00+00:00", False, "2026-11-23T23:59:59+01:00"),  # Friday: Monday
        ("2026-12-24T16:00+00:00", False, "2026-12-28T23:59:59+01:00"),  # over Christmas
        ("2026-11-17T23:30+00:00", False, "2026-11-19T23:59:59+01:00"),  # past midnight here
    ],
)
def test_the_clock_of_an_answer(asked_at: str, is_urgent: bool, due: str) -> None:
    assert answer_due(at(asked_at), is_urgent=is_urgent) == at(due)


def test_an_unanswered_request_ends_five_working_days_after_the_reminder() -> None:
    assert expires_at(at("2026-11-18T23:00+00:00")) == at("2026-11-26T23:59:59+01:00")


def test_a_request_ends_once() -> None:
    for state in RequestState:
        for to in RequestState:
            may = state is RequestState.WAITING and to is not RequestState.WAITING
            if may:
                assert move(state, to, reason="because").to is to
            else:
                with pytest.raises(MoveRefused):
                    move(state, to, reason="because")
    assert set(MOVES) == set(RequestState)


def test_a_refusal_needs_a_sentence_and_nothing_else_does() -> None:
    with pytest.raises(MoveRefused):
        move(RequestState.WAITING, RequestState.REFUSED, reason="  ")
    with pytest.raises(MoveRefused):
        move(RequestState.WAITING, RequestState.REFUSED)
    assert move(RequestState.WAITING, RequestState.REFUSED, reason=" Not now. ").reason == "Not now."
    assert move(RequestState.WAITING, RequestState.GRANTED).reason == ""


def test_silence_is_told_upward_once_and_then_ends_the_request() -> None:
    assert next_step(is_reminded=False) is Step.REMIND
    assert next_step(is_reminded=True) is Step.EXPIRE


ASKED = Share(frozenset({IDENTITY, SIGNALS}), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("given", "result"),
    [
        (Share(frozenset({IDENTITY, SIGNALS}), date(2026, 12, 31)), RequestState.GRANTED),
        (Share(frozenset({CORE, IDENTITY, SIGNALS}), date(2026, 12, 31)), RequestState.GRANTED),
        (Share(frozenset(), date(2026, 12, 31)), RequestState.LIMITED),
        (Share(frozenset({IDENTITY, SIGNALS}), date(2026, 12, 1)), RequestState.LIMITED),
    ],
)
def test_a_grant_that_gives_less_is_a_limited_one(given: Share, result: RequestState) -> None:
    assert outcome(wanted=ASKED, given=given) is result


def test_whoever_asked_without_an_end_can_be_given_one() -> None:
    open_ended = replace(ASKED, until=None)
    assert outcome(wanted=open_ended, given=open_ended) is RequestState.GRANTED
    assert outcome(wanted=open_ended, given=ASKED) is RequestState.LIMITED


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Share(frozenset({IDENTITY, SIGNALS, MISSING}), date(2026, 12, 31)), GrantRefusal.MORE_THAN_ASKED),
        (Share(frozenset({MISSING}), date(2026, 12, 31)), GrantRefusal.MORE_THAN_ASKED),
        (Share(frozenset({IDENTITY}), date(2027, 1, 1)), GrantRefusal.LONGER_THAN_ASKED),
        (Share(frozenset({IDENTITY}), None), GrantRefusal.LONGER_THAN_ASKED),
    ],
)
def test_a_grant_never_gives_more_than_was_asked(given: Share, code: GrantRefusal) -> None:
    with pytest.raises(GrantRefused) as refused:
        outcome(wanted=ASKED, given=given)
    assert refused.value.code is code
    assert str(refused.value) == code.value


def test_core_comes_with_every_request_so_asking_for_it_alone_is_not_more() -> None:
    nothing = Share(frozenset(), None)
    assert outcome(wanted=nothing, given=Share(frozenset({CORE}), None)) is RequestState.GRANTED
    assert outcome(wanted=Share(frozenset({CORE}), None), given=nothing) is RequestState.GRANTED


@given(st.frozensets(st.sampled_from(Compartment)))
def test_parts_are_kept_as_one_text_in_a_fixed_order(parts: frozenset[Compartment]) -> None:
    assert decode(encode(parts)) == parts
    assert encode({SIGNALS, CORE, IDENTITY}) == "core,identity,signals"
    assert encode(()) == ""
