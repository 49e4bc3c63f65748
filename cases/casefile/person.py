"""The young person: who the case is about. Compartment *identity*."""

from datetime import date, datetime

from django.db import transaction

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import marks, timeline
from cases.casefile.models import Case, YoungPerson
from cases.casefile.names import fold
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import StaleWriteError, check_version, write


def write_new(
    *, name: str, birth_date: date | None, municipality: str, actor: Actor, now: datetime
) -> YoungPerson:
    """Write a young person inside the caller's transaction."""
    person = YoungPerson(name=name, name_key=fold(name), birth_date=birth_date, municipality=municipality)
    return write(person, actor=actor, now=now)


def identify(
    case: Case,
    *,
    actor: Actor,
    name: str,
    birth_date: date | None,
    address: str,
    municipality: str,
    guardians: str,
    version: int | None,
    now: datetime,
) -> YoungPerson:
    """Write down or correct who the case is about; also in a closed case, for wrong must become right.

    ``version`` is that of the person on the page, None when the page showed nobody.

    Raises:
        AccessDenied: identity is not open to this actor.
        StaleWriteError: somebody else wrote it since the page was opened.
    """
    gate.require(actor, Act.WRITE_NOTE, on=case, compartment=Compartment.IDENTITY, now=now)
    with transaction.atomic():
        # Two statements: a row that is only joined is as old as the start of the wait for the lock.
        case = Case.objects.select_for_update().get(pk=case.pk)
        person = case.young_person or YoungPerson()
        if case.young_person is not None:
            _check_shown(person, version)
        person.name, person.name_key, person.birth_date = name, fold(name), birth_date
        person.address, person.municipality, person.guardians = address, municipality, guardians
        write(person, actor=actor, now=now)
        if case.young_person is None:
            case.young_person = person
            write(case, actor=actor, now=now, reason="identified")
        marks.write_person(person, person.cases.all())
        marks.to_compare([{"case": one} for one in person.cases.all()], actor=actor, now=now)
        ledger.record(
            actor,
            Event.PERSON_CHANGED,
            on=person,
            case=case,
            now=now,
            act=Act.WRITE_NOTE,
            compartments=[Compartment.IDENTITY],
        )
        timeline.add(case, "person_changed", actor=actor, compartment=Compartment.IDENTITY, now=now)
    return person


def _check_shown(person: YoungPerson, version: int | None) -> None:
    """Pass when the page showed this person as they are; a page that showed nobody is stale by now."""
    if version is None:
        raise StaleWriteError(person)
    check_version(person, version)
