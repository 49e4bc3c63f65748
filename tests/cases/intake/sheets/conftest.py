"""Small files in several parts: what goes wrong between two parts is tried with a few hundred rows."""

import pytest

from cases.intake.sheets import sheet


@pytest.fixture(autouse=True)
def parts_of_a_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a part be smaller than it is, so that 250 rows are three of them."""
    monkeypatch.setattr(sheet, "PART", 100)
