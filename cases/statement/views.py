"""Pages of what a young person told: read, write down, and on paper for the prosecutor."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit.events import Event
from cases.casefile import part_forms
from cases.casefile.frame import frame, title
from cases.casefile.models import Case
from cases.casefile.paging import page_of
from cases.police.shown import guidance
from cases.statement import account, shown
from cases.statement.forms import AccountForm
from cases.statement.models import Account
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel import pdf, shell
from zorgtafel.forms import form_for, submit

DOCUMENT = "cases/statement/accounts.typ"
MOST_ON_PAPER = 200


@performs(Act.READ_CASE)
@require_safe
def accounts(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was told, talk by talk, as far as the reader's compartments go."""
    case = gate.open_case(request.actor, number, now=request.now)
    page = page_of(shown.readable(case), keys=("happened_at", "id"), query=request.GET)
    _record(request, case, page.rows, Event.ACCOUNTS_READ)
    context = {
        "rows": shown.with_hints(page.rows, request.actor),
        "page": page,
        "guard": guidance(case),
        "may_write": case.status != "closed" and bool(part_forms.writable(case, now=request.now)),
    }
    return render(request, "cases/statement/list.html", frame(request, case, "overview", **context))


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, number: str) -> HttpResponse:
    """Ask what was told; whoever will read it is shown before it is saved."""
    case = gate.open_case(request.actor, number, now=request.now)
    parts = part_forms.writable(case, now=request.now)
    if not parts:  # somebody who only joins a meeting reads, and writes nothing
        gate.require(request.actor, Act.WRITE_NOTE, on=case, now=request.now)
    form = form_for(request, AccountForm, compartments=parts, initial={"compartment": parts[0].value})

    def perform(values: dict[str, Any]) -> str:
        told = account.Told(
            compartment=Compartment(values["compartment"]),
            exchanges=form.exchanges(),
            **{name: values[name] for name in SIMPLE},
        )
        made = account.write_down(case, actor=request.actor, told=told, now=request.now)
        return f"/cases/{case.number}/said/#account-{made.pk}"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Saved, word for word. It stays as it is; what you add is a new talk."))
        return response
    choices = part_forms.choices(case, parts, chosen=form["compartment"].value(), now=request.now)
    context = {"form": form, "guard": guidance(case), "parts": choices}
    whole = frame(request, case, "overview", **context)
    return render(request, "cases/statement/new.html", whole, status=form.status)


@performs(Act.READ_CASE, step_up=True)
@require_safe
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """Give who asked what and what was said as PDF for the prosecutor, without what anybody made of it."""
    case = gate.open_case(request.actor, number, now=request.now)
    rows = list(shown.readable(case).order_by("happened_at", "id")[:MOST_ON_PAPER])
    _record(request, case, rows, Event.ACCOUNTS_PRINTED)
    data = {
        "title": _("Who asked what, and what was said"),
        "about": title(case),
        "language": get_language(),
        "footer": shell.printed_by(request),
        "words": {"asked": _("Asked"), "said": _("Said"), "seen": _("Seen"), "nothing": _("(by themself)")},
        "accounts": [_on_paper(row) for row in rows],
    }
    return pdf.attached(pdf.write(DOCUMENT, data, made_at=request.now), f"{case.number}-gezegd.pdf")


SIMPLE = ("happened_at", "place", "present", "begun_by", "seen", "interpretation")


def _record(request: HttpRequest, case: Case, rows: list[Account], event: Event) -> None:
    """Write one line for each part of the case that is on the page; none shown, one line for the page."""
    parts = {Compartment(row.compartment) for row in rows} or {Compartment.CORE}
    for part in sorted(parts):
        gate.record_reading(case, event=event, compartment=part, now=request.now)


def _on_paper(row: Account) -> dict[str, Any]:
    when = date_format(timezone.localtime(row.happened_at), "j F Y, H:i")
    told = _("Written down by %(name)s, %(organisation)s, on %(at)s.") % {
        "name": row.author.name,
        "organisation": row.organisation.name,
        "at": date_format(timezone.localtime(row.written_at), "j F Y, H:i"),
    }
    facts = [
        (_("Where"), row.place),
        (_("Who else was there"), row.present or _("nobody")),
        (_("Who began"), str(row.get_begun_by_display())),
    ]
    return {
        "heading": when,
        "told": told,
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "exchanges": [{"asked": pair.asked, "said": pair.said} for pair in row.exchanges.all()],
        "seen": row.seen,
    }
