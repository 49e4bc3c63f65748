"""Who may enter a meeting, and which items they hear there.

A meeting is seen by its host and by the organisations invited to it; to everybody else it does
not exist. Inside, an item is there for organisations that take part in its case, and no other
(https://www.veiligheidshuizen.nl/informatie-uitwisselen-in-veiligheidshuizen).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import facts, gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.models import Case, CaseParticipation
from cases.meetings import agenda_rules
from cases.meetings.agenda_rules import Plan, Slot
from cases.meetings.models import AgendaItem, ItemGuest, ItemInvitation, Meeting, MeetingInvitation
from organisations import covenant
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Seats:
    """Who sits where for one item: who takes part in the case, and who of those invited does and does not."""

    on_case: tuple[Organisation, ...]
    inside: tuple[Organisation, ...]
    outside: tuple[Organisation, ...]


def meetings_of(actor: Actor) -> QuerySet[Meeting]:
    """Give the meetings that the actor's organisation hosts or is invited to."""
    if not actor.holds(Act.ATTEND_MEETING) or actor.organisation_id is None:
        return Meeting.objects.none()
    invited = MeetingInvitation.objects.filter(meeting=OuterRef("pk"), organisation_id=actor.organisation_id)
    return Meeting.objects.filter(Q(host_id=actor.organisation_id) | Exists(invited))


def enter(actor: Actor, number: str, *, act: Act = Act.ATTEND_MEETING) -> Meeting:
    """Give a meeting that the actor's organisation sits at.

    Raises:
        AccessDenied: it does not exist, or not for this actor: the same answer.
    """
    rows = meetings_of(actor).select_related("host", "chair")
    meeting = rows.filter(number=number.upper()).first()
    if meeting is None:
        raise gate.not_found(number, act=act)
    return meeting


