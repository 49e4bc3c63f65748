"""Pages of requests for access: what I asked, what I must answer, and the answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import answer, existence, facts, gate
from cases.access import request as requests
from cases.access.declare import performs
from cases.access.forms import GrantForm, RefuseForm, RequestForm, WithdrawForm
from cases.access.models import AccessRequest, ExistenceCheck
from cases.access.request_rules import decode
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.paging import page_of
from organisations import covenant
from organisations.acts import Act
from organisations.choices import COMPARTMENTS
from organisations.compartments import Compartment
from zorgtafel.forms import form_for, submit

TONES = {"waiting": "warning", "granted": "ok", "limited": "ok", "refused": "neutral"}
MOST = 100  # the navigation counts no further either
RELATED = ("case", "user", "organisation", "ended_by")


@performs(Act.ASK_ACCESS)
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """Show what waits for the reader's answer, and what the reader asked."""
    waiting = requests.to_answer(request.actor, now=request.now).filter(state="waiting")
    waiting = list(waiting.select_related(*RELATED).order_by("due_at", "id")[:MOST])
    mine = requests.own(request.actor).select_related(*RELATED)
    page = page_of(mine, keys=("-asked_at", "-id"), query=request.GET)
    shown = len(waiting) + len(page.rows)
    ledger.record(
        request.actor, Event.ACCESS_REQUEST_LIST_READ, now=request.now, act=Act.ASK_ACCESS, shown=shown
    )
    context = {
        "waiting": waiting,
        "rows": [{"asked": row, "tone": TONES.get(row.state, "neutral")} for row in page.rows],
        "page": page,
        "answers": request.actor.holds(Act.ADMIT_ORGANISATION),
    }
    return render(request, "cases/access/requests.html", context)


