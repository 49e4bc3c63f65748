"""Answering an alert from the link in a message: with a login, or once without.

Who is not logged in sees a number and a colour and nothing else, and can do nothing else than take it up or
say that they can't: at 02:00 the first answer may not wait for a password.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.access import gate
from cases.access.declare import public
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.missing import alert, handover, links
from cases.missing.call import page_of
from cases.missing.forms import AcknowledgeForm
from cases.missing.links import Link
from cases.missing.models import AlertCall
from organisations import membership
from organisations.acting import SESSION_KEY, actor_for
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import User
from zorgtafel.forms import form_for, submit

#: The value of the button of who can't take it up.
DECLINE = "decline"

#: Why a link without a login does nothing (any more).
ANSWERED = _("Your organisation has answered already. You need not do anything more.")
OVER = _("This alert is over. Nobody needs to answer it any more.")
REPLACED = _("This link was replaced by a newer one. Look in your last message.")
OLD = _("This link is older than a day. Log in to answer.")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge(request: HttpRequest, token: str) -> HttpResponse:
    """Answer for one's organisation; opening the link shows a number and a colour and answers nothing.

    Whoever follows somebody else's link while logged in, or a cut-off one, learns nothing from it.
    """
    if request.user.is_authenticated:
        return _logged_in(request, token)
    link = links.read(token)
    call = None if link is None else links.call_of(link)
    actor = None if call is None else _stranger(request, link, call)
    if actor is None or not _may_answer(actor, call, request):
        return _refuse(request)
    _record_link(actor, call, request)
    closed = _closed(link, call)
    if closed or request.method != "POST":
        context = {"call": call, "closed": closed, "log_in": page_of(call.episode)}
        return render(request, "cases/missing/ack_once.html", context, status=410 if closed else 200)
    return _answer_once(request, call, actor)


def _answer_once(request: HttpRequest, call: AlertCall, actor: Actor) -> HttpResponse:
    context: dict[str, Any] = {"call": call, "log_in": page_of(call.episode)}
    declines = request.POST.get("answer") == DECLINE
    act = handover.decline if declines else alert.acknowledge
    try:
        act(call, actor=actor, now=request.now)
    except StateConflictError:
        call.refresh_from_db()
        context["closed"] = OVER if call.acknowledged_at is None else ANSWERED
        return render(request, "cases/missing/ack_once.html", context, status=409)
    return render(
        request, "cases/missing/ack_once.html", {**context, "is_declined" if declines else "is_done": True}
    )


def _closed(link: Link, call: AlertCall) -> Promise | None:
    """Say why a link does nothing any more; one of four sentences without a name."""
    if call.episode.status != "running" or call.state == "ended":
        return OVER
    if call.acknowledged_at is not None:
        return ANSWERED
    if link.round != call.round:
        return REPLACED
    return OLD if link.is_old else None


def _logged_in(request: HttpRequest, token: str) -> HttpResponse:
    call = links.call_for(token, request.user)
    actor = None if call is None else _actor_at(request, call)
    if actor is None:
        _look_at_nothing(request)
        return _refuse(request)
    if not _may_answer(actor, call, request):
        return _refuse(request)
    _record_link(actor, call, request)
    form = form_for(request, AcknowledgeForm)

    def perform(values: dict[str, Any]) -> str:
        alert.acknowledge(call, actor=actor, now=request.now)
        request.session[SESSION_KEY] = actor.organisation_id  # the page that follows is read for them
        return page_of(call.episode)

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    if form.status == 409:
        call.refresh_from_db()
    return render(request, "cases/missing/ack.html", {"call": call, "form": form}, status=form.status)


def _actor_at(request: HttpRequest, call: AlertCall) -> Actor | None:
    """Give who answers: the person, for the organisation that was called, if they still work there."""
    for member in request.memberships:
        if member.organisation_id == call.organisation_id:
            return actor_for(member, request, user=request.user)
    return None


def _stranger(request: HttpRequest, link: Link, call: AlertCall) -> Actor | None:
    """Give whom the link was made for, if they still work for the organisation that was called."""
    user = User.objects.filter(pk=link.user_id, is_active=True).first()
    if user is None:
        return None
    for member in membership.in_force(user, now=request.now):
        if member.organisation_id == call.organisation_id:
            return actor_for(member, request, user=user)
    return None


def _may_answer(actor: Actor, call: AlertCall, request: HttpRequest) -> bool:
    return gate.may(
        actor, Act.ANSWER_ALERT, on=call.episode.case, compartment=Compartment.MISSING, now=request.now
    )


def _look_at_nothing(request: HttpRequest) -> None:
    """Ask the gate about no case: a link to nothing takes as long as one to what was closed to them since."""
    for member in request.memberships[:1]:
        actor = actor_for(member, request, user=request.user)
        gate.may(actor, Act.ANSWER_ALERT, on=Case(pk=0), now=request.now)


def _record_link(actor: Actor, call: AlertCall, request: HttpRequest) -> None:
    """Write the ledger line of opening a link: a number, a colour and whether it is answered."""
    ledger.record(
        actor,
        Event.EPISODE_READ,
        on=call.episode,
        case=call.episode.case,
        now=request.now,
        act=Act.ANSWER_ALERT,
        compartments=[Compartment.MISSING],
        by_link=int(not request.user.is_authenticated),
    )


def _refuse(request: HttpRequest) -> HttpResponse:
    nobody = Actor(origin=request.META.get("REMOTE_ADDR", ""), request_id=request.request_id)
    ledger.record(
        request.actor or nobody,
        Event.ACCESS_REFUSED,
        now=request.now,
        outcome="refused",
        refusal="link_not_theirs",
        act=Act.ANSWER_ALERT,
    )
    return render(request, "cases/missing/ack_refused.html", status=404)
