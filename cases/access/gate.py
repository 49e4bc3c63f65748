"""The choke point: four doors and no fifth.

``require`` for an act, ``may`` for a template, ``visible`` for every list, count, search,
export and feed, ``open_case`` to fetch, check and record the reading. All of them ask
``rules.decide``; nobody else decides.

A superuser flag is never looked at. Signals that have no case yet are decided in
``access/signal_gate.py`` by the same doors.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, FilteredRelation, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import facts, pace
from cases.access.models import EmergencyAccess
from cases.access.rules import (
    EMERGENCY_ACTS,
    MEETING_ACTS,
    Facts,
    Refusal,
    Verdict,
    Way,
    decide,
    missing,
    opens_in_meeting,
    readable,
)
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.models import Case, CaseParticipation
from cases.meetings.models import ItemGuest
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import StaleWriteError as StaleWriteError  # re-exported for views
from organisations.prepared import prepared
from organisations.roles import HELD_WITH_CASE, Reach

SENTENCES = {
    Refusal.NOT_A_MEMBER: _("You do not work for an organisation at this table at the moment."),
    Refusal.CONFLICT_BLOCK: _("This page does not exist, or you have no access to it."),
    Refusal.NO_COVENANT: _("This page does not exist, or you have no access to it."),
    Refusal.ACT_NOT_IN_ROLE: _("Your role at this organisation does not include this."),
    Refusal.NOT_ADMITTED: _("This page does not exist, or you have no access to it."),
    Refusal.NOT_NAMED: _("This page does not exist, or you have no access to it."),
    Refusal.COMPARTMENT_CLOSED: _("This part of the case is not shared with your organisation."),
}


@dataclass(frozen=True, slots=True)
class CaseAccess:
    """What one actor may read of one opened case, and by which way they came in."""

    actor: Actor
    about: facts.CaseFacts
    readable: frozenset[Compartment]
    way: Way
    covenant_version: str


def require(
    actor: Actor, act: Act, *, on: Case, compartment: Compartment = Compartment.CORE, now: datetime
) -> CaseAccess:
    """Pass when the actor may do this act on this case, in this compartment, at ``now`` (aware).

    Raises:
        AccessDenied: with a sentence, and ``conceal`` when the case must seem not to exist.
    """
    return _required(actor, act, facts.about_case(actor, on, now=now), on=on, compartment=compartment)


def _required(
    actor: Actor, act: Act, about: facts.CaseFacts, *, on: Case, compartment: Compartment
) -> CaseAccess:
    asked = facts.for_act(actor, act, compartment, about)
    verdict = decide(asked)
    if not verdict.allowed:
        raise denied(verdict, asked, case=on)
    return CaseAccess(
        actor=actor,
        about=about,
        readable=readable(facts.for_act(actor, Act.READ_CASE, Compartment.CORE, about)),
        way=verdict.way,
        covenant_version=about.ceiling.version,
    )


def standing(access: CaseAccess) -> frozenset[Compartment]:
    """Give what an actor reads of an opened case apart from an emergency or a meeting."""
    asked = facts.for_act(access.actor, Act.READ_CASE, Compartment.CORE, access.about)
    return readable(replace(asked, emergency=frozenset(), meeting=None))


def may(
    actor: Actor,
    act: Act,
    *,
    on: Case,
    compartment: Compartment = Compartment.CORE,
    access: CaseAccess | None = None,
    now: datetime,
) -> bool:
    """Tell whether ``require`` would pass; with the ``access`` of an opened case, without a query."""
    about = facts.about_case(actor, on, now=now) if access is None else access.about
    return decide(facts.for_act(actor, act, compartment, about)).allowed


def visible(
    actor: Actor,
    queryset: QuerySet,
    compartment: Compartment = Compartment.CORE,
    *,
    act: Act = Act.READ_CASE,
    now: datetime,
) -> QuerySet:
    """Keep of a queryset what this actor may read in this compartment: object check and list are one.

    Works for ``Case`` and for every table that belongs to one (directly or through its parent). A list of
    what waits for another ``act`` names it: at a meeting people hear and read, and decide nothing. An act
    that their role lacks and that comes with a case keeps the cases that they hold.
    """
    path = facts.path_to_case(queryset.model)
    case = OuterRef(f"{path}_id" if path and "__" not in path else (path or "pk"))
    admitted = Exists(facts.admissions(actor, compartment, now=now).filter(case=case))
    others = set(_emergency_cases(actor, compartment, now=now)) if act in EMERGENCY_ACTS else set()
    if act in MEETING_ACTS:
        others.update(_meeting_cases(actor, compartment, now=now))
    opened = Q(admitted)
    if others:
        opened |= Q(**{f"{path or 'pk'}__in": sorted(others)})
    if act in HELD_WITH_CASE and not actor.holds(act):
        opened &= Q(**{f"{path or 'pk'}__in": facts.held_cases(actor, now=now)})
    return queryset.filter(opened & facts.not_barred(actor, case))


def visible_in_own_part(actor: Actor, rows: QuerySet, *, act: Act = Act.READ_CASE, now: datetime) -> QuerySet:
    """Keep of rows that say themselves in which part they stand (``compartment``) what this actor may read.

    Two queries: most days there is nothing, or something in one part, and to spell ``visible`` for all eight
    costs more than to ask first.
    """
    parts = rows.order_by().values_list("compartment", flat=True).distinct()
    return visible_in_parts(actor, rows, parts, act=act, now=now)


def visible_in_parts(
    actor: Actor, rows: QuerySet, parts: Iterable[str], *, act: Act = Act.READ_CASE, now: datetime
) -> QuerySet:
    """Keep of rows with a ``compartment`` what this actor may read in these parts, nothing of others."""
    seen = Q(pk__in=[])
    for code in parts:
        there = rows.filter(compartment=code)
        seen |= Q(pk__in=visible(actor, there, Compartment(code), act=act, now=now).values("pk"))
    return rows.filter(seen)


def in_list_order(actor: Actor, *, now: datetime) -> QuerySet:
    """Give the actor's admissions with their cases, newest change first: the case list by its index.

    The same rows that ``visible(actor, Case.objects.all())`` finds through admissions, walked
    from the side of the participation so that a page of 25 costs 25 index rows.
    """
    rows = facts.admissions(actor, Compartment.CORE, now=now)
    return (
        rows.filter(facts.not_barred(actor, OuterRef("case_id")))
        .select_related("case")
        .order_by("-sort_at", "-case_id")
    )


def in_emergency(actor: Actor, *, now: datetime) -> QuerySet[Case]:
    """Give the cases that only emergency access opens for this actor; no statement when there are none."""
    opened = _emergency_cases(actor, Compartment.CORE, now=now)
    if not opened:
        return Case.objects.none()
    admitted = facts.admissions(actor, Compartment.CORE, now=now).filter(case=OuterRef("pk"))
    rows = visible(actor, Case.objects.filter(pk__in=opened), now=now)
    return rows.exclude(Exists(admitted)).order_by("-updated_at", "-id")


def in_meeting(actor: Actor, *, now: datetime) -> QuerySet[Case]:
    """Give the cases that only a meeting opens for this actor now; no statement when there are none."""
    opened = _meeting_cases(actor, Compartment.CORE, now=now)
    if not opened:
        return Case.objects.none()
    admitted = facts.admissions(actor, Compartment.CORE, now=now).filter(case=OuterRef("pk"))
    rows = visible(actor, Case.objects.filter(pk__in=opened), now=now)
    hurried = in_emergency(actor, now=now).values("pk")
    return rows.exclude(Exists(admitted)).exclude(pk__in=hurried).order_by("-updated_at", "-id")


def broken_glass(actor: Actor, *, now: datetime) -> list[EmergencyAccess]:
    """Give the emergency accesses that open something for this actor now; no extra statement without any.

    One that a block, a seal or the covenant closed meanwhile is not among them.
    """
    opened = _emergency_cases(actor, Compartment.CORE, now=now)
    if not opened:
        return []
    rows = visible(actor, Case.objects.filter(pk__in=opened), now=now)
    seen = set(rows.values_list("pk", flat=True))
    return [row for row in facts.running(actor, now=now) if row.case_id in seen]


def readable_in_list(
    actor: Actor, participation: CaseParticipation, *, now: datetime
) -> frozenset[Compartment]:
    """Give what the actor reads of a case that ``in_list_order`` gave, without a query.

    The list holds no blocked case, and where people must be named only cases they are named on. What is left
    to decide is the same for most rows of a page, and is decided once per request.
    """
    admission = facts.admission(participation)
    key = ("readable", participation.covenant_id, admission, participation.is_sealed)
    if key not in actor.memo:
        about = facts.CaseFacts(
            ceiling=facts.tables_of(actor, now=now)[participation.covenant_id],
            admission=admission,
            participation=participation,
            is_blocked=False,
            is_named=True,
            is_sealed=participation.is_sealed,
        )
        actor.memo[key] = readable(facts.for_act(actor, Act.READ_CASE, Compartment.CORE, about))
    return actor.memo[key]


def open_case(
    actor: Actor,
    number: str,
    *,
    now: datetime,
    compartment: Compartment = Compartment.CORE,
    event: Event = Event.CASE_READ,
    act: Act = Act.READ_CASE,
) -> Case:
    """Fetch a case, require the reading and record it; the case carries its ``access``.

    A number that does not exist and a case that may not be seen give the same answer.

    Raises:
        AccessDenied: not found, or not for this actor.
        cases.access.pace.TooFast: they opened very many others in the last minutes.
    """
    who = {"user_id": actor.user_id, "organisation_id": actor.organisation_id}
    case = next(iter(_known_by_number(**who, number=number.upper(), now=now)), None)
    about = facts.of_known(actor, case, now=now)
    if case is None:
        decide(facts.for_act(actor, act, compartment, about))  # as much work as for a hidden case
        raise not_found(number, act=act)
    case.access = _required(actor, act, about, on=case, compartment=compartment)
    pace.demand_calm(actor, case=case, act=act, now=now)
    record_reading(case, event=event, compartment=compartment, act=act, now=now)
    return case


@prepared
def _known_by_number(*, user_id: Any, organisation_id: Any, number: Any, now: Any) -> QuerySet[Case]:
    actor = Actor.stand_in(user_id=user_id, organisation_id=organisation_id)
    return _with_people(facts.known(actor, now=now)).filter(number=number)


def _with_people(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Give each case with the young person and the present coordinator and deputy (``case.assignment``)."""
    present = FilteredRelation("assignments", condition=Q(assignments__ended_at=None))
    people = ("young_person", "assignment__coordinator", "assignment__deputy")
    return cases.annotate(assignment=present).select_related("ours", *people)


