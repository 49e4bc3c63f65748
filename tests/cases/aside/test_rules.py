"""Until when may work wait? The table, and what holds whatever the work is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.aside.rules import FOR_HOURS, NEVER, WEEK, About, Ground, Work, limit, suggested

NOW = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)  # a Tuesday, 10:00 in Amsterdam


def hours(many: float) -> datetime:
    return NOW + timedelta(hours=many)


@pytest.mark.parametrize(
    ("work", "urgency", "due", "until", "ground"),
    [
        # Somebody may be in danger now: it stays, whatever the kind and whenever it is due.
        (Work.SIGNAL, "acute", hours(100), None, Ground.ACUTE),
        (Work.ACTION, "acute", None, None, Ground.ACUTE),
        # Help after violence: seven days at most, and every hour counts (cases/forensic/rules.py).
        (Work.FORENSIC_WINDOW, "normal", hours(150), None, Ground.WINDOW),
        # The talk after a return and Veilig Thuis: to call back in the afternoon.
        (Work.RETURN_TALK, "normal", hours(48), hours(4), Ground.HOURS),
        (Work.RETURN_TALK, "urgent", hours(2), hours(2), Ground.DUE),
        (Work.VEILIG_THUIS, "urgent", hours(-200), hours(4), Ground.HOURS),
        # Urgent, or past its date: one day.
        (Work.ACCESS_REQUEST, "urgent", hours(90), hours(24), Ground.URGENT),
        (Work.ACTION, "normal", date(2026, 11, 16), hours(24), Ground.PAST),
        # Everything else: a week, never past its own date. A date ends with its day, in Amsterdam.
        (Work.ACTION, "normal", None, NOW + WEEK, Ground.WEEK),
        (Work.MEASURE, "normal", date(2027, 2, 1), NOW + WEEK, Ground.WEEK),
        (
            Work.ACTION,
            "normal",
            date(2026, 11, 18),
            datetime(2026, 11, 18, 22, 59, 59, tzinfo=UTC),
            Ground.DUE,
        ),
        (Work.ASK, "normal", hours(0.2), None, Ground.NEARLY),
    ],
)
def test_how_long(work: Work, urgency: str, due: object, until: datetime | None, ground: Ground) -> None:
    found = limit(work, urgency, due, now=NOW)
    assert (found.until, found.ground) == (until, ground)


WHEN = st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@given(st.sampled_from(Work), st.sampled_from(["acute", "urgent", "normal"]), WHEN)
def test_nothing_waits_past_its_own_date_nor_longer_than_a_week(
    work: Work, urgency: str, due: datetime | None
) -> None:
    until = limit(work, urgency, due, now=NOW).until
    if urgency == "acute" or work in NEVER:
        assert until is None
    if until is not None:
        assert NOW < until <= NOW + WEEK
        assert due is None or due <= NOW or until <= due
        assert work not in FOR_HOURS or until <= hours(4)


def test_a_day_is_a_day_in_the_night_that_the_clock_goes_back() -> None:
    before = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert limit(Work.ACTION, "urgent", None, now=before).until == before + timedelta(hours=24)


def test_the_first_moment_offered_is_tomorrow_morning_when_that_is_allowed() -> None:
    assert suggested(NOW + WEEK, now=NOW) == datetime(2026, 11, 18, 8, tzinfo=UTC)  # 9:00 in Amsterdam
    assert suggested(hours(4), now=NOW) == hours(4)


def test_the_same_work_has_the_same_name_for_everybody() -> None:
    assert About(Work.ACTION, 12, 7).name == About(Work.ACTION, 12, 7, marks=("open", 2)).name == "action-12"
