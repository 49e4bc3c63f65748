"""The alert: one call per organisation; each answers for itself, and the end is told to all.

Locks are taken in one order, here and in ``episode.py``: episode, call, case.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.access import audience, gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import timeline
from cases.conflict import StateConflictError
from cases.missing import escalation, rules, silence_rules
from cases.missing.call import AlertOverError, Calling, check_running, copy_levels, lockable, note, page_of
from cases.missing.models import AlertCall, AlertLevel, MissingEpisode
from cases.missing.people import admitted, reachable
from cases.notifications import outbox
from cases.notifications.models import Delivery
from cases.pack import seal
from organisations import duty
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write, write_all
from organisations.models import EscalationStep

#: The messages that ask somebody to come into action, and whose readers hear how it goes on.
CALLS = ("alert", "alert_unanswered", "alert_handover")


class AlreadyAcknowledgedError(StateConflictError):
    """A colleague answered for the organisation first."""

    def __init__(self, call: AlertCall) -> None:
        self.by, self.at = call.acknowledged_by, call.acknowledged_at
        sentence = _(
            "%(name)s already answered for your organisation, at %(time)s. You need not do anything more."
        )
        told = {"name": self.by.name, "time": f"{timezone.localtime(self.at):%H:%M}"}
        super().__init__(sentence % told, code="already_acknowledged")


def sound(episode: MissingEpisode, *, actor: Actor, now: datetime) -> list[AlertCall]:
    """Start a call for every organisation that may know, and call the first level of each at once.

    Runs in the transaction that raises the alert. The raiser answers for their own organisation.
    Everything is decided before the first call is written: each is written once.
    """
    calls = [
        AlertCall(episode=episode, organisation=home, next_due_at=now)
        for home in admitted(episode.case, now=now)
    ]
    ladders = duty.ladders([call.organisation_id for call in calls], episode.colour)
    own = [call for call in calls if call.organisation_id == actor.organisation_id]
    calling = _decide(episode, calls, own, ladders, actor=actor, now=now)
    write_all(calls, actor=actor, now=now)
    copy_levels(AlertLevel, [(call, ladders[call.organisation_id]) for call in calls], colour=episode.colour)
    for call in own:
        _tell_answered(call, actor=actor, now=now)
    escalation.owe(calling)
    seal.opened(episode, actor=actor, organisations=len(calls), now=now)
    return calls


def acknowledge(call: AlertCall, *, actor: Actor, now: datetime) -> AlertCall:
    """Answer for one's organisation; nobody else of it is called any more.

    Answering twice oneself changes nothing.

    Raises:
        AccessDenied: the actor may not answer on this case, or works elsewhere.
        AlreadyAcknowledgedError: a colleague was first; says who and when.
        AlertOverError: nobody is missing any more.
    """
    case = call.episode.case
    gate.require(actor, Act.ANSWER_ALERT, on=case, compartment=Compartment.MISSING, now=now)
    if call.organisation_id != actor.organisation_id:
        raise gate.not_found(call.episode.number, act=Act.ANSWER_ALERT)
    with transaction.atomic():
        standing = lockable().get(pk=call.pk)
        if standing.acknowledged_by_id == actor.user_id:
            return standing
        if standing.acknowledged_at is not None:
            raise AlreadyAcknowledgedError(standing)
        _check_open(standing)
        _hold(standing, actor=actor, now=now)
        write(standing, actor=actor, now=now)
        _tell_answered(standing, actor=actor, now=now)
        outbox.cancel("alert", number=standing.episode.number, organisation=standing.organisation)
        timeline.add(
            case,
            "alert_acknowledged",
            actor=actor,
            compartment=Compartment.MISSING,
            now=now,
            url=page_of(standing.episode),
            number=standing.episode.number,
        )
    return standing


def end(episode: MissingEpisode, *, actor: Actor, now: datetime) -> None:
    """End every call that nobody answered and take back what was not sent yet."""
    for call in lockable().filter(episode=episode).order_by("pk"):
        if call.acknowledged_at is None:
            call.state = rules.AckState.ENDED.value
        if call.next_due_at is not None or call.acknowledged_at is None:
            call.next_due_at = None
            write(call, actor=actor, now=now, reason=episode.status)
        note(call, "all_clear" if episode.status == "found" else "withdrawn", at=now)
    for kind in ("alert", "alert_graver", "alert_unanswered", "alert_silent"):
        outbox.cancel(kind, number=episode.number)
    seal.sealed(episode, actor=actor, now=now)


def tell_called(kind: str, episode: MissingEpisode, *, stage: str, actor: Actor, now: datetime) -> None:
    """Tell everyone who was called about this alert, who holds it and who raised it, except whoever acts now.

    Who took it over may never have been called, and is out there searching.
    Whoever may not read it any more, for example after a conflict block, hears nothing more of it.
    """
    told = Delivery.objects.filter(
        notification__number=episode.number, notification__kind__in=CALLS
    ).select_related("user", "organisation")
    people = {(row.user_id, row.organisation_id): (row.user, row.organisation) for row in told}
    held = episode.calls.filter(acknowledged_by__isnull=False).select_related(
        "acknowledged_by", "organisation"
    )
    holding = [(call.acknowledged_by, call.organisation) for call in held]
    holding.append((episode.raised_by, episode.raised_by_organisation))
    people |= {(user.pk, organisation.pk): (user, organisation) for user, organisation in holding}
    on_it = {user.pk for user, _organisation in holding}
    able = audience.of_case(episode.case_id, now=now).readers(Compartment.MISSING)
    to = [
        outbox.Recipient(user, organisation, page_of(episode), is_on_it=user.pk in on_it)
        for user, organisation in people.values()
        if user.pk != actor.user_id and (organisation.pk, user.pk) in able
    ]
    outbox.put(
        kind, number=episode.number, to=to, now=now, stage=stage, colour=episode.colour, case=episode.case
    )


def _check_open(call: AlertCall) -> None:
    """The call itself is asked too: only its row was read after the wait for the lock."""
    if call.state == rules.AckState.ENDED:
        raise AlertOverError
    check_running(call.episode)


def _decide(
    episode: MissingEpisode,
    calls: list[AlertCall],
    own: list[AlertCall],
    ladders: dict[int, list[EscalationStep]],
    *,
    actor: Actor,
    now: datetime,
) -> Calling:
    """Say whom each organisation calls first; the raiser holds the call of their own."""
    calling = Calling(episode, Actor.system(escalation.SYSTEM), now)
    reach = reachable(episode.case, list(ladders), without=actor.user_id, colour=episode.colour, now=now)
    for call in calls:
        if call in own:
            _hold(call, actor=actor, now=now)
        else:
            escalation.advance(call, ladders[call.organisation_id], reach, calling)
    return calling


def _hold(call: AlertCall, *, actor: Actor, now: datetime) -> None:
    """Let the actor hold the call for their organisation; it is not written yet."""
    call.state, call.next_due_at = rules.AckState.ACKNOWLEDGED.value, now + silence_rules.SILENT_AFTER
    call.acknowledged_at, call.acknowledged_by = now, actor.user


def _tell_answered(call: AlertCall, *, actor: Actor, now: datetime) -> None:
    """Note in both books who answered."""
    note(call, "acknowledged", at=now, level=call.level, user=actor.user)
    ledger.record(
        actor,
        Event.ALERT_ACKNOWLEDGED,
        on=call,
        case=call.episode.case,
        now=now,
        act=Act.ANSWER_ALERT,
        compartments=[Compartment.MISSING],
        object_number=call.episode.number,
    )
