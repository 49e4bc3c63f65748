"""How a clock reads: how long is left, or how long ago a date passed. Facts, never a judgement."""

from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.coordination.load import Load
from cases.coordination.rules import DueKind, DueState, due_state
from cases.workdays import end_of_day


def clock(
    label: Promise | str, due: date | datetime | None, *, now: datetime, url: str = ""
) -> dict[str, Any]:
    """Give a clock for ``components/clock.html`` at ``now`` (aware).

    ``due`` is an aware instant, or a date that runs until the end of that day in Amsterdam.
    """
    state = due_state(due, now)
    moment = due if due is None or isinstance(due, datetime) else end_of_day(due)
    return {"label": label, "due": moment, "state": state.kind.value, "text": words(state), "url": url}


def words(state: DueState) -> str:
    """Say how long still, or how long past, in whole days or hours."""
    if state.kind is DueKind.NONE:
        return _("no date")
    pattern = _("%(span)s past the date") if state.kind is DueKind.OVERDUE else _("%(span)s left")
    return pattern % {"span": _span(state.hours)}


def carries(load: Load) -> str:
    """Say in a few words what somebody carries: how many cases, and how many of them press."""
    parts = [ngettext("%(count)d case", "%(count)d cases", load.cases) % {"count": load.cases}]
    if load.acute:
        parts.append(_("%(count)d acute") % {"count": load.acute})
    if load.urgent:
        parts.append(_("%(count)d urgent") % {"count": load.urgent})
    if load.away_from is not None:
        first, last = (date_format(localtime(at), "j b") for at in (load.away_from, load.away_until))
        parts.append(_("away %(first)s – %(last)s") % {"first": first, "last": last})
    return ", ".join(parts)


def _span(hours: int) -> str:
    if hours < 1:
        return _("less than an hour")
    if hours < 48:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = hours // 24
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
