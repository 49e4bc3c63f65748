"""Who carries a case on when coordinator or deputy has left: a case never stays with nobody unnoticed.

Of a sealed case only the people named on it know. When none of them may choose a new pair, nobody could ever
choose one; then the care coordinators of the organisation that held the case are named on it. It answered for
the record when the person worked there, and still does (GDPR art. 4(7), 24): a duty does not leave with a
person.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.access import facts
from cases.access.models import CaseSeal
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import grants, timeline
from cases.casefile.models import Case
from cases.coordination import coordinator, rules
from cases.coordination.models import CoordinatorAssignment
from cases.notifications import outbox
from organisations import present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Membership
from organisations.roles import Role, acts_of

SYSTEM = "succession"
ASSIGNERS = frozenset(role for role in Role if Act.ASSIGN_COORDINATOR in acts_of(role))


def look(*, now: datetime) -> int:
    """Tell who may choose a new pair of every case that somebody of the pair left by ``now`` (aware).

    One transaction per case; gives how many cases were told of. Where no organisation in a case has
    anybody who may choose, the case is looked at again the next time.
    """
    cases = _suspects(now=now).order_by("case_id").values_list("case_id", flat=True)
    return sum(_look_at(pk, now=now) for pk in list(cases))


def _suspects(*, now: datetime) -> QuerySet[CoordinatorAssignment]:
    both = Q(_is_here("coordinator", now), _is_here("deputy", now), vacancy="")
    return CoordinatorAssignment.objects.filter(~both, ended_at=None).exclude(case__status="closed")


def _is_here(person: str, now: datetime) -> Exists:
    """Ask whether somebody of the pair is a member of an organisation that takes part in the case."""
    taking_part = facts.in_force(now=now).filter(case=OuterRef(OuterRef("case")))
    rows = present.members(at=now).filter(
        user=OuterRef(person), organisation__in=taking_part.values("organisation")
    )
    return Exists(rows)


def _look_at(case_id: int, *, now: datetime) -> bool:
    """Write down that a case lost somebody of its pair, and tell who may choose; once per loss."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
        standing = _standing(case, now=now)
        if standing is None:
            return False
        found = rules.vacancy(
            is_coordinator_here=standing.is_first_here, is_deputy_here=standing.is_second_here
        )
        if found == standing.vacancy:
            return False
        actor = Actor.system(SYSTEM)
        told = [] if found is rules.Vacancy.NONE else _choosers(case, standing, actor=actor, now=now)
        if found is not rules.Vacancy.NONE and not told:
            return False
        since = standing.vacant_since or now
        standing.vacancy = found.value
        standing.vacant_since = None if found is rules.Vacancy.NONE else since
        write(standing, actor=actor, now=now)
        _tell(case, standing, told, actor=actor, now=now)
    return bool(told)


def _standing(case: Case, *, now: datetime) -> CoordinatorAssignment | None:
    here = {"is_first_here": _is_here("coordinator", now), "is_second_here": _is_here("deputy", now)}
    return case.assignments.filter(ended_at=None).annotate(**here).first()


def _choosers(
    case: Case, standing: CoordinatorAssignment, *, actor: Actor, now: datetime
) -> list[Membership]:
    """Give who may choose a new pair; on a sealed case that nobody may choose for, name them first."""
    pair = {standing.coordinator_id, standing.deputy_id}
    # Who is left of the pair holds the case now, and may choose in any role (organisations.roles).
    everybody = [
        row for row in coordinator.candidates(case, now=now) if row.role in ASSIGNERS or row.user_id in pair
    ]
    if not case.is_sealed:
        return _nearest(case, standing, everybody)
    named = grants.named(case)
    if inside := [row for row in everybody if (row.organisation_id, row.user_id) in named]:
        return inside
    heirs = _nearest(case, standing, everybody)
    for heir in heirs:
        grants.name_on_case(case, heir.user, organisation=heir.organisation, actor=actor, now=now)
        ledger.record(
            actor, Event.COLLEAGUE_NAMED, on=case, case=case, now=now, act=Act.SEAL_CASE, named=heir.user_id
        )
    return heirs


def _nearest(case: Case, standing: CoordinatorAssignment, people: list[Membership]) -> list[Membership]:
    """Prefer the organisations for which the pair worked and the one that sealed the case."""
    pair = [standing.coordinator_id, standing.deputy_id]
    homes = set(Membership.objects.filter(user_id__in=pair).values_list("organisation_id", flat=True))
    seals = CaseSeal.objects.filter(case=case, lifted_at=None)
    homes.update(seals.values_list("organisation_id", flat=True))
    return [row for row in people if row.organisation_id in homes] or people


def _tell(
    case: Case, standing: CoordinatorAssignment, told: list[Membership], *, actor: Actor, now: datetime
) -> None:
    if not told:
        return
    ledger.record(actor, Event.COORDINATOR_LEFT, on=standing, case=case, now=now, act=Act.ASSIGN_COORDINATOR)
    timeline.add(case, "coordinator_left", actor=actor, compartment=Compartment.CORE, now=now)
    page = f"/cases/{case.number}/people/coordinator/"
    to = [outbox.Recipient(row.user, row.organisation, page) for row in told]
    stage = f"{standing.pk}:{standing.vacancy}"
    outbox.put("coordinator_left", number=case.number, to=to, now=now, stage=stage, case=case)