def record_reading(
    case: Case,
    *,
    event: Event,
    compartment: Compartment,
    now: datetime,
    act: Act = Act.READ_CASE,
    on: Model | None = None,
) -> None:
    """Write the ledger line of a reading; if this fails the page is not served."""
    access: CaseAccess = case.access
    shown = {Compartment.CORE, compartment}
    if Compartment.IDENTITY in access.readable:
        shown.add(Compartment.IDENTITY)  # the case header shows the name
    ledger.record(
        access.actor,
        event,
        on=on or case,
        case=case,
        now=now,
        compartments=shown,
        act=act,
        ground=_ground(access),
        covenant_version=access.covenant_version,
        emergency=bool(access.about.in_emergency & access.readable),
    )


def denied(verdict: Verdict, asked: Facts, *, case: Case) -> AccessDenied:
    """Turn a refusal into the exception that the middleware records and renders."""
    return AccessDenied(
        SENTENCES[verdict.refusal],
        code=verdict.refusal.value,
        conceal=verdict.conceal,
        act=asked.act,
        compartment=asked.compartment,
        case=case,
        missing=missing(asked),
    )


def mentionable(queryset: QuerySet[Case]) -> QuerySet[Case]:
    """Keep the cases whose existence may be hinted at to people outside them: never a sealed one."""
    return queryset.filter(is_sealed=False)


