"""The covenant as the ceiling: what may an organisation receive at all, today.

No clause in force, no access, whatever anyone granted. Clauses are read at each request;
a withdrawal or an exit takes effect on the next page.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.conflict import StateConflictError
from organisations.covenant_rules import fingerprint
from organisations.covenant_text import GROUND_LABELS, PURPOSE_LABELS, text_of
from organisations.history import write
from organisations.models import (
    Covenant,
    CovenantClause,
    CovenantController,
    CovenantParty,
    CovenantVersion,
    CovenantWording,
    Organisation,
)
from organisations.prepared import prepared


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What one covenant lets one organisation receive: per compartment (purpose, legal ground) pairs."""

    pairs: dict[Compartment, frozenset[tuple[str, str]]]
    version: str  # "v2", or empty when the organisation is no party
    articles: dict[tuple[str, str, str], str]  # (compartment, purpose, ground) -> article
    table: str = ""  # the name of the covenant

    def allows(self, compartment: Compartment, purpose: str, legal_ground: str) -> bool:
        """Tell whether a clause in force covers this exchange."""
        return (purpose, legal_ground) in self.pairs.get(compartment, frozenset())


#: What an organisation may receive that no covenant binds.
NOTHING = Ceiling(pairs={}, version="", articles={})


def tables(organisation: Organisation, *, now: datetime) -> dict[int, Ceiling]:
    """Give what each covenant allows this organisation at ``now`` (aware), by the id of the covenant.

    A region may have several tables, each with a covenant of its own. One query.
    """
    clauses: dict[int, list[CovenantClause]] = defaultdict(list)
    for clause in _reading(organisation_id=organisation.pk, on=timezone.localdate(now)):
        clauses[clause.version.covenant_id].append(clause)
    return {pk: ceiling_of(found) for pk, found in clauses.items()}


def ceiling(organisation: Organisation, *, under: int, now: datetime) -> Ceiling:
    """Give what one covenant (its id) allows this organisation at ``now`` (aware). One query."""
    today = timezone.localdate(now)
    return ceiling_of(_reading_under(organisation_id=organisation.pk, under=under, on=today))


@prepared
def _reading(*, organisation_id: Any, on: Any) -> QuerySet[CovenantClause]:
    return _binding(Q(version__parties__organisation=organisation_id), on=on).filter(existence_only=False)


@prepared
def _reading_under(*, organisation_id: Any, under: Any, on: Any) -> QuerySet[CovenantClause]:
    clauses = _binding(Q(version__parties__organisation=organisation_id), on=on)
    return clauses.filter(existence_only=False, version__covenant=under)


def ceilings(organisation_ids: Iterable[int], *, under: int, now: datetime) -> dict[int, Ceiling]:
    """Give what one covenant (its id) allows each organisation at ``now`` (aware). One query."""
    clauses: dict[int, list[CovenantClause]] = {pk: [] for pk in organisation_ids}
    reading = clauses_in_force(clauses, on=timezone.localdate(now))
    for clause in reading.filter(existence_only=False, version__covenant=under):
        clauses[clause.bound_id].append(clause)
    return {pk: ceiling_of(found) for pk, found in clauses.items()}


def widest(ceilings: Iterable[Ceiling]) -> Ceiling:
    """Give what any of some covenants allows: for a form that must not tell to which table a case belongs."""
    pairs: dict[Compartment, frozenset[tuple[str, str]]] = {}
    articles: dict[tuple[str, str, str], str] = {}
    for found in ceilings:
        for part, allowed in found.pairs.items():
            pairs[part] = pairs.get(part, frozenset()) | allowed
        articles |= found.articles
    return Ceiling(pairs=pairs, version="", articles=articles)


def existence_articles(organisation: Organisation, *, now: datetime) -> dict[int, str]:
    """Give per covenant (its id) the article that lets this organisation ask whether a case exists."""
    clauses = clauses_in_force([organisation.pk], on=timezone.localdate(now)).filter(existence_only=True)
    return dict(clauses.order_by("-id").values_list("version__covenant_id", "article"))


