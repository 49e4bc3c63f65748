"""What asks for a place and in which order; what became of a decision; how the time of an agenda adds up."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.meetings import agenda_rules, choices, drift_rules, suggest_rules
from cases.meetings.drift_rules import Agreed, Became
from cases.meetings.suggest_rules import IN_CORE, PARTS, Reason, is_new, sign, suggestions

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 30, 9, tzinfo=AMSTERDAM)
TODAY = MONDAY.date()


def asked(*signs: suggest_rules.Sign, left_off: dict | None = None, taken: tuple[int, ...] = ()) -> list[int]:
    return [one.case_id for one in suggestions(signs, left_off=left_off or {}, taken=taken)]


# Order and reasons


def test_danger_now_comes_first_and_among_equals_the_oldest() -> None:
    new = sign(1, Reason.NEW_CASE, MONDAY, "a")
    late = sign(2, Reason.ACTION_LATE, MONDAY, 7)
    older = sign(3, Reason.ACTION_LATE, MONDAY - timedelta(days=3), 8)
    red = sign(4, Reason.RED_EPISODE, MONDAY, "V-1")
    assert asked(new, late, older, red) == [4, 3, 2, 1]


def test_every_reason_of_a_case_is_shown_the_gravest_first() -> None:
    (one,) = suggestions(
        [sign(1, Reason.GRANT_LAPSES, MONDAY, 1), sign(1, Reason.SILENCE, MONDAY, 2)], left_off={}, taken=()
    )
    assert one.reasons == (Reason.SILENCE, Reason.GRANT_LAPSES)
    assert one.shared == (Reason.GRANT_LAPSES,)  # of Veilig Thuis not everybody on the case may read


def test_what_was_left_off_stays_away_until_something_new_happens() -> None:
    late, later = sign(1, Reason.ACTION_LATE, MONDAY, 1), sign(1, Reason.ACTION_LATE, MONDAY, 2)
    known = {1: {late.key}}
    assert asked(late, left_off=known) == []
    assert asked(late, later, left_off=known) == [1]
    assert asked(later, left_off={2: {later.key}}) == [1]  # somebody else's case was left off


def test_what_is_on_the_agenda_is_not_suggested() -> None:
    assert asked(sign(1, Reason.ACUTE, MONDAY, 1), taken=(1,)) == []


@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.sampled_from(list(Reason)), st.integers(0, 9), st.integers(0, 5)),
        max_size=40,
    ),
    st.randoms(),
)
def test_the_order_does_not_hang_on_how_the_signs_came_in(rows: list, chance: object) -> None:
    signs = [sign(case, reason, MONDAY + timedelta(days=day), pk) for case, reason, day, pk in rows]
    signs = list({one.key + str(one.case_id): one for one in signs}.values())
    first = suggestions(signs, left_off={}, taken=())
    chance.shuffle(signs)
    assert suggestions(signs, left_off={}, taken=()) == first
    everything = {one.case_id: set(one.keys) for one in first}
    assert suggestions(signs, left_off=everything, taken=()) == ()


def test_new_means_since_the_last_meeting_or_of_four_weeks() -> None:
    assert is_new(MONDAY, last_met_at=MONDAY - timedelta(hours=1), now=MONDAY)
    assert not is_new(MONDAY, last_met_at=MONDAY, now=MONDAY)
    assert is_new(MONDAY - timedelta(days=28), last_met_at=None, now=MONDAY)
    assert not is_new(MONDAY - timedelta(days=29), last_met_at=None, now=MONDAY)


def test_every_reason_has_words_and_only_reasons_of_the_core_a_question() -> None:
    assert set(choices.REASONS) == set(Reason)
    assert set(choices.QUESTIONS) == IN_CORE
    assert not IN_CORE & PARTS.keys()
    assert set(choices.BECAME) == set(Became)


# What became of a decision

DECIDED = MONDAY - timedelta(days=20)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("actions", "written_at", "expected"),
    [
        ([], None, Became.NOTHING),
        ([], DECIDED, Became.NOTHING),  # the meeting itself is no record of what came of it
        ([], DECIDED + timedelta(minutes=1), Became.WRITTEN),
        ([Agreed("open", TOMORROW)], None, Became.UNDER_WAY),
        ([Agreed("open", TODAY)], None, Became.UNDER_WAY),  # a day ends at its end
        ([Agreed("open", YESTERDAY)], MONDAY, Became.LATE),
        ([Agreed("done", YESTERDAY)], None, Became.DONE),
        ([Agreed("done", YESTERDAY), Agreed("cancelled", YESTERDAY)], None, Became.DONE),
        ([Agreed("cancelled", YESTERDAY)], MONDAY, Became.DROPPED),
        ([Agreed("done", YESTERDAY), Agreed("open", YESTERDAY)], None, Became.LATE),
    ],
)
def test_a_decision_drifts_when_nothing_shows_it(
    actions: list[Agreed], written_at: datetime | None, expected: Became
) -> None:
    found = drift_rules.became(actions, decided_at=DECIDED, written_at=written_at, today=TODAY)
    assert found is expected


# Time


def test_items_follow_each_other_and_an_item_without_a_box_counts_for_a_quarter() -> None:
    ends = MONDAY + timedelta(minutes=45)
    plan = agenda_rules.plan(MONDAY, [20, None, 10], ends_at=ends)
    assert [slot.starts_at.strftime("%H:%M") for slot in plan.slots] == ["09:00", "09:20", "09:35"]
    assert (plan.minutes, plan.ends_at, plan.is_too_long) == (45, ends, False)
    assert agenda_rules.plan(MONDAY, [20, None, 11], ends_at=ends).is_too_long


def test_the_hour_that_the_clock_skips_is_no_hour_of_the_meeting() -> None:
    before = datetime(2027, 3, 28, 1, 30, tzinfo=AMSTERDAM)  # at two it becomes three
    plan = agenda_rules.plan(before, [60, 15], ends_at=before + timedelta(hours=3))
    assert plan.slots[1].starts_at.astimezone(AMSTERDAM).strftime("%H:%M") == "03:30"
    assert plan.slots[1].starts_at - before.astimezone(timezone.utc) == timedelta(hours=1)  # noqa: UP017


@given(st.permutations([1, 2, 3, 4]), st.sampled_from([1, 2, 3, 4]), st.booleans())
def test_moving_loses_no_item_and_back_is_back(order: list[int], one: int, up: bool) -> None:
    after = agenda_rules.moved(order, one, up=up)
    assert sorted(after) == [1, 2, 3, 4]
    if after != order:
        assert agenda_rules.moved(after, one, up=not up) == order


def test_the_day_is_a_day_of_the_netherlands() -> None:
    assert date(2026, 11, 30) == TODAY
