"""Who opens a pack, when it is stale, which photo is old, and what the police accept (domain 3.4, 3.5)."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.pack import rules
from cases.pack.rules import FormRoute, Knock, LegalTitle, PhotoAge, Way

NOW = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)

#: is_admitted, is_owner, keeps, answers, is_missing -> by which way. "x": whatever.
DOOR = """
no  x   x   x   x    -
yes yes yes x   x    owner
yes yes no  yes yes  search
yes yes no  yes no   -
yes no  x   yes yes  search
yes no  x   no  yes  -
yes no  x   x   no   -
yes yes no  no  x    -
"""


def ways() -> dict[tuple[bool, ...], Way | None]:
    """Give the answer to each of the 32 questions, from the table."""
    found = {}
    for line in DOOR.strip().splitlines():
        *marks, way = line.split()
        options = [(True, False) if mark == "x" else (mark == "yes",) for mark in marks]
        for answers in product(*options):
            assert answers not in found, "the table says it twice"
            found[answers] = None if way == "-" else Way(way)
    return found


def test_the_table_of_the_door_is_whole() -> None:
    assert len(ways()) == 32


@pytest.mark.parametrize(("answers", "way"), ways().items())
def test_the_door(answers: tuple[bool, ...], way: Way | None) -> None:
    assert rules.way_in(Knock(*answers)) is way


def test_only_who_looks_after_young_people_keeps_packs() -> None:
    assert [kind for kind in ("youth_care", "certified_agency", "mental_health") if rules.may_keep(kind)]
    assert not any(rules.may_keep(kind) for kind in ("police", "school", "veilig_thuis", "care_coordination"))


@pytest.mark.parametrize(
    ("days", "due", "stale"),
    [(0, False, False), (76, False, False), (77, True, False), (90, True, False), (91, True, True)],
)
def test_a_pack_is_confirmed_each_quarter(days: int, due: bool, stale: bool) -> None:
    confirmed = NOW - days * DAY
    assert rules.is_due_soon(confirmed, now=NOW) is due
    assert rules.is_stale(confirmed, now=NOW) is stale


@pytest.mark.parametrize(
    ("days", "reminded", "reminds"),
    [
        (76, None, False),
        (77, None, True),
        (80, 77, False),
        (91, 77, True),
        (100, 91, False),
        (119, 91, True),
        (119, 118, True),  # the day itself: once more
        (120, 119, False),
        (400, 371, True),
    ],
)
def test_the_owner_is_reminded_ahead_on_the_day_and_each_four_weeks(
    days: int, reminded: int | None, reminds: bool
) -> None:
    confirmed = NOW - days * DAY
    last = None if reminded is None else confirmed + reminded * DAY
    assert rules.reminds(confirmed, last, now=NOW) is reminds


@given(st.integers(min_value=0, max_value=2000))
def test_a_reminder_just_given_is_not_given_again(hours: int) -> None:
    confirmed = NOW - timedelta(hours=hours)
    assert not rules.reminds(confirmed, NOW, now=NOW)


@pytest.mark.parametrize(
    ("taken_on", "age"),
    [
        (None, PhotoAge.NONE),
        (date(2026, 11, 17), PhotoAge.RECENT),
        (date(2025, 11, 17), PhotoAge.RECENT),
        (date(2025, 11, 16), PhotoAge.OLD),
    ],
)
def test_a_photo_of_more_than_a_year_gets_a_warning(taken_on: date | None, age: PhotoAge) -> None:
    assert rules.photo_age(taken_on, today=NOW.date()) is age


@pytest.mark.parametrize(
    ("title", "urgent", "danger", "road"),
    [
        # https://www.vgn.nl/nieuws/nieuw-meldingsformulier-bij-vermissing-van-clienten: urgent is 112.
        (LegalTitle.SUPERVISION, True, False, FormRoute.CALL_112),
        (LegalTitle.NONE, True, True, FormRoute.CALL_112),
        # The form only with danger or a legal title.
        (LegalTitle.SUPERVISION, False, False, FormRoute.FORM),
        (LegalTitle.GUARDIANSHIP, False, False, FormRoute.FORM),
        (LegalTitle.NONE, False, True, FormRoute.FORM),
        (LegalTitle.UNKNOWN, False, True, FormRoute.FORM),
        (LegalTitle.NONE, False, False, FormRoute.NO_FORM),
        (LegalTitle.UNKNOWN, False, False, FormRoute.TITLE_UNKNOWN),
    ],
)
def test_which_road_leads_to_the_police(title: str, urgent: bool, danger: bool, road: FormRoute) -> None:
    assert rules.form_route(title, is_urgent=urgent, is_danger=danger) is road
