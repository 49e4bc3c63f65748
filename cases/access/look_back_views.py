"""Pages of the look back at emergency access: one for the coordinator's side, two for auditors."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import facts, gate, look_back
from cases.access.declare import performs
from cases.access.explain import PART_LABELS
from cases.access.forms import ReviewForm
from cases.access.models import AUDIT, COORDINATION, EMERGENCY_REASONS, EmergencyAccess
from cases.audit import ledger, sentences
from cases.audit.events import Event
from cases.casefile.frame import frame
from cases.casefile.paging import page_of
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import form_for, submit

REASONS = dict(EMERGENCY_REASONS)
MOST = 100


@performs(Act.ADMIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def of_case(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show the coordinator who opened the case, why and what they read, and take a verdict."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.ADMIT_ORGANISATION)
    opened = look_back.of_case(case).filter(pk=pk).first()
    if opened is None:
        raise gate.not_found(case.number, act=Act.ADMIT_ORGANISATION)
    form = form_for(request, ReviewForm)

    def perform(values: dict[str, Any]) -> str:
        look_back.judge_case(opened, actor=request.actor, now=request.now, **values)
        return f"/cases/{case.number}/sharing/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Your verdict is recorded."))
        return response
    context = frame(request, case, "sharing", form=form, **_told(request, opened, COORDINATION))
    return render(request, "cases/access/review.html", context, status=form.status)


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show auditors every emergency access, and per organisation how often. No content of any case."""
    page = page_of(look_back.of_all(), keys=("-starts_at", "-id"), query=request.GET)
    _record(request, shown=len(page.rows))
    rows = [{"opened": row, "review": look_back.side(row, AUDIT)} for row in page.rows]
    context = {"rows": rows, "page": page, "figures": look_back.figures(now=request.now)}
    return render(request, "cases/access/emergencies.html", context)


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def of_audit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an auditor one emergency access without any words about the young person, and take a verdict."""
    opened = look_back.of_all().filter(pk=pk).first()
    if opened is None:
        raise gate.not_found(str(pk), act=Act.REVIEW_AUDIT)
    form = form_for(request, ReviewForm)

    def perform(values: dict[str, Any]) -> str:
        look_back.judge_audit(opened, actor=request.actor, now=request.now, **values)
        return "/audit/emergencies/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Your verdict is recorded."))
        return response
    _record(request, shown=1, opened=opened)
    context = {"form": form, **_told(request, opened, AUDIT)}
    return render(request, "cases/access/audit_emergency.html", context, status=form.status)


def _told(request: HttpRequest, opened: EmergencyAccess, side: str) -> dict[str, Any]:
    return {
        "opened": opened,
        "rows": _rows(opened),
        "lines": [
            {
                "at": line.at,
                "did": sentences.label(line.event),
                "parts": sentences.compartments(line.compartments),
            }
            for line in look_back.readings(opened)[:MOST]
        ],
        "reviews": list(opened.reviews.all()),
        "may_judge": look_back.side(opened, side).reviewed_at is None
        and opened.user_id != request.actor.user_id,
        "is_own": opened.user_id == request.actor.user_id,
    }


def _rows(opened: EmergencyAccess) -> list[dict[str, Any]]:
    """Give who, when, what and why by code; the words people wrote are for those of the case only."""
    parts = facts.parts_of(opened)
    shown = ", ".join(str(PART_LABELS[part.value]) for part in Compartment if part in parts)
    ended = _("given back early") if opened.given_back_at else ""
    return [
        {"label": _("Who"), "value": f"{opened.user.name}, {opened.organisation.name}"},
        {"label": _("From"), "value": _moment(opened.starts_at)},
        {"label": _("Until"), "value": " ".join(filter(None, [_moment(opened.ends_at), ended]))},
        {"label": _("Parts of the case"), "value": shown},
        {"label": _("Reason"), "value": REASONS.get(opened.reason, opened.reason)},
    ]


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y H:i")


def _record(request: HttpRequest, *, shown: int, opened: EmergencyAccess | None = None) -> None:
    ledger.record(
        request.actor,
        Event.EMERGENCIES_READ,
        on=opened,
        case=None if opened is None else opened.case,
        now=request.now,
        act=Act.REVIEW_AUDIT,
        shown=shown,
    )
