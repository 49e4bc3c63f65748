"""How much of the window after sexual violence is left, and what belongs at which age. PURE.

The examination is offered until and including seven days after the latest moment it can have happened
(https://www.nationaalrapporteur.nl/actueel/nieuws/2023/05/15/oplossing-voor-uitvoeren-landelijk-forensisch-medisch-onderzoek-komende-vier-jaar);
an unknown moment counts as open. Hours are elapsed hours, also in the night that the clock changes. Past the
window there still is help, and the centre gives advice: only a doctor says what is possible.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from cases.police.rules import WINDOWS, ClockKind, Examiner, ExaminerAges, examiner
from cases.workdays import after, elapsed

WINDOW = next(window.length for window in WINDOWS if window.kind is ClockKind.SEXUAL_ASSAULT_CENTRE)
#: When who coordinates hears of it again: three days and one day before the end (a design choice).
THREE_DAYS, ONE_DAY = timedelta(hours=72), timedelta(hours=24)


class Outcome(StrEnum):
    """What happened with the offer of help and examination."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NOT_POSSIBLE = "not_possible"
    DONE = "done"


#: For these somebody consented, and it is written down who.
WITH_CONSENT = frozenset({Outcome.ACCEPTED, Outcome.DONE})


class ConsentBy(StrEnum):
    """Who consented."""

    YOUNG_PERSON = "young_person"
    PARENTS = "parents"
    BOTH = "both"
    GUARDIAN = "guardian"
    COURT = "court"


class Attention(StrEnum):
    """What a track asks of who coordinates, most pressing last but one."""

    NONE = "none"
    OPEN = "open"
    UNKNOWN = "unknown"
    THREE_DAYS = "three_days"
    ONE_DAY = "one_day"
    ADVICE = "advice"


def window_ends(latest_possible: datetime) -> datetime:
    """Give the aware moment until and including which the examination is offered."""
    return after(latest_possible, WINDOW)


def attention(latest_possible: datetime | None, *, is_recorded: bool, now: datetime) -> Attention:
    """Say what a track asks for at ``now`` (aware); once something is recorded it asks nothing more.

    A refusal is recorded as well: nothing here pushes on.
    """
    if is_recorded:
        return Attention.NONE
    if latest_possible is None:
        return Attention.UNKNOWN
    left = WINDOW - elapsed(latest_possible, now)
    if left < timedelta(0):
        return Attention.ADVICE
    if left <= ONE_DAY:
        return Attention.ONE_DAY
    return Attention.THREE_DAYS if left <= THREE_DAYS else Attention.OPEN


class Line(StrEnum):
    """One line of the checklist for an examination."""

    CALL_CENTRE = "call_centre"
    BY_LOEF = "by_loef"
    BY_REGIONAL_PHYSICIAN = "by_regional_physician"
    CENTRE_SAYS_WHO = "centre_says_who"
    EXTRA_EXPERTISE = "extra_expertise"
    PAEDIATRICIAN = "paediatrician"
    PARENTS_CONSENT = "parents_consent"
    BOTH_CONSENT = "both_consent"
    OWN_CONSENT = "own_consent"
    ASK_WHO_CONSENTS = "ask_who_consents"
    MAY_STOP = "may_stop"
    WITHOUT_POLICE = "without_police"
    NOTHING_FOUND = "nothing_found"


_EXAMINERS = {
    Examiner.LOEF: Line.BY_LOEF,
    Examiner.REGIONAL_FORENSIC_PHYSICIAN: Line.BY_REGIONAL_PHYSICIAN,
    Examiner.ASK_CSG: Line.CENTRE_SAYS_WHO,
}
#: Ages of consent to medical treatment, which the centre applies: art. 7:447, 7:450(2) and 7:465(1) BW.
OWN_FROM, TOGETHER_FROM = 16, 12
#: A paediatrician is there where possible: https://www.nu.nl/binnenland/4166951/kindermisbruik-alleen-nog-onderzocht-nfi-arts.html
CHILD_BELOW = 18
_AGES = ExaminerAges()


def checklist(age: int | None) -> tuple[Line, ...]:
    """List what belongs to an examination at an age in whole years (None: not known).

    Who examines: see ``cases.police.rules.examiner``.

    Raises: ValueError for a negative age.
    """
    lines = [Line.CALL_CENTRE, _EXAMINERS[examiner(age).examiner]]
    if age is not None and age < _AGES.extra_expertise_below:
        lines.append(Line.EXTRA_EXPERTISE)
    if age is None or age < CHILD_BELOW:
        lines.append(Line.PAEDIATRICIAN)
    return (*lines, _consent(age), Line.MAY_STOP, Line.WITHOUT_POLICE, Line.NOTHING_FOUND)


def _consent(age: int | None) -> Line:
    if age is None:
        return Line.ASK_WHO_CONSENTS
    if age >= OWN_FROM:
        return Line.OWN_CONSENT
    return Line.BOTH_CONSENT if age >= TOGETHER_FROM else Line.PARENTS_CONSENT
