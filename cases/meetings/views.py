"""Meetings: the list, planning, the agenda as the reader may see it, and the minutes."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.models import Case
from cases.casefile.paging import page_of
from cases.filters.rules import Listing
from cases.filters.shown import bar as filter_bar
from cases.filters.shown import wrong_in
from cases.meetings import agenda, agenda_rules, draft_views, meeting, minutes, room
from cases.meetings.choices import REASONS
from cases.meetings.forms import InviteForm, ItemForm, PlanForm, SlotForm, StatusForm, moves
from cases.meetings.list_forms import MeetingFilterForm
from cases.meetings.models import Meeting
from cases.meetings.suggest_rules import Reason
from cases.workdays import elapsed
from organisations.actor import Actor
from organisations.acts import Act
from organisations.models import Organisation
from zorgtafel.forms import form_for, submit

SUGGESTED = 25
UPCOMING = 100  # about two years of weekly meetings; nobody plans further ahead
LIVE, SUGGESTIONS, PREPARATION = "live/", "suggestions/", "preparation/"
TABS = (
    ("", _("Agenda")),
    (SUGGESTIONS, _("Suggestions")),
    (PREPARATION, _("Preparation")),
    (LIVE, _("Run the meeting")),
    ("minutes/", _("Minutes")),
)
FOR_CHAIR = (SUGGESTIONS, LIVE)
STATUS_TONES = {"planned": "info", "running": "warning", "held": "ok", "cancelled": "neutral"}


@performs(Act.ATTEND_MEETING)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the meetings of the reader's organisation: those to come, and page by page those that were."""
    actor = request.actor
    sat_at = room.meetings_of(actor)
    form = MeetingFilterForm(request.GET, mine=sat_at)
    mine = form.narrow(sat_at.select_related("host"), actor=actor, now=request.now)
    today = timezone.make_aware(datetime.combine(timezone.localdate(request.now), time.min))
    upcoming = list(mine.filter(starts_at__gte=today).order_by("starts_at", "id")[:UPCOMING])
    past = page_of(mine.filter(starts_at__lt=today), keys=("-starts_at", "-id"), query=request.GET)
    counted = minutes.counts(actor, [*upcoming, *past.rows], now=request.now)
    shown = len(upcoming) + len(past.rows)
    ledger.record(actor, Event.MEETING_LIST_READ, now=request.now, act=Act.ATTEND_MEETING, shown=shown)
    context = {
        "upcoming": [_row(one, counted) for one in upcoming],
        "past": [_row(one, counted) for one in past.rows],
        "page": past,
        "form": form,
        "bar": filter_bar(request, Listing.MEETINGS, wrong=wrong_in(form)),
        "may_plan": actor.holds(Act.CHAIR_MEETING),
        "may_propose": actor.holds(Act.ADMIT_ORGANISATION),
    }
    return render(request, "cases/meetings/index.html", context)


