"""How many to draw, which, and how sure that makes: against the published rule and against counting out."""

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.audit.sample_rules import (
    SMALL,
    Wish,
    draw_order,
    sample_size,
    shown_outside,
    upper_bound,
)


@pytest.mark.parametrize(
    ("population", "wish", "expected"),
    [
        (0, Wish(), 0),
        (1, Wish(), 1),
        (10, Wish(), 10),  # a twentieth of ten is less than one: look at all
        (1_000_000, Wish(), 59),  # ln(0.05) / ln(0.95) = 58.4
        (1_000_000, Wish(0.95, 0.01), 298),  # (1 - 10,001 / 1,000,000) ... 298 times: 0.049999
        (1_000_000, Wish(0.99, 0.01), 459),
        (1_000, Wish(), 56),  # without putting back: 0.0489; with 55 it is 0.0517
    ],
)
def test_so_many_are_drawn(population: int, wish: Wish, expected: int) -> None:
    assert sample_size(population, wish) == expected


@pytest.mark.parametrize("many", [60, 100, 300, 1000])
def test_for_many_readings_it_is_the_rule_of_three(many: int) -> None:
    """Hanley & Lippman-Hand 1983: nothing in n means at most 3/n, at 95 %."""
    share = upper_bound(1_000_000, many, 0, 0.95) / 1_000_000
    assert math.isclose(share, 3 / many, rel_tol=0.05)


@pytest.mark.parametrize(("sample", "found"), [(0, 0), (3, 0), (3, 1), (5, 2), (8, 0), (8, 3)])
def test_the_bound_is_exact(sample: int, found: int) -> None:
    """Count every possible sample of eight readings out by hand."""
    population, confidence = 8, 0.9

    def chance(wrong: int) -> float:
        drawn = list(combinations(range(population), sample))
        return sum(sum(n < wrong for n in one) <= found for one in drawn) / len(drawn)

    fitting = [k for k in range(found, population - sample + found + 1) if chance(k) > 1 - confidence]
    assert upper_bound(population, sample, found, confidence) == max(fitting)


@given(st.integers(1, 400), st.data())
def test_finding_more_or_drawing_less_never_makes_surer(population: int, data: st.DataObject) -> None:
    sample = data.draw(st.integers(0, population))
    found = data.draw(st.integers(0, sample))
    bound = upper_bound(population, sample, found, 0.95)
    assert found <= bound <= population
    if found < sample:
        assert upper_bound(population, sample, found + 1, 0.95) >= bound
    if sample > found:
        assert upper_bound(population, sample - 1, found, 0.95) >= bound
    assert upper_bound(population, population, found if sample == population else 0, 0.95) <= population


@given(st.integers(0, 5000), st.sampled_from([Wish(), Wish(0.9, 0.1), Wish(0.99, 0.02)]))
def test_the_size_is_the_smallest_that_fulfils_the_wish(population: int, wish: Wish) -> None:
    size = sample_size(population, wish)

    def fulfils(drawn: int) -> bool:
        return upper_bound(population, drawn, 0, wish.confidence) <= wish.share * population

    assert fulfils(size)
    assert size == 0 or not fulfils(size - 1)


@pytest.mark.parametrize(
    "wrong",
    [lambda: sample_size(-1), lambda: sample_size(5, Wish(1, 0.1)), lambda: upper_bound(5, 6, 0, 0.9)],
)
def test_what_cannot_be_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"between|found"):
        wrong()


@given(st.integers(1, 50), st.integers(0, 60), st.text(max_size=5))
def test_the_lot_draws_each_once_and_the_seed_fixes_the_order(first: int, many: int, seed: str) -> None:
    order = list(draw_order(first, first + many, seed=seed))
    assert sorted(order) == list(range(first, first + many + 1))
    assert order == list(draw_order(first, first + many, seed=seed))


def test_another_seed_is_another_order_and_every_line_has_the_same_chance() -> None:
    assert list(draw_order(1, 100, seed="a")) != list(draw_order(1, 100, seed="b"))
    firsts = [next(draw_order(0, 9, seed=str(n))) for n in range(5000)]
    assert all(400 < firsts.count(n) < 600 for n in range(10))


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 40, "b": 12, "c": 0}, set()),
        ({"a": 40, "b": 12, "c": 3}, {"b", "c"}),  # the total would betray c alone
        ({"a": 40, "b": 2, "c": 3}, {"b", "c"}),
        ({"a": 3}, {"a"}),
        ({}, set()),
    ],
)
def test_small_counts_stay_inside(counts: dict[str, int], hidden: set[str]) -> None:
    shown = shown_outside(counts)
    assert {key for key, count in shown.items() if count is None} == hidden
    assert all(count is None or count == 0 or count >= SMALL for count in shown.values())
