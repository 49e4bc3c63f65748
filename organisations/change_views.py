"""The page with one form or one question that most changes of organisations go by."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zorgtafel.forms import TableForm, submit


def ask(request: HttpRequest, form: TableForm, perform: Any, **shown: Any) -> HttpResponse:
    """Perform the act of a page with one form or one question, or show the page.

    ``shown``: what ``organisations/change.html`` names at its head.
    """
    done = submit(request, form, perform) if request.method == "POST" else None
    return done or render(request, "organisations/change.html", {"form": form, **shown}, status=form.status)
