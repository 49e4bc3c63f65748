"""The two answers for the machine that watches."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from cases.notifications import heart
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
    assert b'"database": "ok", "broker": "ok", "work": "ok"' in response.content


@pytest.mark.usefixtures("beating")
@pytest.mark.parametrize(("ago", "trouble"), [(timedelta(minutes=3), ""), (timedelta(0), "alert_overdue")])
def test_not_ready_when_a_job_stopped_or_reports_trouble(ago: timedelta, trouble: str) -> None:
    heart.beat("watchdog", now=timezone.now() - ago, trouble=trouble)
    response = health.ready(RequestFactory().get("/health/ready"))
    assert response.status_code == 503
    assert b'"work": "failed"' in response.content


@pytest.mark.django_db
def test_not_ready_names_the_part_and_no_detail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(health.CHECKS, "worker", fails)
    response = health.ready(RequestFactory().get("/health/ready"))
    assert response.status_code == 503
    assert b'"worker": "failed"' in response.content
    assert b"anna" not in response.content
