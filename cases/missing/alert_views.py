"""The live page of an alert."""

import hashlib
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit.events import Event
from cases.casefile.frame import title
from cases.missing import links, waking
from cases.missing.forms import FACT_LABELS, GROUNDS
from cases.missing.handover_shown import holding_of
from cases.missing.ladder import ladder_of
from cases.missing.models import AlertCall, EpisodeFact, MissingEpisode
from cases.missing.return_shown import return_of
from cases.missing.rules import police_route
from cases.missing.shown import known
from cases.notifications.models import Delivery
from cases.pack import shown as pack
from cases.safe_contact import shown as safe_contact
from organisations.acts import Act
from organisations.compartments import Compartment
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
        "is_on_it": _own(request, opened).filter(state="acknowledged").exists(),
        "may_call_again": waking.unanswered(opened).exists(),
        "may_raise": _may(request, opened, Act.SOUND_ALERT),
        "reads_medical": Compartment.MEDICAL in opened.case.access.readable,
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


def _standing(request: HttpRequest, episode: MissingEpisode) -> dict[str, Any]:
    """Give what may change while somebody looks. Eight queries, and a few for the grab pack."""
    facts = EpisodeFact.objects.filter(episode=episode).select_related("by", "organisation")[:FACTS]
    return {
        "episode": episode,
        "ladder": ladder_of(episode),
        "facts": [(FACT_LABELS[fact.kind], fact) for fact in facts],
        "messages_state": _messages(episode),
        "stamp": _stamp(episode),
        **_safe_contact(episode, now=request.now),
        "panel": pack.in_alert(request, episode.case) if episode.status == "running" else None,
    }


def _safe_contact(episode: MissingEpisode, *, now: datetime) -> dict[str, Any]:
    """Give how the young person may be reached, to who reads the name; the warning to everybody who searches.

    Who may not read a number may have it from somebody else: one call at the wrong moment can hurt.
    """
    if episode.status != "running":
        return {}
    reads_identity = Compartment.IDENTITY in episode.case.access.readable
    ways = safe_contact.cards(episode.case, now=now) if reads_identity else []
    return {"ways": ways, "has_danger": safe_contact.has_danger(episode.case)}


def _messages(episode: MissingEpisode) -> dict[str, int]:
    return Delivery.objects.filter(notification__number=episode.number).aggregate(
        queued=Count("id", filter=Q(state="queued")), failed=Count("id", filter=Q(state="failed"))
    )


def _stamp(episode: MissingEpisode) -> str:
    """Give a mark that changes when there is news; it tells nothing by itself."""
    last = AlertCall.objects.filter(episode=episode).aggregate(Max("events__id"))
    fact = EpisodeFact.objects.filter(episode=episode).aggregate(Max("id"))
    way = episode.case.contact_ways.aggregate(Max("checked_at"))
    news = [*last.values(), *fact.values(), *way.values(), *_messages(episode).values()]
    parts = [episode.version, episode.status, pack.stamp(episode.case), *news]
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
    call = _own(request, episode).exclude(state__in=["acknowledged", "ended"]).first()
    return "" if call is None else links.path(call, request.user)


def _own(request: HttpRequest, episode: MissingEpisode) -> QuerySet[AlertCall]:
    """Give the call of the reader's own organisation."""
    return AlertCall.objects.filter(episode=episode, organisation=request.actor.organisation_id)
