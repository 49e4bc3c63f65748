"""How long a file is kept: terms, ages, leap days and legal holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.casefile import retention_rules as rules
from cases.casefile.retention_rules import RetentionGround, RetentionPolicy

CLOSED = date(2026, 11, 23)
TERM, AGE = RetentionGround.MONTHS_AFTER_CLOSING, RetentionGround.AGE_OF_YOUNG_PERSON


@pytest.mark.parametrize(
    ("closed", "born", "policy", "end", "grounds"),
    [
        # Wmo 2015 art. 5.3.4: fifteen years.
        (CLOSED, None, RetentionPolicy(), date(2041, 11, 23), (TERM,)),
        (CLOSED, date(2010, 1, 1), RetentionPolicy(), date(2041, 11, 23), (TERM,)),
        # Youth health: fifteen years after the 18th birthday,
        # https://www.ggdwestbrabant.nl/algemeen/privacy/informatiebeheer
        (CLOSED, date(2012, 5, 1), RetentionPolicy(180, 18, 15), date(2045, 5, 1), (AGE,)),
        (CLOSED, date(2005, 5, 1), RetentionPolicy(180, 18, 15), date(2041, 11, 23), (TERM,)),
        # Veilig Thuis: fifteen years or until 18, https://www.afwegingskadermeldcode.nl/veelgestelde-vragen/
        (CLOSED, date(2026, 1, 1), RetentionPolicy(180, 18), date(2044, 1, 1), (AGE,)),
        (
            CLOSED,
            None,
            RetentionPolicy(180, 18),
            date(2041, 11, 23),
            (TERM, RetentionGround.BIRTH_DATE_UNKNOWN),
        ),
        # Leap days: no term comes out a day short.
        (date(2024, 2, 29), None, RetentionPolicy(180), date(2039, 3, 1), (TERM,)),
        (date(2024, 2, 29), None, RetentionPolicy(48), date(2028, 2, 29), (TERM,)),
        (date(2020, 1, 1), date(2008, 2, 29), RetentionPolicy(12, 18), date(2026, 3, 1), (AGE,)),
        (CLOSED, None, RetentionPolicy(0), CLOSED, (TERM,)),
        # The covenant counts in months.
        (CLOSED, None, RetentionPolicy(60), date(2031, 11, 23), (TERM,)),
        (CLOSED, None, RetentionPolicy(1), date(2026, 12, 23), (TERM,)),
        (CLOSED, None, RetentionPolicy(2), date(2027, 1, 23), (TERM,)),
        (date(2026, 12, 31), None, RetentionPolicy(2), date(2027, 3, 1), (TERM,)),
        (date(2026, 10, 31), None, RetentionPolicy(1), date(2026, 12, 1), (TERM,)),
    ],
)
def test_the_last_day_on_which_a_file_is_kept(closed, born, policy, end, grounds) -> None:
    assert rules.retention_end(closed, born, policy) == rules.RetentionVerdict(end, grounds)


def test_a_legal_hold_stops_the_clock() -> None:
    verdict = rules.retention_end(CLOSED, None, legal_hold=True)
    assert (verdict.end, verdict.grounds) == (None, (RetentionGround.LEGAL_HOLD,))
    assert not rules.may_destroy(verdict, date(2999, 1, 1))


def test_a_file_may_go_the_day_after_its_last_day() -> None:
    verdict = rules.retention_end(CLOSED, None)
    assert not rules.may_destroy(verdict, verdict.end)
    assert rules.may_destroy(verdict, verdict.end + timedelta(days=1))


@pytest.mark.parametrize("terms", [(-1,), (180, -1), (180, 18, -1)])
def test_a_negative_term_is_refused(terms: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="negative"):
        RetentionPolicy(*terms)


days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(days, st.one_of(st.none(), days), st.integers(0, 400), st.one_of(st.none(), st.integers(0, 30)))
def test_a_file_is_never_kept_shorter_than_any_of_its_terms(closed, born, months, age) -> None:
    end = rules.retention_end(closed, born, RetentionPolicy(months, age)).end
    assert end >= rules.months_later(closed, months)
    assert age is None or born is None or end >= rules.months_later(born, 12 * age)


@given(days, st.integers(0, 400))
def test_a_month_later_is_the_same_day_or_the_first_after_it(day: date, months: int) -> None:
    later = rules.months_later(day, months)
    passed = 12 * (later.year - day.year) + later.month - day.month
    assert (passed, later.day) in {(months, day.day), (months + 1, 1)}
