"""One agenda item: who was there, what was said, what was decided; and the chair's screen for it all."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import explain, gate
from cases.access.declare import performs
from cases.audit.events import Event
from cases.meetings import agenda, attendance, decision, draft, draft_views, minutes, room, screen
from cases.meetings import guest as guests
from cases.meetings.forms import OUTCOME, GuestForm, TakeOffForm
from cases.meetings.live_forms import ATTENDANCE, DECISION, DISCUSSED, form_of
from cases.meetings.minutes import Part
from cases.meetings.models import AgendaItem, ItemDraft
from cases.meetings.rules import MeetingStatus
from cases.meetings.views import LIVE, address, frame
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import TableForm, form_for, submit, take_kept

FROM_LIVE = "live"


@performs(Act.ATTEND_MEETING)
@require_safe
def detail(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show the reader's part of one item."""
    item = _open(request, number, pk)
    parts = minutes.parts(request.actor, item.meeting, now=request.now)
    (part,) = [part for part in parts if part.item.pk == item.pk]
    mine = minutes.my_actions(request.actor, [item], now=request.now)[item.case_id]
    may_admit = gate.may(request.actor, Act.ADMIT_ORGANISATION, on=item.case, now=request.now)
    context = {
        "item": item,
        "part": part,
        "actions": mine,
        "may_admit": may_admit,
        "guests": list(guests.joining(item)) if may_admit else [],
    }
    return render(request, "cases/meetings/item.html", frame(request.actor, item.meeting, **context))


