"""The page for everybody: tell something without an account, and come back to it with a code.

The code stands in no address, so that no log and no history of a browser holds it. Whoever sends very much
waits, and is told whom to call; the phone numbers stand on every one of these pages.
"""

from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.access.declare import public
from cases.conflict import StateConflictError
from cases.intake import desk as desks
from cases.intake import outsider
from cases.intake.models import Signal
from cases.intake.outside_forms import AdditionForm, CodeForm, OutsideForm, WithdrawForm
from zorgtafel.forms import TableForm, form_for

TELL, CODE = "outside_tell", "outside_code"
EVERYBODY = "everybody"
TOO_MUCH = _(
    "Too much came in from here in a short time, so this was not sent. Nothing you typed is lost: try again "
    "in an hour, or call one of the numbers on this page now."
)
UNKNOWN = _("This code is not known, or leads nowhere any more. Look at it again, or tell it anew.")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Take in what somebody without an account tells, and show their code once."""
    open_desks = desks.open_to_everybody(now=request.now)
    if not open_desks:
        return render(request, "cases/intake/outside_closed.html", status=409)
    form = form_for(request, OutsideForm, desks=open_desks, now=request.now)
    if request.method == "POST":
        done = _taken_in(request, form)
        if done is not None:
            return done
    context = {"form": form, "has_choice": len(open_desks) > 1}
    return render(request, "cases/intake/outside_tell.html", context, status=form.status)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Show to whoever has a code whether the desk decided, and let them add or take back."""
    form = form_for(request, CodeForm)
    if request.method != "POST":
        return _code_page(request, form)
    found = _found(request, form)
    return _code_page(request, form) if found is None else _standing_page(request, found, form)


@public
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add something to what was told."""
    form = form_for(request, AdditionForm)
    found = _found(request, form)
    if found is None:
        return _code_page(request, form)
    if not form.is_valid():
        form.status = 400
        return _standing_page(request, found, form, addition=form)
    values = form.cleaned_data
    key = values["idempotency"] or request.request_id
    outsider.add(found, actor=_actor(request), text=values["text"], key=key, now=request.now)
    return _standing_page(request, found, form, is_added=True)


@public
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take back what was told; the code leads nowhere after that."""
    form = form_for(request, WithdrawForm)
    found = _found(request, form)
    if found is None:
        return _code_page(request, form)
    outsider.withdraw(found, actor=_actor(request), now=request.now)
    return render(request, "cases/intake/outside_withdrawn.html")


def _taken_in(request: HttpRequest, form: OutsideForm) -> HttpResponse | None:
    """Send a valid form; None when the page must be shown again, with everything that was typed."""
    if not form.is_valid():
        form.status = 400
        return None
    if not _is_calm(request, TELL):
        form.add_error(None, TOO_MUCH)
        form.status = 429
        return None
    try:
        told = outsider.tell(
            actor=_actor(request),
            report=form.report(),
            desk=form.chosen_desk(),
            key=form.cleaned_data["idempotency"] or request.request_id,
            now=request.now,
        )
    except StateConflictError as conflict:
        form.add_error(conflict.field if conflict.field in form.fields else None, conflict.sentence)
        form.status = 409
        return None
    return render(request, "cases/intake/outside_told.html", {"told": told})


def _found(request: HttpRequest, form: TableForm) -> Signal | None:
    """Give what belongs to the code in a form; None, with one and the same sentence, when nothing does."""
    form.is_valid()
    if not _is_calm(request, CODE):
        form.add_error(None, TOO_MUCH)
        form.status = 429
        return None
    try:
        return outsider.find(form.cleaned_data.get("code", ""), now=request.now)
    except outsider.UnknownCodeError:
        form.errors.clear()
        form.add_error("code", UNKNOWN)
        form.status = 404
        return None


def _code_page(request: HttpRequest, form: TableForm) -> HttpResponse:
    return render(request, "cases/intake/outside_code.html", {"form": form}, status=form.status)


def _standing_page(
    request: HttpRequest,
    found: Signal,
    form: TableForm,
    *,
    addition: AdditionForm | None = None,
    is_added: bool = False,
) -> HttpResponse:
    """Show "received" or "decided" and nothing else of the signal."""
    fresh = AdditionForm(initial={"idempotency": request.request_id})
    context: dict[str, Any] = {
        "is_decided": outsider.is_decided(found, actor=_actor(request), now=request.now),
        "code": form.cleaned_data["code"],
        "form": addition or fresh,
        "is_added": is_added,
    }
    return render(request, "cases/intake/outside_standing.html", context, status=form.status)


def _is_calm(request: HttpRequest, action: str) -> bool:
    """Count this request, per address and for all together; the counts are forgotten after an hour."""
    return bool(ratelimit.consume(request, action=action, key=EVERYBODY))


def _actor(request: HttpRequest) -> outsider.Actor:
    return outsider.actor_of(request.request_id)
