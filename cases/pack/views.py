"""The pages of who keeps a grab pack."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import explain, gate
from cases.access.declare import performs
from cases.audit.events import Event
from cases.casefile.frame import frame
from cases.casefile.models import Case
from cases.pack import door, grab_pack, handover, photo, shown
from cases.pack.forms import AnswerForm, ConfirmForm, OfferForm, PackForm, PhotoForm, SureForm, content_of
from cases.pack.models import GrabPack, PackOffer, PackPhoto
from organisations import present
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import User
from zorgtafel.forms import HIDDEN, TableForm, form_for, submit

METHODS = ["GET", "HEAD", "POST"]


@performs(Act.KEEP_PACK)
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show the pack to who keeps it; to a colleague institution, who keeps it and whether they are asked."""
    case = _open(request, number)
    pack = _pack(case)
    if pack is None or pack.owner_organisation_id != request.actor.organisation_id:
        asked = None if pack is None else handover.waiting(pack)
        is_asked = asked is not None and asked.to_organisation_id == request.actor.organisation_id
        is_left = pack is not None and handover.is_left_behind(pack, now=request.now)
        context = {"pack": pack, "asked": asked if is_asked else None, "is_left": is_left}
        return render(request, "cases/pack/elsewhere.html", frame(request, case, "missing", **context))
    door.record_reading(pack, case, now=request.now)
    context = {
        "pack": pack,
        "parts": shown.parts(pack, filled_only=False),
        "photo": shown.photo_of(pack, now=request.now),
        "asked": handover.waiting(pack),
        "running": case.episodes.filter(status="running").first(),
        "may_move": bool(handover.candidates(case, without=request.actor.organisation, now=request.now)),
        "readers_in_alert": explain.will_read(case, Compartment.MISSING, now=request.now),
        **shown.standing(pack, now=request.now),
    }
    return render(request, "cases/pack/pack.html", frame(request, case, "missing", **context))


@performs(Act.KEEP_PACK)
@require_http_methods(METHODS)
def change(request: HttpRequest, number: str) -> HttpResponse:
    """Make the pack, or write down what is known now."""
    case = _open(request, number)
    pack = _pack(case)
    if pack is not None:
        door.require_owner(pack, actor=request.actor, now=request.now)
        door.record_reading(pack, case, now=request.now)
    initial = {"owner": request.user.pk} if pack is None else _typed_before(pack)
    form = form_for(request, PackForm, initial=initial, colleagues=_colleagues(request))

    def perform(values: dict[str, Any]) -> str:
        told = {"actor": request.actor, "content": content_of(values), "owner": values["owner"]}
        if pack is None:
            grab_pack.make(case, **told, now=request.now)
        else:
            grab_pack.change(pack, **told, version=values["version"], now=request.now)
        return handover.path_of(case)

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    readers = explain.will_read(case, Compartment.MISSING, now=request.now)
    context = frame(request, case, "missing", form=form, pack=pack, readers_in_alert=readers)
    return render(request, "cases/pack/change.html", context, status=form.status)


@performs(Act.KEEP_PACK)
@require_http_methods(METHODS)
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """Ask whether everything is still right, with everything on the page, and write that down."""
    case, pack = _own(request, number)
    form = form_for(request, ConfirmForm, initial={"version": pack.version})

    def perform(values: dict[str, Any]) -> None:
        grab_pack.confirm(pack, actor=request.actor, version=values["version"], now=request.now)
        messages.success(request, _("Confirmed. Thank you; we ask again in three months."))

    context = {"parts": shown.parts(pack, filled_only=False), "photo": shown.photo_of(pack, now=request.now)}
    return _answer(request, case, form, perform, "cases/pack/confirm.html", pack=pack, **context)


@performs(Act.KEEP_PACK)
@require_http_methods(METHODS)
def place_photo(request: HttpRequest, number: str) -> HttpResponse:
    """Take a photo in, in the place of the one before."""
    case, pack = _own(request, number)
    form = form_for(request, PhotoForm)

    def perform(values: dict[str, Any]) -> None:
        sent = {"picture": values["photo"], "taken_on": values["taken_on"]}
        photo.place(pack, actor=request.actor, **sent, now=request.now)

    told = shown.photo_of(pack, now=request.now)
    return _answer(request, case, form, perform, "cases/pack/photo.html", pack=pack, photo=told)


