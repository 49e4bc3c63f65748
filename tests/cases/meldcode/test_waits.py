"""Whoever waits for somebody else's save decides on what stands there afterwards, not before."""

from datetime import timedelta

import pytest

from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import action
from cases.meldcode import step, track, veilig_thuis
from cases.meldcode.models import MeldcodeTrack
from cases.meldcode.step_rules import StepStatus
from tests.cases.coordination.test_action import agree
from tests.cast import Region
from tests.together import behind, refusal, together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def close_track(region: Region, about: MeldcodeTrack) -> MeldcodeTrack:
    return track.close(about, actor=region.actor("bram"), reason="Klaar", now=region.now)


def close_case(region: Region, case: Case) -> Case:
    return casefile.close(case, actor=region.actor("anna"), reason="Klaar", now=region.now)


def test_a_step_waits_for_the_case_to_be_closed(region: Region, case: Case, brams: MeldcodeTrack) -> None:
    bram = region.actor("bram")
    answers = behind(
        lambda: (close_track(region, brams), close_case(region, case)),
        lambda: step.record(brams, actor=bram, number=1, status=StepStatus.DONE, now=region.now),
    )
    assert refusal(answers) == "case_closed"
    assert not brams.records.exists()


def test_an_answer_of_veilig_thuis_waits_for_the_case_to_be_closed(
    region: Region, case: Case, brams: MeldcodeTrack
) -> None:
    bram, hour = region.actor("bram"), timedelta(hours=1)
    family = {"reference": "", "family_told": "yes", "family_told_note": ""}
    made = veilig_thuis.report(brams, actor=bram, reported_at=region.now - hour, now=region.now, **family)
    close_track(region, brams)
    told = {"kind": "assessment", "at": region.now, "text": "Gebeld"}
    answers = behind(
        lambda: close_case(region, case),
        lambda: veilig_thuis.record_answer(made, actor=bram, now=region.now, **told),
    )
    assert refusal(answers) == "case_closed"
    made.refresh_from_db()
    assert made.assessed_at is None


def test_nobody_waits_in_a_circle(region: Region, case: Case, brams: MeldcodeTrack) -> None:
    agreed, anna, bram = agree(region, case), region.actor("anna"), region.actor("bram")
    steps = [
        lambda n=n: step.record(brams, actor=bram, number=n, status=StepStatus.DONE, now=region.now)
        for n in (1, 2, 3, 4, 5)
    ]
    concern = {"form_of_concern": "labour", "urgency": "normal", "version": None}
    answers = together(
        *steps,
        lambda: action.finish(agreed, actor=bram, outcome="Gesproken", now=region.now),
        lambda: casefile.change(case, actor=anna, now=region.now, **concern),
        lambda: close_track(region, brams),
        lambda: close_case(region, case),
    )
    failed = [a for a in answers if isinstance(a, Exception) and not isinstance(a, StateConflictError)]
    assert failed == []  # a deadlock is an error of the database
