"""Counts that betray: when something happens that somebody may not know of, nothing they see may change.

No number on a page has to be read for that. Cases that this person may not know of are added, with everything
that can hang on a case; each of their pages must then say exactly what it said before.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from cases.access.models import ConflictBlock
from cases.attack import clones, pages, scene
from cases.attack.truth import Person
from cases.attack.visitor import Visitor
from cases.casefile.models import Case, CaseParticipation, CaseUserObjectPermission
from organisations.models import User

#: Pages that are about all cases by their nature, for who reviews and keeps the whole; no content in them.
ABOUT_ALL = ("audit/", "checkpoint/", "covenants/", "health/")


def compare(visitor: Visitor, seen: dict[tuple[str, str], str]) -> None:
    """Let strangers come, and read again what this person saw: (route, path) -> what it said."""
    with transaction.atomic():
        add(visitor.person)
        visitor.look_again()
        for (route, path), before in seen.items():
            if route.startswith(ABOUT_ALL):
                continue
            after = visitor.get(path, route=route).text
            if pages.plain(before) != pages.plain(after):
                visitor.report("count", route)
        transaction.set_rollback(True)


def add(person: Person) -> None:
    """Add a case elsewhere, a sealed one of their own organisation, and one from which they are kept."""
    rich = scene.richest()
    others = list(User.objects.exclude(pk=person.user_id).order_by("pk")[:2])
    for hides in (_elsewhere, _sealed):
        clones.of_case(rich, change=hides(person, others))
    blocked = clones.of_case(rich, change=_nobody_is(person, others))
    clones.insert(ConflictBlock(case=blocked, user_id=person.user_id, reason="x", since=blocked.started_at))
    for named in _named_like(blocked, person):
        clones.insert(named)


def _nobody_is(person: Person, others: list[User]) -> clones.Change:
    """One's own words and one's own cases stay one's own: nothing that is added was done by this person."""

    def change(row: Any) -> None:
        for column in row._meta.concrete_fields:
            if column.related_model is User and getattr(row, column.attname) == person.user_id:
                setattr(row, column.attname, others[0].pk)
        if row._meta.label == "cases.CoordinatorAssignment":
            row.coordinator_id, row.deputy_id = (user.pk for user in others)

    return change


def _elsewhere(person: Person, others: list[User]) -> clones.Change:
    """Their organisation has no part in it, and had none in what led to it."""
    somebody = _nobody_is(person, others)

    def change(row: Any) -> None:
        somebody(row)
        if isinstance(row, CaseParticipation) and row.organisation_id == person.organisation_id:
            row.ended_at = row.starts_at
        if row._meta.label in {"cases.Signal", "cases.AccessRequest"}:
            for column in row._meta.concrete_fields:
                if getattr(row, column.attname) == person.organisation_id and "organisation" in str(
                    column.related_model
                ):
                    setattr(row, column.attname, _another(person))

    return change


def _sealed(person: Person, others: list[User]) -> clones.Change:
    """Their organisation has a part in it, but they are not named, so it is not there."""
    somebody = _nobody_is(person, others)

    def change(row: Any) -> None:
        somebody(row)
        if isinstance(row, Case | CaseParticipation):
            row.is_sealed = True
        if row._meta.label == "cases.AccessRequest" and row.organisation_id == person.organisation_id:
            row.organisation_id = _another(person)

    return change


def _another(person: Person) -> int:
    elsewhere = CaseParticipation.objects.exclude(organisation_id=person.organisation_id)
    return elsewhere.values_list("organisation_id", flat=True).order_by("organisation_id").first()


def _named_like(case: Case, person: Person) -> Iterator[CaseUserObjectPermission]:
    """Name them on a case, so that only the block stands between."""
    known = CaseUserObjectPermission.objects.order_by("pk").first()
    if known is not None:
        yield CaseUserObjectPermission(
            user_id=person.user_id,
            organisation_id=person.organisation_id,
            content_object=case,
            permission_id=known.permission_id,
        )
