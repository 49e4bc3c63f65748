"""The real thing: gunicorn with debug off, PostgreSQL and Redis, behind a proxy that speaks TLS."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPMessage
from http.cookies import Morsel, SimpleCookie
from importlib.metadata import version
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from tests.cast import PASSWORD, Region
from tests.fixtures_services import database_url, serve
from tests.plugin_services import free_port
from tests.zorgtafel.test_environment import SAFE
from zorgtafel.settings import BASE_DIR

pytestmark = pytest.mark.services

LOGIN, CHANGE = "/account/login/", "/account/password/change/"
SESSION, CSRF = "__Host-sessionid", "__Host-csrftoken"
NEW_PASSWORD = "een-heel-ander-wachtwoord-2"
HOUR = 3600  # seconds
HEADERS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store, private",
}


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: HTTPMessage
    text: str


class Browser:
    """A browser that keeps cookies and speaks TLS with the proxy; the proxy says so to the web server."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.given: dict[str, Morsel[str]] = {}

    def ask(self, method: str, path: str, **values: str) -> Answer:
        """Send one request and keep the cookies that come back."""
        body = urlencode(values) if values else None
        link = HTTPConnection("127.0.0.1", self.port, timeout=20)
        link.request(method, path, body, self._headers())
        raw = link.getresponse()
        answer = Answer(raw.status, raw.headers, raw.read().decode())
        link.close()
        for line in raw.headers.get_all("Set-Cookie", []):
            self._keep(SimpleCookie(line))
        return answer

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self.ask("GET", path)

    def post(self, path: str, **values: str) -> Answer:
        """Open the page of a form and send it."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path).text)
        assert token is not None, path
        return self.ask("POST", path, csrfmiddlewaretoken=token[1], **values)

    def log_in(self, email: str, password: str = PASSWORD) -> Answer:
        """Send the login form."""
        return self.post(LOGIN, login=email, password=password)

    def is_in(self) -> bool:
        """Tell whether the site still knows who this is."""
        return self.get(CHANGE).status == 200

    def _keep(self, cookies: SimpleCookie) -> None:
        for name, cookie in cookies.items():
            self.given[name] = cookie
            self.cookies[name] = cookie.value

    def _headers(self) -> dict[str, str]:
        known = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {
            "Host": "127.0.0.1",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.7",
            "Referer": "https://127.0.0.1/",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": known,
        }


@pytest.fixture(scope="module")
def running(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Run the site as it is run for real, once for all these tests; give its port."""
    environment = {
        **SAFE,
        "ZORGTAFEL_DEBUG": "0",
        "DATABASE_URL": database_url(),
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        "EMAIL_URL": f"smtp+tls://127.0.0.1:{free_port()}",  # no mail server answers
        "ZORGTAFEL_ALLOWED_HOSTS": "127.0.0.1",
        "ZORGTAFEL_REQUIRE_MFA": "0",  # the second factor is asked in its own tests
        "ZORGTAFEL_CHECKPOINT_DIR": str(tmp_path_factory.mktemp("checkpoints")),
        "PORT": str(free_port()),
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, cwd=BASE_DIR, env={**_machine(), **environment}, check=True, timeout=120)
    with serve(environment) as address:
        yield int(address.rpartition(":")[2])


@pytest.fixture
def port(running: int, transactional_db: None, redis_url: str, region: Region) -> int:
    """Give the port of the site, which finds this test's region and remembers no test before."""
    return running


def test_cookies_belong_to_this_host_alone_and_no_script_reads_them(port: int, region: Region) -> None:
    bram = Browser(port)
    bram.log_in(region.bram.email)
    for name in (SESSION, CSRF):
        cookie = bram.given[name]
        assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax"), name
        assert (cookie["secure"], cookie["httponly"]) == (True, True), name
    assert all(cookie["secure"] and cookie["httponly"] for cookie in bram.given.values())
    assert bram.given[SESSION]["max-age"] == ""  # gone with the browser; the server ends it sooner


