"""Every page of the site forbids what it does not need, and an error page tells nothing of the inside."""

from collections.abc import Callable
from typing import Any

import django
import pytest
from django.test import Client

from cases.casefile import listing
from tests.access.route_rows import LIBRARY, ROWS
from tests.access.routes import address, table

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store, private",
}
POLICY = ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
INSIDE = ("Traceback", "Exception", "RuntimeError", "secret inside", "/views.py", "Django", "Python")


def faults(answer: Any) -> list[str]:
    """Name what is wrong with the headers of an answer."""
    wrong = [name for name, value in HEADERS.items() if answer.headers.get(name) != value]
    policy = answer.headers.get("Content-Security-Policy", "")
    wrong += [part for part in POLICY if part not in policy]
    wrong += ["unsafe"] if "unsafe" in policy else []
    return wrong + [name for name in ("Server", "X-Powered-By", "ETag") if name in answer.headers]


@pytest.mark.ignore_template_errors  # the login library's own templates ask for what may be absent
@pytest.mark.parametrize("name", ["anna", None])
def test_every_address_answers_with_every_header(
    everything: dict[str, Any], log_in: Callable[[str], Client], name: str | None
) -> None:
    client = Client() if name is None else log_in(name)
    routes = [*table(ROWS), *(route for route in table(LIBRARY) if "logout" not in route)]
    wrong = {route: found for route in routes if (found := faults(client.get(address(route, everything))))}
    assert wrong == {}


@pytest.mark.parametrize(
    ("path", "status"), [("/cases/C-26-00000/", 404), ("/audit/", 403), ("/nowhere", 404)]
)
def test_a_refused_page_has_the_headers_and_tells_nothing(
    log_in: Callable[[str], Client], path: str, status: int
) -> None:
    answer = log_in("anna").get(path)
    assert answer.status_code == status
    assert faults(answer) == []
    assert [word for word in (*INSIDE, django.get_version()) if word in answer.content.decode()] == []


def test_a_page_that_breaks_tells_nothing_of_what_broke(
    log_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_args: Any, **_options: Any) -> Any:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(listing, "page", breaks)
    client = log_in("anna")
    client.raise_request_exception = False
    answer = client.get("/cases/")
    assert answer.status_code == 500
    assert faults(answer) == []
    assert [word for word in (*INSIDE, django.get_version()) if word in answer.content.decode()] == []


@pytest.mark.postgres
@pytest.mark.parametrize("path", ["/cases/C%00/", "/signals/S%00/", "/missing/V%00/", "/meetings/M%00/"])
def test_a_character_that_no_database_stores_is_not_found(log_in: Callable[[str], Client], path: str) -> None:
    assert log_in("anna").get(path).status_code == 404
