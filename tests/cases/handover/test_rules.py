"""Somebody decided about every table whether it goes along; nothing goes along by accident."""

import json
from pathlib import Path

import pytest

from cases.handover.rules import LEFT_OUT, OWN, TABLES, parts, row_goes_along
from cases.handover.shapes import shapes
from cases.handover.whole import schema
from cases.retention.plan_rules import LINKS
from organisations.compartments import Compartment

CORE, POLICE, NETWORK = Compartment.CORE, Compartment.POLICE, Compartment.NETWORK


def test_somebody_decided_about_every_table_that_leads_to_a_case() -> None:
    assert set(TABLES) | set(LEFT_OUT) == set(LINKS)
    assert not set(TABLES) & set(LEFT_OUT)


def test_every_table_that_goes_along_has_a_name_of_its_own() -> None:
    assert len({table.name for table in TABLES.values()}) == len(TABLES)


@pytest.mark.parametrize(
    ("allowed", "readable", "going"),
    [
        ({CORE, POLICE}, {CORE, POLICE, NETWORK}, (CORE, POLICE)),  # no more than the covenant lets them have
        ({CORE, POLICE}, {CORE}, (CORE,)),  # nor than who hands over reads
        (set(), {CORE}, ()),
    ],
)
def test_the_parts_are_what_they_may_receive_and_what_is_read(allowed, readable, going) -> None:
    assert parts(allowed, readable) == going


@pytest.mark.parametrize(
    ("label", "part", "is_released", "goes"),
    [
        ("cases.Note", CORE, False, True),
        ("cases.Note", NETWORK, False, False),  # closed
        ("cases.Note", POLICE, False, False),  # may repeat what the police told (art. 16-20 Wpg)
        ("cases.Note", POLICE, True, True),
        ("cases.PoliceContact", POLICE, False, True),  # its text of the police is judged by itself
        ("cases.NetworkThing", POLICE, False, False),
    ],
)
def test_what_people_wrote_among_the_things_of_the_police_stays(label, part, is_released, goes) -> None:
    assert row_goes_along(label, part, {CORE, POLICE}, is_released=is_released) is goes


def test_who_reported_and_no_secret_goes_along() -> None:
    named = {shape.name for label in TABLES for shape in shapes(label)}
    assert not {name for name in named if name.startswith("reporter") or "password" in name or name == "key"}
    assert "reported_by" not in {shape.name for shape in shapes("cases.Signal")}


def test_what_a_row_says_of_its_part_stands_in_the_file() -> None:
    for label, table in TABLES.items():
        if table.part is OWN:
            assert "compartment" in {shape.name for shape in shapes(label)}


def test_the_document_holds_the_schema_of_today() -> None:
    """It changed: ``manage.py handover_schema > cases/handover/case.schema.json``, and a new VERSION."""
    written = Path(__file__).parents[3] / "cases" / "handover" / "case.schema.json"
    assert json.loads(written.read_text()) == schema()
