"""Sets the scene on the copy: whoever is missing at the table, and one case of every kind that hides itself.

Rows are written as they stand, without acts: nobody works in this database, and it is thrown away.
"""

import itertools
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Count

from cases.access.models import (
    REVIEW_SIDES,
    CaseSeal,
    ConflictBlock,
    EmergencyAccess,
    EmergencyReview,
    ExistenceCheck,
)
from cases.attack import clones, corners
from cases.audit.models import HoneytokenCase, ReviewItem, ReviewQuestion
from cases.casefile.models import Case, CaseParticipation, CaseUserObjectPermission
from cases.notifications.models import Delivery, Notification
from organisations import grants, present
from organisations.identity.models import ConfidentialityStatement, StatementAcceptance
from organisations.models import DutyOverride, Membership, Organisation, User
from organisations.staff.models import Invitation, Secondment

#: Roles that any organisation can hand out; the others are given by the platform and taken as they are.
EVERYWHERE = (
    "professional",
    "contact_point",
    "care_coordinator",
    "process_director",
    "duty_officer",
    "organisation_admin",
)
WORD = "planted"


def prepare(*, now: datetime) -> None:
    """Put somebody in every role of every kind of organisation, and make the cases that hide themselves."""
    _fill_seats(now)
    people = list(_members(now))
    rich = richest()
    corners.ask_around(rich, people, now)
    made: dict[str, Case] = {}
    for number, (name, change) in enumerate(VARIANTS.items()):
        made[name] = clones.of_case(rich, change=change(now))
        _name_some(made[name], people, every=1 if name == "open to all" else 2 + number % 2, now=now)
        _hide(name, made[name], people, now)
    _in_the_corners(made, people, now)
    _at_the_organisations(people, now)
    _for_the_auditors(people, rich, now)


# -- Who ---------------------------------------------------------------------------------------------------


def _members(now: datetime) -> models.QuerySet[Membership]:
    rows = present.members(at=now).select_related("user", "organisation")
    return rows.order_by("organisation__kind", "role", "pk")


def _fill_seats(now: datetime) -> None:
    """Every role at every kind of organisation that is at the table, where nobody holds it yet."""
    taken = {(row.organisation.kind, row.role) for row in _members(now)}
    homes = {home.kind: home for home in Organisation.objects.filter(is_active=True).order_by("-pk")}
    for kind, home in sorted(homes.items()):
        for role in EVERYWHERE:
            if (kind, role) not in taken:
                _seat(home, role, now)
    for statement in ConfidentialityStatement.objects.order_by("-number")[:1]:
        for row in _members(now):
            clones.insert(StatementAcceptance(user=row.user, statement=statement, accepted_at=now))


def _seat(home: Organisation, role: str, now: datetime) -> None:
    user = clones.insert(User(email=f"{role}.{home.pk}@attack.example", name=f"Proef {role} {home.pk}"))
    began = now - timedelta(days=30)
    grants.join(
        clones.insert(
            Membership(user=user, organisation=home, role=role, starts_at=began, trained_on=began.date())
        )
    )


# -- Cases -------------------------------------------------------------------------------------------------


def richest() -> Case:
    """Give the case with most in it: more tables with rows, then more organisations."""
    counted = Case.objects.filter(is_sealed=False, status="open").annotate(
        has_track=Count("meldcode_tracks__reports", distinct=True),
        has_police=Count("police_contacts", distinct=True),
        has_episode=Count("episodes", distinct=True),
        has_item=Count("agenda_items", distinct=True),
        has_part=Count("participations", distinct=True),
    )
    scores: Counter[int] = Counter()
    for case in counted:
        tables = (case.has_track, case.has_police, case.has_episode, case.has_item)
        scores[case.pk] = 100 * sum(map(bool, tables)) + case.has_part
    return Case.objects.get(pk=scores.most_common(1)[0][0])


def _as_it_is(now: datetime) -> clones.Change:
    return lambda row: None


def _sealed(now: datetime) -> clones.Change:
    def change(row: Any) -> None:
        if isinstance(row, Case | CaseParticipation):
            row.is_sealed = True

    return change


def _parts(**values: Any) -> Any:
    """Change what all admissions say."""

    def made(now: datetime) -> clones.Change:
        def change(row: Any) -> None:
            if isinstance(row, CaseParticipation):
                for name, value in values.items():
                    setattr(row, name, now + value if isinstance(value, timedelta) else value)

        return change

    return made


def _sealed_and_closed(now: datetime) -> clones.Change:
    changes = (_sealed(now), _closed(now))

    def change(row: Any) -> None:
        for one in changes:
            one(row)

    return change


def _closed(now: datetime) -> clones.Change:
    def change(row: Any) -> None:
        if isinstance(row, Case):
            row.status, row.closed_at, row.close_reason = "closed", now, WORD

    return change


VARIANTS: dict[str, Any] = {
    "open to all": _as_it_is,
    "closed": _closed,
    "sealed": _sealed,
    "kept from everybody": _as_it_is,
    "ended for all": _parts(ended_at=timedelta(days=-1), end_reason=WORD),
    "from tomorrow": _parts(starts_at=timedelta(days=1), ends_at=None),
    "lapsed": _parts(lapses_at=timedelta(hours=-1)),
    "core only": _parts(reads_identity=False, reads_signals=False, reads_meldcode=False, reads_missing=False),
    "by emergency": _parts(ended_at=timedelta(days=-2), end_reason=WORD),
    "at a meeting": _parts(ended_at=timedelta(days=-3), end_reason=WORD),
    "kept from organisations": _closed,
    "sealed and closed": _sealed_and_closed,
}


