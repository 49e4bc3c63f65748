"""A gateway for text messages that a test runs itself, over real HTTP on loopback."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


class Gateway(ThreadingHTTPServer):
    """Takes messages and answers as it is told: ``status``, after it waited for ``hold``."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.status = 200
        self.hold = 0.0
        self.wake = threading.Event()
        self.messages: list[tuple[str, str]] = []

    @property
    def url(self) -> str:
        """Give its address as ``ZORGTAFEL_SMS_URL`` wants it."""
        return f"json://127.0.0.1:{self.server_port}/send?:to={{number}}"

    def to(self, number: str) -> list[str]:
        """Give the texts that went to a number."""
        return [text for to, text in self.messages if to == number]


class _Taking(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        """Keep a message, and answer."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.wake.wait(self.server.hold)
        if self.server.status == 200:
            self.server.messages.append((body["to"], body["message"]))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    """Give a real HTTP endpoint that this process sends its text messages to."""
    server = Gateway()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    settings.ZORGTAFEL_SMS_URL = server.url
    settings.ZORGTAFEL_SMS_BACKEND = "organisations.reach.gateway.send"
    yield server
    server.wake.set()
    server.shutdown()
    server.server_close()
