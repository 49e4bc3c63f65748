"""Where help after sexual violence waits for a first step. Only for who coordinates and reads *medical*."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.dashboard.item import PER_KIND, Item
from cases.forensic.models import ForensicTrack
from cases.forensic.rules import Attention, attention, window_ends
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


def waiting(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the tracks without a step in cases this person coordinates, the nearest end first. One query."""
    pair = Q(case__assignments__coordinator_id=actor.user_id)
    pair |= Q(case__assignments__deputy_id=actor.user_id)
    rows = ForensicTrack.objects.filter(pair, case__assignments__ended_at=None, steps=None)
    rows = rows.exclude(case__status="closed")
    rows = gate.visible(actor, rows, Compartment.MEDICAL, act=Act.ADMIT_ORGANISATION, now=now)
    ordered = rows.select_related("case").distinct().order_by("-latest_possible_at", "-pk")
    for track in ordered[:PER_KIND]:
        asked = attention(track.latest_possible_at, is_recorded=False, now=now)
        yield Item(
            kind=_("Call the centre, and record what was offered"),
            about=track.case.pseudonym,
            detail="",
            due=window_ends(track.latest_possible_at) if asked in WITH_DATE else None,
            url=f"/cases/{track.case.number}/forensic/#track-{track.pk}",
            urgency=URGENCY[asked],
        )
