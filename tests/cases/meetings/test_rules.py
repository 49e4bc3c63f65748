"""The states of a meeting, who gets which minutes, and when a decision is one."""

from datetime import date
from itertools import product

import pytest

from cases.meetings import rules
from cases.meetings.rules import (
    Attendance,
    DecisionFacts,
    DecisionNeed,
    MeetingStatus,
    MinuteGround,
    MinutesPart,
    PartGround,
)
from cases.moves import MoveRefusal, MoveRefused

PLANNED, RUNNING, HELD, CANCELLED = MeetingStatus
PRESENT, LATE, ABSENT, DECLINED = Attendance
ALLOWED = {
    (PLANNED, RUNNING),
    (PLANNED, CANCELLED),
    (RUNNING, HELD),
    (RUNNING, CANCELLED),
    (CANCELLED, PLANNED),
}


@pytest.mark.parametrize(
    "change", list(product(MeetingStatus, MeetingStatus)), ids=lambda c: f"{c[0]}-{c[1]}"
)
def test_every_change_of_a_meeting(change: tuple[MeetingStatus, MeetingStatus]) -> None:
    if change not in ALLOWED:
        with pytest.raises(MoveRefused) as refused:
            rules.move(*change, reason="because")
        assert refused.value.code is MoveRefusal.NOT_FROM_HERE
        return
    assert rules.move(*change, reason=" because ").reason == "because"
    if change[1] is CANCELLED:
        with pytest.raises(MoveRefused) as refused:
            rules.move(*change, reason=" ")
        assert refused.value.code is MoveRefusal.REASON_MISSING
    else:
        assert rules.move(*change).to is change[1]


@pytest.mark.parametrize(
    ("status", "attendance", "grounds"),
    [
        (RUNNING, [PRESENT, ABSENT], ()),
        (HELD, [LATE], ()),
        (PLANNED, [PRESENT], (MinuteGround.MEETING_NOT_STARTED,)),
        (CANCELLED, [PRESENT], (MinuteGround.MEETING_CANCELLED,)),
        (RUNNING, [], (MinuteGround.ATTENDANCE_MISSING,)),
        (RUNNING, [PRESENT, None], (MinuteGround.ATTENDANCE_MISSING,)),
        (RUNNING, [ABSENT, DECLINED], (MinuteGround.NOBODY_IN_THE_ROOM,)),
    ],
)
def test_an_item_is_minuted_when_it_is_on_record_who_was_there(status, attendance, grounds) -> None:
    assert rules.may_minute(status, attendance) == rules.MinuteVerdict(not grounds, grounds)


# Only for the case they are invited to: https://www.veiligheidshuizen.nl/informatie-uitwisselen-in-veiligheidshuizen
@pytest.mark.parametrize(
    ("on_case", "invited", "attendance", "part", "ground"),
    [
        (True, True, PRESENT, MinutesPart.EVERYTHING, PartGround.WAS_IN_THE_ROOM),
        (True, True, LATE, MinutesPart.EVERYTHING, PartGround.WAS_IN_THE_ROOM),
        (True, True, ABSENT, MinutesPart.AGREEMENTS_ONLY, PartGround.WAS_NOT_IN_THE_ROOM),
        (True, True, DECLINED, MinutesPart.AGREEMENTS_ONLY, PartGround.WAS_NOT_IN_THE_ROOM),
        (True, True, None, MinutesPart.AGREEMENTS_ONLY, PartGround.WAS_NOT_IN_THE_ROOM),
        (True, False, PRESENT, MinutesPart.NOTHING, PartGround.NOT_INVITED),
        (False, True, PRESENT, MinutesPart.NOTHING, PartGround.NOT_ON_CASE),
        (False, False, None, MinutesPart.NOTHING, PartGround.NOT_ON_CASE),
    ],
)
def test_which_part_of_the_minutes_an_organisation_gets(on_case, invited, attendance, part, ground) -> None:
    verdict = rules.minutes_part(on_case=on_case, invited=invited, attendance=attendance)
    assert (verdict.part, verdict.ground) == (part, ground)


@pytest.mark.parametrize("attendance", [None, *Attendance])
def test_who_is_not_on_the_case_gets_nothing_however_it_came_into_the_room(attendance) -> None:
    for invited in (True, False):
        verdict = rules.minutes_part(on_case=False, invited=invited, attendance=attendance)
        assert verdict.part is MinutesPart.NOTHING


MEETING_ON = date(2026, 11, 23)
NEED = DecisionNeed


@pytest.mark.parametrize(
    ("facts", "needs"),
    [
        (DecisionFacts("Call the school", True, True, True, date(2026, 11, 30)), ()),
        (DecisionFacts("Call the school", True, True, True, MEETING_ON), ()),  # today is soon enough
        (DecisionFacts("No further steps", False), ()),
        (DecisionFacts("  ", False), (NEED.TEXT,)),
        (DecisionFacts("Call", True, False, False, date(2026, 11, 30)), (NEED.OWNER,)),
        (DecisionFacts("Call", True, True, False, date(2026, 11, 30)), (NEED.OWNER_ON_CASE,)),
        (DecisionFacts("Call", True, True, True), (NEED.DUE_DATE,)),
        (DecisionFacts("Call", True, True, True, date(2026, 11, 22)), (NEED.DUE_NOT_BEFORE_MEETING,)),
        (DecisionFacts("", True), (NEED.TEXT, NEED.OWNER, NEED.DUE_DATE)),
    ],
)
def test_what_a_decision_still_needs(facts: DecisionFacts, needs: tuple[DecisionNeed, ...]) -> None:
    verdict = rules.decision_needs(facts, meeting_on=MEETING_ON)
    assert verdict.needs == needs
    assert verdict.complete is (not needs)
