"""Table of contents: the tasks of every slice, so that Celery finds them."""

from cases.access.tasks import covenant, forget, grants, remind
from cases.asks.tasks import remind_of_asks
from cases.attack.tasks import attack
from cases.audit.tasks import review, seal_ledger, verify_ledger
from cases.casefile.tasks import confirm, take_off_leavers
from cases.conditions.tasks import remind_of_conditions
from cases.coordination.tasks import look_for_late, look_for_vacancies
from cases.forensic.tasks import remind_of_terms
from cases.handover.tasks import tell_ready_handovers
from cases.intake.sheets.tasks import bring_in, forget_sheets
from cases.intake.tasks import forget_drafts
from cases.level.tasks import remind_of_judgements
from cases.meetings.tasks import forget_meeting_drafts, remind_of_actions
from cases.missing.tasks import escalate, exercise, look_for_gaps, remind_of_return, watch
from cases.notifications.tasks import deliver, sweep
from cases.opinions.tasks import forget_opinions
from cases.overlap.tasks import compare_written, forget_compared, remind_of_overlaps
from cases.pack.tasks import remind_of_packs
from cases.retention.tasks import retention
from cases.rights.tasks import remind_of_rights
from organisations.staff.tasks import deliver_letters, end_expired, look_for_idle

__all__ = [
    "attack",
    "bring_in",
    "compare_written",
    "confirm",
    "covenant",
    "deliver",
    "deliver_letters",
    "end_expired",
    "escalate",
    "exercise",
    "forget",
    "forget_compared",
    "forget_drafts",
    "forget_meeting_drafts",
    "forget_opinions",
    "forget_sheets",
    "grants",
    "look_for_gaps",
    "look_for_idle",
    "look_for_late",
    "look_for_vacancies",
    "remind",
    "remind_of_actions",
    "remind_of_asks",
    "remind_of_conditions",
    "remind_of_judgements",
    "remind_of_overlaps",
    "remind_of_packs",
    "remind_of_return",
    "remind_of_rights",
    "remind_of_terms",
    "retention",
    "review",
    "seal_ledger",
    "sweep",
    "take_off_leavers",
    "tell_ready_handovers",
    "verify_ledger",
    "watch",
]
