"""Drafting a version of the covenant: what it says, before anybody signs it. A draft has no effect.

Whoever saves says which edit they saw: two people who draft at once never overwrite each other
in silence (``CovenantVersion.version`` counts the edits of the whole draft).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations import covenant_text
from organisations.actor import Actor
from organisations.acts import Act
from organisations.choices import LEGAL_GROUNDS, PURPOSES
from organisations.compartments import Compartment
from organisations.conflict import StateConflictError
from organisations.covenant_rules import EXISTENCE, PARTS, Recipient, State
from organisations.covenant_text import part_of
from organisations.history import check_version, remove, write
from organisations.models import (
    Covenant,
    CovenantClause,
    CovenantController,
    CovenantParty,
    CovenantVersion,
    CovenantWording,
    Organisation,
)

LABELS = {"purpose": dict(PURPOSES), "ground": dict(LEGAL_GROUNDS)}


@dataclass(frozen=True, slots=True)
class Wordings:
    """What the version is for and on which grounds: code -> the words of the article."""

    summary: str
    purposes: Mapping[str, str]
    grounds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who answers: the controller, the contact for rights, the term, and per compartment (rule, party)."""

    controller: str
    rights_contact: str
    retention_months: int
    records: Mapping[str, tuple[str, Organisation | None]]


@dataclass(frozen=True, slots=True)
class Provision:
    """What one recipient receives for one purpose on one ground. No compartment: the provision goes."""

    recipient: Recipient
    purpose: str
    legal_ground: str
    article: str
    compartments: frozenset[str]  # compartments, and ``EXISTENCE``


def begin(covenant: Covenant, *, actor: Actor, now: datetime) -> CovenantVersion:
    """Make a draft from the version in force, or from the last one; an empty one when there is none.

    Raises:
        AccessDenied: the actor does not keep covenants.
        StateConflictError: there is a draft already.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        covenant = Covenant.objects.select_for_update().get(pk=covenant.pk)
        standing = covenant.versions.exclude(status="discarded").order_by("-number").first()
        if standing is not None and standing.status != "settled":
            raise StateConflictError(
                _("There is a draft already: version %(number)s. Go on with that one, or throw it away.")
                % {"number": standing.number},
                code="draft_already",
            )
        draft = CovenantVersion(covenant=covenant, number=1 if standing is None else standing.number + 1)
        source = _source(covenant, now=now)
        if source is not None:
            draft.controller, draft.rights_contact = source.controller, source.rights_contact
            draft.retention_months = source.retention_months
        write(draft, actor=actor, now=now)
        if source is not None:
            _copy(source, draft, actor=actor, now=now)
        ledger.record(actor, Event.COVENANT_DRAFTED, on=draft, now=now, act=Act.MANAGE_COVENANT)
    return draft


def word(
    version: CovenantVersion, *, actor: Actor, wordings: Wordings, edit: int | None, now: datetime
) -> None:
    """Write the summary, the purposes and the legal grounds with their words.

    Raises:
        AccessDenied: the actor does not keep covenants.
        StateConflictError: no draft any more, or a clause still uses what was left out.
        StaleWriteError: somebody else changed the draft meanwhile.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        draft = _lock(version, edit)
        for kind, wanted in (("purpose", wordings.purposes), ("ground", wordings.grounds)):
            _check_unused(draft, kind, wanted)
            _set_wordings(draft, kind, wanted, actor=actor, now=now)
        draft.summary = wordings.summary
        _touch(draft, "wordings", actor=actor, now=now)


def hold_responsible(
    version: CovenantVersion, *, actor: Actor, who: Responsibility, edit: int | None, now: datetime
) -> None:
    """Write who is controller, whom people turn to for their rights, and how long files are kept.

    Raises:
        AccessDenied: the actor does not keep covenants.
        StateConflictError: no draft any more.
        StaleWriteError: somebody else changed the draft meanwhile.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        draft = _lock(version, edit)
        draft.controller, draft.rights_contact = who.controller, who.rights_contact
        draft.retention_months = who.retention_months
        standing = {row.compartment: row for row in draft.controllers.all()}
        for compartment, (rule, organisation) in who.records.items():
            row = standing.get(compartment) or CovenantController(version=draft, compartment=compartment)
            if (row.rule, row.organisation_id) != (rule, getattr(organisation, "pk", None)):
                row.rule, row.organisation = rule, organisation
                write(row, actor=actor, now=now)
        _touch(draft, "responsibility", actor=actor, now=now)


def set_party(
    version: CovenantVersion,
    *,
    actor: Actor,
    organisation: Organisation,
    acceded_on: date | None,
    exited_on: date | None,
    edit: int | None,
    now: datetime,
) -> CovenantParty:
    """Make an organisation a party of the draft, or change its dates (local dates; None: open).

    Raises:
        AccessDenied: the actor does not keep covenants.
        StateConflictError: no draft any more, or it leaves before it joins.
        StaleWriteError: somebody else changed the draft meanwhile.
    """
    actor.demand(Act.MANAGE_COVENANT)
    _check_dates(acceded_on, exited_on)
    with transaction.atomic():
        draft = _lock(version, edit)
        party = draft.parties.filter(organisation=organisation).first()
        party = party or CovenantParty(version=draft, organisation=organisation)
        party.acceded_on, party.exited_on = acceded_on, exited_on
        write(party, actor=actor, now=now)
        _touch(draft, "parties", actor=actor, now=now)
    return party


def drop_party(party: CovenantParty, *, actor: Actor, edit: int | None, now: datetime) -> None:
    """Take an organisation out of the draft.

    Raises:
        AccessDenied: the actor does not keep covenants.
        StateConflictError: no draft any more, no party any more, or the version has clauses for it alone.
        StaleWriteError: somebody else changed the draft meanwhile.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        draft = _lock(party.version, edit)
        standing = draft.parties.filter(pk=party.pk).first()
        if standing is None:
            raise StateConflictError(
                _("This organisation is no party of this draft any more. Nothing was changed."),
                code="no_party",
            )
        named = draft.controllers.filter(organisation=standing.organisation_id).exists()
        if named or standing.clauses.exists():
            raise StateConflictError(
                _("The draft has clauses for this party alone or names it as controller. Change that first."),
                code="party_in_use",
            )
        remove(standing, actor=actor, now=now, reason="left the draft")
        _touch(draft, "parties", actor=actor, now=now)