def nothing_here(actor: Actor, number: str, *, act: Act, now: datetime) -> AccessDenied:
    """Give the answer for a number that leads to no case, after as much work as for a hidden one.

    Who measures how long an answer takes must not learn from it whether the case exists.
    """
    about = facts.about_case(actor, Case(pk=0), now=now)
    decide(facts.for_act(actor, act, Compartment.CORE, about))
    return not_found(number, act=act)


def not_found(number: str, *, act: Act) -> AccessDenied:
    """Give the answer for something that does not exist; the same as for what may not be seen."""
    return AccessDenied(
        SENTENCES[Refusal.NOT_ADMITTED],
        code=Refusal.NOT_ADMITTED.value,
        conceal=True,
        act=act,
        number=number[:40],
    )


def _ground(access: CaseAccess) -> str:
    """Give purpose and legal ground for the ledger; a meeting says that it was one."""
    if access.way is Way.MEETING:
        return meeting_ground(access.about.seats[0])
    participation = access.about.participation
    return "" if participation is None else f"{participation.purpose}/{participation.legal_ground}"


def meeting_ground(seat: ItemGuest) -> str:
    """Give the ground of a reading that a meeting opened."""
    return f"{seat.purpose}/{seat.legal_ground}/{Way.MEETING.value}"


def _meeting_cases(actor: Actor, compartment: Compartment, *, now: datetime) -> list[int]:
    """Give the few cases that a meeting opens now, as ``rules.decide`` would; almost always none."""
    return [
        seat.item.case_id
        for seat in _last_to_end(facts.seats(actor, now=now))
        if _opens_now(actor, seat, compartment, now=now) and not seat.item.case.is_sealed
    ]


def _opens_now(actor: Actor, seat: ItemGuest, compartment: Compartment, *, now: datetime) -> bool:
    ceiling = facts.ceiling_of(actor, seat.item.case, now=now)
    return opens_in_meeting(facts.seat_of(seat), compartment, ceiling.pairs)


def _last_to_end(seats: list[ItemGuest]) -> list[ItemGuest]:
    """Keep per case the seat that ``facts.CaseFacts.in_meeting`` counts."""
    return list({seat.item.case_id: seat for seat in reversed(seats)}.values())


def _emergency_cases(actor: Actor, compartment: Compartment, *, now: datetime) -> list[int]:
    """Give the few cases opened by break-glass; almost always none. Read once per request.

    A sealed one counts only for whoever knows of it anyway (``rules.decide``).
    """
    tables = facts.opening(actor, Compartment.CORE, compartment, now=now)
    if not tables or actor.reach is Reach.NONE or Act.READ_CASE not in actor.acts:
        return []
    hurried = [row for row in facts.running(actor, now=now) if row.case.covenant_id in tables]
    opened = [row for row in hurried if compartment in facts.parts_of(row)]
    sealed = {row.case_id for row in opened if row.case.is_sealed}
    if sealed:
        known = facts.admissions(actor, Compartment.CORE, now=now).filter(case__in=sealed)
        sealed -= set(known.values_list("case_id", flat=True))
    return [row.case_id for row in opened if row.case_id not in sealed]
