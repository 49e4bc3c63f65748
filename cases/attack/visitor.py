"""Somebody at a browser: every answer they get is looked at, and whatever they did is taken back."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from unittest import mock

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection, transaction
from django.test import Client

from cases.attack import pages
from cases.attack.markers import Planted
from cases.attack.truth import Person, Truth
from cases.dashboard import counts
from organisations.acting import SESSION_KEY
from organisations.actor import Actor
from zorgtafel import pdf

#: Answers that are no fault although they say 500 and more: the machine's own health.
UNWELL = {"/health/ready": {503}}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that may not be: what kind of fault, at which address, for whom, and which text."""

    kind: str
    place: str
    who: str = ""
    what: str = ""


@dataclass(slots=True)
class Answer:
    """What came back, ready to be compared."""

    status: int
    text: str
    headers: tuple[str, ...]
    statements: int
    url: str = ""

    def differs(self, other: "Answer") -> str:
        """Say in which respect two answers differ; empty when they are the same."""
        if self.status != other.status:
            return f"status {self.status} and {other.status}"
        if self.headers != other.headers:
            return "headers"
        if pages.plain(self.text) != pages.plain(other.text):
            return "text"
        return "statements" if self.statements != other.statements else ""


@dataclass
class Found:
    """What an attack found so far, and how many requests it took."""

    requests: int = 0
    routes: set[str] = field(default_factory=set)  # what was asked for
    findings: set[Finding] = field(default_factory=set)
    heard: Callable[[Finding], None] = lambda finding: None  # told of each at once


class _Listener(logging.Handler):
    """Hears every line that is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.heard.append(record.getMessage())


class Visitor:
    """One person at a browser, logged in and proved, whose every request is taken back."""

    def __init__(self, person: Person, truth: Truth, planted: Planted, found: Found) -> None:
        """Log in; the session lives as long as the transaction around it."""
        self.person, self.truth, self.planted, self.found = person, truth, planted, found
        self.client = Client(raise_request_exception=False, SERVER_NAME=_host())
        self.client.force_login(get_user_model().objects.get(pk=person.user_id))
        self._prove(truth.now)
        self.listener = _Listener()
        self.menu: dict[str, int] | None = None
        self._count = counts.waiting
        self.client.get("/inbox/", secure=_secure())  # what a session remembers from its first page on

    def _prove(self, now: datetime) -> None:
        session = self.client.session
        session[SESSION_KEY] = self.person.organisation_id
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": name, "at": now.timestamp()} for name in ("password", "mfa")
        ]
        session["account_authentication_methods_user"] = str(self.person.user_id)
        session["began"] = session["active"] = now.timestamp()
        session.save()

    def get(self, path: str, *, route: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self._ask(lambda: self.client.get(path, headers=headers, secure=_secure()), path, route)

    def post(self, path: str, sent: dict[str, Any], *, route: str, **headers: str) -> Answer:
        """Send a form, and take back what it did."""
        said = " ".join(str(value) for value in sent.values()) if sent else ""
        ask = lambda: self.client.post(path, sent, headers=headers, secure=_secure())  # noqa: E731
        return self._ask(ask, f"{path} {said}", route)

    def report(self, kind: str, place: str, what: str = "") -> None:
        """Write down a fault."""
        finding = Finding(kind, place, self.person.label, what)
        if finding not in self.found.findings:
            self.found.findings.add(finding)
            self.found.heard(finding)

    def look_again(self) -> None:
        """Count anew what waits for this person: something came that they may not know of."""
        self.menu = None

    def _waiting(self, actor: Actor, *, now: datetime) -> dict[str, int]:
        """Give the numbers of the menu, counted once: on every page they would be a third of the work."""
        if self.menu is None:
            self.menu = self._count(actor, now=now)
        return self.menu

    def _ask(self, ask: Callable[[], Any], path: str, route: str) -> Answer:
        self.found.requests += 1
        self.found.routes.add(route)
        statements = _Counter()
        cookies = self.client.cookies.copy()
        menu = mock.patch.object(counts, "waiting", self._waiting)
        with transaction.atomic(), _overhearing(self.listener), menu, pdf.overheard() as documents:
            sent_before = len(getattr(mail, "outbox", ()))
            with connection.execute_wrapper(statements):
                response = ask()
                text = _text(response) + "".join(documents)
            transaction.set_rollback(True)
        self.client.cookies = cookies
        headers = tuple(sorted(name for name in response.headers if name != "Content-Length"))
        answer = Answer(response.status_code, text, headers, statements.count, response.get("Location", ""))
        self._look(answer, path, route)
        self._listen(route, sent_before)
        return answer

    def _look(self, answer: Answer, path: str, route: str) -> None:
        if answer.status >= 500 and answer.status not in UNWELL.get(path, ()):
            self.report("error", route, str(answer.status))
        for mark in self.planted.wrongly(_foreign(answer, path), self.truth, self.person):
            self.report("leak", route, mark.label)

    def _listen(self, route: str, sent_before: int) -> None:
        """No planted word may stand in what is logged or mailed, whoever caused it (bar S20)."""
        mails = [str(message.message()) for message in getattr(mail, "outbox", ())[sent_before:]]
        for kind, texts in (("log", self.listener.heard), ("mail", mails)):
            for word in {int(word, 32) for text in texts for word in self.planted.heard(text)}:
                self.report(kind, route, self.planted.words[word].label)
        self.listener.heard.clear()


class _Counter:
    """Counts what is asked of the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        """Count one statement and let it pass."""
        self.count += 1
        return execute(sql, params, many, context)


@contextmanager
def _overhearing(listener: logging.Handler) -> Iterator[None]:
    """Hear what is logged, and let nobody else hear it: a refusal is no news here."""
    loggers = [logging.getLogger(name) for name in ("", "django", "django.request", "django.server")]
    kept = [(logger, logger.handlers, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.handlers = [listener] if logger.name == "root" else []
        logger.propagate = True
    try:
        yield
    finally:
        for logger, handlers, propagate in kept:
            logger.handlers, logger.propagate = handlers, propagate


def _text(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    told = " ".join(value for name, value in response.headers.items() if name != "Content-Length")
    return f"{body.decode('utf-8', 'replace')}\n{told}" if not _is_binary(response) else told


def _is_binary(response: Any) -> bool:
    return response.get("Content-Type", "").startswith(("application/pdf", "image/"))


def _foreign(answer: Answer, path: str) -> str:
    """Leave out what was in the address itself: an answer that repeats the question tells nothing new."""
    text = f"{answer.text}\n{answer.url}"
    for said in pages.SAID.findall(path):
        text = text.replace(said, "")
    return text


def _host() -> str:
    return settings.ALLOWED_HOSTS[0].lstrip(".") if settings.ALLOWED_HOSTS[0] != "*" else "localhost"


def _secure() -> bool:
    return bool(settings.SECURE_SSL_REDIRECT)
