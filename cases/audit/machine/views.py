"""The page of the time machine, and its report on paper. Asking is a line of the ledger."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.access.declare import performs
from cases.audit import reading
from cases.audit.events import Event
from cases.audit.machine import answer, sentences
from cases.audit.machine.answer import Answer, Asked
from cases.audit.machine.forms import MachineForm
from cases.audit.machine.shown import on_paper
from cases.audit.reading import Cursor
from cases.audit.views import shown
from organisations.acts import Act
from zorgtafel import pdf

PAGE, DOCUMENT = "cases/audit/machine/page.html", "cases/audit/document.typ"


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_safe
def look_back(request: HttpRequest) -> HttpResponse:
    """Ask what an organisation could see of a case at an instant, and show the answer."""
    form = MachineForm(request.GET or None, now=request.now)
    context: dict[str, Any] = {"form": form}
    if not form.is_valid():
        return render(request, PAGE, context, status=400 if form.is_bound else 200)
    asked = form.asked()
    found = answer.ask(asked, actor=request.actor, now=request.now)
    return render(request, PAGE, {**context, **_told(request, asked, found)})


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Give the answer to the same question as PDF."""
    form = MachineForm(request.GET, now=request.now)
    if not form.is_valid():
        return render(request, PAGE, {"form": form}, status=400)
    asked = form.asked()
    found = answer.ask(asked, actor=request.actor, now=request.now, event=Event.PAST_EXPORTED)
    data = on_paper(asked, found, made_by=request.actor, now=request.now)
    document = pdf.write(DOCUMENT, data, made_at=request.now)
    return pdf.attached(document, f"{asked.case.number}-{asked.at:%Y%m%d-%H%M}.pdf")


def _told(request: HttpRequest, asked: Asked, found: Answer) -> dict[str, Any]:
    lines = answer.lines(asked)
    page = reading.page(
        lines,
        before=Cursor.parse(request.GET.get("before", "")),
        after=Cursor.parse(request.GET.get("after", "")),
    )
    return {
        "answer": found,
        "asked": asked,
        "headline": sentences.headline(found),
        "facts": sentences.facts(found.scene),
        "parts": sentences.parts(found),
        "readers": sentences.readers(found),
        "others": sentences.others(found),
        "counts": answer.counts(lines),
        "entries": shown(page.lines),
        "older_url": _address(request, "machine", before=page.older),
        "newer_url": _address(request, "machine", after=page.newer),
        "report_url": _address(request, "machine_report"),
    }


def _address(request: HttpRequest, name: str, **place: Cursor | None) -> str:
    """Give an address with the same question; empty for a neighbouring page that does not exist."""
    if any(cursor is None for cursor in place.values()):
        return ""
    kept = {key: value for key, value in request.GET.items() if value and key not in ("before", "after")}
    return f"{reverse(name)}?{urlencode({**kept, **{key: str(cursor) for key, cursor in place.items()}})}"
