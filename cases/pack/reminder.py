"""Reminds who owns a grab pack that it is time to confirm it. A stale pack is shown as stale, never shut."""

import logging
from datetime import datetime

from django.db import connection, transaction

from cases.access import audience
from cases.notifications import outbox
from cases.pack.handover import path_of
from cases.pack.models import GrabPack
from cases.pack.rules import CONFIRM_WITHIN, REMIND_AHEAD, reminds
from organisations import duty
from organisations.actor import Actor
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import User

log = logging.getLogger(__name__)

SYSTEM = "grab packs"


def sweep(*, now: datetime) -> int:
    """Owe the owner of each pack that is due a reminder; tells how many. Safe to run twice."""
    soon = GrabPack.objects.filter(confirmed_at__lte=now - CONFIRM_WITHIN + REMIND_AHEAD)
    rows = soon.exclude(case__status="closed").order_by("confirmed_at", "id")
    due = [
        pk
        for pk, confirmed_at, reminded_at in rows.values_list("pk", "confirmed_at", "reminded_at")
        if reminds(confirmed_at, reminded_at, now=now)
    ]
    reminded = 0
    for pk in due:
        try:
            reminded += _remind(pk, now=now)
        except Exception:
            log.exception("no reminder for grab pack %s", pk)
    return reminded


def _remind(pk: int, *, now: datetime) -> bool:
    skips = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        rows = GrabPack.objects.select_for_update(of=("self",), skip_locked=skips)
        pack = rows.select_related("case", "owner", "owner_organisation").filter(pk=pk).first()
        if pack is None or not reminds(pack.confirmed_at, pack.reminded_at, now=now):
            return False
        pack.reminded_at = now
        write(pack, actor=Actor.system(SYSTEM), now=now, reason="reminded")
        home, path = pack.owner_organisation, path_of(pack.case)
        outbox.put(
            "pack_due",
            number=pack.case.number,
            to=[outbox.Recipient(user, home, path) for user in _whom(pack, now=now)],
            now=now,
            stage=now.isoformat(),
            case=pack.case,
        )
    return True


def _whom(pack: GrabPack, *, now: datetime) -> list[User]:
    """Give the owner, or the contact points of their organisation when the owner can't open the pack."""
    readers = audience.of_case(pack.case_id, now=now).readers(Compartment.MISSING)
    if (pack.owner_organisation_id, pack.owner_id) in readers:
        return [pack.owner]
    home = pack.owner_organisation_id
    return [user for user in duty.contact_points([home], at=now)[home] if (home, user.pk) in readers]
