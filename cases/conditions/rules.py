"""When is a safety condition looked at again, and what does it ask of people today? PURE.

Veilig Thuis follows whether the conditions that it set are kept; where safety stays away that takes a year
and a half on average:
https://www.huiselijkgeweld.nl/dossiers/veilig-thuis/nieuws/2018/12/11/veilig-thuis-start-landelijk-register
http://www.veiligthuisflevoland.nl/professionals/radarfunctie-en-monitoring
A reporter with a role hears the conditions and what was agreed about following them:
https://knmg-meldcode.maglr.com/meldcode-kindermishandeling-en-huiselijk-geweld/bijlage-4-taken-en-functie-van-veilig-thuis

The fixed points three, six and twelve months after a condition was set are unconfirmed, so they are a setting
and only a proposal: they are for a condition that holds. When it does not, or nobody could tell, a person
chooses the day. That looking goes on after the last point, in the step between the last two, is a design
choice: a condition that stands always has a day on which somebody looks.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cases.meldcode.contact_rules import USUAL_TERMS, months_later

#: So many days before its day a look is work. A design choice: time to plan a visit or a call.
AHEAD = timedelta(days=7)


class SetBy(StrEnum):
    """Who set a condition."""

    VEILIG_THUIS = "veilig_thuis"
    TABLE = "table"
    OTHER = "other"


class Answer(StrEnum):
    """What a look says."""

    HOLDS = "holds"
    NOT_HELD = "not_held"
    NOT_KNOWN = "not_known"


class EndGround(StrEnum):
    """Why a condition does not stand any more."""

    MET = "met"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    ELSEWHERE = "elsewhere"  # it still stands, and is followed outside this table


class Ground(StrEnum):
    """Why a condition asks something of people today, the gravest first."""

    NOT_HELD = "not_held"
    LOOK_LATE = "look_late"
    TERM_PAST = "term_past"
    LOOK_NEAR = "look_near"


class Fault(StrEnum):
    """What can't be written down like this."""

    SET_IN_FUTURE = "set_in_future"
    SETTER_MISSING = "setter_missing"
    END_IN_PAST = "end_in_past"
    LOOK_IN_PAST = "look_in_past"
    LOOK_TOO_FAR = "look_too_far"
    LOOK_AFTER_END = "look_after_end"
    DAY_MISSING = "day_missing"
    LOOKED_IN_FUTURE = "looked_in_future"
    LOOKED_BEFORE = "looked_before"
    NOT_SEEN_TO_HOLD = "not_seen_to_hold"
    REASON_MISSING = "reason_missing"
    WHY_MISSING = "why_missing"


class Refused(Exception):
    """It can't be written down like this; ``code`` says why."""

    def __init__(self, code: Fault) -> None:
        super().__init__(str(code))
        self.code = code


@dataclass(frozen=True, slots=True)
class Looked:
    """One look: its number, the local day, what it says, and the look that it corrects."""

    pk: int
    on: date
    answer: Answer
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A condition that was not ended; local dates. ``answer``: of the look that counts, None without one."""

    next_look_on: date
    answer: Answer | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a condition asks today: the grounds, the gravest first; none when it waits for its day."""

    grounds: tuple[Ground, ...]

    @property
    def is_work(self) -> bool:
        """Tell whether it asks anything."""
        return bool(self.grounds)

    @property
    def is_urgent(self) -> bool:
        """Tell whether it can't wait: it does not hold, or nobody looked when that was agreed."""
        return Ground.NOT_HELD in self.grounds or Ground.LOOK_LATE in self.grounds


def next_look(
    set_on: date,
    *,
    after: date,
    months: Sequence[int] = USUAL_TERMS.monitoring_months,
    until: date | None = None,
) -> date:
    """Propose the next look: the first fixed point after a local day, or the last day when that is sooner.

    ``months``: the fixed points, counted from the day on which the condition was set.
    """
    points = sorted(set(months))
    step = points[-1] - points[-2] if len(points) > 1 else points[-1]
    while months_later(set_on, points[-1]) <= after:
        points.append(points[-1] + step)
    day = next(found for found in (months_later(set_on, point) for point in points) if found > after)
    return day if until is None or until <= after else min(day, until)