def add_provision(
    version: CovenantVersion, *, actor: Actor, provision: Provision, edit: int | None, now: datetime
) -> None:
    """Write a provision for terms on which this recipient receives nothing yet.

    Raises:
        AccessDenied: the actor does not keep covenants.
        StateConflictError: as ``provide``, or there are clauses on these terms already.
        StaleWriteError: somebody else changed the draft meanwhile.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        draft = _lock(version, edit)
        if _clauses_of(draft, provision, _party_of(draft, provision.recipient)):
            raise StateConflictError(
                _("This recipient has clauses for this purpose and ground already. Change those instead."),
                code="clause_already",
                field="recipient",
            )
        provide(draft, actor=actor, provision=provision, edit=None, now=now)


def provide(
    version: CovenantVersion, *, actor: Actor, provision: Provision, edit: int | None, now: datetime
) -> None:
    """Write which parts a recipient receives for a purpose on a ground; what is left out is closed.

    A clause that stays keeps its article; a new one gets the next number under ``article``.

    Raises:
        AccessDenied: the actor does not keep covenants.
        StateConflictError: no draft any more, no such party, or a purpose or ground that the draft lacks.
        StaleWriteError: somebody else changed the draft meanwhile.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        draft = _lock(version, edit)
        party = _party_of(draft, provision.recipient)
        _check_named(draft, provision)
        _check_core(provision)
        standing = _clauses_of(draft, provision, party)
        _add_clauses(draft, provision, party, actor=actor, now=now)  # first: no number is used again
        for clause in standing:
            if part_of(clause) not in provision.compartments:
                remove(clause, actor=actor, now=now, reason="taken out of the draft")
        _touch(draft, "clauses", actor=actor, now=now)


