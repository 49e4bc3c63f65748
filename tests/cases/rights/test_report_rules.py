"""What is told about who looked: merged per day and person, parts left out, names shielded."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rights.report_rules import NEVER, Reading, entries, shield_fits
from organisations.compartments import Compartment as Part

MORNING = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


def reading(**values: object) -> Reading:
    """Give what Bram saw on Tuesday morning."""
    given = {
        "at": MORNING,
        "user_id": 1,
        "name": "Bram",
        "organisation": "Lyceum De Dijk",
        "role": "professional",
        "parts": frozenset({Part.CORE}),
        "ground": "care_coordination/public_task",
        "is_emergency": False,
        **values,
    }
    return Reading(**given)


def told(*readings: Reading, left_out: frozenset = frozenset(), shielded: frozenset = frozenset()) -> list:
    """Give the entries of readings."""
    return entries(readings, left_out=left_out, shielded=shielded)


def test_readings_of_one_person_on_one_day_are_told_once() -> None:
    """NEN 7513: equal lines of the same day may merge (domain.md 6.4)."""
    later = reading(at=MORNING + timedelta(hours=3), parts=frozenset({Part.SIGNALS}))
    (entry,) = told(later, reading())
    assert (entry.times, entry.first, entry.last) == (2, MORNING, MORNING + timedelta(hours=3))
    assert entry.parts == {Part.CORE, Part.SIGNALS}
    assert entry.grounds == ("care_coordination/public_task",)


@pytest.mark.parametrize(
    "other",
    [
        {"at": MORNING + timedelta(days=1)},
        {"user_id": 2, "name": "Bea"},
        {"organisation": "Veilig Thuis"},
        {"role": "contact_point"},
        {"is_emergency": True},
    ],
)
def test_another_day_person_place_role_or_an_emergency_is_told_apart(other: dict) -> None:
    assert len(told(reading(), reading(**other))) == 2


@pytest.mark.parametrize(
    ("parts", "left_out", "shown"),
    [
        ({Part.CORE, Part.POLICE}, set(), {Part.CORE}),
        ({Part.POLICE}, set(), None),
        ({Part.CORE, Part.MEDICAL}, {Part.MEDICAL}, {Part.CORE}),
        ({Part.MEDICAL}, {Part.MEDICAL}, None),
        ({Part.MEDICAL}, set(), {Part.MEDICAL}),
    ],
)
def test_parts_that_are_left_out_are_not_told(parts: set, left_out: set, shown: set | None) -> None:
    """GDPR art. 15(4), art. 23 with UAVG art. 41; police data: Wpg art. 25-27."""
    found = told(reading(parts=frozenset(parts)), left_out=frozenset(left_out))
    assert [entry.parts for entry in found] == ([] if shown is None else [shown])


def test_a_shielded_name_is_gone_but_function_and_organisation_stay() -> None:
    (entry,) = told(reading(), shielded=frozenset({1}))
    assert (entry.name, entry.role, entry.organisation) == ("", "professional", "Lyceum De Dijk")


PARTS = st.frozensets(st.sampled_from(list(Part)))


@given(st.lists(st.builds(reading, parts=PARTS, user_id=st.integers(1, 3))), PARTS)
def test_never_a_part_that_is_left_out_and_never_police(readings: list, left_out: frozenset) -> None:
    found = told(*readings, left_out=left_out)
    assert not any(entry.parts & (left_out | NEVER) for entry in found)
    assert all(entry.parts for entry in found)
    assert sum(entry.times for entry in found) == sum(bool(one.parts - left_out - NEVER) for one in readings)


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (366, True), (367, False)])
def test_a_name_is_shielded_from_today_for_a_year_at_most(days: int, fits: bool) -> None:
    today = date(2026, 11, 17)
    assert shield_fits(today + timedelta(days=days), today=today) is fits
