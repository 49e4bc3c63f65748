"""The escalation as people see it: per organisation who was called, who answered, who is next and when."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.choices import CALL_STATES
from cases.missing import undelivered
from cases.missing.call import levels_of
from cases.missing.models import AlertCall, AlertEvent, AlertLevel, MissingEpisode

#: Organisation and stage -> how many people no message reached, of how many.
Lost = dict[tuple[int, str], tuple[int, int]]

STATES = {**dict(CALL_STATES), "waiting": _("No answer yet")}
#: How a level that was called looks, by the state of its call.
CALLED = {
    "waiting": "called",
    "acknowledged": "called",
    "nobody_reachable": "unreachable",
    "quiet": "unreachable",
    "ended": "not_needed",
}
TONES = {
    "waiting": "warning",
    "acknowledged": "ok",
    "nobody_reachable": "danger",
    "quiet": "danger",
    "ended": "neutral",
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One level on the page, in the words of ``components/ladder.html``."""

    label: str | Promise
    state: str
    who: str = ""
    at: datetime | None = None
    text: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation on the page."""

    organisation: str
    state_label: str | Promise
    tone: str
    levels: list[Rung] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ladder:
    """All organisations, and how many of them answered."""

    rows: list[Row]
    answered: int
    asked: int


def ladder_of(episode: MissingEpisode) -> Ladder:
    """Read the escalation of an alert; who did not answer stands first. Four queries."""
    lost = undelivered.counts(episode.number)
    calls = list(
        AlertCall.objects.filter(episode=episode)
        .select_related("organisation", "acknowledged_by")
        .prefetch_related("levels", "events")
    )
    calls.sort(key=lambda call: (list(TONES).index(call.state) == 1, call.organisation.name))
    answered = sum(call.acknowledged_at is not None for call in calls)
    return Ladder(rows=[_row(call, episode, lost) for call in calls], answered=answered, asked=len(calls))


def _row(call: AlertCall, episode: MissingEpisode, lost: Lost) -> Row:
    by = call.acknowledged_by  # nobody any more when the raiser fell silent and is called again
    if call.organisation_id == episode.raised_by_organisation_id and not call.level and by is not None:
        levels = [Rung(_("Raised the alert"), "acknowledged", who=by.name, at=call.acknowledged_at)]
    else:
        levels = [rung for level in levels_of(call) if (rung := _rung(call, level, lost)) is not None]
    return Row(call.organisation.name, STATES[call.state], TONES[call.state], levels)


def _rung(call: AlertCall, level: AlertLevel, lost: Lost) -> Rung | None:
    """Show what happened on a level, or that it is next; levels further away would only fill the screen."""
    label = _label(level)
    called = _event(call.events.all(), "called", level.order) if level.order <= call.level else None
    resting = _event(call.events.all(), "resting", level.order)
    if call.acknowledged_at is not None and level.order == call.level:
        return Rung(label, "acknowledged", who=call.acknowledged_by.name, at=call.acknowledged_at)
    if called is not None:
        told = lost.get((call.organisation_id, undelivered.stage_of(call, level.order)), (0, 0))
        text = _undelivered(*told) or _resting(resting)
        return Rung(label, CALLED[call.state], who=_people(called.people), at=called.at, text=text)
    if _event(call.events.all(), "nobody_at_level", level.order) is not None:
        if resting is not None:
            return Rung(label, "unreachable", text=_resting(resting))
        return Rung(label, "unreachable", text=_("nobody on this level"))
    if call.state == "waiting" and level.order == call.level + 1:
        return Rung(label, "waiting", at=call.next_due_at)
    return None


def _label(level: AlertLevel) -> str | Promise:
    if level.calls == "contact_points":
        return _("Contact points")
    return _("On duty, level %(level)s") % {"level": level.duty_level}


def _people(count: int) -> str:
    return ngettext("%(count)s person called", "%(count)s people called", count) % {"count": count}


def _resting(event: AlertEvent | None) -> str:
    """Say how many were passed over for their quiet hours: nobody may think that they were called."""
    if event is None:
        return ""
    words = ngettext(
        "%(count)s person has quiet hours and hears it later",
        "%(count)s people have quiet hours and hear it later",
        event.people,
    )
    return words % {"count": event.people}


def _undelivered(count: int, of: int) -> str:
    """Say it plainly: whose provider answered what stands in the ledger of attempts, not here."""
    if not count:
        return ""
    words = ngettext(
        "message could not be delivered to %(count)s of %(people)s person",
        "message could not be delivered to %(count)s of %(people)s people",
        of,
    )
    return words % {"count": count, "people": of}


def _event(events: Iterable[AlertEvent], kind: str, level: int) -> Any:
    """Give the last event of a kind on a level: a level may be called again."""
    found = [event for event in events if event.kind == kind and event.level == level]
    return found[-1] if found else None
