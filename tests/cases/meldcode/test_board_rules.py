"""What the board says: whether anybody reported, who has to, whose term passed."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.meldcode.board_rules import Fact, Lane, Remark, Standing, remarks
from cases.meldcode.rules import WeighingState
from cases.meldcode.step_rules import StepStatus
from cases.workdays import AMSTERDAM

TUESDAY = datetime(2026, 11, 17, 10, tzinfo=AMSTERDAM)
RUNNING, CLOSED, LEFT, WAITING, POLICE = Standing
OPEN, DONE = StepStatus.NOT_STARTED, StepStatus.DONE
WEIGHED = (DONE, DONE, DONE, DONE, OPEN)


def facts(*lanes: Lane) -> list[Fact]:
    return [remark.fact for remark in remarks(lanes)]


def test_an_empty_board_says_that_nobody_reported() -> None:
    assert remarks([]) == (Remark(Fact.NOBODY_REPORTED),)


@pytest.mark.parametrize(
    ("lane", "expected"),
    [
        (Lane("School", RUNNING), [Fact.NOBODY_REPORTED, Fact.NOBODY_WEIGHED]),
        (Lane("School", RUNNING, WEIGHED), [Fact.NOBODY_REPORTED]),
        (Lane("School", RUNNING, weighing=WeighingState.HELP_RUNNING), [Fact.NOBODY_REPORTED]),
        (
            Lane("School", RUNNING, WEIGHED, WeighingState.REPORT),
            [Fact.NOBODY_REPORTED, Fact.NECESSARY_NOT_REPORTED],
        ),
        (Lane("School", RUNNING, WEIGHED, WeighingState.REPORT, (TUESDAY,)), [Fact.REPORTED]),
        (Lane("School", RUNNING, WEIGHED, None, (TUESDAY,), True), [Fact.REPORTED, Fact.SILENT]),
        (Lane("School", CLOSED, WEIGHED, WeighingState.REPORT), [Fact.NOBODY_REPORTED]),
        (Lane("School", LEFT, WEIGHED), [Fact.NOBODY_REPORTED, Fact.LEFT_UNFINISHED]),
        (Lane("School", WAITING), [Fact.NOBODY_REPORTED, Fact.NOT_STARTED]),
        (Lane("Politie", POLICE), [Fact.NOBODY_REPORTED]),
    ],
)
def test_what_one_organisation_brings_to_the_board(lane: Lane, expected: list[Fact]) -> None:
    assert facts(lane) == expected


def test_a_report_of_one_takes_nothing_over_from_another() -> None:
    school = Lane("School", RUNNING, WEIGHED, WeighingState.REPORT, (TUESDAY,))
    team = Lane("Wijkteam", RUNNING, WEIGHED, WeighingState.REPORT)
    assert remarks([school, team]) == (
        Remark(Fact.REPORTED, ("School",)),
        Remark(Fact.NECESSARY_NOT_REPORTED, ("Wijkteam",)),
    )


def test_two_tracks_of_one_organisation_name_it_once() -> None:
    later = TUESDAY + timedelta(days=1)
    both = [Lane("School", RUNNING, reported_at=(at,)) for at in (TUESDAY, later)]
    assert remarks(both)[0] == Remark(Fact.REPORTED, ("School",))


LANES = st.builds(
    Lane,
    organisation=st.sampled_from(["School", "Wijkteam", "GGZ"]),
    standing=st.sampled_from(Standing),
    steps=st.tuples(*[st.sampled_from(StepStatus)] * 5),
    weighing=st.none() | st.sampled_from(WeighingState),
    reported_at=st.just(()) | st.just((TUESDAY,)),
    is_late=st.booleans(),
)


@given(st.lists(LANES, max_size=6))
def test_the_board_always_begins_with_whether_anybody_reported(lanes: list[Lane]) -> None:
    first = remarks(lanes)[0].fact
    assert first is (Fact.REPORTED if any(lane.reported_at for lane in lanes) else Fact.NOBODY_REPORTED)
    assert facts(*lanes).count(Fact.NOBODY_REPORTED) + facts(*lanes).count(Fact.REPORTED) == 1
