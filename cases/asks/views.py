"""Pages of questions between organisations in a case."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.asks import ask as asks
from cases.asks import shown
from cases.asks.forms import AnswerForm, AskForm, DeclineForm
from cases.asks.models import Ask
from cases.casefile import part_forms
from cases.casefile.forms import ConfirmForm
from cases.casefile.frame import frame
from cases.casefile.models import Case
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import TableForm, form_for, submit


@performs(Act.READ_CASE)
@require_safe
def asked(request: HttpRequest, number: str) -> HttpResponse:
    """Show what organisations asked each other, in the parts that the reader reads."""
    case = gate.open_case(request.actor, number, now=request.now)
    rows = shown.rows(case, now=request.now)
    part_forms.record_parts(case, [row.ask for row in rows], now=request.now)
    may_ask = case.status != "closed" and bool(_parts(request, case))
    context = frame(request, case, "plan", rows=rows, may_ask=may_ask)
    return render(request, "cases/asks/list.html", context)


@performs(Act.WORK_ON_ACTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def put(request: HttpRequest, number: str) -> HttpResponse:
    """Ask another organisation something."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.WORK_ON_ACTIONS)
    readers = {part: _others(request, case, part) for part in _parts(request, case)}
    form = form_for(request, AskForm, readers=readers, initial={"compartment": Compartment.CORE.value})

    def perform(values: dict[str, Any]) -> str:
        question = asks.Question(**values)
        return asks.address(asks.put(case, actor=request.actor, question=question, now=request.now))

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Your question is written down. The organisation gets a message."))
        return done
    chosen = form["compartment"].value()
    parts = part_forms.choices(case, list(readers), chosen=chosen, now=request.now)
    context = frame(request, case, "plan", form=form, parts=parts)
    return render(request, "cases/asks/new.html", context, status=form.status)


@performs(Act.WORK_ON_ACTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say that the own organisation works on it."""
    return _respond(request, number, pk, ConfirmForm, asks.require_asked, asks.accept, "accept")


@performs(Act.WORK_ON_ACTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Answer a question."""
    return _respond(request, number, pk, AnswerForm, asks.require_asked, asks.answer, "answer")


@performs(Act.WORK_ON_ACTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say no to a question, with the reason."""
    return _respond(request, number, pk, DeclineForm, asks.require_asked, asks.decline, "decline")


@performs(Act.WORK_ON_ACTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a question back."""
    return _respond(request, number, pk, ConfirmForm, asks.require_asker, asks.revoke, "take_back")


def _respond(
    request: HttpRequest,
    number: str,
    pk: int,
    form_class: type[TableForm],
    required: Callable[..., None],
    act: Callable[..., Ask],
    page: str,
) -> HttpResponse:
    """Show one question with the form of one act; whose it is is asked before the form is shown."""
    case, found = _find(request, number, pk)
    required(found, actor=request.actor, now=request.now)
    form = form_for(request, form_class)

    def perform(values: dict[str, Any]) -> str:
        return asks.address(act(found, actor=request.actor, now=request.now, **values))

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. The other organisation gets a message."))
        return done
    part = Compartment(found.compartment) if page in ("answer", "decline") else None
    context = frame(request, case, "plan", writes=part, form=form, ask=found, back=asks.address(found))
    return render(request, f"cases/asks/{page}.html", context, status=form.status)


def _find(request: HttpRequest, number: str, pk: int) -> tuple[Case, Ask]:
    """Give a case and a question in a part of it that the reader reads; any other number is not found."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.WORK_ON_ACTIONS)
    people = ("asked_by", "accepted_by", "from_organisation", "to_organisation")
    rows = case.asks.filter(compartment__in=case.access.readable).select_related(*people)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise gate.not_found(case.number, act=Act.WORK_ON_ACTIONS)
    found.case = case
    part_forms.record_parts(case, [found], now=request.now)
    return case, found


def _parts(request: HttpRequest, case: Case) -> list[Compartment]:
    """Give the parts of the case in which this reader works."""
    about = {"on": case, "access": case.access, "now": request.now}
    return [
        part
        for part in Compartment
        if part in case.access.readable
        and gate.may(request.actor, Act.WORK_ON_ACTIONS, compartment=part, **about)
    ]


def _others(request: HttpRequest, case: Case, part: Compartment) -> list:
    return asks.candidates(case, part, without=request.actor.organisation, now=request.now)
