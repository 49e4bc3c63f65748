"""Acts on a sheet: send it, say what its columns are, bring it in, stop it, empty it.

Whoever triages at a desk may; the whole desk sees it, for a colleague must be able to stop it. The rows stand
encrypted and are emptied a week after the end, or at once when the desk wants that.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from cases.access import facts, gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.intake import desk as desks
from cases.intake.sheets import row_rules, state_rules
from cases.intake.sheets.cell_rules import Row
from cases.intake.sheets.models import Sheet, SheetPart
from cases.intake.sheets.reading import Read
from cases.intake.sheets.row_rules import NEEDED, Meant
from cases.intake.sheets.state_rules import SheetState, Trouble
from cases.moves import MoveRefused
from cases.notifications import outbox
from cases.numbers import draw
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import check_version, write
from organisations.identity import sealing

PURPOSE = "sheet of registrations"
PART = 250  # rows in one transaction: less than a second, also where much else is going on
KEPT_FOR = timedelta(days=7)  # a choice of ours: long enough to correct the rows that were refused
TASK = "cases.intake.bring_in"
NOT_NOW = _("This can't be done with this file now. Look at where it stands.")


def send(*, actor: Actor, read: Read, desk: desks.Desk, now: datetime) -> Sheet:
    """Keep the rows of a file that was read, to be looked at.

    Raises:
        AccessDenied: the actor triages no signals.
        StateConflictError: the desk can't receive signals now, or is another organisation.
    """
    actor.demand(Act.TRIAGE_SIGNAL)
    with transaction.atomic():
        if desk not in own_desks(actor, now=now):
            raise StateConflictError(_("Your desk can't receive signals now."), code="no_desk", field="desk")
        made = Sheet(
            number=draw("R", now.year, lambda number: Sheet.objects.filter(number=number).exists()),
            organisation=desk.organisation,
            covenant=desk.table,
            headings=_sealed(read.headings),
            sent_at=now,
            sent_by=actor.user,
        )
        write(made, actor=actor, now=now)
        SheetPart.objects.bulk_create(_parts(made, read.rows))
        record(Event.SHEET_SENT, made, actor=actor, now=now, rows=len(read.rows))
    return made


def choose_columns(
    sheet: Sheet, *, actor: Actor, meant: Meant, version: int | None = None, now: datetime
) -> Sheet:
    """Say what the columns are, and let the job look at every row; nothing is brought in by that.

    Raises:
        AccessDenied: not a sheet of the actor's desk.
        StaleWriteError: somebody else chose meanwhile.
        StateConflictError: it is being brought in already, or a column that is needed is missing.
    """
    with transaction.atomic():
        standing = _locked(sheet, actor, now=now)
        check_version(standing, version)
        _check_meant(meant)
        _step(standing, SheetState.CHECKING)
        standing.meant = _sealed({"columns": list(meant.columns), "otherwise": dict(meant.otherwise)})
        standing.trouble = ""
        standing.remembered = json.dumps(_by_heading(headings_of(standing), meant))
        standing.started_by = actor.user
        write(standing, actor=actor, now=now, reason="columns")
        _look_anew(standing)
        record(Event.SHEET_COLUMNS_CHOSEN, standing, actor=actor, now=now)
        transaction.on_commit(poke, robust=True)
    return standing


def start(
    sheet: Sheet,
    *,
    actor: Actor,
    leave_out: bool = False,
    is_whole: bool = False,
    version: int | None = None,
    now: datetime,
) -> Sheet:
    """Bring in every row that is right, in the actor's name; ``leave_out`` agrees that the others stay out.

    ``is_whole``: all rows or none. Then nothing begins while one is refused, all come in by one transaction,
    and when a row is refused only then, or it takes too long, nothing comes in and every row is looked at
    again.

    Raises:
        AccessDenied: not a sheet of the actor's desk.
        StaleWriteError: it was looked at anew since the page was opened.
        StateConflictError: it was not looked at yet, nothing is new, or rows are refused and nobody agreed or
            all were wanted.
    """
    with transaction.atomic():
        standing = _locked(sheet, actor, now=now)
        check_version(standing, version)
        _step(standing, SheetState.RUNNING)
        found = counts(standing)
        if not found["new"]:
            raise StateConflictError(_("There is nothing new in this file."), code="nothing_new")
        _check_wanted(found, leave_out=leave_out, is_whole=is_whole)
        standing.is_whole, standing.trouble = is_whole, ""
        standing.started_at, standing.started_by = now, actor.user
        write(standing, actor=actor, now=now, reason="started")
        record(Event.SHEET_STARTED, standing, actor=actor, now=now, is_whole=is_whole, **found)
        transaction.on_commit(poke, robust=True)
    return standing


def stop(sheet: Sheet, *, actor: Actor, now: datetime) -> Sheet:
    """Stop it; what was brought in stays. Before anything was brought in, its rows are emptied at once.

    Of a sheet that comes in as a whole nothing comes in: its transaction looks at its end whether it may.

    Raises:
        AccessDenied: not a sheet of the actor's desk.
        StateConflictError: it is over already.
    """
    with transaction.atomic():
        standing = _locked(sheet, actor, now=now)
        was_running = standing.state == SheetState.RUNNING
        end(standing, SheetState.STOPPED, actor=actor, now=now)
        if not was_running:
            _empty(standing, actor=actor, now=now)
        record(Event.SHEET_STOPPED, standing, actor=actor, now=now, **counts(standing))
    return standing


def empty(sheet: Sheet, *, actor: Actor, now: datetime) -> Sheet:
    """Empty the rows of a sheet that is over, before its week is.

    Raises:
        AccessDenied: not a sheet of the actor's desk.
        StateConflictError: it is not over, or empty already.
    """
    with transaction.atomic():
        standing = _locked(sheet, actor, now=now)
        if standing.ended_at is None or standing.emptied_at is not None:
            raise StateConflictError(NOT_NOW, code="not_now")
        _empty(standing, actor=actor, now=now)
        record(Event.SHEET_EMPTIED, standing, actor=actor, now=now)
    return standing


def forget(*, actor: Actor, now: datetime) -> int:
    """Empty what ended a week ago, or was left lying for a week; tells how many. ``now``: aware."""
    before = now - KEPT_FOR
    left = Sheet.objects.filter(emptied_at=None).exclude(state=SheetState.RUNNING.value)
    pks = [row.pk for row in left if (row.ended_at or row.sent_at) <= before]
    for pk in pks:
        with transaction.atomic():
            standing = locking(Sheet.objects.filter(pk=pk)).get()
            if standing.ended_at is None:
                end(standing, SheetState.STOPPED, actor=actor, now=now)
            _empty(standing, actor=actor, now=now)
            record(Event.SHEET_EMPTIED, standing, actor=actor, now=now)
    return len(pks)


def checked(standing: Sheet, *, actor: Actor, now: datetime) -> None:
    """Write that every row of a locked sheet was looked at, in the caller's transaction."""
    _step(standing, SheetState.CHECKED)
    write(standing, actor=actor, now=now, reason="checked")
    record(Event.SHEET_CHECKED, standing, actor=actor, now=now, **counts(standing))


