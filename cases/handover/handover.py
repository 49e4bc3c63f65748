"""Acts on handing a whole case over: ask for the file, show its password, fetch it, stop it.

Whoever asks says for whom and why. Coordinator and deputy hear of it at once and can stop it. The file is
made while it is fetched and stands nowhere. It is sealed with the key of the organisation that takes over;
where that has none, it opens with a password, which is shown once, to who asked.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.access.models import OrganisationBlock
from cases.audit import ledger
from cases.audit.bulk_rules import FETCHABLE, Refusal
from cases.audit.events import Event
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import pair
from cases.handover.models import CaseHandover
from cases.handover.rules import parts as parts_of
from cases.handover.sealed import sealed
from cases.handover.whole import Going, pieces
from cases.notifications import outbox
from cases.notifications.models import Notification
from cases.waiting_file import WaitingFile
from organisations import covenant
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.keys import key as keys
from organisations.models import Organisation

ACT = Act.ADMIT_ORGANISATION  # who may let an organisation in, may hand over to one
FILE = WaitingFile(
    "case handover",
    {
        Refusal.TOO_EARLY: _("The file is not ready yet. Others get time to stop it."),
        Refusal.EXPIRED: _("The week in which the file could be fetched is over. Ask for it again."),
        Refusal.STOPPED: _("This handover was stopped."),
        Refusal.SHOWN_ALREADY: _(
            "The password was shown already. Did you lose it? Stop this handover and ask again."
        ),
        Refusal.NOT_SHOWN: _("Let the password be shown first: without it nobody can open the file."),
    },
)

KEY = ("sealing_key__registered_by", "sealing_key__confirmed_by")
NO_PASSWORD = _("This file has no password. It is sealed with the key of the organisation that takes over.")
KEY_ENDED = _(
    "The organisation that takes over replaced or withdrew its key after you asked. Stop this handover "
    "and ask again: then the key of now counts, and coordinator and deputy see which one."
)


def ask(case: Case, *, actor: Actor, recipient: Organisation, reason: str, now: datetime) -> CaseHandover:
    """Ask for a whole case as a file for one organisation, and tell coordinator and deputy.

    Raises:
        AccessDenied: the actor does not let organisations in to this case.
        StateConflictError: the covenant lets this organisation receive nothing, or it is kept away.
    """
    access = gate.require(actor, ACT, on=case, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        _parts(case, access, recipient, now=now)
        key = keys.counting(recipient)
        made = CaseHandover(
            case=case,
            recipient=recipient,
            reason=reason,
            asked_by=actor.user,
            organisation=actor.organisation,
            sealing_key=key,
            **FILE.terms(now=now, has_password=key is None),
        )
        write(made, actor=actor, now=now)
        _record(Event.HANDOVER_ASKED, made, actor, now)
        told = pair.recipients(case, path=address(made))
        _tell("handover_asked", made, [one for one in told if one.user.pk != actor.user_id], now=now)
    return made


def show_password(asked: CaseHandover, *, actor: Actor, now: datetime) -> str:
    """Give the password, once.

    Raises:
        AccessDenied: somebody else asked for it, or the actor may not hand over any more.
        StateConflictError: it was shown, stopped, or is over; or it has none, for it is sealed with a key.
    """
    _require_own(asked, actor, now=now)
    with transaction.atomic():
        standing = _lock(asked)
        if standing.sealing_key_id is not None:
            raise StateConflictError(NO_PASSWORD, code="sealed_with_key")
        FILE.show(standing, actor=actor, now=now)
        _record(Event.HANDOVER_PASSWORD_SHOWN, standing, actor, now)
    return FILE.password_of(standing)


def fetch(asked: CaseHandover, *, actor: Actor, now: datetime) -> Iterator[bytes]:
    """Record that somebody fetches the file; then give it, sealed with its key or behind its password.

    What the covenant and the actor's own access open is asked again: both may have changed since. So may the
    key: then nothing is sealed, neither with the old one nor, unseen by who could stop it, with another.

    Raises:
        AccessDenied: somebody else asked for it, or the actor may not hand over any more.
        StateConflictError: too early, too late, stopped, nobody knows the password, or the key ended.
    """
    access = _require_own(asked, actor, now=now)
    with transaction.atomic():
        standing = _lock(asked)
        _check_key(standing)
        FILE.fetch(standing, actor=actor, now=now)
        parts = _parts(asked.case, access, standing.recipient, now=now)
        _record(Event.HANDOVER_FETCHED, standing, actor, now, parts)
    going = Going(asked.case, parts, standing.recipient.name, standing.organisation.name, now)
    file_pieces = pieces(going, actor=actor, now=now)
    if standing.sealing_key is not None:
        return sealed(file_pieces, standing.sealing_key.public_key)
    return FILE.packed(standing, f"case-{asked.case.number}.json", file_pieces, now=now)


def stop(asked: CaseHandover, *, actor: Actor, reason: str, now: datetime) -> CaseHandover:
    """Stop a handover, also one's own; who asked hears of it.

    Raises:
        AccessDenied: the actor does not let organisations in to this case.
        StateConflictError: stopped already, or over.
    """
    gate.require(actor, ACT, on=asked.case, now=now)
    with transaction.atomic():
        standing = _lock(asked)
        FILE.stop(standing, actor=actor, reason=reason, now=now)
        _record(Event.HANDOVER_STOPPED, standing, actor, now)
        if standing.asked_by_id != actor.user_id:
            to = [outbox.Recipient(standing.asked_by, standing.organisation, address(standing))]
            _tell("handover_stopped", standing, to, now=now)
    return standing


def tell_ready(*, now: datetime) -> int:
    """Tell who asked that the file can be fetched from now on, once each; gives how many were told.

    ``now``: aware. For the sweep.
    """
    ready = CaseHandover.objects.filter(
        stopped_at=None, fetched_at=None, ready_at__lte=now, ready_at__gt=now - FETCHABLE
    )
    found = list(ready.select_related("case", "asked_by", "organisation").order_by("id"))
    told = Notification.objects.filter(kind="handover_ready", case_id__in=[row.case_id for row in found])
    stages = set(told.values_list("stage", flat=True))
    waiting = [row for row in found if str(row.pk) not in stages]
    for asked in waiting:
        to = [outbox.Recipient(asked.asked_by, asked.organisation, address(asked))]
        with transaction.atomic():
            _tell("handover_ready", asked, to, now=now)
    return len(waiting)


def takers(case: Case, *, actor: Actor, now: datetime) -> list[Organisation]:
    """Give the organisations that may take a case over: parties of its covenant that are not kept away."""
    away = OrganisationBlock.objects.filter(case=case, ended_at=None, organisation=OuterRef("pk"))
    others = Organisation.objects.filter(~Exists(away)).exclude(pk=actor.organisation_id).order_by("name")
    found = {organisation.pk: organisation for organisation in others}
    ceilings = covenant.ceilings(found, under=case.covenant_id, now=now)
    return [one for pk, one in found.items() if ceilings[pk].pairs.get(Compartment.CORE)]


def all_of(case: Case) -> QuerySet[CaseHandover]:
    """Give every handover of a case that was ever asked, the newest first."""
    people = ("recipient", "asked_by", "organisation", "stopped_by", *KEY)
    return case.handovers.select_related(*people).order_by("-asked_at", "-id")


def address(asked: CaseHandover) -> str:
    """Give the page of a handover."""
    return f"/cases/{asked.case.number}/handover/{asked.pk}/"


def _parts(
    case: Case, access: gate.CaseAccess, recipient: Organisation, *, now: datetime
) -> tuple[Compartment, ...]:
    """Give the parts that go along; what only broken glass opens, for some hours, no file takes along.

    Raises: StateConflictError when there is nothing that this organisation may receive.
    """
    ceiling = covenant.ceiling(recipient, under=case.covenant_id, now=now)
    is_away = OrganisationBlock.objects.filter(case=case, organisation=recipient, ended_at=None).exists()
    allowed = [part for part in Compartment if ceiling.pairs.get(part)]
    if is_away or Compartment.CORE not in allowed:
        raise StateConflictError(
            _("The covenant lets this organisation receive nothing of this case."),
            code="nothing_for_them",
            field="recipient",
        )
    return parts_of(allowed, gate.standing(access))


def _require_own(asked: CaseHandover, actor: Actor, *, now: datetime) -> gate.CaseAccess:
    access = gate.require(actor, ACT, on=asked.case, now=now)
    if not FILE.is_own(asked, actor):
        raise AccessDenied(
            _("Only who asked for this handover can fetch it. You can stop it."),
            code="not_the_asker",
            act=ACT,
        )
    return access


def _lock(asked: CaseHandover) -> CaseHandover:
    standing = CaseHandover.objects.select_for_update(of=("self",))
    found = standing.select_related("case", "recipient", "asked_by", "organisation", "sealing_key")
    return found.get(pk=asked.pk)


def _check_key(standing: CaseHandover) -> None:
    """Pass when it has no key, or one that still counts.

    Raises: StateConflictError when the key it was asked for was replaced or withdrawn meanwhile.
    """
    if standing.sealing_key is not None and standing.sealing_key.ended_at is not None:
        raise StateConflictError(KEY_ENDED, code="key_ended")


def _tell(kind: str, made: CaseHandover, to: list[outbox.Recipient], *, now: datetime) -> None:
    outbox.put(kind, number=made.case.number, to=to, now=now, stage=str(made.pk), case=made.case)


def _record(
    event: Event,
    on: CaseHandover,
    actor: Actor,
    now: datetime,
    parts: tuple[Compartment, ...] = (Compartment.CORE,),
) -> None:
    ledger.record(
        actor, event, on=on, case=on.case, now=now, act=ACT, compartments=parts, recipient=on.recipient_id
    )
