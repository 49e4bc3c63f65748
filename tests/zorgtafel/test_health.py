"""The two answers for the machine that watches."""

import pytest
from django.test import RequestFactory

from zorgtafel import health


def fails() -> None:
    """Stand in for a part that is away; the text must not get out."""
    raise ConnectionError("host secret.example refused user anna")


def test_alive() -> None:
    assert health.live(RequestFactory().get("/health/live")).status_code == 200


@pytest.mark.django_db
def test_ready_when_database_and_broker_answer() -> None:
    response = health.ready(RequestFactory().get("/health/ready"))
    assert response.status_code == 200
    assert b'"database": "ok", "broker": "ok"' in response.content


@pytest.mark.django_db
def test_not_ready_names_the_part_and_no_detail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(health.CHECKS, "worker", fails)
    response = health.ready(RequestFactory().get("/health/ready"))
    assert response.status_code == 503
    assert b'"worker": "failed"' in response.content
    assert b"anna" not in response.content