def ceiling_of(clauses: Iterable[CovenantClause]) -> Ceiling:
    """Give what clauses of one covenant that hold for one organisation allow it; each carries its version."""
    pairs: dict[Compartment, set[tuple[str, str]]] = defaultdict(set)
    articles: dict[tuple[str, str, str], str] = {}
    version, table = "", ""
    for clause in clauses:
        pair = (clause.purpose, clause.legal_ground)
        pairs[Compartment(clause.compartment)].add(pair)
        articles[(clause.compartment, *pair)] = clause.article
        version, table = f"v{clause.version.number}", clause.version.covenant.name
    return Ceiling(
        pairs={compartment: frozenset(found) for compartment, found in pairs.items()},
        version=version,
        articles=articles,
        table=table,
    )


def clauses_in_force(organisation_ids: Iterable[int], *, on: date) -> QuerySet[CovenantClause]:
    """Give the clauses that hold on a day (local date), once per organisation they bind (``bound_id``).

    A version that is not settled, and a party that did not sign, bind nobody.
    """
    return _binding(Q(version__parties__organisation__in=list(organisation_ids)), on=on)


def _binding(whom: Q, *, on: Any) -> QuerySet[CovenantClause]:
    """Give the clauses that bind some organisations; in one filter, so that all is about the same party."""
    held_by_kind = Q(organisation_kind=F("version__parties__organisation__kind"))
    held_by_party = Q(party=F("version__parties"))
    return (
        CovenantClause.objects.filter(
            clause_holds(on=on),
            version_holds(on=on, path="version__"),
            held_by_kind | held_by_party,
            party_is_bound(on=on, path="version__parties__"),
            whom,
        )
        .annotate(bound_id=F("version__parties__organisation_id"))
        .select_related("version__covenant")
        .order_by("version_id", "article", "id")
    )


def bound(*, on: date) -> QuerySet[CovenantParty]:
    """Give who is bound by a version in force on a day (local date): acceded, signed, not left."""
    return CovenantParty.objects.filter(party_is_bound(on=on), version_holds(on=on, path="version__"))


def version_holds(*, on: date, path: str = "") -> Q:
    """Give the condition that a version (at the end of ``path``) is in force on a day (local date)."""
    lasts = Q(**{f"{path}valid_until": None}) | Q(**{f"{path}valid_until__gte": on})
    return lasts & Q(**{f"{path}valid_from__lte": on, f"{path}status": "settled"})


def party_is_bound(*, on: date, path: str = "") -> Q:
    """Give the condition that a party acceded, signed and did not leave by a day (local date)."""
    stays = Q(**{f"{path}exited_on": None}) | Q(**{f"{path}exited_on__gt": on})
    return stays & Q(**{f"{path}acceded_on__lte": on, f"{path}signed_on__lte": on})


def clause_holds(*, on: date) -> Q:
    """Give the condition that a clause is not withdrawn on a day (local date)."""
    return Q(withdrawn_on=None) | Q(withdrawn_on__gt=on)


def has_signed(organisation: Organisation, *, on: date) -> bool:
    """Tell whether this organisation signed a version that holds on a day (local date) or will."""
    return CovenantParty.objects.filter(
        Q(exited_on=None) | Q(exited_on__gt=on),
        Q(version__valid_until=None) | Q(version__valid_until__gte=on),
        organisation=organisation,
        signed_on__lte=on,
        version__status__in=["signing", "settled"],
    ).exists()


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


