"""Pages of the case file: list, search, start, overview, timeline, change, close and reopen."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import explain, gate, pace
from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import alike, listing, now, part_forms, retention, search, sentences
from cases.casefile import case as casefile
from cases.casefile.closing import still_open
from cases.casefile.forms import CaseForm, CloseForm, ConfirmForm, FilterForm, StartForm
from cases.casefile.frame import frame
from cases.casefile.mark_rules import Known
from cases.casefile.models import Case
from cases.casefile.paging import page_of
from cases.filters.rules import Listing
from cases.filters.shown import bar as filter_bar
from cases.filters.shown import wrong_in
from organisations import covenant_sentences, present
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import Organisation, User
from zorgtafel.forms import form_for, submit


@performs(Act.READ_CASE)
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """Show the cases this actor may open, the last change first."""
    form = FilterForm(request.GET)
    filters = form.filters()
    bar = filter_bar(request, Listing.CASES, wrong=wrong_in(form))
    if bar.first:
        return redirect(bar.first)
    page, rows = listing.page(request.actor, filters, request.GET, now=request.now)
    hurried = listing.hurried(request.actor, filters, now=request.now)
    ledger.record(
        request.actor,
        Event.CASE_LIST_READ,
        now=request.now,
        act=Act.READ_CASE,
        compartments=[Compartment.CORE, Compartment.IDENTITY],
        shown=len(rows) + len(hurried),
    )
    context = {"form": form, "filters": filters, "page": page, "rows": [*hurried, *rows], "bar": bar}
    context["may_start"] = request.actor.holds(Act.START_CASE)
    return render(request, "cases/casefile/list.html", context)


@performs(Act.SEARCH_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def search_cases(request: HttpRequest) -> HttpResponse:
    """Find a case. The ledger keeps a fingerprint of the term, never the term.

    What is typed is only taken from the body: a name in an address ends up in histories and logs.
    """
    typed = request.POST.get("q", "").replace("\x00", "").strip()[:200]
    rows = []
    if typed:
        pace.demand_calm_search(request.actor, now=request.now)
        rows = search.find(request.actor, typed, now=request.now)
        ledger.record(
            request.actor,
            Event.CASES_SEARCHED,
            now=request.now,
            act=Act.SEARCH_CASES,
            compartments=[Compartment.CORE, Compartment.IDENTITY],
            term=ledger.fingerprint(typed),
            shown=len(rows),
        )
    context = {"typed": typed, "rows": rows, "is_full": len(rows) == search.MOST}
    context["may_ask"] = request.actor.holds(Act.ASK_ACCESS)
    context["may_break_glass"] = request.actor.holds(Act.BREAK_GLASS)
    return render(request, "cases/casefile/search.html", context)


@performs(Act.START_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Start a case, with oneself as coordinator and a colleague as deputy."""
    here = present.members(at=request.now).filter(organisation=request.actor.organisation)
    colleagues = (
        User.objects.filter(pk__in=here.values("user"))
        .exclude(pk=request.actor.user_id)
        .order_by("name", "id")
    )
    tables = casefile.tables(request.actor, now=request.now)
    today = timezone.localdate(request.now)

    def look(known: Known, table: int | None) -> list[alike.Candidate]:
        here = tables if table is None else [table]
        return alike.cases(request.actor, known, tables=here, now=request.now)

    form = form_for(request, StartForm, colleagues=colleagues, tables=tables, today=today, look=look)

    def perform(values: dict[str, Any]) -> str:
        values.pop("looked")
        deputy, table = values.pop("deputy"), values.pop("table", None)
        opening, chosen = casefile.Opening(**values), None if table is None else table.pk
        made = casefile.start(
            actor=request.actor, opening=opening, deputy=deputy, table=chosen, now=request.now
        )
        return f"/cases/{made.number}/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The case was started. You coordinate it."))
        return response
    alike.record_shown(request.actor, form.candidates, on=None, case=None, now=request.now)
    return render(request, "cases/casefile/start.html", {"form": form}, status=form.status)


