"""The only writer of the ledger.

Called inside the transaction of the change, or before a page with case data is served: a
reading that cannot be logged raises here and is not served (fail closed).
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, transaction

from cases.audit.action_rules import action_code
from cases.audit.events import Event
from cases.audit.models import LedgerLine
from organisations.actor import Actor
from organisations.compartments import Compartment


class LedgerUnavailableError(DatabaseError):
    """A line could not be written. Whatever it was about has not happened and may not be shown."""


def record(actor: Actor, event: Event, *, now: datetime, **about: Any) -> LedgerLine:
    """Write one line; see ``draft`` for what it can be about. ``now`` is aware.

    Raises:
        LedgerUnavailableError: the line could not be written.
    """
    line = draft(actor, event, now=now, **about)
    _insert(line)
    return line


def record_all(lines: Iterable[LedgerLine]) -> None:
    """Write drafted lines, in this order and in one statement.

    Raises:
        LedgerUnavailableError: they could not be written.
    """
    try:
        LedgerLine.objects.bulk_create(lines)
    except DatabaseError as error:
        raise LedgerUnavailableError("lines of the ledger could not be written") from error


def draft(
    actor: Actor,
    event: Event,
    *,
    now: datetime,
    on: Any = None,
    case: Any = None,
    compartments: Iterable[Compartment] = (),
    act: str = "",
    ground: str = "",
    covenant_version: str = "",
    outcome: str = "allowed",
    refusal: str = "",
    emergency: bool = False,
    object_number: str = "",
    **detail: Any,
) -> LedgerLine:
    """Give a line that is not written yet. ``on`` is the record it is about, ``case`` the case it belongs to.

    ``detail`` holds codes, counts and names of fields: never what somebody wrote, never a
    name of a young person. ``now`` is aware.
    """
    return LedgerLine(
        event_id=uuid4(),
        at=now,
        event=event.value,
        action=action_code(event),
        outcome=outcome,
        refusal=refusal,
        request_id=actor.request_id,
        user_id=actor.user_id,
        user_label=actor.label,
        organisation_id=actor.organisation_id,
        organisation_label="" if actor.organisation is None else actor.organisation.name,
        role=actor.role or "",
        on_behalf_of=actor.on_behalf_of,
        origin=actor.origin,
        object_type="" if on is None else on._meta.model_name,
        object_id=None if on is None else on.pk,
        object_number=object_number or getattr(on, "number", ""),
        case_id=None if case is None else case.pk,
        case_number="" if case is None else case.number,
        compartments=",".join(sorted(compartments)),
        detail=detail,
        act=act,
        ground=ground,
        covenant_version=covenant_version,
        is_emergency=emergency,
    )


def demand_writable(*, now: datetime) -> None:
    """Write a line and take it back, to see whether one can be written at ``now`` (aware).

    It brings an id of its own, below zero: one of the sequence would be missing for ever after, and who
    reads the ledger in order waits for a missing id.

    Raises:
        LedgerUnavailableError: none can.
    """
    line = LedgerLine(
        id=-1 - secrets.randbelow(2**62),
        event_id=uuid4(),
        at=now,
        event=Event.PAGE_READ.value,
        action=action_code(Event.PAGE_READ),
        outcome="allowed",
        request_id="",
        user_label=Actor.system("health").label,
    )
    with transaction.atomic():
        _insert(line)
        transaction.set_rollback(True)


def _insert(line: LedgerLine) -> None:
    try:
        line.save(force_insert=True)
    except DatabaseError as error:
        raise LedgerUnavailableError("a line of the ledger could not be written") from error


def fingerprint(term: str) -> str:
    """Give a keyed hash of a search term, so that equal searches can be seen and none be read."""
    key = settings.ZORGTAFEL_LEDGER_KEY.encode()
    return hmac.new(key, term.strip().casefold().encode(), hashlib.sha256).hexdigest()[:16]
