"""One view, two answers: the whole page, or only the part of it that htmx asked for."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def wants_part(request: HttpRequest) -> bool:
    """Return whether htmx asks for a part of the page; a boosted link or a restored history asks for all."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def render_page(
    request: HttpRequest,
    template: str,
    part: str,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with *template*, or with only *part* when htmx asks for a part.

    *template* must include *part* itself, so that both answers show the same thing. The answer says that it
    differs by header, so that no cache hands a part to somebody who wants the page.
    """
    name = part if wants_part(request) else template
    response = render(request, name, dict(context or {}), status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Boosted", "HX-History-Restore-Request"))
    return response


def refuse_unless_htmx(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Guard a view that only ever gives a part of a page.

    Raises:
        BadRequest: when somebody opens the address as a page.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("HX-Request") != "true":
            raise BadRequest("This address gives a part of a page, not a page.")
        return view(request, *args, **kwargs)

    return guarded
