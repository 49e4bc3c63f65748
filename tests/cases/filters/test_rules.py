"""Which names a filter may have, and what of an address is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.casefile.forms import FilterForm
from cases.coordination.list_forms import AgreedForm
from cases.dashboard.narrow import PARTS, QueueForm
from cases.filters.rules import ASKED, LONGEST, Listing, Trouble, outdated, question, trouble
from cases.intake.lists import FilterForm as SignalsForm
from cases.meetings.list_forms import MeetingFilterForm
from cases.missing.list_forms import AlertFilterForm


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Acuut en onbekende vorm", None),
        ("Top 5 van 2026", None),
        ("Onder 12 jaar", None),
        ("", Trouble.EMPTY),
        ("   ", Trouble.EMPTY),
        ("x" * (LONGEST + 1), Trouble.LONG),
        ("Bel 06 12345678", Trouble.NUMBER),
        ("geboren 04-05-2011", Trouble.NUMBER),
        ("noor@voorbeeld.nl", Trouble.MAIL),
        ("C-26-7K3QF eerst", Trouble.FILE),
        ("Jongere 26-017", Trouble.FILE),
    ],
)
def test_a_name_is_about_the_work_and_not_about_a_person(name: str, found: Trouble | None) -> None:
    assert trouble(name) is found


@given(st.dictionaries(st.sampled_from([*ASKED[Listing.CASES], "after", "q", "plain"]), st.text(max_size=9)))
def test_only_what_the_list_can_be_asked_is_kept(given_: dict[str, str]) -> None:
    kept = question(Listing.CASES, given_)
    assert outdated(Listing.CASES, kept) == []
    assert all(value.isascii() and " " not in value for value in kept.values())
    assert question(Listing.CASES, kept) == kept


def test_nothing_that_somebody_typed_can_be_kept_as_a_question() -> None:
    assert question(Listing.CASES, {"form": "Noor Zeegras", "urgency": "acute"}) == {"urgency": "acute"}


def test_every_field_of_the_forms_can_be_kept_and_nothing_else() -> None:
    assert set(ASKED[Listing.CASES]) == set(FilterForm.base_fields)
    assert set(ASKED[Listing.QUEUE]) == set(QueueForm.base_fields)
    assert set(ASKED[Listing.SIGNALS]) == {*SignalsForm.base_fields, "list"}
    assert set(ASKED[Listing.MEETINGS]) == set(MeetingFilterForm.base_fields)
    assert set(ASKED[Listing.AGREED]) == set(AgreedForm.base_fields)
    assert set(ASKED[Listing.ALERTS]) == set(AlertFilterForm.base_fields)


def test_which_list_is_meant_is_nothing_to_keep_on_its_own() -> None:
    assert question(Listing.SIGNALS, {"list": "triage", "status": ""}) == {}
    asked = {"list": "reported", "urgency": "acute"}
    assert question(Listing.SIGNALS, asked) == asked


def test_every_kind_of_work_is_in_one_part() -> None:
    works = [work for _label, found in PARTS.values() for work in found]
    assert sorted(works) == sorted(type(works[0]))
