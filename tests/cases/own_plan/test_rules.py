"""Words that hurt or that nobody understands: hints, and none for plain words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.own_plan.rules import WORDS, hints


@pytest.mark.parametrize("better", WORDS, ids=lambda better: better.word)
def test_each_row_finds_its_own_word_and_advises_no_other_bad_word(better: object) -> None:
    word = better.word.split(",")[0]
    assert better in hints(f"Dit is {word}.").words
    assert hints(better.instead).words == ()


@pytest.mark.parametrize(
    "text",
    ["Wij bellen elke maandag.", "Sam helpt je met school.", "De kotsmisselijke botsing", ""],
)
def test_plain_words_get_no_hint(text: str) -> None:
    assert hints(text).words == ()


def test_long_sentences_are_counted() -> None:
    short, long = "Wij bellen elke maandag. ", "een " * 16 + ". "
    assert hints(short * 3).long_sentences == 0
    assert hints(short + long + long).long_sentences == 2


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    assert hints(text).long_sentences <= len(re.findall(r"[.!?\n]+", text)) + 1