def _name_some(case: Case, people: list[Membership], *, every: int, now: datetime) -> None:
    """Name people on the case whose organisation takes part in it: all of them, or one in so many."""
    homes = set(CaseParticipation.objects.filter(case=case).values_list("organisation_id", flat=True))
    source = CaseUserObjectPermission.objects.order_by("pk").first()
    inside = [row for row in people if row.organisation_id in homes]
    for row in inside[::every] if source else ():
        clones.insert(
            CaseUserObjectPermission(
                user=row.user,
                organisation=row.organisation,
                content_object=case,
                permission_id=source.permission_id,
            )
        )


def _hide(name: str, case: Case, people: list[Membership], now: datetime) -> None:
    keeper = people[0].user
    if name.startswith("sealed"):
        clones.insert(
            CaseSeal(
                case=case,
                reason=WORD,
                sealed_at=now,
                sealed_by=keeper,
                organisation=people[0].organisation,
            )
        )
    if name == "kept from everybody":
        for row in {row.user_id: row for row in people}.values():
            clones.insert(ConflictBlock(case=case, user=row.user, reason=WORD, since=now))
    if name == "kept from organisations":
        corners.keep_away(case, people, now)
    if name == "by emergency":
        for row in [row for row in people if row.role in ("professional", "contact_point")][::3]:
            _break_glass(case, row, now)


def _in_the_corners(made: dict[str, Case], people: list[Membership], now: datetime) -> None:
    """What one case may have and another not: a guest at a meeting, an end, rights that are used."""
    corners.meet([made[name] for name in ("at a meeting", "sealed", "kept from organisations")], people, now)
    corners.propose([made[name] for name in ("open to all", "sealed", "kept from everybody")], people, now)
    corners.exercise(people, now)
    for name in ("closed", "kept from organisations", "sealed and closed"):
        corners.end(made[name], people, now)
    for name in ("open to all", "kept from everybody", "sealed"):
        corners.use_rights(made[name], people, now)
    corners.leave_names_out(made["open to all"], people, now)
    corners.list_registrations(people, now)
    corners.certify(people, now)
    corners.publish(people, now)
    corners.take_the_ledger(people, now)


def _break_glass(case: Case, row: Membership, now: datetime) -> None:
    opened = clones.insert(
        EmergencyAccess(
            case=case,
            user=row.user,
            organisation=row.organisation,
            reason="danger_now",
            explanation=WORD,
            compartments="core,missing",
            starts_at=now - timedelta(hours=1),
            ends_at=now + timedelta(hours=3),
        )
    )
    for side, _label in REVIEW_SIDES:
        clones.insert(EmergencyReview(access=opened, side=side, due_at=now + timedelta(days=7)))


# -- The rest ----------------------------------------------------------------------------------------------


def _at_the_organisations(people: list[Membership], now: datetime) -> None:
    """An invitation, a lent colleague, somebody away, a message and a question, at two organisations."""
    homes = list({row.organisation_id: row for row in people if row.role == "professional"}.values())[:3]
    for row, other in itertools.pairwise(homes):
        home, later = row.organisation, now + timedelta(days=20)
        clones.insert(
            Invitation(
                organisation=home,
                email=f"nieuw{home.pk}@attack.example",
                name=WORD,
                role="professional",
                nonce=uuid4().hex,
                given_by=row.user,
                given_at=now,
                expires_at=later,
            )
        )
        clones.insert(
            Secondment(
                user=row.user,
                home=home,
                host=other.organisation,
                starts_at=now,
                ends_at=later,
                offered_by=row.user,
                offered_at=now,
            )
        )
        clones.insert(
            DutyOverride(organisation=home, user=row.user, starts_at=now, ends_at=now + timedelta(hours=8))
        )
        case = Case.objects.filter(is_sealed=False).order_by("pk").first()
        clones.insert(ExistenceCheck(token=uuid4(), user=row.user, organisation=home, case=case, at=now))
        told = clones.insert(
            Notification(kind="case_admitted", number=case.number, case_id=case.pk, created_at=now)
        )
        clones.insert(
            Delivery(
                notification=told,
                user=row.user,
                organisation=home,
                channel="inbox",
                path="/cases/",
                key=f"attack:{row.pk}",
                state="sent",
                due_at=now,
                sent_at=now,
            )
        )


def _for_the_auditors(people: list[Membership], case: Case, now: datetime) -> None:
    """A review with a question to a reader, a month that was drawn, and a control case."""
    auditor = next((row for row in people if row.role == "auditor"), people[0])
    reader = next(row for row in people if row.role == "contact_point")
    month = now.date().replace(day=1)
    item = clones.insert(
        ReviewItem(
            number=f"B-{now.year % 100:02d}-ZQ0001",
            reason="night",
            group="attack",
            status="asked",
            person=reader.user,
            organisation=reader.organisation,
            case_number=case.number,
            month=month,
            first_at=now,
            last_at=now,
            line_count=1,
            opened_at=now,
            follow_up=WORD,
        )
    )
    clones.insert(ReviewQuestion(item=item, question=WORD, asked_by=auditor.user, asked_at=now))
    if not HoneytokenCase.objects.exists():
        clones.insert(
            HoneytokenCase(
                case_id=case.pk,
                case_number=case.number,
                organisation=reader.organisation,
                explanation=WORD,
                placed_by=auditor.user,
                placed_at=now,
            )
        )