def discard(version: CovenantVersion, *, actor: Actor, now: datetime) -> None:
    """Throw a draft away; what it said stays in the history, its number is free again.

    Raises:
        AccessDenied: the actor does not keep covenants.
        StateConflictError: no draft any more.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        draft = CovenantVersion.objects.select_for_update().get(pk=version.pk)
        if draft.status not in {State.DRAFT.value, State.SIGNING.value}:
            raise not_a_draft()
        draft.status = State.DISCARDED.value
        write(draft, actor=actor, now=now)
        ledger.record(actor, Event.COVENANT_DISCARDED, on=draft, now=now, act=Act.MANAGE_COVENANT)


def not_a_draft() -> StateConflictError:
    """Give the refusal for a version whose text no longer changes."""
    return StateConflictError(
        _("This version is no draft any more; its text can't be changed. Draft a next version."),
        code="not_a_draft",
    )


def _source(covenant: Covenant, *, now: datetime) -> CovenantVersion | None:
    today = timezone.localdate(now)
    last = covenant.versions.filter(status="settled").order_by("-valid_from").first()
    return covenant_text.in_force(covenant, on=today) or last


def _copy(source: CovenantVersion, draft: CovenantVersion, *, actor: Actor, now: datetime) -> None:
    """Copy what still holds: clauses that were withdrawn and parties that left stay behind."""
    today = timezone.localdate(now)
    for row in source.wordings.order_by("pk"):
        write(
            CovenantWording(version=draft, kind=row.kind, code=row.code, text=row.text), actor=actor, now=now
        )
    for row in source.controllers.order_by("pk"):
        made = CovenantController(
            version=draft, compartment=row.compartment, rule=row.rule, organisation_id=row.organisation_id
        )
        write(made, actor=actor, now=now)
    parties = {}
    for row in source.parties.exclude(exited_on__lte=today).order_by("pk"):
        made = CovenantParty(
            version=draft,
            organisation_id=row.organisation_id,
            acceded_on=row.acceded_on,
            exited_on=row.exited_on,
        )
        parties[row.pk] = write(made, actor=actor, now=now)
    for row in source.clauses.exclude(withdrawn_on__lte=today).order_by("pk"):
        if row.party_id is not None and row.party_id not in parties:
            continue
        made = CovenantClause(
            version=draft,
            article=row.article,
            organisation_kind=row.organisation_kind,
            party=parties.get(row.party_id),
            compartment=row.compartment,
            purpose=row.purpose,
            legal_ground=row.legal_ground,
            existence_only=row.existence_only,
        )
        write(made, actor=actor, now=now)


def _lock(version: CovenantVersion, edit: int | None) -> CovenantVersion:
    draft = CovenantVersion.objects.select_for_update().get(pk=version.pk)
    if draft.status != State.DRAFT.value:
        raise not_a_draft()
    check_version(draft, edit)
    return draft


def _touch(draft: CovenantVersion, part: str, *, actor: Actor, now: datetime) -> None:
    """Count the edit and leave its line."""
    write(draft, actor=actor, now=now)
    ledger.record(
        actor, Event.COVENANT_CHANGED, on=draft, now=now, act=Act.MANAGE_COVENANT, covenant_part=part
    )


def _set_wordings(
    draft: CovenantVersion, kind: str, wanted: Mapping[str, str], *, actor: Actor, now: datetime
) -> None:
    standing = {row.code: row for row in draft.wordings.filter(kind=kind)}
    for code, row in standing.items():
        if code not in wanted:
            remove(row, actor=actor, now=now, reason="taken out of the draft")
    for code, text in wanted.items():
        row = standing.get(code) or CovenantWording(version=draft, kind=kind, code=code, text="")
        if row.pk is None or row.text != text:
            row.text = text
            write(row, actor=actor, now=now)


def _check_unused(draft: CovenantVersion, kind: str, wanted: Mapping[str, str]) -> None:
    column = "purpose" if kind == "purpose" else "legal_ground"
    used = set(draft.clauses.values_list(column, flat=True))
    for code, label in LABELS[kind].items():
        if code in used and code not in wanted:
            raise StateConflictError(
                _("A clause of this draft uses “%(label)s”. Take that clause out first.") % {"label": label},
                code="in_use",
                field=f"{kind}_{code}",
            )


def _check_dates(acceded_on: date | None, exited_on: date | None) -> None:
    if acceded_on is not None and exited_on is not None and exited_on <= acceded_on:
        raise StateConflictError(
            _("The organisation would leave before it joined. Choose a day after %(day)s.")
            % {"day": f"{acceded_on:%d-%m-%Y}"},
            code="leaves_before_joining",
            field="exited_on",
        )


def _check_named(draft: CovenantVersion, provision: Provision) -> None:
    named = set(draft.wordings.values_list("kind", "code"))
    if ("purpose", provision.purpose) not in named:
        raise StateConflictError(
            _("This draft has no such purpose. Add it to the purposes first."),
            code="purpose_missing",
            field="purpose",
        )
    if ("ground", provision.legal_ground) not in named:
        raise StateConflictError(
            _("This draft has no such legal ground. Add it to the grounds first."),
            code="ground_missing",
            field="legal_ground",
        )


def _check_core(provision: Provision) -> None:
    """The gate opens nothing of a case to whom it does not open the core for the same purpose and ground."""
    if provision.compartments - {EXISTENCE} and Compartment.CORE not in provision.compartments:
        raise StateConflictError(
            _("Without the core nothing else of a case can be opened. Tick the core as well."),
            code="core_missing",
            field="compartments",
        )


def _party_of(draft: CovenantVersion, recipient: Recipient) -> CovenantParty | None:
    if not recipient.organisation_id:
        return None
    party = draft.parties.filter(organisation=recipient.organisation_id).first()
    if party is None:
        raise StateConflictError(
            _("This organisation is no party of this draft. Make it a party first."),
            code="no_party",
            field="recipient",
        )
    return party


def _clauses_of(
    draft: CovenantVersion, provision: Provision, party: CovenantParty | None
) -> list[CovenantClause]:
    whose = {"organisation_kind": provision.recipient.kind, "party": party}
    return list(draft.clauses.filter(**whose, purpose=provision.purpose, legal_ground=provision.legal_ground))


def _add_clauses(
    draft: CovenantVersion,
    provision: Provision,
    party: CovenantParty | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    standing = {part_of(clause) for clause in _clauses_of(draft, provision, party)}
    taken = set(draft.clauses.values_list("article", flat=True))
    number = 0
    for part in PARTS:
        if part in standing or part not in provision.compartments:
            continue
        number += 1
        while f"{provision.article}.{number}" in taken:
            number += 1
        clause = CovenantClause(
            version=draft,
            article=f"{provision.article}.{number}",
            organisation_kind=provision.recipient.kind,
            party=party,
            compartment=Compartment.CORE.value if part == EXISTENCE else part,
            purpose=provision.purpose,
            legal_ground=provision.legal_ground,
            existence_only=part == EXISTENCE,
        )
        write(clause, actor=actor, now=now)
