"""Both lines that every act on a Meldcode track leaves: one in the ledger, one on the timeline."""

from datetime import datetime

from django.db.models import Model

from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import timeline
from cases.meldcode.models import MeldcodeTrack
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment


def leave(
    track: MeldcodeTrack,
    event: Event,
    kind: str,
    *,
    actor: Actor,
    now: datetime,
    on: Model | None = None,
    **params: str | int,
) -> None:
    """Write the ledger line and the timeline line of an act. ``params``: codes and numbers, never words."""
    book(track, event, actor=actor, now=now, on=on, **params)
    timeline.add(
        track.case,
        kind,
        actor=actor,
        compartment=Compartment.MELDCODE,
        now=now,
        url=address(track),
        **params,
    )


def book(
    track: MeldcodeTrack,
    event: Event,
    *,
    actor: Actor,
    now: datetime,
    on: Model | None = None,
    **params: str | int,
) -> None:
    """Write the ledger line alone, for what the other organisations do not see on the timeline."""
    ledger.record(
        actor,
        event,
        on=on or track,
        case=track.case,
        now=now,
        act=Act.FOLLOW_MELDCODE,
        compartments=[Compartment.MELDCODE],
        track=track.pk,
        **params,
    )


def address(track: MeldcodeTrack) -> str:
    """Give the address of the page of a track."""
    return f"/cases/{track.case.number}/meldcode/{track.pk}/"
