"""Every line of the ledger reads as a sentence."""

import ast
import re
from datetime import UTC, datetime

import pytest
from django.utils import translation

from cases.access.rules import Refusal
from cases.audit import sentences
from cases.audit.action_rules import action_code
from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.audit.reading import Names
from cases.audit.wording import ACTIONS, EVENTS, OUTCOMES, REFUSALS
from organisations.acts import Act
from tests.architecture.source import modules

NAMES = Names(people={7: "Bram", 8: "Arno"}, parties={3: "Lyceum De Dijk"})


def line(event: Event = Event.CASE_READ, **values: object) -> LedgerLine:
    """Give a line that is not stored."""
    given = {
        "at": datetime(2026, 11, 17, 9, 0, tzinfo=UTC),
        "event": event.value,
        "action": action_code(event),
        "outcome": "allowed",
        "user_id": 1,
        "user_label": "Anna",
        "organisation_id": 2,
        "organisation_label": "Zorgcoordinatie",
        "role": "care_coordinator",
        "case_number": "C-26-7K3QF",
        "object_number": "C-26-7K3QF",
        "detail": {},
        **values,
    }
    return LedgerLine(**given)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("event", list(Event))
def test_every_event_has_a_sentence_that_says_who(event: Event, language: str) -> None:
    assert event in EVENTS
    with translation.override(language):
        told = sentences.tell(line(event), NAMES).sentence
        assert told.startswith(("Anna (Care coordinator", "Anna (Zorgco"))
        assert told.endswith(".")
        assert not re.search(r"%|\{|_| {2}|%\(", told)
        assert sentences.label(event.value)


def test_every_code_of_a_refusal_has_a_reason() -> None:
    assert {refusal.value for refusal in Refusal} <= set(REFUSALS)
    raised = {
        keyword.value.value
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "AccessDenied"
        for keyword in node.keywords
        if keyword.arg == "code" and isinstance(keyword.value, ast.Constant)
    }
    assert raised - set(REFUSALS) == set()


def test_every_action_and_outcome_has_a_label() -> None:
    assert {action_code(event) for event in Event} <= set(ACTIONS)
    assert set(OUTCOMES) == {"allowed", "refused", "failed"}
    assert set(sentences.ACT_LABELS) == {act.value for act in Act}


def test_people_and_organisations_appear_by_name() -> None:
    with translation.override("en"):
        assigned = line(Event.COORDINATOR_ASSIGNED, detail={"coordinator": 7, "deputy": 8})
        assert (
            "made Bram coordinator and Arno deputy of case C-26-7K3QF."
            in sentences.tell(assigned, NAMES).sentence
        )
        admitted = line(Event.ORGANISATION_ADMITTED, detail={"admitted": 3})
        assert "let Lyceum De Dijk take part" in sentences.tell(admitted, NAMES).sentence


def test_scope_ground_and_reason_are_words() -> None:
    with translation.override("en"):
        told = sentences.tell(
            line(
                Event.ACCESS_REFUSED,
                outcome="refused",
                refusal="not_named",
                act="read_case",
                compartments="core,identity",
                ground="care_coordination/public_task",
            ),
            NAMES,
        )
    assert told.sentence.endswith("was refused: “Read a case” C-26-7K3QF.")
    assert told.scope == "Core, Identity"
    assert told.ground == "Coordinating care · Public task (GDPR art. 6.1.e)"
    assert told.reason == "is not named on the case"


def test_the_system_and_strangers_have_a_name_too() -> None:
    with translation.override("en"):
        assert sentences.who(line(user_id=None, user_label="sweep")) == "The system (sweep)"
        called = line(user_id=None, user_label="escalation")
        assert sentences.who(called) == "The system (calling after an alert)"
        assert sentences.who(line(user_id=None, user_label="")) == "Somebody who was not logged in"
        assert sentences.who(line(on_behalf_of="Gerda")).endswith("Zorgcoordinatie, on behalf of Gerda)")


def test_words_that_slipped_into_a_detail_are_not_shown() -> None:
    details = {"status_to": "verified", "oops": "Noor Zeegras was gezien", "deeper": {"name": "Noor"}}
    assert NAMES.of_details(details) == {"status_to": "verified"}
