"""The job behind a sheet: looks at its rows, and brings them in, a few hundred in one transaction.

A part is done whole or not at all, and says so in the same transaction: a worker that dies leaves nothing
half, and the next one goes on with the part that it was at. It works for a few seconds only and then lets
others go first, for the same workers send alerts. Where all or nothing was asked, all parts are one
transaction, which keeps one worker busy for as long as it takes, but no longer than a minute.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from cases.audit import ledger
from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.intake import desk as desks
from cases.intake import signal
from cases.intake.channel_rules import Door
from cases.intake.models import Signal
from cases.intake.report import Report, faults
from cases.intake.sheets import far, faults_kept, row_rules, sheet, spoken
from cases.intake.sheets.cell_rules import Row
from cases.intake.sheets.models import Sheet, SheetPart, SheetRow
from cases.intake.sheets.row_rules import Fault, Meant, RowFault
from cases.intake.sheets.state_rules import AT_WORK, SheetState, Trouble
from cases.notifications import outbox
from cases.workdays import AMSTERDAM
from organisations import grants, membership, oversight, present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.roles import Role

#: A part takes less than a second; after so long its worker is dead.
LEASE = timedelta(minutes=2)
#: A transaction for all rows is given up after so long: two thirds of what a task may take.
LONGEST = timedelta(seconds=60)
LONGEST_ALONE = timedelta(seconds=15)
AT_ONCE = 1_000  # lines of the ledger in one statement
SHORT = 20  # signs of a key that is kept to see a row twice in one file
JOB = Actor.system("sheets")
NEEDED = frozenset({Act.TRIAGE_SIGNAL, Act.LOG_SIGNAL})


#: What the job writes of a part; its rows stay as they stand.
WRITTEN = ("new", "known", "refused", "faults", "keys", "claimed_until", "checked_at", "brought_in_at")


class _TakenBack(Exception):  # noqa: N818 - reads as what happened
    """All or nothing was asked, and it is nothing; ``why``: None when somebody stopped it."""

    def __init__(self, why: Trouble | None) -> None:
        super().__init__()
        self.why = why


@dataclass(frozen=True, slots=True)
class Bound:
    """In whose name a sheet is worked on, for which desk, and what its columns mean."""

    sheet: Sheet
    actor: Actor
    desk: desks.Desk
    meant: Meant


@dataclass(slots=True)
class Looked:
    """What was found in some rows: what is new, how many are known, what is refused and why."""

    new: list[tuple[Row, Report, str, str]] = field(default_factory=list)
    known: int = 0
    refused: dict[int, list[Fault]] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)


def turn(*, clock: Callable[[], datetime], patience: timedelta) -> bool:
    """Work on what waits, the oldest first, for so long; tells whether something is left.

    ``clock`` gives the present moment (aware).
    """
    began = clock()
    waiting = Sheet.objects.filter(state__in=[state.value for state in AT_WORK]).order_by("sent_at", "id")
    for standing in waiting:
        seen: set[str] | None = None
        while (part := _claim(standing, now=clock())) is not None:
            if standing.state == SheetState.RUNNING and standing.is_whole:
                _do_whole(standing, clock=clock)
            else:
                seen = _keys_before(standing) if seen is None else seen
                _do(part, seen, now=clock())
            if clock() - began > patience:
                return True
    return False


def _claim(standing: Sheet, *, now: datetime) -> SheetPart | None:
    """Give the next part, for this worker alone; None when none is left or another is at this sheet."""
    standing.refresh_from_db(fields=["state", "is_whole"])
    is_done = {"checked_at": None} if standing.state == SheetState.CHECKING else {"brought_in_at": None}
    if standing.state not in AT_WORK or standing.parts.filter(claimed_until__gt=now).exists():
        return None
    part = standing.parts.filter(**is_done).first()
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    if part is None or not SheetPart.objects.filter(free, pk=part.pk).update(claimed_until=now + LEASE):
        return None
    return part


def _do(part: SheetPart, seen: set[str], *, now: datetime) -> None:
    """Do one part, whole or not at all; ``seen``: keys of the rows before it in this file."""
    with transaction.atomic():
        standing = sheet.locking(Sheet.objects.filter(pk=part.sheet_id)).get()
        part = SheetPart.objects.select_for_update().get(pk=part.pk)
        part.claimed_until = None
        bound = _bound(standing, now=now)
        if isinstance(bound, Trouble):
            _give_up(standing, bound, now=now)
        elif standing.state == SheetState.CHECKING:
            _check(bound, part, seen, now=now)
        elif standing.state == SheetState.RUNNING and part.brought_in_at is None:
            _bring_in(bound, part, seen, now=now)
        part.save(update_fields=WRITTEN)
        if not isinstance(bound, Trouble):
            _settle(bound, now=now)


def _check(bound: Bound, part: SheetPart, seen: set[str], *, now: datetime) -> None:
    looked = look(bound, sheet.rows_of(part), seen, now=now)
    part.checked_at = now
    _note(part, looked, seen)


def _do_whole(standing: Sheet, *, clock: Callable[[], datetime]) -> None:
    """Bring in every part by one transaction, or none; a row that is refused now takes all others back."""
    try:
        with transaction.atomic():
            parts, lines = _every_part(standing, clock=clock)
            _end_whole(standing, parts, lines, now=clock())
    except _TakenBack as taken:
        with transaction.atomic():
            locked = sheet.locking(Sheet.objects.filter(pk=standing.pk)).get()
            if locked.state == SheetState.RUNNING:  # otherwise somebody stopped it
                _say_taken_back(locked, taken.why, now=clock())


def _every_part(
    standing: Sheet, *, clock: Callable[[], datetime]
) -> tuple[list[SheetPart], list[LedgerLine]]:
    """Write every row, and give its lines of the ledger, which come last.

    The sheet is not locked before the end either, so that whoever stops it need not wait.
    """
    until = clock() + longest()
    bound = _bound(standing, now=clock())
    if isinstance(bound, Trouble):
        raise _TakenBack(bound)
    seen: set[str] = set()
    parts: list[SheetPart] = []
    lines: list[LedgerLine] = []
    progress = far.Progress(standing.pk)
    for pk in standing.parts.values_list("pk", flat=True):
        part = SheetPart.objects.get(pk=pk)
        if not part.content:
            raise _TakenBack(None)  # stopped, and emptied at once
        if clock() > until:
            raise _TakenBack(Trouble.SLOW)
        _write(bound, part, seen, lines, now=clock())
        if part.refused:
            raise _TakenBack(Trouble.ROW)
        part.content, part.claimed_until = "", None  # the rows stay as they stand: see WRITTEN
        parts.append(part)
        progress.note(sum(one.rows for one in parts))
    return parts, lines


def longest() -> timedelta:
    """Give how long one transaction may go on; SQLite has one writer, for which others wait 20 seconds."""
    return LONGEST if connection.vendor == "postgresql" else LONGEST_ALONE


def _end_whole(
    standing: Sheet, parts: Sequence[SheetPart], lines: Sequence[LedgerLine], *, now: datetime
) -> None:
    """Look whether it is still wanted, and still may; then it is done."""
    locked = sheet.locking(Sheet.objects.filter(pk=standing.pk)).get()
    if locked.state != SheetState.RUNNING:
        raise _TakenBack(None)
    bound = _bound(locked, now=now)
    if isinstance(bound, Trouble):
        raise _TakenBack(bound)
    for part in parts:
        part.save(update_fields=WRITTEN)
    for first in range(0, len(lines), AT_ONCE):
        ledger.record_all(lines[first : first + AT_ONCE])
    _settle(bound, now=now)


def _say_taken_back(locked: Sheet, why: Trouble | None, *, now: datetime) -> None:
    if why in (Trouble.ROW, Trouble.SLOW):
        sheet.turn_back(locked, why, actor=JOB, now=now)
        _tell("sheet_too_slow" if why is Trouble.SLOW else "sheet_turned_back", locked, now=now)
    elif why is not None:
        _give_up(locked, why, now=now)


def _bring_in(bound: Bound, part: SheetPart, seen: set[str], *, now: datetime) -> None:
    lines: list[LedgerLine] = []
    _write(bound, part, seen, lines, now=now)
    ledger.record_all(lines)


def _write(bound: Bound, part: SheetPart, seen: set[str], lines: list[LedgerLine], *, now: datetime) -> None:
    """Write the signals of one part; their lines of the ledger are added to ``lines``."""
    looked = look(bound, sheet.rows_of(part), seen, now=now)
    reports = [report for _row, report, _key, _digest in looked.new]
    made = signal.log_many(actor=bound.actor, reports=reports, desk=bound.desk, lines=lines, now=now)
    SheetRow.objects.bulk_create(_made(bound, looked, made))
    part.brought_in_at = now
    _note(part, looked, seen)


def look(bound: Bound, rows: Sequence[Row], seen: set[str], *, now: datetime) -> Looked:
    """Give what becomes of some rows; ``seen``: keys of the rows before them in this file."""
    looked = Looked()
    secret = settings.SECRET_KEY
    keyed = [(row, *row_rules.keys(row, bound.meant, secret=secret)) for row in rows]
    before = _brought_in(bound, [key for _row, key, _digest in keyed])
    for row, key, digest in keyed:
        if key[:SHORT] in seen or key[:SHORT] in looked.keys:
            looked.refused[row.number] = [Fault("", RowFault.TWICE)]  # its first made a signal a moment ago
        elif key in before and before[key] == digest:
            looked.known += 1
        elif key in before:
            looked.refused[row.number] = [Fault("own_number", RowFault.OTHER_WORDS)]
        else:
            _judge(bound, row, key, digest, looked, now=now)
    return looked


def _judge(bound: Bound, row: Row, key: str, digest: str, looked: Looked, *, now: datetime) -> None:
    answers, found = row_rules.said(row, bound.meant, spoken.words(), AMSTERDAM)
    answers.pop("own_number", None)
    if not found:
        report = Report(**answers)
        wrong = faults(report, door=Door.DESK, now=now)
        found = [Fault(fault.field or "", fault.code) for fault in wrong]
    looked.keys.add(key[:SHORT])
    if found:
        looked.refused[row.number] = found
    else:
        looked.new.append((row, report, key, digest))


def _note(part: SheetPart, looked: Looked, seen: set[str]) -> None:
    part.new, part.known, part.refused = len(looked.new), looked.known, len(looked.refused)
    part.faults = faults_kept.packed(looked.refused)
    part.keys = " ".join(sorted(looked.keys))
    seen |= looked.keys


def _brought_in(bound: Bound, keys: list[str]) -> dict[str, str]:
    """Give the rows that made a signal at this desk already: key and what they said."""
    whose = {"organisation": bound.sheet.organisation_id, "covenant": bound.sheet.covenant_id}
    return dict(SheetRow.objects.filter(**whose, key__in=keys).values_list("key", "digest"))


def _made(bound: Bound, looked: Looked, made: Sequence[Signal]) -> list[SheetRow]:
    whose = {
        "sheet": bound.sheet,
        "organisation_id": bound.sheet.organisation_id,
        "covenant_id": bound.sheet.covenant_id,
    }
    pairs = zip(looked.new, made, strict=True)
    return [
        SheetRow(**whose, signal=one, number=row.number, key=key, digest=digest)
        for (row, _report, key, digest), one in pairs
    ]


def _keys_before(standing: Sheet) -> set[str]:
    """Give the keys of the rows that this run has been at."""
    done = {"checked_at": None} if standing.state == SheetState.CHECKING else {"brought_in_at": None}
    kept = standing.parts.exclude(**done).values_list("keys", flat=True)
    return {key for keys in kept.iterator() for key in keys.split()}


def _settle(bound: Bound, *, now: datetime) -> None:
    """Write that everything was looked at, or brought in, when no part is left; tell who started it."""
    standing = bound.sheet
    if standing.state == SheetState.CHECKING and not standing.parts.filter(checked_at=None).exists():
        sheet.checked(standing, actor=bound.actor, now=now)
    elif standing.state == SheetState.RUNNING and not standing.parts.filter(brought_in_at=None).exists():
        sheet.end(standing, SheetState.DONE, actor=bound.actor, now=now)
        found = sheet.counts(standing)
        sheet.record(Event.SHEET_DONE, standing, actor=bound.actor, now=now, **found)
        _tell("sheet_done", standing, now=now)


def _give_up(standing: Sheet, trouble: Trouble, *, now: datetime) -> None:
    sheet.end(standing, SheetState.STOPPED, actor=JOB, now=now, trouble=trouble.value)
    sheet.record(Event.SHEET_STOPPED, standing, actor=JOB, now=now, **sheet.counts(standing))
    _tell("sheet_stopped", standing, now=now)


def _tell(kind: str, standing: Sheet, *, now: datetime) -> None:
    to = [outbox.Recipient(standing.started_by, standing.organisation, sheet.address(standing))]
    outbox.put(kind, number=standing.number, to=to, now=now)


def _bound(standing: Sheet, *, now: datetime) -> Bound | Trouble:
    """Give in whose name, as that person may now: who left, or triages no more, brings nothing in."""
    here = [
        one
        for one in membership.in_force(standing.started_by, now=now)
        if one.organisation_id == standing.organisation_id
    ]
    if not here or not _acts(here[0], now=now) >= NEEDED:
        return Trouble.LEFT
    actor = Actor(
        user=standing.started_by,
        organisation=here[0].organisation,
        role=Role(here[0].role),
        acts=_acts(here[0], now=now),
        origin="internal",
    )
    own = (desk for desk in sheet.own_desks(actor, now=now) if desk.table.pk == standing.covenant_id)
    desk = next(own, None)
    return Trouble.NO_DESK if desk is None else Bound(standing, actor, desk, sheet.meant_of(standing))


def _acts(chosen: Any, *, now: datetime) -> frozenset[Act]:
    withheld = present.withheld(chosen) | oversight.withheld(chosen, now=now)
    return grants.acts_at(chosen) - withheld
