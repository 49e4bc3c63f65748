"""A question to take an alert over that nobody answers: asked once more, and said to who asked it."""

import logging
from datetime import datetime

from django.db import connection, transaction

from cases.audit.events import Event
from cases.missing import handover_rules, rules
from cases.missing.call import lockable, note, record
from cases.missing.handover import tell, waiting_for
from cases.missing.models import CallHandover
from organisations.actor import Actor
from organisations.history import write

log = logging.getLogger(__name__)


def look_due(*, now: datetime) -> int:
    """Ask again wherever a question waits too long at ``now`` (aware); tells how many."""
    asked_before = now - handover_rules.ANSWER_WITHIN
    due = CallHandover.objects.filter(state="waiting", reminded_at=None, asked_at__lte=asked_before)
    moved = 0
    for call_id in list(due.order_by("asked_at", "id").values_list("call_id", flat=True)):
        try:
            moved += _remind(call_id, now=now)
        except Exception:
            log.exception("the hand-over of call %s could not be looked at", call_id)
    return moved


def _remind(call_id: int, *, now: datetime) -> bool:
    """Remind of one question, if it still waits now that we hold its call."""
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        call = lockable(skip_locked=skip).filter(pk=call_id).first()
        asked = None if call is None else waiting_for(call)
        if asked is None or call.episode.status != rules.EpisodeStatus.RUNNING:
            return False
        if not handover_rules.is_unanswered(asked.asked_at, reminded_at=asked.reminded_at, now=now):
            return False
        system = Actor.system("escalation")
        asked.reminded_at = now
        write(asked, actor=system, now=now)
        note(call, "handover_unanswered", at=now, level=call.level, user=asked.to_user)
        record(call, Event.HANDOVER_UNANSWERED, system, now=now, to=asked.to_user_id)
        tell(call, asked.to_user, "alert_handover", stage=f"{asked.pk}:again", now=now)
        tell(call, asked.from_user, "alert_handover_unanswered", stage=str(asked.pk), now=now)
    return True
