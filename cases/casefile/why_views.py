"""The page behind one record: who can read this and why, and why the reader can."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cases.access import explain, gate, grounds
from cases.access.declare import performs
from cases.audit.events import Event
from cases.casefile.frame import LABELS, frame
from cases.casefile.models import Case
from organisations.acts import Act
from organisations.compartments import Compartment


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: how it is called, where its rows are, in which part, when it was written.

    ``part`` is None where each record says so itself.
    """

    label: Promise
    rows: str
    part: Compartment | None
    at: str
    url: str


KINDS = {
    "note": Kind(_("Note"), "notes", None, "written_at", "/cases/{case}/notes/{pk}/"),
    "signal": Kind(_("Signal"), "signals", Compartment.SIGNALS, "received_at", "/cases/{case}/signals/"),
    "contact": Kind(
        _("Contact with police or justice"),
        "police_contacts",
        Compartment.POLICE,
        "happened_at",
        "/cases/{case}/police/#contact-{pk}",
    ),
    "track": Kind(
        _("Meldcode track"),
        "meldcode_tracks",
        Compartment.MELDCODE,
        "started_at",
        "/cases/{case}/meldcode/{pk}/",
    ),
    "account": Kind(_("What was said"), "accounts", None, "written_at", "/cases/{case}/said/#account-{pk}"),
    "alert": Kind(_("Missing alert"), "episodes", Compartment.MISSING, "raised_at", "/missing/{row.number}/"),
}


@performs(Act.READ_CASE)
@require_safe
def record(request: HttpRequest, number: str, kind: str, pk: int) -> HttpResponse:
    """Show who can read one record and why, by name; the reader is told their own chain of grounds."""
    asked = KINDS.get(kind)
    if asked is None:
        raise gate.not_found(number, act=Act.READ_CASE)
    opened = asked.part or Compartment.CORE
    case = gate.open_case(
        request.actor, number, now=request.now, compartment=opened, event=Event.SHARING_READ
    )
    row, part = _find(case, asked, pk)
    if part is not opened:
        gate.record_reading(case, event=Event.SHARING_READ, compartment=part, on=row, now=request.now)
    context = {
        "label": asked.label,
        "written_at": getattr(row, asked.at),
        "part": LABELS[part.value],
        "back": asked.url.format(case=case.number, pk=row.pk, row=row),
        "chain": grounds.chain(case, part=part, now=request.now),
        "tables": _readers(case, part, now=request.now),
        "is_signal": kind == "signal",
    }
    return render(request, "cases/casefile/why.html", frame(request, case, "sharing", **context))


def _find(case: Case, asked: Kind, pk: int) -> tuple[Any, Compartment]:
    """Give a record of this case in a part that the reader reads; any other is not found."""
    row = getattr(case, asked.rows).filter(pk=pk).first()
    part = None if row is None else asked.part or Compartment(row.compartment)
    if part not in case.access.readable:
        raise gate.not_found(case.number, act=Act.READ_CASE)
    return row, part


def _readers(case: Case, part: Compartment, *, now: datetime) -> list[dict[str, Any]]:
    """Give per organisation the article, who let it in, and each person with the ground they stand on."""
    named = grounds.named_by(case.pk)
    return [
        {
            "organisation": table.organisation.name,
            "article": table.articles.get(part, ""),
            "terms": table.participation,
            "readers": [
                {"reader": reader, "named": named.get((table.organisation.pk, reader.user_id))}
                for reader in table.readers
                if part in reader.readable
            ],
        }
        for table in explain.who(case, now=now)
        if any(part in reader.readable for reader in table.readers)
    ]
