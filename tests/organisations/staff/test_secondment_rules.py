"""From when to when somebody may be seconded, as a table of days from now."""

from datetime import timedelta

import pytest

from organisations.staff.secondment_rules import Fault, fault
from tests.cast import NOW


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (0, 30, None),
        (10, 11, None),
        (5, 5, Fault.ENDS_EARLY),
        (6, 5, Fault.ENDS_EARLY),
        (-10, 0, Fault.OVER),
        (-500, 300, None),
        (0, 366, None),  # a leap year whole
        (0, 367, Fault.TOO_LONG),
        (100, 466, None),  # counted from where it begins, not from today
        (100, 467, Fault.TOO_LONG),
        (-5, -5, Fault.ENDS_EARLY),
    ],
)
def test_from_when_to_when(starts: int, ends: int, expected: Fault | None) -> None:
    first, last = NOW + timedelta(days=starts), NOW + timedelta(days=ends)
    assert fault(first, last, now=NOW) is expected
