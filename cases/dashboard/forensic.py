"""Where help after sexual violence waits for a step. Only for who coordinates and reads *medical*."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from cases.access.shape import shaped
from cases.aside.rules import About, Work
from cases.dashboard.item import PER_KIND, Item
from cases.dashboard.mine import mine
from cases.forensic.models import ForensicStep, ForensicTrack
from cases.forensic.rules import Attention, attention, window_ends
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment

URGENCY = {
    Attention.ONE_DAY: "acute",
    Attention.THREE_DAYS: "urgent",
    Attention.UNKNOWN: "urgent",
    Attention.OPEN: "normal",
    Attention.ADVICE: "normal",
}
#: Past the window no date is shown: help goes on, and nobody reads that they waited too long.
WITH_DATE = frozenset({Attention.OPEN, Attention.THREE_DAYS, Attention.ONE_DAY})

#: An agreed follow-up stands in the queue so long before its day: time to arrange how to get there.
FOLLOW_UP_AHEAD = timedelta(days=7)


def waiting(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the tracks without a step in cases this person coordinates, the nearest end first. One query."""
    for track in _untold(actor, now=now):
        asked = attention(track.latest_possible_at, is_recorded=False, now=now)
        yield Item(
            kind=_("Call the centre, and record what was offered"),
            about=track.case.pseudonym,
            detail="",
            due=window_ends(track.latest_possible_at) if asked in WITH_DATE else None,
            url=f"/cases/{track.case.number}/forensic/#track-{track.pk}",
            urgency=URGENCY[asked],
            on=_about(Work.FORENSIC_WINDOW, track),
        )


def following_up(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the follow-ups that the last step of a track agreed, from a week before on. One query.

    Recording what came of it is a step too, and takes the item away.
    """
    for track in _agreed(actor, now=now, before=local_day(now) + FOLLOW_UP_AHEAD):
        yield Item(
            kind=_("A follow-up was agreed: see that it can happen, and record it"),
            about=track.case.pseudonym,
            detail="",
            due=track.follow_up_on,
            url=f"/cases/{track.case.number}/forensic/#track-{track.pk}",
            on=_about(Work.FOLLOW_UP, track),
        )


@shaped
def _untold(actor: Actor, *, now: Any) -> QuerySet[ForensicTrack]:
    rows = mine(actor, ForensicTrack.objects.filter(steps=None), Compartment.MEDICAL, now=now)
    return rows.select_related("case").order_by("-latest_possible_at", "-pk")[:PER_KIND]


@shaped
def _agreed(actor: Actor, *, now: Any, before: Any) -> QuerySet[ForensicTrack]:
    last = ForensicStep.objects.filter(track=OuterRef("pk")).order_by("-at", "-pk")
    agreed = Subquery(last.values("follow_up_on")[:1])
    tracks = ForensicTrack.objects.annotate(follow_up_on=agreed).filter(follow_up_on__lte=before)
    rows = mine(actor, tracks, Compartment.MEDICAL, now=now)
    return rows.select_related("case").order_by("follow_up_on", "pk")[:PER_KIND]


def _about(work: Work, track: ForensicTrack) -> About:
    return About(
        work,
        track.pk,
        track.case_id,
        part=Compartment.MEDICAL,
        act=Act.ADMIT_ORGANISATION,
        marks=(track.version,),
    )
