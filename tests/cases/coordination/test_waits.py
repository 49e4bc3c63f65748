"""Two end one action, or one ends the last and another closes the case: in turn, on what stands then."""

import pytest

from cases.access import gate
from cases.casefile import case as casefile
from cases.casefile import participation
from cases.casefile.models import Case
from cases.coordination import action
from cases.coordination.models import Action
from organisations.acts import Act
from tests.cases.coordination.handing import ask, say_yes
from tests.cases.coordination.test_action import agree
from tests.cast import Region
from tests.together import behind, refusal

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_an_action_is_ended_once(region: Region, case: Case) -> None:
    agreed = agree(region, case)
    anna, bram = region.actor("anna"), region.actor("bram")
    answers = behind(
        lambda: action.finish(agreed, actor=bram, outcome="Gesproken", now=region.now),
        lambda: action.cancel(agreed, actor=anna, reason="Niet nodig", now=region.now),
    )
    assert refusal(answers) == "not_from_here"
    assert Action.objects.get(pk=agreed.pk).outcome == "Gesproken"


def test_a_case_that_waits_for_its_last_action_closes(region: Region, case: Case) -> None:
    agreed, anna = agree(region, case), region.actor("anna")
    answers = behind(
        lambda: action.finish(agreed, actor=region.actor("bram"), outcome="Gesproken", now=region.now),
        lambda: casefile.close(case, actor=anna, reason="Klaar", now=region.now),
    )
    assert [getattr(answer, "status", answer) for answer in answers] == ["done", "closed"]


def test_nobody_is_taken_off_a_case_while_they_say_yes_to_coordinating_it(region: Region, case: Case) -> None:
    """Else Bram would coordinate a case that he can't open."""
    asked = ask(region, case, region.bram, region.arno)
    bea = region.actor("bea")
    answers = behind(
        lambda: say_yes(region, asked, "bram"),
        lambda: participation.remove_colleague(case, actor=bea, user=region.bram, now=region.now),
    )
    assert refusal(answers) == "coordinates"
    assert gate.may(region.actor("bram"), Act.READ_CASE, on=case, now=region.now)
