"""Who turns 18 soon stands on the coordinator's start page, and on nobody else's."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from cases import ages
from cases.casefile import case as casefile
from cases.dashboard import coming_of_age, queue
from tests.cast import SAFETY, Region, admit, open_case

LogIn = Callable[[str], Client]


def birthdays(region: Region, name: str) -> list[tuple[str, object]]:
    """Give the pseudonyms and days in somebody's queue."""
    items = queue.for_actor(region.actor(name), now=region.now)
    return [(item.about, item.due) for item in items if item.url.endswith("/plan/")]


@pytest.mark.parametrize(
    ("born", "turns"),
    [
        (date(2008, 11, 17), date(2026, 11, 17)),  # today
        (date(2009, 5, 19), date(2027, 5, 19)),  # 183 days ahead
        (date(2009, 5, 20), None),
        (date(2008, 11, 16), None),  # was yesterday
        (date(2011, 5, 4), None),
        (None, None),
    ],
)
def test_half_a_year_ahead_until_the_day_itself(
    region: Region, born: date | None, turns: date | None
) -> None:
    case = open_case(region, birth_date=born, name="Noor Zeegras" if born else "")
    expected = [] if turns is None else [(case.pseudonym, turns)]
    assert birthdays(region, "anna") == expected
    assert birthdays(region, "arno") == expected
    assert birthdays(region, "eva") == []


def test_who_does_not_coordinate_reads_no_birthday(region: Region) -> None:
    case = open_case(region, birth_date=date(2009, 1, 2))
    admit(region, case, "veilig_thuis", SAFETY, "core identity missing")
    assert birthdays(region, "gerda") == []


def test_a_closed_case_plans_nothing(region: Region) -> None:
    case = open_case(region, birth_date=date(2009, 1, 2))
    casefile.close(case, actor=region.actor("anna"), reason="done", now=region.now)
    assert birthdays(region, "anna") == []


@pytest.mark.parametrize(
    ("born", "turns"),
    [(date(2008, 2, 29), date(2026, 3, 1)), (date(2008, 3, 1), date(2026, 3, 1))],
)
def test_a_birthday_on_29_february(born: date, turns: date) -> None:
    assert ages.turns_on(born, 18) == turns
    assert ages.age(born, on=turns) == 18


def test_the_start_page_is_not_flooded(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coming_of_age, "PER_KIND", 2)
    for day in (4, 2, 3):
        open_case(region, name=f"Jongere {day}", birth_date=date(2009, 1, day))
    assert [due for _about, due in birthdays(region, "anna")] == [date(2027, 1, 2), date(2027, 1, 3)]


def test_the_line_stands_on_the_start_page(region: Region, log_in: LogIn) -> None:
    case = open_case(region, birth_date=date(2009, 1, 2))
    page = log_in("anna").get("/").content.decode()
    assert f"/cases/{case.number}/plan/" in page
    assert "Wordt 18" in page
