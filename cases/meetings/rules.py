"""The care table meets: who hears what, and when a decision is one.

A meeting is planned, running, then held; or cancelled with a reason and planned again.
Attendance is kept per agenda item, because organisations take part only in the cases they were invited to
(https://www.veiligheidshuizen.nl/informatie-uitwisselen-in-veiligheidshuizen).
Minutes can be written once it is on record who was there, and each organisation gets only its own part.
A decision that asks for an action names an owner organisation and a date (both are design choices).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.moves import Move, take


class MeetingStatus(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    RUNNING = "running"
    HELD = "held"
    CANCELLED = "cancelled"


MOVES: dict[MeetingStatus, frozenset[MeetingStatus]] = {
    MeetingStatus.PLANNED: frozenset({MeetingStatus.RUNNING, MeetingStatus.CANCELLED}),
    MeetingStatus.RUNNING: frozenset({MeetingStatus.HELD, MeetingStatus.CANCELLED}),
    MeetingStatus.CANCELLED: frozenset({MeetingStatus.PLANNED}),
    MeetingStatus.HELD: frozenset(),
}

# Whoever kept the time free must be able to read why the meeting does not go on.
NEEDS_REASON = frozenset((status, MeetingStatus.CANCELLED) for status in MeetingStatus)


def move(current: MeetingStatus, to: MeetingStatus, *, reason: str = "") -> Move[MeetingStatus]:
    """Let a meeting start, end, be cancelled (with a reason) or be planned again.

    Raises: MoveRefused when the change does not exist or the reason is missing.
    """
    return take(MOVES, MeetingStatus(current), MeetingStatus(to), reason=reason, needs_reason=NEEDS_REASON)


class Attendance(StrEnum):
    """Whether an organisation was there for an agenda item: four different things."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    DECLINED = "declined"


IN_THE_ROOM = frozenset({Attendance.PRESENT, Attendance.LATE})


class MinuteGround(StrEnum):
    """Why an item can(not) be minuted yet."""

    MEETING_NOT_STARTED = "meeting_not_started"
    MEETING_CANCELLED = "meeting_cancelled"
    ATTENDANCE_MISSING = "attendance_missing"
    NOBODY_IN_THE_ROOM = "nobody_in_the_room"


@dataclass(frozen=True, slots=True)
class MinuteVerdict:
    """Whether an item can be minuted now, and what stands in the way."""

    allowed: bool
    grounds: tuple[MinuteGround, ...]


def may_minute(status: MeetingStatus, attendance: Collection[Attendance | None]) -> MinuteVerdict:
    """Say whether an item can be minuted, given the attendance of every organisation invited for it.

    None stands for an organisation of which nobody recorded yet whether it was there.
    """
    if status == MeetingStatus.PLANNED:
        return MinuteVerdict(False, (MinuteGround.MEETING_NOT_STARTED,))
    if status == MeetingStatus.CANCELLED:
        return MinuteVerdict(False, (MinuteGround.MEETING_CANCELLED,))
    if not attendance or not all(attendance):
        return MinuteVerdict(False, (MinuteGround.ATTENDANCE_MISSING,))
    if IN_THE_ROOM.isdisjoint(attendance):
        return MinuteVerdict(False, (MinuteGround.NOBODY_IN_THE_ROOM,))
    return MinuteVerdict(True, ())


class MinutesPart(StrEnum):
    """Which part of an item's minutes an organisation gets."""

    EVERYTHING = "everything"
    AGREEMENTS_ONLY = "agreements_only"
    NOTHING = "nothing"


class PartGround(StrEnum):
    """Why an organisation gets that part."""

    NOT_ON_CASE = "not_on_case"
    NOT_INVITED = "not_invited"
    WAS_IN_THE_ROOM = "was_in_the_room"
    WAS_NOT_IN_THE_ROOM = "was_not_in_the_room"


@dataclass(frozen=True, slots=True)
class MinutesVerdict:
    """Which part of an item's minutes an organisation gets, and why."""

    part: MinutesPart
    ground: PartGround


def minutes_part(*, on_case: bool, invited: bool, attendance: Attendance | None) -> MinutesVerdict:
    """Say which part of an item's minutes an organisation gets: nothing without the case and an invitation.

    Who was invited but not there gets the agreements, so that its own actions reach it.
    """
    if not on_case:
        return MinutesVerdict(MinutesPart.NOTHING, PartGround.NOT_ON_CASE)
    if not invited:
        return MinutesVerdict(MinutesPart.NOTHING, PartGround.NOT_INVITED)
    if attendance in IN_THE_ROOM:
        return MinutesVerdict(MinutesPart.EVERYTHING, PartGround.WAS_IN_THE_ROOM)
    return MinutesVerdict(MinutesPart.AGREEMENTS_ONLY, PartGround.WAS_NOT_IN_THE_ROOM)


class DecisionNeed(StrEnum):
    """What a decision still needs."""

    TEXT = "text"
    OWNER = "owner"
    OWNER_ON_CASE = "owner_on_case"
    DUE_DATE = "due_date"
    DUE_NOT_BEFORE_MEETING = "due_not_before_meeting"


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A decision as typed: does it ask for an action, by which organisation, before which day."""

    text: str
    asks_action: bool
    has_owner: bool = False
    owner_on_case: bool = False
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class DecisionVerdict:
    """What a decision still needs; complete when that is nothing."""

    needs: tuple[DecisionNeed, ...]

    @property
    def complete(self) -> bool:
        """Tell whether the decision can be recorded."""
        return not self.needs


def decision_needs(facts: DecisionFacts, *, meeting_on: date) -> DecisionVerdict:
    """List what a decision still needs; an action needs an owner on the case and a day from then on."""
    needs = [] if facts.text.strip() else [DecisionNeed.TEXT]
    if facts.asks_action:
        needs += _owner_needs(facts) + _due_needs(facts.due_on, meeting_on)
    return DecisionVerdict(tuple(needs))


def _owner_needs(facts: DecisionFacts) -> list[DecisionNeed]:
    if not facts.has_owner:
        return [DecisionNeed.OWNER]
    return [] if facts.owner_on_case else [DecisionNeed.OWNER_ON_CASE]


def _due_needs(due_on: date | None, meeting_on: date) -> list[DecisionNeed]:
    if due_on is None:
        return [DecisionNeed.DUE_DATE]
    return [DecisionNeed.DUE_NOT_BEFORE_MEETING] if due_on < meeting_on else []
