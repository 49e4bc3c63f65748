"""After the return: a talk with somebody independent, within its term, and help after violence.

The British norm is a talk *offered* within 72 hours by somebody who does not care for the young person; no
binding Dutch term was found, so both are settings of this table
(https://www.cypnow.co.uk/best-practice/article/legal-update-safeguarding-children-who-go-missing-from-care).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cases.missing.rules import ReturnTalk
from cases.workdays import after, is_after


class Tie(StrEnum):
    """Why somebody is not independent: a young person may not say there what goes wrong there."""

    RAISED_THE_ALERT = "raised_the_alert"
    WORKS_WHERE_THEY_LIVE = "works_where_they_live"


@dataclass(frozen=True, slots=True)
class Interviewer:
    """Who holds the talk: their organisation's id (None: somebody outside the table) and what ties them.

    ``raised_by``: the id of the organisation that raised the alert.
    """

    organisation: int | None
    raised_by: int
    works_where_they_live: bool = False


class NotIndependent(Exception):
    """Somebody is tied, and no reason says why nobody else could hold the talk; ``ties`` says how."""

    def __init__(self, ties: tuple[Tie, ...]) -> None:
        super().__init__(", ".join(ties))
        self.ties = ties


def ties(interviewer: Interviewer) -> tuple[Tie, ...]:
    """Name everything that makes somebody not independent; empty when nothing does."""
    found = {
        Tie.RAISED_THE_ALERT: interviewer.organisation == interviewer.raised_by,
        Tie.WORKS_WHERE_THEY_LIVE: interviewer.works_where_they_live,
    }
    return tuple(tie for tie, holds in found.items() if holds)


def check_independent(interviewer: Interviewer, *, reason: str = "") -> tuple[Tie, ...]:
    """Let somebody independent hold the talk, or anybody with the reason why nobody independent could.

    Raises: NotIndependent when somebody is tied and the reason is empty.
    """
    found = ties(interviewer)
    if found and not reason.strip():
        raise NotIndependent(found)
    return found


def talk_state(
    *, offered_at: datetime | None, held_at: datetime | None, recorded_at: datetime | None
) -> ReturnTalk:
    """Say where the talk stands: open, offered, held, or declined."""
    if recorded_at is not None:
        return ReturnTalk.DECLINED if held_at is None else ReturnTalk.HELD
    return ReturnTalk.OPEN if offered_at is None else ReturnTalk.OFFERED


def is_on_time(offered_at: datetime, due_at: datetime) -> bool:
    """Tell whether the talk was offered within its term (aware moments); its last moment counts."""
    return not is_after(offered_at, due_at)


class Reminder(StrEnum):
    """What people hear about a talk that nobody offered yet."""

    SOON = "soon"
    OVERDUE = "overdue"


#: A working day before the end: there is still time to find somebody independent.
REMIND_AHEAD = timedelta(hours=24)


def reminder(due_at: datetime, *, offered_at: datetime | None, now: datetime) -> Reminder | None:
    """Say what people must hear at an aware moment; None when the talk was offered or has time enough."""
    if offered_at is not None or not is_after(now, after(due_at, -REMIND_AHEAD)):
        return None
    return Reminder.OVERDUE if is_after(now, due_at) else Reminder.SOON


class Violence(StrEnum):
    """Whether there may have been violence or force while the young person was away."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Care(StrEnum):
    """Which help to propose after the return."""

    ACUTE = "acute"
    CONSULT = "consult"


# Acute is up to and including seven days: https://amsterdam-almere.lhv.nl/actueel/nieuws/centrum-seksueel-geweld-amsterdam
# Later one still calls, for advice. The software never says that it is too late; a doctor decides.
ACUTE_WITHIN = timedelta(days=7)


def care_to_propose(violence: Violence | str, *, found_at: datetime, now: datetime) -> Care | None:
    """Propose forensic and medical help (aware moments); what nobody knows counts as possible.

    Counted from the return: the last moment at which something can have happened.
    """
    if Violence(violence) is Violence.NO:
        return None
    return Care.CONSULT if is_after(now, after(found_at, ACUTE_WITHIN)) else Care.ACUTE
