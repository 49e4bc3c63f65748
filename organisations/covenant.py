"""The covenant as the ceiling: what may an organisation receive at all, today.

No clause in force, no access, whatever anyone granted. Clauses are read at each request;
a withdrawal or an exit takes effect on the next page.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations.actor import Actor
from organisations.acts import Act
from organisations.choices import COMPARTMENTS
from organisations.compartments import Compartment
from organisations.conflict import StateConflictError
from organisations.history import write
from organisations.models import (
    Covenant,
    CovenantClause,
    CovenantParty,
    CovenantVersion,
    Organisation,
)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What the covenant lets one organisation receive: per compartment (purpose, legal ground) pairs."""

    pairs: dict[Compartment, frozenset[tuple[str, str]]]
    version: str  # "Covenant v2", or empty when the organisation is no party
    articles: dict[tuple[str, str, str], str]  # (compartment, purpose, ground) -> article

    def allows(self, compartment: Compartment, purpose: str, legal_ground: str) -> bool:
        """Tell whether a clause in force covers this exchange."""
        return (purpose, legal_ground) in self.pairs.get(compartment, frozenset())


def ceiling(organisation: Organisation, *, now: datetime) -> Ceiling:
    """Give what the clauses in force at ``now`` (aware) allow this organisation. One query."""
    return ceilings([organisation.pk], now=now)[organisation.pk]


def ceilings(organisation_ids: Iterable[int], *, now: datetime) -> dict[int, Ceiling]:
    """Give the ceiling of each organisation at ``now`` (aware). One query, however many."""
    clauses: dict[int, list[CovenantClause]] = {pk: [] for pk in organisation_ids}
    reading = clauses_in_force(clauses, on=timezone.localdate(now)).filter(existence_only=False)
    for clause in reading:
        clauses[clause.bound_id].append(clause)
    return {pk: _ceiling(found) for pk, found in clauses.items()}


def existence_article(organisation: Organisation, *, now: datetime) -> str:
    """Give the article that lets this organisation ask whether a case exists; empty when none does."""
    clauses = clauses_in_force([organisation.pk], on=timezone.localdate(now)).filter(existence_only=True)
    return clauses.values_list("article", flat=True).first() or ""


def _ceiling(clauses: Iterable[CovenantClause]) -> Ceiling:
    pairs: dict[Compartment, set[tuple[str, str]]] = defaultdict(set)
    articles: dict[tuple[str, str, str], str] = {}
    version = ""
    for clause in clauses:
        pair = (clause.purpose, clause.legal_ground)
        pairs[Compartment(clause.compartment)].add(pair)
        articles[(clause.compartment, *pair)] = clause.article
        version = f"v{clause.version.number}"
    return Ceiling(
        pairs={compartment: frozenset(found) for compartment, found in pairs.items()},
        version=version,
        articles=articles,
    )


def clauses_in_force(organisation_ids: Iterable[int], *, on: date) -> QuerySet[CovenantClause]:
    """Give the clauses that hold on a day (local date), once per organisation they bind (``bound_id``)."""
    held_by_kind = Q(organisation_kind=F("version__parties__organisation__kind"))
    held_by_party = Q(party=F("version__parties"))
    return (
        CovenantClause.objects.filter(
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=on),
            Q(version__valid_until=None) | Q(version__valid_until__gte=on),
            held_by_kind | held_by_party,
            Q(version__parties__exited_on=None) | Q(version__parties__exited_on__gt=on),
            version__parties__organisation__in=list(organisation_ids),
            version__parties__acceded_on__lte=on,
            version__valid_from__lte=on,
        )
        .annotate(bound_id=F("version__parties__organisation_id"))
        .select_related("version")
        .order_by("version_id", "article", "id")
    )


@dataclass(frozen=True, slots=True)
class Clause:
    """The text of a clause before it is written: for a kind of organisation, or for one party."""

    article: str
    compartment: str
    purpose: str
    legal_ground: str
    organisation_kind: str = ""
    party: Organisation | None = None
    existence_only: bool = False


def draw_up(*, actor: Actor, name: str, region: str, controller: str, now: datetime) -> Covenant:
    """Make a covenant that has no version, and so no effect, yet.

    Raises:
        AccessDenied: the actor does not keep covenants.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        covenant = write(Covenant(name=name, region=region, controller=controller), actor=actor, now=now)
        ledger.record(actor, Event.COVENANT_CHANGED, on=covenant, now=now, act=Act.MANAGE_COVENANT)
    return covenant


def amend(
    covenant: Covenant,
    *,
    actor: Actor,
    parties: Iterable[Organisation],
    clauses: Iterable[Clause],
    signed_on: date,
    valid_from: date,
    summary: str,
    now: datetime,
) -> CovenantVersion:
    """Write a new version and let the version before it end the day before it starts.

    Raises:
        AccessDenied: the actor does not keep covenants.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        latest = covenant.versions.select_for_update().order_by("-number").first()
        if latest is not None and latest.valid_until is None:
            latest.valid_until = date.fromordinal(valid_from.toordinal() - 1)
            write(latest, actor=actor, now=now, reason="next version")
        version = write(
            CovenantVersion(
                covenant=covenant,
                number=1 if latest is None else latest.number + 1,
                signed_on=signed_on,
                valid_from=valid_from,
                summary=summary,
            ),
            actor=actor,
            now=now,
        )
        accede(version, actor=actor, organisations=parties, on=valid_from, now=now)
        _write_clauses(version, clauses, actor=actor, now=now)
        ledger.record(actor, Event.COVENANT_CHANGED, on=version, now=now, act=Act.MANAGE_COVENANT)
    return version