def draw_up(*, actor: Actor, name: str, region: str, now: datetime) -> Covenant:
    """Make a covenant that has no version, and so no effect, yet.

    Raises:
        AccessDenied: the actor does not keep covenants.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        covenant = write(Covenant(name=name, region=region), actor=actor, now=now)
        ledger.record(
            actor,
            Event.COVENANT_CHANGED,
            on=covenant,
            now=now,
            act=Act.MANAGE_COVENANT,
            covenant_part="founding",
        )
    return covenant


@dataclass(frozen=True, slots=True)
class Settled:
    """A version that was agreed on paper: who is bound, what it says, from which day."""

    parties: tuple[Organisation, ...]
    clauses: tuple[Clause, ...]
    valid_from: date
    summary: str = ""
    controller: str = ""
    rights_contact: str = ""
    purposes: dict[str, str] = field(default_factory=dict)  # code -> words; what clauses use is added
    grounds: dict[str, str] = field(default_factory=dict)
    controllers: dict[str, str] = field(default_factory=dict)  # compartment -> rule (not "party")


def amend(covenant: Covenant, *, actor: Actor, settled: Settled, now: datetime) -> CovenantVersion:
    """Write a version that stands on paper; the version before it ends the day before it starts.

    For founding a region. People draft a version on the screens (``drafting.py``). Parties are
    bound once they signed (``signing.sign``).

    Raises:
        AccessDenied: the actor does not keep covenants.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        latest = covenant.versions.select_for_update().filter(status="settled").order_by("-number").first()
        if latest is not None and latest.valid_until is None:
            latest.valid_until = settled.valid_from - timedelta(days=1)
            write(latest, actor=actor, now=now, reason="next version")
        version = CovenantVersion(
            covenant=covenant,
            number=1 if latest is None else latest.number + 1,
            status="settled",
            signed_on=settled.valid_from,
            valid_from=settled.valid_from,
            summary=settled.summary,
            controller=settled.controller,
            rights_contact=settled.rights_contact,
        )
        write(version, actor=actor, now=now)
        _write_content(version, settled, actor=actor, now=now)
        version.text_hash = fingerprint(text_of(version))
        write(version, actor=actor, now=now)
        ledger.record(
            actor,
            Event.COVENANT_CHANGED,
            on=version,
            now=now,
            act=Act.MANAGE_COVENANT,
            covenant_part="founding",
        )
    return version


def _write_content(version: CovenantVersion, settled: Settled, *, actor: Actor, now: datetime) -> None:
    before = CovenantParty.objects.filter(version__covenant=version.covenant).order_by("version__number")
    joined = dict(before.values_list("organisation_id", "acceded_on"))
    parties = {}
    for organisation in settled.parties:
        since = joined.get(organisation.pk) or settled.valid_from
        party = CovenantParty(version=version, organisation=organisation, acceded_on=since)
        parties[organisation.pk] = write(party, actor=actor, now=now)
    used = {"purpose": dict(settled.purposes), "ground": dict(settled.grounds)}
    for clause in settled.clauses:
        used["purpose"].setdefault(clause.purpose, str(PURPOSE_LABELS[clause.purpose]))
        used["ground"].setdefault(clause.legal_ground, str(GROUND_LABELS[clause.legal_ground]))
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
    for compartment, rule in settled.controllers.items():
        row = CovenantController(version=version, compartment=compartment, rule=rule)
        write(row, actor=actor, now=now)
    for kind, wordings in used.items():
        for code, words in wordings.items():
            wording = CovenantWording(version=version, kind=kind, code=code, text=words)
            write(wording, actor=actor, now=now)


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
        _record(actor, party, "exit", now=now)


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
        _record(actor, clause, "withdrawal", now=now)


def _record(actor: Actor, row: CovenantParty | CovenantClause, part: str, *, now: datetime) -> None:
    number = CovenantVersion.objects.values_list("number", flat=True).get(pk=row.version_id)
    ledger.record(
        actor,
        Event.COVENANT_CHANGED,
        on=row,
        object_number=str(number),
        now=now,
        act=Act.MANAGE_COVENANT,
        covenant_part=part,
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
