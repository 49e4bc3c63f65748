"""Confirming who still takes part: the coordinator's quarterly look, its warnings, and the lapse.

An admission counts until ``lapses_at`` and not a second longer: lists and doors look at that
instant themselves (``access/facts.in_force``). The sweep only warns, and writes down what lapsed.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import grants, timeline
from cases.casefile.confirmation_rules import WARNINGS, lapses_at, warns_at
from cases.casefile.models import Case, CaseParticipation
from cases.conflict import StateConflictError
from cases.notifications import outbox
from organisations import duty, present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Membership, Organisation

log = logging.getLogger(__name__)

SYSTEM = "confirmations"
PATH = "/confirmations/"
NOT_CONFIRMED = "not_confirmed"


def confirm(parts: Iterable[CaseParticipation], *, actor: Actor, now: datetime) -> int:
    """Confirm that organisations still need to take part, for another term; tells how many.

    Raises:
        AccessDenied: the actor may not admit organisations to one of these cases.
        StateConflictError: one has ended or lapsed meanwhile; nothing was confirmed.
    """
    by_case: dict[Case, list[int]] = defaultdict(list)
    for part in sorted(parts, key=lambda part: part.case_id):
        by_case[part.case].append(part.pk)
    for case in by_case:
        gate.require(actor, Act.ADMIT_ORGANISATION, on=case, now=now)
    confirmed = 0
    with transaction.atomic():
        for case, pks in by_case.items():
            _lock_case(case.pk)
            for standing in _locked(pks):
                _check_stands(standing, now=now)
                confirmed += _confirm(case, standing, actor=actor, now=now)
    return confirmed


def renew(part: CaseParticipation, *, actor: Actor, since: datetime, now: datetime) -> None:
    """Start another term for an admission that is written next; one that never lapses stays so."""
    part.confirmed_at, part.confirmed_by, part.warned_at = now, actor.user, None
    part.lapses_at = lapses_at(since, days=settings.ZORGTAFEL_CONFIRM_DAYS)


def follow_coordination(case: Case, homes: Iterable[Organisation], *, actor: Actor, now: datetime) -> None:
    """Let the organisations that coordinate never lapse, and those that did so before from now on."""
    keepers = {home.pk for home in homes}
    for part in CaseParticipation.objects.select_for_update(of=("self",)).filter(case=case, ended_at=None):
        if part.organisation_id in keepers and part.lapses_at is not None:
            part.lapses_at, part.warned_at = None, None
            write(part, actor=actor, now=now, reason="coordinates")
        elif part.organisation_id not in keepers and part.lapses_at is None:
            renew(part, actor=actor, since=now, now=now)
            write(part, actor=actor, now=now, reason="no longer coordinates")


def to_confirm(actor: Actor, *, now: datetime) -> QuerySet[CaseParticipation]:
    """Give the admissions that lapse one day, in the cases that this person coordinates or deputises."""
    if not actor.holds(Act.ADMIT_ORGANISATION):
        return CaseParticipation.objects.none()
    mine = Q(case__assignments__coordinator_id=actor.user_id) | Q(case__assignments__deputy_id=actor.user_id)
    rows = CaseParticipation.objects.filter(
        mine, case__assignments__ended_at=None, ended_at=None, lapses_at__gt=now
    )
    return gate.visible(actor, rows, act=Act.ADMIT_ORGANISATION, now=now)


def sweep(*, now: datetime) -> int:
    """Warn of what lapses soon and write down what lapsed; tells how many. Safe to run twice."""
    return warn(now=now) + lapse(now=now)


def warn(*, now: datetime) -> int:
    """Owe coordinator and deputy one message per case that has something to confirm."""
    soon = CaseParticipation.objects.filter(
        ended_at=None, lapses_at__gt=now, lapses_at__lte=now + max(WARNINGS)
    )
    cases = sorted(
        {part.case_id for part in soon.only("case_id", "lapses_at", "warned_at") if _is_due(part, now=now)}
    )
    return sum(_warn_of(pk, now=now) for pk in cases)


def lapse(*, now: datetime) -> int:
    """Write the end on every admission that lapsed, and tell both sides. One transaction each."""
    due = CaseParticipation.objects.filter(ended_at=None, lapses_at__lte=now).order_by("lapses_at", "id")
    ended = 0
    for pk in list(due.values_list("pk", flat=True)):
        try:
            ended += _lapse(pk, now=now)
        except Exception:
            log.exception("admission %s could not be lapsed", pk)
    return ended


def _confirm(case: Case, standing: CaseParticipation, *, actor: Actor, now: datetime) -> bool:
    if standing.lapses_at is None:
        return False
    renew(standing, actor=actor, since=now, now=now)
    write(standing, actor=actor, now=now, reason="confirmed")
    ledger.record(
        actor,
        Event.PARTICIPATION_CONFIRMED,
        on=standing,
        case=case,
        now=now,
        act=Act.ADMIT_ORGANISATION,
        admitted=standing.organisation_id,
    )
    return True


def _locked(pks: list[int], *, skip: bool = False) -> QuerySet[CaseParticipation]:
    rows = CaseParticipation.objects.select_for_update(of=("self",), skip_locked=skip)
    return rows.select_related("organisation").filter(pk__in=pks).order_by("pk")


def _check_stands(standing: CaseParticipation, *, now: datetime) -> None:
    lapsed = standing.lapses_at is not None and standing.lapses_at <= now
    if standing.ended_at is not None or lapsed:
        raise StateConflictError(
            _(
                "%(organisation)s no longer takes part in one of these cases. "
                "Nothing was confirmed; look again."
            )
            % {"organisation": standing.organisation.name},
            code="participation_ended",
        )


def _is_due(part: CaseParticipation, *, now: datetime) -> bool:
    return warns_at(part.lapses_at, part.warned_at, now=now)


def _warn_of(case_id: int, *, now: datetime) -> int:
    actor = Actor.system(SYSTEM)
    with transaction.atomic():
        case = _lock_case(case_id)
        pks = list(case.participations.filter(ended_at=None, lapses_at__gt=now).values_list("pk", flat=True))
        due = [part for part in _locked(pks, skip=_skips()) if _is_due(part, now=now)]
        for part in due:
            part.warned_at = now
            write(part, actor=actor, now=now, reason="warned")
        if due:
            soonest = min(part.lapses_at for part in due)
            outbox.put(
                "confirmation_due",
                number=case.number,
                to=_coordinators(case, PATH, now=now),
                now=now,
                stage=f"{soonest.isoformat()} {now.date()}",
                case=case,
            )
    return len(due)


def _lapse(pk: int, *, now: datetime) -> bool:
    actor = Actor.system(SYSTEM)
    with transaction.atomic():
        _lock_case(CaseParticipation.objects.values_list("case_id", flat=True).get(pk=pk))
        part = _locked([pk], skip=_skips()).first()
        if part is None or part.ended_at is not None or part.lapses_at is None or part.lapses_at > now:
            return False
        case, home = part.case, part.organisation
        part.ended_at, part.end_reason = part.lapses_at, NOT_CONFIRMED
        write(part, actor=actor, now=now, reason=NOT_CONFIRMED)
        for member in Membership.objects.filter(organisation=home, ended_at=None).select_related("user"):
            grants.take_off_case(case, member.user, organisation=home, actor=actor, now=now)
        ledger.record(
            actor, Event.PARTICIPATION_LAPSED, on=part, case=case, now=now, admitted=part.organisation_id
        )
        timeline.add(
            case,
            "participation_lapsed",
            actor=actor,
            compartment=Compartment.CORE,
            now=now,
            admitted=home.name,
        )
        _tell_of_lapse(case, home, pk, now=now)
    return True


def _tell_of_lapse(case: Case, home: Organisation, pk: int, *, now: datetime) -> None:
    """Tell the coordinator, and the organisation itself; the latter stands outside the case now."""
    to = _coordinators(case, f"/cases/{case.number}/sharing/", now=now)
    outbox.put("admission_lapsed", number=case.number, to=to, now=now, stage=str(pk), case=case)
    points = duty.contact_points([home.pk], at=now)[home.pk]
    left = [outbox.Recipient(user, home, "/inbox/") for user in points]
    outbox.put("part_lapsed", number=case.number, to=left, now=now, stage=str(pk))


def _coordinators(case: Case, path: str, *, now: datetime) -> list[outbox.Recipient]:
    """Give coordinator and deputy, each for the organisation that takes part and never lapses."""
    standing = case.assignments.filter(ended_at=None).first()
    pair = [] if standing is None else [standing.coordinator_id, standing.deputy_id]
    homes = case.participations.filter(ended_at=None, lapses_at=None).values("organisation")
    members = (
        present.members(at=now)
        .filter(user__in=pair, organisation__in=homes)
        .select_related("user", "organisation")
    )
    return [outbox.Recipient(member.user, member.organisation, path) for member in members]


def _lock_case(pk: int) -> Case:
    """Lock the case first, as every change of who takes part does."""
    return Case.objects.select_for_update(of=("self",)).get(pk=pk)


def _skips() -> bool:
    return connection.features.has_select_for_update_skip_locked