def end(standing: Sheet, to: SheetState, *, actor: Actor, now: datetime, trouble: str = "") -> None:
    """Write that a locked sheet is over, in the caller's transaction.

    Raises: StateConflictError when it is over already.
    """
    _step(standing, to)
    standing.ended_at, standing.trouble = now, trouble
    write(standing, actor=actor, now=now, reason=to.value)


def turn_back(standing: Sheet, why: Trouble, *, actor: Actor, now: datetime) -> None:
    """Write why nothing of a locked sheet came in though all was asked, and that all is looked at again.

    Raises: StateConflictError when it is not being brought in.
    """
    _step(standing, SheetState.CHECKING)
    standing.trouble = why.value
    write(standing, actor=actor, now=now, reason=why.value)
    _look_anew(standing)
    record(Event.SHEET_TURNED_BACK, standing, actor=actor, now=now, why=why.value)


def own_desks(actor: Actor, *, now: datetime) -> list[desks.Desk]:
    """Give the desks that the actor triages for: their own organisation, at each table that it is one at."""
    if not actor.holds(Act.TRIAGE_SIGNAL) or not actor.holds(Act.LOG_SIGNAL):
        return []
    return [
        desk for desk in desks.open_to(actor.organisation, now=now) if desk.organisation == actor.organisation
    ]


def of_desk(actor: Actor, *, now: datetime) -> QuerySet[Sheet]:
    """Give the sheets of the actor's desk, the newest first; of a table whose signals it may still read."""
    if not actor.holds(Act.TRIAGE_SIGNAL):
        return Sheet.objects.none()
    receiving = facts.opening(actor, Compartment.SIGNALS, now=now)
    rows = Sheet.objects.filter(organisation_id=actor.organisation_id, covenant__in=receiving)
    return rows.select_related("sent_by", "started_by", "organisation", "covenant")


def fetch(actor: Actor, number: str, *, now: datetime) -> Sheet:
    """Give one sheet of the actor's desk and record the reading.

    Raises:
        AccessDenied: it is of another desk, or there is none; the answer is the same.
    """
    found = of_desk(actor, now=now).filter(number=number.upper()).first()
    if found is None:
        raise gate.not_found(number, act=Act.TRIAGE_SIGNAL)
    record(Event.SHEET_READ, found, actor=actor, now=now)
    return found


