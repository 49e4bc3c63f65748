"""Around every request: one clock, no copies, a session that ends, a chosen language."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from zorgtafel import middleware

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def answer(request: HttpRequest) -> HttpResponse:
    """Stand in for the view; keep what it saw."""
    request.seen_language = translation.get_language()
    return HttpResponse("ok")


def request_at(now: datetime, session: Any = None, **headers: str) -> HttpRequest:
    """Give a request of somebody who is signed in."""
    request = RequestFactory().get("/", headers=headers)
    request.now = now
    request.user = SimpleNamespace(is_authenticated=True, language="nl")
    request.session = SessionStore() if session is None else session
    return request


def test_the_request_has_one_clock_and_one_number() -> None:
    request = RequestFactory().get("/")
    before = timezone.now()
    response = middleware.RequestClock(answer)(request)
    assert before <= request.now <= timezone.now()
    assert len(request.request_id) == 32
    assert response["X-Request-ID"] == request.request_id


def test_no_answer_may_be_kept() -> None:
    def cached(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "public, max-age=60"})

    response = middleware.NoStore(cached)(RequestFactory().get("/"))
    assert response["Cache-Control"] == "no-store, private"


def test_a_session_remembers_when_it_began() -> None:
    request = request_at(MORNING)
    middleware.AbsoluteSession(answer)(request)
    assert request.session["began"] == MORNING.timestamp()


@pytest.mark.parametrize(
    ("minutes", "ended"), [(1, False), (12 * 60 - 1, False), (12 * 60, True), (9999, True)]
)
def test_a_session_ends_after_twelve_hours(
    minutes: int, ended: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[HttpRequest] = []
    monkeypatch.setattr(middleware, "logout", left.append)
    first = request_at(MORNING)
    middleware.AbsoluteSession(answer)(first)
    later = request_at(MORNING + timedelta(minutes=minutes), first.session)
    middleware.AbsoluteSession(answer)(later)
    assert bool(left) is ended


def test_activity_is_written_once_a_minute_and_never_by_a_page_that_refreshes_itself() -> None:
    store = request_at(MORNING).session
    written = []
    for seconds, headers in ((0, {}), (30, {}), (60, {}), (200, {"x-background": "1"}), (260, {})):
        store.modified = False
        middleware.AbsoluteSession(answer)(request_at(MORNING + timedelta(seconds=seconds), store, **headers))
        written.append(store.modified)
    assert written == [True, False, True, False, True]


@pytest.mark.parametrize(
    ("cookie", "account", "expected"),
    [("en", "nl", "en"), ("", "en", "en"), ("", "", "nl"), ("xx", "yy", "nl"), ("nl", "en", "nl")],
)
def test_the_language_is_chosen_and_never_guessed(cookie: str, account: str, expected: str) -> None:
    request = request_at(MORNING, accept_language="en")
    request.user.language = account
    request.COOKIES["language"] = cookie
    response = middleware.Language(answer)(request)
    assert request.seen_language == expected
    assert response["Content-Language"] == expected
