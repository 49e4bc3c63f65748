"""An episode as it stands now: asking the gate, taking the lock, moving on, and telling both books."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import timeline
from cases.conflict import StateConflictError
from cases.missing import rules
from cases.missing.call import page_of
from cases.missing.models import MissingEpisode
from cases.moves import MoveRefusal, MoveRefused
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment

MOVES = {
    MoveRefusal.NOT_FROM_HERE: _(
        "This can't be done with this alert any more. Look at its page to see how it stands now."
    ),
    MoveRefusal.REASON_MISSING: _("Write down the reason."),
    rules.EpisodeRefusal.RETURN_TALK_OPEN: _(
        "Record the return talk first, or that it was offered and declined. Then you can close the episode."
    ),
}


def require(episode: MissingEpisode, act: Act, *, actor: Actor, now: datetime) -> None:
    """Ask the gate about an episode: it belongs to the part *missing* of its case.

    Raises:
        AccessDenied: the actor may not do this.
    """
    gate.require(actor, act, on=episode.case, compartment=Compartment.MISSING, now=now)


def lock(episode: MissingEpisode) -> MissingEpisode:
    """Give the episode as it is now, locked until the end of the transaction."""
    rows = MissingEpisode.objects.select_for_update(of=("self",))
    return rows.select_related("case", "raised_by", "raised_by_organisation").get(pk=episode.pk)


def move(
    episode: MissingEpisode,
    to: rules.EpisodeStatus,
    *,
    reason: str = "",
    return_talk: rules.ReturnTalk = rules.ReturnTalk.OPEN,
) -> None:
    """Give a locked episode its next status.

    Raises:
        StateConflictError: the rules do not allow it; the sentence says what is missing.
    """
    try:
        moved = rules.move(episode.status, to, reason=reason, return_talk=return_talk)
    except MoveRefused as refused:
        field = "reason" if refused.code is MoveRefusal.REASON_MISSING else None
        raise StateConflictError(MOVES[refused.code], code=refused.code.value, field=field) from refused
    episode.status = moved.to.value


def tell_books(
    episode: MissingEpisode,
    event: Event,
    kind: str,
    act: Act,
    *,
    actor: Actor,
    now: datetime,
    **detail: str | int,
) -> None:
    """Write the ledger line and the line of the timeline of something that happened in an episode."""
    ledger.record(
        actor,
        event,
        on=episode,
        case=episode.case,
        now=now,
        act=act,
        compartments=[Compartment.MISSING],
        **detail,
    )
    timeline.add(
        episode.case,
        kind,
        actor=actor,
        compartment=Compartment.MISSING,
        now=now,
        url=page_of(episode),
        number=episode.number,
    )
