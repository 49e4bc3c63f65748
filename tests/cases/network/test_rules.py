"""Who sees what of a network, what can be linked, and how marks are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.network import marks_rules
from cases.network.rules import PARTS, LinkRefusal, Standing, is_seen, link_refusal, standing_of
from organisations.compartments import Compartment

NETWORK, POLICE, MEDICAL = Compartment.NETWORK, Compartment.POLICE, Compartment.MEDICAL


@pytest.mark.parametrize(
    ("link", "ends", "readable", "seen"),
    [
        (NETWORK, (None, NETWORK), {NETWORK}, True),
        (POLICE, (None, NETWORK), {NETWORK}, False),
        (POLICE, (NETWORK, NETWORK), {NETWORK, POLICE}, True),
        (NETWORK, (NETWORK, POLICE), {NETWORK}, False),  # a line to nowhere tells that there is somebody
        (NETWORK, (MEDICAL, POLICE), {NETWORK, POLICE}, False),
        (NETWORK, (), set(), False),
    ],
)
def test_a_link_is_seen_by_who_reads_it_and_both_its_ends(link, ends, readable, seen) -> None:
    assert is_seen(link, *ends, readable=readable) is seen


@given(
    parts=st.lists(st.sampled_from(PARTS), min_size=1, max_size=3),
    readable=st.frozensets(st.sampled_from(list(Compartment))),
    more=st.sampled_from(list(Compartment)),
)
def test_who_reads_more_never_sees_less(parts, readable, more) -> None:
    if is_seen(*parts, readable=readable):
        assert is_seen(*parts, readable=readable | {more})


def test_third_persons_never_stand_where_everybody_reads() -> None:
    assert not {Compartment.CORE, Compartment.IDENTITY, Compartment.MELDCODE} & set(PARTS)


@pytest.mark.parametrize(
    ("first", "second", "is_over", "refusal"),
    [
        (None, 1, False, None),
        (1, 2, False, None),
        (1, 1, False, LinkRefusal.SAME),
        (None, None, False, LinkRefusal.SAME),
        (1, 2, True, LinkRefusal.OVER),
    ],
)
def test_what_can_be_linked(first, second, is_over, refusal) -> None:
    assert link_refusal(first, second, is_over=is_over) is refusal


def test_only_a_person_is_a_suspect() -> None:
    assert standing_of("person", "suspect") is Standing.SUSPECT
    assert standing_of("vehicle", "suspect") is Standing.NOT_SAID


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("phone", "06 12345678", "+31 6 1234 5678"),
        ("phone", "0031612345678", "06-12345678"),
        ("phone", "(020) 555 01 01", "+31205550101"),
        ("phone", "+49 170 1234567", "0049 1701234567"),
        ("vehicle", "xx 000 x", "XX-000-X"),
        ("place", "Havenkade 12, 1234 AB Waterdam", "havenkade 12 1234ab"),
        ("place", "Havenkade 12 Waterdam", "havenkade 12, Wáterdam"),
        ("place", "Dorpsstr. 4a Waterdam", "Dorpsstraat 4-A Waterdam"),
    ],
)
def test_the_same_written_differently_is_found_again(kind: str, one: str, other: str) -> None:
    assert set(marks_rules.keys(kind, one)) & set(marks_rules.keys(kind, other))


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("phone", "06 12345678", "06 12345679"),
        ("vehicle", "XX-000-X", "XX-001-X"),
        ("place", "Havenkade 12 Waterdam", "Havenkade 12 Dijkstad"),
        ("place", "Havenkade 12 Waterdam", "Havenkade 14 Waterdam"),
        ("place", "Havenkade 12a Waterdam", "Havenkade 12 Waterdam"),
    ],
)
def test_another_one_stays_another_one(kind: str, one: str, other: str) -> None:
    assert not set(marks_rules.keys(kind, one)) & set(marks_rules.keys(kind, other))


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("phone", "112"), ("phone", ""), ("vehicle", "XX"), ("place", "Havenkade"), ("person", "Ricky")],
)
def test_what_would_fit_too_many_has_no_key(kind: str, typed: str) -> None:
    assert marks_rules.keys(kind, typed) == ()


@given(kind=st.sampled_from(["phone", "vehicle", "place", "account"]), typed=st.text(max_size=160))
def test_keys_fit_their_columns_whatever_is_typed(kind: str, typed: str) -> None:
    found = marks_rules.keys(kind, typed)
    assert len(found) <= 2
    assert all(0 < len(key) <= 160 for key in found)
