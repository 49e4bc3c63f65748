"""A condition that Veilig Thuis set: Gerda wrote it down, Bram watches it for the school."""

from datetime import timedelta

import pytest

from cases.casefile.models import Case
from cases.conditions import condition
from cases.conditions.models import SafetyCondition
from cases.conditions.rules import SetBy
from tests.cast import Region, member

WORDS = "De vriend van moeder is niet in huis als Noor er is."


@pytest.fixture
def standing(region: Region, case: Case) -> SafetyCondition:
    """Give the condition; the first look is in two weeks."""
    today = region.now.date()
    told = condition.Condition(WORDS, SetBy.VEILIG_THUIS, today, "Zaakhouder")
    agreed = condition.Agreed(member(region, "bram"), today + timedelta(days=14))
    return condition.write_down(
        case, actor=region.actor("gerda"), condition=told, agreed=agreed, now=region.now
    )
