"""Minutes are established once: from then on they change only by a correction that everybody sees as one.

Who chairs establishes them when the meeting was held; an organisation that reads its part signs that it did
(``MinutesSignature``, one for each organisation; the host's establishes). Design choice H8.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.meetings import agenda, room
from cases.meetings.models import AgendaItem, Meeting, MinutesCorrection, MinutesSignature
from cases.meetings.rules import MeetingStatus
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write


def sign(meeting: Meeting, *, actor: Actor, now: datetime) -> MinutesSignature:
    """Sign the minutes for the actor's organisation; for the host that establishes them.

    Raises:
        AccessDenied: the actor's organisation has no seat at this meeting, or they do not chair for the host.
        StateConflictError: the meeting was not held, they are not established yet, or it signed already.
    """
    actor.demand(Act.ATTEND_MEETING)
    if room.meetings_of(actor).filter(pk=meeting.pk).first() is None:
        raise gate.not_found(meeting.number, act=Act.ATTEND_MEETING)
    establishes = meeting.host_id == actor.organisation_id
    if establishes:
        room.require_chair(actor, meeting)
    with transaction.atomic():
        standing = Meeting.objects.select_for_update().get(pk=meeting.pk)
        _check(standing, establishes=establishes)
        kept = _write(MinutesSignature(meeting=standing, at=now), actor=actor, now=now)
        ledger.record(
            actor,
            Event.MINUTES_ESTABLISHED if establishes else Event.MINUTES_SIGNED,
            on=standing,
            now=now,
            act=Act.CHAIR_MEETING if establishes else Act.ATTEND_MEETING,
        )
    return kept


def correct(item: AgendaItem, *, actor: Actor, about: str, text: str, now: datetime) -> MinutesCorrection:
    """Add a correction to established minutes; what stood there stays.

    Raises:
        AccessDenied: the actor does not chair this meeting, or takes no part in the case.
        StateConflictError: the minutes are not established: then they are changed themselves.
    """
    agenda.require_chair_of(item, actor=actor, now=now)
    with transaction.atomic():
        standing = agenda.lock(item)
        if not agenda.is_established(standing.meeting):
            raise StateConflictError(
                _("These minutes are not established yet. Change them themselves."), code="not_established"
            )
        made = MinutesCorrection(
            item=standing, about=about, text=text, at=now, by=actor.user, organisation=actor.organisation
        )
        write(made, actor=actor, now=now)
        ledger.record(
            actor,
            Event.MINUTES_CORRECTED,
            on=made,
            case=standing.case,
            now=now,
            act=Act.CHAIR_MEETING,
            compartments=[Compartment.CORE],
            object_number=standing.meeting.number,
        )
    return made


def _check(meeting: Meeting, *, establishes: bool) -> None:
    if meeting.status != MeetingStatus.HELD:
        raise StateConflictError(_("End the meeting first; then its minutes are signed."), code="not_held")
    if not establishes and not agenda.is_established(meeting):
        raise StateConflictError(
            _("Who chairs has not established these minutes yet."), code="not_established"
        )


def _write(signature: MinutesSignature, *, actor: Actor, now: datetime) -> MinutesSignature:
    signature.organisation, signature.by = actor.organisation, actor.user
    try:
        with transaction.atomic():
            return write(signature, actor=actor, now=now)
    except IntegrityError as clash:
        raise StateConflictError(
            _("Your organisation signed these minutes already."), code="signed_already"
        ) from clash
