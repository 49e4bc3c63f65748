"""Until when may a piece of work be put aside? PURE.

Putting aside moves the moment at which somebody looks, never a term: nothing stays away past its own date,
and what somebody may be in danger over stays where it is. Which work waits how long is a design choice, made
with the terms that the other rules cite (``cases/forensic/rules.py``, ``cases/missing/return_rules.py``,
``cases/meldcode/contact_rules.py``); no source says how long a coordinator may leave something for later.
An alert that waits for an answer is no work in the queue: it stands above it and can't be put aside at all.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from cases.workdays import AMSTERDAM, after, end_of_day, local_day
from organisations.acts import Act
from organisations.compartments import Compartment

HOURS, DAY, WEEK = timedelta(hours=4), timedelta(hours=24), timedelta(days=7)
#: What ends sooner than this is not worth putting aside.
SHORTEST = timedelta(minutes=15)
#: So many pieces of work at once, for one person: more than that nobody oversees.
MOST = 25
MORNING = time(9)


class Work(StrEnum):
    """The kinds of work in a queue that are about one case or one signal."""

    SIGNAL = "signal"
    ACCESS_REQUEST = "access-request"
    RIGHTS_REQUEST = "rights-request"
    VACANCY = "vacancy"
    BOTH_AWAY = "both-away"
    OFFER_ANSWER = "offer"
    OFFER_REFUSED = "offer-refused"
    OFFER_LATE = "offer-late"
    NOBODY = "nobody"
    RETURN_TALK = "return-talk"
    PATTERN = "pattern"
    ADULTHOOD = "adulthood"
    MEASURE = "measure"
    OVERLAP = "overlap"
    FORENSIC_WINDOW = "forensic-window"
    FOLLOW_UP = "follow-up"
    COURT_DATE = "court-date"
    INFORMATION = "information"
    PROPOSAL = "proposal"
    PACK = "pack"
    PACK_OFFER = "pack-offer"
    VEILIG_THUIS = "veilig-thuis"
    VEILIG_THUIS_INQUIRY = "veilig-thuis-inquiry"
    HELP_TERM = "help-term"
    CONDITION = "condition"
    ACTION = "action"
    ASK = "ask"
    RISK = "risk"
    EMERGENCY = "emergency"


class Ground(StrEnum):
    """Why something waits no longer than it does."""

    ACUTE = "acute"
    WINDOW = "window"
    NEARLY = "nearly"
    HOURS = "hours"
    URGENT = "urgent"
    PAST = "past"
    DUE = "due"
    WEEK = "week"


#: Help after violence counts in hours (seven days at most), and only a doctor says what still can be done.
NEVER = frozenset({Work.FORENSIC_WINDOW})
#: Clocks that say how safe somebody is: to call back in the afternoon, not to leave for another day.
FOR_HOURS = frozenset(
    {
        Work.RETURN_TALK,
        Work.VEILIG_THUIS,
        Work.VEILIG_THUIS_INQUIRY,
        Work.CONDITION,
        Work.EMERGENCY,
        Work.VACANCY,
        Work.NOBODY,
    }
)


@dataclass(frozen=True, slots=True)
class About:
    """What a piece of work is about: a row of a case, or of a signal at a desk, and by which door it is seen.

    ``marks``: codes and counts that change when something happens with it; never what somebody wrote.
    """

    work: Work
    pk: int
    case_id: int | None
    signal_id: int | None = None
    part: Compartment = Compartment.CORE
    act: Act = Act.READ_CASE
    marks: tuple[object, ...] = ()

    @property
    def name(self) -> str:
        """Give the name under which it is found again, as long as it stands in the queue."""
        return f"{self.work}-{self.pk}"


@dataclass(frozen=True, slots=True)
class Limit:
    """Until when something may be put aside (aware; None: not at all), and why no longer."""

    until: datetime | None
    ground: Ground


def limit(work: Work, urgency: str, due: date | datetime | None, *, now: datetime) -> Limit:
    """Say until when a piece of work may wait at ``now`` (aware). What is dangerous outranks everything else.

    ``due``: an aware instant, or a local date that ends with its day.
    """
    if urgency == "acute":
        return Limit(None, Ground.ACUTE)
    if work in NEVER:
        return Limit(None, Ground.WINDOW)
    ends = due if due is None or isinstance(due, datetime) else end_of_day(due)
    longest, ground = _longest(work, urgency, is_past=ends is not None and ends <= now)
    until = after(now, longest)
    if ends is not None and now < ends < until:
        until, ground = ends, Ground.DUE
    if until < after(now, SHORTEST):
        return Limit(None, Ground.NEARLY)
    return Limit(until, ground)


def _longest(work: Work, urgency: str, *, is_past: bool) -> tuple[timedelta, Ground]:
    if work in FOR_HOURS:
        return HOURS, Ground.HOURS
    if urgency == "urgent":
        return DAY, Ground.URGENT
    return (DAY, Ground.PAST) if is_past else (WEEK, Ground.WEEK)


def suggested(longest: datetime, *, now: datetime) -> datetime:
    """Give a moment to begin with: tomorrow morning, or the longest that is allowed when that is sooner."""
    tomorrow = datetime.combine(local_day(now) + timedelta(days=1), MORNING, tzinfo=AMSTERDAM)
    return min(tomorrow, longest)
