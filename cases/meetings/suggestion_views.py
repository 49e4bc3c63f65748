"""What asks for a place on the agenda, for who chairs; and for who coordinates, what to propose."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import explain, gate
from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.models import Case
from cases.meetings import room, shown, suggestion
from cases.meetings.choices import NEUTRAL, QUESTIONS, REASONS, tone
from cases.meetings.models import AgendaProposal, Meeting
from cases.meetings.plan_forms import LeaveForm, ProposeForm, TakeForm
from cases.meetings.suggest_rules import IN_CORE, PARTS, Reason, Suggestion
from cases.meetings.views import address, frame, to_chair
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import TableForm, form_for, submit

SHOWN = 25  # nobody puts more on one agenda; the rest follows when these are placed or left off
LIST = "suggestions/"


@performs(Act.CHAIR_MEETING)
@require_safe
def suggested(request: HttpRequest, number: str) -> HttpResponse:
    """Show which cases ask for a place on this agenda and why, each to take over with one press."""
    meeting = to_chair(request, number)
    found = shown.for_chair(request.actor, meeting, now=request.now)
    cards = _cards(request, meeting, found[:SHOWN])
    _record(request, [(card["case"], card["suggestion"]) for card in cards], act=Act.CHAIR_MEETING)
    context = frame(request.actor, meeting, current=LIST, cards=cards, more=max(len(found) - SHOWN, 0))
    return render(request, "cases/meetings/suggested.html", context)


@performs(Act.CHAIR_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Put a suggested case on the agenda, with its question, its minutes and whom it needs."""
    meeting = to_chair(request, number)
    if not _number(request):
        return redirect(address(meeting, LIST))
    case = _asked_for(request)
    offered = room.on_the_case(case, now=request.now)
    form = form_for(request, TakeForm, offered=offered, **_eyes(request), initial=_start(case, offered))

    def perform(values: dict[str, Any]) -> str:
        found = shown.for_chair(request.actor, meeting, now=request.now)
        reasons = next((one.shared for one in found if one.case_id == case.pk), ())
        wish = suggestion.Wish(
            question=values["question"],
            minutes=values["minutes"],
            organisations=tuple(values["organisations"]),
            reasons=reasons,
        )
        suggestion.take_over(meeting, actor=request.actor, case=case, wish=wish, now=request.now)
        return address(meeting, LIST)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("%(case)s is on the agenda.") % {"case": case.pseudonym})
        return done
    return _one(request, meeting, case, "cases/meetings/take.html", form)


@performs(Act.CHAIR_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """Leave a suggested case off, with a reason; it comes back when something new happens."""
    meeting = to_chair(request, number)
    if not _number(request):
        return redirect(address(meeting, LIST))
    case = _asked_for(request)
    found = shown.for_chair(request.actor, meeting, now=request.now)
    known = next((one.keys for one in found if one.case_id == case.pk), [])
    start = {"case": case.number, "keys": " ".join(known)}
    form = form_for(request, LeaveForm, **_eyes(request), initial=start)

    def perform(values: dict[str, Any]) -> str:
        left = {"reason": values["reason"], "keys": values["keys"]}
        suggestion.leave_off(meeting, actor=request.actor, case=case, **left, now=request.now)
        return address(meeting, LIST)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("%(case)s is left off for now.") % {"case": case.pseudonym})
        return done
    return _one(request, meeting, case, "cases/meetings/leave_off.html", form)


@performs(Act.ADMIT_ORGANISATION)
@require_safe
def to_propose(request: HttpRequest) -> HttpResponse:
    """Show who coordinates which of their cases ask for a place on the next agenda, and why."""
    found = shown.for_coordinator(request.actor, now=request.now)[:SHOWN]
    cases = shown.cases_of(request.actor, found, now=request.now)
    rows = [{"case": cases[one.case_id], "suggestion": one, "why": _why(one)} for one in found]
    _record(request, [(row["case"], row["suggestion"]) for row in rows], act=Act.ADMIT_ORGANISATION)
    waiting = gate.visible(request.actor, AgendaProposal.objects.filter(state="waiting"), now=request.now)
    mine = waiting.filter(proposed_by=request.user).select_related("case")
    context = {"rows": rows, "waiting": list(mine.order_by("proposed_at", "pk")[:SHOWN])}
    return render(request, "cases/meetings/to_propose.html", context)


