"""The two answers for the machine that watches."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from cases.audit import frontier, ledger, seal
from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.notifications import heart
from tests.cases.audit.test_ledger import REFUSE_LINES, run
from tests.cast import Region
from zorgtafel import health


def fails() -> None:
    """Stand in for a part that is away; the text must not get out."""
    raise ConnectionError("host secret.example refused user anna")


def test_alive() -> None:
    assert health.live(RequestFactory().get("/health/live")).status_code == 200


@pytest.fixture
def beating(db: None) -> None:
    """Let every background job have run just now."""
    for job in heart.JOBS:
        heart.beat(job, now=timezone.now())


@pytest.mark.usefixtures("beating")
def test_ready_when_database_broker_and_work_answer() -> None:
    response = health.ready(RequestFactory().get("/health/ready"))
    assert response.status_code == 200
    body = json.loads(response.content)
    assert (body["status"], body["code"]) == ("ok", "")
    for name in ("database", "ledger", "broker", "work"):
        assert body["checks"][name] == "ok"


@pytest.mark.usefixtures("beating")
@pytest.mark.parametrize(("ago", "trouble"), [(timedelta(minutes=3), ""), (timedelta(0), "alert_overdue")])
def test_not_ready_when_a_job_stopped_or_reports_trouble(ago: timedelta, trouble: str) -> None:
    heart.beat("watchdog", now=timezone.now() - ago, trouble=trouble)
    response = health.ready(RequestFactory().get("/health/ready"))
    assert response.status_code == 503
    assert b'"work": "failed"' in response.content


@pytest.mark.usefixtures("beating")
def test_not_ready_while_no_line_of_the_ledger_can_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    run(REFUSE_LINES[connection.vendor])
    response = health.ready(RequestFactory().get("/health/ready"))
    body = json.loads(response.content)
    assert response.status_code == 503
    assert (body["status"], body["code"], body["checks"]["ledger"]) == ("failed", "ledger", "failed")
    assert "full" not in response.content.decode()
    assert "cases_ledgerline" not in response.content.decode()


@pytest.mark.usefixtures("beating")
def test_looking_leaves_no_line_and_no_gap(region: Region) -> None:
    before = LedgerLine.objects.count()
    last = ledger.record(region.actor("anna"), Event.DASHBOARD_READ, now=region.now)
    for _time in range(3):
        health.ready(RequestFactory().get("/health/ready"))
    following = ledger.record(region.actor("anna"), Event.DASHBOARD_READ, now=region.now)
    assert LedgerLine.objects.count() == before + 2
    assert following.pk == last.pk + 1


@pytest.mark.usefixtures("beating")
def test_the_age_of_the_last_seal_and_a_line_that_waits_too_long(region: Region, time_machine: Any) -> None:
    time_machine.move_to(region.now, tick=False)
    for job in heart.JOBS:
        heart.beat(job, now=region.now)
    while seal.seal_next(frontier.settled_id(), now=region.now - timedelta(seconds=40)):
        pass
    body = json.loads(health.ready(RequestFactory().get("/health/ready")).content)
    assert (body["last_seal_seconds"], body["checks"]["seal"]) == (40, "ok")
    ledger.record(region.actor("anna"), Event.DASHBOARD_READ, now=region.now - timedelta(minutes=3))
    response = health.ready(RequestFactory().get("/health/ready"))
    assert response.status_code == 200
    assert json.loads(response.content)["checks"]["seal"] == "warning"


@pytest.mark.django_db
def test_not_ready_names_the_part_and_no_detail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(health.CHECKS, "worker", fails)
    response = health.ready(RequestFactory().get("/health/ready"))
    assert response.status_code == 503
    assert b'"worker": "failed"' in response.content
    assert b"anna" not in response.content
