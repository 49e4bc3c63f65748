"""Tell the others on the board that there is news, without a word about what it is."""

from datetime import datetime

from cases.access import audience
from cases.meldcode.models import MeldcodeTrack
from cases.notifications import outbox
from organisations.actor import Actor
from organisations.compartments import Compartment


def tell_the_others(track: MeldcodeTrack, *, stage: str, actor: Actor, now: datetime) -> None:
    """Owe a message to who follows a running track in this case and to who coordinates it, but the actor.

    Only to people who can still read this part of the case. ``now`` is aware.
    """
    running = MeldcodeTrack.objects.filter(case_id=track.case_id, closed_at=None)
    people = set(running.values_list("professional_id", flat=True))
    pairs = track.case.assignments.filter(ended_at=None).values_list("coordinator_id", "deputy_id")
    people.update(*pairs)
    seats = audience.of_case(track.case_id, now=now).seats
    members = [seat.member for seat in seats if Compartment.MELDCODE in seat.readable]
    board = f"/cases/{track.case.number}/meldcode/"
    outbox.put(
        "meldcode_news",
        number=track.case.number,
        to=[
            outbox.Recipient(one.user, one.organisation, board)
            for one in members
            if one.user_id in people and one.user_id != actor.user_id
        ],
        now=now,
        stage=stage,
        case=track.case,
    )
