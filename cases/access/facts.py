"""Gathers, for the gate, the plain facts on which ``rules.decide`` answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    FilteredRelation,
    Model,
    OuterRef,
    Q,
    QuerySet,
)

from cases.access.models import ConflictBlock, EmergencyAccess, OrganisationBlock
from cases.access.rules import Admission, Facts
from cases.casefile.models import Case, CaseParticipation, CaseUserObjectPermission
from cases.coordination.models import CoordinatorAssignment
from cases.meetings.models import ItemGuest
from cases.meetings.window_rules import Window, shut
from organisations import covenant
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.covenant import NOTHING, Ceiling
from organisations.models import DutyOverride, User
from organisations.prepared import prepared
from organisations.roles import Reach


def tables_of(actor: Actor, *, now: datetime) -> dict[int, Ceiling]:
    """Give what each covenant (its id) allows the actor's organisation; read once per request."""
    if actor.organisation is None:
        return {}
    if "tables" not in actor.memo:
        actor.memo["tables"] = covenant.tables(actor.organisation, now=now)
    return actor.memo["tables"]


def ceiling_of(actor: Actor, case: Case | None, *, now: datetime) -> Ceiling:
    """Give what the covenant of a case allows the actor's organisation; no other covenant counts."""
    tables = tables_of(actor, now=now)  # read also for no case at all: as much work as for a hidden one
    return NOTHING if case is None else tables.get(case.covenant_id, NOTHING)


