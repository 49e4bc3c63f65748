"""The real services that a test can ask for: PostgreSQL, Redis, worker, beat, web server, browser, mail."""

import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.core.mail import send_mail
from django.db import connection
from kombu.exceptions import OperationalError
from playwright.sync_api import Page

from tests.fixtures_services import Inbox
from tests.plugin_services import free_port, wait_until
from zorgtafel import health
from zorgtafel.celery import app


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Give the port of something that accepts connections and never says a word."""
    with closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(16)
        yield silent.getsockname()[1]


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_database_is_a_real_postgresql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        assert int(cursor.fetchone()[0]) >= 150000


@pytest.mark.redis
def test_the_broker_is_a_real_redis(redis_url: str) -> None:
    health.broker()


@pytest.mark.redis
def test_a_broker_that_is_away_does_not_hold_up_a_page(settings: Any) -> None:
    away = app.connection_for_write(url=f"redis://127.0.0.1:{free_port()}/0")
    before = time.monotonic()
    with away, pytest.raises(OperationalError):
        app.send_task("cases.notifications.sweep", connection=away)
    assert time.monotonic() - before < 2


@pytest.mark.redis
def test_a_broker_that_hangs_does_not_hold_up_a_page(silent_port: int) -> None:
    hanging = app.connection_for_write(url=f"redis://127.0.0.1:{silent_port}/0")
    before = time.monotonic()
    with hanging, pytest.raises(OperationalError):
        app.send_task("cases.notifications.sweep", connection=hanging)
    assert time.monotonic() - before < 2.5


def test_mail_reaches_a_real_server(smtp_sink: Inbox) -> None:
    send_mail("Er is iets nieuws", "Kijk in zorgtafel.", None, ["anna@demo.zorgtafel.example"])
    (message,) = smtp_sink.to("anna@demo.zorgtafel.example")
    assert message["Subject"] == "Er is iets nieuws"


@pytest.mark.services
def test_worker_and_beat_run_on_the_test_database(worker_processes: dict[str, Any]) -> None:
    wait_until(lambda: bool(app.control.ping(timeout=1)), "an answer of the worker")
    assert all(child.process.poll() is None for child in worker_processes.values())


@pytest.mark.services
def test_every_answer_carries_the_security_headers(live_site: str) -> None:
    with urllib.request.urlopen(f"{live_site}/health/live") as answer:
        assert answer.status == 200
        headers = answer.headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store, private"
    assert "django" not in str(headers).lower()


@pytest.mark.browser
def test_a_browser_opens_the_sign_in_page_without_a_complaint(browser_page: Page) -> None:
    browser_page.goto("/account/login/")
    assert browser_page.locator("input[type=password]").count() == 1
    assert browser_page.locator("html").get_attribute("lang") == "nl"
