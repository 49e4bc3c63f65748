"""Pages of missing: the tab of a case, raising the alert, and the list of who is missing."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.access import explain, gate
from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.frame import frame, title
from cases.casefile.models import Case
from cases.filters.rules import Listing
from cases.filters.shown import bar as filter_bar
from cases.filters.shown import wrong_in
from cases.missing import episode as acts
from cases.missing import pattern_views
from cases.missing.call import page_of
from cases.missing.forms import GROUNDS, RaiseForm, report_of
from cases.missing.list_forms import AlertFilterForm
from cases.missing.models import MissingEpisode
from cases.missing.people import admitted
from cases.missing.proposal import propose
from cases.missing.rules import police_route
from cases.pack import shown as pack
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import form_for, submit
from zorgtafel.htmx import refuse_unless_htmx

PAGE = 25
DECISIONS = 5  # the last ones; the ledger has them all


@performs(Act.READ_CASE)
@require_safe
def case_tab(request: HttpRequest, number: str) -> HttpResponse:
    """Show the episodes of a case, with the button that raises an alert."""
    case = gate.open_case(request.actor, number, now=request.now, compartment=Compartment.MISSING)
    rows, next_url = _page(request, _counted(MissingEpisode.objects.filter(case=case)))
    running = case.episodes.filter(status="running").first()
    may_raise = running is None and case.status != "closed" and _may(request, case, Act.SOUND_ALERT)
    context = frame(
        request,
        case,
        "missing",
        rows=rows,
        next_url=next_url,
        running=running,
        pack_link=pack.link(request, case),
        may_raise=may_raise,
        patterns=pattern_views.undecided(case, actor=request.actor, now=request.now),
        decisions=list(case.pattern_decisions.select_related("by", "organisation")[:DECISIONS]),
        may_decide=_may(request, case, Act.ADMIT_ORGANISATION) and case.status != "closed",
    )
    return render(request, "cases/missing/tab.html", context)


@performs(Act.SOUND_ALERT)
@require_http_methods(["GET", "HEAD", "POST"])
def raise_alert(request: HttpRequest, number: str) -> HttpResponse:
    """Raise the alert: everything is filled in sensibly, so that one press is enough."""
    case = _open_to_raise(request, number)
    form = form_for(request, RaiseForm, initial={"missing_since": request.now})

    def perform(values: dict[str, Any]) -> str:
        report = report_of(form, values)
        return page_of(acts.raise_alert(case, actor=request.actor, report=report, now=request.now))

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    context = {
        "case": case,
        "name": title(case),
        "form": form,
        "will_read": explain.will_read(case, Compartment.MISSING, now=request.now),
        "called": [o for o in admitted(case, now=request.now) if o != request.actor.organisation],
        "running": case.episodes.filter(status="running").first(),
        **_proposed(request, case, form),
    }
    return render(request, "cases/missing/raise.html", context, status=form.status)


@performs(Act.SOUND_ALERT)
@require_POST
@refuse_unless_htmx
def proposal_part(request: HttpRequest, number: str) -> HttpResponse:
    """Show what colour the answers typed so far would give; nothing is saved."""
    case = _open_to_raise(request, number)
    form = RaiseForm(request.POST)
    return render(request, "cases/missing/_proposal.html", _proposed(request, case, form))


@performs(Act.READ_CASE)
@require_safe
def episodes(request: HttpRequest) -> HttpResponse:
    """List who is missing now and who was, as far as the reader may know."""
    visible = gate.visible(request.actor, MissingEpisode.objects.all(), Compartment.MISSING, now=request.now)
    form = AlertFilterForm(request.GET)
    over = form.narrow(visible.exclude(status="running"), request.actor)
    rows, next_url = _page(request, _counted(over))
    running = list(_counted(visible.filter(status="running")))
    ledger.record(
        request.actor,
        Event.EPISODE_LIST_READ,
        now=request.now,
        act=Act.READ_CASE,
        compartments=[Compartment.CORE, Compartment.MISSING],
        shown=len(rows) + len(running),
    )
    context = {
        "running": running,
        "rows": rows,
        "next_url": next_url,
        "form": form,
        "bar": filter_bar(request, Listing.ALERTS, wrong=wrong_in(form)),
        "may_drill": request.actor.holds(Act.RUN_DRILL),
    }
    return render(request, "cases/missing/list.html", context)


def _open_to_raise(request: HttpRequest, number: str) -> Case:
    return gate.open_case(
        request.actor, number, now=request.now, compartment=Compartment.MISSING, act=Act.SOUND_ALERT
    )


def _may(request: HttpRequest, case: Case, act: Act) -> bool:
    return gate.may(
        request.actor,
        act,
        on=case,
        compartment=Compartment.MISSING,
        access=case.access,
        now=request.now,
    )


def _proposed(request: HttpRequest, case: Case, form: RaiseForm) -> dict[str, Any]:
    verdict = propose(case, form.answers(), now=request.now)
    return {
        "verdict": verdict,
        "police_route": police_route(verdict.colour).value,
        "grounds": [GROUNDS[ground] for ground in verdict.grounds],
        "unclear": [GROUNDS[ground] for ground in verdict.unclear],
    }


def _counted(rows: QuerySet[MissingEpisode]) -> QuerySet[MissingEpisode]:
    return rows.select_related("case", "raised_by_organisation").annotate(
        asked=Count("calls"), answered=Count("calls", filter=Q(calls__acknowledged_at__isnull=False))
    )


def _page(request: HttpRequest, rows: QuerySet[MissingEpisode]) -> tuple[list[MissingEpisode], str]:
    """Give a page of the newest episodes and the address of the next one (keyset: stays quick)."""
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    kept = request.GET.copy()
    kept["before"] = str(found[PAGE - 1].pk)
    return found[:PAGE], f"?{kept.urlencode()}"