def opening(actor: Actor, *parts: Compartment, now: datetime) -> list[int]:
    """Give the covenants (ids) that let the actor's organisation read all these parts, on some ground."""
    tables = tables_of(actor, now=now).items()
    return sorted(pk for pk, ceiling in tables if all(ceiling.pairs.get(part) for part in parts))


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What holds between one actor and one case, whatever the act."""

    ceiling: Ceiling  # of the covenant that the case belongs to
    admission: Admission | None
    participation: CaseParticipation | None
    is_blocked: bool
    is_named: bool
    is_sealed: bool
    emergencies: tuple[EmergencyAccess, ...] = ()
    seats: tuple[ItemGuest, ...] = ()
    holds_case: bool = False

    @property
    def in_meeting(self) -> Admission | None:
        """Give what a meeting that goes on opens; of two at once, the one that ends last."""
        return seat_of(self.seats[0]) if self.seats else None

    @property
    def in_emergency(self) -> frozenset[Compartment]:
        """Give the parts that break-glass opens now."""
        return frozenset(part for opened in self.emergencies for part in parts_of(opened))


def about_case(actor: Actor, case: Case, *, now: datetime) -> CaseFacts:
    """Read what holds between this actor and this case at ``now`` (aware)."""
    who = {"user_id": actor.user_id, "organisation_id": actor.organisation_id}
    return of_known(actor, next(iter(_known_by_id(**who, case_id=case.pk, now=now)), None), now=now)


@prepared
def _known_by_id(*, user_id: Any, organisation_id: Any, case_id: Any, now: Any) -> QuerySet[Case]:
    actor = Actor.stand_in(user_id=user_id, organisation_id=organisation_id)
    return known(actor, now=now).filter(pk=case_id)


def known(actor: Actor, *, now: datetime) -> QuerySet[Case]:
    """Give the cases, each with what holds between it and this actor at ``now`` (aware): one statement."""
    ours = Q(participations__organisation_id=actor.organisation_id)
    return Case.objects.annotate(
        is_barred=ExpressionWrapper(barred(actor, OuterRef("pk")), output_field=BooleanField()),
        is_named=Exists(namings(actor).filter(content_object=OuterRef("pk"))),
        is_held=Exists(held_by(actor, now=now).filter(case=OuterRef("pk"))),
        ours=FilteredRelation("participations", condition=ours & holds(now=now, path="participations__")),
    ).select_related("ours")


def of_known(actor: Actor, case: Case | None, *, now: datetime) -> CaseFacts:
    """Give what holds between this actor and a case that ``known`` gave, or no case at all."""
    participation = getattr(case, "ours", None)  # no such attribute without a row
    hurried, joined = running(actor, now=now), seats(actor, now=now)
    return CaseFacts(
        ceiling=ceiling_of(actor, case, now=now),
        admission=None if participation is None else admission(participation),
        participation=participation,
        is_blocked=case is not None and case.is_barred,
        is_named=case is not None and case.is_named,
        is_sealed=case is not None and case.is_sealed,
        emergencies=tuple(row for row in hurried if case is not None and row.case_id == case.pk),
        seats=tuple(row for row in joined if case is not None and row.item.case_id == case.pk),
        # Whoever holds a case is named on it for the organisation for which they do.
        holds_case=case is not None and case.is_named and case.is_held,
    )


def for_act(actor: Actor, act: Act, compartment: Compartment, about: CaseFacts) -> Facts:
    """Put the facts together for one question."""
    return Facts(
        is_member=actor.user is not None and actor.user.is_active and actor.organisation is not None,
        act=act,
        acts=actor.acts,
        reach=actor.reach,
        compartment=compartment,
        ceiling=about.ceiling.pairs,
        admission=about.admission,
        is_blocked=about.is_blocked,
        is_named=about.is_named,
        is_sealed=about.is_sealed,
        emergency=about.in_emergency,
        meeting=about.in_meeting,
        holds_case=about.holds_case,
    )


def admission(participation: CaseParticipation) -> Admission:
    """Give what a participation opens, as plain values."""
    opened = frozenset(c for c in Compartment if getattr(participation, f"reads_{c.value}"))
    own = (participation.identity_purpose, participation.identity_ground)
    return Admission(
        compartments=opened,
        purpose=participation.purpose,
        legal_ground=participation.legal_ground,
        identity=own if all(own) else None,
    )


def in_force(*, now: datetime) -> QuerySet[CaseParticipation]:
    """Give the participations that hold at ``now`` (aware): begun, not ended, not lapsed unconfirmed."""
    return CaseParticipation.objects.filter(holds(now=now))


def holds(*, now: datetime, path: str = "") -> Q:
    """Give the condition that a participation, or the one at the end of a path, holds at ``now`` (aware)."""
    return Q(
        Q(**{f"{path}ends_at": None}) | Q(**{f"{path}ends_at__gt": now}),
        Q(**{f"{path}lapses_at": None}) | Q(**{f"{path}lapses_at__gt": now}),
        **{f"{path}ended_at": None, f"{path}starts_at__lte": now},
    )


def opened_at(*, now: datetime) -> Q:
    """Give the condition that an emergency access is open at ``now`` (aware)."""
    return Q(starts_at__lte=now, ends_at__gt=now)


def admissions(actor: Actor, compartment: Compartment, *, now: datetime) -> QuerySet[CaseParticipation]:
    """Give the actor's organisation's participations that open a compartment, ceiling included.

    The list counterpart of ``rules._opens``: a participation counts when it opens core and
    the compartment, and a clause in force allows both for its purpose and ground. A sealed case
    asks of everybody to be named; the flag stands on the row itself, so that the list asks it of
    sealed cases only.
    """
    covered = [
        Q(found, covenant_id=pk)
        for pk, ceiling in tables_of(actor, now=now).items()
        if (found := _covered(ceiling, compartment)) is not None
    ]
    if not covered or actor.reach is Reach.NONE or Act.READ_CASE not in actor.acts:
        return CaseParticipation.objects.none()
    rows = in_force(now=now).filter(
        reduce(or_, covered), organisation_id=actor.organisation_id, **{f"reads_{compartment.value}": True}
    )
    if actor.reach is Reach.NAMED:
        return rows.filter(case_id__in=namings(actor).values("content_object_id"))
    named = Exists(namings(actor).filter(content_object=OuterRef("case_id")))
    return rows.filter(Q(is_sealed=False) | named)


def _covered(ceiling: Ceiling, compartment: Compartment) -> Q | None:
    """Give the condition that clauses in force allow core and a compartment; None when none can.

    The list counterpart of ``Admission.terms``: the name may have terms of its own.
    """
    core = ceiling.pairs.get(Compartment.CORE, frozenset())
    wanted = ceiling.pairs.get(compartment, frozenset())
    if not core or not wanted:
        return None
    if compartment is not Compartment.IDENTITY:
        return _terms(core & wanted)
    own = _terms(wanted, "identity_purpose", "identity_ground") & _terms(core)
    return (_terms(core & wanted) & Q(identity_purpose="")) | own


def _terms(
    pairs: frozenset[tuple[str, str]], purpose: str = "purpose", legal_ground: str = "legal_ground"
) -> Q:
    """Give the condition that the terms are one of some pairs; of no pairs, the one that nothing meets."""
    found = [Q(**{purpose: one, legal_ground: other}) for one, other in sorted(pairs)]
    return reduce(or_, found) if found else Q(pk__in=[])


def sealed_away(actor: Actor) -> QuerySet[Case]:
    """Give the sealed cases on which this person is not named: whatever leads to them is hidden."""
    named = Exists(namings(actor).filter(content_object=OuterRef("pk")))
    return Case.objects.filter(~named, is_sealed=True)


def barred(actor: Actor, case: Any) -> Q:
    """Give the condition that a block keeps this person, or their organisation, away from a case.

    ``case``: a case, or a reference to the one of the outer query.
    """
    personal, ours = _blocks(actor, case)
    return Q(personal) | Q(ours)


def not_barred(actor: Actor, case: Any) -> Q:
    """Give the condition that no block keeps this person, or their organisation, away from a case.

    Two conditions that PostgreSQL can take apart: of "neither of both" it expects one row in four, and then
    sorts a whole list instead of walking the index for its first page.
    """
    personal, ours = _blocks(actor, case)
    return Q(~personal, ~ours)


def in_sight(actor: Actor, case: Any) -> Q:
    """Give the condition that neither a block nor a seal hides a case from this person; true of no case.

    ``case``: a reference to the one of the outer query. In conditions that PostgreSQL can take apart.
    """
    sealed = Exists(sealed_away(actor).filter(pk=case))
    return not_barred(actor, case) & Q(~sealed)


def kept_from_other_side(actor: Actor, rows: QuerySet) -> Exists:
    """Give the condition that a block keeps this person away from the other side of a pair in ``rows``.

    Nothing leads from a side to the other one but the number of their pair (``cases.overlap``).
    """
    pair = rows.model.objects.filter(pair=OuterRef("pair"))
    return Exists(pair.filter(barred(actor, OuterRef("case")) | barred(actor, OuterRef("signal__case"))))


def _blocks(actor: Actor, case: Any) -> tuple[Exists, Exists]:
    personal = ConflictBlock.objects.filter(user_id=actor.user_id, ended_at=None, case=case)
    ours = OrganisationBlock.objects.filter(organisation_id=actor.organisation_id, ended_at=None, case=case)
    return Exists(personal), Exists(ours)


def namings(actor: Actor) -> QuerySet[CaseUserObjectPermission]:
    """Give the guardian rows that name this person on cases for the acting organisation.

    ``work_on_case`` is the only permission a case has, so there is no codename to ask for; a join
    with the permissions would only hide from PostgreSQL how many rows to expect.
    """
    return CaseUserObjectPermission.objects.filter(
        user_id=actor.user_id, organisation_id=actor.organisation_id
    )


def held_by(actor: Actor, *, now: datetime) -> QuerySet[CoordinatorAssignment]:
    """Give the pairs in which this person holds the case at ``now`` (aware).

    The coordinator does; the deputy while the coordinator left, or is away by the roster.
    """
    away = DutyOverride.objects.filter(
        user=OuterRef("coordinator"), is_away=True, starts_at__lte=now, ends_at__gt=now
    )
    stands_in = Q(~Q(vacancy="") | Exists(away), deputy=actor.user_id)
    return CoordinatorAssignment.objects.filter(Q(coordinator=actor.user_id) | stands_in, ended_at=None)


def held_cases(actor: Actor, *, now: datetime) -> QuerySet:
    """Give the ids of the cases that this person holds for the acting organisation: by their few rows."""
    named = namings(actor).values("content_object_id")
    return held_by(actor, now=now).filter(case__in=named).values("case_id")


def emergencies(actor: Actor, *, now: datetime) -> QuerySet[EmergencyAccess]:
    """Give this person's emergency access in force for the acting organisation."""
    return EmergencyAccess.objects.filter(
        opened_at(now=now), user_id=actor.user_id, organisation_id=actor.organisation_id
    )


