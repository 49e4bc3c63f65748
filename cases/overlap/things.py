"""What an overlap is about: a case, or a signal that is in none; who holds it, and who knows of it anyway."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from cases.access.models import CaseSeal, ConflictBlock, OrganisationBlock
from cases.casefile.models import CaseParticipation
from cases.coordination.models import CoordinatorAssignment
from organisations import present
from organisations.models import Organisation, User
from organisations.roles import Role

#: A signal that was put aside, or is done, is compared with nothing any more.
OVER = ("fed_back", "not_substantiated")


@dataclass(frozen=True)
class Thing:
    """A case or a signal; a signal in a case counts as that case."""

    case: Any
    signal: Any

    @property
    def whose(self) -> dict[str, Any]:
        """Give it as the columns of a row that belongs to it."""
        return {"case": self.case} if self.case is not None else {"signal": self.signal}

    @property
    def number(self) -> str:
        """Give its human number."""
        return self.signal.number if self.case is None else self.case.number

    @property
    def table(self) -> int:
        """Give the id of its covenant."""
        return self.signal.covenant_id if self.case is None else self.case.covenant_id

    @property
    def rows(self) -> Q:
        """Give the condition of what is kept of it: of a case, also that of its signals."""
        return Q(signal=self.signal) if self.case is None else Q(case=self.case) | Q(signal__case=self.case)

    def is_compared(self) -> bool:
        """Tell whether it is open, and its existence is hidden from nobody."""
        if self.case is None:
            return self.signal.status not in OVER and self.signal.withdrawn_at is None
        sealed = CaseSeal.objects.filter(case=self.case, lifted_at=None).exists()
        return self.case.status != "closed" and not sealed


def thing_of(row: Any) -> Thing:
    """Give what a row with a case or a signal belongs to."""
    if row.case is not None:
        return Thing(row.case, None)
    return Thing(row.signal.case, None) if row.signal.case is not None else Thing(None, row.signal)


def holder(thing: Thing, *, now: datetime) -> Organisation | None:
    """Give the organisation whose desk has it, or whose coordinator; None where nobody coordinates."""
    people = at_work(thing, now=now)
    return people[0][1] if people else None


def at_work(thing: Thing, *, now: datetime) -> list[tuple[User, Organisation]]:
    """Give who answers for it at ``now`` (aware): coordinator and deputy, or who triages at the desk."""
    if thing.case is None:
        desk = thing.signal.addressed_to
        rows = present.caseworkers(at=now).filter(organisation=desk, role=Role.CARE_COORDINATOR.value)
    else:
        standing = CoordinatorAssignment.objects.filter(case=thing.case, ended_at=None).first()
        pair = () if standing is None else (standing.coordinator_id, standing.deputy_id)
        taking_part = _taking_part(thing.case).values("organisation")
        rows = present.members(at=now).filter(user__in=pair, organisation__in=taking_part)
    found = rows.select_related("user", "organisation").order_by("id")
    return [(member.user, member.organisation) for member in found]


def near(people: list[tuple[User, Organisation]], thing: Thing) -> list[tuple[User, Organisation]]:
    """Keep of people, each with their organisation, whom no block keeps away from a thing."""
    blocks = {"case": thing.case, "ended_at": None}
    away = set(ConflictBlock.objects.filter(**blocks).values_list("user_id", flat=True))
    barred = set(OrganisationBlock.objects.filter(**blocks).values_list("organisation_id", flat=True))
    return [(user, home) for user, home in people if user.pk not in away and home.pk not in barred]


def to_tell(row: Any, *, now: datetime) -> list[tuple[User, Organisation]]:
    """Give who hears of one side of an overlap: who answers for it, and may come near the other side."""
    people = at_work(thing_of(row), now=now)
    there = type(row).objects.filter(pair=row.pair).exclude(pk=row.pk).first()
    return people if there is None else near(people, thing_of(there))


def may_be_shared(one: Any, other: Any) -> bool:
    """Tell whether both sides of an overlap, answered with yes, may hear whom to call.

    A seal, a closing and a block may have come after it was found, or after a yes.
    """
    here, there = thing_of(one), thing_of(other)
    if not (here.is_compared() and there.is_compared()):
        return False
    said = [(one.answered_by, one.answered_for)], [(other.answered_by, other.answered_for)]
    return bool(near(said[0], there) and near(said[1], here))


def may_be_told(here: Thing, there: Thing, *, now: datetime) -> bool:
    """Tell whether two things are held by two organisations that know nothing of what the other holds.

    Neither when an organisation, or all who would hear of it, are kept away from the other's case: that
    something is there is told to nobody who must not come near it.
    """
    one, other = holder(here, now=now), holder(there, now=now)
    if one is None or other is None or one == other:
        return False
    if not (near(at_work(here, now=now), there) and near(at_work(there, now=now), here)):
        return False
    return not (_knows(one, there) or _knows(other, here))


def _knows(organisation: Organisation, thing: Thing) -> bool:
    if thing.case is None:
        return thing.signal.reported_by_organisation_id == organisation.pk
    blocked = OrganisationBlock.objects.filter(case=thing.case, organisation=organisation, ended_at=None)
    return blocked.exists() or _taking_part(thing.case).filter(organisation=organisation).exists()


def _taking_part(case: Any) -> Any:
    return CaseParticipation.objects.filter(case=case, ended_at=None)
