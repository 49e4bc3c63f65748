"""What people read about listening well when a statement to the police may follow."""

from typing import Any

from cases.casefile.models import Case
from cases.police import choices, rules
from cases.police.rules import ComplaintStage


def guidance(case: Case, stage: ComplaintStage = ComplaintStage.NONE_YET) -> dict[str, Any]:
    """Give the guidance on an authentic statement in words; nothing to show is an empty ``do``.

    ``stage``: where the complaint stands, for who may read that; without it the case itself decides.
    """
    guard = rules.statement_guard(rules.StatementFacts(case.exploitation_suspected, stage=stage))
    return {
        "do": [choices.DO[line] for line in guard.do],
        "dont": [choices.DONT[line] for line in guard.dont],
        "grounds": [choices.GUARD_GROUNDS[ground] for ground in guard.grounds],
        "sources": choices.GUIDANCE_SOURCES,
    }
