"""The emergency table: who took up a running alert meets at once, without waiting for who plans meetings."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.meetings import room
from cases.meetings.models import AgendaItem, Meeting, MeetingInvitation
from cases.notifications import outbox
from cases.numbers import draw
from cases.workdays import is_after
from organisations import present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Organisation, User
from organisations.roles import Role

LASTS = timedelta(minutes=30)
#: Later than this is no emergency table but a meeting, which who chairs plans.
WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Alert:
    """The alert it is about: its number and colour, and who took it up where."""

    number: str
    colour: str
    taken_up: tuple[tuple[User, Organisation], ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """When (aware) and how people join: a phone number, a link or a room; never a name."""

    starts_at: datetime
    place: str


def call(case: Case, *, actor: Actor, alert: Alert, wish: Wish, now: datetime) -> Meeting:
    """Call the organisations that took up an alert to a meeting about it.

    Whoever directs the process hosts it, when they take part in the case, so that minutes can be kept;
    else whoever calls. The title and the question tell nothing of the alert.

    Raises:
        AccessDenied: the actor may not raise alerts on this case.
        StateConflictError: the alert is over, a table was called already, or it is not soon.
    """
    gate.require(actor, Act.SOUND_ALERT, on=case, compartment=Compartment.MISSING, now=now)
    with transaction.atomic():
        _lock_running(case, alert)
        case = Case.objects.select_for_update().get(pk=case.pk)
        _check(alert, wish, now=now)
        meeting = Meeting(
            number=draw("O", now.year, lambda number: Meeting.objects.filter(number=number).exists()),
            title=_("Emergency table"),
            starts_at=wish.starts_at,
            ends_at=wish.starts_at + LASTS,
            place=wish.place,
            host=_host(case, actor, now=now),
            chair=actor.user,
            alert_number=alert.number,
        )
        write(meeting, actor=actor, now=now)
        _fill(meeting, case, alert, actor=actor, now=now)
        _tell(meeting, case, alert, actor=actor, now=now)
    return meeting


def standing(number: str) -> Meeting | None:
    """Give the emergency table about an alert that is planned or running."""
    return Meeting.objects.filter(alert_number=number, status__in=["planned", "running"]).first()


def _lock_running(case: Case, alert: Alert) -> None:
    """Hold the alert, before the case as everybody does: it can't end or be called about twice meanwhile."""
    running = case.episodes.select_for_update().filter(number=alert.number, status="running")
    if running.first() is None:
        raise StateConflictError(_("This alert is over. Plan a meeting instead."), code="alert_over")


def _check(alert: Alert, wish: Wish, *, now: datetime) -> None:
    if standing(alert.number) is not None:
        raise StateConflictError(
            _("An emergency table was called already. See the page of the alert."), code="called_already"
        )
    if is_after(now - timedelta(minutes=5), wish.starts_at) or is_after(wish.starts_at, now + WITHIN):
        raise StateConflictError(
            _("An emergency table starts now or within a day. Choose another moment."),
            code="not_soon",
            field="starts_at",
        )


def _host(case: Case, actor: Actor, *, now: datetime) -> Organisation:
    directors = present.members(at=now).filter(role=Role.PROCESS_DIRECTOR.value)
    directing = set(directors.values_list("organisation_id", flat=True))
    return next((one for one in room.on_the_case(case, now=now) if one.pk in directing), actor.organisation)


def _fill(meeting: Meeting, case: Case, alert: Alert, *, actor: Actor, now: datetime) -> None:
    homes = {organisation.pk: organisation for _user, organisation in alert.taken_up}
    homes[actor.organisation_id] = actor.organisation
    for pk, organisation in sorted(homes.items()):
        if pk != meeting.host_id:
            write(MeetingInvitation(meeting=meeting, organisation=organisation), actor=actor, now=now)
    item = AgendaItem(meeting=meeting, case=case, order=1, question=_("What does each of us do now?"))
    write(item, actor=actor, now=now)
    ledger.record(
        actor,
        Event.EMERGENCY_TABLE_CALLED,
        on=meeting,
        case=case,
        now=now,
        act=Act.SOUND_ALERT,
        compartments=[Compartment.CORE, Compartment.MISSING],
        invited=len(homes),
    )


def _tell(meeting: Meeting, case: Case, alert: Alert, *, actor: Actor, now: datetime) -> None:
    """Tell whoever took the alert up; their link leads to the alert, where they read how to join."""
    outbox.put(
        "emergency_table",
        number=alert.number,
        to=[
            outbox.Recipient(user, organisation, f"/missing/{alert.number}/", is_on_it=True)
            for user, organisation in alert.taken_up
            if user.pk != actor.user_id
        ],
        now=now,
        stage=meeting.number,
        colour=alert.colour,
        case=case,
    )