def accede(
    version: CovenantVersion, *, actor: Actor, organisations: Iterable[Organisation], on: date, now: datetime
) -> None:
    """Bind organisations to a version from a day (local date)."""
    actor.demand(Act.MANAGE_COVENANT)
    for organisation in organisations:
        party = CovenantParty(version=version, organisation=organisation, acceded_on=on)
        write(party, actor=actor, now=now)


def _write_clauses(
    version: CovenantVersion, clauses: Iterable[Clause], *, actor: Actor, now: datetime
) -> None:
    parties = {party.organisation_id: party for party in version.parties.all()}
    for clause in clauses:
        row = CovenantClause(
            version=version,
            article=clause.article,
            organisation_kind=clause.organisation_kind,
            party=None if clause.party is None else parties[clause.party.pk],
            compartment=clause.compartment,
            purpose=clause.purpose,
            legal_ground=clause.legal_ground,
            existence_only=clause.existence_only,
        )
        write(row, actor=actor, now=now)


def withdraw(party: CovenantParty, *, actor: Actor, on: date, now: datetime) -> None:
    """Let a party leave; its access ends on that day (local date), everywhere.

    Raises:
        AccessDenied: the actor does not keep covenants.
        StateConflictError: left already, or the day has passed.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        party = CovenantParty.objects.select_for_update().get(pk=party.pk)
        _check_end(party.exited_on, on, now=now)
        party.exited_on = on
        write(party, actor=actor, now=now)
        ledger.record(
            actor, Event.COVENANT_CHANGED, on=party, now=now, act=Act.MANAGE_COVENANT, fields=["exited_on"]
        )


def withdraw_clause(clause: CovenantClause, *, actor: Actor, on: date, now: datetime) -> None:
    """Take a clause out of force from a day (local date).

    Raises:
        AccessDenied: the actor does not keep covenants.
        StateConflictError: withdrawn already, or the day has passed.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        clause = CovenantClause.objects.select_for_update().get(pk=clause.pk)
        _check_end(clause.withdrawn_on, on, now=now)
        clause.withdrawn_on = on
        write(clause, actor=actor, now=now)
        ledger.record(
            actor,
            Event.COVENANT_CHANGED,
            on=clause,
            now=now,
            act=Act.MANAGE_COVENANT,
            fields=["withdrawn_on"],
        )


def _check_end(standing: date | None, wanted: date, *, now: datetime) -> None:
    """What was read yesterday was read under a clause: an end never lies in the past."""
    today = timezone.localdate(now)
    if standing is not None and standing <= today:
        raise StateConflictError(_("This has ended already; nothing was changed."), code="ended_already")
    if wanted < today:
        raise StateConflictError(
            _("This day has passed. Choose today or a later day."), code="day_passed", field="on"
        )


def versions() -> QuerySet[CovenantVersion]:
    """Give all versions with their covenant and the number of parties still bound."""
    return CovenantVersion.objects.select_related("covenant").order_by(
        F("valid_from").desc(), F("number").desc()
    )


def state_of(version: CovenantVersion, *, on: date) -> str:
    """Give whether a version is ``coming``, ``in_force`` or ``ended`` on a day (local date)."""
    if version.valid_from > on:
        return "coming"
    if version.valid_until is not None and version.valid_until < on:
        return "ended"
    return "in_force"


@dataclass(frozen=True, slots=True)
class RecipientClauses:
    """What one kind of organisation, or one party, may receive: a list of clauses per compartment."""

    label: str
    is_party: bool
    cells: list[tuple[str, list[CovenantClause]]]  # (label of the compartment, its clauses)


def clauses_by_recipient(version: CovenantVersion) -> list[RecipientClauses]:
    """Give the clauses of a version as a matrix: recipients down, compartments across. One query."""
    clauses = version.clauses.select_related("party__organisation").order_by("article", "id")
    groups: dict[tuple[bool, str], dict[str, list[CovenantClause]]] = {}
    for clause in clauses:
        is_party = clause.party is not None
        label = clause.party.organisation.name if is_party else str(clause.get_organisation_kind_display())
        groups.setdefault((is_party, label), defaultdict(list))[clause.compartment].append(clause)
    return [
        RecipientClauses(label, is_party, [(name, found.get(code, [])) for code, name in COMPARTMENTS])
        for (is_party, label), found in groups.items()
    ]
