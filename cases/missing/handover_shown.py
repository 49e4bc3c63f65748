"""Who holds the alert for the reader's organisation, and what waits for the reader's answer."""

from dataclasses import dataclass

from django.db.models import Q

from cases.meetings.models import Meeting
from cases.missing import handover, lowering
from cases.missing.four_eyes_rules import is_second
from cases.missing.models import AlertCall, CallHandover, ColourLowering, MissingEpisode
from organisations.actor import Actor


@dataclass(frozen=True, slots=True)
class Holding:
    """The call of the reader's organisation that somebody took up, and the questions that wait."""

    call: AlertCall | None
    is_mine: bool
    waiting: CallHandover | None
    asks_me: bool
    table: Meeting | None  # the emergency table, for organisations called to it
    milder: ColourLowering | None
    may_answer_milder: bool


def holding_of(episode: MissingEpisode, actor: Actor) -> Holding | None:
    """Read who holds a running alert for the actor's organisation; None when it is over. Four queries."""
    if episode.status != "running":
        return None
    calls = AlertCall.objects.filter(
        episode=episode, organisation=actor.organisation, acknowledged_by__isnull=False
    )
    call = calls.select_related("acknowledged_by").first()
    waiting = None if call is None else handover.waiting_for(call)
    milder = lowering.waiting(episode)
    return Holding(
        call=call,
        is_mine=call is not None and call.acknowledged_by_id == actor.user_id,
        waiting=waiting,
        asks_me=waiting is not None and waiting.to_user_id == actor.user_id,
        table=_table(episode, actor),
        milder=milder,
        may_answer_milder=milder is not None and is_second(first=milder.asked_by_id, second=actor.user_id),
    )


def _table(episode: MissingEpisode, actor: Actor) -> Meeting | None:
    sits = Q(host_id=actor.organisation_id) | Q(invitations__organisation_id=actor.organisation_id)
    tables = Meeting.objects.filter(sits, alert_number=episode.number, status__in=["planned", "running"])
    return tables.distinct().first()
