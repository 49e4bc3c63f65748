"""What somebody reports, and the sentence for every answer in it that can't stay as it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.conflict import StateConflictError
from cases.happened import STILL_TO_COME
from cases.intake import channel_rules, rules
from cases.intake.channel_rules import ASKED, ChannelFault, Door

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
    rules.SubjectFault.NO_PHONE: _("This is no phone number. Write the digits, with + for another country."),
    rules.SubjectFault.NO_PLATE: _("This is no number plate. A part of it is fine too: letters and digits."),
    ChannelFault.NOT_HERE: _("Signals of this kind come in along another way. Choose again."),
    ChannelFault.ANONYMOUS: _(
        "Meld Misdaad Anoniem promises that nobody learns who called: write nothing about them. "
        "Clear this field."
    ),
    ChannelFault.NOT_ASKED: _("This is not asked here. Clear this field."),
    ChannelFault.MISSING: _(
        "Somebody who tells this from their work says who they are and how to reach them: the desk may have "
        "a question. Only the desk reads it."
    ),
    rules.GroundFault.GROUND_MISSING: _("Say in a few words why it can't wait."),
}


#: What describes whom or what a signal is about.
ABOUT = ("subject_name", "subject_birth_date", "subject_description", "subject_phone", "subject_plate")


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
    #: (code of a sign, how it is known), where that differs from the rest of the signal
    known_otherwise: tuple[tuple[str, str], ...] = ()
    form_of_concern: str = "unknown"
    subject_name: str = ""
    subject_birth_date: date | None = None
    subject_description: str = ""
    subject_phone: str = ""
    subject_plate: str = ""
    municipality: str = ""
    urgency: str = "normal"
    urgency_ground: str = ""
    channel: str = "professional"
    #: about whoever told it to the desk; which of these are asked hangs on the channel
    reporter_name: str = ""
    reporter_contact: str = ""
    reporter_reference: str = ""


def faults(report: Report, *, door: Door, now: datetime) -> list[StateConflictError]:
    """Give a sentence for every answer that can't be true or is missing, beside the field it belongs to."""
    about = {name: getattr(report, name) for name in ABOUT}
    reporter = {name: getattr(report, name) for name in ASKED}
    channel = channel_rules.Channel(report.channel)
    checks: tuple[Callable[[], None], ...] = (
        lambda: rules.check_times(report.happened_at, report.noticed_at, now),
        lambda: rules.check_subject(rules.Subject(report.subject), about, today=timezone.localdate(now)),
        lambda: rules.check_ground(rules.Urgency(report.urgency), report.urgency_ground),
        lambda: channel_rules.check(channel, reporter, told_by=report.source, door=door),
    )
    return [fault for check in checks if (fault := fault_of(check)) is not None]


def fault_of(check: Callable[[], None]) -> StateConflictError | None:
    """Give the sentence for what a rule finds wrong, or nothing."""
    try:
        check()
    except rules.ReportFault as fault:
        return StateConflictError(FAULTS[fault.code], code=fault.code.value, field=fault.field)
    return None
