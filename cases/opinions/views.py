"""Pages of opinions: give one, read the own ones with their answers, and read and answer all of them."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access.declare import performs
from cases.casefile.paging import page_of
from cases.opinions import opinion, shown
from cases.opinions.forms import AnswerForm, OpinionForm
from organisations.acts import Act
from organisations.views import record_page
from zorgtafel.forms import form_for, page_before, submit

LIST = "/opinions/"


@performs(Act.READ_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask what somebody thinks of the page they come from; of that page its route is kept and no more."""
    came_from = shown.route_name(request.GET.get("page", ""))
    form = form_for(request, OpinionForm, initial={"page": came_from})

    def perform(values: dict[str, Any]) -> str:
        said = opinion.Said(**{**values, "page": shown.route_name(values["page"])})
        opinion.give(said, actor=request.actor, now=request.now)
        return opinion.OWN if said.may_ask else "/"

    if request.method == "POST" and (done := _send(request, form, perform)):
        messages.success(request, _("Thank you. Your opinion was sent to who keeps zorgtafel."))
        return done
    record_page(request, "opinion_new", act=Act.READ_INBOX)
    back = page_before(request) if request.method != "POST" else "/"
    context = {"form": form, "back": back, "has_own": shown.own(request.actor).exists()}
    return render(request, "cases/opinions/new.html", context, status=form.status)


@performs(Act.READ_INBOX)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show what this person said and may be asked about, with the answers."""
    page = page_of(shown.own(request.actor), keys=("-given_on", "-id"), query=request.GET)
    record_page(request, "opinions_mine", act=Act.READ_INBOX, shown=len(page.rows))
    return render(request, "cases/opinions/mine.html", {"page": page})


@performs(Act.MANAGE_COVENANT)
@require_safe
def opinions(request: HttpRequest) -> HttpResponse:
    """Show what people say, the newest first; only what waits, unless everything is asked for."""
    is_all = "all" in request.GET
    rows = shown.every(request.actor) if is_all else shown.every(request.actor).filter(handled_at=None)
    page = page_of(rows, keys=("-given_on", "-id"), query=request.GET)
    record_page(request, "opinions", act=Act.MANAGE_COVENANT, shown=len(page.rows))
    return render(request, "cases/opinions/list.html", {"page": page, "is_all": is_all})


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show one opinion, and mark it as handled, with an answer where the writer asked for one."""
    row = shown.one(request.actor, number)
    form = form_for(request, AnswerForm, initial={"version": row.version})

    def perform(values: dict[str, Any]) -> str:
        opinion.answer(
            row, actor=request.actor, text=values["answer"], version=values["version"], now=request.now
        )
        return LIST

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Handled."))
        return done
    record_page(request, "opinion", act=Act.MANAGE_COVENANT, on=row)
    context = {"form": form, "row": row, "stale": getattr(form, "stale", None)}
    return render(request, "cases/opinions/one.html", context, status=form.status)


def _send(request: HttpRequest, form: OpinionForm, perform: Any) -> HttpResponse | None:
    """Keep it, unless this person gave very many in an hour; the count is forgotten, and is in no table."""
    if form.is_valid() and not ratelimit.consume(request, action="opinion", user=request.user):
        form.add_error(None, _("You gave many opinions in a short time. Try again in an hour."))
        form.status = 429
        return None
    return submit(request, form, perform)
