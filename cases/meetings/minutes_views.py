"""The minutes of one organisation: as a page, as a PDF for one reader, signed, and corrected afterwards."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access.declare import performs
from cases.audit.events import Event
from cases.meetings import agenda, minutes, room, sign_off
from cases.meetings.forms import TakeOffForm
from cases.meetings.item_views import item_frame, open_to_chair, readers_of
from cases.meetings.minutes import Part
from cases.meetings.models import Meeting, MinutesSignature
from cases.meetings.plan_forms import CorrectionForm
from cases.meetings.views import address, frame
from organisations.actor import Actor
from organisations.acts import Act
from zorgtafel import pdf
from zorgtafel.forms import form_for, submit

DOCUMENT = "cases/meetings/minutes.typ"
MINUTES = "minutes/"


@performs(Act.ATTEND_MEETING)
@require_safe
def show_minutes(request: HttpRequest, number: str) -> HttpResponse:
    """Show the reader's organisation its part of the minutes, and who signed them."""
    actor = request.actor
    found = room.enter(actor, number)
    parts = minutes.parts(actor, found, now=request.now)
    shown = [part.item for part in parts]
    room.record_reading(actor, found, shown, event=Event.MINUTES_READ, now=request.now)
    signed = _signatures(found)
    established = agenda.is_established(found)
    context = frame(
        actor,
        found,
        current=MINUTES,
        parts=parts,
        organisation=actor.organisation,
        signatures=signed,
        established=established,
        may_sign=_may_sign(actor, found, signed, established=established),
    )
    return render(request, "cases/meetings/minutes.html", context)


@performs(Act.ATTEND_MEETING, step_up=True)
@require_safe
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """Give the reader's part of the minutes as a PDF that names the reader on every page."""
    actor, now = request.actor, request.now
    found = room.enter(actor, number)
    parts = minutes.parts(actor, found, now=now)
    room.record_reading(actor, found, [part.item for part in parts], event=Event.MINUTES_PRINTED, now=now)
    established = agenda.is_established(found)
    mark = _("%(name)s, %(organisation)s, %(at)s") % {
        "name": actor.user.name,
        "organisation": actor.organisation.name,
        "at": date_format(localtime(now), "j F Y H:i"),
    }
    data = {
        "title": f"{_('Minutes')} {found.number}",
        "about": f"{found.title} · {date_format(localtime(found.starts_at), 'l j F Y, H:i')}",
        "state": _("Established") if established else _("Draft: not established yet"),
        "language": get_language(),
        "mark": mark,
        "reading": _("Reading %(reading)s in the ledger. Confidential.")
        % {"reading": request.request_id[:12]},
        "items": [_told(place, part) for place, part in enumerate(parts, start=1)],
        "none": "" if parts else _("No case of your organisation was on the agenda of this meeting."),
        "signed": [_signed(row) for row in _signatures(found)],
        "signed_title": _("Signed"),
    }
    return pdf.attached(pdf.write(DOCUMENT, data, made_at=now), f"{found.number}.pdf")


@performs(Act.ATTEND_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for confirmation, and sign the minutes for one's organisation."""
    actor = request.actor
    found = room.enter(actor, number)
    room.record_reading(actor, found, [], event=Event.MEETING_READ, now=request.now)
    form = form_for(request, TakeOffForm)

    def perform(values: dict[str, Any]) -> str:
        sign_off.sign(found, actor=actor, now=request.now)
        return address(found, MINUTES)

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    establishes = found.host_id == actor.organisation_id
    context = frame(actor, found, current=MINUTES, form=form, establishes=establishes)
    return render(request, "cases/meetings/sign.html", context, status=form.status)


@performs(Act.CHAIR_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask what was wrong in established minutes, and add it as a correction."""
    item = open_to_chair(request, number, pk)
    form = form_for(request, CorrectionForm)

    def perform(values: dict[str, Any]) -> str:
        sign_off.correct(item, actor=request.actor, now=request.now, **values)
        return address(item.meeting, MINUTES)

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    context = item_frame(request, item, form=form, will_read=readers_of(item, now=request.now))
    return render(request, "cases/meetings/correct.html", context, status=form.status)


def _may_sign(actor: Actor, found: Meeting, signed: list[MinutesSignature], *, established: bool) -> bool:
    """Tell whether the reader can sign now: first who chairs, then each organisation once."""
    if found.status != "held" or any(row.organisation_id == actor.organisation_id for row in signed):
        return False
    return established or room.is_chair(actor, found)


def _signatures(found: Meeting) -> list[MinutesSignature]:
    return list(found.signatures.select_related("organisation", "by").order_by("at", "pk"))


def _signed(row: MinutesSignature) -> str:
    at = date_format(localtime(row.at), "j F Y H:i")
    return f"{row.organisation.name}, {row.by.name}, {at}"


def _told(place: int, part: Part) -> dict[str, Any]:
    """Give one item in plain values, every word translated."""
    lines = []
    if part.is_taken:
        present = ", ".join(seat.organisation.name for seat in part.present) or "–"
        lines.append({"label": _("Who was there"), "value": present})
    if part.away:
        away = ", ".join(f"{one.organisation.name} ({one.get_status_display()})" for one in part.away)
        lines.append({"label": _("Not there"), "value": away})
    if part.is_whole and part.item.discussed:
        lines.append({"label": _("Discussed"), "value": part.item.discussed})
    for decision in part.decisions:
        lines.append({"label": _("Decided"), "value": decision.text})
        if decision.dissent:
            lines.append({"label": _("Disagreed"), "value": decision.dissent})
        for action in decision.actions.all():
            due = date_format(action.due_on, "j F Y")
            value = f"{action.owner_organisation.name}: {action.description} ({due})"
            lines.append({"label": _("Action"), "value": value})
    for one in part.corrections:
        value = f"{one.text} ({date_format(localtime(one.at), 'j F Y')})"
        lines.append({"label": _("Correction"), "value": value})
    return {
        "title": f"{place}. {part.item.case.pseudonym} ({part.item.case.number})",
        "question": part.item.question,
        "lines": lines,
    }
