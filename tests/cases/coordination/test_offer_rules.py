"""Who must say yes, before when, and what is walked through."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.coordination.offer_rules import (
    Item,
    OfferState,
    Pair,
    Seat,
    assign_before,
    is_late,
    move,
    not_seen,
    to_ask,
)
from cases.moves import MoveRefused
from cases.workdays import elapsed, is_workday, local_day

HERE = ZoneInfo("Europe/Amsterdam")
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))
PEOPLE = st.integers(1, 6)
PAIRS = st.tuples(PEOPLE, PEOPLE).filter(lambda two: two[0] != two[1]).map(lambda two: Pair(*two))
ANNA, ARNO, BEA, BRAM = 1, 2, 3, 4
NOW_HELD = Pair(ANNA, ARNO)
BOTH, NOBODY = {Seat.COORDINATOR, Seat.DEPUTY}, set()


@pytest.mark.parametrize(
    ("asked", "by", "expected"),
    [
        (Pair(BEA, BRAM), ANNA, BOTH),
        (Pair(BEA, ARNO), ANNA, {Seat.COORDINATOR}),  # the deputy stays where he sits
        (Pair(ANNA, BEA), ARNO, {Seat.DEPUTY}),  # the coordinator stays, whoever asks
        (Pair(BEA, ANNA), ANNA, {Seat.COORDINATOR}),  # who asks says yes by asking
        (Pair(BEA, ARNO), BEA, NOBODY),  # takes it up, and the deputy stays
        (Pair(ARNO, ANNA), ANNA, {Seat.COORDINATOR}),  # to change chairs is asked too
    ],
)
def test_who_must_say_yes(asked: Pair, by: int, expected: set[Seat]) -> None:
    assert to_ask(asked, standing=NOW_HELD, offered_by=by) == expected


@given(PAIRS, PAIRS, PEOPLE)
def test_nobody_new_gets_a_chair_without_a_yes(asked: Pair, standing: Pair, by: int) -> None:
    must = to_ask(asked, standing=standing, offered_by=by)
    for seat in Seat:
        person = getattr(asked, seat.value)
        assert (seat in must) == (person != by and person != getattr(standing, seat.value))


@pytest.mark.parametrize(
    ("since", "urgency", "before"),
    [
        (datetime(2026, 11, 17, 10, 0), "urgent", datetime(2026, 11, 17, 11, 0)),
        (datetime(2026, 11, 20, 23, 30), "acute", datetime(2026, 11, 21, 0, 30)),  # at night too
        (datetime(2026, 11, 17, 10, 0), "normal", datetime(2026, 11, 18, 23, 59, 59)),
        (datetime(2026, 11, 20, 10, 0), "normal", datetime(2026, 11, 23, 23, 59, 59)),  # over a weekend
        (datetime(2026, 12, 24, 10, 0), "normal", datetime(2026, 12, 28, 23, 59, 59)),  # over Christmas
        (datetime(2026, 10, 25, 2, 30, fold=0), "urgent", datetime(2026, 10, 25, 2, 30, fold=1)),  # same hour
        (datetime(2026, 3, 29, 1, 30), "urgent", datetime(2026, 3, 29, 3, 30)),  # no hour between
    ],
)
def test_before_when_somebody_must_hold_it(since: datetime, urgency: str, before: datetime) -> None:
    found = assign_before(since.replace(tzinfo=HERE), urgency=urgency)
    assert found.astimezone(UTC) == before.replace(tzinfo=HERE).astimezone(UTC)


@given(MOMENTS, st.sampled_from(["acute", "urgent", "normal"]))
def test_what_presses_has_an_hour_and_the_rest_ends_on_a_later_working_day(
    since: datetime, urgency: str
) -> None:
    before = assign_before(since, urgency=urgency)
    if urgency == "normal":
        assert is_workday(local_day(before))
        assert local_day(before) > local_day(since)
    else:
        assert elapsed(since, before) == timedelta(hours=1)
    assert not is_late(before, now=before - timedelta(seconds=1))
    assert is_late(before, now=before)


@pytest.mark.parametrize("state", list(OfferState))
@pytest.mark.parametrize("to", list(OfferState))
def test_only_what_waits_can_be_answered(state: OfferState, to: OfferState) -> None:
    possible = state is OfferState.WAITING and to is not OfferState.WAITING
    if possible:
        assert move(state, to, reason="because").to is to
    else:
        with pytest.raises(MoveRefused):
            move(state, to, reason="because")


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_a_no_needs_a_reason_and_a_yes_does_not(blank: str) -> None:
    with pytest.raises(MoveRefused):
        move(OfferState.WAITING, OfferState.REFUSED, reason=blank)
    assert move(OfferState.WAITING, OfferState.ACCEPTED, reason=blank).to is OfferState.ACCEPTED


@given(
    st.dictionaries(st.sampled_from(list(Item)), st.integers(0, 3)),
    st.sets(st.sampled_from([item.value for item in Item])),
)
def test_what_is_open_is_seen_or_named(still_open: dict[Item, int], seen: set[str]) -> None:
    missing = not_seen(still_open, seen)
    assert {item for item, many in still_open.items() if many} == set(missing) | {
        item for item, many in still_open.items() if many and item in seen
    }
    assert not set(missing) & seen