def running(actor: Actor, *, now: datetime) -> list[EmergencyAccess]:
    """Give this person's emergency accesses in force, the last to end first; read once per request."""
    if actor.user_id is None or Act.READ_CASE not in actor.acts:
        return []
    if not beside(actor, now=now)[0]:
        return []
    if "emergencies" not in actor.memo:
        rows = emergencies(actor, now=now).select_related("case").order_by("-ends_at", "-id")
        actor.memo["emergencies"] = list(rows)
    return [row for row in actor.memo["emergencies"] if row.starts_at <= now < row.ends_at]


def beside(actor: Actor, *, now: datetime) -> tuple[bool, bool]:
    """Tell whether an emergency or a seat at a meeting may open something; one statement for almost all."""
    key = ("beside", now)
    if key not in actor.memo:
        margin = meeting_margin()
        who = {"user_id": actor.user_id, "organisation_id": actor.organisation_id}
        asked = _beside(**who, now=now, earliest=now - margin, latest=now + margin)
        actor.memo[key] = next(iter(asked), (False, False))
    return actor.memo[key]


@prepared
def _beside(*, user_id: Any, organisation_id: Any, now: Any, earliest: Any, latest: Any) -> QuerySet:
    actor = Actor.stand_in(user_id=user_id, organisation_id=organisation_id)
    seats = _between(earliest, latest).filter(user_id=user_id, organisation_id=organisation_id)
    asked = User.objects.filter(pk=user_id).annotate(
        hurried=Exists(emergencies(actor, now=now)), joins=Exists(seats)
    )
    return asked.values_list("hurried", "joins")