@performs(Act.READ_CASE)
@require_safe
def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Show what needs attention in a case."""
    case = gate.open_case(request.actor, number, now=request.now)
    look = now.look(case, now=request.now)
    part_forms.record_parts(case, look.notes, now=request.now)
    context = {
        "kept": _kept(request, case) if case.status == "closed" else "",
        "look": look,
        "entries": [sentences.entry(line) for line in look.lines],
        "why": explain.why(case.access, now=request.now),
        "may_note": _may(request, case, Act.WRITE_NOTE) and case.status != "closed",
        "may_change": _may(request, case, Act.ASSIGN_COORDINATOR),
        "may_close": _may(request, case, Act.CLOSE_CASE),
        "may_alert": Compartment.MISSING in case.access.readable and _may(request, case, Act.SOUND_ALERT),
    }
    return render(request, "cases/casefile/overview.html", frame(request, case, "overview", **context))


@performs(Act.READ_CASE)
@require_safe
def timeline(request: HttpRequest, number: str) -> HttpResponse:
    """Show what happened in a case, as far as the reader's compartments go."""
    case = gate.open_case(request.actor, number, now=request.now)
    lines = case.timeline.filter(compartment__in=case.access.readable)
    # Both filters from one walk over a timeline of any length.
    pairs = list(lines.order_by().values_list("kind", "organisation_id").distinct())
    homes = Organisation.objects.filter(pk__in={home for _kind, home in pairs} - {None}).order_by("name")
    chosen = {name: request.GET.get(name, "") for name in ("organisation", "kind")}
    by_label = _by_label(sorted({kind for kind, _home in pairs}))
    if chosen["organisation"].isascii() and chosen["organisation"].isdigit():
        lines = lines.filter(organisation_id=chosen["organisation"])
    if chosen["kind"] in by_label:
        lines = lines.filter(kind__in=by_label[chosen["kind"]])
    page = page_of(lines.select_related("organisation"), keys=("-at", "-id"), query=request.GET)
    context = {
        "entries": [sentences.entry(line) for line in page.rows],
        "page": page,
        "chosen": chosen,
        "organisations": homes.values_list("pk", "name"),
        "kinds": [(label, label) for label in sorted(by_label)],
    }
    return render(request, "cases/casefile/timeline.html", frame(request, case, "timeline", **context))


@performs(Act.ASSIGN_COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: str) -> HttpResponse:
    """Change the form of concern or the urgency."""
    case = _open(request, number, Act.ASSIGN_COORDINATOR)
    shown = {name: getattr(case, name) for name in ("form_of_concern", "urgency", "version")}
    form = form_for(request, CaseForm, initial=shown)

    def perform(values: dict[str, Any]) -> str:
        casefile.change(case, actor=request.actor, now=request.now, **values)
        return f"/cases/{case.number}/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        return response
    stale = getattr(form, "stale", None)
    context = frame(request, case, "overview", writes=Compartment.CORE, form=form, stale=stale)
    return render(request, "cases/casefile/change.html", context, status=form.status)


@performs(Act.CLOSE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for confirmation, and close the case."""
    case = _open(request, number, Act.CLOSE_CASE)
    form = form_for(request, CloseForm)

    def perform(values: dict[str, Any]) -> str:
        casefile.close(case, actor=request.actor, reason=values["reason"], now=request.now)
        return f"/cases/{case.number}/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, f"{_('The case is closed.')} {_kept(request, case)}")
        return response
    shown = {"form": form, "blockers": still_open(case, now=request.now), "kept": _kept(request, case)}
    context = frame(request, case, "overview", writes=Compartment.CORE, **shown)
    return render(request, "cases/casefile/close.html", context, status=form.status)


@performs(Act.CLOSE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for confirmation, and open the case again."""
    case = _open(request, number, Act.CLOSE_CASE)
    form = form_for(request, ConfirmForm)

    def perform(values: dict[str, Any]) -> str:
        casefile.reopen(case, actor=request.actor, now=request.now)
        return f"/cases/{case.number}/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The case is open again."))
        return response
    context = frame(request, case, "overview", form=form)
    return render(request, "cases/casefile/reopen.html", context, status=form.status)


def _kept(request: HttpRequest, case: Case) -> str:
    """Say until when a closed case is kept, and why."""
    found = retention.kept(case, now=request.now)
    if found is None:
        return ""
    told = {"day": date_format(found.until, "j F Y"), "term": covenant_sentences.months(found.months)}
    return _("The record is kept up to and including %(day)s: %(term)s, as the covenant says.") % told


def _open(request: HttpRequest, number: str, act: Act) -> Case:
    return gate.open_case(request.actor, number, now=request.now, act=act)


def _may(request: HttpRequest, case: Case, act: Act) -> bool:
    return gate.may(request.actor, act, on=case, access=case.access, now=request.now)


def _by_label(kinds: Any) -> dict[str, list[str]]:
    """Give the kinds per label that people read, so that a filter never shows a code."""
    found: dict[str, list[str]] = {}
    for kind in kinds:
        found.setdefault(str(sentences.label_of(kind)), []).append(kind)
    return found
