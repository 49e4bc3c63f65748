"""How often somebody may ask whether a case exists: for the work one does, not for a whole class."""

import pytest

from cases.access.existence_rules import Asked, Pace, too_many


@pytest.mark.parametrize(
    ("asked", "pace"),
    [
        (Asked(0, 0, 0), None),
        (Asked(9, 29, 99), None),
        (Asked(10, 10, 10), Pace.PERSON_HOUR),
        (Asked(0, 30, 30), Pace.PERSON_DAY),
        (Asked(0, 0, 100), Pace.ORGANISATION_DAY),
        (Asked(11, 31, 101), Pace.PERSON_HOUR),  # the one that ends soonest is named
    ],
)
def test_the_pace_of_asking(asked: Asked, pace: Pace | None) -> None:
    assert too_many(asked) is pace