@pytest.mark.parametrize("path", [LOGIN, "/", "/nowhere/", "/cases/C-26-00000/"])
def test_every_answer_forbids_what_it_does_not_need(port: int, region: Region, path: str) -> None:
    bram = Browser(port)
    bram.log_in(region.bram.email)
    answer = bram.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_without_tls_the_site_only_points_to_the_one_with(port: int) -> None:
    link = HTTPConnection("127.0.0.1", port, timeout=20)
    link.request("GET", LOGIN, headers={"Host": "127.0.0.1"})
    answer = link.getresponse()
    link.close()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://127.0.0.1{LOGIN}")


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [("/nowhere/", {}, 404), ("/cases/C-26-00000/", {}, 404), (LOGIN, {"Host": "elsewhere.example"}, 400)],
)
def test_a_page_that_is_not_there_tells_nothing_of_the_inside(
    port: int,
    region: Region,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    headers: dict[str, str],
    status: int,
) -> None:
    bram = Browser(port)
    bram.log_in(region.bram.email)
    asked = {**bram._headers(), **headers}
    monkeypatch.setattr(bram, "_headers", lambda: asked)
    assert_silent(bram.get(path), status)


def test_a_page_that_breaks_tells_nothing_of_the_inside(port: int, region: Region, breaks: None) -> None:
    bram = Browser(port)
    bram.log_in(region.bram.email)
    assert_silent(bram.get("/signals/"), 500)


def test_a_session_gets_a_new_name_at_login_and_ends_on_the_server_at_logout(
    port: int, region: Region
) -> None:
    bram = Browser(port)
    planted = SessionStore()
    planted.create()
    bram.cookies[SESSION] = planted.session_key
    assert bram.log_in(region.bram.email).status == 302
    mine = bram.cookies[SESSION]
    assert mine != planted.session_key
    assert not Session.objects.filter(pk=planted.session_key).exists()
    bram.post("/account/logout/")
    assert not Session.objects.filter(pk=mine).exists()
    bram.cookies[SESSION] = mine
    assert not bram.is_in()


def test_a_new_password_ends_the_sessions_elsewhere(port: int, region: Region) -> None:
    here, elsewhere = Browser(port), Browser(port)
    for browser in (here, elsewhere):
        browser.log_in(region.bram.email)
    changed = here.post(CHANGE, oldpassword=PASSWORD, password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    assert changed.status == 302
    assert not elsewhere.is_in()
    assert Browser(port).log_in(region.bram.email).status == 200
    assert Browser(port).log_in(region.bram.email, NEW_PASSWORD).status == 302


def test_a_blocked_account_is_out_at_its_next_page(port: int, region: Region) -> None:
    bram = Browser(port)
    bram.log_in(region.bram.email)
    assert bram.is_in()
    region.bram.is_active = False
    region.bram.save()
    assert not bram.is_in()
    bram.log_in(region.bram.email)
    assert not bram.is_in()


@pytest.mark.parametrize(("hours", "known"), [(11.9, True), (12, False)])
def test_a_busy_session_ends_after_twelve_hours(
    port: int, region: Region, settings: Any, hours: float, known: bool
) -> None:
    bram = Browser(port)
    settings.SECRET_KEY = SAFE["ZORGTAFEL_SECRET_KEY"]  # a session is signed
    bram.log_in(region.bram.email)
    kept = SessionStore(bram.cookies[SESSION])
    kept["began"] = timezone.now().timestamp() - hours * HOUR
    kept.save()
    assert bram.is_in() is known
    assert Session.objects.filter(pk=kept.session_key).exists() is known


def test_half_an_hour_without_a_person_ends_the_session(port: int, region: Region) -> None:
    bram = Browser(port)
    bram.log_in(region.bram.email)
    row = Session.objects.get(pk=bram.cookies[SESSION])
    left = row.expire_date - timezone.now()
    assert 29 * 60 < left.total_seconds() <= 30 * 60
    row.expire_date -= left
    row.save()
    assert not bram.is_in()


@pytest.fixture
def breaks(port: int) -> Iterator[None]:
    """Take the signals away from under the site, so that its page breaks."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_signal RENAME TO cases_signal_away")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_signal_away RENAME TO cases_signal")


def assert_silent(answer: Answer, status: int) -> None:
    """Check that an error page shows no stack and no version, in its text or its headers."""
    shown = f"{answer.text} {answer.headers}"
    inside = ("Traceback", "Exception", "Error at", "/views.py", "site-packages", "SELECT", "cases_signal")
    versions = [version(name) for name in ("Django", "gunicorn", "psycopg")]
    assert answer.status == status
    assert [word for word in (*inside, "Django", "Python/", *versions) if word in shown] == []


def _machine() -> dict[str, Any]:
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
