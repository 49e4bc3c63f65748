"""A push service and a browser that a test runs itself: real HTTP on loopback, real keys, real decryption."""

import base64
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from organisations.reach import push
from organisations.reach.channel import Device
from organisations.reach.push import POINT


def text(data: bytes) -> str:
    """Give bytes as browsers do."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class Browser:
    """A browser that listens at an address; only it can read what is sent there."""

    endpoint: str
    name: str = "Firefox · Android"
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def keys(self) -> tuple[str, str]:
        """Give its public key and its secret."""
        return text(self.private.public_key().public_bytes(*POINT)), text(self.secret)

    @property
    def device(self) -> Device:
        """Give it as the site notes it."""
        return Device(self.name, self.endpoint, self.keys)

    def read(self, body: bytes) -> dict[str, str]:
        """Decrypt a message for this browser."""
        plain = http_ece.decrypt(body, private_key=self.private, auth_secret=self.secret, version="aes128gcm")
        return json.loads(plain)


class PushService(ThreadingHTTPServer):
    """Takes messages for its browsers and answers as it is told, by path or in general."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.status = 201
        self.statuses: dict[str, int] = {}
        self.taken: list[tuple[str, dict[str, str], bytes]] = []

    @property
    def origin(self) -> str:
        """Give its scheme, host and port."""
        return f"http://127.0.0.1:{self.server_port}"

    def browser(self, path: str = "/send/one", **known: Any) -> Browser:
        """Give a browser that listens here."""
        return Browser(f"{self.origin}{path}", **known)

    def to(self, browser: Browser) -> list[dict[str, str]]:
        """Give what a browser reads, in order."""
        return [browser.read(body) for path, _head, body in self.taken if browser.endpoint.endswith(path)]


class _Taking(BaseHTTPRequestHandler):
    server: PushService

    def do_POST(self) -> None:
        """Keep a message, and answer."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.statuses.get(self.path, self.server.status)
        if status < 300:
            self.server.taken.append((self.path, dict(self.headers), body))
        self.send_response(status)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def push_service(settings: Any) -> Iterator[PushService]:
    """Give a real HTTP endpoint that notifications to devices are sent to."""
    server = PushService()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    settings.ZORGTAFEL_PUSH_KEY = push.new_key()
    settings.ZORGTAFEL_PUSH_ORIGINS = [server.origin]
    yield server
    server.shutdown()
    server.server_close()
