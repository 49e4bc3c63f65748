"""The plan of a destruction is complete: a table that leads to a case and is not in it fails here."""

from django.apps import apps
from django.db import models

from cases.retention import collect, words
from cases.retention.plan_rules import KEPT, LINKS, LOOSE, NUMBERED, parents_first


def own_tables() -> list[type[models.Model]]:
    """Give every table of the software that holds no old values."""
    return [model for model in apps.get_models() if not hasattr(model, "instance_type")]


def test_every_table_that_leads_to_a_case_is_in_the_plan_by_every_way() -> None:
    leading = {
        (model._meta.label, field.name)
        for model in own_tables()
        for field in model._meta.concrete_fields
        if field.related_model is not None and field.related_model._meta.label in LINKS
    }
    missing = {(table, name) for table, name in leading if name not in LINKS.get(table, ())}
    assert missing == {("cases.Case", "young_person")}  # found from the other side: collect.py


def test_every_column_that_could_hold_a_case_without_a_foreign_key_was_thought_of() -> None:
    suspects = {
        (model._meta.label, field.name)
        for model in own_tables()
        for field in model._meta.concrete_fields
        if field.related_model is None and field.name in {"case_id", "case_number", "asked_number"}
    }
    thought_of = {(table, name) for table, names in LOOSE.items() for name in names}
    unthought = {table for table, name in suspects if (table, name) not in thought_of}
    # The number beside an id that is looked for already.
    assert unthought - set(KEPT) == {"cases.HoneytokenCase"}


def test_the_plan_names_no_table_that_does_not_exist_and_orders_them_all() -> None:
    order = parents_first(collect.targets())
    assert set(order) == set(LINKS)
    assert order.index("cases.Case") < order.index("cases.Signal") < order.index("cases.SignalIndicator")
    assert set(LOOSE) | set(NUMBERED) <= set(LINKS)
    assert not set(KEPT) & set(LINKS)


def test_every_table_of_the_plan_has_a_word_and_no_word_is_left_over() -> None:
    assert set(words.LABELS) == set(LINKS)


def test_no_table_holds_files_yet() -> None:
    """Whoever adds one decides how it is destroyed, and only then changes this test."""
    files = [
        (model._meta.label, field.name)
        for model in own_tables()
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField)
    ]
    assert files == []


def test_all_old_values_of_the_plan_are_reached_by_the_id_of_their_row() -> None:
    for table in LINKS:
        model = apps.get_model(table)
        assert model._meta.pk.name == "id", table
