"""One organisation's call in an alert: its address, its lock, its levels, and what is noted about it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.conflict import StateConflictError
from cases.missing import rules
from cases.missing.models import AlertCall, AlertEvent, AlertLevel, MissingEpisode
from organisations import duty
from organisations.actor import Actor
from organisations.compartments import Compartment
from organisations.models import EscalationStep, User


class AlertOverError(StateConflictError):
    """Nobody is missing (any more)."""

    def __init__(self) -> None:
        super().__init__(_("This alert is over. Nobody needs to answer it any more."), code="alert_over")


@dataclass(slots=True)
class Calling:
    """What one look at the calls of an alert decided, in memory until it is written.

    Forty organisations then cost as many statements as two: all of them stand between an alert and its
    first message. Nothing here needs the id of a call: those of a new alert are written once, as decided.
    """

    episode: MissingEpisode
    actor: Actor
    now: datetime
    changed: list[AlertCall] = field(default_factory=list)
    events: list[AlertEvent] = field(default_factory=list)
    told: list[tuple[AlertCall, Event, dict[str, int]]] = field(default_factory=list)  # for the ledger
    owed: dict[str, list[tuple[AlertCall, User]]] = field(
        default_factory=lambda: defaultdict(list)
    )  # per stage
    unreachable: list[AlertCall] = field(default_factory=list)
    quiet: list[AlertCall] = field(default_factory=list)

    def change(self, call: AlertCall, kind: str, event: Event, *, people: int = 0, **detail: int) -> None:
        """Keep a call that has other values now, with its event and its line in the ledger."""
        self.changed.append(call)
        self.note(call, kind, level=call.level, people=people)
        self.told.append((call, event, {"people": people, **detail} if people else detail))

    def note(self, call: AlertCall, kind: str, *, level: int, people: int = 0) -> None:
        """Keep what is appended to the story of a call."""
        self.events.append(AlertEvent(call=call, kind=kind, level=level, people=people, at=self.now))

    def note_down(self) -> None:
        """Write the events, and the lines in the ledger."""
        AlertEvent.objects.bulk_create(self.events)
        ledger.record_all(
            _line(call, event, self.actor, now=self.now, **detail) for call, event, detail in self.told
        )


def copy_levels(
    table: type[Model], ladders: Iterable[tuple[Model, Iterable[EscalationStep]]], **more: str
) -> None:
    """Give calls a copy of the levels: what an organisation changes later counts when a call begins."""
    table.objects.bulk_create(
        table(
            call=call,
            order=step.order,
            calls=step.calls,
            duty_level=step.duty_level,
            wait_seconds=step.wait_seconds,
            **more,
        )
        for call, steps in ladders
        for step in steps
    )


def levels_of(call: AlertCall) -> list[AlertLevel]:
    """Give the levels that a call goes by, in order: of the gravest colour that it ever began with."""
    levels = list(call.levels.all())
    gravest = max((_severity(level.colour) for level in levels), default=0)
    return [level for level in levels if _severity(level.colour) == gravest]


def follow_colour(calls: list[AlertCall], colour: str) -> None:
    """Give calls that begin anew the levels of this colour, where it is graver than what they go by.

    In a milder colour they keep the quicker levels: nobody waits longer than was promised at the start.
    Three queries, however many calls.
    """
    as_grave = [shade for shade in rules.Colour if _severity(shade) >= _severity(colour)]
    go_by = AlertLevel.objects.filter(call__in=calls, colour__in=as_grave)
    reached = set(go_by.values_list("call_id", flat=True))
    behind = [call for call in calls if call.pk not in reached]
    ladders = duty.ladders([call.organisation_id for call in behind], colour)
    copy_levels(AlertLevel, [(call, ladders[call.organisation_id]) for call in behind], colour=colour)


def _severity(colour: str) -> int:
    return rules.SEVERITY[rules.Colour(colour)]


def check_running(episode: MissingEpisode) -> None:
    """Pass while somebody is missing.

    Raises:
        AlertOverError: the alert is over.
    """
    if episode.status != rules.EpisodeStatus.RUNNING:
        raise AlertOverError


def page_of(episode: MissingEpisode) -> str:
    """Give the address of the live page of an alert."""
    return f"/missing/{episode.number}/"


def woken_at(episode: MissingEpisode) -> datetime:
    """Give when a human last let an alert call people."""
    return episode.woken_at or episode.raised_at


def record(call: AlertCall, event: Event, actor: Actor, *, now: datetime, **detail: int) -> None:
    """Write the ledger line of something that happened to a call; ``detail`` holds numbers only."""
    ledger.record_all([_line(call, event, actor, now=now, **detail)])


def _line(call: AlertCall, event: Event, actor: Actor, *, now: datetime, **detail: int) -> LedgerLine:
    return ledger.draft(
        actor,
        event,
        on=call,
        case=call.episode.case,
        now=now,
        compartments=[Compartment.MISSING],
        object_number=call.episode.number,
        called=call.organisation_id,
        **detail,
    )


def note(
    call: AlertCall, kind: str, *, at: datetime, level: int = 0, people: int = 0, user: User | None = None
) -> None:
    """Append to what happened in a call, for the ladder on the page."""
    AlertEvent.objects.create(call=call, kind=kind, level=level, people=people, user=user, at=at)


def note_all(calls: Iterable[AlertCall], kind: str, *, at: datetime, user: User | None = None) -> None:
    """Append the same to what happened in some calls. One statement."""
    AlertEvent.objects.bulk_create(AlertEvent(call=call, kind=kind, user=user, at=at) for call in calls)


def lockable(*, skip_locked: bool = False) -> QuerySet[AlertCall]:
    """Give the calls with a lock on them (not on what they belong to)."""
    rows = AlertCall.objects.select_for_update(of=("self",), skip_locked=skip_locked)
    return rows.select_related("episode__case", "organisation")
