"""Somebody joins a meeting for one case: invited by name, reads it around the meeting, and no longer.

Their organisation takes no part in the case. It is opened as a part of it would be, under the covenant and
by whoever decides who takes part; only the end is not a day but the meeting itself (``window_rules``).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import facts, gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import participation
from cases.casefile.models import Case
from cases.casefile.participation import Terms
from cases.conflict import StateConflictError
from cases.meetings import agenda, room
from cases.meetings import meeting as meetings
from cases.meetings.models import AgendaItem, ItemGuest
from cases.notifications import outbox
from organisations import present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Membership
from organisations.roles import Role, acts_of

#: Roles that read a case and attend a meeting at all.
JOINING = [role.value for role in Role if {Act.READ_CASE, Act.ATTEND_MEETING} <= acts_of(role)]


@dataclass(frozen=True, slots=True)
class Opened:
    """For what, on which legal ground and which parts somebody reads; core always, the name never."""

    purpose: str
    legal_ground: str
    compartments: frozenset[Compartment]


def invite(item: AgendaItem, *, actor: Actor, guest: Membership, opened: Opened, now: datetime) -> ItemGuest:
    """Let somebody join for one item; they hear of it at once and read nothing before the time.

    Raises:
        AccessDenied: the actor may not admit organisations to this case.
        StateConflictError: the meeting is over, the case is sealed or off the agenda, the person can't join,
            no clause covers it, or they join already.
    """
    gate.require(actor, Act.ADMIT_ORGANISATION, on=item.case, now=now)
    parts = (opened.compartments | {Compartment.CORE}) - {Compartment.IDENTITY}
    with transaction.atomic():
        standing = agenda.lock(item)
        meetings.check_going_on(standing.meeting)
        _check_item(standing)
        if not candidates(standing, now=now).filter(pk=guest.pk).exists():
            raise StateConflictError(
                _("This person can't join for this case. Look at the list again."),
                code="cannot_join",
                field="guest",
            )
        terms = Terms(opened.purpose, opened.legal_ground, parts, now)
        participation.check_terms(guest.organisation, terms, under=standing.case.covenant_id, now=now)
        made = _write(standing, guest, opened, parts, actor=actor, now=now)
        _record(made, Event.MEETING_GUEST_INVITED, actor=actor, now=now)
        path = f"/meetings/{standing.meeting.number}/"
        outbox.put(
            "meeting_guest",
            number=standing.meeting.number,
            to=[outbox.Recipient(guest.user, guest.organisation, path)],
            now=now,
            stage=str(made.pk),
        )
    return made


def withdraw(guest: ItemGuest, *, actor: Actor, now: datetime) -> ItemGuest:
    """Take an invitation back; what it opened is closed on the next page.

    Raises:
        AccessDenied: the actor may not admit organisations to this case.
        StateConflictError: it was taken back already.
    """
    gate.require(actor, Act.ADMIT_ORGANISATION, on=guest.item.case, now=now)
    with transaction.atomic():
        standing = ItemGuest.objects.select_for_update(of=("self",)).get(pk=guest.pk)
        if standing.withdrawn_at is not None:
            raise StateConflictError(_("This was withdrawn already."), code="withdrawn")
        standing.withdrawn_at = now
        write(standing, actor=actor, now=now)
        _record(standing, Event.MEETING_GUEST_WITHDRAWN, actor=actor, now=now)
    return standing


def joining(item: AgendaItem) -> QuerySet[ItemGuest]:
    """Give who joins for an item, by name."""
    rows = item.guests.filter(withdrawn_at=None).select_related("user", "organisation", "invited_by")
    return rows.order_by("user__name", "id")


def candidates(item: AgendaItem, *, now: datetime) -> QuerySet[Membership]:
    """Give who can join: at work for an invited organisation that takes no part and is not kept away."""
    case: Case = item.case
    taking_part = facts.in_force(now=now).filter(case=case).values("organisation_id")
    barred = case.organisation_blocks.filter(ended_at=None).values("organisation_id")
    blocked = case.blocks.filter(ended_at=None).values("user_id")
    invited = [organisation.pk for organisation in room.invited(item.meeting)]
    rows = present.caseworkers(at=now).filter(organisation_id__in=invited, role__in=JOINING)
    rows = rows.exclude(organisation_id__in=taking_part).exclude(organisation_id__in=barred)
    found = rows.exclude(user_id__in=blocked).select_related("user", "organisation")
    return found.order_by("organisation__name", "user__name", "id")


def _check_item(item: AgendaItem) -> None:
    if item.taken_off_at is not None:
        raise StateConflictError(_("This case is off the agenda already."), code="off_the_agenda")
    if item.case.is_sealed:
        raise StateConflictError(
            _("This case is sealed. Only the people named on it may know that it exists."), code="sealed"
        )


def _write(
    item: AgendaItem,
    guest: Membership,
    opened: Opened,
    parts: frozenset[Compartment],
    *,
    actor: Actor,
    now: datetime,
) -> ItemGuest:
    made = ItemGuest(
        item=item,
        user=guest.user,
        organisation=guest.organisation,
        purpose=opened.purpose,
        legal_ground=opened.legal_ground,
        compartments=",".join(sorted(parts)),
        invited_at=now,
        invited_by=actor.user,
    )
    try:
        with transaction.atomic():
            return write(made, actor=actor, now=now)
    except IntegrityError as clash:
        raise StateConflictError(
            _("This person joins for this case already."), code="joins_already", field="guest"
        ) from clash


def _record(guest: ItemGuest, event: Event, *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor,
        event,
        on=guest,
        case=guest.item.case,
        now=now,
        act=Act.ADMIT_ORGANISATION,
        compartments=facts.seat_of(guest).compartments,
        ground=gate.meeting_ground(guest),
        object_number=guest.item.meeting.number,
        named=guest.user_id,
    )
