"""What somebody writes down, per table, and what is refused."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from cases.conflict import StateConflictError
from cases.justice.rules import REFLECTION_KINDS, reflection_ends


@dataclass(frozen=True, slots=True)
class DateTold:
    """A date of the court. ``kind`` as in ``rules``; local dates; ``on`` is the last day of what lasts."""

    kind: str
    on: date
    starts_on: date | None = None
    place: str = ""
    remark: str = ""

    def check(self, *, today: date) -> None:
        """Refuse an end before the start, and a reflection period without a start or longer than the law's.

        Raises:
            StateConflictError: with the sentence and the field.
        """
        if self.starts_on is not None and self.on < self.starts_on:
            raise StateConflictError(
                _("The last day lies before the first day. Look at both dates."), code="order", field="on"
            )
        if self.kind not in REFLECTION_KINDS:
            return
        if self.starts_on is None:
            raise StateConflictError(
                _("Say on which day the reflection period started: its end is counted from there."),
                code="no_start",
                field="starts_on",
            )
        if self.on > (longest := reflection_ends(self.kind, self.starts_on)):
            raise StateConflictError(
                _("Counted from its first day, it ends on %(day)s at the latest.")
                % {"day": f"{longest:%d-%m-%Y}"},
                code="too_long",
                field="on",
            )


@dataclass(frozen=True, slots=True)
class RequestTold:
    """A request for information. ``direction``: in or out; local dates."""

    direction: str
    party: str
    asked: str
    legal_ground: str
    asked_on: date
    due_on: date | None = None

    def check(self, *, today: date) -> None:
        """Refuse a request of tomorrow, and an answer due before it was asked.

        Raises:
            StateConflictError: with the sentence and the field.
        """
        _check_passed(self.asked_on, "asked_on", today=today)
        if self.due_on is not None and self.due_on < self.asked_on:
            raise StateConflictError(
                _("The answer is due before it was asked. Look at both dates."), code="order", field="due_on"
            )


@dataclass(frozen=True, slots=True)
class EvidenceTold:
    """Where something is, and who holds it since which local day."""

    what: str
    place: str
    held_by: str
    held_since: date
    remark: str = ""

    def check(self, *, today: date) -> None:
        """Refuse a day that is still to come.

        Raises:
            StateConflictError: with the sentence and the field.
        """
        _check_passed(self.held_since, "held_since", today=today)


Told = DateTold | RequestTold | EvidenceTold


def _check_passed(day: date, field: str, *, today: date) -> None:
    if day > today:
        raise StateConflictError(_("This day is still to come. Check the date."), code="future", field=field)
