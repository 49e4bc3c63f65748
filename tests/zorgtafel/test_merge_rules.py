"""What two people changed is put together without losing a word of either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgtafel.merge_rules import Change, judge, plain, together

WAS, A, B = ("Dorpsstraat 1",), ("Kade 2",), ("Plein 3",)
LINES = st.lists(st.text("abc ", max_size=4), max_size=5).map("\n".join)


@pytest.mark.parametrize(
    ("before", "theirs", "mine", "whose"),
    [
        (WAS, WAS, WAS, Change.NONE),
        (WAS, WAS, A, Change.NONE),  # only mine
        (WAS, A, A, Change.NONE),  # both wrote the same
        (WAS, A, WAS, Change.THEIRS),
        (WAS, (), WAS, Change.THEIRS),  # emptied
        (WAS, A, B, Change.BOTH),
        (WAS, A, (), Change.BOTH),  # emptied by me
        ((), A, (), Change.THEIRS),
        ((), A, B, Change.BOTH),
        (("een\ntwee",), ("een\r\ntwee ",), A, Change.NONE),  # a browser's line ends are no change
        (("1", "2"), ("2", "1"), ("1", "3"), Change.NONE),  # the order of ticks is none
    ],
)
def test_whose_change_it_is(before: tuple, theirs: tuple, mine: tuple, whose: Change) -> None:
    assert judge(before, theirs, mine) is whose


@given(LINES, LINES, LINES)
def test_a_change_of_mine_is_never_theirs(before: str, theirs: str, mine: str) -> None:
    found = judge((before,), (theirs,), (mine,))
    if plain((mine,)) != plain((before,)):
        assert found is not Change.THEIRS
    if plain((theirs,)) not in (plain((before,)), plain((mine,))):
        assert found is not Change.NONE


@given(LINES, LINES, LINES)
def test_together_keeps_every_new_line_of_both(before: str, theirs: str, mine: str) -> None:
    kept = [line.strip() for line in together(before, theirs, mine).splitlines()]
    for line in theirs.splitlines():
        assert not line.strip() or line.strip() in kept
    for line in mine.splitlines():
        assert (
            not line.strip()
            or line.strip() in kept
            or line.strip() in before.split("\n")
            or (line.strip() in [old.strip() for old in before.splitlines()])
        )


def test_what_was_there_already_is_not_said_twice() -> None:
    assert together("een", "een\nvan Anna", "een\nvan Bram") == "een\nvan Anna\nvan Bram"
