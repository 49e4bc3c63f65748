"""Pages about the end of cases: what ends, who agrees, what goes and what stays, and the certificates.

Nobody reads a case here: the pages show numbers, days and counts.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.paging import page_of
from cases.retention import certificate as certificates
from cases.retention import collect, destruction, rules, seats
from cases.retention.forms import AgreeForm, HoldForm
from cases.retention.models import DestructionCertificate, DestructionProposal
from cases.retention.proposal import address
from organisations.acts import Act
from zorgtafel import pdf
from zorgtafel.forms import form_for, submit

TEMPLATE = "cases/retention/certificate.typ"
TONES = {"announced": "neutral", "waiting": "warning", "held": "info"}
RELATED = ("case", "covenant_version__covenant")


@performs(Act.SEE_DESTRUCTION)
@require_safe
def ending(request: HttpRequest) -> HttpResponse:
    """List the closed cases whose term ends and on which the reader decides, the first to end on top.

    Who decides nothing sees the certificates: of a destroyed case that is all there is.
    """
    if not request.actor.holds(Act.AGREE_DESTRUCTION):
        return certificate_list(request)
    rows = seats.judged_by(request.actor, now=request.now).select_related(*RELATED)
    page = page_of(rows, keys=("kept_until", "id"), query=request.GET)
    agreed = destruction.agreed_for(request.actor.organisation_id, page.rows)
    _record_list(request, len(page.rows))
    context = {
        "rows": [
            {
                "proposal": row,
                "tone": TONES[row.state],
                "agreed": row.pk in agreed,
                "until": rules.last_day(row.kept_until, row.held_until),
            }
            for row in page.rows
        ],
        "page": page,
    }
    return render(request, "cases/retention/ending.html", context)


@performs(Act.AGREE_DESTRUCTION)
@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show what ends, on which ground, who agrees, what held it, and what would go."""
    proposal = _find(request, number)
    _record_reading(request, proposal)
    agreements = list(destruction.standing_agreements(proposal))
    own = [a for a in agreements if a.organisation_id == request.actor.organisation_id]
    context = _shown(proposal) | {
        "agreements": agreements,
        "agreed_by_us": bool(own),
        "holds": proposal.holds.select_related("by", "organisation"),
        "may_agree": proposal.state == "waiting" and not own,
        "seats": seats.coordinating(proposal.case, now=request.now),
        "others": _organisations(request, proposal),
    }
    return render(request, "cases/retention/detail.html", context)


@performs(Act.AGREE_DESTRUCTION, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, number: str) -> HttpResponse:
    """Say exactly what goes and what stays, ask for confirmation, and agree; the second who does destroys."""
    proposal = _find(request, number)
    form = form_for(request, AgreeForm, case_number=proposal.case.number)

    def perform(_values: dict[str, Any]) -> str:
        made = destruction.agree(proposal, actor=request.actor, now=request.now)
        if made is None:
            messages.success(request, _("You agree. Now somebody of another organisation must agree too."))
            return address(proposal)
        messages.success(request, _("The case is destroyed. This certificate is what stays."))
        return f"/retention/certificates/{made.number}/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        return response
    _record_reading(request, proposal)
    first = destruction.standing_agreements(proposal).first()
    context = _shown(proposal) | {"form": form, "first": first}
    return render(request, "cases/retention/agree.html", context, status=form.status)


@performs(Act.AGREE_DESTRUCTION, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, number: str) -> HttpResponse:
    """Keep a case longer, with a reason and a day on which somebody looks again."""
    proposal = _find(request, number)
    form = form_for(request, HoldForm)

    def perform(values: dict[str, Any]) -> str:
        destruction.hold(proposal, actor=request.actor, now=request.now, **values)
        return address(proposal)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The case is kept. On that day you are asked again."))
        return response
    _record_reading(request, proposal)
    context = {"proposal": proposal, "form": form}
    return render(request, "cases/retention/hold.html", context, status=form.status)


@performs(Act.SEE_DESTRUCTION)
@require_safe
def certificate_list(request: HttpRequest) -> HttpResponse:
    """List the certificates that the reader may see, the newest first."""
    page = page_of(certificates.seen_by(request.actor), keys=("-at", "-id"), query=request.GET)
    _record_list(request, len(page.rows))
    context = {"rows": page.rows, "page": page, "sees_all": request.actor.holds(Act.REVIEW_AUDIT)}
    return render(request, "cases/retention/certificates.html", context)


@performs(Act.SEE_DESTRUCTION)
@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Show one certificate."""
    found = _certificate(request, number)
    context = {
        "certificate": found,
        "counted": certificates.counted(found.counts),
        "total": certificates.total(found.counts),
        "term": certificates.term(found),
        "agreed": certificates.agreed(found),
    }
    return render(request, "cases/retention/certificate.html", context)


@performs(Act.SEE_DESTRUCTION)
@require_safe
def certificate_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Give one certificate as PDF."""
    found = _certificate(request, number)
    document = pdf.write(TEMPLATE, certificates.told(found), made_at=found.at)
    return pdf.attached(document, f"{found.number}.pdf")


def _find(request: HttpRequest, number: str) -> DestructionProposal:
    rows = seats.judged_by(request.actor, now=request.now).select_related(*RELATED)
    found = rows.filter(number=number.upper()).first()
    if found is None:
        raise gate.not_found(number, act=Act.AGREE_DESTRUCTION)
    return found


def _certificate(request: HttpRequest, number: str) -> DestructionCertificate:
    found = certificates.seen_by(request.actor).filter(number=number.upper()).first()
    if found is None:
        raise gate.not_found(number, act=Act.SEE_DESTRUCTION)
    ledger.record(
        request.actor,
        Event.CERTIFICATE_READ,
        on=found,
        case=certificates.case_of(found),
        now=request.now,
        act=Act.SEE_DESTRUCTION,
    )
    return found


def _shown(proposal: DestructionProposal) -> dict[str, Any]:
    """Give what goes and what stays, counted now."""
    found = collect.rows_of(proposal.case)
    counts = found.counts()
    return {
        "proposal": proposal,
        "tone": TONES[proposal.state],
        "until": rules.last_day(proposal.kept_until, proposal.held_until),
        "closed_on": timezone.localdate(proposal.closed_at),
        "counted": certificates.counted(counts),
        "total": certificates.total(counts),
        "person_stays": found.person_stays,
    }


def _organisations(request: HttpRequest, proposal: DestructionProposal) -> list[str]:
    """Give the organisations of which somebody can be the second."""
    others = seats.second_eyes(proposal, now=request.now)
    return list(dict.fromkeys(member.organisation.name for member in others))


def _record_list(request: HttpRequest, shown: int) -> None:
    ledger.record(
        request.actor, Event.DESTRUCTION_LIST_READ, now=request.now, act=Act.SEE_DESTRUCTION, shown=shown
    )


def _record_reading(request: HttpRequest, proposal: DestructionProposal) -> None:
    ledger.record(
        request.actor,
        Event.DESTRUCTION_READ,
        on=proposal,
        case=proposal.case,
        now=request.now,
        act=Act.AGREE_DESTRUCTION,
    )
