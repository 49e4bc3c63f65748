"""The marks of a case or a signal: written with what they are made of, looked up by whoever may see it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet

from cases.access import gate
from cases.access.shape import shaped
from cases.casefile import mark_rules
from cases.casefile.mark_rules import Kind, Known
from cases.casefile.models import Case, Mark, MarksWritten, YoungPerson
from organisations.actor import Actor
from organisations.compartments import Compartment

#: So many candidates stand beside each other; whoever needs more searches.
SHOWN = 5
OF_PERSON = (Kind.NAME, Kind.SOUND, Kind.BORN, Kind.ADDRESS)


def write_person(person: YoungPerson, cases: Iterable[Case]) -> None:
    """Make the marks of a young person anew for these cases, in the caller's transaction."""
    made = mark_rules.marks(known_of(person))
    for case in cases:
        replace(made, OF_PERSON, case=case)


def write_phones(case: Case, phones: Iterable[str]) -> None:
    """Make the marks of the phone numbers of a case anew, in the caller's transaction."""
    case = Case.objects.select_for_update().get(pk=case.pk)  # two that change a number wait for each other
    replace(mark_rules.marks(Known(phones=tuple(phones))), [Kind.PHONE], case=case)


def to_compare(things: Iterable[dict[str, object]], *, actor: Actor, now: datetime) -> None:
    """Let a worker compare later what was written just now, in the caller's transaction.

    ``things``: ``{"case": …}`` or ``{"signal": …}`` each. Always one row for each, whatever there is to find.
    """
    by = {"by_id": actor.user_id, "organisation_id": actor.organisation_id, "at": now}
    MarksWritten.objects.bulk_create(MarksWritten(**whose, **by) for whose in things)


def replace(made: Collection[mark_rules.Mark], kinds: Collection[Kind], **whose: object) -> None:
    """Let these be the marks of these kinds; ``whose``: a case or a signal. Others are taken away."""
    wanted = {mark.key: mark.kind for mark in made if mark.kind in kinds}
    standing = Mark.objects.filter(**whose, kind__in=[kind.value for kind in kinds])
    known = dict(standing.values_list("key", "pk"))
    gone = [pk for key, pk in known.items() if key not in wanted]
    if gone:
        Mark.objects.filter(pk__in=gone).delete()
    new = [Mark(**whose, kind=kind.value, key=key) for key, kind in wanted.items() if key not in known]
    Mark.objects.bulk_create(new)


def write_signals(made: Iterable[tuple[int, Collection[mark_rules.Mark]]]) -> None:
    """Write the marks of signals (ids) that have none yet, in the caller's transaction. One statement."""
    rows = [Mark(signal_id=pk, kind=mark.kind.value, key=mark.key) for pk, marks in made for mark in marks]
    Mark.objects.bulk_create(rows)


def known_of(person: YoungPerson | None) -> Known:
    """Give what a case says about who it is about."""
    if person is None:
        return Known()
    return Known(
        name=person.name,
        birth_date=person.birth_date,
        address=person.address,
        municipality=person.municipality,
    )


def cases(actor: Actor, known: Known, *, tables: Collection[int], now: datetime) -> list[Case]:
    """Give the cases at these tables (covenants, ids) that may be about the same person, at most five.

    Only cases of which the actor reads who they are about, at ``now`` (aware): a sealed one, or one that is
    not theirs, changes nothing in the answer, nor in the number of statements that it takes.
    """
    keys = sorted(mark.key for mark in mark_rules.marks(known))
    if not keys or not tables:
        return []
    values = {f"key_{turn}": key for turn, key in enumerate(keys)}
    values |= {f"table_{turn}": pk for turn, pk in enumerate(sorted(tables))}
    return _sharing(actor, len(keys), len(tables), now=now, **values)


@shaped
def _sharing(actor: Actor, keys: int, tables: int, *, now: Any, **values: Any) -> QuerySet[Case]:
    """Ask for so many keys at so many tables."""
    here = [Q(covenant=values[f"table_{turn}"]) for turn in range(tables)]
    rows = Case.objects.filter(
        reduce(or_, here), marks__key__in=[values[f"key_{turn}"] for turn in range(keys)]
    )
    rows = rows.annotate(common=Count("marks__kind", distinct=True))
    seen = gate.visible(actor, rows, Compartment.IDENTITY, now=now).select_related("young_person")
    return seen.order_by("-common", "-updated_at", "-id")[:SHOWN]


def sharing(known: Known) -> Q:
    """Give the condition that something has a mark in common with what is known."""
    return Q(marks__key__in=sorted(mark.key for mark in mark_rules.marks(known)))


def of_cases(found: Collection[Case]) -> dict[int, frozenset[mark_rules.Mark]]:
    """Give the marks of cases, by case: one statement."""
    rows: QuerySet = Mark.objects.filter(case__in=found).values_list("case_id", "kind", "key")
    pairs = [(case, mark_rules.Mark(Kind(kind), key)) for case, kind, key in rows]
    return {case.pk: frozenset(mark for pk, mark in pairs if pk == case.pk) for case in found}
