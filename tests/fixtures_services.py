"""Real things for tests that need them: a mail server, Redis, worker processes, a web server, a browser."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection
from playwright.sync_api import BrowserContext, Page

from tests.plugin_services import accepts, find_chromium, free_port, wait_until
from zorgtafel.celery import app
from zorgtafel.supervisor import Child, end, start

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Inbox:
    """A mail server's memory: what arrived, in order."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.messages: list[Message] = []

    @property
    def url(self) -> str:
        """Return the server's address as ``EMAIL_URL`` wants it."""
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, address: str) -> list[Message]:
        """Return the messages that went to an address."""
        return [message for message in self.messages if address in message["X-Envelope-To"].split()]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a message with its real recipients."""
        message = BytesParser(policy=default).parsebytes(envelope.content)
        message["X-Envelope-To"] = " ".join(envelope.rcpt_tos)
        self.messages.append(message)
        return "250 kept"


@pytest.fixture
def smtp_sink(settings: Any) -> Iterator[Inbox]:
    """Give a real SMTP server on loopback; this process and the worker processes send to it."""
    inbox = Inbox(free_port())
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", inbox.port
    yield inbox
    controller.stop()


@pytest.fixture
def redis_url() -> str:
    """Give the address of a real, empty Redis database, this test worker's own."""
    with app.connection_for_write() as link:
        link.default_channel.client.flushdb()
    return settings.CELERY_BROKER_URL


def database_url() -> str:
    """Give the address of this test worker's database, for other processes."""
    database = connection.settings_dict
    return f"postgres://{database['USER']}@127.0.0.1:{database['PORT']}/{database['NAME']}"


@pytest.fixture
def process_environment(
    transactional_db: None, redis_url: str, smtp_sink: Inbox, tmp_path: Path
) -> dict[str, str]:
    """Give the environment in which other processes meet this test's database, broker and mail server."""
    return {
        "ZORGTAFEL_DEBUG": "1",
        "DATABASE_URL": database_url(),
        "CELERY_BROKER_URL": redis_url,
        "EMAIL_URL": smtp_sink.url,
        "PORT": str(free_port()),  # the links in mails point to `live_site`
        "ZORGTAFEL_CHECKPOINT_DIR": str(tmp_path / "checkpoints"),
        "PYTHONWARNINGS": "ignore",
    }


@pytest.fixture
def worker_processes(process_environment: dict[str, str], tmp_path: Path) -> Iterator[dict[str, Child]]:
    """Run a real worker and a real beat against this test's database; give them by name."""
    celery = [sys.executable, "-m", "celery", "--quiet", "--app", "zorgtafel"]
    beat = ["beat", "--loglevel=WARNING", "--pidfile=", f"--schedule={tmp_path / 'beat'}"]
    worker = ["worker", "--pool=solo", "--loglevel=WARNING"]
    children = {
        "beat": Child("beat", [*celery, *beat], process_environment),
        "worker": Child("worker", [*celery, *worker], process_environment),
    }
    for child in children.values():
        start(child, 0)
    wait_until(lambda: bool(app.control.ping(timeout=1)), "the worker")
    yield children
    for child in children.values():
        end(child)


@pytest.fixture
def live_site(process_environment: dict[str, str]) -> Iterator[str]:
    """Run a real web server against this test's database; give its address without a slash at the end."""
    with serve(process_environment) as address:
        yield address


@contextmanager
def serve(environment: dict[str, str]) -> Iterator[str]:
    """Run a real web server in an environment; give its address without a slash at the end."""
    port = int(environment["PORT"])
    command = [sys.executable, "-m", "gunicorn", "zorgtafel.wsgi", f"--bind=127.0.0.1:{port}"]
    command += ["--worker-class=gthread", "--threads=4", "--graceful-timeout=1", "--log-level=warning"]
    web = Child("web", command, environment)
    start(web, 0)
    try:
        wait_until(lambda: accepts(port) or _fell(web), "the web server")
        yield f"http://127.0.0.1:{port}"
    finally:
        end(web)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Launch the Chromium of this machine."""
    return {"executable_path": find_chromium(), "headless": True, "args": CHROMIUM_FLAGS}


@pytest.fixture
def browser_page(live_site: str, new_context: Any) -> Iterator[Page]:
    """Give a page at the live site; fail afterwards on a script error or a security-policy violation."""
    context: BrowserContext = new_context(base_url=live_site, locale="nl-NL", timezone_id="Europe/Amsterdam")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if _is_complaint(line) else None)
    yield page
    assert complaints == []


def _is_complaint(line: Any) -> bool:
    """A refused page (403, 404, 409) is logged by the browser too and is often what a test wants to see."""
    return line.type == "error" and not line.text.startswith("Failed to load resource")


def _fell(child: Child) -> bool:
    if child.process.poll() is not None:
        raise subprocess.SubprocessError(f"{child.name} stopped with {child.process.returncode}")
    return False
