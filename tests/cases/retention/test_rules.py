"""When a case may be destroyed, by whom, and what stands in the way, as tables."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.moves import MoveRefused
from cases.retention import rules
from cases.retention.rules import Refusal, Refused, Standing, State, Voice

END = date(2026, 11, 17)
ANNA, ARNO = Voice(1, 10, True), Voice(2, 10, True)
GERDA, BEA, GIJS = Voice(3, 20, False), Voice(4, 30, False), Voice(5, 20, False)


def standing(**values: object) -> Standing:
    """Give a proposal whose term ended yesterday."""
    given_values = {
        "state": State.WAITING,
        "kept_until": END,
        "held_until": None,
        "is_closed": True,
        "voices": (),
        **values,
    }
    return Standing(**given_values)


@pytest.mark.parametrize(
    ("voices", "voice", "destroys"),
    [
        ((), ANNA, False),
        ((), GERDA, False),
        ((ANNA,), GERDA, True),
        ((GERDA,), ANNA, True),
        ((GERDA,), BEA, Refusal.NOBODY_COORDINATES),
        ((ANNA,), ANNA, Refusal.AGREED_ALREADY),
        ((ANNA,), ARNO, Refusal.SAME_ORGANISATION),
        ((GERDA,), GIJS, Refusal.SAME_ORGANISATION),
    ],
)
def test_two_people_of_two_organisations_one_of_them_for_the_coordination(
    voices: tuple[Voice, ...], voice: Voice, destroys: bool | Refusal
) -> None:
    case, today = standing(voices=voices), END + timedelta(days=1)
    if isinstance(destroys, bool):
        assert rules.agree(case, voice, today=today) is destroys
    else:
        with pytest.raises(Refused) as refused:
            rules.agree(case, voice, today=today)
        assert refused.value.code is destroys


@pytest.mark.parametrize(
    ("values", "days", "code"),
    [
        ({"is_closed": False}, 1, Refusal.REOPENED),
        ({"state": State.WITHDRAWN}, 1, Refusal.ENDED),
        ({"state": State.DESTROYED}, 1, Refusal.ENDED),
        ({"state": State.ANNOUNCED}, 0, Refusal.TERM_RUNS),
        ({}, 0, Refusal.TERM_RUNS),  # the last day itself is still kept
        ({"state": State.HELD, "held_until": END + timedelta(days=9)}, 9, Refusal.HELD),
        ({"held_until": END + timedelta(days=9)}, 9, Refusal.HELD),
        ({"state": State.HELD, "held_until": END + timedelta(days=9)}, 10, Refusal.TERM_RUNS),  # asked first
    ],
)
def test_nothing_is_destroyed_before_its_day_or_against_a_hold(
    values: dict, days: int, code: Refusal
) -> None:
    with pytest.raises(Refused) as refused:
        rules.agree(standing(voices=(ANNA,), **values), GERDA, today=END + timedelta(days=days))
    assert refused.value.code is code
    assert str(refused.value) == code.value


@given(
    st.sampled_from(State),
    st.integers(-400, 400),
    st.none() | st.integers(-400, 800),
    st.booleans(),
    st.lists(st.sampled_from([ANNA, ARNO, GERDA, BEA, GIJS]), max_size=2, unique=True),
    st.sampled_from([ANNA, ARNO, GERDA, BEA, GIJS]),
)
def test_a_destruction_always_has_two_of_two_after_the_last_day(
    state: State, days: int, held: int | None, is_closed: bool, voices: list[Voice], voice: Voice
) -> None:
    held_until = None if held is None else END + timedelta(days=held)
    today = END + timedelta(days=days)
    case = Standing(state, END, held_until, is_closed, voices)
    try:
        destroys = rules.agree(case, voice, today=today)
    except Refused:
        return
    assert is_closed
    assert state is State.WAITING
    assert today > rules.last_day(END, held_until)
    if destroys:
        assert len({v.user for v in [*voices, voice]}) >= 2
        assert len({v.organisation for v in [*voices, voice]}) >= 2
        assert any(v.leads for v in [*voices, voice])


@pytest.mark.parametrize(
    ("ahead", "warned_ahead", "warns"),
    [
        (91, None, False),
        (90, None, True),
        (90, 90, False),
        (60, 90, False),
        (30, 90, True),
        (7, 30, True),
        (6, 7, False),
        (0, None, True),
        (-1, None, False),
    ],
)
def test_warnings_come_ninety_thirty_and_seven_days_ahead(
    ahead: int, warned_ahead: int | None, warns: bool
) -> None:
    warned = None if warned_ahead is None else END - timedelta(days=warned_ahead)
    assert rules.warns(END, warned, today=END - timedelta(days=ahead)) is warns


@pytest.mark.parametrize(("since", "asks"), [(None, True), (0, False), (29, False), (30, True), (200, True)])
def test_who_must_decide_is_asked_again_every_thirty_days(since: int | None, asks: bool) -> None:
    asked = None if since is None else END - timedelta(days=since)
    assert rules.reminds(asked, today=END) is asks


def test_a_held_case_comes_back_and_an_opened_one_falls() -> None:
    day_after = END + timedelta(days=1)
    assert rules.next_state("held", END, today=day_after, is_closed=True) is State.WAITING
    assert rules.next_state("held", END, today=END, is_closed=True) is State.HELD
    assert rules.next_state("waiting", END, today=day_after, is_closed=False) is State.WITHDRAWN
    assert rules.move("waiting", State.HELD).to is State.HELD
    with pytest.raises(MoveRefused):
        rules.move("withdrawn", State.WAITING)
    with pytest.raises(MoveRefused):
        rules.move("held", State.DESTROYED)


@pytest.mark.parametrize(("held", "days"), [(None, 0), (-1, 0), (0, 0), (9, 9)])
def test_a_hold_keeps_longer_and_never_shorter(held: int | None, days: int) -> None:
    held_until = None if held is None else END + timedelta(days=held)
    assert rules.last_day(END, held_until) == END + timedelta(days=days)


def test_a_hold_lasts_two_years_at_most_and_starts_tomorrow() -> None:
    assert rules.hold_days(END) == (date(2026, 11, 18), date(2028, 11, 17))
