"""Pages of intake: the two lists, a new signal, one signal, the signals of a case."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate, signal_gate
from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import alike as files
from cases.casefile.frame import frame
from cases.filters.rules import Listing
from cases.filters.shown import bar as filter_bar
from cases.filters.shown import wrong_in
from cases.intake import (
    alike,
    desk_views,
    draft,
    draft_views,
    evidence,
    lists,
    rules,
    shown,
    signal,
    split_views,
)
from cases.intake import desk as desks
from cases.intake import frame as signal_frame
from cases.intake import merge_views as merges
from cases.intake.models import Signal
from cases.intake.report_forms import ReportForm
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import form_for, submit

TRIAGE, REPORTED = "triage", "reported"
#: The part of a case that whom a signal is about belongs to.
PARTS_OF = {
    rules.Subject.YOUNG_PERSON: Compartment.IDENTITY,
    **dict.fromkeys(rules.IN_NETWORK, Compartment.NETWORK),
}


@performs(Act.READ_SIGNALS)
@require_safe
def signal_list(request: HttpRequest) -> HttpResponse:
    """Show the desk's queue or what we reported, with filters that live in the address."""
    current = _list_asked_for(request)
    filters = lists.FilterForm(request.GET)
    chosen = filters.chosen()
    if current == TRIAGE:
        rows, order = lists.to_triage(request.actor, chosen, now=request.now), lists.QUEUE
    else:
        rows, order = lists.reported(request.actor, chosen), lists.NEWEST
    page = lists.page(rows, order, request.GET)
    _record_list(request, current, chosen, len(page.rows))
    context = {
        "current": current,
        "tabs": _tabs(request, current),
        "filters": filters,
        "is_filtered": bool(chosen),
        "bar": filter_bar(request, Listing.SIGNALS, wrong=wrong_in(filters)),
        "rows": [shown.row(row, at_desk=current == TRIAGE, now=request.now) for row in page.rows],
        "next_url": _page_url(request, "after", page.after),
        "previous_url": _page_url(request, "before", page.before),
        "may_log": request.actor.holds(Act.LOG_SIGNAL),
        "drafts": draft_views.rows(request) if request.actor.holds(Act.LOG_SIGNAL) else [],
    }
    return render(request, "cases/intake/list.html", context)


