"""Pages of the rights desk: the list with its clocks, a request with its steps and letter, a disagreement."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import explain, gate
from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.frame import frame
from cases.casefile.models import Case, Note
from cases.casefile.paging import page_of
from cases.rights import disagreement, letter, term_rules
from cases.rights import request as requests
from cases.rights.forms import DecideForm, DisagreementForm, ExtendForm, RequestForm, WithdrawForm
from cases.rights.models import RightsRequest
from cases.rights.term_rules import OPEN, Kind, State
from organisations.acts import Act
from organisations.choices import COMPARTMENTS
from organisations.compartments import Compartment
from zorgtafel import pdf
from zorgtafel.forms import form_for, submit

DOCUMENT = "cases/audit/document.typ"
TONES = {
    "received": "info",
    "extended": "warning",
    "granted": "ok",
    "partly": "ok",
    "refused": "neutral",
    "withdrawn": "neutral",
}
MOST_NOTES = 200


@performs(Act.LOG_RIGHTS)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """List the requests about rights: those that wait by their clock, or those that ended."""
    ended = request.GET.get("state") == "ended"
    found = requests.in_sight(request.actor, now=request.now).select_related("case")
    waiting = [state.value for state in OPEN]
    found = found.exclude(state__in=waiting) if ended else found.filter(state__in=waiting)
    keys = ("-due_on", "-id") if ended else ("due_on", "id")
    page = page_of(found, keys=keys, query=request.GET)
    ledger.record(
        request.actor,
        Event.RIGHTS_REQUEST_LIST_READ,
        now=request.now,
        act=Act.LOG_RIGHTS,
        shown=len(page.rows),
    )
    context = {
        "rows": [{"asked": row, "tone": TONES[row.state]} for row in page.rows],
        "page": page,
        "is_ended": ended,
        "kinds": [
            {"label": _("Waiting"), "url": "?", "current": not ended},
            {"label": _("Ended"), "url": "?state=ended", "current": ended},
        ],
        "reads_cases": request.actor.holds(Act.ANSWER_RIGHTS),
        "may_log": requests.may_log(request.actor, now=request.now),
    }
    return render(request, "cases/rights/desk.html", context)


@performs(Act.LOG_RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """Ask for a request as it came in, and log it."""
    initial = {
        "number": request.GET.get("number", "")[:20],
        "received_on": timezone.localdate(request.now),
    }
    form = form_for(request, RequestForm, initial=initial)

    def perform(values: dict[str, Any]) -> str:
        made = requests.log(values["number"], actor=request.actor, asked=form.asked(), now=request.now)
        return requests.address(made)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The request is logged; its clock runs. Send the letter that says so."))
        return response
    return render(request, "cases/rights/log.html", {"form": form}, status=form.status)


@performs(Act.LOG_RIGHTS)
@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show one request with its clock, its decision and what can be done."""
    asked = _find(request, number)
    answers = request.actor.holds(Act.ANSWER_RIGHTS)
    _read(request, asked, Event.RIGHTS_REQUEST_READ)
    is_open = State(asked.state) in OPEN
    context = {
        "asked": asked,
        "tone": TONES[asked.state],
        "is_open": is_open,
        "may_answer": answers and is_open,
        "may_extend": answers
        and asked.state == State.RECEIVED
        and term_rules.may_extend(asked.received_on, today=timezone.localdate(request.now)),
        "reads_case": answers,
    }
    return render(request, "cases/rights/request.html", context)


@performs(Act.ANSWER_RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, number: str) -> HttpResponse:
    """Ask why more time is needed, and take it."""
    asked = _find(request, number)
    form = form_for(request, ExtendForm, initial={"version": asked.version})

    def perform(values: dict[str, Any]) -> str:
        requests.extend(asked, actor=request.actor, now=request.now, **values)
        return requests.address(asked)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("There is more time. Send the letter that says why."))
        return response
    _read(request, asked, Event.RIGHTS_REQUEST_READ)
    context = {"form": form, "asked": asked, "until": term_rules.due(asked.received_on, is_extended=True)}
    return render(request, "cases/rights/extend.html", context, status=form.status)


