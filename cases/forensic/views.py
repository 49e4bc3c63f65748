"""The medical tab of a case: what was offered after sexual violence, and how much time there is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.casefile.frame import frame
from cases.casefile.models import Case
from cases.casefile.writing_views import Writing
from cases.forensic import shown, step
from cases.forensic import track as tracks
from cases.forensic.forms import StepForm, TrackForm
from cases.forensic.models import ForensicTrack
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import form_for, submit

MEDICAL = Writing(Compartment.MEDICAL, "forensic")


@performs(Act.READ_CASE)
@require_safe
def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Show the clocks and what was recorded."""
    case = gate.open_case(request.actor, number, now=request.now, compartment=Compartment.MEDICAL)
    context = frame(
        request,
        case,
        "forensic",
        cards=shown.cards(case, now=request.now),
        checklist=shown.checklist_for(case, now=request.now),
        may_write=MEDICAL.may(request, case),
    )
    return render(request, "cases/forensic/overview.html", context)


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def open_track(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the latest possible moment and open a track."""
    case = MEDICAL.opened(request, number)
    form = form_for(request, TrackForm)

    def perform(values: dict[str, Any]) -> str:
        moment = values["latest_possible_at"]
        made = tracks.open_track(case, actor=request.actor, latest_possible_at=moment, now=request.now)
        return tracks.address(case, made)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. The coordinator is told in time if nothing is recorded."))
        return done
    return MEDICAL.page(request, case, "cases/forensic/new.html", form, back=_back(case))


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Correct the latest possible moment of a track."""
    case = MEDICAL.opened(request, number)
    track = MEDICAL.found(case, ForensicTrack, pk)
    shown_now = {"latest_possible_at": track.latest_possible_at, "version": track.version}
    form = form_for(request, TrackForm, initial=shown_now)

    def perform(values: dict[str, Any]) -> str:
        tracks.correct(track, actor=request.actor, now=request.now, **values)
        return tracks.address(case, track)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. All clocks count from this moment."))
        return done
    return MEDICAL.page(request, case, "cases/forensic/change.html", form, back=_back(case))


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def record_step(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask what was offered, accepted, declined, not possible or done."""
    case = MEDICAL.opened(request, number)
    track = MEDICAL.found(case, ForensicTrack, pk)
    last = step.latest(track)
    form = form_for(request, StepForm, initial={"after": 0 if last is None else last.pk})

    def perform(values: dict[str, Any]) -> str:
        after = values.pop("after")
        step.record(track, actor=request.actor, told=step.Told(**values), after=after, now=request.now)
        return tracks.address(case, track)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. It is not counted down for the coordinator any more."))
        return done
    checklist = shown.checklist_for(case, now=request.now)
    return MEDICAL.page(
        request, case, "cases/forensic/step.html", form, checklist=checklist, back=_back(case)
    )


def _back(case: Case) -> str:
    return f"/cases/{case.number}/forensic/"
