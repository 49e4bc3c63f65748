"""What is told about a young person stays where it was told: nothing of it leaves by a side door."""

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.core import mail
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile.models import Case, TimelineEntry
from cases.missing import escalation, watchdog
from cases.missing.models import MissingEpisode
from cases.notifications import courier
from cases.notifications.models import Delivery, DeliveryAttempt, Heartbeat, Notification
from organisations.models import Submission
from tests.cases.intake.telling import typed
from tests.cast import Region, full_table

#: Words and numbers that stand nowhere else; the numbers look like a citizen service number.
NAME, STREET, NUMBER, WORDS = "Xanthippe Zwaluwstaart", "Kwartelpad 999", "999911119", "Wolkenkrabbertaal"
MARKS = (*NAME.split(), "Kwartelpad", NUMBER, WORDS)
TELLS_MORE = f"{WORDS} {NAME} {NUMBER}"
OUTSIDE = (LedgerLine, TimelineEntry, Notification, Delivery, DeliveryAttempt, Heartbeat, Submission)


class Ears:
    """Everything that could be overheard: addresses, tasks, log lines."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def send_task(self, name: str, *args: Any, **options: Any) -> None:
        """Stand in for the broker; keep what a task would carry."""
        self.heard.append(f"{name} {args} {options}")

    def visit(self, client: Client, path: str) -> Any:
        """Read a page."""
        answer = client.get(path)
        assert answer.status_code == 200, path
        self._keep(path, answer)
        return answer

    def fill(self, client: Client, path: str, **typed: Any) -> str:
        """Send the form of a page; gives where it leads."""
        form = self.visit(client, path).context["form"]
        shown = {field.html_name: field.value() for field in form if field.value() is not None}
        answer = client.post(path, {**shown, **typed})
        assert answer.status_code == 302, (path, answer.context and answer.context["form"].errors)
        self._keep(path, answer)
        return answer.url

    def _keep(self, path: str, answer: Any) -> None:
        self.heard.append(f"{path} {sorted(answer.headers.items())}")


@pytest.fixture
def ears(monkeypatch: pytest.MonkeyPatch) -> Ears:
    """Listen at the broker; nothing is really sent to it."""
    listening = Ears()
    monkeypatch.setattr(current_app, "send_task", listening.send_task)
    return listening


def signal_to_case(ears: Ears, log_in: Callable[[str], Client], region: Region) -> None:
    """Bram tells everything he knows; Anna looks at it and answers."""
    bram, anna = log_in("bram"), log_in("anna")
    said = {"observation": TELLS_MORE, "interpretation": TELLS_MORE, "subject_name": NAME}
    told = ears.fill(bram, "/signals/new/", **typed(**said, subject_description=TELLS_MORE))
    base = told.removesuffix("logged/")
    for to in ("under_investigation", "verified", "established", "classified"):
        ears.fill(anna, f"{base}move/", to=to, reason=TELLS_MORE)
    ears.fill(anna, f"{base}feedback/", text=TELLS_MORE)
    born = {"birth_date": "2011-05-04", "looked": "on"}
    ears.fill(anna, f"{base}start-case/", deputy=region.arno.pk, name=NAME, **born)
    ears.visit(bram, base)


def work_on_the_case(ears: Ears, log_in: Callable[[str], Client], region: Region, case: Case) -> None:
    """Everybody writes the name wherever a form lets them."""
    base, anna = f"/cases/{case.number}/", log_in("anna")
    ears.fill(anna, f"{base}notes/new/", compartment="core", text=TELLS_MORE)
    who = {"name": f"{NAME} {NUMBER}", "address": STREET, "guardians": TELLS_MORE}
    ears.fill(anna, f"{base}people/young-person/", **who)
    due = (region.now + timedelta(days=3)).date()
    action = {"description": TELLS_MORE, "owner_organisation": region.police.pk, "due_on": due}
    ears.fill(anna, f"{base}plan/new/", **action)
    contact = {"kind": "notification", "unit": "avim", "person": WORDS, "purpose": TELLS_MORE}
    contact |= {"legal_ground": "public_task", "given": TELLS_MORE, "happened_at": "2026-11-17T09:30"}
    ears.fill(log_in("farid"), f"{base}police/contact/new/", **contact)
    ears.fill(log_in("bram"), f"{base}meldcode/start/")
    for part in ("", "timeline/", "people/", "plan/", "sharing/", "history/", "police/", "missing/"):
        ears.visit(anna, f"{base}{part}")
    ears.heard.append(str(sorted(anna.post("/search/", {"q": f"{NAME} 04-05-2011"}).headers.items())))


def go_missing_and_come_back(ears: Ears, log_in: Callable[[str], Client], region: Region, case: Case) -> None:
    """The alert and all that is sent because of it."""
    hugo = log_in("hugo")
    seen = {"last_seen_place": STREET, "last_seen_with": NAME, "circumstances": TELLS_MORE}
    page = ears.fill(hugo, f"/cases/{case.number}/missing/raise/", **seen)
    courier.deliver_due(now=region.now)
    escalation.escalate_due(now=region.now + timedelta(minutes=6))
    ears.fill(hugo, f"{page}fact/", kind="seen", text=TELLS_MORE)
    ears.visit(log_in("farid"), page)
    ears.fill(hugo, f"{page}found/", found_by=NAME, condition=TELLS_MORE)
    courier.deliver_due(now=region.now + timedelta(minutes=7))
    watchdog.look(now=region.now + timedelta(minutes=8))


def meet(ears: Ears, log_in: Callable[[str], Client], region: Region, case: Case) -> None:
    """A meeting with the case on its agenda."""
    iris = log_in("iris")
    plan = {"title": "Table", "starts_at": "2026-11-20T09:30", "organisations": [region.police.pk]}
    page = ears.fill(iris, "/meetings/new/", **plan)
    ears.fill(iris, f"{page}items/add/", case=case.number, question=TELLS_MORE)
    ears.visit(log_in("farid"), page)


def test_nothing_of_what_was_told_leaves_by_a_side_door(
    region: Region,
    log_in: Callable[[str], Client],
    ears: Ears,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    case = full_table(region, name=NAME)
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)  # else its lines pass by unheard
    with caplog.at_level(logging.DEBUG), django_capture_on_commit_callbacks(execute=True):
        signal_to_case(ears, log_in, region)
        work_on_the_case(ears, log_in, region, case)
        go_missing_and_come_back(ears, log_in, region, case)
        meet(ears, log_in, region, case)
        assert log_in("chris").get(f"/cases/{case.number}/").status_code == 404
    courier.deliver_due(now=region.now + timedelta(hours=1))
    rows = [row for model in OUTSIDE for row in model._base_manager.values()]
    places = {
        "mails": [f"{message.message()}" for message in mail.outbox],
        "addresses and tasks": ears.heard,
        "log lines": [
            record.getMessage() for record in caplog.records if record.name != "django.db.backends"
        ],
        "ledger, timeline and messages": [json.dumps(row, cls=DjangoJSONEncoder) for row in rows],
    }
    assert len(mail.outbox) > 5
    assert any("cases.notifications.deliver" in heard for heard in ears.heard)
    assert MissingEpisode.objects.get().circumstances == TELLS_MORE
    for place, texts in places.items():
        assert texts, place
        found = {(mark, text[:200]) for text in texts for mark in MARKS if mark.lower() in text.lower()}
        assert found == set(), place