def locking(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """Lock sheets, but not against rows that refer to them: who writes these for long holds up nobody."""
    return sheets.select_for_update(no_key=True)


def counts(sheet: Sheet) -> dict[str, int]:
    """Give how many rows there are, and how many are new, known already and refused."""
    names = ("rows", "new", "known", "refused")
    found = sheet.parts.aggregate(**{f"all_{name}": Sum(name) for name in names})
    return {name: found[f"all_{name}"] or 0 for name in names}


def headings_of(sheet: Sheet) -> list[str]:
    """Give the headings."""
    return _unsealed(sheet.headings)


def meant_of(sheet: Sheet) -> Meant:
    """Give what the columns were said to be."""
    kept = _unsealed(sheet.meant)
    return Meant(tuple(kept["columns"]), kept["otherwise"])


def rows_of(part: SheetPart) -> list[Row]:
    """Give the rows of one part."""
    kept = _unsealed(part.content)
    return [Row(number, cells, {int(at): fault for at, fault in bad.items()}) for number, cells, bad in kept]


def proposed(sheet: Sheet) -> list[str]:
    """Give the field of each column: as chosen, as chosen for the last file, or by its heading."""
    if sheet.meant:
        return list(meant_of(sheet).columns)
    headings = headings_of(sheet)
    before = Sheet.objects.filter(organisation=sheet.organisation_id).exclude(remembered="")
    last = json.loads(before.order_by("-sent_at", "-id").values_list("remembered", flat=True).first() or "{}")
    known = {row_rules.fold(heading): last.get(_hash(heading)) for heading in headings}
    remembered = {heading: field for heading, field in known.items() if field is not None}
    return row_rules.propose(headings, remembered)


def address(sheet: Sheet) -> str:
    """Give the page of a sheet."""
    return f"/signals/sheets/{sheet.number}/"


def poke() -> None:
    """Wake a worker; when the broker is away, the next beat does."""
    outbox.wake(TASK)


def record(event: Event, sheet: Sheet, *, actor: Actor, now: datetime, **detail: Any) -> None:
    """Write a line of the ledger: numbers of rows, never what stands in them."""
    parts = [Compartment.SIGNALS]
    ledger.record(actor, event, on=sheet, now=now, act=Act.TRIAGE_SIGNAL, compartments=parts, **detail)


def _locked(sheet: Sheet, actor: Actor, *, now: datetime) -> Sheet:
    """Lock a sheet of the actor's desk.

    Raises: AccessDenied when it is no sheet of their desk.
    """
    standing = of_desk(actor, now=now).select_related(None).filter(pk=sheet.pk)
    standing = locking(standing).first()
    if standing is None:
        raise gate.not_found(sheet.number, act=Act.TRIAGE_SIGNAL)
    return standing


def _step(standing: Sheet, to: SheetState) -> None:
    try:
        standing.state = state_rules.move(SheetState(standing.state), to).to.value
    except MoveRefused as refused:
        raise StateConflictError(NOT_NOW, code=refused.code.value) from refused


def _empty(standing: Sheet, *, actor: Actor, now: datetime) -> None:
    standing.headings = standing.meant = ""
    standing.emptied_at = now
    write(standing, actor=actor, now=now, reason="emptied")
    standing.parts.update(content="", keys="")


def _look_anew(standing: Sheet) -> None:
    standing.parts.update(checked_at=None, claimed_until=None, faults="", keys="", new=0, known=0, refused=0)


def _check_wanted(found: dict[str, int], *, leave_out: bool, is_whole: bool) -> None:
    if is_whole and found["refused"]:
        raise StateConflictError(
            _(
                "Some rows have something wrong, so nothing was brought in. "
                "Correct these rows and send the file again."
            ),
            code="whole_refused",
            field="is_whole",
        )
    if found["refused"] and not leave_out:
        raise StateConflictError(
            _("Some rows can't be brought in. Tick that these stay out, or correct the file first."),
            code="rows_refused",
            field="leave_out",
        )


def _check_meant(meant: Meant) -> None:
    missing = [field for field in NEEDED if meant.place(field) is None]
    chosen = [field for field in meant.columns if field]
    if missing:
        raise StateConflictError(
            _("Say which column holds what was seen or heard, and which the day on which it was noticed."),
            code="column_missing",
        )
    if len(chosen) != len(set(chosen)):
        raise StateConflictError(_("Two columns can't be the same."), code="column_twice")


def _parts(sheet: Sheet, rows: list[Row]) -> Iterator[SheetPart]:
    for position, first in enumerate(range(0, len(rows), PART)):
        some = rows[first : first + PART]
        kept = [[row.number, row.cells, row.bad] for row in some]
        yield SheetPart(sheet=sheet, position=position, content=_sealed(kept), rows=len(some))


def _by_heading(headings: list[str], meant: Meant) -> dict[str, str]:
    return {_hash(one): field for one, field in zip(headings, meant.columns, strict=True) if one}


def _hash(heading: str) -> str:
    return row_rules.hashed(row_rules.fold(heading), secret=settings.SECRET_KEY)


def _sealed(value: Any) -> str:
    return sealing.seal(json.dumps(value), purpose=PURPOSE)


def _unsealed(kept: str) -> Any:
    return json.loads(sealing.unseal(kept, purpose=PURPOSE))
