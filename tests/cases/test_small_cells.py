"""What may be told in numbers: small ones are hidden, and what would give them away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.small_cells import LEAST, to_hide


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({}, set()),
        ({"a": 10, "b": 50}, set()),
        ({"a": 9, "b": 12, "c": 50}, {"a", "b"}),  # 9 would follow from the total
        ({"a": 5, "b": 6, "c": 50}, {"a", "b"}),
        ({"a": 0, "b": 12, "c": 50}, {"a", "b"}),  # also that there was nobody is a small number
        ({"a": 1}, {"a"}),
        ({"a": 1, "b": 30}, {"a", "b"}),
    ],
)
def test_the_smallest_is_hidden_along_when_the_rest_would_give_it_away(
    counts: dict[str, int], hidden: set[str]
) -> None:
    assert to_hide(counts) == hidden


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60)))
def test_no_small_number_is_shown_and_none_follows_from_the_total(counts: dict[str, int]) -> None:
    hidden = to_hide(counts)
    assert all(counts[name] >= LEAST for name in counts.keys() - hidden)
    rest = sum(counts[name] for name in hidden)
    assert not hidden or hidden == counts.keys() or rest >= LEAST
