"""One organisation and one case as they were at an instant, rebuilt from the first book (history).

The conditions are those of the gate (``facts.holds``, ``covenant.clause_holds``, ``present.in_term``), asked
of the records as they were. What the software itself says, which act a role holds, is that of today.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cases.access import facts
from cases.access.models import ConflictBlock, EmergencyAccess, OrganisationBlock
from cases.access.rules import Admission, Facts
from cases.casefile.models import Case, CaseParticipation, CaseUserObjectPermission
from cases.meetings.models import AgendaItem, ItemGuest, Meeting
from cases.meetings.window_rules import shut
from organisations import covenant, present
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.covenant import Ceiling
from organisations.history import as_it_was
from organisations.models import (
    ActNarrowing,
    CovenantClause,
    CovenantParty,
    CovenantVersion,
    Membership,
    Organisation,
    User,
)
from organisations.roles import REACH, Reach, Role, acts_of


@dataclass(frozen=True, slots=True)
class Scene:
    """What held between one organisation and one case at ``at`` (aware).

    ``participation`` is the admission that held; ``earlier`` the last one, when none held. Both, and
    ``members``, are rows of history. People are ids.
    """

    at: datetime
    organisation: Organisation
    case: Case
    existed: bool
    is_open: bool  # the organisation itself
    requires_training: bool
    is_sealed: bool
    is_barred: bool  # the organisation as a whole
    participation: Any | None
    earlier: Any | None
    ceiling: Ceiling
    members: tuple[Any, ...]
    narrowed: frozenset[tuple[str, str]]  # (role, act)
    blocked: frozenset[int]
    named: frozenset[int]
    emergency: dict[int, frozenset[Compartment]]
    meeting: dict[int, Admission]

    @property
    def admission(self) -> Admission | None:
        """Give what taking part opened, as plain values."""
        return None if self.participation is None else facts.admission(self.participation)

    def about(self, member: Any, compartment: Compartment) -> Facts:
        """Put the facts together about one member and one part, exactly as the gate does for a request."""
        role, user_id = Role(member.role), member.user_id
        taken = {act for act in acts_of(role) if (role.value, act.value) in self.narrowed}
        waits = present.withheld_from(trained_on=member.trained_on, requires_training=self.requires_training)
        return Facts(
            is_member=self.is_open and _had_account(member.user, self.at),
            act=Act.READ_CASE,
            acts=acts_of(role) - taken - waits,
            reach=REACH[role],
            compartment=compartment,
            ceiling=self.ceiling.pairs,
            admission=self.admission,
            is_blocked=self.is_barred or user_id in self.blocked,
            is_named=user_id in self.named,
            is_sealed=self.is_sealed,
            emergency=self.emergency.get(user_id, frozenset()),
            meeting=self.meeting.get(user_id),
        )

    def about_anybody(self, compartment: Compartment) -> Facts:
        """Put the facts together about a reader for whom nothing personal was in the way."""
        return Facts(
            is_member=self.is_open,
            act=Act.READ_CASE,
            acts=frozenset({Act.READ_CASE}),
            reach=Reach.ORGANISATION,
            compartment=compartment,
            ceiling=self.ceiling.pairs,
            admission=self.admission,
            is_blocked=self.is_barred,
            is_named=True,
            is_sealed=self.is_sealed,
            emergency=frozenset(),
        )


def scene(organisation: Organisation, case: Case, *, at: datetime) -> Scene:
    """Rebuild what held at ``at`` (aware). Sixteen statements, however much there is."""
    then = as_it_was(Organisation, at=at).filter(id=organisation.pk).first()
    case_then = as_it_was(Case, at=at).filter(id=case.pk).first()
    held, earlier = _participation(organisation, case, at)
    blocked = as_it_was(ConflictBlock, at=at).filter(case_id=case.pk, ended_at=None)
    barred = as_it_was(OrganisationBlock, at=at).filter(case_id=case.pk, ended_at=None)
    named = as_it_was(CaseUserObjectPermission, at=at).filter(content_object_id=case.pk)
    narrowed = as_it_was(ActNarrowing, at=at).filter(organisation_id=organisation.pk)
    return Scene(
        at=at,
        organisation=organisation,
        case=case,
        existed=case_then is not None,
        is_open=then is not None and then.is_active,
        requires_training=then is not None and then.requires_training,
        is_sealed=case_then is not None and case_then.is_sealed,
        is_barred=barred.filter(organisation_id=organisation.pk).exists(),
        participation=held,
        earlier=earlier,
        ceiling=_ceiling(then, case_then, on=timezone.localdate(at), at=at),
        members=_members(organisation, at),
        narrowed=frozenset(narrowed.values_list("role", "act")),
        blocked=frozenset(blocked.values_list("user_id", flat=True)),
        named=frozenset(named.filter(organisation_id=organisation.pk).values_list("user_id", flat=True)),
        emergency=_emergency(organisation, case, at),
        meeting=_meeting(organisation, case, at),
    )


def _participation(organisation: Organisation, case: Case, at: datetime) -> tuple[Any | None, Any | None]:
    """Give the participation that held, or else the last one that there was."""
    rows = as_it_was(CaseParticipation, at=at).filter(case_id=case.pk, organisation_id=organisation.pk)
    held = rows.filter(facts.holds(now=at)).first()
    return held, None if held is not None else rows.order_by("-starts_at", "-id").first()


def _ceiling(then: Any | None, case: Any | None, *, on: date, at: datetime) -> Ceiling:
    """Give what the covenant of the case, as text and signatures were, allowed the organisation that day."""
    if then is None or case is None:
        return covenant.NOTHING
    held = as_it_was(CovenantVersion, at=at).filter(
        covenant.version_holds(on=on), covenant_id=case.covenant_id
    )
    versions = held.values("id")
    bound = as_it_was(CovenantParty, at=at).filter(
        covenant.party_is_bound(on=on), organisation_id=then.id, version_id__in=versions
    )
    parties = dict(bound.values_list("version_id", "id"))
    clauses = (
        as_it_was(CovenantClause, at=at)
        .filter(
            covenant.clause_holds(on=on),
            Q(organisation_kind=then.kind) | Q(party_id__in=parties.values()),
            version_id__in=parties,
            existence_only=False,
        )
        .select_related("version__covenant")
    )
    return covenant.ceiling_of(clauses.order_by("version_id", "article", "id"))


def _members(organisation: Organisation, at: datetime) -> tuple[Any, ...]:
    rows = as_it_was(Membership, at=at).filter(present.in_term(at=at), organisation_id=organisation.pk)
    return tuple(rows.select_related("user").order_by("user__name", "id"))


def _emergency(organisation: Organisation, case: Case, at: datetime) -> dict[int, frozenset[Compartment]]:
    rows = as_it_was(EmergencyAccess, at=at).filter(
        facts.opened_at(now=at), case_id=case.pk, organisation_id=organisation.pk
    )
    found: dict[int, frozenset[Compartment]] = {}
    for opened in rows:
        found[opened.user_id] = found.get(opened.user_id, frozenset()) | facts.parts_of(opened)
    return found


def _meeting(organisation: Organisation, case: Case, at: datetime) -> dict[int, Admission]:
    """Give what a meeting that went on opened, per person: its hours and its agenda as they were then."""
    items = {row.id: row for row in as_it_was(AgendaItem, at=at).filter(case_id=case.pk)}
    held = as_it_was(Meeting, at=at).filter(id__in={item.meeting_id for item in items.values()})
    meetings = {row.id: row for row in held}
    found = []
    for guest in as_it_was(ItemGuest, at=at).filter(organisation_id=organisation.pk, item_id__in=items):
        item = items[guest.item_id]
        window = facts.window(guest, item, meetings[item.meeting_id])
        if shut(window, margin=facts.meeting_margin(), now=at) is None:
            found.append((window.ends_at, guest.id, guest))
    return {
        guest.user_id: facts.seat_of(guest) for _ends, _id, guest in sorted(found, key=lambda row: row[:2])
    }


def _had_account(user: User, at: datetime) -> bool:
    """Tell whether the account was open, as far as it is known: since when it is closed now, is kept."""
    return user.is_active or (user.idle_closed_at is not None and at < user.idle_closed_at)
