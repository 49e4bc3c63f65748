"""How much of the seven days is left, and what belongs at which age."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.forensic.rules import Attention, Line, attention, checklist, window_ends
from cases.workdays import AMSTERDAM, elapsed

THEN = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
#: Seven days (National Rapporteur, 15-05-2023); the centre is called until and including 168 hours.
TABLE = [
    (timedelta(0), Attention.OPEN),
    (timedelta(hours=95, minutes=59), Attention.OPEN),
    (timedelta(hours=96), Attention.THREE_DAYS),
    (timedelta(hours=143, minutes=59), Attention.THREE_DAYS),
    (timedelta(hours=144), Attention.ONE_DAY),
    (timedelta(hours=168), Attention.ONE_DAY),
    (timedelta(hours=168, seconds=1), Attention.ADVICE),
    (timedelta(days=400), Attention.ADVICE),
]


@pytest.mark.parametrize(("passed", "asked"), TABLE)
def test_what_a_track_asks_for(passed: timedelta, asked: Attention) -> None:
    assert attention(THEN, is_recorded=False, now=THEN + passed) is asked


def test_an_unknown_moment_counts_as_open_and_what_is_recorded_asks_nothing() -> None:
    assert attention(None, is_recorded=False, now=THEN) is Attention.UNKNOWN
    assert attention(None, is_recorded=True, now=THEN) is Attention.NONE
    assert attention(THEN, is_recorded=True, now=THEN + timedelta(hours=150)) is Attention.NONE


@pytest.mark.parametrize(
    "local", [datetime(2026, 10, 22, 12, tzinfo=AMSTERDAM), datetime(2026, 3, 26, 12, tzinfo=AMSTERDAM)]
)
def test_a_night_in_which_the_clock_changes_gives_and_takes_no_hour(local: datetime) -> None:
    end = window_ends(local)
    assert elapsed(local, end) == timedelta(hours=168)
    assert end.hour != local.hour  # the hands of the clock say something else
    assert attention(local, is_recorded=False, now=end.astimezone(UTC)) is Attention.ONE_DAY
    past = end.astimezone(UTC) + timedelta(seconds=1)
    assert attention(local, is_recorded=False, now=past) is Attention.ADVICE


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=60)), st.timedeltas(timedelta(0)))
def test_time_only_makes_it_more_pressing_until_the_window_ends(first: timedelta, more: timedelta) -> None:
    order = [Attention.OPEN, Attention.THREE_DAYS, Attention.ONE_DAY, Attention.ADVICE]
    more = min(more, timedelta(days=60))
    early, late = (attention(THEN, is_recorded=False, now=THEN + passed) for passed in (first, first + more))
    assert order.index(early) <= order.index(late)


@pytest.mark.parametrize(
    ("age", "lines"),
    [
        (5, {Line.BY_LOEF, Line.EXTRA_EXPERTISE, Line.PAEDIATRICIAN, Line.PARENTS_CONSENT}),
        (11, {Line.BY_LOEF, Line.EXTRA_EXPERTISE, Line.PAEDIATRICIAN, Line.PARENTS_CONSENT}),
        (12, {Line.BY_LOEF, Line.PAEDIATRICIAN, Line.BOTH_CONSENT}),
        (15, {Line.BY_LOEF, Line.PAEDIATRICIAN, Line.BOTH_CONSENT}),
        (16, {Line.BY_REGIONAL_PHYSICIAN, Line.PAEDIATRICIAN, Line.OWN_CONSENT}),
        (18, {Line.BY_REGIONAL_PHYSICIAN, Line.OWN_CONSENT}),
        (None, {Line.CENTRE_SAYS_WHO, Line.PAEDIATRICIAN, Line.ASK_WHO_CONSENTS}),
    ],
)
def test_what_belongs_at_an_age(age: int | None, lines: set[Line]) -> None:
    """Who examines: LOEF until 16, extra experience under 12; consent: art. 7:447, 7:450(2), 7:465(1) BW."""
    always = {Line.CALL_CENTRE, Line.MAY_STOP, Line.WITHOUT_POLICE, Line.NOTHING_FOUND}
    assert set(checklist(age)) == lines | always


def test_a_negative_age_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        checklist(-1)
