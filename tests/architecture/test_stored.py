"""Nothing is stored without a purpose: a table or field that the register of processing lacks fails here."""

import pytest
from django.apps import apps
from django.db import models

from cases.retention import register, register_words
from cases.retention.stored_house_rules import OF_LIBRARIES
from cases.retention.stored_rules import IN_EVERY_TABLE, Data, Part, Term, Who, Why
from organisations.compartments import Compartment

OURS = {"cases", "organisations"}


def own_tables() -> dict[str, type[models.Model]]:
    """Give our own tables by name; old values of a table have its fields and its purpose."""
    found = [model for model in apps.get_models() if model._meta.app_label in OURS]
    return {model._meta.label: model for model in found if not hasattr(model, "instance_type")}


def test_every_table_is_in_the_register_and_the_register_names_no_other() -> None:
    assert set(register.STORED) == set(own_tables())


@pytest.mark.parametrize("table", sorted(own_tables()))
def test_every_field_has_a_purpose_once_and_no_purpose_is_left_over(table: str) -> None:
    """A new field fails here: say in ``cases/retention/stored_*_rules.py`` what kind of data it is."""
    named = [name for names in register.STORED[table].fields.values() for name in names]
    fields = {field.name for field in own_tables()[table]._meta.concrete_fields} - IN_EVERY_TABLE
    assert sorted(named) == sorted(fields)


def test_what_libraries_store_is_in_the_register() -> None:
    others = {model._meta.app_label for model in apps.get_models()} - OURS
    assert others == set(OF_LIBRARIES) == set(register_words.LIBRARIES)


def test_every_word_of_the_register_can_be_read() -> None:
    for kind, words in [
        (Part, register_words.PARTS),
        (Who, register_words.WHO),
        (Why, register_words.WHY),
        (Data, register_words.DATA),
        (Term, register_words.TERMS),
    ]:
        assert set(words) == set(kind)
    assert set(register_words.TABLES) == set(register.STORED)
    assert {row.why for row in register.STORED.values()} == set(Why)
    assert set(Part) - set(register_words.READERS) == {Part(part.value) for part in Compartment}