@performs(Act.LOG_SIGNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Log a signal; whoever will read it stands above the button."""
    open_desks = desks.open_to(request.actor.organisation, now=request.now)
    if not open_desks and request.method != "POST":
        return render(request, "cases/intake/no_desk.html", {"sentence": signal.NO_DESK}, status=409)
    form = form_for(
        request, ReportForm, desks=open_desks, door=signal.door_of(request.actor), now=request.now
    )
    if request.method == "POST":
        if (kept := draft_views.kept(request, form)) is not None:
            return kept
        done = submit(request, form, lambda _values: _log(request, form))
        if done is not None:
            return done
    elif (found := draft_views.open_draft(request)) is not None:
        draft_views.fill(form, found)
    context = {
        "form": form,
        "readers": _readers(request, open_desks),
        "has_choice": len(open_desks) > 1,
    }
    return render(request, "cases/intake/new.html", context, status=form.status)


@performs(Act.READ_SIGNALS)
@require_safe
def logged(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm that a signal arrived: its number, its clock, and what happens next."""
    found = signal_frame.open_signal(request, number)
    context = {
        "signal": found,
        "clock": shown.clock(found, found.own_flags, now=request.now),
        "due": shown.moment(found.triage_due_at),
        "feedback_due": shown.moment(found.feedback_due_at),
        "url": signal.path(found),
        "may_log": request.actor.holds(Act.LOG_SIGNAL),
    }
    return render(request, "cases/intake/logged.html", context)


@performs(Act.READ_SIGNALS)
@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show one signal: the words, the facts, the chain, the feedback; to the desk also what it can do."""
    found = signal_frame.open_signal(request, number)
    steps = list(found.steps.select_related("by", "organisation"))
    is_on_desk = signal_gate.is_on_desk(request.actor, found, now=request.now)
    is_own = is_on_desk or signal_gate.reported(request.actor, Signal.objects.filter(pk=found.pk)).exists()
    case = _case_if_readable(request, found)
    candidates = alike.of(found, actor=request.actor, now=request.now) if is_on_desk else []
    files.record_shown(request.actor, candidates, on=found, case=found.case, now=request.now)
    context = {
        **signal_frame.about(request, found),
        "candidates": candidates,
        "facts": shown.facts(found, with_subject=_reads_subject(request, found), with_reporter=is_on_desk),
        "additions": found.additions.order_by("at", "pk"),
        "signs": shown.signs(found.indicators.select_related("noted_by")),
        "evidence": evidence.of([found]),
        "may_add": request.actor.holds(Act.LOG_SIGNAL) and is_own,
        "chain": shown.chain(found, steps),
        "walk": shown.walk(steps, with_reasons=is_on_desk or case is not None),
        "told": shown.told(found, found.feedback.select_related("by")),
        "moves": desk_views.moves(request, found) if is_on_desk else [],
        "case": case,
        **split_views.parted(found if is_on_desk else None),
        **merges.together(found if is_on_desk or case is not None else None),
    }
    return render(request, "cases/intake/detail.html", context)


@performs(Act.READ_CASE)
@require_safe
def case_signals(request: HttpRequest, number: str) -> HttpResponse:
    """Show the signals of a case, with plain counts and no score."""
    case = gate.open_case(request.actor, number, now=request.now, compartment=Compartment.SIGNALS)
    rows = gate.visible(request.actor, Signal.objects.filter(case=case), Compartment.SIGNALS, now=request.now)
    page = lists.page(rows, lists.NEWEST, request.GET)
    every = list(rows.prefetch_related(*evidence.NEEDS).only(*evidence.COLUMNS))
    context = {
        "signals": [shown.row(row, now=request.now) for row in page.rows],
        "total": len(every),
        "evidence": evidence.of(every),
        "may_open": request.actor.holds(Act.READ_SIGNALS),
        "next_url": _page_url(request, "after", page.after),
        "previous_url": _page_url(request, "before", page.before),
    }
    return render(request, "cases/intake/case_signals.html", frame(request, case, "signals", **context))


def _log(request: HttpRequest, form: ReportForm) -> str:
    chosen, report = form.chosen_desk(), form.report()
    made = signal.log(
        actor=request.actor, report=report, desk=chosen.organisation, table=chosen.table, now=request.now
    )
    key = form.cleaned_data["idempotency"]
    draft.finish(actor=request.actor, key=key, observation=report.observation, now=request.now)
    return f"{signal.path(made)}logged/"


def _case_if_readable(request: HttpRequest, found: Signal) -> Any:
    """Give the case only to those who read signals in it; a reporter never learns that there is one."""
    if found.case is None:
        return None
    readable = gate.may(
        request.actor, Act.READ_CASE, on=found.case, compartment=Compartment.SIGNALS, now=request.now
    )
    return found.case if readable else None


def _reads_subject(request: HttpRequest, found: Signal) -> bool:
    """Tell whether the reader may know whom a signal is about: who reported it and the desk know already.

    Whoever reads it because it is in a case needs that case's identity for a young person, and its network
    for a suspect or what leads to one.
    """
    part = PARTS_OF.get(rules.Subject(found.subject))
    if part is None or signal_gate.reported(request.actor, Signal.objects.filter(pk=found.pk)).exists():
        return True
    if found.case is None or signal_gate.is_on_desk(request.actor, found, now=request.now):
        return True
    return gate.may(request.actor, Act.READ_CASE, on=found.case, compartment=part, now=request.now)


def _readers(request: HttpRequest, open_desks: list[desks.Desk]) -> list[dict[str, Any]]:
    """Give everybody who will read the signal; where there is a choice of desks, which of them if chosen."""
    at_desk = list(dict.fromkeys(desk.organisation for desk in open_desks))
    has_choice = len(at_desk) > 1
    groups = {
        group.organisation: group.people
        for organisation in at_desk
        for group in desks.readers(request.actor, organisation, now=request.now)
    }
    return [
        {
            "organisation": organisation.name,
            "names": [user.name for user in people],
            "note": _("if you choose this desk") if has_choice and organisation in at_desk else "",
        }
        for organisation, people in groups.items()
    ]


def _list_asked_for(request: HttpRequest) -> str:
    if not request.actor.holds(Act.TRIAGE_SIGNAL):
        return REPORTED
    return REPORTED if request.GET.get("list") == REPORTED else TRIAGE


def _tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    if not request.actor.holds(Act.TRIAGE_SIGNAL):
        return []
    labels = ((TRIAGE, _("To triage")), (REPORTED, _("Reported by us")))
    return [
        {"label": label, "url": f"/signals/?list={name}", "current": name == current}
        for name, label in labels
    ]


def _record_list(request: HttpRequest, current: str, chosen: dict[str, str], count: int) -> None:
    ledger.record(
        request.actor,
        Event.SIGNAL_LIST_READ,
        now=request.now,
        act=Act.READ_SIGNALS,
        compartments=[Compartment.SIGNALS],
        list=current,
        filters=chosen,
        shown=count,
    )


def _page_url(request: HttpRequest, side: str, cursor: str) -> str:
    """Give the address of a neighbouring page with the same list and filters; empty when there is none."""
    if not cursor:
        return ""
    query = request.GET.copy()
    query.pop("after", None)
    query.pop("before", None)
    query[side] = cursor
    return f"?{query.urlencode()}"
