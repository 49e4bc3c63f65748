"""How a clock reads: how long is left, or how long ago a date passed. Never a judgement."""

from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.coordination.rules import DueKind, due_state
from cases.workdays import end_of_day


def clock(label: Promise | str, due: date | datetime, *, now: datetime, url: str = "") -> dict[str, Any]:
    """Give a clock for ``components/clock.html``; a date runs until the end of that day in Amsterdam."""
    state = due_state(due, now)
    moment = due if isinstance(due, datetime) else end_of_day(due)
    is_past = state.kind is DueKind.OVERDUE
    text = _past(state.hours) if is_past else _left(state.hours)
    return {"label": label, "due": moment, "state": state.kind.value, "text": text, "url": url}


def _left(hours: int) -> str:
    if hours < 1:
        return _("less than an hour left")
    if hours < 48:
        return ngettext("%(count)d hour left", "%(count)d hours left", hours) % {"count": hours}
    return _("%(count)d days left") % {"count": hours // 24}


def _past(hours: int) -> str:
    if hours < 1:
        return _("date just passed")
    if hours < 48:
        return ngettext("%(count)d hour past the date", "%(count)d hours past the date", hours) % {
            "count": hours
        }
    return _("%(count)d days past the date") % {"count": hours // 24}
