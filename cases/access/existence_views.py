"""Pages of the question "does a case exist about this young person, and whom do I ask?"."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import existence, gate
from cases.access.declare import performs
from cases.access.forms import ExistenceForm
from cases.audit import ledger
from cases.audit.events import Event
from organisations import covenant
from organisations.acts import Act
from zorgtafel.forms import form_for, submit


@performs(Act.ASK_ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask by exact name and date of birth; what was typed stands in no address and no log."""
    form = form_for(request, ExistenceForm, today=timezone.localdate(request.now))

    def perform(values: dict[str, Any]) -> str:
        check = existence.ask(actor=request.actor, now=request.now, **values)
        return f"/cases/exists/{check.token}/"

    if request.method == "POST":
        if response := submit(request, form, perform):
            return response
        _record_pace(request, form)
    articles = covenant.existence_articles(request.actor.organisation, now=request.now)
    context = {"form": form, "article": ", ".join(dict.fromkeys(articles.values()))}
    return render(request, "cases/access/exists.html", context, status=form.status)


@performs(Act.ASK_ACCESS)
@require_safe
def answer(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show the answer, today and to this person only: whom to ask, or nothing."""
    check = existence.own(request.actor, token, now=request.now)
    if check is None:
        raise gate.not_found(str(token), act=Act.ASK_ACCESS)
    told = existence.answer(request.actor, check, now=request.now)
    return render(request, "cases/access/exists_answer.html", {"told": told, "check": check})


def _record_pace(request: HttpRequest, form: ExistenceForm) -> None:
    """Leave a line that the limit was reached, after the act was rolled back."""
    if form.status == 409:
        ledger.record(
            request.actor,
            Event.ACCESS_REFUSED,
            now=request.now,
            outcome="refused",
            refusal="asked_too_often",
            act=Act.ASK_ACCESS,
        )