def is_chair(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the actor chairs this meeting: the act, at the organisation that hosts it."""
    return actor.holds(Act.CHAIR_MEETING) and meeting.host_id == actor.organisation_id


def require_chair(actor: Actor, meeting: Meeting) -> None:
    """Pass when the actor chairs this meeting.

    Raises:
        AccessDenied: another organisation hosts it, or the role does not chair.
    """
    actor.demand(Act.CHAIR_MEETING)
    if meetings_of(actor).filter(pk=meeting.pk).first() is None:
        raise gate.not_found(meeting.number, act=Act.CHAIR_MEETING)
    if not is_chair(actor, meeting):
        raise AccessDenied(
            _("Only the organisation that hosts this meeting can change it."),
            code="not_the_host",
            act=Act.CHAIR_MEETING,
            number=meeting.number,
        )


def items(actor: Actor, *, now: datetime) -> QuerySet[AgendaItem]:
    """Give the agenda items, of all meetings the actor sits at, that this actor may hear of."""
    mine = AgendaItem.objects.filter(_needs(actor), meeting__in=meetings_of(actor), taken_off_at=None)
    return gate.visible(actor, mine, Compartment.CORE, now=now)


def _needs(actor: Actor) -> Q:
    """Keep the items that need this actor's organisation: all that name none, and for its own host every one.

    Who joins by name is not an organisation that the item names.
    """
    named = ItemInvitation.objects.filter(item=OuterRef("pk"), withdrawn_at=None)
    joins = ItemGuest.objects.filter(item=OuterRef("pk"), user_id=actor.user_id, withdrawn_at=None)
    asked = Exists(named.filter(organisation_id=actor.organisation_id))
    return ~Exists(named) | asked | Exists(joins) | Q(meeting__host_id=actor.organisation_id)


def times(meeting: Meeting) -> tuple[dict[int, Slot], Plan]:
    """Give when each item of a meeting is expected to begin, by id, and the whole plan. One query.

    Items that the reader may not hear of count too, or everybody would come at the wrong time.
    """
    rows = AgendaItem.objects.filter(meeting=meeting, taken_off_at=None).order_by("order", "id")
    boxes = dict(rows.values_list("pk", "minutes"))
    whole = agenda_rules.plan(meeting.starts_at, list(boxes.values()), ends_at=meeting.ends_at)
    return dict(zip(boxes, whole.slots, strict=True)), whole


def item(actor: Actor, meeting: Meeting, pk: int, *, now: datetime) -> AgendaItem:
    """Give one item of a meeting.

    Raises:
        AccessDenied: it is not there, or not for this actor: the same answer.
    """
    rows = items(actor, now=now).filter(meeting=meeting).select_related("case", "meeting__host")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise gate.not_found(meeting.number, act=Act.ATTEND_MEETING)
    return found


def seats(found: AgendaItem, *, now: datetime) -> Seats:
    """Give who may be in the room for an item, and who of the invited must leave it."""
    on_case = on_the_case(found.case, now=now)
    joining = {guest.organisation_id for guest in facts.guests(now=now, item=found)}
    named = {row.organisation_id for row in found.needed.filter(withdrawn_at=None)}
    named = named | {found.meeting.host_id} if named else named
    table = invited(found.meeting)
    inside = [o for o in table if (o in on_case and (not named or o.pk in named)) or o.pk in joining]
    return Seats(
        on_case=tuple(on_case),
        inside=tuple(inside),
        outside=tuple(o for o in table if o not in inside),
    )


def on_the_case(case: Case, *, now: datetime) -> list[Organisation]:
    """Give the organisations that take part in a case now and whom a clause lets read its core, by name.

    Two queries, however many take part.
    """
    return on_the_cases([case], now=now)[case.pk]


def on_the_cases(cases: Iterable[Case], *, now: datetime) -> dict[int, list[Organisation]]:
    """Give the same for many cases, by id: one query, and one more for each covenant."""
    found: dict[int, list[Organisation]] = {case.pk: [] for case in cases}
    rows = facts.in_force(now=now).filter(case__in=list(found)).select_related("organisation")
    by_covenant: dict[int, list[CaseParticipation]] = {}
    for row in rows.order_by("organisation__name"):
        by_covenant.setdefault(row.covenant_id, []).append(row)
    for covenant_id, parts in by_covenant.items():
        ceilings = covenant.ceilings({row.organisation_id for row in parts}, under=covenant_id, now=now)
        for row in parts:
            if ceilings[row.organisation_id].allows(Compartment.CORE, row.purpose, row.legal_ground):
                found[row.case_id].append(row.organisation)
    return found


def invited(meeting: Meeting) -> list[Organisation]:
    """Give the host and the organisations invited to a meeting, by name. One query."""
    asked = MeetingInvitation.objects.filter(meeting=meeting).values("organisation")
    return list(Organisation.objects.filter(Q(pk__in=asked) | Q(pk=meeting.host_id)).order_by("name"))


def record_reading(
    actor: Actor, meeting: Meeting, shown: Iterable[AgendaItem], *, event: Event, now: datetime
) -> None:
    """Write a ledger line for the meeting, and one for each case that the page tells of.

    One line per case, so that whoever reviews a case finds every time its agenda or minutes were read.
    """
    shown = list(shown)
    ledger.record(actor, event, on=meeting, now=now, act=Act.ATTEND_MEETING, shown=len(shown))
    grounds = _grounds(actor, shown, now=now)
    for one in shown:
        ledger.record(
            actor,
            event,
            on=one,
            case=one.case,
            now=now,
            act=Act.ATTEND_MEETING,
            compartments=[Compartment.CORE],
            ground=grounds.get(one.case_id, ""),
            covenant_version=facts.ceiling_of(actor, one.case, now=now).version,
            emergency=one.case_id not in grounds,
            object_number=meeting.number,
        )


def _grounds(actor: Actor, shown: list[AgendaItem], *, now: datetime) -> dict[int, str]:
    rows = facts.admissions(actor, Compartment.CORE, now=now).filter(case__in=[one.case_id for one in shown])
    joined = {seat.item.case_id: gate.meeting_ground(seat) for seat in facts.seats(actor, now=now)}
    return joined | {row.case_id: f"{row.purpose}/{row.legal_ground}" for row in rows}
