"""The rules of a covenant version: states, days, differences, fingerprint, warnings."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.covenant_rules import (
    DAY,
    MOVES,
    Change,
    Difference,
    Line,
    Membership,
    Period,
    PeriodProblem,
    PeriodRefused,
    Recipient,
    State,
    Text,
    check_period,
    differences,
    fingerprint,
    opened_to,
    stage_of,
    state,
)

TODAY = date(2026, 11, 17)
SCHOOLS, POLICE = Recipient(kind="school"), Recipient(organisation_id=7)
CARE = ("care_coordination", "public_task")


def day(offset: int) -> date:
    """Give a day so many days from today."""
    return TODAY + offset * DAY


@pytest.mark.parametrize(
    ("status", "start", "until", "expected"),
    [
        ("draft", None, None, State.DRAFT),
        ("signing", None, None, State.SIGNING),
        ("discarded", None, None, State.DISCARDED),
        ("draft", -9, None, State.DRAFT),  # days were thought of, but nobody signed: it opens nothing
        ("signing", -9, None, State.SIGNING),
        ("settled", 1, None, State.COMING),
        ("settled", 0, None, State.IN_FORCE),
        ("settled", -9, 0, State.IN_FORCE),
        ("settled", -9, -1, State.ENDED),
    ],
)
def test_the_days_decide_where_a_settled_version_is(
    status: str, start: int | None, until: int | None, expected: State
) -> None:
    days = [None if offset is None else day(offset) for offset in (start, until)]
    assert state(status, *days, on=TODAY) is expected


def test_a_draft_reaches_force_through_the_parties_only() -> None:
    assert MOVES[State.DRAFT] == {State.SIGNING, State.DISCARDED}
    assert MOVES[State.ENDED] == MOVES[State.DISCARDED] == set()
    assert set().union(*MOVES.values()) | {State.DRAFT} == set(State)


@pytest.mark.parametrize(
    ("start", "until", "standing", "problem", "stands_in_the_way"),
    [
        (-1, None, [], PeriodProblem.START_PASSED, 0),
        (5, 4, [], PeriodProblem.END_BEFORE_START, 5),
        (5, None, [(-90, None), (5, None)], PeriodProblem.OVERLAPS_LATER, 5),
        (5, None, [(-90, 8), (9, None)], PeriodProblem.OVERLAPS_LATER, 9),
        (5, None, [(9, None), (-90, 3), (4, 8)], PeriodProblem.OVERLAPS_LATER, 9),  # in whatever order
        (5, None, [(-90, 3)], PeriodProblem.LEAVES_A_GAP, 4),
        (5, None, [(-90, -60)], PeriodProblem.LEAVES_A_GAP, -59),
    ],
)
def test_days_that_are_not_possible(
    start: int,
    until: int | None,
    standing: list[tuple[int, int | None]],
    problem: PeriodProblem,
    stands_in_the_way: int,
) -> None:
    wanted = Period(day(start), None if until is None else day(until))
    known = [Period(day(a), None if b is None else day(b)) for a, b in standing]
    with pytest.raises(PeriodRefused) as refused:
        check_period(wanted, standing=known, today=TODAY, gap_accepted=False)
    assert (refused.value.problem, refused.value.day) == (problem, day(stands_in_the_way))
    assert str(refused.value) == problem.value


@pytest.mark.parametrize(
    ("start", "standing", "gap_accepted"),
    [
        (0, [], False),
        (5, [(-90, None)], False),
        (5, [(-90, 4)], False),
        (5, [(-90, 40)], False),
        (5, [(-90, 3)], True),
    ],
)
def test_days_that_are_possible(
    start: int, standing: list[tuple[int, int | None]], gap_accepted: bool
) -> None:
    known = [Period(day(a), None if b is None else day(b)) for a, b in standing]
    check_period(Period(day(start), None), standing=known, today=TODAY, gap_accepted=gap_accepted)


def test_a_version_can_hold_for_one_day() -> None:
    check_period(Period(TODAY, TODAY), standing=[], today=TODAY, gap_accepted=False)


def text(**changed: object) -> Text:
    """Give a small text, changed where asked."""
    lines = {Line(SCHOOLS, *CARE, "core"): "4.1", Line(SCHOOLS, *CARE, "medical"): "4.2"}
    standing = Text(
        name="Convenant",
        number=2,
        controller="Waterdam",
        rights_contact="Loket Waterdam",
        retention_months=60,
        purposes={"care_coordination": "Afstemmen"},
        grounds={"public_task": "Taak"},
        controllers={"medical": ("party", 9)},
        lines=lines,
        parties={3: Membership(TODAY, None)},
    )
    return replace(standing, **changed)


DIFFERENCES = [
    ({}, []),
    (
        {"lines": {Line(SCHOOLS, *CARE, "core"): "4.1"}},
        [Difference(Change.CLOSED, SCHOOLS, *CARE, ("medical",))],
    ),
    (
        {"lines": {}},
        [Difference(Change.CLOSED, SCHOOLS, *CARE, ("core", "medical"))],
    ),
    (
        {"lines": {**text().lines, Line(POLICE, *CARE, "core"): "5.1"}},
        [Difference(Change.OPENED, POLICE, *CARE, ("core",))],
    ),
    (
        {"parties": {3: Membership(TODAY, None), 4: Membership(None, None)}},
        [Difference(Change.PARTY_JOINS, Recipient(organisation_id=4))],
    ),
    (
        {"parties": {3: Membership(TODAY, None), 4: Membership(day(30), None)}},
        [Difference(Change.PARTY_JOINS, Recipient(organisation_id=4), new=day(30))],
    ),
    ({"parties": {}}, [Difference(Change.PARTY_LEAVES, Recipient(organisation_id=3))]),
    (
        {"parties": {3: Membership(TODAY, day(9))}},
        [
            Difference(
                Change.PARTY_DATES,
                Recipient(organisation_id=3),
                old=Membership(TODAY, None),
                new=Membership(TODAY, day(9)),
            )
        ],
    ),
    ({"retention_months": 120}, [Difference(Change.RETENTION, old=60, new=120)]),
    ({"controller": "Polderveen"}, [Difference(Change.CONTROLLER, old="Waterdam", new="Polderveen")]),
    (
        {"rights_contact": "Polderveen"},
        [Difference(Change.RIGHTS_CONTACT, old="Loket Waterdam", new="Polderveen")],
    ),
    (
        {"purposes": {"care_coordination": "Afstemmen", "safety": "Veiligheid"}},
        [Difference(Change.PURPOSE_ADDED, code="safety")],
    ),
    ({"purposes": {}}, [Difference(Change.PURPOSE_DROPPED, code="care_coordination")]),
    (
        {"grounds": {"public_task": "Wet"}},
        [Difference(Change.GROUND_REWORDED, code="public_task", old="Taak", new="Wet")],
    ),
    (
        {"controllers": {"medical": ("party", 9), "police": ("party", 7)}},
        [Difference(Change.RECORDS, code="police", new=("party", 7))],
    ),
    (
        {"controllers": {"medical": ("party", 7)}},
        [Difference(Change.RECORDS, code="medical", old=("party", 9), new=("party", 7))],
    ),
]


@pytest.mark.parametrize(("changed", "expected"), DIFFERENCES)
def test_what_a_text_says_differently(changed: dict[str, object], expected: list[Difference]) -> None:
    assert differences(text(), text(**changed)) == expected


LINES = st.dictionaries(
    st.builds(
        Line,
        st.builds(Recipient, kind=st.sampled_from(["school", "police"])),
        st.sampled_from(["care_coordination", "safety"]),
        st.sampled_from(["public_task", "consent"]),
        st.sampled_from(["core", "identity", "medical"]),
    ),
    st.just("4"),
    max_size=8,
)


@given(LINES, LINES)
def test_the_differences_of_two_texts_are_exactly_what_closes_and_what_opens(old: dict, new: dict) -> None:
    found = differences(text(lines=old), text(lines=new))
    told = {
        change: {
            Line(d.recipient, d.purpose, d.legal_ground, part)
            for d in found
            if d.change is change
            for part in d.compartments
        }
        for change in (Change.CLOSED, Change.OPENED)
    }
    assert told == {Change.CLOSED: old.keys() - new.keys(), Change.OPENED: new.keys() - old.keys()}


@given(LINES)
def test_the_same_words_have_the_same_fingerprint_in_any_order(lines: dict) -> None:
    turned = dict(reversed(lines.items()))
    assert fingerprint(text(lines=lines)) == fingerprint(text(lines=turned))


@pytest.mark.parametrize("changed", [row[0] for row in DIFFERENCES if row[0] and "parties" not in row[0]])
def test_another_text_has_another_fingerprint(changed: dict[str, object]) -> None:
    assert fingerprint(text(**changed)) != fingerprint(text())


def test_what_was_signed_keeps_its_fingerprint_in_every_later_version_of_the_software() -> None:
    # Signatures hold this value: whoever changes how it is made breaks every one of them.
    signed = "a177813fdf0e8ccabfca9c1908114aef67bc45a4cd3a6d4a20ac307f8669bf09"
    assert fingerprint(text()) == signed


def test_who_joins_later_signs_the_same_text() -> None:
    assert fingerprint(text(parties={})) == fingerprint(text())


def test_a_text_opens_nothing_to_who_is_no_party() -> None:
    assert opened_to(text(), kind="school", organisation_id=3) == {("core", *CARE), ("medical", *CARE)}
    assert opened_to(text(), kind="school", organisation_id=4) == frozenset()
    assert opened_to(text(), kind="police", organisation_id=3) == frozenset()
    one = text(lines={Line(Recipient(organisation_id=3), *CARE, "core"): "4.1"}, parties={3: None, 4: None})
    assert opened_to(one, kind="police", organisation_id=3) == {("core", *CARE)}
    assert opened_to(one, kind="police", organisation_id=4) == frozenset()


@pytest.mark.parametrize(("days", "stage"), [(31, None), (30, 30), (8, 30), (7, 7), (2, 7), (1, 1), (0, 1)])
def test_each_stage_of_warning_has_its_days(days: int, stage: int | None) -> None:
    assert stage_of(days) == stage
