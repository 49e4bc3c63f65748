"""The seal of the grab pack as the ledger tells it: broken by an alert, whole again at its end.

Nothing is opened or closed here: whether a pack can be read follows from whether an alert runs
(``rules.way_in``), at each request. An alert tells what thereby changed, in its own transaction.
"""

from datetime import datetime
from typing import Any

from cases.audit import ledger
from cases.audit.events import Event
from cases.pack.models import GrabPack
from organisations.actor import Actor
from organisations.compartments import Compartment


def opened(episode: Any, *, actor: Actor, organisations: int, now: datetime) -> None:
    """Write that an alert opened the pack, if there is one, for so many organisations that search."""
    _record(episode, Event.PACK_OPENED, actor=actor, now=now, organisations=organisations)


def sealed(episode: Any, *, actor: Actor, now: datetime) -> None:
    """Write that the end of an alert sealed the pack again, if there is one."""
    _record(episode, Event.PACK_SEALED, actor=actor, now=now)


def _record(episode: Any, event: Event, *, actor: Actor, now: datetime, **detail: int) -> None:
    pack = GrabPack.objects.filter(case_id=episode.case_id).only("pk").first()
    if pack is not None:
        ledger.record(
            actor,
            event,
            on=pack,
            case=episode.case,
            now=now,
            compartments=[Compartment.MISSING],
            object_number=episode.number,
            **detail,
        )
