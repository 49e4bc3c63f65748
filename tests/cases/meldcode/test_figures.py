"""Figures about the Meldcode: medians, shares, and nothing that points at a child."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.meldcode import figures, step, track
from cases.meldcode.figure_rules import HIDDEN, LEAST, Walk
from cases.meldcode.figure_rules import figures as told
from cases.meldcode.models import MeldcodeTrack
from cases.meldcode.step_rules import Step, StepStatus
from tests.cases.meldcode.test_acts import weigh
from tests.cast import Region, full_table

LogIn = Callable[[str], Any]


def walks(organisation: str, many: int, *, weighed: int = 0, days: int = 3) -> list[Walk]:
    return [Walk(organisation, number < weighed, {Step.MAP_SIGNALS: days + number}) for number in range(many)]


def test_the_median_is_told_per_step_once_ten_tracks_took_it() -> None:
    found = told(walks("School", 11, days=0)).organisations["School"]
    assert (found.tracks, found.medians) == (11, (5.0, None, None, None, None))
    assert told(walks("School", 9)).organisations["School"] == HIDDEN
    assert told(walks("School", 9)).total == HIDDEN


@pytest.mark.parametrize(
    ("many", "weighed", "share"),
    [(20, 10, 50), (20, 0, 0), (20, 20, 100), (20, 9, None), (20, 11, None), (30, 10, 33), (10, 10, 100)],
)
def test_a_share_is_told_when_neither_side_is_a_small_group(
    many: int, weighed: int, share: int | None
) -> None:
    assert told(walks("School", many, weighed=weighed)).organisations["School"].weighed == share


def test_the_share_of_all_is_hidden_when_it_gives_a_small_group_away() -> None:
    open_ones = [*walks("School", 20, weighed=10), *walks("Wijkteam", 40, weighed=20)]
    assert told(open_ones).total.weighed == 50
    with_small = [*open_ones, *walks("GGZ", 20, weighed=3)]
    assert told(with_small).organisations["GGZ"].weighed is None
    assert told(with_small).total.weighed is None
    assert told(with_small).total.tracks == 80


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(1, 40), st.integers(0, 40)), max_size=6)
)
def test_no_small_group_is_told_or_can_be_worked_out(drawn: dict[str, tuple[int, int]]) -> None:
    groups = {name: (many, min(many, weighed)) for name, (many, weighed) in drawn.items()}
    every = [walk for name, (many, weighed) in groups.items() for walk in walks(name, many, weighed=weighed)]
    found = told(every)
    shown = {name: figure for name, figure in found.organisations.items() if figure.tracks is not None}
    assert all(figure.tracks >= LEAST for figure in shown.values())
    if found.total.tracks is not None:
        rest = found.total.tracks - sum(figure.tracks for figure in shown.values())
        assert rest == 0 or rest >= LEAST
    if found.total.weighed is not None:
        untold = [groups[name] for name, figure in found.organisations.items() if figure.weighed is None]
        weighed, not_weighed = sum(w for _n, w in untold), sum(n - w for n, w in untold)
        assert all(count == 0 or count >= LEAST for count in (weighed, not_weighed))


def ten_cases(region: Region, name: str = "bram") -> list[MeldcodeTrack]:
    """Let somebody of the school take step 1 after two days in ten cases."""
    actor, began = region.actor(name), region.now - timedelta(days=4)
    found = []
    for number in range(LEAST):
        case = full_table(region, name=f"Kind Nummer{number}")
        made = track.start(case, actor=actor, profile="general", now=began)
        after = began + timedelta(days=2)
        step.record(made, actor=actor, number=1, status=StepStatus.DONE, text="Gezien", now=after)
        found.append(made)
    return found


def test_figures_count_what_the_reader_may_see_and_nothing_else(
    region: Region, log_in: LogIn, django_assert_num_queries: Any
) -> None:
    made = ten_cases(region)
    weigh(made[0], region.actor("bram"))
    school = region.school.name
    for name in ("bram", "anna", "gerda"):
        found = figures.seen(region.actor(name), now=region.now).organisations[school]
        assert (found.tracks, found.medians[0], found.weighed) == (10, 2.0, None), name
    for name in ("farid", "hugo", "chris", "eva"):
        assert figures.seen(region.actor(name), now=region.now).organisations == {}, name
    page = log_in("bram").get("/meldcode/figures/")
    assert school in page.content.decode()
    line = LedgerLine.objects.filter(event="meldcode.figures_read").last()
    assert (line.user_id, line.compartments) == (region.bram.pk, "meldcode")


def test_tracks_of_before_the_last_twelve_months_do_not_count(region: Region) -> None:
    ten_cases(region)
    later = region.now + figures.PERIOD
    assert figures.seen(region.actor("bea"), now=later).organisations == {}


def test_a_small_number_is_hidden_on_the_page(
    region: Region, case: Case, brams: MeldcodeTrack, log_in: LogIn
) -> None:
    page = log_in("bram").get("/meldcode/figures/").content.decode()
    assert "verborgen" in page
    assert 'cell-value">1<' not in page


def test_an_empty_page_says_so(region: Region, log_in: LogIn) -> None:
    assert "Er is nog niets te tellen" in log_in("chris").get("/meldcode/figures/").content.decode()
