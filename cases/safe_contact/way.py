"""Acts of safe contact: write a way down, change it, say that it still holds, end it."""

from dataclasses import asdict, dataclass
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import marks, timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.safe_contact.models import ContactWay
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import check_version, write

IDENTITY = Compartment.IDENTITY


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody can be reached. ``kind`` and ``safety`` as in ``rules``; hours are local wall time."""

    kind: str
    address: str
    safety: str
    whose: str = ""
    read_by: str = ""
    from_time: time | None = None
    until_time: time | None = None
    code_word: str = ""


def add(case: Case, *, actor: Actor, way: Way, now: datetime) -> ContactWay:
    """Write down how the young person of a case can be reached.

    Raises:
        AccessDenied: the actor may not write about who the case is about.
        StateConflictError: the case is closed.
    """
    gate.require(actor, Act.WRITE_NOTE, on=case, compartment=IDENTITY, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        casefile.check_open(case)
        made = ContactWay(case=case, **asdict(way), **_looked(actor, now))
        write(made, actor=actor, now=now)
        mark_phones(case)
        marks.to_compare([{"case": case}], actor=actor, now=now)
        _note(made, case, Event.CONTACT_WAY_WRITTEN, actor=actor, now=now)
    return made


def change(standing: ContactWay, *, actor: Actor, way: Way, version: int | None, now: datetime) -> ContactWay:
    """Change what is written about a way; whoever changes it has looked at it.

    Raises:
        AccessDenied: the actor may not write about who the case is about.
        StateConflictError: it was ended.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    return _rewrite(standing, asdict(way), Event.CONTACT_WAY_CHANGED, actor=actor, version=version, now=now)


def confirm(standing: ContactWay, *, actor: Actor, version: int | None, now: datetime) -> ContactWay:
    """Say that somebody looked and that what is written still holds.

    Raises:
        AccessDenied: the actor may not write about who the case is about.
        StateConflictError: it was ended.
        StaleWriteError: somebody else changed it since the page was opened: look at that first.
    """
    return _rewrite(standing, {}, Event.CONTACT_WAY_CONFIRMED, actor=actor, version=version, now=now)


def end(standing: ContactWay, *, actor: Actor, version: int | None, now: datetime) -> ContactWay:
    """Take a way away: the young person can't be reached by it any more.

    Raises:
        AccessDenied: the actor may not write about who the case is about.
        StateConflictError: it was ended already.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    changes = {"ended_at": now}
    return _rewrite(standing, changes, Event.CONTACT_WAY_ENDED, actor=actor, version=version, now=now)


def _rewrite(
    way: ContactWay, changes: dict, event: Event, *, actor: Actor, version: int | None, now: datetime
) -> ContactWay:
    """Write changes to a way. Also in a closed case: a way that became dangerous must be marked."""
    case = way.case
    gate.require(actor, Act.WRITE_NOTE, on=case, compartment=IDENTITY, now=now)
    with transaction.atomic():
        standing = ContactWay.objects.select_for_update(of=("self",)).get(pk=way.pk)
        if standing.ended_at is not None:
            raise StateConflictError(_("This way of contact was taken away already."), code="ended")
        check_version(standing, version)
        for name, value in {**changes, **_looked(actor, now)}.items():
            setattr(standing, name, value)
        write(standing, actor=actor, now=now)
        mark_phones(case)
        marks.to_compare([{"case": case}], actor=actor, now=now)
        _note(standing, case, event, actor=actor, now=now)
    return standing


def mark_phones(case: Case) -> None:
    """Let a case be recognised by the phone numbers that stand in it now, in the caller's transaction."""
    standing = ContactWay.objects.filter(case=case, ended_at=None, kind="phone")
    marks.write_phones(case, standing.values_list("address", flat=True))


def _looked(actor: Actor, now: datetime) -> dict:
    return {"checked_at": now, "checked_by": actor.user, "organisation": actor.organisation}


def _note(way: ContactWay, case: Case, event: Event, *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor,
        event,
        on=way,
        case=case,
        now=now,
        act=Act.WRITE_NOTE,
        compartments=[IDENTITY],
        safety=way.safety,
        kind=way.kind,
    )
    kind = "contact_unsafe" if way.safety == "unsafe" and way.ended_at is None else "contact_changed"
    timeline.add(
        case,
        kind,
        actor=actor,
        compartment=IDENTITY,
        now=now,
        url=f"/cases/{case.number}/people/#contact",
    )
