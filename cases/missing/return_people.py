"""Who looks after an episode once the young person is back: coordinator, deputy, and who raised the alert."""

from datetime import datetime

from cases.access import audience
from cases.missing.call import page_of
from cases.missing.models import MissingEpisode
from cases.notifications import outbox
from organisations.compartments import Compartment
from organisations.models import Membership
from organisations.roles import Role

LOOKS_AFTER = (Role.CONTACT_POINT.value, Role.CARE_COORDINATOR.value)


def stewards(episode: MissingEpisode, *, now: datetime) -> list[outbox.Recipient]:
    """Give the coordinators of the case, and the contact points of the organisation that raised the alert.

    ``now`` is aware. Only who can still read about the episode.
    """
    assignment = episode.case.assignments.filter(ended_at=None).first()
    pair = set() if assignment is None else {assignment.coordinator_id, assignment.deputy_id}
    seats = audience.of_case(episode.case_id, now=now).seats
    members = [seat.member for seat in seats if Compartment.MISSING in seat.readable]
    chosen = [member for member in members if member.user_id in pair or _raised(member, episode)]
    return [outbox.Recipient(one.user, one.organisation, page_of(episode)) for one in chosen]


def _raised(member: Membership, episode: MissingEpisode) -> bool:
    return member.organisation_id == episode.raised_by_organisation_id and member.role in LOOKS_AFTER
