"""A form that is sent ten times at once makes one thing, and all ten answers lead to it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cases.casefile.models import Case, Note
from cases.coordination.models import Action
from cases.intake.models import Signal
from cases.missing.models import MissingEpisode
from cases.police.models import PoliceContact
from cases.rights.models import RightsRequest
from tests.cases.intake.telling import typed
from tests.cast import Region
from tests.together import together

pytestmark = pytest.mark.postgres

TIMES = 10
FORMS: list[tuple[str, str, dict[str, Any], Any]] = [
    ("/cases/new/", "anna", {"form_of_concern": "labour", "deputy": "{arno}"}, Case),
    ("/cases/{case}/notes/new/", "anna", {"compartment": "core", "text": "Seen."}, Note),
    (
        "/cases/{case}/plan/new/",
        "anna",
        {"description": "Calls", "owner_organisation": "{desk}", "due_on": "2026-11-20"},
        Action,
    ),
    ("/signals/new/", "bram", typed(), Signal),
    ("/cases/{case}/missing/raise/", "hugo", {}, MissingEpisode),
    (
        "/cases/{case}/police/contact/new/",
        "farid",
        {
            "kind": "notification",
            "unit": "avim",
            "person": "1234",
            "happened_at": "2026-11-17T09:30",
            "purpose": "Tell",
            "legal_ground": "public_task",
        },
        PoliceContact,
    ),
    (
        "/rights/new/?number={case}",
        "anna",
        {"kind": "access", "asked_by": "guardian", "compartment": "core", "words": "All of it."},
        RightsRequest,
    ),
]


@pytest.mark.parametrize(("path", "name", "asked", "model"), FORMS, ids=[row[0] for row in FORMS])
def test_ten_at_once_make_one_and_all_answers_lead_to_it(
    transactional_db: None,
    region: Region,
    case: Case,
    log_in: Callable[[str], Client],
    path: str,
    name: str,
    asked: dict[str, Any],
    model: Any,
) -> None:
    page, clients = path.format(case=case.number), [log_in(name) for _ in range(TIMES)]
    form = clients[0].get(page).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() is not None}
    things = {key: thing.pk for key, thing in {**region.people, **region.organisations}.items()}
    filled = {
        key: value.format(**things) if isinstance(value, str) else value for key, value in asked.items()
    }
    sent, before = {**shown, **filled}, model.objects.count()
    answers = together(*(lambda client=client: client.post(page, sent) for client in clients))
    assert [getattr(answer, "status_code", answer) for answer in answers] == [302] * TIMES
    assert len({answer.url for answer in answers}) == 1
    assert model.objects.count() == before + 1
    assert clients[0].get(answers[0].url).status_code == 200
