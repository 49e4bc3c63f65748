"""What comes back in episodes: named with its episodes, whatever the order, the accents or the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.missing import pattern_rules
from cases.missing.pattern_rules import Found, Pattern, Seen, patterns, undecided

NOW = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


def seen(number: str, days: float, *, hours: float | None = 3, **known: object) -> Seen:
    """Give an episode that began so many days ago and lasted so many hours."""
    since = NOW - timedelta(days=days)
    ended = None if hours is None else since + timedelta(hours=hours)
    return Seen(number, since, ended, **known)


def named(*episodes: Seen) -> dict[Pattern, tuple[str, ...]]:
    """Give the episodes by pattern."""
    return {found.pattern: found.episodes for found in patterns(episodes, now=NOW)}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((10, 20), None),
        ((10, 20, 89), ("A0", "A1", "A2")),
        ((10, 20, 90), None),  # 90 days ago to the minute is too long ago
        ((1, 2, 3, 4), ("A0", "A1", "A2", "A3")),
    ],
)
def test_three_times_in_90_days(days: tuple[float, ...], expected: tuple[str, ...] | None) -> None:
    episodes = [seen(f"A{index}", ago) for index, ago in enumerate(days)]
    assert named(*episodes).get(Pattern.OFTEN) == expected


@pytest.mark.parametrize(
    ("days", "hours", "expected"),
    [(3, 24, False), (3, 24.1, True), (3, None, True), (0.9, None, False), (91, 30, False)],
)
def test_more_than_24_elapsed_hours_away(days: float, hours: float | None, expected: bool) -> None:
    assert (Pattern.LONG in named(seen("A", days, hours=hours))) is expected


def test_hours_away_are_elapsed_hours_in_the_night_that_the_clock_goes_back() -> None:
    since = datetime.fromisoformat("2026-10-24T20:00+02:00")
    until = datetime.fromisoformat("2026-10-25T19:30+01:00")  # 23:30 on the wall, 24:30 in truth
    row = Seen("A", since, until)
    assert patterns([row], now=until)[0].pattern is Pattern.LONG


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("Kévin de Vries", "Vries kevin", True),
        ("Kevin en Ali", "ALI", True),
        ("Kevin + Ali", "Ali & Sam", True),
        ("Kevin", "Kelvin", False),
        ("ja", "ja", False),
        ("", "", False),
        ("???", "???", False),
    ],
)
def test_the_same_companion_whatever_the_case_and_the_accents(first: str, second: str, is_same: bool) -> None:
    found = named(seen("A", 5, companions=(first,)), seen("B", 200, companions=(second,)))
    assert found.get(Pattern.SAME_COMPANION) == (("A", "B") if is_same else None)


def test_a_companion_in_another_case_is_named_apart() -> None:
    other = seen("Z", 40, companions=("Ali",), is_own=False)
    (found,) = patterns([seen("A", 5, companions=("ali",)), other], now=NOW)
    assert found == Found(Pattern.SAME_COMPANION, ("A",), ("Z",), "ali")


def test_what_other_cases_have_among_themselves_is_no_pattern_of_this_one() -> None:
    others = [seen(f"Z{n}", n, companions=("Ali",), is_own=False) for n in (1, 2, 3)]
    assert patterns([*others, seen("A", 5)], now=NOW) == ()
    assert patterns(others, now=NOW) == ()


def test_a_place_is_where_somebody_was_seen_or_found() -> None:
    found = named(seen("A", 5, places=("Station",)), seen("B", 100, places=("Kade", "station")))
    assert found == {Pattern.SAME_PLACE: ("A", "B")}


def test_a_pattern_of_long_ago_is_left_alone() -> None:
    assert named(seen("A", 91, companions=("Ali",)), seen("B", 92, companions=("Ali",))) == {}
    assert named(seen("A", 5, companions=("Ali",)), seen("B", 366, companions=("Ali",))) == {}


def test_what_was_decided_is_not_asked_again_until_a_new_episode_joins() -> None:
    found = patterns([seen("A", 5, hours=30)], now=NOW)
    known = pattern_rules.decided([{"long": ["A"]}, {"often": ["A"]}])
    assert undecided(found, known) == ()
    again = patterns([seen("A", 5, hours=30), seen("B", 1, hours=30)], now=NOW)
    assert undecided(again, known) == again


EPISODES = st.lists(
    st.builds(
        seen,
        st.uuids().map(str),
        st.floats(0, 400),
        hours=st.none() | st.floats(0, 100),
        companions=st.lists(st.sampled_from(["Ali", "Sam en Ali", "álí", ""]), max_size=2).map(tuple),
        places=st.lists(st.sampled_from(["Station", "Kade", ""]), max_size=2).map(tuple),
        is_own=st.booleans(),
    ),
    max_size=8,
)


@given(EPISODES, st.randoms())
def test_the_order_in_which_episodes_come_changes_nothing(episodes: list[Seen], random: object) -> None:
    mixed = list(episodes)
    random.shuffle(mixed)
    assert patterns(mixed, now=NOW) == patterns(episodes, now=NOW)


@given(EPISODES)
def test_every_pattern_names_an_own_episode_and_decided_ones_are_not_asked(episodes: list[Seen]) -> None:
    own = {row.number for row in episodes if row.is_own}
    found = patterns(episodes, now=NOW)
    for one in found:
        assert one.episodes
        assert set(one.episodes) <= own
        assert not set(one.others) & own
    assert undecided(found, pattern_rules.decided([{f.pattern.value: list(f.episodes)} for f in found])) == ()
