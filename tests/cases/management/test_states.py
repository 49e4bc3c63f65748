"""The drawn state machines are the ones that the rules obey."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.management.commands import states
from tests.architecture.source import ROOT, modules


def test_the_readme_shows_the_states_as_they_are() -> None:
    call_command("states", check=ROOT / "README.md", stdout=io.StringIO())


def test_every_table_of_moves_is_drawn() -> None:
    tables = [
        (module.name, node.target.id)
        for module in modules().values()
        if module.name.endswith("rules")
        for node in module.tree.body
        if hasattr(node, "target") and node.target.id.endswith("MOVES")
    ]
    assert len(tables) == len(states.MACHINES)


def test_a_machine_starts_in_its_first_state_and_ends_where_nothing_follows() -> None:
    drawn = states.diagrams()
    assert "[*] --> received\n" in drawn
    assert "fed_back --> [*]\n" in drawn
    assert "classified --> fed_back\n" in drawn


def test_a_document_that_lags_behind_is_named_and_can_be_rewritten(tmp_path: Path) -> None:
    document = tmp_path / "about.md"
    document.write_text(f"Before\n{states.BEGIN}\nold\n{states.END}\nafter\n")
    with pytest.raises(CommandError, match=r"about\.md shows other states"):
        call_command("states", check=document, stdout=io.StringIO())
    call_command("states", write=document)
    call_command("states", check=document, stdout=io.StringIO())
    assert document.read_text().startswith("Before\n")
    assert document.read_text().endswith("\nafter\n")


def test_a_document_without_a_place_for_them_is_refused(tmp_path: Path) -> None:
    document = tmp_path / "about.md"
    document.write_text("nothing here\n")
    with pytest.raises(CommandError, match="no place for the states"):
        call_command("states", check=document)