@performs(Act.ADMIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Ask for the question to the table, and propose a case for the next agenda."""
    start = {"case": request.GET.get("case", "")[:40], "question": NEUTRAL}
    form = form_for(request, ProposeForm, **_eyes(request), initial=start)

    def perform(values: dict[str, Any]) -> str:
        suggestion.propose(actor=request.actor, now=request.now, **values)
        return "/proposals/"

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("It waits for who chairs the meeting."))
        return done
    ledger.record(request.actor, Event.PAGE_READ, now=request.now, act=Act.ADMIT_ORGANISATION)
    return render(request, "cases/meetings/propose.html", {"form": form}, status=form.status)


def _cards(request: HttpRequest, meeting: Meeting, found: Iterable[Suggestion]) -> list[dict[str, Any]]:
    """Give each suggestion with its reasons and a form that is filled in already. Three queries for all."""
    found = list(found)
    cases = shown.cases_of(request.actor, found, now=request.now)
    admitted = room.on_the_cases(cases.values(), now=request.now)
    seated = {organisation.pk for organisation in room.invited(meeting)}
    return [
        {
            "case": cases[one.case_id],
            "suggestion": one,
            "why": _why(one),
            "question": _question(one),
            "needed": admitted[one.case_id],
            "new": [home for home in admitted[one.case_id] if home.pk not in seated],
            "keys": " ".join(one.keys),
            "form": form_for(request, TableForm),
        }
        for one in found
        if one.case_id in cases
    ]


def _why(one: Suggestion) -> list[dict[str, Any]]:
    """Give the reasons in words; how many there are of one, and since when the oldest."""
    rows: dict[Reason, list] = {}
    for sign in one.signs:
        rows.setdefault(sign.reason, []).append(sign.at)
    return [
        {"text": REASONS[reason], "tone": tone(reason), "many": len(moments), "at": min(moments)}
        for reason, moments in rows.items()
    ]


def _question(one: Suggestion) -> str:
    """Give the question of the gravest reason; of a reason that not everybody may read a neutral one."""
    first = one.reasons[0]
    return str(QUESTIONS[first] if first in IN_CORE else NEUTRAL)


def _asked_for(request: HttpRequest) -> Case:
    """Give the case that the page is about.

    Raises:
        AccessDenied: it is not there, or not for this actor: the same answer.
    """
    asked = _number(request)
    case = shown.case_by_number(request.actor, asked, now=request.now)
    if case is None:
        raise gate.not_found(asked, act=Act.CHAIR_MEETING)
    case.access = gate.require(request.actor, Act.CHAIR_MEETING, on=case, now=request.now)
    return case


def _number(request: HttpRequest) -> str:
    return (request.POST if request.method == "POST" else request.GET).get("case", "")[:40].strip()


def _start(case: Case, offered: Iterable) -> dict[str, Any]:
    return {"case": case.number, "question": NEUTRAL, "organisations": [one.pk for one in offered]}


def _eyes(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now}


def _one(request: HttpRequest, meeting: Meeting, case: Case, page: str, form: TableForm) -> HttpResponse:
    gate.record_reading(case, event=Event.CASE_READ, compartment=Compartment.CORE, now=request.now)
    readers = explain.will_read(case, Compartment.CORE, now=request.now)
    context = frame(request.actor, meeting, current=LIST, case=case, form=form, will_read=readers)
    return render(request, page, context, status=form.status)


def _record(request: HttpRequest, rows: list[tuple[Case, Suggestion]], *, act: Act) -> None:
    """Write one line for the list and one per case, with the parts that its reasons tell of."""
    actor, now = request.actor, request.now
    ledger.record(actor, Event.AGENDA_SUGGESTIONS_READ, now=now, act=act, shown=len(rows))
    for case, one in rows:
        parts = {PARTS.get(reason, Compartment.CORE) for reason in one.reasons}
        ledger.record(
            actor,
            Event.CASE_READ,
            on=case,
            case=case,
            now=now,
            act=act,
            compartments=[Compartment.CORE, *sorted(parts - {Compartment.CORE})],
        )
