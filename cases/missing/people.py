"""Who of an organisation can be called now: on the roster, at work there, and able to open the case.

Whoever may not open the case is not called: a call to somebody who then finds a closed door
costs the minutes in which the next level could have come.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import QuerySet
from django.utils import timezone

from cases.access import audience
from cases.access.models import ConflictBlock
from cases.casefile.models import Case, CaseUserObjectPermission
from organisations import duty, present
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import ActNarrowing, ContactChannel, Organisation, User
from organisations.reach import quiet
from organisations.reach.quiet_rules import Choice, Matter, Message, hold
from organisations.roles import REACH, Reach, Role, acts_of

NEEDED = frozenset({Act.READ_CASE, Act.ANSWER_ALERT})


class Step(Protocol):
    """A level of an escalation, configured or copied."""

    order: int
    calls: str
    duty_level: int
    wait_seconds: int


@dataclass(frozen=True, slots=True)
class Reachable:
    """Who stands where at one instant, for a few organisations.

    ``named``: for a sealed case, who is named on it per organisation. Only they may know of it, so they
    are called on every level, whoever is on the roster. ``resting``: who has quiet hours that hold for this
    alert; they are not called, so that whoever comes next is.
    """

    rosters: dict[int, duty.Roster]
    contact_points: dict[int, list[User]]
    able: frozenset[tuple[int, int]]  # organisation and user
    reached: frozenset[int]  # users with a verified number or address
    named: dict[int, list[User]] | None = None
    resting: frozenset[tuple[int, int]] = frozenset()  # user and organisation

    def on(self, step: Step, organisation_id: int) -> list[User]:
        """Give the people of a level of an organisation; nobody when no message would reach any of them."""
        able = [user for user in self._able(step, organisation_id) if not self._rests(user, organisation_id)]
        return able if any(user.pk in self.reached for user in able) else []

    def resting_on(self, step: Step, organisation_id: int) -> list[User]:
        """Give who of a level rests now: their message waits for the end of their quiet hours."""
        return [user for user in self._able(step, organisation_id) if self._rests(user, organisation_id)]

    def _rests(self, user: User, organisation_id: int) -> bool:
        return (user.pk, organisation_id) in self.resting

    def _able(self, step: Step, organisation_id: int) -> list[User]:
        if self.named is not None:
            found = self.named.get(organisation_id, [])
        elif step.calls == "contact_points":
            found = self.contact_points[organisation_id]
        else:
            found = self.rosters[organisation_id].get(step.duty_level, [])
        return [user for user in dict.fromkeys(found) if (organisation_id, user.pk) in self.able]


def admitted(case: Case, *, now: datetime) -> list[Organisation]:
    """Give the organisations that may read the missing part of a case at ``now`` (aware), by name.

    Two queries, however many take part: this stands between an alert and its first call.
    """
    return audience.admitted(case, Compartment.MISSING, now=now)


def reachable(
    case: Case, organisation_ids: Iterable[int], *, without: int | None, colour: str, now: datetime
) -> Reachable:
    """Read who can be called about a case at ``now`` (aware). Nine queries, however many organisations.

    ``without``: the id of whoever raised the alert; nobody is called for what they did themselves.
    ``colour``: of the alert; a red one calls also who rests.
    """
    ids = list(organisation_ids)
    able = frozenset(_able(case, ids, without=without, now=now))
    verified = ContactChannel.objects.filter(
        user__in={user_id for _organisation, user_id in able}, verified_at__isnull=False
    )
    quiet_hours = dict(_quiet_hours(verified))
    rosters = duty.on_duty(ids, at=now)
    return Reachable(
        rosters=rosters,
        contact_points=duty.contact_points(ids, at=now),
        able=able,
        reached=frozenset(quiet_hours),
        named=_named(case, ids) if case.is_sealed else None,
        resting=frozenset(_resting(able, quiet_hours, colour, now=now)) - quiet.seats(rosters),
    )


def _quiet_hours(verified: QuerySet[ContactChannel]) -> Iterator[tuple[int, Choice]]:
    """Read who has a verified way of contact, and their quiet hours. One query."""
    fields = ("user_id", "user__reach_choice__quiet_from", "user__reach_choice__quiet_until")
    for user_id, begin, end in verified.values_list(*fields):
        yield user_id, Choice(begin, end)


def _resting(
    able: Iterable[tuple[int, int]], quiet_hours: dict[int, Choice], colour: str, *, now: datetime
) -> Iterator[tuple[int, int]]:
    """Give for whom quiet hours hold a call of this colour, as user and organisation."""
    zone = timezone.get_default_timezone()
    call = Message(Matter.ALERT, colour)
    for organisation_id, user_id in able:
        if hold(call, quiet_hours.get(user_id, Choice()), now=now, zone=zone) is not None:
            yield user_id, organisation_id


def _named(case: Case, ids: list[int]) -> dict[int, list[User]]:
    rows = CaseUserObjectPermission.objects.filter(content_object=case, organisation__in=ids)
    found: dict[int, list[User]] = {}
    for row in rows.select_related("user").order_by("user__name", "id"):
        found.setdefault(row.organisation_id, []).append(row.user)
    return found


def _able(case: Case, ids: list[int], *, without: int | None, now: datetime) -> set[tuple[int, int]]:
    blocked = set(ConflictBlock.objects.filter(case=case, ended_at=None).values_list("user_id", flat=True))
    named = set(
        CaseUserObjectPermission.objects.filter(content_object=case).values_list("organisation_id", "user_id")
    )
    narrowed = set(
        ActNarrowing.objects.filter(organisation__in=ids, act__in=NEEDED).values_list(
            "organisation_id", "role"
        )
    )
    members = (
        present.caseworkers(at=now)
        .filter(organisation__in=ids)
        .values_list("organisation_id", "user_id", "role")
    )
    return {
        (organisation_id, user_id)
        for organisation_id, user_id, role in members
        if user_id not in blocked
        and user_id != without
        and (organisation_id, role) not in narrowed
        and _answers(Role(role), is_named=(organisation_id, user_id) in named, is_sealed=case.is_sealed)
    }


def _answers(role: Role, *, is_named: bool, is_sealed: bool) -> bool:
    reaches = is_named or (REACH[role] is Reach.ORGANISATION and not is_sealed)
    return REACH[role] is not Reach.NONE and reaches and acts_of(role) >= NEEDED
