"""Which desk a signal goes to: the agreement that says most, else a person chooses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.intake import route_rules
from cases.intake.route_rules import Facts, Route

YOUNG = Facts("waterdam", 15, "sexual")
ALL = Route(1)
PLACE = Route(2, municipality="waterdam")
ELSEWHERE = Route(3, municipality="zuiddijk")
UNTIL_23 = Route(4, age_until=23)  # one region until 23 and from 23 on (domain facts 2.4)
FROM_23 = Route(5, age_from=23)
LABOUR = Route(6, form="labour")
OLDER = Route(8, form="sexual")
PLACE_AND_AGE = Route(7, municipality="waterdam", age_until=23)

TABLE = [
    ("nothing agreed", [], YOUNG, None),
    ("one for all", [ALL], YOUNG, ALL),
    ("a place before all", [ALL, PLACE], YOUNG, PLACE),
    ("another place does not hold", [ELSEWHERE], YOUNG, None),
    ("below the border", [UNTIL_23, FROM_23], Facts("", 22, "sexual"), UNTIL_23),
    ("on the border", [UNTIL_23, FROM_23], Facts("", 23, "sexual"), FROM_23),
    ("of an unknown age", [UNTIL_23, FROM_23, ALL], Facts("", None, "sexual"), ALL),
    ("place before age", [UNTIL_23, PLACE], YOUNG, PLACE),
    ("age before form", [LABOUR, FROM_23], Facts("", 30, "labour"), FROM_23),
    ("who says more", [PLACE, PLACE_AND_AGE], YOUNG, PLACE_AND_AGE),
    ("another form does not hold", [LABOUR], YOUNG, None),
    ("of two alike the oldest", [Route(9, form="sexual"), OLDER], YOUNG, OLDER),
]  # fmt: skip


@pytest.mark.parametrize(("story", "routes", "facts", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_the_agreement_that_says_most_wins(
    story: str, routes: list[Route], facts: Facts, expected: Route | None
) -> None:
    assert route_rules.chosen(routes, facts) == expected


AGES = st.none() | st.integers(0, 30)
FACTS = st.builds(Facts, st.sampled_from(["", "waterdam"]), AGES, st.sampled_from(["sexual", "labour"]))
ROUTES = st.lists(
    st.builds(
        Route,
        st.integers(1, 999),
        st.sampled_from(["", "waterdam", "zuiddijk"]),
        AGES,
        AGES,
        st.sampled_from(["", "sexual", "labour"]),
    ),
    max_size=8,
    unique_by=lambda route: route.key,
)


@given(ROUTES, FACTS, st.randoms())
def test_the_order_in_which_they_were_agreed_to_be_read_makes_no_difference(
    routes: list[Route], facts: Facts, random: object
) -> None:
    shuffled = list(routes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert route_rules.chosen(shuffled, facts) == route_rules.chosen(routes, facts)


@given(ROUTES, FACTS)
def test_with_one_for_all_nobody_has_to_choose(routes: list[Route], facts: Facts) -> None:
    assert route_rules.chosen([*routes, Route(1_000)], facts) is not None


@pytest.mark.parametrize(
    ("age_from", "age_until", "empty"), [(None, None, False), (12, 18, False), (18, 18, True), (20, 18, True)]
)
def test_a_range_without_ages_is_seen(age_from: int | None, age_until: int | None, empty: bool) -> None:
    assert route_rules.is_empty_range(age_from, age_until) is empty
