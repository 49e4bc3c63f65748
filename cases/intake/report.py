"""What somebody reports, and the sentence for every answer in it that can't stay as it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.conflict import StateConflictError
from cases.happened import STILL_TO_COME
from cases.intake import rules

FAULTS: dict[str, Promise] = {
    rules.TimeFault.FUTURE: STILL_TO_COME,
    rules.TimeFault.LONG_AGO: _("This is longer ago than a human life. Look at the year again."),
    rules.TimeFault.NOTICED_BEFORE_HAPPENED: _(
        "It was noticed before it happened. Look at both moments again, or leave open when it happened."
    ),
    rules.SubjectFault.DOES_NOT_FIT: _(
        "This does not fit whom or what the signal is about. Change that choice above, or clear this field."
    ),
    rules.SubjectFault.NOTHING_TO_GO_BY: _(
        "Write a few words by which the table can recognise it, or choose “Nobody named”."
    ),
    rules.SubjectFault.BORN_IN_FUTURE: _("This date of birth lies in the future. Look at the year again."),
    rules.SubjectFault.BORN_LONG_AGO: _(
        "With this date of birth somebody would be older than a hundred. Look at the year again."
    ),
    rules.GroundFault.GROUND_MISSING: _("Say in a few words why it can't wait."),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody saw or heard, apart from what they make of it. Moments are aware."""

    observation: str
    knowledge: str
    noticed_at: datetime
    subject: str
    happened_at: datetime | None = None
    interpretation: str = ""
    source: str = ""
    indicators: tuple[str, ...] = ()
    form_of_concern: str = "unknown"
    subject_name: str = ""
    subject_birth_date: date | None = None
    subject_description: str = ""
    municipality: str = ""
    urgency: str = "normal"
    urgency_ground: str = ""
    channel: str = "professional"


def faults(report: Report, *, now: datetime) -> list[StateConflictError]:
    """Give a sentence for every answer that can't be true or is missing, beside the field it belongs to."""
    about = {
        "subject_name": report.subject_name,
        "subject_birth_date": report.subject_birth_date,
        "subject_description": report.subject_description,
    }
    checks: tuple[Callable[[], None], ...] = (
        lambda: rules.check_times(report.happened_at, report.noticed_at, now),
        lambda: rules.check_subject(rules.Subject(report.subject), about, today=timezone.localdate(now)),
        lambda: rules.check_ground(rules.Urgency(report.urgency), report.urgency_ground),
    )
    return [fault for check in checks if (fault := fault_of(check)) is not None]


def fault_of(check: Callable[[], None]) -> StateConflictError | None:
    """Give the sentence for what a rule finds wrong, or nothing."""
    try:
        check()
    except rules.ReportFault as fault:
        return StateConflictError(FAULTS[fault.code], code=fault.code.value, field=fault.field)
    return None
