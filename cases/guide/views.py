"""The page with help: the first steps, whom to ask, and what the keyboard does."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.access.declare import performs
from cases.guide import closing, shown
from organisations.acts import Act
from organisations.views import record_page


@performs(Act.READ_INBOX)
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show the first steps of this role and what helps."""
    record_page(request, "help", act=Act.READ_INBOX)
    steps = shown.steps(request.actor, now=request.now)
    return render(request, "cases/guide/help.html", {"steps": steps})


@performs(Act.READ_INBOX)
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Put the guide on the start page away."""
    closing.close(actor=request.actor, now=request.now)
    messages.success(request, _("You find these steps again under your name, at Help."))
    return redirect("/")
