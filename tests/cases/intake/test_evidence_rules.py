"""The evidence card: counts beside each other, and no number for a child."""

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.intake import evidence_rules
from cases.intake.evidence_rules import Card, Knowledge, Noted, Says, card, source_of
from cases.intake.indicator_rules import BY_CODE

FIRST, SECOND, INFERRED = Knowledge.FIRST_HAND, Knowledge.SECOND_HAND, Knowledge.INFERRED
DAY = date(2026, 11, 17)


def noted(code: str = "picked_up", knowledge: Knowledge = FIRST, by: str = "bram", **said: object) -> Noted:
    told_by = str(said.pop("told_by", ""))
    values = {"says": Says.SEEN, "seen_on": DAY, **said}
    return Noted(code, knowledge, source=source_of(knowledge, reporter=by, told_by=told_by), **values)  # type: ignore[arg-type]


#: Independence is counted with care: what can't be told apart counts once (a choice of ours).
SOURCES = [
    ("one person twice", [noted(), noted("hotel")], 1),
    ("two people who saw it", [noted(), noted(by="farid")], 2),
    ("the same teller, written down by two", [
        noted(knowledge=SECOND, told_by="classmate"),
        noted(knowledge=SECOND, told_by="classmate", by="farid"),
    ], 1),
    ("two tellers, written down by one", [
        noted(knowledge=SECOND, told_by="classmate"),
        noted(knowledge=SECOND, told_by="mother"),
    ], 2),
    ("a teller who is not named counts with who wrote it", [
        noted(knowledge=SECOND), noted("hotel", knowledge=SECOND),
    ], 1),
    ("who saw one thing and heard another", [noted(), noted("hotel", knowledge=SECOND, told_by="mother")], 2),
    ("an inference is nobody's observation", [noted(), noted("hotel", knowledge=INFERRED, by="farid")], 1),
    ("only an inference", [noted(knowledge=INFERRED)], 0),
    ("the opposite is no source for it", [noted(), noted("hotel", says=Says.OPPOSITE, by="farid")], 1),
    ("nothing", [], 0),
]  # fmt: skip


@pytest.mark.parametrize(("story", "told", "sources"), SOURCES, ids=[row[0] for row in SOURCES])
def test_independent_sources_are_counted_with_care(story: str, told: list[Noted], sources: int) -> None:
    assert card(told).sources == sources


def test_the_share_seen_in_person_stays_two_numbers() -> None:
    found = card([noted(), noted(by="farid"), noted("hotel", knowledge=SECOND)])
    assert (found.first_hand, found.statements, found.signs) == (2, 3, 2)


def test_the_newest_is_a_day() -> None:
    assert card([noted(seen_on=date(2026, 9, 1)), noted("hotel")]).newest == DAY
    assert card([]).newest is None


def test_what_speaks_against_it_is_shown_and_not_taken_off() -> None:
    against = noted("absence", says=Says.OPPOSITE, by="farid")
    found = card([noted("absence"), noted(), against])
    assert (found.contradicted, found.only_opposite, found.signs) == (("absence",), (), 2)
    alone = card([against])
    assert (alone.contradicted, alone.only_opposite, alone.signs) == ((), ("absence",), 0)


def test_a_change_is_named() -> None:
    assert card([noted("isolation"), noted()]).changes == ("isolation",)


NOTES = st.lists(
    st.builds(
        Noted,
        st.sampled_from(sorted(BY_CODE)),
        st.sampled_from(Knowledge),
        st.sampled_from(Says),
        st.sampled_from(["", "self:bram", "self:farid", "told:mother"]),
        st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    ),
    max_size=30,
)


@given(NOTES, st.randoms())
def test_the_order_in_which_people_told_it_makes_no_difference(told: list[Noted], random: object) -> None:
    shuffled = list(told)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert card(shuffled) == card(told)


@given(NOTES)
def test_no_count_is_larger_than_what_it_counts(told: list[Noted]) -> None:
    found = card(told)
    assert found.first_hand <= found.statements <= len(told)
    assert found.sources <= found.statements
    assert found.signs == sum(len(counted) for counted in found.areas.values())


def test_the_card_has_no_place_for_a_score() -> None:
    """Whoever adds a field has to change this list, and read why there is none for how grave it is."""
    assert [field.name for field in fields(Card)] == [
        "areas",
        "signs",
        "sources",
        "statements",
        "first_hand",
        "newest",
        "changes",
        "contradicted",
        "only_opposite",
    ]
    assert "no weights" in (evidence_rules.__doc__ or "")
