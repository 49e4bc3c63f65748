"""Pages of the reasoning about sharing: what was answered before, and the three questions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.casefile.frame import frame
from cases.casefile.models import Case
from cases.casefile.paging import page_of
from cases.legal_basis import choices, reasoning, rules
from cases.legal_basis.forms import ReasoningForm
from cases.legal_basis.models import SharingReason
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import Organisation
from zorgtafel.forms import form_for, submit

SOURCES = [("KNMG", rules.KNMG), (_("Secrecy and knowledge of parents"), rules.KNOWLEDGE)]


@performs(Act.READ_CASE)
@require_safe
def reasons(request: HttpRequest, number: str) -> HttpResponse:
    """Show on which grounds things were shared in a case, the newest first."""
    case = gate.open_case(request.actor, number, now=request.now)
    rows = gate.visible(request.actor, case.sharing_reasons.all(), Compartment.CORE, now=request.now)
    rows = rows.select_related("by", "organisation", "recipient")
    page = page_of(rows, keys=("-at", "-id"), query=request.GET)
    context = {
        "rows": [_shown(row) for row in page.rows],
        "page": page,
        "may_write": case.status != "closed"
        and gate.may(request.actor, Act.WRITE_NOTE, on=case, access=case.access, now=request.now),
        "sources": SOURCES,
    }
    return render(request, "cases/legal_basis/list.html", frame(request, case, "sharing", **context))


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def reason(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the three questions; the answer stands on the page that follows."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.WRITE_NOTE)
    form = form_for(request, ReasoningForm, organisations=_recipients(request, case))

    def perform(values: dict[str, Any]) -> str:
        said = reasoning.Reasoning(**values)
        kept = reasoning.keep(case, actor=request.actor, said=said, now=request.now)
        return f"/cases/{case.number}/sharing/basis/#reason-{kept.pk}"

    if request.method == "POST" and (response := submit(request, form, perform)):
        return response
    context = frame(request, case, "sharing", writes=Compartment.CORE, form=form)
    return render(request, "cases/legal_basis/new.html", context, status=form.status)


def _recipients(request: HttpRequest, case: Case) -> Any:
    """Give whom one may want to tell: every organisation but the own, at the table or not (yet)."""
    own = request.actor.organisation_id
    return Organisation.objects.filter(is_active=True).exclude(pk=own).order_by("name")


def _shown(row: SharingReason) -> dict[str, Any]:
    """Give a row with what followed from its answers, in words."""
    said = reasoning.Reasoning(row.recipient, row.subject, row.agreed, row.danger, row.needed, row.told)
    verdict = reasoning.verdict_of(said)
    return {
        "reason": row,
        "tone": choices.TONES[verdict.answer],
        "grounds": [choices.GROUNDS[ground] for ground in verdict.grounds],
        "steps": [choices.STEPS[step] for step in verdict.steps],
    }