@performs(Act.ASK_ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for access by the number of a case."""
    return _ask(request, None)


@performs(Act.ASK_ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_after_hit(request: HttpRequest, token: UUID) -> HttpResponse:
    """Ask for access to the case that a question found."""
    check = existence.own(request.actor, token, now=request.now)
    case = None if check is None else existence.still_told(request.actor, check, now=request.now)
    if case is None:
        raise gate.not_found(str(token), act=Act.ASK_ACCESS)
    about = {"on": check, "case": case, "act": Act.ASK_ACCESS}
    ledger.record(request.actor, Event.EXISTENCE_READ, now=request.now, **about)
    return _ask(request, check)


@performs(Act.ASK_ACCESS)
@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show a request to who made it, and to who may answer it."""
    asked, may_answer = _find(request, number)
    waits = asked.state == "waiting"
    is_own = (asked.user_id, asked.organisation_id) == (request.actor.user_id, request.actor.organisation_id)
    _record_reading(request, asked)
    context = _shown(asked) | {
        "may_answer": may_answer and waits,
        "may_withdraw": is_own and waits,
        "case": asked.case if may_answer else None,
        "case_number": _opened(request, asked),
    }
    return render(request, "cases/access/request.html", context)


@performs(Act.ADMIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: HttpRequest, number: str) -> HttpResponse:
    """Let the organisation in, in whole or in part."""
    asked = _to_answer(request, number)
    wanted = decode(asked.compartments)
    initial = {"compartments": [part.value for part in wanted], "until": asked.until}
    today = timezone.localdate(request.now)
    form = form_for(request, GrantForm, wanted=wanted, today=today, initial=initial)

    def perform(values: dict[str, Any]) -> str:
        parts = frozenset(Compartment(value) for value in values.pop("compartments"))
        answer.grant(asked, actor=request.actor, compartments=parts, now=request.now, **values)
        return requests.address(asked)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(
            request,
            _("%(organisation)s takes part in the case.") % {"organisation": asked.organisation.name},
        )
        return response
    _record_reading(request, asked)
    context = _shown(asked) | {"form": form, "case": asked.case}
    return render(request, "cases/access/request_grant.html", context, status=form.status)


@performs(Act.ADMIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse a request, with a sentence."""
    asked = _to_answer(request, number)
    form = form_for(request, RefuseForm)

    def perform(values: dict[str, Any]) -> str:
        answer.refuse(asked, actor=request.actor, now=request.now, **values)
        return requests.address(asked)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The requester gets your answer."))
        return response
    _record_reading(request, asked)
    context = _shown(asked) | {"form": form, "case": asked.case}
    return render(request, "cases/access/request_refuse.html", context, status=form.status)


@performs(Act.ASK_ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for confirmation, and take one's own request back."""
    asked = requests.own(request.actor).select_related(*RELATED).filter(number=number.upper()).first()
    if asked is None:
        raise gate.not_found(number, act=Act.ASK_ACCESS)
    form = form_for(request, WithdrawForm)

    def perform(values: dict[str, Any]) -> str:
        requests.withdraw(asked, actor=request.actor, now=request.now)
        return requests.address(asked)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Your request is withdrawn."))
        return response
    _record_reading(request, asked)
    return render(
        request, "cases/access/request_withdraw.html", _shown(asked) | {"form": form}, status=form.status
    )


def _ask(request: HttpRequest, check: ExistenceCheck | None) -> HttpResponse:
    ceiling = covenant.widest(facts.tables_of(request.actor, now=request.now).values())
    today = timezone.localdate(request.now)
    number = request.GET.get("number", "")[:20]
    form = form_for(
        request,
        RequestForm,
        ceiling=ceiling,
        by_number=check is None,
        today=today,
        initial={"number": number},
    )

    def perform(values: dict[str, Any]) -> str:
        wish = form.wish()
        made = (
            requests.ask_by_number(values["number"], actor=request.actor, wish=wish, now=request.now)
            if check is None
            else requests.ask_about(check, actor=request.actor, wish=wish, now=request.now)
        )
        return requests.address(made)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Your request is on its way to the coordinator."))
        return response
    context = {"form": form, "check": check, "has_terms": bool(ceiling.pairs.get(Compartment.CORE))}
    return render(request, "cases/access/request_new.html", context, status=form.status)


def _find(request: HttpRequest, number: str) -> tuple[AccessRequest, bool]:
    """Give a request and whether the reader may answer it; another's request is not there."""
    rows = AccessRequest.objects.select_related(*RELATED).filter(number=number.upper())
    answerable = requests.to_answer(request.actor, now=request.now).filter(number=number.upper()).exists()
    mine = rows.filter(user_id=request.actor.user_id, organisation_id=request.actor.organisation_id)
    found = (rows if answerable else mine).first()
    if found is None:
        raise gate.not_found(number, act=Act.ASK_ACCESS)
    return found, answerable


def _to_answer(request: HttpRequest, number: str) -> AccessRequest:
    rows = requests.to_answer(request.actor, now=request.now).select_related(*RELATED)
    found = rows.filter(number=number.upper()).first()
    if found is None:
        raise gate.not_found(number, act=Act.ADMIT_ORGANISATION)
    return found


def _opened(request: HttpRequest, asked: AccessRequest) -> str:
    """Give the number of the case once the request was granted and the reader can open it."""
    if asked.participation_id is None:
        return ""
    return asked.case.number if gate.may(request.actor, Act.READ_CASE, on=asked.case, now=request.now) else ""


def _record_reading(request: HttpRequest, asked: AccessRequest) -> None:
    ledger.record(
        request.actor,
        Event.ACCESS_REQUEST_READ,
        on=asked,
        case=asked.case,
        now=request.now,
        act=Act.ASK_ACCESS,
    )


def _shown(asked: AccessRequest) -> dict[str, Any]:
    wanted = decode(asked.compartments)
    return {
        "asked": asked,
        "tone": TONES.get(asked.state, "neutral"),
        "parts": [label for value, label in COMPARTMENTS if value in wanted],
        "with_name": Compartment.IDENTITY in wanted,
    }
