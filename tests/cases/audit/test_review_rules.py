"""Which lines a person must look at: tables of cases, each with what the rule rests on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.audit import review_rules as rules
from cases.audit.review_rules import MOVES, TO_JUDGE, Line, Reason, State, Verdict
from cases.moves import MoveRefused

#: A Tuesday at ten; nothing about it stands out.
DAY = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
NIGHT = DAY.replace(hour=2)


def line(number: int = 1, **about: object) -> Line:
    """Give a contact point's reading of a case they are named on."""
    usual = {
        "id": number,
        "at": DAY,
        "event": "case.read",
        "action": "R",
        "outcome": "allowed",
        "user": 7,
        "organisation": 3,
        "role": "contact_point",
        "case": 40,
        "is_named": True,
    }
    return Line(**{**usual, **about})


def reasons(**about: object) -> set[Reason]:
    """Give why one line is looked at."""
    return {found.reason for found in rules.single(line(**about))}


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({}, set()),
        # reach outside the usual
        ({"is_named": False}, {Reason.NOT_NAMED}),
        ({"is_named": False, "works_on_it": True}, set()),
        ({"is_named": False, "role": "care_coordinator"}, {Reason.NOT_NAMED}),
        ({"is_named": False, "role": "process_director"}, {Reason.NOT_NAMED}),
        ({"is_named": False, "role": "professional"}, set()),  # the gate let them in by name
        ({"is_named": False, "role": "duty_officer"}, {Reason.NOT_NAMED}),
        ({"is_named": False, "role": "duty_officer", "is_on_duty": True}, set()),
        ({"is_named": False, "role": "duty_officer", "is_missing": True}, set()),
        ({"is_named": False, "outcome": "refused"}, set()),
        ({"is_named": False, "action": "C", "event": "note.written"}, set()),
        ({"is_named": False, "case": None, "event": "case.list_read"}, set()),
        # night
        ({"at": NIGHT}, {Reason.NIGHT}),
        ({"at": NIGHT, "is_on_duty": True}, set()),
        ({"at": NIGHT, "is_missing": True}, set()),
        ({"at": DAY.replace(hour=22, minute=59)}, set()),
        ({"at": DAY.replace(hour=23)}, {Reason.NIGHT}),
        ({"at": DAY.replace(hour=5, minute=59)}, {Reason.NIGHT}),
        ({"at": DAY.replace(hour=6)}, set()),
        # emergency access is always looked at, and once
        ({"is_emergency": True, "is_named": False, "at": NIGHT}, {Reason.EMERGENCY}),
        ({"is_emergency": True, "event": "emergency.opened", "action": "E"}, {Reason.EMERGENCY}),
        # a tie, whatever the role
        ({"may_be_tied": True}, {Reason.TIE}),
        ({"may_be_tied": True, "role": "professional"}, {Reason.TIE}),
        ({"may_be_tied": True, "outcome": "refused"}, set()),
        # content that leaves
        ({"event": "case.exported", "action": "E"}, {Reason.EXPORT}),
        ({"event": "meldcode.printed"}, {Reason.EXPORT}),
        # auditors
        ({"event": "ledger.read", "role": "auditor", "case": None}, {Reason.AUDITOR}),
        ({"event": "ledger.read", "role": "auditor", "case": 40}, {Reason.AUDITOR}),
        ({"event": "ledger.read", "role": "care_coordinator", "case": 40}, set()),
    ],
)
def test_what_makes_one_line_worth_a_look(about: dict, expected: set[Reason]) -> None:
    assert reasons(**about) == expected


def test_the_same_evening_is_one_review_and_the_next_is_another() -> None:
    late, early, tomorrow = DAY.replace(hour=23), NIGHT + timedelta(days=1), DAY.replace(hour=23, day=18)
    groups = [found.group for at in (late, early, tomorrow) for found in rules.single(line(at=at))]
    assert groups[0] == groups[1] != groups[2]


def reads(many: int, *, every: float, cases: Callable[[int], int] = lambda n: n) -> list[Line]:
    """Give readings of one person, so many seconds apart."""
    return [line(n, at=DAY + timedelta(seconds=n * every), case=cases(n)) for n in range(1, many + 1)]


@pytest.mark.parametrize(
    ("lines", "many"),
    [
        (reads(29, every=1), 0),
        (reads(30, every=1), 30),
        (reads(1000, every=0.3), 1000),  # S22
        (reads(1000, every=1, cases=lambda n: n % 29), 0),  # the same few, over and over
        (reads(60, every=11), 0),  # one in eleven seconds: 28 in five minutes
        (reads(60, every=10), 60),
    ],
    ids=["29 quick", "30 quick", "a thousand", "few cases", "slow", "just quick enough"],
)
def test_a_burst_is_many_different_cases_within_minutes(lines: list[Line], many: int) -> None:
    found = rules.merged(rules.bursts(lines))
    assert sum(len(one.lines) for one in found) == many
    assert len(found) == bool(many)


