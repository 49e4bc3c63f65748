"""Which organisation takes part in a case: admit, change, end. The one source of its access."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import confirmation, grants, timeline
from cases.casefile.closing import check_open
from cases.casefile.models import Case, CaseParticipation, CaseUserObjectPermission
from cases.conflict import StateConflictError
from cases.notifications import outbox
from organisations import covenant, duty, present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.choices import COMPARTMENTS
from organisations.compartments import Compartment
from organisations.covenant import Ceiling
from organisations.history import check_version, write
from organisations.models import Membership, Organisation, User

COMPARTMENT_LABELS = dict(COMPARTMENTS)


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms an organisation takes part. Instants are aware; ``ends_at`` may be open."""

    purpose: str
    legal_ground: str
    compartments: frozenset[Compartment]
    starts_at: datetime
    ends_at: datetime | None = None


def admit(
    case: Case, *, actor: Actor, organisation: Organisation, terms: Terms, now: datetime
) -> CaseParticipation:
    """Admit an organisation to a case, inside what the covenant allows it.

    Raises:
        AccessDenied: the actor may not admit organisations to this case.
        StateConflictError: no clause covers it, the organisation takes part already, or the
            case is closed.
    """
    gate.require(actor, Act.ADMIT_ORGANISATION, on=case, now=now)
    if Compartment.IDENTITY in terms.compartments:
        gate.require(actor, Act.SHARE_IDENTITY, on=case, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        check_open(case)
        _check_not_kept_away(case, organisation)
        check_terms(organisation, terms, under=case.covenant_id, now=now)
        participation = _open(case, organisation, terms, actor=actor, now=now, lapses=True)
        ledger.record(
            actor,
            Event.ORGANISATION_ADMITTED,
            on=participation,
            case=case,
            now=now,
            act=Act.ADMIT_ORGANISATION,
            compartments=terms.compartments,
            ground=f"{terms.purpose}/{terms.legal_ground}",
            admitted=organisation.pk,
        )
        timeline.add(
            case,
            "organisation_admitted",
            actor=actor,
            compartment=Compartment.CORE,
            now=now,
            admitted=organisation.name,
        )
        _tell(case, organisation, now=now)
    return participation


def open_first(case: Case, *, actor: Actor, terms: Terms, now: datetime) -> CaseParticipation:
    """Let the organisation that starts a case take part in all that its covenant allows on these terms.

    That a clause covers the core was checked when the table was chosen (``case.start``).
    """
    allowed = covenant.ceiling(actor.organisation, under=case.covenant_id, now=now)
    closed = _uncovered(allowed, replace(terms, compartments=frozenset(Compartment)))
    opened = replace(terms, compartments=frozenset(Compartment) - frozenset(closed))
    return _open(case, actor.organisation, opened, actor=actor, now=now, lapses=False)


def change(
    participation: CaseParticipation,
    *,
    actor: Actor,
    terms: Terms,
    version: int | None = None,
    now: datetime,
) -> CaseParticipation:
    """Change the terms of a participation.

    Raises:
        AccessDenied: the actor may not admit organisations to this case.
        StateConflictError: no clause covers it, it has ended, or the terms would share the name.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    case = participation.case
    gate.require(actor, Act.ADMIT_ORGANISATION, on=case, now=now)
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)  # the case first, as ``end`` does
        standing = lock(participation, now=now)
        check_version(standing, version)
        _check_changes(standing, terms, now=now)
        _apply(standing, terms)
        if standing.lapses_at is not None:  # whoever sets the terms has looked at it now
            confirmation.renew(standing, actor=actor, since=max(now, terms.starts_at), now=now)
        write(standing, actor=actor, now=now)
        ledger.record(
            actor,
            Event.PARTICIPATION_CHANGED,
            on=standing,
            case=case,
            now=now,
            act=Act.ADMIT_ORGANISATION,
            compartments=terms.compartments,
        )
        timeline.add(
            case,
            "participation_changed",
            actor=actor,
            compartment=Compartment.CORE,
            now=now,
            admitted=standing.organisation.name,
        )
    return standing


def end(participation: CaseParticipation, *, actor: Actor, reason: str, now: datetime) -> CaseParticipation:
    """End an organisation's part in a case; its next page shows nothing of it.

    Raises:
        AccessDenied: the actor may not admit organisations to this case.
        StateConflictError: it has ended already, or the coordinator works there.
    """
    case = participation.case
    gate.require(actor, Act.ADMIT_ORGANISATION, on=case, now=now)
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)  # nobody is assigned meanwhile
        standing = lock(participation, now=now)
        check_not_coordinating(case, standing.organisation, now=now)
        standing.ended_at = now
        standing.end_reason = reason
        write(standing, actor=actor, now=now, reason=reason)
        for member in Membership.objects.filter(organisation=standing.organisation, ended_at=None):
            grants.take_off_case(case, member.user, organisation=standing.organisation, actor=actor, now=now)
        ledger.record(
            actor, Event.PARTICIPATION_ENDED, on=standing, case=case, now=now, act=Act.ADMIT_ORGANISATION
        )
        timeline.add(
            case,
            "participation_ended",
            actor=actor,
            compartment=Compartment.CORE,
            now=now,
            admitted=standing.organisation.name,
        )
    return standing


def name_colleague(case: Case, *, actor: Actor, user: User, now: datetime) -> None:
    """Name a colleague of the actor's own organisation on a case.

    Raises:
        AccessDenied: the actor may not name colleagues here.
        StateConflictError: the person does not work for the actor's organisation, or coordinates the
            case for another one.
    """
    gate.require(actor, Act.NAME_COLLEAGUE, on=case, now=now)
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)  # nobody is assigned meanwhile
        _check_stays_coordinating(case, user, actor.organisation)
        works_here = present.members(at=now).filter(user=user, organisation=actor.organisation)
        if not works_here.exists():
            raise StateConflictError(
                _("This person does not work for your organisation. Choose a colleague."),
                code="not_a_colleague",
                field="user",
            )
        if grants.name_on_case(case, user, organisation=actor.organisation, actor=actor, now=now):
            ledger.record(
                actor,
                Event.COLLEAGUE_NAMED,
                on=case,
                case=case,
                now=now,
                act=Act.NAME_COLLEAGUE,
                named=user.pk,
            )
            recipient = outbox.Recipient(user, actor.organisation, f"/cases/{case.number}/")
            told = [] if user.pk == actor.user_id else [recipient]  # nobody is told what they did themselves
            outbox.put(
                "colleague_named", number=case.number, to=told, now=now, stage=now.isoformat(), case=case
            )


def remove_colleague(case: Case, *, actor: Actor, user: User, now: datetime) -> None:
    """Take a colleague of the actor's own organisation off a case.

    Raises:
        AccessDenied: the actor may not name colleagues here.
        StateConflictError: the colleague coordinates the case or is the deputy.
    """
    gate.require(actor, Act.NAME_COLLEAGUE, on=case, now=now)
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)  # nobody is assigned meanwhile
        if case.assignments.filter(Q(coordinator=user) | Q(deputy=user), ended_at=None).exists():
            raise StateConflictError(
                _("This colleague coordinates the case or is the deputy. Assign somebody else first."),
                code="coordinates",
            )
        works_here = Membership.objects.filter(user=user, organisation=actor.organisation)
        if works_here.exists() and grants.take_off_case(
            case, user, organisation=actor.organisation, actor=actor, now=now
        ):
            ledger.record(
                actor,
                Event.COLLEAGUE_REMOVED,
                on=case,
                case=case,
                now=now,
                act=Act.NAME_COLLEAGUE,
                named=user.pk,
            )


def check_terms(organisation: Organisation, terms: Terms, *, under: int, now: datetime) -> None:
    """Pass when clauses of one covenant (its id) cover every part at ``now`` (aware), and the period is one.

    Raises:
        StateConflictError: no clause covers it, or the period ends before it starts.
    """
    uncovered = _uncovered(covenant.ceiling(organisation, under=under, now=now), terms)
    if uncovered:
        raise StateConflictError(
            _("The covenant has no clause that allows this for this organisation: %(parts)s.")
            % {"parts": ", ".join(str(COMPARTMENT_LABELS[part.value]) for part in uncovered)},
            code="no_clause",
            field="compartments",
        )
    if terms.ends_at is not None and terms.ends_at <= terms.starts_at:
        raise StateConflictError(
            _("The period ends before it starts. Choose a later end."), code="ends_early", field="ends_at"
        )


def tables_covering(organisation: Organisation, terms: Terms, *, now: datetime) -> list[int]:
    """Give the covenants (ids) whose clauses cover every part for this organisation at ``now`` (aware)."""
    ceilings = covenant.tables(organisation, now=now)
    return [pk for pk, ceiling in ceilings.items() if not _uncovered(ceiling, terms)]


def _uncovered(ceiling: Ceiling, terms: Terms) -> list[Compartment]:
    wanted: Iterable[Compartment] = {Compartment.CORE, *terms.compartments}
    return sorted(part for part in wanted if not ceiling.allows(part, terms.purpose, terms.legal_ground))


def _open(
    case: Case, organisation: Organisation, terms: Terms, *, actor: Actor, now: datetime, lapses: bool
) -> CaseParticipation:
    participation = CaseParticipation(
        case=case,
        organisation=organisation,
        covenant_id=case.covenant_id,
        admitted_by=actor.user,
        admitted_by_organisation=actor.organisation,
        sort_at=case.updated_at,
        is_sealed=case.is_sealed,
    )
    _apply(participation, terms)
    if lapses:
        confirmation.renew(participation, actor=actor, since=max(now, terms.starts_at), now=now)
    try:
        with transaction.atomic():
            return write(participation, actor=actor, now=now)
    except IntegrityError as clash:
        raise StateConflictError(
            _("This organisation takes part in the case already. Change its terms instead."),
            code="takes_part",
            field="organisation",
        ) from clash


def _apply(participation: CaseParticipation, terms: Terms) -> None:
    participation.purpose = terms.purpose
    participation.legal_ground = terms.legal_ground
    participation.starts_at = terms.starts_at
    participation.ends_at = terms.ends_at
    opened = terms.compartments | {Compartment.CORE}
    for compartment in Compartment:
        setattr(participation, f"reads_{compartment.value}", compartment in opened)
    if not participation.reads_identity:
        participation.identity_purpose = participation.identity_ground = participation.identity_reason = ""
        participation.identity_shared_at = participation.identity_shared_by = None


def lock(participation: CaseParticipation, *, now: datetime) -> CaseParticipation:
    """Give a part as it stands now, locked until the caller's transaction ends.

    Raises:
        StateConflictError: it has ended or lapsed.
    """
    standing = CaseParticipation.objects.select_for_update(of=("self",)).get(pk=participation.pk)
    has_lapsed = standing.lapses_at is not None and standing.lapses_at <= now
    if standing.ended_at is not None or has_lapsed:
        raise StateConflictError(
            _("This organisation's part in the case has ended already."), code="participation_ended"
        )
    return standing


def _check_changes(standing: CaseParticipation, terms: Terms, *, now: datetime) -> None:
    """Pass when the new terms are covered; the name keeps the terms on which it was shared."""
    if Compartment.IDENTITY in terms.compartments and not standing.reads_identity:
        raise StateConflictError(
            _("Sharing the name is a decision of its own. Choose “Share the name” on the page Sharing."),
            code="identity_apart",
            field="compartments",
        )
    parts = terms.compartments - {Compartment.IDENTITY} if standing.identity_purpose else terms.compartments
    wanted = replace(terms, compartments=parts)
    check_terms(standing.organisation, wanted, under=standing.covenant_id, now=now)


def check_not_coordinating(case: Case, organisation: Organisation, *, now: datetime) -> None:
    """Pass when neither coordinator nor deputy of a case belongs to an organisation at ``now`` (aware).

    Raises:
        StateConflictError: somebody else must be assigned first.
    """
    assignment = case.assignments.filter(ended_at=None).first()
    if assignment is None:
        return
    people = {assignment.coordinator_id, assignment.deputy_id}
    if present.belonging(at=now).filter(user__in=people, organisation=organisation).exists():
        raise StateConflictError(
            _("The coordinator or deputy works for this organisation. Assign somebody else first."),
            code="coordinates",
        )


def _check_not_kept_away(case: Case, organisation: Organisation) -> None:
    if case.organisation_blocks.filter(organisation=organisation, ended_at=None).exists():
        raise StateConflictError(
            _("This organisation is kept away from the case for a conflict of interest."),
            code="kept_away",
            field="organisation",
        )


def _check_stays_coordinating(case: Case, user: User, organisation: Organisation) -> None:
    """A person is named for one organisation: a coordinator may not be moved away from theirs."""
    elsewhere = CaseUserObjectPermission.objects.filter(content_object=case, user=user)
    pair = Q(coordinator=user) | Q(deputy=user)
    if (
        elsewhere.exclude(organisation=organisation).exists()
        and case.assignments.filter(pair, ended_at=None).exists()
    ):
        raise StateConflictError(
            _("This person coordinates the case, or is the deputy, for another organisation."),
            code="coordinates",
            field="user",
        )


def _tell(case: Case, organisation: Organisation, *, now: datetime) -> None:
    people = duty.contact_points([organisation.pk], at=now)[organisation.pk]
    recipients = [outbox.Recipient(user, organisation, f"/cases/{case.number}/") for user in people]
    outbox.put("case_admitted", number=case.number, to=recipients, now=now, stage=now.isoformat(), case=case)