@performs(Act.KEEP_PACK)
@require_http_methods(METHODS)
def take_photo_away(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for confirmation, and take the photo out."""
    case, pack = _own(request, number)
    form = form_for(request, SureForm)

    def perform(values: dict[str, Any]) -> None:
        photo.take_away(pack, actor=request.actor, now=request.now)

    return _answer(request, case, form, perform, "cases/pack/no_photo.html", pack=pack)


@performs(Act.KEEP_PACK)
@require_http_methods(METHODS)
def offer(request: HttpRequest, number: str) -> HttpResponse:
    """Ask another organisation to take the pack over."""
    case, pack = _own(request, number)
    possible = handover.candidates(case, without=request.actor.organisation, now=request.now)
    form = form_for(request, OfferForm, candidates=possible)

    def perform(values: dict[str, Any]) -> None:
        handover.offer(pack, actor=request.actor, to=values["to"], now=request.now)

    context = {"pack": pack, "possible": possible, "asked": handover.waiting(pack)}
    return _answer(request, case, form, perform, "cases/pack/offer.html", **context)


@performs(Act.KEEP_PACK)
@require_http_methods(METHODS)
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for confirmation, and take the question to another organisation back."""
    case, pack = _own(request, number)
    asked = _asked(pack, number)
    form = form_for(request, SureForm)

    def perform(values: dict[str, Any]) -> None:
        handover.take_back(asked, actor=request.actor, now=request.now)

    return _answer(request, case, form, perform, "cases/pack/take_back.html", pack=pack, asked=asked)


@performs(Act.KEEP_PACK)
@require_http_methods(METHODS)
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Take the pack of another organisation over, or not; one that was left behind needs no question."""
    case = _open(request, number)
    pack = _pack(case)
    asked = None if pack is None else handover.waiting(pack)
    if asked is not None and asked.to_organisation_id != request.actor.organisation_id:
        asked = None
    if pack is None or (asked is None and not handover.is_left_behind(pack, now=request.now)):
        raise gate.not_found(number, act=Act.KEEP_PACK)
    form = form_for(request, SureForm if asked is None else AnswerForm)

    def perform(values: dict[str, Any]) -> None:
        by = {"actor": request.actor, "now": request.now}
        if asked is None:
            handover.take_up(pack, **by)
        elif values["answer"] == "yes":
            handover.accept(asked, **by)
        else:
            handover.decline(asked, **by)

    return _answer(request, case, form, perform, "cases/pack/answer.html", pack=pack, asked=asked)


@performs(Act.READ_CASE)
@require_safe
def picture(request: HttpRequest, number: str) -> HttpResponse:
    """Give the photo to who may see the pack at this moment; nothing of it is kept by a browser."""
    pack = door.open_pack(request.actor, number, event=Event.PACK_PHOTO_READ, now=request.now)
    kept = PackPhoto.objects.filter(pack=pack).first()
    if kept is None:
        raise gate.not_found(number, act=Act.READ_CASE)
    response = HttpResponse(bytes(kept.content), content_type="image/jpeg")
    response["Content-Disposition"] = 'inline; filename="photo.jpg"'
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _open(request: HttpRequest, number: str) -> Case:
    case = gate.open_case(
        request.actor, number, now=request.now, compartment=Compartment.MISSING, act=Act.KEEP_PACK
    )
    door.require_keeper(case, actor=request.actor, now=request.now)
    return case


def _pack(case: Case) -> GrabPack | None:
    rows = GrabPack.objects.filter(case=case)
    return rows.select_related("case", "owner_organisation", "owner", "confirmed_by").first()


def _own(request: HttpRequest, number: str) -> tuple[Case, GrabPack]:
    """Give the case and the pack that the actor's organisation keeps."""
    case = _open(request, number)
    pack = _pack(case)
    if pack is None:
        raise gate.not_found(number, act=Act.KEEP_PACK)
    door.require_owner(pack, actor=request.actor, now=request.now)
    if request.method != "POST":
        door.record_reading(pack, case, now=request.now)
    return case, pack


def _asked(pack: GrabPack, number: str) -> PackOffer:
    asked = handover.waiting(pack)
    if asked is None:
        raise gate.not_found(number, act=Act.KEEP_PACK)
    return asked


def _colleagues(request: HttpRequest) -> Any:
    works = present.caseworkers(at=request.now).filter(organisation=request.actor.organisation)
    return User.objects.filter(pk__in=works.values("user")).order_by("name")


def _typed_before(pack: GrabPack) -> dict[str, Any]:
    names = [name for name in PackForm.base_fields if name not in HIDDEN]
    return {name: getattr(pack, "owner_id" if name == "owner" else name) for name in names}


def _answer(
    request: HttpRequest, case: Case, form: TableForm, perform: Any, template: str, **context: Any
) -> HttpResponse:
    """Perform the act and go to the pack, or show the form (again)."""

    def act(values: dict[str, Any]) -> str:
        perform(values)
        return handover.path_of(case)

    if request.method == "POST":
        if done := submit(request, form, act):
            return done
        if context.get("parts") is not None:  # shown again, with all that stands in it
            door.record_reading(context["pack"], case, now=request.now)
    return render(
        request, template, frame(request, case, "missing", form=form, **context), status=form.status
    )
