"""The Dutch calendar: known Easters, the holidays of a year, terms in working days, and two odd nights."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import workdays
from cases.workdays import AMSTERDAM, LiberationDay

# Published dates of Easter Sunday, Gregorian calendar.
EASTERS = [
    "2020-04-12",
    "2021-04-04",
    "2022-04-17",
    "2023-04-09",
    "2024-03-31",
    "2025-04-20",
    "2026-04-05",
    "2027-03-28",
    "2028-04-16",
    "2029-04-01",
    "2030-04-21",
    "2031-04-13",
    "2032-03-28",
    "2033-04-17",
    "2034-04-09",
    "2035-03-25",
    "2036-04-13",
    "2037-04-05",
    "2038-04-25",
    "2039-04-10",
    "2040-04-01",
]

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
settings = st.sampled_from(["never", "every_5_years", "always"])


@pytest.mark.parametrize("known", EASTERS)
def test_easter_is_on_the_published_day(known: str) -> None:
    day = date.fromisoformat(known)
    assert workdays.easter_sunday(day.year) == day


@given(st.integers(1583, 4099))
def test_easter_is_a_sunday_between_22_march_and_25_april(year: int) -> None:
    easter = workdays.easter_sunday(year)
    assert easter.weekday() == workdays.SUNDAY
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)


# Algemene termijnenwet art. 3 lid 1, for 2026 and (with 5 May off) 2025.
@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2026, "01-01 04-05 04-06 04-27 05-14 05-24 05-25 12-25 12-26"),
        (2025, "01-01 04-20 04-21 04-26 05-05 05-29 06-08 06-09 12-25 12-26"),
    ],
)
def test_the_holidays_of_a_year(year: int, expected: str) -> None:
    assert workdays.holidays(year) == {date.fromisoformat(f"{year}-{day}") for day in expected.split()}


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2014, date(2014, 4, 26)),  # 27 April is a Sunday
        (2025, date(2025, 4, 26)),  # idem
        (2026, date(2026, 4, 27)),
        (2031, date(2031, 4, 26)),
        (2013, date(2013, 4, 30)),  # the last Queen's day
        (2006, date(2006, 4, 29)),  # 30 April is a Sunday
    ],
)
def test_kings_day_moves_to_saturday_when_it_falls_on_a_sunday(year: int, day: date) -> None:
    assert workdays.kings_day(year) == day


@pytest.mark.parametrize(
    ("setting", "off_in_2025", "off_in_2026"),
    [("never", False, False), ("every_5_years", True, False), ("always", True, True)],
)
def test_liberation_day_is_a_setting(setting: LiberationDay, off_in_2025: bool, off_in_2026: bool) -> None:
    assert workdays.is_workday(date(2025, 5, 5), liberation_day=setting) is not off_in_2025
    assert workdays.is_workday(date(2026, 5, 5), liberation_day=setting) is not off_in_2026


def test_an_unknown_setting_for_liberation_day_is_refused() -> None:
    with pytest.raises(ValueError, match="Liberation Day"):
        workdays.holidays(2026, liberation_day="sometimes")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 3), True),  # Good Friday: not a general day off
        (date(2026, 5, 15), True),  # the Friday after Ascension Day
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 11, 23), True),
    ],
)
def test_days_that_people_ask_about(day: date, works: bool) -> None:
    assert workdays.is_workday(day) is works


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        (date(2026, 11, 23), 5, date(2026, 11, 30)),  # Monday to Monday
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # over a weekend
        (date(2026, 12, 24), 1, date(2026, 12, 28)),  # over Christmas and a weekend
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # over New Year's Day and a weekend
        (date(2026, 4, 2), 2, date(2026, 4, 7)),  # Good Friday counts, Easter Monday does not
        (date(2026, 5, 13), 1, date(2026, 5, 15)),  # over Ascension Day
        (date(2026, 11, 21), 0, date(2026, 11, 21)),  # no days: the day itself
        (date(2028, 2, 28), 1, date(2028, 2, 29)),  # a leap day
    ],
)
def test_a_term_in_working_days(start: date, number: int, end: date) -> None:
    assert workdays.add_workdays(start, number) == end


@given(days, st.integers(0, 60), settings)
def test_adding_and_counting_are_each_others_inverse(
    start: date, number: int, setting: LiberationDay
) -> None:
    end = workdays.add_workdays(start, number, liberation_day=setting)
    assert workdays.workdays_between(start, end, liberation_day=setting) == number
    assert number == 0 or workdays.is_workday(end, liberation_day=setting)


@given(days, st.integers(0, 40), st.integers(0, 40))
def test_a_term_can_be_cut_in_two(start: date, first: int, second: int) -> None:
    halfway = workdays.add_workdays(start, first)
    assert workdays.add_workdays(halfway, second) == workdays.add_workdays(start, first + second)


def test_terms_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        workdays.add_workdays(date(2026, 11, 23), -1)
    with pytest.raises(ValueError, match="before"):
        workdays.workdays_between(date(2026, 11, 23), date(2026, 11, 22))
    naive = datetime(2026, 11, 23, 12)
    for refused in (
        lambda: workdays.deadline(naive, 1),
        lambda: workdays.after(naive, timedelta(1)),
        lambda: workdays.elapsed(naive, naive),
    ):
        with pytest.raises(ValueError, match="time zone"):
            refused()


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        # Late on Sunday in UTC is already Monday in Amsterdam, so Tuesday is the first day that counts.
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), 1, "2026-11-24T23:59:59+01:00"),
        (datetime(2026, 3, 27, 12, tzinfo=AMSTERDAM), 1, "2026-03-30T23:59:59+02:00"),  # clock forward
        (datetime(2026, 10, 23, 12, tzinfo=AMSTERDAM), 1, "2026-10-26T23:59:59+01:00"),  # clock back
        (datetime(2026, 11, 23, 9, tzinfo=AMSTERDAM), 0, "2026-11-23T23:59:59+01:00"),
    ],
)
def test_a_deadline_is_the_end_of_the_last_local_day(start: datetime, number: int, end: str) -> None:
    assert workdays.deadline(start, number).isoformat() == end


# The nights in which the clock changes in 2026: 29 March (23 hours) and 25 October (25 hours).
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-29T01:30:00+01:00", "2026-03-29T03:30:00+02:00"),
        ("2026-10-25T01:30:00+02:00", "2026-10-25T02:30:00+02:00"),
        ("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"),
    ],
)
def test_an_hour_stays_an_hour_when_the_clock_changes(start: str, end: str) -> None:
    begin = datetime.fromisoformat(start).astimezone(AMSTERDAM)
    finish = datetime.fromisoformat(end).astimezone(AMSTERDAM)
    later = workdays.after(begin, timedelta(hours=1))
    assert later.isoformat() == end
    assert later.tzinfo is AMSTERDAM
    assert workdays.elapsed(begin, finish) == timedelta(hours=1)
    assert workdays.is_after(finish, begin)
    assert not workdays.is_after(begin, finish)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(AMSTERDAM)),
    st.timedeltas(timedelta(0), timedelta(days=400)),
)
def test_elapsed_time_measures_what_was_added(start: datetime, delta: timedelta) -> None:
    assert workdays.elapsed(start, workdays.after(start, delta)) == delta
