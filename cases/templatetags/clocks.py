"""The clock of a term on a screen: how long still, or how long past. Facts, never a judgement."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.coordination.rules import DueKind, DueState, due_state
from cases.workdays import end_of_day

register = template.Library()


@register.inclusion_tag("components/clock.html", takes_context=True)
def clock(context: dict[str, Any], due: date | datetime | None, label: str = "") -> dict[str, Any]:
    """Show the clock of a term; ``due`` is an aware instant or a local date."""
    return clock_face(due, now=context["request"].now, label=label)


def clock_face(due: date | datetime | None, *, now: datetime, label: str = "") -> dict[str, Any]:
    """Give what ``components/clock.html`` shows for a term at ``now`` (aware)."""
    state = due_state(due, now)
    moment = due if due is None or isinstance(due, datetime) else end_of_day(due)
    return {"due": moment, "state": state.kind.value, "text": words(state), "label": label}


def words(state: DueState) -> str:
    """Say how long still, or how long past, in whole days or hours."""
    if state.kind is DueKind.NONE:
        return _("no date")
    span = _span(state.hours)
    return (
        _("%(span)s past the date") % {"span": span}
        if state.kind is DueKind.OVERDUE
        else _("%(span)s left") % {"span": span}
    )


def _span(hours: int) -> str:
    if hours < 1:
        return _("less than an hour")
    if hours < 48:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = hours // 24
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
