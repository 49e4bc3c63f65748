"""The ladder, judgements that are words, and when they are looked at again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.level.rules import (
    LADDER,
    LONGEST,
    Review,
    Rung,
    StepFault,
    StepRefused,
    Way,
    check_step,
    may_be_reviewed_on,
    reads_as_number,
    review,
    way,
)

TODAY = date(2026, 11, 17)
DAYS = st.dates(date(2024, 1, 1), date(2034, 1, 1))
RUNGS = st.sampled_from(list(Rung))


@given(RUNGS, RUNGS)
def test_every_rung_leads_to_every_other_and_the_way_back_goes_the_other_way(
    first: Rung, second: Rung
) -> None:
    if first is second:
        with pytest.raises(StepRefused):
            way(first, second)
    else:
        assert {way(first, second), way(second, first)} == set(Way)
        assert (way(first, second) is Way.UP) == (LADDER.index(second) > LADDER.index(first))


@pytest.mark.parametrize(
    ("to", "reason", "decided_on", "last_on", "fault"),
    [
        (Rung.TABLE, "x", TODAY, None, StepFault.SAME_RUNG),
        (Rung.JUSTICE, "x", TODAY + timedelta(days=1), None, StepFault.IN_FUTURE),
        (Rung.JUSTICE, "x", TODAY - timedelta(days=2), TODAY - timedelta(days=1), StepFault.BEFORE_LAST),
        (Rung.JUSTICE, " \n", TODAY, None, StepFault.REASON_MISSING),
    ],
)
def test_what_is_no_step(
    to: Rung, reason: str, decided_on: date, last_on: date | None, fault: StepFault
) -> None:
    with pytest.raises(StepRefused) as refused:
        check_step(Rung.TABLE, to, reason=reason, decided_on=decided_on, last_on=last_on, today=TODAY)
    assert refused.value.code is fault


@given(RUNGS, RUNGS, st.text(max_size=4), DAYS, st.none() | DAYS, DAYS)
def test_a_step_that_is_taken_has_a_reason_and_a_date_that_can_be(
    current: Rung, to: Rung, reason: str, decided_on: date, last_on: date | None, today: date
) -> None:
    about = {"reason": reason, "decided_on": decided_on, "last_on": last_on, "today": today}
    can_be = current is not to and decided_on <= today and (last_on is None or decided_on >= last_on)
    if can_be and reason.strip():
        assert check_step(current, to, **about) is way(current, to)
    else:
        with pytest.raises(StepRefused):
            check_step(current, to, **about)


@pytest.mark.parametrize(
    "words",
    [
        "7",
        "7/10",
        "een 8 op de 10",
        "80 %",
        "80% kans op herhaling deze week",
        "hoog",
        "zeer hoog",
        "code 3",
        "8,5",
        "risico is 4 van de 5",
        "score: 12 punten in totaal",
        "++",
        "",
        "   ",
        "rood",
        "Grade 7 out of 10 today",
    ],
)
def test_a_mark_is_no_judgement(words: str) -> None:
    assert reads_as_number(words)


@pytest.mark.parametrize(
    "words",
    [
        "Zij kan dit weekend weer worden opgehaald",
        "Ernstig gevaar op korte termijn: hij kent haar adres",
        "Twee mannen van 30 wachtten om 16:00 bij school",
        "Nu rustig; let op de dagen voor 1 december",
    ],
)
def test_words_are_a_judgement_also_with_a_figure_in_them(words: str) -> None:
    assert not reads_as_number(words)


@given(st.text(alphabet="0123456789 .,/%+-*:()\n", max_size=40))
def test_figures_alone_are_never_a_judgement(words: str) -> None:
    assert reads_as_number(words)


@given(DAYS, DAYS)
def test_a_judgement_stands_for_half_a_year_at_most(day: date, today: date) -> None:
    assert may_be_reviewed_on(day, today=today) == (0 < (day - today).days <= LONGEST.days)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 20), Review.HOLDS),
        (date(2026, 11, 23), Review.SOON),  # five working days before the thirtieth
        (date(2026, 11, 29), Review.SOON),
        (date(2026, 11, 30), Review.OVERDUE),
        (date(2027, 11, 30), Review.OVERDUE),
    ],
)
def test_to_be_looked_at_again_on_30_november(today: date, expected: Review) -> None:
    assert review(date(2026, 11, 30), today=today) is expected


@given(DAYS, DAYS)
def test_from_its_day_on_it_waits(day: date, today: date) -> None:
    assert (review(day, today=today) is Review.OVERDUE) == (today >= day)