def test_searches_count_in_a_burst_and_two_people_are_two_people() -> None:
    searches = [
        line(n, at=DAY + timedelta(seconds=n), case=None, event="case.searched", user=n % 2)
        for n in range(1, 59)
    ]
    assert list(rules.bursts(searches)) == []
    one = [line(n, at=DAY + timedelta(seconds=n), case=None, event="case.searched") for n in range(1, 31)]
    assert len(rules.merged(rules.bursts(one))) == 1


@given(st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 60)), max_size=120))
def test_a_line_is_in_a_burst_if_and_only_if_some_window_around_it_is_crowded(seen: list) -> None:
    lines = [line(n, at=DAY + timedelta(seconds=at), case=case) for n, (at, case) in enumerate(seen, start=1)]
    hit = {pk for one in rules.bursts(lines) for pk in one.lines}
    crowded = set()
    for last in lines:
        inside = [x for x in lines if timedelta(0) <= last.at - x.at <= rules.BURST_WINDOW]
        if len({x.case for x in inside}) >= rules.BURST_CASES:
            crowded |= {x.id for x in inside}
    assert hit == crowded


def test_one_wrong_turn_is_nothing_and_five_are_worth_a_question() -> None:
    def refused(many: int, minutes: int) -> list[Line]:
        return [line(n, at=DAY + timedelta(minutes=n * minutes), outcome="refused") for n in range(many)]

    assert list(rules.denials(refused(4, 1))) == []
    assert list(rules.denials(refused(5, 16))) == []
    (found,) = rules.merged(rules.denials(refused(5, 15)))
    assert (found.reason, len(found.lines)) == (Reason.DENIED, 5)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Noor Zeegras", "zeegras"),
        ("Noor van der Véén", "veen"),
        ("Veen, Noor van der", "veen"),
        ("Anna", ""),
        ("", ""),
        ("van de", ""),
        ("Li 王", "王"),
    ],
)
def test_a_surname_is_the_last_word_without_prefixes(name: str, expected: str) -> None:
    assert rules.surname(name) == expected


@pytest.mark.parametrize(
    ("ids", "after", "young", "expected"),
    [
        ([1, 2, 3], 0, True, [1, 2, 3]),
        ([5, 6], 0, True, [5, 6]),  # the very first look: nothing was before
        ([4, 5, 7], 3, True, [4, 5]),  # 6 may still be on its way
        ([4, 5, 7], 3, False, [4, 5, 7]),  # 6 never came
        ([5], 3, True, []),
        ([], 3, True, []),
    ],
)
def test_a_gap_is_waited_for_as_long_as_it_may_still_be_filled(
    ids: list[int], after: int, young: bool, expected: list[int]
) -> None:
    at = DAY - timedelta(seconds=10 if young else 90)
    found = rules.arrived([(pk, at) for pk in ids], after=after, now=DAY, patience=timedelta(seconds=60))
    assert found == expected


@pytest.mark.parametrize(
    ("verdict", "draw", "expected"),
    [
        (Verdict.NEEDS_FOLLOW_UP, 1, True),
        (Verdict.NEEDS_FOLLOW_UP, 10, True),
        (Verdict.IN_ORDER, 1, False),
        (Verdict.IN_ORDER, 10, True),
        (Verdict.EXPLAINED, 20, True),
        (Verdict.EXPLAINED, 29, False),
    ],
)
def test_a_follow_up_always_needs_two_and_one_in_ten_of_the_rest(
    verdict: Verdict, draw: int, expected: bool
) -> None:
    assert rules.needs_second(verdict, draw=draw) is expected


def test_from_every_state_there_is_a_way_to_done() -> None:
    for state in State:
        reached, todo = {state}, [state]
        while todo:
            fresh = MOVES[todo.pop()] - reached
            reached |= fresh
            todo += fresh
        assert State.DONE in reached
    assert {State.DONE, State.SECOND} <= set.intersection(*(set(MOVES[state]) for state in TO_JUDGE))
    with pytest.raises(MoveRefused):
        rules.move(State.DONE, State.OPEN)


@pytest.mark.parametrize(
    ("verdict", "agrees", "expected"),
    [
        (Verdict.NEEDS_FOLLOW_UP, True, State.FOLLOW_UP),
        (Verdict.IN_ORDER, True, State.DONE),
        (Verdict.NEEDS_FOLLOW_UP, False, State.OPEN),
        (Verdict.EXPLAINED, False, State.OPEN),
    ],
)
def test_who_disagrees_sends_it_back(verdict: Verdict, agrees: bool, expected: State) -> None:
    assert rules.after_second(verdict, agrees=agrees) is expected


def test_what_is_urgent_waits_a_day_and_the_rest_a_fortnight() -> None:
    assert rules.due(Reason.BURST, DAY) == DAY + timedelta(days=1)
    assert rules.due(Reason.NIGHT, DAY) == DAY + timedelta(days=14)
