"""The coordinator's quarterly look: who takes part in my cases, for what, and when did they last read."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cases.access import facts
from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.casefile import confirmation
from cases.casefile.access_log import READS
from cases.casefile.confirmation_rules import WARNINGS
from cases.casefile.forms import ConfirmationsForm
from cases.casefile.frame import LABELS
from cases.casefile.models import CaseParticipation
from cases.casefile.paging import page_of
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import form_for, submit


@performs(Act.ADMIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def confirmations(request: HttpRequest) -> HttpResponse:
    """List who takes part, what lapses first on top, and confirm many at once."""
    rows = confirmation.to_confirm(request.actor, now=request.now)
    form = form_for(request, ConfirmationsForm, rows=rows)

    def perform(values: dict[str, Any]) -> str:
        chosen = values["parts"].select_related("case")
        many = confirmation.confirm(chosen, actor=request.actor, now=request.now)
        told = ngettext("%(count)d confirmed.", "%(count)d confirmed.", many) % {"count": many}
        messages.success(request, told)
        return confirmation.PATH

    if request.method == "POST" and (response := submit(request, form, perform)):
        return response
    page = page_of(rows.select_related("case", "organisation"), keys=("lapses_at", "id"), query=request.GET)
    ledger.record(
        request.actor,
        Event.PARTICIPATION_LIST_READ,
        now=request.now,
        act=Act.ADMIT_ORGANISATION,
        shown=len(page.rows),
    )
    context = {"form": form, "page": page, "rows": _shown(page.rows, form, now=request.now)}
    return render(request, "cases/casefile/confirmations.html", context, status=form.status)


def _shown(parts: list[CaseParticipation], form: ConfirmationsForm, *, now: datetime) -> list[dict[str, Any]]:
    read = _last_read(parts)
    ticked = {str(value) for value in form["parts"].value() or ()}
    return [
        {
            "part": part,
            "reads": [LABELS[c.value] for c in Compartment if c in facts.admission(part).compartments],
            "last_read": read.get((part.case_id, part.organisation_id)),
            "is_soon": part.lapses_at <= now + max(WARNINGS),
            "ticked": str(part.pk) in ticked,
        }
        for part in parts
    ]


def _last_read(parts: Iterable[CaseParticipation]) -> dict[tuple[int, int], datetime]:
    """Give when each organisation last read the case, from the ledger. One query."""
    lines = LedgerLine.objects.filter(
        case_id__in={part.case_id for part in parts},
        organisation_id__in={part.organisation_id for part in parts},
        event__in=READS,
        outcome="allowed",
    )
    found = lines.order_by().values_list("case_id", "organisation_id").annotate(last=Max("at"))
    return {(case_id, organisation_id): last for case_id, organisation_id, last in found}
