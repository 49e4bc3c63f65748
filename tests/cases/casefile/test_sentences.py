"""The lines of the timeline and of the history: sentences, never codes."""

import pytest

from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.casefile import access_log, sentences, timeline
from cases.casefile.models import Case, TimelineEntry
from cases.casefile.shown import told
from organisations.compartments import Compartment
from tests.cast import Region


@pytest.mark.parametrize(
    ("kind", "params", "sentence"),
    [
        ("case_started", {}, "De casus is gestart."),
        (
            "action_agreed",
            {"owner": "Lyceum De Dijk", "due": "2026-11-20"},
            "Afgesproken met Lyceum De Dijk, uiterlijk 20 november 2026.",
        ),
        ("action_agreed", {}, "Er is iets vastgelegd."),  # a line of long ago that lacks a value
        ("a_kind_of_tomorrow", {"note": 1}, "Er is iets vastgelegd."),
    ],
)
def test_a_line_reads_as_a_sentence(kind: str, params: dict, sentence: str, region: Region) -> None:
    line = TimelineEntry(at=region.now, kind=kind, params=params, organisation=region.school)
    assert sentences.entry(line)["sentence"] == sentence


def test_every_line_of_a_full_table_has_its_own_sentence(region: Region, case: Case) -> None:
    assert {line.kind for line in case.timeline.all()} <= set(sentences.KINDS)
    shown = timeline.add(
        case, "case_changed", actor=region.actor("anna"), compartment=Compartment.CORE, now=region.now
    )
    assert sentences.entry(shown)["organisation"] == "Zorgcoordinatie Waterland-Zuid"


def test_every_line_of_the_ledger_is_told_in_the_words_of_the_audit(region: Region, case: Case) -> None:
    for line in access_log.lines(case, ""):
        assert str(told(line, frozenset(Compartment))["did"]) not in {"", line.event}


@pytest.mark.parametrize(
    ("event", "did"),
    [
        (Event.CASE_READ, "Casus gelezen"),
        (Event.CONFLICT_BLOCKED, "Weggehouden bij een belangenconflict"),
        (Event.MELDCODE_WEIGHED, "Aan een Meldcode-traject gewerkt"),
        (Event.VEILIG_THUIS_REPORTED, "Aan een Meldcode-traject gewerkt"),  # not that it was reported
    ],
)
def test_the_history_tells_what_was_done_and_nothing_of_another_ones_track(event: Event, did: str) -> None:
    assert str(told(LedgerLine(event=event.value), frozenset(Compartment))["did"]) == did
