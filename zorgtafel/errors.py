"""Answers in our own style where a library or Django would answer in theirs."""

from typing import NoReturn

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.access.declare import public
from zorgtafel import forms


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form without its protection key, mostly sent after signing out in another tab.

    When we know who typed the form, it is kept and shown again instead: nothing typed is lost.
    """
    forms.keep(request)
    if forms.KEPT in request.session:
        return redirect(request.path)
    return render(request, "403.html", {"csrf": True}, status=403)


@public
def not_offered(request: HttpRequest) -> NoReturn:
    """Close a page of the sign-in library that we do not offer.

    An organisation keeps the e-mail addresses of its people: changing your own would outlive your job.

    Raises:
        Http404: always.
    """
    raise Http404
