"""The ledger as a file: one JSON object per line, every field under its own name, seals between the lines.

With a checkpoint and ``standalone/verify_checkpoint.py`` anybody can see whether it is whole, without this
software. Written piece by piece, so a ledger of any size fits through.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from cases.audit.models import LedgerLine, LedgerSeal
from cases.audit.sealing_rules import FORMAT, FORMATS, NOTHING, Head, plain
from cases.workdays import start_of_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError

#: Our name of each field -> its name in NEN 7513 (Logius mapping,
#: https://logius-standaarden.github.io/logboek-extensie-nen7513).
NEN_7513 = {
    "event_id": "EventID",
    "at": "EventDateTime",
    "event": "EventTypeCode",
    "action": "EventActionCode",
    "outcome": "EventOutcomeIndicator",
    "refusal": "EventOutcomeIndicator",
    "request_id": "AuditSourceId",
    "user_id": "userID",
    "user_label": "userName",
    "organisation_id": "alternateUserID",
    "organisation_label": "alternateUserID",
    "role": "roleIDCode",
    "on_behalf_of": "userIsRequestor",
    "origin": "networkAccessPointID",
    "object_type": "participantObjectTypeCode",
    "object_id": "participantObjectID",
    "object_number": "participantObjectID",
    "case_id": "participantObjectID",
    "case_number": "participantObjectID",
    "compartments": "participantObjectDetail",
    "detail": "participantObjectDetail",
    "act": "purposeOfUse",
    "ground": "behandelrelatieProtocol",
    "covenant_version": "autorisatieProtocol",
    "is_emergency": "controles",
}
_LINES = 2000


@dataclass(frozen=True, slots=True)
class Part:
    """Which seals to export: all after ``before`` (None: from the first on), up to and including ``last``."""

    before: LedgerSeal | None
    last: LedgerSeal
    lines: int


def choose(since: date | None = None, until: date | None = None) -> Part:
    """Give the sealed part that covers these local days, both included; seals are never cut in two.

    Raises:
        StateConflictError: no seal covers any of it.
    """
    seals = LedgerSeal.objects.defer("marks").order_by("number")
    last = seals.filter(sealed_at__gte=start_of_day(until + timedelta(days=1))).first() if until else None
    last = last or seals.last()
    before = seals.filter(sealed_at__lt=start_of_day(since)).last() if since else None
    if last is None or (before is not None and before.number >= last.number):
        raise StateConflictError(
            _("There is nothing sealed in this period. Choose an earlier day."), code="nothing_sealed"
        )
    return Part(before, last, last.total - (0 if before is None else before.total))


def take(
    *,
    actor: Actor,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
    number: str = "",
) -> Iterator[str]:
    """Record that somebody exports the ledger; then give the file, piece by piece.

    ``number``: that of the export that was asked for, when it goes to a person (``bulk.py``).

    Raises:
        AccessDenied: the actor does not review the ledger.
        StateConflictError: there is nothing to export.
    """
    actor.demand(Act.REVIEW_AUDIT)
    part = choose(since, until)
    with transaction.atomic():
        ledger.record(
            actor,
            Event.LEDGER_EXPORTED,
            now=now,
            act=Act.REVIEW_AUDIT,
            object_number=number,
            shown=part.lines,
            first_seal=1 if part.before is None else part.before.number + 1,
            last_seal=part.last.number,
        )
    return pieces(part, now=now)


def pieces(part: Part, *, now: datetime) -> Iterator[str]:
    """Give the file of a part: a header, then the lines of each seal and the seal itself."""
    yield _json(_header(part, now))
    after = 0 if part.before is None else part.before.number
    beneath = None if part.before is None else part.before.last_id
    while seals := list(_seals(after, part.last.number)):
        for seal in seals:
            yield from _lines(beneath, seal)
            yield _json({"kind": "seal", **_head(seal), "link": seal.link})
            after, beneath = seal.number, seal.last_id


def _header(part: Part, now: datetime) -> dict[str, object]:
    before = part.before
    return {
        "kind": "zorgtafel ledger export",
        "version": 1,
        "site": settings.ZORGTAFEL_SITE_URL,
        "made_at": now,
        "after_number": 0 if before is None else before.number,
        "after_total": 0 if before is None else before.total,
        "previous_link": NOTHING if before is None else before.link,
        "nen_7513": NEN_7513,
    }


def _seals(after: int, last: int) -> Iterator[LedgerSeal]:
    rows = LedgerSeal.objects.defer("marks").filter(number__gt=after, number__lte=last)
    return iter(rows.order_by("number")[:50])


def _lines(beneath: int | None, seal: LedgerSeal) -> Iterator[str]:
    """Give what stands between two seals, whoever put it there, a few thousand lines in one piece."""
    fields = ("id", *FORMATS[FORMAT])
    while True:
        rows = LedgerLine.objects.filter(id__lte=seal.last_id)
        rows = rows if beneath is None else rows.filter(id__gt=beneath)
        read = list(rows.order_by("id").values_list(*fields)[:_LINES])
        if not read:
            return
        yield "".join(_json({"kind": "line", **dict(zip(fields, row, strict=True))}) for row in read)
        beneath = read[-1][0]


def _head(seal: LedgerSeal) -> dict[str, object]:
    return {name: getattr(seal, name) for name in Head.__dataclass_fields__}


def _json(values: dict[str, object]) -> str:
    return json.dumps(values, separators=(",", ":"), default=plain) + "\n"
