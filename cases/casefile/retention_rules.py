"""How long a file is kept.

The covenant sets the term of the shared file, in months, because the sources differ: fifteen years
for municipal support (Wmo 2015 art. 5.3.4, https://schulinck.nl/opinie/gegevens-bewaren-archiveren-en-vernietigen-hoe-zit-het-met-de-privacy-4-tips),
fifteen years or until the youngest child is 18 at Veilig Thuis
(https://www.afwegingskadermeldcode.nl/veelgestelde-vragen/), fifteen years after the 18th birthday in youth
health (https://www.ggdwestbrabant.nl/algemeen/privacy/informatiebeheer).
Where two terms apply the longer one counts, and a legal hold stops the clock altogether.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RetentionGround(StrEnum):
    """What the end of a term rests on."""

    MONTHS_AFTER_CLOSING = "months_after_closing"
    AGE_OF_YOUNG_PERSON = "age_of_young_person"
    BIRTH_DATE_UNKNOWN = "birth_date_unknown"
    LEGAL_HOLD = "legal_hold"


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """How long one kind of file is kept.

    At least `months` after closing; with `until_age` also until that birthday plus `years_after_age`.

    Raises: ValueError for a negative number.
    """

    months: int = 180
    until_age: int | None = None
    years_after_age: int = 0

    def __post_init__(self) -> None:
        if self.months < 0 or self.years_after_age < 0 or (self.until_age or 0) < 0:
            raise ValueError("a retention term cannot be negative")


@dataclass(frozen=True, slots=True)
class RetentionVerdict:
    """The last day on which a file is kept (None while a legal hold stands), and what that rests on."""

    end: date | None
    grounds: tuple[RetentionGround, ...]


USUAL_POLICY = RetentionPolicy()


def months_later(day: date, months: int) -> date:
    """Give the same day so many months later; one that month lacks is the next day, so no term is short.

    Raises: ValueError when it lies beyond the calendar.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day > monthrange(year, month + 1)[1]:
        return date(year, month + 2, 1)  # December is never too short
    return date(year, month + 1, day.day)


def retention_end(
    closed_on: date,
    birth_date: date | None,
    policy: RetentionPolicy = USUAL_POLICY,
    *,
    legal_hold: bool = False,
) -> RetentionVerdict:
    """Give the last day on which a closed file is kept, and what that day rests on.

    Raises: ValueError when the end lies beyond the calendar.
    """
    if legal_hold:
        return RetentionVerdict(None, (RetentionGround.LEGAL_HOLD,))
    end = months_later(closed_on, policy.months)
    if policy.until_age is None:
        return RetentionVerdict(end, (RetentionGround.MONTHS_AFTER_CLOSING,))
    if birth_date is None:
        grounds = (RetentionGround.MONTHS_AFTER_CLOSING, RetentionGround.BIRTH_DATE_UNKNOWN)
        return RetentionVerdict(end, grounds)
    by_age = months_later(birth_date, 12 * (policy.until_age + policy.years_after_age))
    if by_age > end:
        return RetentionVerdict(by_age, (RetentionGround.AGE_OF_YOUNG_PERSON,))
    return RetentionVerdict(end, (RetentionGround.MONTHS_AFTER_CLOSING,))


def may_destroy(verdict: RetentionVerdict, today: date) -> bool:
    """Tell whether the term has ended by today; a person still decides, and never during a legal hold."""
    return verdict.end is not None and today > verdict.end