@performs(Act.CHAIR_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def take_attendance(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask who is there for this item, and record it."""
    if (kept := draft_views.kept(request, number, pk, ATTENDANCE)) is not None:
        return kept
    item = open_to_chair(request, number, pk)
    seats = room.seats(item, now=request.now)
    form = _form(request, ATTENDANCE, item, seats)

    def perform(values: dict[str, Any]) -> str:
        attendance.record(item, actor=request.actor, taken=form.taken(values), now=request.now)
        draft_views.finish(request, item, ATTENDANCE, form)
        return _after(request, item)

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    if form.status == 409:
        form.look_again({row.organisation_id: row for row in item.attendance.all()})
    _keep_typed(request, item, ATTENDANCE, form)
    context = item_frame(
        request, item, form=form, seats=seats, will_read=readers_of(item, seats, now=request.now)
    )
    return render(request, "cases/meetings/attendance.html", context, status=form.status)


@performs(Act.CHAIR_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def record_discussed(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask what was discussed, and record it."""
    if (kept := draft_views.kept(request, number, pk, DISCUSSED)) is not None:
        return kept
    item = open_to_chair(request, number, pk)
    form = _form(request, DISCUSSED, item, room.seats(item, now=request.now))

    def perform(values: dict[str, Any]) -> str:
        agenda.record_discussed(item, actor=request.actor, now=request.now, **values)
        draft_views.finish(request, item, DISCUSSED, form)
        return _after(request, item)

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    _keep_typed(request, item, DISCUSSED, form)
    context = item_frame(request, item, form=form, will_read=readers_of(item, now=request.now))
    return render(request, "cases/meetings/discussed.html", context, status=form.status)


@performs(Act.CHAIR_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask what was decided and who does what before when, and record both."""
    if (kept := draft_views.kept(request, number, pk, DECISION)) is not None:
        return kept
    item = open_to_chair(request, number, pk)
    form = _form(request, DECISION, item, room.seats(item, now=request.now))

    def perform(values: dict[str, Any]) -> str:
        outcome = decision.Outcome(**{name: values[name] for name in OUTCOME})
        decision.record(item, actor=request.actor, outcome=outcome, now=request.now)
        draft_views.finish(request, item, DECISION, form)
        return _after(request, item)

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    _keep_typed(request, item, DECISION, form)
    context = item_frame(request, item, form=form, will_read=readers_of(item, now=request.now))
    return render(request, "cases/meetings/decide.html", context, status=form.status)


@performs(Act.CHAIR_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def take_off(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask for confirmation, and take a case off the agenda."""
    item = open_to_chair(request, number, pk)
    form = form_for(request, TakeOffForm)

    def perform(values: dict[str, Any]) -> str:
        agenda.take_off(item, actor=request.actor, now=request.now)
        return address(item.meeting)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("The case is off the agenda."))
        return done
    context = item_frame(request, item, form=form)
    return render(request, "cases/meetings/take_off.html", context, status=form.status)


@performs(Act.ADMIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_guest(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask who joins for this case only, and let them."""
    item = _open(request, number, pk)
    gate.require(request.actor, Act.ADMIT_ORGANISATION, on=item.case, now=request.now)
    form = form_for(request, GuestForm, candidates=guests.candidates(item, now=request.now))

    def perform(values: dict[str, Any]) -> str:
        parts = frozenset(Compartment(value) for value in values["compartments"])
        opened = guests.Opened(values["purpose"], values["legal_ground"], parts)
        guests.invite(item, actor=request.actor, guest=values["guest"], opened=opened, now=request.now)
        return address(item.meeting, f"items/{item.pk}/")

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("This person can read the case around the meeting."))
        return done
    context = item_frame(request, item, form=form)
    return render(request, "cases/meetings/guest_new.html", context, status=form.status)


@performs(Act.ADMIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_guest(request: HttpRequest, number: str, pk: int, guest_pk: int) -> HttpResponse:
    """Ask for confirmation, and take an invitation for one case back."""
    item = _open(request, number, pk)
    gate.require(request.actor, Act.ADMIT_ORGANISATION, on=item.case, now=request.now)
    standing = guests.joining(item).filter(pk=guest_pk).first()
    if standing is None:
        raise gate.not_found(number, act=Act.ADMIT_ORGANISATION)
    form = form_for(request, TakeOffForm)

    def perform(values: dict[str, Any]) -> str:
        guests.withdraw(standing, actor=request.actor, now=request.now)
        return address(item.meeting, f"items/{item.pk}/")

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("This person no longer joins for this case."))
        return done
    context = item_frame(request, item, form=form, guest=standing)
    return render(request, "cases/meetings/guest_withdraw.html", context, status=form.status)


@performs(Act.CHAIR_MEETING)
@require_safe
def live(request: HttpRequest, number: str) -> HttpResponse:
    """Give the chair one screen: the agenda beside the item that is spoken of now.

    The items come through the gate once; what is spoken of and what is on the big screen are among them.
    """
    meeting = room.enter(request.actor, number, act=Act.CHAIR_MEETING)
    room.require_chair(request.actor, meeting)
    parts = minutes.parts(request.actor, meeting, now=request.now)
    current = _current(parts, request.GET.get("item", ""))
    items = [part.item for part in parts]
    typed = draft.of_items(request.actor, items)
    take_kept(request)  # what the lock took along is in the drafts: with three forms nobody knows whose it is
    context = frame(request.actor, meeting, current=LIVE, parts=parts, at=current, work=None)
    context["on_screen"] = screen.newest(items) if meeting.status == MeetingStatus.RUNNING else None
    shown = []
    if current is not None:
        shown = [current.item]
        context["work"] = _live_item(request, current.item, parts, typed)
    context["unsaved"] = {one.item_id for one in typed}
    room.record_reading(request.actor, meeting, shown, event=Event.MEETING_READ, now=request.now)
    return render(request, "cases/meetings/live.html", context)


def _live_item(
    request: HttpRequest, item: AgendaItem, parts: list[Part], typed: list[ItemDraft]
) -> dict[str, Any]:
    """Give the forms of the item spoken of now, and its neighbours on the agenda."""
    seats = room.seats(item, now=request.now)
    verdict = agenda.minute_verdict(item, seats)
    order = [part.item.pk for part in parts]
    place = order.index(item.pk)
    open_ones = {of: _form(request, of, item, seats) for of in draft_views.PAGES}
    return {
        **{of: draft_views.attach(request, item, of, form, typed) for of, form in open_ones.items()},
        "seats": seats,
        "may_minute": verdict.allowed,
        "not_yet": "" if verdict.allowed else agenda.NOT_YET[verdict.grounds[0]],
        "previous": order[place - 1] if place else None,
        "next": order[place + 1] if place + 1 < len(order) else None,
        "place": place + 1,
        "will_read": readers_of(item, seats, now=request.now),
    }


def readers_of(item: AgendaItem, seats: room.Seats | None = None, *, now: datetime) -> list[dict[str, Any]]:
    """Give who of the organisations that the item needs reads the core of the case, and so the minutes."""
    invited = {organisation.name for organisation in (seats or room.seats(item, now=now)).inside}
    groups = explain.will_read(item.case, Compartment.CORE, now=now)
    return [group for group in groups if group["organisation"] in invited]


def _open(request: HttpRequest, number: str, pk: int) -> AgendaItem:
    """Give an item that the reader may hear of, and record the reading."""
    meeting = room.enter(request.actor, number)
    item = room.item(request.actor, meeting, pk, now=request.now)
    room.record_reading(request.actor, meeting, [item], event=Event.MEETING_READ, now=request.now)
    return item


def open_to_chair(request: HttpRequest, number: str, pk: int) -> AgendaItem:
    """Give an item to who chairs its meeting, and record the reading."""
    item = _open(request, number, pk)
    agenda.require_chair_of(item, actor=request.actor, now=request.now)
    return item


def item_frame(request: HttpRequest, item: AgendaItem, **context: Any) -> dict[str, Any]:
    """Give what every page about one item shows, plus the page's own."""
    return frame(request.actor, item.meeting, item=item, back=_after(request, item), **context)


def _after(request: HttpRequest, item: AgendaItem) -> str:
    """Give where the chair goes on: back to the screen they came from."""
    if request.GET.get("from") == FROM_LIVE:
        return address(item.meeting, f"live/?item={item.pk}")
    return address(item.meeting, f"items/{item.pk}/")


def _form(request: HttpRequest, of: str, item: AgendaItem, seats: room.Seats) -> TableForm:
    form_class, options = form_of(request, of, item, seats)
    return form_for(request, form_class, **options)


def _keep_typed(request: HttpRequest, item: AgendaItem, of: str, form: TableForm) -> None:
    draft_views.attach(request, item, of, form, draft.of_items(request.actor, [item]))


def _current(parts: list[Part], asked: str) -> Part | None:
    """Give the item asked for, else the first one without a decision, else the first."""
    by_key = {str(part.item.pk): part for part in parts}
    if asked in by_key:
        return by_key[asked]
    undecided = [part for part in parts if not part.decisions]
    return next(iter([*undecided, *parts]), None)
