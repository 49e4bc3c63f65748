"""The live page of an alert, and answering it from the link in a message."""

import hashlib
from typing import Any

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.frame import title
from cases.missing import alert, links
from cases.missing.call import page_of
from cases.missing.forms import FACT_LABELS, GROUNDS, AcknowledgeForm
from cases.missing.handover_shown import holding_of
from cases.missing.ladder import ladder_of
from cases.missing.models import AlertCall, EpisodeFact, MissingEpisode
from cases.missing.return_shown import return_of
from cases.missing.rules import police_route
from cases.missing.shown import known
from cases.notifications.models import Delivery
from cases.pack import shown as pack
from organisations.acting import SESSION_KEY, actor_for
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import form_for, submit
from zorgtafel.htmx import refuse_unless_htmx

FACTS = 100


def open_episode(request: HttpRequest, number: str, *, act: Act = Act.READ_CASE) -> MissingEpisode:
    """Fetch an episode and require the act; a number that does not exist gives the same answer.

    Raises:
        AccessDenied: not found, or not for this actor.
    """
    rows = MissingEpisode.objects.select_related(
        "case__young_person", "raised_by", "raised_by_organisation", "closed_by"
    )
    found = rows.filter(number=number.upper()).first()
    if found is None:
        raise gate.nothing_here(request.actor, number, act=act, now=request.now)
    found.case.access = gate.require(
        request.actor, act, on=found.case, compartment=Compartment.MISSING, now=request.now
    )
    return found


def record_reading(request: HttpRequest, episode: MissingEpisode) -> None:
    """Write the ledger line of reading an episode; if this fails the page is not served."""
    gate.record_reading(
        episode.case,
        event=Event.EPISODE_READ,
        compartment=Compartment.MISSING,
        now=request.now,
        on=episode,
    )


@performs(Act.READ_CASE)
@require_safe
def episode(request: HttpRequest, number: str) -> HttpResponse:
    """Show how an alert stands: who answered and when, who is called next and when, and the facts."""
    opened = open_episode(request, number)
    record_reading(request, opened)
    context = {
        **_standing(request, opened),
        "name": title(opened.case),
        "police_route": police_route(opened.colour).value,
        "grounds": [GROUNDS[code] for code in opened.grounds],
        "unclear": [GROUNDS[code] for code in opened.unclear],
        "known": known(opened),
        "holding": holding_of(opened, request.actor),
        "after": return_of(opened, reader=request.user, now=request.now),
        "answer_url": _answer_url(request, opened),
        "may_answer": _may(request, opened, Act.ANSWER_ALERT),
        "may_raise": _may(request, opened, Act.SOUND_ALERT),
    }
    return render(request, "cases/missing/episode.html", context)


@performs(Act.READ_CASE)
@require_safe
@refuse_unless_htmx
def live(request: HttpRequest, number: str) -> HttpResponse:
    """Answer an open page that asks for news; without news nothing is read and nothing is recorded."""
    opened = open_episode(request, number)
    if request.GET.get("seen") == _stamp(opened):
        return HttpResponse(status=204)
    if opened.status != "running":
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    record_reading(request, opened)
    return render(request, "cases/missing/_live.html", _standing(request, opened))


@performs(Act.READ_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge(request: HttpRequest, token: str) -> HttpResponse:
    """Answer for one's organisation; opening the link shows a number and a colour and answers nothing.

    Whoever follows somebody else's link, or a cut-off one, learns nothing from it.
    """
    call = links.call_for(token, request.user)
    actor = None if call is None else _actor_at(request, call)
    if actor is None or not _may_answer(actor, call, request):
        return _refuse_link(request)
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


def _standing(request: HttpRequest, episode: MissingEpisode) -> dict[str, Any]:
    """Give what may change while somebody looks. Six queries, and a few for the grab pack."""
    facts = EpisodeFact.objects.filter(episode=episode).select_related("by", "organisation")[:FACTS]
    return {
        "episode": episode,
        "ladder": ladder_of(episode),
        "facts": [(FACT_LABELS[fact.kind], fact) for fact in facts],
        "messages_state": _messages(episode),
        "stamp": _stamp(episode),
        "panel": pack.in_alert(request, episode.case) if episode.status == "running" else None,
    }


def _messages(episode: MissingEpisode) -> dict[str, int]:
    return Delivery.objects.filter(notification__number=episode.number).aggregate(
        queued=Count("id", filter=Q(state="queued")), failed=Count("id", filter=Q(state="failed"))
    )


def _stamp(episode: MissingEpisode) -> str:
    """Give a mark that changes when there is news; it tells nothing by itself."""
    last = AlertCall.objects.filter(episode=episode).aggregate(Max("events__id"))
    fact = EpisodeFact.objects.filter(episode=episode).aggregate(Max("id"))
    kept = pack.stamp(episode.case)
    parts = [
        episode.version,
        episode.status,
        kept,
        *last.values(),
        *fact.values(),
        *_messages(episode).values(),
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _may(request: HttpRequest, episode: MissingEpisode, act: Act) -> bool:
    case = episode.case
    return gate.may(
        request.actor,
        act,
        on=case,
        compartment=Compartment.MISSING,
        access=case.access,
        now=request.now,
    )


def _answer_url(request: HttpRequest, episode: MissingEpisode) -> str:
    """Give the reader's own link to answer, while their organisation has not."""
    if episode.status != "running" or not _may(request, episode, Act.ANSWER_ALERT):
        return ""
    open_calls = AlertCall.objects.filter(episode=episode, state__in=["waiting", "nobody_reachable"])
    call = open_calls.filter(organisation=request.actor.organisation).first()
    return "" if call is None else links.path(call, request.user)


def _actor_at(request: HttpRequest, call: AlertCall) -> Actor | None:
    """Give who answers: the person, for the organisation that was called, if they still work there."""
    for member in request.memberships:
        if member.organisation_id == call.organisation_id:
            return actor_for(member, request)
    return None


def _may_answer(actor: Actor, call: AlertCall, request: HttpRequest) -> bool:
    return gate.may(
        actor, Act.ANSWER_ALERT, on=call.episode.case, compartment=Compartment.MISSING, now=request.now
    )


def _record_link(actor: Actor, call: AlertCall, request: HttpRequest) -> None:
    """Write the ledger line of opening a link: the page tells a number, a colour and who answered."""
    ledger.record(
        actor,
        Event.EPISODE_READ,
        on=call.episode,
        case=call.episode.case,
        now=request.now,
        act=Act.ANSWER_ALERT,
        compartments=[Compartment.MISSING],
    )


def _refuse_link(request: HttpRequest) -> HttpResponse:
    ledger.record(
        request.actor,
        Event.ACCESS_REFUSED,
        now=request.now,
        outcome="refused",
        refusal="link_not_theirs",
        act=Act.ANSWER_ALERT,
    )
    return render(request, "cases/missing/ack_refused.html", status=404)
