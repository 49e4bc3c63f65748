"""Minutes wait for whoever changes the meeting or the case, and rest on what stands there afterwards."""

from collections.abc import Callable
from typing import Any

import pytest

from cases.casefile import participation
from cases.casefile.models import Case, CaseParticipation
from cases.meetings import agenda, attendance, decision, meeting
from cases.meetings.models import AgendaItem
from organisations.compartments import LegalGround
from tests.cast import Region
from tests.together import behind, refusal

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def discuss(region: Region, about: AgendaItem) -> Any:
    iris = region.actor("iris")
    return agenda.record_discussed(about, actor=iris, text="Veel", version=None, now=region.now)


def decide(region: Region, about: AgendaItem) -> Any:
    outcome = decision.Outcome(text="Bellen", legal_ground=LegalGround.PUBLIC_TASK.value)
    return decision.record(about, actor=region.actor("iris"), outcome=outcome, now=region.now)


def seat(region: Region, about: AgendaItem) -> Any:
    taken = [attendance.Seat(region.school, attendance.Attendance.LATE)]
    return attendance.record(about, actor=region.actor("iris"), taken=taken, now=region.now)


@pytest.mark.parametrize(
    ("act", "code"), [(discuss, "meeting_cancelled"), (decide, "meeting_cancelled"), (seat, "not_running")]
)
def test_nothing_is_recorded_in_a_meeting_that_is_being_cancelled(
    region: Region, attended: AgendaItem, act: Callable[[Region, AgendaItem], Any], code: str
) -> None:
    off = {"to": "cancelled", "reason": "Brand", "version": None, "actor": region.actor("iris")}
    answers = behind(
        lambda: meeting.move(attended.meeting, now=region.now, **off), lambda: act(region, attended)
    )
    assert refusal(answers) == code
    attended.refresh_from_db()
    assert (attended.discussed, attended.decisions.count()) == ("", 0)
    assert attended.attendance.get(organisation=region.school).status == "present"


def test_whoever_is_leaving_the_case_gets_no_seat(region: Region, case: Case, attended: AgendaItem) -> None:
    anna = region.actor("anna")
    part = CaseParticipation.objects.get(case=case, organisation=region.school)
    answers = behind(
        lambda: participation.end(part, actor=anna, reason="Verhuisd", now=region.now),
        lambda: seat(region, attended),
    )
    assert refusal(answers) == "not_in_the_room"
