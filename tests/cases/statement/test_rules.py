"""Hints about questions: a readable table, and open invitations that get none."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.statement.choices import HINTS
from cases.statement.rules import TELLTALES, Hint, hints, is_alike

#: What the guidance itself advises (domain: listen, repeat, invite) must never get a hint.
#: https://dessaurtrainingen.nl/blog/de-beste-vraag-die-je-een-kind-kunt-stellen/
OPEN = (
    "Kun je mij daar alles over vertellen?",
    "Vertel eens.",
    "En toen?",
    "Wat gebeurde er daarna?",
    "Hoe ging het verder?",
    "Je zei 'hij pakte mijn telefoon'. Vertel daar meer over.",
    "",
    "   ",
)


@pytest.mark.parametrize("question", OPEN)
def test_an_open_invitation_gets_no_hint(question: str) -> None:
    assert hints(question) == ()


@pytest.mark.parametrize("told", TELLTALES, ids=lambda told: told.hint)
def test_each_row_of_the_table_finds_its_own_example(told: object) -> None:
    assert told.hint in hints(told.example)
    assert told.source.startswith("https://")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Waarom ben je meegegaan?", (Hint.WHY,)),
        ("En waarom dan?", (Hint.WHY,)),
        ("Hij heeft je gedwongen, toch?", (Hint.LEADING,)),
        ("Dus hij was het?", (Hint.LEADING,)),
        ("Heeft hij je aangeraakt?", (Hint.CLOSED,)),
        ("Was het thuis of bij hem?", (Hint.CLOSED, Hint.CHOICE)),
        ("Wie was dat? En waar was je toen?", (Hint.SEVERAL,)),
        ("WAAROM HEB JE NIETS GEZEGD", (Hint.WHY,)),
    ],
)
def test_what_is_found(question: str, expected: tuple[Hint, ...]) -> None:
    assert hints(question) == expected


def test_the_same_question_again_is_noticed_in_other_order_and_by_another() -> None:
    before = ["Waar was je gisteren om tien uur?"]
    assert Hint.REPEATED in hints("Gisteren om tien uur, waar was je?", asked_before=before)
    assert hints("Hoe gaat het nu met je?", asked_before=before) == ()
    assert hints("En toen?", asked_before=["En toen?"]) == ()


def test_every_hint_has_words() -> None:
    assert set(HINTS) == set(Hint)
    assert {told.hint for told in TELLTALES} == set(Hint) - {Hint.REPEATED}


@given(st.text(max_size=200), st.lists(st.text(max_size=60), max_size=4))
def test_any_text_gets_an_answer_in_the_order_of_the_table(question: str, before: list[str]) -> None:
    found = hints(question, asked_before=before)
    assert list(found) == [hint for hint in Hint if hint in found]


@given(st.text(max_size=80), st.text(max_size=80))
def test_alike_goes_both_ways(one: str, two: str) -> None:
    assert is_alike(one, two) == is_alike(two, one)
    assert is_alike(one, one) == (len(set(re.findall(r"\w+", one.lower()))) >= 3)
