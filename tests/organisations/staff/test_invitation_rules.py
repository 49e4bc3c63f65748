"""How an invitation stands, as a table."""

from datetime import timedelta

import pytest

from organisations.staff.invitation_rules import VALID_FOR, Facts, Standing, standing
from tests.cast import NOW


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Standing.OPEN),
        ({"days": 6}, Standing.OPEN),
        ({"days": 7}, Standing.EXPIRED),
        ({"accepted": True, "days": 9}, Standing.ACCEPTED),
        ({"withdrawn": True, "days": 9}, Standing.WITHDRAWN),
        ({"newest": False, "days": 9}, Standing.REPLACED),
        ({"accepted": True, "newest": False}, Standing.ACCEPTED),
    ],
)
def test_how_an_invitation_stands(changes: dict[str, object], expected: Standing) -> None:
    facts = Facts(
        accepted_at=NOW if changes.get("accepted") else None,
        withdrawn_at=NOW if changes.get("withdrawn") else None,
        expires_at=NOW + VALID_FOR,
        is_newest_link=bool(changes.get("newest", True)),
    )
    assert standing(facts, now=NOW + timedelta(days=int(changes.get("days", 0)))) is expected