@performs(Act.ANSWER_RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the decision with its grounds, and take it."""
    asked = _find(request, number)
    notes = _notes(asked.case, [asked.compartment]) if asked.kind == Kind.RECTIFICATION else None
    form = form_for(request, DecideForm, notes=notes, initial={"version": asked.version})

    def perform(values: dict[str, Any]) -> str:
        requests.decide(
            asked,
            actor=request.actor,
            decision=form.decision(),
            version=values["version"],
            now=request.now,
        )
        return requests.address(asked)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The decision is taken. Send the letter."))
        return response
    _read(request, asked, Event.RIGHTS_REQUEST_READ)
    context = {"form": form, "asked": asked}
    return render(request, "cases/rights/decide.html", context, status=form.status)


@performs(Act.ANSWER_RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for confirmation, and write down that the request was taken back."""
    asked = _find(request, number)
    form = form_for(request, WithdrawForm, initial={"version": asked.version})

    def perform(values: dict[str, Any]) -> str:
        requests.withdraw(asked, actor=request.actor, version=values["version"], now=request.now)
        return requests.address(asked)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("It is written down that the request was taken back."))
        return response
    _read(request, asked, Event.RIGHTS_REQUEST_READ)
    context = {"form": form, "asked": asked}
    return render(request, "cases/rights/withdraw.html", context, status=form.status)


@performs(Act.ANSWER_RIGHTS, step_up=True)
@require_safe
def letter_paper(request: HttpRequest, number: str) -> HttpResponse:
    """Give the letter that fits where the request stands, as PDF."""
    asked = _find(request, number)
    _read(request, asked, Event.RIGHTS_LETTER_EXPORTED)
    told = letter.told(asked, on=timezone.localdate(request.now))
    document = pdf.write(DOCUMENT, told, made_at=request.now)
    return pdf.attached(document, f"{asked.number}.pdf")


@performs(Act.ANSWER_RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
def disagree(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the words of somebody who does not agree, and put them beside the record."""
    case = gate.open_case(
        request.actor, number, now=request.now, event=Event.RIGHTS_READ, act=Act.ANSWER_RIGHTS
    )
    parts = [part for part in Compartment if part in case.access.readable]
    form = form_for(
        request,
        DisagreementForm,
        parts=parts,
        notes=_notes(case, parts),
        initial={"received_on": timezone.localdate(request.now)},
    )

    def perform(values: dict[str, Any]) -> str:
        disagreement.attach(case, actor=request.actor, statement=form.statement(), now=request.now)
        return f"/cases/{case.number}/rights/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The words stand beside the record. Everybody who reads it reads them."))
        return response
    tables, labels = explain.who(case, now=request.now), dict(COMPARTMENTS)
    read_by = [{"label": labels[part.value], "groups": explain.readers(tables, part)} for part in parts]
    context = frame(request, case, "rights", form=form, read_by=read_by)
    return render(request, "cases/rights/disagree.html", context, status=form.status)


def _find(request: HttpRequest, number: str) -> RightsRequest:
    """Give a request in the actor's sight, in a part of the case that they may read."""
    rows = requests.in_sight(request.actor, now=request.now)
    found = rows.select_related("case", "logged_by", "ended_by", "organisation", "correction")
    asked = found.filter(number=number.upper()).first()
    if asked is None:
        raise gate.not_found(number, act=Act.LOG_RIGHTS)
    if request.actor.holds(Act.ANSWER_RIGHTS):
        part = Compartment(asked.compartment)
        gate.require(request.actor, Act.ANSWER_RIGHTS, on=asked.case, compartment=part, now=request.now)
    return asked


def _read(request: HttpRequest, asked: RightsRequest, event: Event) -> None:
    ledger.record(
        request.actor,
        event,
        on=asked,
        case=asked.case,
        now=request.now,
        act=Act.LOG_RIGHTS,
        compartments=[Compartment(asked.compartment)],
    )


def _notes(case: Case, parts: list[str]) -> QuerySet[Note]:
    """Give the newest notes in some parts of a case."""
    newest = case.notes.filter(compartment__in=parts).order_by("-written_at", "-id").values("pk")[:MOST_NOTES]
    rows = case.notes.filter(pk__in=list(newest.values_list("pk", flat=True)))
    return rows.select_related("author", "organisation").order_by("-written_at", "-id")