def forget(actor: Actor) -> None:
    """Forget what was read of emergencies and meetings, because this very request changes it."""
    for key in [key for key in actor.memo if key == "emergencies" or key[0] in ("seats", "beside")]:
        del actor.memo[key]


def parts_of(opened: EmergencyAccess) -> frozenset[Compartment]:
    """Give the parts that one emergency access opens; core is always one of them."""
    return frozenset({Compartment.CORE, *map(Compartment, opened.compartments.split(","))})


def guests(*, now: datetime, **whose: Any) -> list[ItemGuest]:
    """Give who reads a case because of a meeting that goes on at ``now`` (aware), the last to end first."""
    margin = meeting_margin()
    rows = _around(now=now).filter(**whose).select_related("item__meeting", "item__case", "invited_by")
    found = rows.order_by("-item__meeting__ends_at", "-id")
    return [
        row for row in found if shut(window(row, row.item, row.item.meeting), margin=margin, now=now) is None
    ]


def _around(*, now: datetime) -> QuerySet[ItemGuest]:
    """Give the seats at meetings around an instant; whether they open something, ``shut`` decides."""
    margin = meeting_margin()
    return _between(now - margin, now + margin)


def _between(earliest: Any, latest: Any) -> QuerySet[ItemGuest]:
    return ItemGuest.objects.filter(item__meeting__starts_at__lte=latest, item__meeting__ends_at__gt=earliest)


def window(guest: Any, item: Any, meeting: Any) -> Window:
    """Give when a seat opens something, as plain values; also from rows of history."""
    return Window(
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        is_cancelled=meeting.status == "cancelled",
        is_off_the_agenda=item.taken_off_at is not None,
        is_withdrawn=guest.withdrawn_at is not None,
    )


def meeting_margin() -> timedelta:
    """Give how long before and after a meeting its cases are open to who joins for them."""
    return timedelta(minutes=settings.ZORGTAFEL_MEETING_MARGIN)


def seats(actor: Actor, *, now: datetime) -> list[ItemGuest]:
    """Give this person's seats at meetings that go on, the last to end first; read once per request."""
    if actor.user_id is None or Act.READ_CASE not in actor.acts:
        return []
    if not beside(actor, now=now)[1]:
        return []
    key = ("seats", now)
    if key not in actor.memo:
        actor.memo[key] = guests(now=now, user_id=actor.user_id, organisation_id=actor.organisation_id)
    return actor.memo[key]


def seat_of(guest: ItemGuest) -> Admission:
    """Give what one seat opens, as plain values; the name is never part of it."""
    opened = frozenset({Compartment.CORE, *map(Compartment, guest.compartments.split(","))})
    return Admission(opened - {Compartment.IDENTITY}, guest.purpose, guest.legal_ground)


def path_to_case(model: type[Model]) -> str:
    """Give the lookup that leads from a model to its case; a model without one has no business here."""
    if model is Case:
        return ""
    parents = _parents(model)
    if "case" in parents:
        return "case"
    for name, parent in parents.items():
        if parent is not model and "case" in _parents(parent):
            return f"{name}__case"
    raise LookupError(f"{model.__name__} does not belong to a case")


def _parents(model: type[Model]) -> dict[str, type[Model]]:
    """Give the tables a model points at, by the name of the field."""
    fields = model._meta.concrete_fields
    return {field.name: field.related_model for field in fields if field.related_model is not None}
