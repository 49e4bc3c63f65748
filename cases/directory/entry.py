"""Acts on the phone list of a table: add a line, change it, say that it still holds, take it away."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import facts
from cases.audit import ledger
from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.directory.models import DirectoryEntry
from cases.directory.rules import can_be_dialled, names_a_case
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.history import check_version, write


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on one line. ``unit`` as in ``cases.police.rules``; all else as people say it."""

    unit: str
    phone: str
    area: str = ""
    person: str = ""
    mail: str = ""
    backup: str = ""
    backup_phone: str = ""
    reachable: str = ""


def of_tables(actor: Actor, *, now: datetime) -> QuerySet[DirectoryEntry]:
    """Give the lines of every table at which the actor's organisation sits at ``now`` (aware)."""
    tables = list(facts.tables_of(actor, now=now))
    return DirectoryEntry.objects.filter(covenant__in=tables, ended_at=None)


def add(*, actor: Actor, table: int, line: Line, now: datetime) -> DirectoryEntry:
    """Add a line to the phone list of a table (the id of its covenant); it counts as checked.

    Raises:
        AccessDenied: the actor does not keep the list, or does not sit at this table.
        StateConflictError: a number cannot be dialled, or something of a case stands in it.
    """
    _demand(actor, table, now=now)
    _check(line)
    with transaction.atomic():
        made = DirectoryEntry(covenant_id=table, **asdict(line), **_by(actor, now))
        write(made, actor=actor, now=now)
        _record(made, Event.DIRECTORY_ADDED, actor=actor, now=now)
    return made


def change(
    standing: DirectoryEntry, *, actor: Actor, line: Line, version: int | None, now: datetime
) -> DirectoryEntry:
    """Change a line; it counts as checked, and the history keeps what was there.

    Raises:
        AccessDenied, StateConflictError: as for ``add``; it was taken away already.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    _check(line)
    changes = {**asdict(line), **_by(actor, now)}
    return _rewrite(standing, changes, Event.DIRECTORY_CHANGED, actor=actor, version=version, now=now)


def confirm(standing: DirectoryEntry, *, actor: Actor, version: int | None, now: datetime) -> DirectoryEntry:
    """Say that somebody called, and that a line still holds.

    Raises: as ``change``.
    """
    changes = _by(actor, now)
    return _rewrite(standing, changes, Event.DIRECTORY_CHECKED, actor=actor, version=version, now=now)


def end(standing: DirectoryEntry, *, actor: Actor, version: int | None, now: datetime) -> DirectoryEntry:
    """Take a line away; the history keeps it.

    Raises: as ``change``.
    """
    changes = {"ended_at": now}
    return _rewrite(standing, changes, Event.DIRECTORY_ENDED, actor=actor, version=version, now=now)


def _rewrite(
    line: DirectoryEntry, changes: dict, event: Event, *, actor: Actor, version: int | None, now: datetime
) -> DirectoryEntry:
    _demand(actor, line.covenant_id, now=now)
    with transaction.atomic():
        standing = DirectoryEntry.objects.select_for_update(of=("self",)).get(pk=line.pk)
        if standing.ended_at is not None:
            raise StateConflictError(_("This line was taken away already."), code="ended")
        check_version(standing, version)
        for name, value in changes.items():
            setattr(standing, name, value)
        write(standing, actor=actor, now=now)
        _record(standing, event, actor=actor, now=now)
    return standing


def _demand(actor: Actor, table: int, *, now: datetime) -> None:
    actor.demand(Act.KEEP_DIRECTORY)
    if table not in facts.tables_of(actor, now=now):
        raise AccessDenied(
            _("You can keep only the phone list of your own table."),
            code="not_your_table",
            act=Act.KEEP_DIRECTORY,
        )


def _check(line: Line) -> None:
    for name in ("phone", "backup_phone"):
        number = getattr(line, name)
        if number and not can_be_dialled(number):
            raise StateConflictError(
                _("This can't be dialled. Write the number with its digits."), code="no_number", field=name
            )
    for name in _with_a_case(asdict(line).items()):
        raise StateConflictError(
            _("The phone list holds nothing of a case: leave out the number or the pseudonym."),
            code="of_a_case",
            field=name,
        )


def _with_a_case(fields: Iterable[tuple[str, str]]) -> list[str]:
    return [name for name, text in fields if names_a_case(text)]


def _by(actor: Actor, now: datetime) -> dict:
    return {"checked_at": now, "checked_by": actor.user, "organisation": actor.organisation}


def _record(line: DirectoryEntry, event: Event, *, actor: Actor, now: datetime) -> None:
    ledger.record(actor, event, on=line, now=now, act=Act.KEEP_DIRECTORY, unit=line.unit)
