"""The list of signs: each with its sources, each version as it was."""

import hashlib

import pytest
from django.utils import translation

from cases.choices import INDICATORS as WORDS
from cases.intake.indicator_rules import (
    BY_CODE,
    CURRENT,
    INDICATORS,
    LISTS,
    Area,
    Form,
    List,
    Source,
    by_area,
    offered,
)

#: What people could tick, as a fingerprint of codes and words: a list that was in use never changes.
#: Another wording is a new code on a new list; then add a line here and leave the others as they are.
PRINTS = {1: "6baf6539e78e5532", 2: "d23ad3688a1abb02"}


def print_of(version: List) -> str:
    with translation.override(None):  # the source strings; a better translation changes no meaning
        words = {code: str(word) for code, word in WORDS}
    text = "\n".join(f"{code}={words[code]}" for code in version.codes)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@pytest.mark.parametrize("version", LISTS, ids=lambda version: str(version.version))
def test_a_list_that_was_in_use_never_changes(version: List) -> None:
    assert print_of(version) == PRINTS[version.version]


def test_versions_count_up_in_time() -> None:
    assert [version.version for version in LISTS] == list(range(1, len(LISTS) + 1))
    assert [version.since for version in LISTS] == sorted(version.since for version in LISTS)
    assert CURRENT is LISTS[-1]


def test_every_sign_has_words_and_every_word_a_sign() -> None:
    assert {code for code, _word in WORDS} == set(BY_CODE)
    assert len(BY_CODE) == len(INDICATORS)


def test_every_sign_names_where_it_was_read_and_every_source_is_used() -> None:
    assert all(indicator.sources for indicator in INDICATORS)
    assert {source for indicator in INDICATORS for source in indicator.sources} == set(Source)


@pytest.mark.parametrize(
    ("form", "code"),
    [  # domain facts 2.1: what each form shows itself by, with the same sources
        (Form.SEXUAL, "images_pressure"),  # "online (webcam)", CVDR737104
        (Form.CRIMINAL, "lends_account"),  # "money mule", velsen.nl/mensenhandel
        (Form.CRIMINAL, "explosives"),  # "explosives", idem
        (Form.LABOUR, "underpaid"),  # "underpay, hours, housing, intimidation", CVDR737104
        (Form.LABOUR, "lives_at_work"),
        (Form.OTHER, "begging"),  # EU 2024/1712
        (Form.OTHER, "forced_marriage"),
        (Form.ANY, "picked_up"),  # on every list in use, for trafficking in general
    ],
)
def test_signs_are_offered_by_form(form: Form, code: str) -> None:
    assert code in offered()[form]


def test_what_is_offered_is_the_list_in_use_once() -> None:
    codes = [code for group in offered().values() for code in group]
    assert sorted(codes) == sorted(CURRENT.codes)


def test_an_older_list_offers_only_what_stood_on_it() -> None:
    assert Form.LABOUR not in offered(LISTS[0])


def test_signs_that_stand_together_are_shown_by_where_they_show() -> None:
    assert by_area(["hotel", "sudden_debts", "absence"]) == {
        Area.MONEY: ("sudden_debts",),
        Area.WHEREABOUTS: ("absence", "hotel"),
    }
