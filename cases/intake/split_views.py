"""Pages on which the desk splits a signal in two, undoes that, and sees what belongs together."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from cases.intake import frame, half, pair, signal, split, split_rules
from cases.intake.models import Signal, SignalSplit
from cases.intake.split_forms import SplitForm, UndoSplitForm
from organisations.acts import Act
from zorgtafel.forms import form_for

SPLIT_LEAD = gettext_lazy(
    "Write anew what is known of each; nothing comes along by itself but the day, the way it came in, how "
    "it is known and the clocks. The original stays at your desk as it was told. Its reporter sees that one "
    "signal only. You can undo this until something was decided about one of both."
)
UNDO_LEAD = gettext_lazy(
    "The signal then goes on as one again. What you wrote about both is put aside; the desk can still "
    "read it."
)


@performs(Act.TRIAGE_SIGNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def divide(request: HttpRequest, number: str) -> HttpResponse:
    """Split a signal that proves to be about two young persons."""
    found = frame.open_at_desk(request, number)
    signs = list(dict.fromkeys(found.indicators.values_list("code", flat=True)))
    form = form_for(request, SplitForm, signs=signs, initial={"urgency": found.flags.urgency.value})

    def perform(_values: dict[str, Any]) -> str:
        split.split(found, actor=request.actor, wanted=form.wanted(), now=request.now)
        return signal.path(found)

    page = {
        "title": _("Split signal %(number)s in two"),
        "submit_label": _("Split this signal"),
        "lead": SPLIT_LEAD,
    }
    return frame.form_page(request, found, form, perform, **page)


@performs(Act.TRIAGE_SIGNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, number: str) -> HttpResponse:
    """Let a signal that was split go on as one again."""
    found = frame.open_at_desk(request, number)
    form = form_for(request, UndoSplitForm)

    def perform(values: dict[str, Any]) -> str:
        split.undo(found, actor=request.actor, now=request.now, **values)
        return signal.path(found)

    page = {
        "title": _("Undo the splitting of signal %(number)s"),
        "submit_label": _("Undo the splitting"),
        "lead": UNDO_LEAD,
    }
    return frame.form_page(request, found, form, perform, **page)


def moves(found: Signal) -> list[dict[str, str]] | None:
    """Give what the desk can do with a signal that is split; None when it is not."""
    row = pair.standing_split(found)
    if row is None:
        return None
    path = signal.path(found)
    if _is(split_rules.check_feedback, row):
        return [{"label": _("Give feedback"), "url": f"{path}feedback/"}]
    if _is(split_rules.check_undo, row):
        return [{"label": _("Undo the splitting"), "url": f"{path}split/undo/"}]
    return []


def feedback_of_half(found: Signal) -> list[dict[str, str]]:
    """Give the way to the feedback on the original, when both halves are decided."""
    row = half.ever_of(found)
    if row is None or row.ended_at is not None or not _is(split_rules.check_feedback, row):
        return []
    return [{"label": _("Give feedback"), "url": f"{signal.path(row.original)}feedback/"}]


def parted(found: Signal | None) -> dict[str, Any]:
    """Give in which two a signal goes on, and of which one it is a half; None: for whoever is not the desk.

    Who reads a half because it is in a case never learns of the other one.
    """
    if found is None:
        return {"split_in": None, "half_of": None}
    into, of = pair.standing_split(found), half.ever_of(found)
    return {
        "split_in": None if into is None else _shown(into),
        "half_of": None if of is None else _shown(of),
    }


def _shown(row: SignalSplit) -> dict[str, Any]:
    return {
        "original": {"number": row.original.number, "url": signal.path(row.original)},
        "halves": [{"number": one.number, "url": signal.path(one)} for one in (row.first, row.second)],
        "reason": row.reason,
        "at": localtime(row.at),
        "by": f"{row.by.name}, {row.organisation.name}",
        "undone_at": None if row.ended_at is None else localtime(row.ended_at),
        "end_reason": row.end_reason,
    }


def _is(check: Any, row: SignalSplit) -> bool:
    try:
        check(half.stands(row))
    except split_rules.SplitRefused:
        return False
    return True