def verdict(condition: Standing, *, today: date) -> Verdict:
    """Say what a condition asks of people on a local day. Nothing is concluded from what was seen."""
    grounds = []
    if condition.answer is Answer.NOT_HELD:
        grounds.append(Ground.NOT_HELD)
    if condition.next_look_on < today:
        grounds.append(Ground.LOOK_LATE)
    if condition.until is not None and condition.until < today:
        grounds.append(Ground.TERM_PAST)
    if today <= condition.next_look_on <= today + AHEAD:
        grounds.append(Ground.LOOK_NEAR)
    return Verdict(tuple(grounds))


def that_counts(looks: Iterable[Looked]) -> Looked | None:
    """Give the look of the latest day that nobody corrected; of two on one day the newer one."""
    found = tuple(looks)
    corrected = {look.corrects for look in found}
    standing = [look for look in found if look.pk not in corrected]
    return max(standing, key=lambda look: (look.on, look.pk), default=None)


def check_set(set_by: SetBy, name: str, set_on: date, *, today: date) -> None:
    """Check who set a condition and when.

    Raises: Refused when it is said to be set on a day that still comes, or by nobody.
    """
    if set_on > today:
        raise Refused(Fault.SET_IN_FUTURE)
    if set_by is SetBy.OTHER and not name.strip():
        raise Refused(Fault.SETTER_MISSING)


def check_agreed(
    next_look_on: date,
    until: date | None,
    *,
    today: date,
    months: Collection[int] = USUAL_TERMS.monitoring_months,
) -> None:
    """Check the day of the next look, and the last day of a condition.

    No look is planned later than the longest fixed point from now: a date in years is no agreement.

    Raises: Refused when a day has passed, lies too far, or the look comes after the last day.
    """
    if until is not None and until < today:
        raise Refused(Fault.END_IN_PAST)
    check_next(next_look_on, until, first=today, today=today, months=months)


def check_next(
    next_look_on: date,
    until: date | None,
    *,
    first: date,
    today: date,
    months: Collection[int] = USUAL_TERMS.monitoring_months,
) -> None:
    """Check the day of a next look: not before ``first``, not too far, not after the last day.

    Raises: Refused when it is.
    """
    if next_look_on < first:
        raise Refused(Fault.LOOK_IN_PAST)
    if next_look_on > months_later(today, max(months)):
        raise Refused(Fault.LOOK_TOO_FAR)
    if until is not None and today <= until < next_look_on:
        raise Refused(Fault.LOOK_AFTER_END)


def day_after_look(
    answer: Answer,
    chosen: date | None,
    *,
    set_on: date,
    until: date | None,
    today: date,
    months: Sequence[int] = USUAL_TERMS.monitoring_months,
) -> date:
    """Give the day of the next look after one: the chosen day, or a fixed point when the condition holds.

    On the last day of a condition itself no later day is left before it; then a fixed point is taken.

    Raises: Refused when it does not hold, or nobody could tell, and no day was chosen; or the day can't be.
    """
    if chosen is None:
        if answer is not Answer.HOLDS:
            raise Refused(Fault.DAY_MISSING)
        return next_look(set_on, after=today, months=months, until=until)
    last = until if until is not None and until > today else None
    check_next(chosen, last, first=today + timedelta(days=1), today=today, months=months)
    return chosen


def check_looked(on: date, *, set_on: date, today: date) -> None:
    """Check the day of a look.

    Raises: Refused when it still comes, or lies before the condition was set.
    """
    if on > today:
        raise Refused(Fault.LOOKED_IN_FUTURE)
    if on < set_on:
        raise Refused(Fault.LOOKED_BEFORE)


def check_end(ground: EndGround, reason: str, *, answer: Answer | None) -> None:
    """Check why a condition ends: always in words, and *met* only when somebody saw that it holds.

    Raises: Refused when the words are missing, or the look that counts says something else.
    """
    if not reason.strip():
        raise Refused(Fault.REASON_MISSING)
    if ground is EndGround.MET and answer is not Answer.HOLDS:
        raise Refused(Fault.NOT_SEEN_TO_HOLD)


def check_why(why: str) -> None:
    """Check that a correction says what was wrong.

    Raises: Refused when it does not.
    """
    if not why.strip():
        raise Refused(Fault.WHY_MISSING)
