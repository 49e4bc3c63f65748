"""Whom to ask about a case: its coordinator and deputy, with the organisation each works for there."""

from dataclasses import dataclass
from datetime import datetime

from cases.access import facts
from cases.coordination.models import CoordinatorAssignment
from organisations import present
from organisations.models import Organisation, User


@dataclass(frozen=True, slots=True)
class Pair:
    """Coordinator and deputy, with their organisations by user id; ``None`` where nobody is found."""

    coordinator: User | None
    deputy: User | None
    homes: dict[int, Organisation]

    def home(self, user: User | None) -> Organisation | None:
        """Give the organisation for which a person works on this case."""
        return None if user is None else self.homes.get(user.pk)

    def at_work(self) -> list[tuple[User, Organisation]]:
        """Give the coordinator, then the deputy, as far as they still work at the case."""
        both = (self.coordinator, self.deputy)
        return [(user, self.homes[user.pk]) for user in both if user is not None and user.pk in self.homes]


def pair(case_id: int, *, now: datetime) -> Pair:
    """Give who coordinates a case at ``now`` (aware). Two statements, also for a case that does not exist."""
    standing = (
        CoordinatorAssignment.objects.filter(case_id=case_id, ended_at=None)
        .select_related("coordinator", "deputy")
        .first()
    )
    both = (0, 0) if standing is None else (standing.coordinator_id, standing.deputy_id)
    taking_part = facts.in_force(now=now).filter(case_id=case_id).values("organisation")
    homes = (
        present.members(at=now)
        .filter(user__in=both, organisation__in=taking_part)
        .select_related("organisation")
    )
    return Pair(
        coordinator=None if standing is None else standing.coordinator,
        deputy=None if standing is None else standing.deputy,
        homes={home.user_id: home.organisation for home in homes},
    )
