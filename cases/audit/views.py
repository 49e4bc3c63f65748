"""Pages of the ledger: who did or saw what, under which ground. Opening them is itself a line."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit import attack_run, changes, ledger, reading, sentences
from cases.audit import chain as chains
from cases.audit.changes import Change
from cases.audit.events import Event
from cases.audit.forms import FilterForm
from cases.audit.models import LedgerLine
from cases.audit.reading import Cursor, Filter, Page
from cases.audit.sentences import Told
from cases.audit.wording import ACTIONS, OUTCOMES
from organisations.acts import Act


@dataclass(frozen=True, slots=True)
class Shown:
    """One line as the page shows it."""

    line: LedgerLine
    told: Told
    changes: list[Change]


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_safe
def ledger_list(request: HttpRequest) -> HttpResponse:
    """Show the ledger, newest first, as far as the filter asks for it."""
    form = FilterForm(request.GET)
    asked = form.asked() if form.is_valid() else None
    page = Page([], None, None) if asked is None else _read(request, asked)
    context = {
        "form": form,
        "entries": shown(page.lines),
        "is_filtered": asked is not None and bool(asked.codes()),
        "is_last": page.older is None,
        "older_url": _address(request, before=page.older),
        "newer_url": _address(request, after=page.newer),
        "printed_at": request.now,
        "chain": chains.state(),
        "attack": attack_run.state(now=request.now),
    }
    return render(request, "cases/audit/ledger.html", context, status=200 if asked is not None else 400)


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_safe
def ledger_line(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Show one line with every field of NEN 7513, its changes, and what else the same request wrote."""
    line = LedgerLine.objects.filter(event_id=event_id).first()
    if line is None:
        raise gate.not_found(str(event_id), act=Act.REVIEW_AUDIT)
    ledger.record(request.actor, Event.LEDGER_READ, on=line, now=request.now, act=Act.REVIEW_AUDIT, shown=1)
    others = reading.same_request(line)
    names = reading.names_in([line, *others])
    context = {
        "entry": Shown(line, sentences.tell(line, names), changes.of_lines([line]).get(line.pk, [])),
        "rows": _nen_7513(line, names),
        "others": [Shown(other, sentences.tell(other, names), []) for other in others],
    }
    return render(request, "cases/audit/line.html", context)


def _read(request: HttpRequest, asked: Filter) -> Page:
    """Read a page of lines, and record that and by which filter it was read."""
    case = reading.case_of(asked.number)
    page = reading.page(
        reading.matching(asked, case=case),
        before=Cursor.parse(request.GET.get("before", "")),
        after=Cursor.parse(request.GET.get("after", "")),
    )
    ledger.record(
        request.actor,
        Event.LEDGER_READ,
        now=request.now,
        act=Act.REVIEW_AUDIT,
        case=case,
        shown=len(page.lines),
        filter=[f"{name}={value}" for name, value in asked.codes().items()],
    )
    return page


def shown(lines: list[LedgerLine]) -> list[Shown]:
    """Give lines as the pages show them. A fixed number of queries."""
    names, changed = reading.names_in(lines), changes.of_lines(lines)
    return [Shown(line, sentences.tell(line, names), changed.get(line.pk, [])) for line in lines]


def _address(request: HttpRequest, **place: Cursor | None) -> str:
    """Give the address of a neighbouring page with the same filter; empty when there is none."""
    ((name, cursor),) = place.items()
    if cursor is None:
        return ""
    kept = {key: value for key, value in request.GET.items() if value and key not in ("before", "after")}
    return f"{reverse('ledger')}?{urlencode({**kept, name: str(cursor)})}"


def _nen_7513(line: LedgerLine, names: reading.Names) -> list[dict[str, Any]]:
    """Give every field of a line under its meaning and its NEN 7513 name.

    Names as in the Logius mapping, https://logius-standaarden.github.io/logboek-extensie-nen7513.
    """
    told = sentences.tell(line, names)
    details = ", ".join(f"{key}: {value}" for key, value in names.of_details(line.detail).items())
    rows = [
        (_("Event"), "EventID", str(line.event_id)),
        (_("Kind of event"), "EventTypeCode", f"{sentences.label(line.event)} ({line.event})"),
        (_("Action"), "EventActionCode", f"{ACTIONS.get(line.action, '')} ({line.action})"),
        (_("Time"), "EventDateTime", line.at.isoformat()),
        (_("Outcome"), "EventOutcomeIndicator", OUTCOMES.get(line.outcome, line.outcome)),
        (_("Why refused"), "EventOutcomeIndicator", told.reason),
        (_("Person"), "userID, userName", f"{line.user_label} ({line.user_id or '–'})"),
        (_("Role"), "roleIDCode", sentences.ROLE_LABELS.get(line.role, line.role)),
        (_("Organisation"), "alternateUserID", line.organisation_label),
        (_("On behalf of"), "userIsRequestor", line.on_behalf_of),
        (_("Act"), "purposeOfUse", sentences.ACT_LABELS.get(line.act, line.act)),
        (_("Network address"), "networkAccessPointID", line.origin),
        (_("Record"), "participantObjectID", _record(line)),
        (_("Case"), "participantObjectID", line.case_number),
        (_("Parts of the case"), "participantObjectDetail", told.scope),
        (_("Purpose and ground"), "behandelrelatieProtocol", told.ground),
        (_("Covenant"), "autorisatieProtocol", line.covenant_version),
        (_("Emergency access"), "controles", _("yes") if line.is_emergency else _("no")),
        (_("Details"), "participantObjectDetail", details),
        (_("Request"), "AuditSourceId", line.request_id),
    ]
    return [{"label": label, "standard": standard, "value": value} for label, standard, value in rows]


def _record(line: LedgerLine) -> str:
    return " ".join(str(part) for part in (line.object_type, line.object_id, line.object_number) if part)
