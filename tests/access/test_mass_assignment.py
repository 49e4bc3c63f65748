"""A form changes what is on the form: every other field of the tables, posted with it, changes nothing."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.test import Client

from tests.cases.intake.telling import typed
from tests.cast import Region

#: Page, who posts, and what the form asks for.
FORMS: list[tuple[str, str, dict[str, Any]]] = [
    ("/cases/new/", "anna", {"form_of_concern": "labour", "deputy": "{arno}", "name": "Noor Duin"}),
    ("/cases/{case}/edit/", "anna", {"form_of_concern": "labour", "urgency": "normal"}),
    ("/cases/{case}/people/young-person/", "anna", {"name": "Noor Duin"}),
    (
        "/cases/{case}/people/contact/new/",
        "anna",
        {"kind": "phone", "address": "06 87654321", "safety": "unsafe"},
    ),
    ("/cases/{case}/people/colleagues/new/", "anna", {"user": "{eva}"}),
    ("/cases/{case}/notes/new/", "anna", {"compartment": "core", "text": "Seen."}),
    ("/cases/{case}/notes/{note}/correct/", "anna", {"text": "Not seen.", "reason": "Wrong day"}),
    ("/cases/{case}/sharing/{participation}/change/", "anna", {"compartments": ["signals"]}),
    ("/cases/{case}/sharing/{participation}/end/", "anna", {"reason": "Done"}),
    ("/cases/{case}/plan/{action}/done/", "anna", {"outcome": "Called"}),
    ("/signals/{signal}/move/", "anna", {"to": "under_investigation", "reason": "Asked"}),
    ("/signals/new/", "bram", typed()),
    ("/missing/{episode}/withdraw/", "hugo", {"reason": "By mistake"}),
    ("/missing/{episode}/fact/", "hugo", {"text": "At the station"}),
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
    ),
    (
        "/rights/new/?number={case}",
        "anna",
        {"kind": "access", "asked_by": "guardian", "compartment": "core", "words": "All of it."},
    ),
    ("/rights/{right}/extend/", "anna", {"reason": "Much to read"}),
    ("/rights/{right}/decide/", "anna", {"to": "granted", "explanation": "So.", "correction": "Right words"}),
    (
        "/cases/{case}/rights/shieldings/new/",
        "anna",
        {"user": "{bram}", "reason": "Threats", "until": "2026-12-01"},
    ),
    (
        "/cases/{case}/rights/disagreements/new/",
        "anna",
        {"said_by": "guardian", "compartment": "core", "text": "No."},
    ),
    ("/organisations/{organisation}/members/{member}/role/", "joost", {"role": "professional"}),
]
DRAWN = re.compile(r"\b[BCSVM]-\d\d-[0-9A-Z]{5}\b|\bJongere \d\d-\d+|[0-9a-f]{8}-?[0-9a-f-]{23,27}")


def every_field_name() -> set[str]:
    """Give the name of every field of every table of ours, with and without ``_id``."""
    fields = [field for model in _tables() for field in model._meta.concrete_fields]
    return {name for field in fields for name in (field.name, field.attname)}


def every_row() -> dict[str, list[str]]:
    """Give every row of every table of ours; what is drawn by lot is left out."""
    return {
        model.__name__: sorted(_plain(row) for row in model._base_manager.values()) for model in _tables()
    }


def outcome(client: Client, page: str, sent: dict[str, Any]) -> dict[str, list[str]]:
    """Give what the tables hold after a post, and take it back."""
    with transaction.atomic():
        answer = client.post(page, sent)
        assert answer.status_code == 302, answer.context["form"].errors if answer.context else answer
        found = every_row()
        transaction.set_rollback(True)
    return found


def _tables() -> list[Any]:
    return [model for model in apps.get_models() if model._meta.app_label in {"cases", "organisations"}]


def _plain(row: dict[str, Any]) -> str:
    told = {
        key: bytes(cell).hex() if isinstance(cell, bytes | memoryview) else cell for key, cell in row.items()
    }
    return DRAWN.sub("drawn", json.dumps(told, cls=DjangoJSONEncoder, sort_keys=True))


@pytest.mark.parametrize(("path", "name", "asked"), FORMS, ids=[row[0] for row in FORMS])
def test_what_is_not_on_the_form_changes_nothing(
    everything: dict[str, Any],
    region: Region,
    log_in: Callable[[str], Client],
    path: str,
    name: str,
    asked: dict[str, Any],
) -> None:
    people = {key: user.pk for key, user in region.people.items()}
    page, client = path.format(**everything), log_in(name)
    form = client.get(page).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() is not None}
    filled = {
        key: value.format(**people) if isinstance(value, str) else value for key, value in asked.items()
    }
    honest = {**shown, **filled}
    slipped_in = {field: str(region.chris.pk) for field in every_field_name() - set(form.fields)}
    before = every_row()
    expected = outcome(client, page, honest)
    assert expected != before
    assert outcome(client, page, {**slipped_in, **honest}) == expected