@performs(Act.CHAIR_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Ask when, where and with whom; plan it and invite."""
    form = form_for(request, PlanForm, host=request.actor.organisation)

    def perform(values: dict[str, Any]) -> str:
        values["organisations"] = tuple(values["organisations"])
        planning = meeting.Planning(**values)
        return address(meeting.plan(actor=request.actor, planning=planning, now=request.now))

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    ledger.record(request.actor, Event.PAGE_READ, now=request.now, act=Act.CHAIR_MEETING)
    return render(request, "cases/meetings/plan.html", {"form": form}, status=form.status)


@performs(Act.ATTEND_MEETING)
@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show the agenda with the items the reader may hear of, and what their organisation still has to do."""
    actor = request.actor
    found = room.enter(actor, number)
    parts = minutes.parts(actor, found, now=request.now)
    shown = [part.item for part in parts]
    room.record_reading(actor, found, shown, event=Event.MEETING_READ, now=request.now)
    mine = minutes.my_actions(actor, shown, now=request.now)
    times, plan_of_all = room.times(found)
    context = frame(
        actor,
        found,
        rows=[
            {
                "part": part,
                "actions": mine[part.item.case_id],
                "slot": times[part.item.pk],
                "why": [REASONS[Reason(code)] for code in part.item.reasons.split(",") if code],
            }
            for part in parts
        ],
        unsaved=draft_views.rows(request, shown),
        invited=_invited(found),
        plan=plan_of_all,
        usual=agenda_rules.USUAL,
    )
    return render(request, "cases/meetings/detail.html", context)


@performs(Act.CHAIR_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, number: str) -> HttpResponse:
    """Ask who else comes, and invite them."""
    found = to_chair(request, number)
    form = form_for(request, InviteForm, seated=room.invited(found))

    def perform(values: dict[str, Any]) -> str:
        meeting.invite(found, actor=request.actor, organisations=values["organisations"], now=request.now)
        return address(found)

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    context = frame(request.actor, found, form=form)
    return render(request, "cases/meetings/invite.html", context, status=form.status)


@performs(Act.CHAIR_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def change_status(request: HttpRequest, number: str) -> HttpResponse:
    """Start, end or cancel a meeting, or plan it again."""
    found = to_chair(request, number)
    initial = {"version": found.version}
    form = form_for(request, StatusForm, status=found.status, initial=initial)

    def perform(values: dict[str, Any]) -> str:
        moved = meeting.move(found, actor=request.actor, now=request.now, **values)
        return address(moved, "live/" if moved.status == "running" else "")

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    context = frame(request.actor, found, form=form)
    return render(request, "cases/meetings/status.html", context, status=form.status)


@performs(Act.CHAIR_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def reschedule(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for another time or place, and tell everybody invited."""
    found = to_chair(request, number)
    length = elapsed(found.starts_at, found.ends_at)
    known = {"starts_at": found.starts_at, "lasts": round(length.total_seconds() / 60), "place": found.place}
    form = form_for(request, SlotForm, initial={**known, "version": found.version})

    def perform(values: dict[str, Any]) -> str:
        slot = meeting.Slot(**{name: values[name] for name in known})
        version = values["version"]
        meeting.reschedule(found, actor=request.actor, to=slot, version=version, now=request.now)
        return address(found)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. Everybody invited gets a message."))
        return done
    context = frame(request.actor, found, form=form)
    return render(request, "cases/meetings/time.html", context, status=form.status)


@performs(Act.CHAIR_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def add_item(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a case and a question, and put it on the agenda."""
    found = to_chair(request, number)
    form = form_for(request, ItemForm, actor=request.actor, now=request.now)

    def perform(values: dict[str, Any]) -> str:
        agenda.add(found, actor=request.actor, now=request.now, **values)
        return address(found)

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    suggested = _suggested(request.actor, found, now=request.now)
    ledger.record(
        request.actor, Event.CASE_LIST_READ, now=request.now, act=Act.CHAIR_MEETING, shown=len(suggested)
    )
    context = frame(request.actor, found, form=form, suggested=suggested)
    return render(request, "cases/meetings/add_item.html", context, status=form.status)


def to_chair(request: HttpRequest, number: str) -> Meeting:
    """Give a meeting that the reader chairs, and record that its page was opened."""
    found = room.enter(request.actor, number, act=Act.CHAIR_MEETING)
    room.require_chair(request.actor, found)
    ledger.record(request.actor, Event.MEETING_READ, on=found, now=request.now, act=Act.CHAIR_MEETING)
    return found


def frame(actor: Actor, found: Meeting, *, current: str = "", **context: Any) -> dict[str, Any]:
    """Give what every page of a meeting shows, plus the page's own; ``current`` names the tab."""
    may_chair = room.is_chair(actor, found)
    return {
        "meeting": found,
        "tabs": [
            {"label": label, "url": address(found, rest), "current": rest == current}
            for rest, label in TABS
            if may_chair or rest not in FOR_CHAIR
        ],
        "status": {"text": found.get_status_display(), "tone": STATUS_TONES[found.status]},
        "may_chair": may_chair,
        "is_going_on": found.status in ("planned", "running"),
        "is_planned": found.status == "planned",
        "moves": moves(found.status) if may_chair else [],
        **context,
    }


def address(found: Meeting, rest: str = "") -> str:
    """Give the address of a meeting, or of a page below it."""
    return f"/meetings/{found.number}/{rest}"


def _row(one: Meeting, counted: dict[int, int]) -> dict[str, Any]:
    status = {"text": one.get_status_display(), "tone": STATUS_TONES[one.status]}
    return {"meeting": one, "items": counted.get(one.pk, 0), "status": status}


def _invited(found: Meeting) -> list[Organisation]:
    return [organisation for organisation in room.invited(found) if organisation.pk != found.host_id]


def _suggested(actor: Actor, found: Meeting, *, now: datetime) -> list[Case]:
    """Give the open cases that changed last and are not on this agenda, to choose from while typing."""
    taken = found.items.filter(taken_off_at=None).values("case")
    rows = gate.in_list_order(actor, now=now).exclude(case__in=taken).exclude(case__status="closed")
    return [row.case for row in rows[:SUGGESTED]]
