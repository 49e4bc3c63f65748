"""Pages of a hand-over: ask two people, answer, take back; and how much everybody carries."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import figures
from cases.casefile.forms import BANDS, ConfirmForm
from cases.casefile.frame import frame
from cases.casefile.models import Case
from cases.coordination import answer, checklist, coordinator, load, offer, shown
from cases.coordination.forms import AcceptForm, OfferForm, RefuseForm
from cases.coordination.models import CoordinationOffer
from cases.coordination.offer_rules import Item, OfferState, Seat
from cases.coordination.words import clock
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import form_for, submit


@performs(Act.READ_CASE)
@require_safe
def loads(request: HttpRequest) -> HttpResponse:
    """Show how many cases each coordinator holds, of those that the reader may see."""
    rows = load.everybody(request.actor, now=request.now)
    ledger.record(
        request.actor,
        Event.COORDINATION_LOAD_READ,
        now=request.now,
        act=Act.READ_CASE,
        compartments=[Compartment.CORE],
        shown=len(rows),
    )
    counted = figures.of_open_cases(request.actor, now=request.now)
    context = {"rows": rows, "lacks": counted["lacks"], "ages": _ages(counted)}
    if request.actor.holds(Act.WORK_ON_ACTIONS):
        context["overdue"] = shown.overdue(request.actor, now=request.now)
    return render(request, "cases/coordination/load.html", context)


def _ages(counted: dict[str, dict[str, int]]) -> list[tuple]:
    """Give per band its code, its name, and how many cases are open and quiet for so long."""
    return [(code, label, counted["open_for"][code], counted["quiet_for"][code]) for code, label in BANDS]


@performs(Act.ASSIGN_COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask two people to hold the case; who holds it now holds it until they say yes."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.ASSIGN_COORDINATOR)
    standing = coordinator.standing_pair(case)
    candidates = coordinator.candidates(case, now=request.now)
    carried = load.of(request.actor, [row.user for row in candidates], now=request.now)
    form = form_for(request, OfferForm, candidates=candidates, loads=carried, initial=_replaces(standing))

    def perform(values: dict[str, Any]) -> str:
        replaces = values.pop("replaces")
        made = offer.make(
            case, actor=request.actor, proposal=offer.Proposal(**values), replaces=replaces, now=request.now
        )
        done = made.state == OfferState.ACCEPTED.value
        return f"/cases/{case.number}/people/" if done else offer.path_of(made)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Saved. Whoever still has to say yes gets a message."))
        return response
    if form.status == 409:
        _show_new_pair(form, standing)
    context = {"form": form, "standing": standing, "waiting": offer.opened(case)}
    page = frame(request, case, "people", writes=Compartment.CORE, **context)
    return render(request, "cases/coordination/assign.html", page, status=form.status)


@performs(Act.READ_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_offer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a question about coordination with what is still open in the case; who was asked says yes here."""
    case, asked = _find(request, number, pk, act=Act.READ_CASE)
    seat = answer.asked_seat(asked, request.actor.user_id)
    lines = checklist.lines(case, case.access.readable)
    form = form_for(request, AcceptForm, items=_to_tick(asked, seat, lines))

    def perform(values: dict[str, Any]) -> str:
        answer.accept(asked, actor=request.actor, now=request.now, seen=values.get("seen", ()))
        return f"/cases/{case.number}/people/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Thank you. Your yes is written down."))
        return response
    context = {
        "form": form,
        "asked": asked,
        "is_asked": seat is not None,
        "lines": lines,
        "awaited": [offer.person_in(asked, chair) for chair in offer.awaited(asked)],
        "clock": clock("", asked.due_at, now=request.now),
        "may_assign": gate.may(
            request.actor, Act.ASSIGN_COORDINATOR, on=case, access=case.access, now=request.now
        ),
    }
    page = frame(request, case, "people", **context)
    return render(request, "cases/coordination/offer.html", page, status=form.status)


@performs(Act.WORK_ON_ACTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say no to coordinating, with a reason."""
    case, asked = _find(request, number, pk, act=Act.WORK_ON_ACTIONS)
    answer.require_asked(asked, actor=request.actor, now=request.now)
    form = form_for(request, RefuseForm)

    def perform(values: dict[str, Any]) -> str:
        answer.refuse(asked, actor=request.actor, now=request.now, **values)
        # Who was named only to answer does not read the case any more.
        stays = gate.may(request.actor, Act.READ_CASE, on=case, now=request.now)
        return f"/cases/{case.number}/people/" if stays else "/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Your answer is written down. Who asked you gets a message."))
        return response
    context = frame(request, case, "people", writes=Compartment.CORE, form=form, asked=asked)
    return render(request, "cases/coordination/refuse.html", context, status=form.status)


@performs(Act.ASSIGN_COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a question back, or leave the case where it is after a no."""
    case, asked = _find(request, number, pk, act=Act.ASSIGN_COORDINATOR)
    form = form_for(request, ConfirmForm)

    def perform(values: dict[str, Any]) -> str:
        answer.revoke(asked, actor=request.actor, now=request.now)
        return f"/cases/{case.number}/people/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The case stays where it is."))
        return response
    context = frame(request, case, "people", form=form, asked=asked)
    return render(request, "cases/coordination/take_back.html", context, status=form.status)


def _find(request: HttpRequest, number: str, pk: int, *, act: Act) -> tuple[Case, CoordinationOffer]:
    """Give a case and a question in it; any other number is not found."""
    case = gate.open_case(request.actor, number, now=request.now, act=act)
    found = offer.of(case).filter(pk=pk).first()
    if found is None:
        raise gate.not_found(case.number, act=act)
    found.case = case
    return case, found


def _to_tick(
    asked: CoordinationOffer, seat: Seat | None, lines: list[checklist.Line]
) -> list[tuple[str, Any]]:
    """Give what who will coordinate ticks: what has something open, and whom to meet."""
    if seat is not Seat.COORDINATOR:
        return []
    found = [(line.item.value, line.label) for line in lines if line.counts]
    if asked.introduce:
        found.append((Item.INTRODUCE.value, checklist.LABELS[Item.INTRODUCE.value]))
    return found


def _replaces(standing: Any) -> dict[str, Any]:
    return {} if standing is None else {"replaces": standing.pk}


def _show_new_pair(form: OfferForm, standing: Any) -> None:
    """Let the next save replace the pair that won; the sentence above the form names it."""
    form.data = form.data.copy()
    form.data["replaces"] = "" if standing is None else standing.pk
