"""A signal is linked while somebody else works on it: the next one knows its case."""

import pytest

from cases.casefile.models import Case
from cases.intake import signal
from tests.cases.intake.telling import tell
from tests.cast import Region
from tests.together import behind, refusal

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_a_step_that_waits_for_the_link_stands_on_the_timeline_of_the_case(
    region: Region, case: Case
) -> None:
    made, anna = tell(region), region.actor("anna")
    answers = behind(
        lambda: signal.link(made, actor=anna, case=case, now=region.now),
        lambda: signal.move(made, actor=anna, to="under_investigation", reason="", now=region.now),
    )
    assert answers[1].case == case, answers
    assert case.timeline.filter(kind="signal_moved").count() == 1


def test_a_signal_is_put_in_one_case_only(region: Region, case: Case) -> None:
    made, anna = tell(region), region.actor("anna")
    opening = signal.opening_of(made, now=region.now)
    answers = behind(
        lambda: signal.link(made, actor=anna, case=case, now=region.now),
        lambda: signal.start_case(made, actor=anna, opening=opening, deputy=region.arno, now=region.now),
    )
    assert refusal(answers) == "linked"
    assert Case.objects.count() == 1
