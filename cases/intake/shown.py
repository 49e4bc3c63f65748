"""What the pages of intake show: words, clocks and drawings made from rows. No queries here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.casefile.frame import URGENCY_TONES
from cases.choices import SIGNAL_STATUSES, URGENCIES
from cases.coordination import words
from cases.intake import rules
from cases.intake.evidence import LABELS
from cases.intake.evidence_rules import Says
from cases.intake.merge_rules import Flags
from cases.intake.models import Signal, SignalFeedback, SignalIndicator, SignalJoin, TriageStep
from cases.intake.rules import SignalStatus

STATUS_LABELS = dict(SIGNAL_STATUSES)
URGENCY_LABELS = dict(URGENCIES)
STATUS_TONES = {"received": "info", "not_substantiated": "neutral", "fed_back": "ok"}
#: Each step said as what somebody does; feeding back has a page of its own.
MOVE_LABELS = {
    SignalStatus.UNDER_INVESTIGATION: gettext_lazy("Investigate"),
    SignalStatus.VERIFIED: gettext_lazy("Mark as verified"),
    SignalStatus.ESTABLISHED: gettext_lazy("Mark as established"),
    SignalStatus.CLASSIFIED: gettext_lazy("Mark as classified"),
    SignalStatus.NOT_SUBSTANTIATED: gettext_lazy("Mark as not substantiated"),
}
_BY_CODE = gettext_lazy("Who told it sees with the code that it was decided.")
CHAIN = tuple(status for status in SignalStatus if status is not SignalStatus.NOT_SUBSTANTIATED)


@dataclass(frozen=True, slots=True)
class Row:
    """A signal as a line of a list."""

    signal: Signal
    url: str
    urgency: str
    urgency_tone: str
    status_tone: str
    clock: dict[str, Any] | None
    along: int
    reporter: str


def row(signal: Signal, *, at_desk: bool = False, now: datetime) -> Row:
    """Give a line of a list; ``at_desk``: with the flags of all that goes on in it (see ``Signal.flags``)."""
    flags = signal.flags if at_desk else signal.own_flags
    return Row(
        signal=signal,
        url=f"/signals/{signal.number}/",
        urgency=URGENCY_LABELS[flags.urgency],
        urgency_tone=URGENCY_TONES[flags.urgency],
        status_tone=STATUS_TONES.get(signal.status, "neutral"),
        clock=clock(signal, flags, now=now),
        along=sum(join.ended_at is None for join in signal.joins.all()) if at_desk else 0,
        reporter=_from(signal),
    )


def clock(signal: Signal, flags: Flags, *, now: datetime) -> dict[str, Any] | None:
    """Give the clock that runs: somebody takes it up, then the reporter hears back."""
    if signal.fed_back_at is not None:
        return None
    if signal.status == SignalStatus.RECEIVED:
        return words.clock(_("Take up:"), flags.triage_due_at, now=now)
    return words.clock(_("Feedback:"), flags.feedback_due_at, now=now)


def badges(signal: Signal, flags: Flags) -> list[dict[str, Any]]:
    """Give urgency and status, as the heading shows them."""
    return [
        {"text": URGENCY_LABELS[flags.urgency], "tone": URGENCY_TONES[flags.urgency]},
        {"text": signal.get_status_display(), "tone": STATUS_TONES.get(signal.status, "neutral")},
    ]


def facts(signal: Signal, *, with_subject: bool = True, with_reporter: bool = False) -> list[dict[str, Any]]:
    """Give the answers beside the words; those that were not asked for this subject are left out.

    ``with_subject``: whether the reader may know whom it is about; ``with_reporter``: whether they may know
    who told it to the desk.
    """
    fitting = rules.FITTING[rules.Subject(signal.subject)]
    hidden = "" if with_subject else _("Not shared with you")
    is_third_person = signal.subject in rules.IN_NETWORK
    happened = _("Not known") if signal.happened_at is None else moment(signal.happened_at)
    rows = [
        (_("About"), signal.get_subject_display(), True),
        (_("Name"), hidden or signal.subject_name, "subject_name" in fitting),
        (_("Date of birth"), hidden or _day(signal), "subject_birth_date" in fitting),
        (_("Phone number"), hidden or signal.subject_phone, bool(signal.subject_phone)),
        (_("Number plate"), hidden or signal.subject_plate, bool(signal.subject_plate)),
        (
            _("Description"),
            (hidden if is_third_person else "") or signal.subject_description,
            "subject_description" in fitting,
        ),
        (_("Municipality"), signal.municipality, bool(signal.municipality)),
        (_("Happened"), happened, True),
        (_("Noticed"), moment(signal.noticed_at), True),
        (_("How it is known"), signal.get_knowledge_display(), True),
        (_("Source"), signal.source, bool(signal.source)),
        (_("What is feared"), signal.get_form_of_concern_display(), True),
        (_("Why it can't wait"), signal.urgency_ground, bool(signal.urgency_ground)),
        (_("Came in through"), signal.get_channel_display(), True),
        (_("Reported by"), _reporter(signal), signal.reported_by_id is not None),
        *(_told_by(signal) if with_reporter else ()),
        (_("Addressed to"), signal.addressed_to.name, True),
    ]
    return [{"label": label, "value": value} for label, value, is_shown in rows if is_shown]


def _from(signal: Signal) -> str:
    """Say from whom a signal is, as lists say it: an organisation, or the way it came in."""
    home = signal.reported_by_organisation
    if home is None or signal.channel != "professional":
        return str(signal.get_channel_display())
    return home.name


def _reporter(signal: Signal) -> str:
    if signal.reported_by is None:
        return ""
    return f"{signal.reported_by.name}, {signal.reported_by_organisation.name}"


def _told_by(signal: Signal) -> tuple[tuple[str, str, bool], ...]:
    """Give who told it to the desk, unless they took that back."""
    if signal.withdrawn_at is not None:
        return ((_("Taken back by who told it"), moment(signal.withdrawn_at), True),)
    return (
        (_("Told to the desk by"), signal.reporter_name, bool(signal.reporter_name)),
        (_("How to reach them"), signal.reporter_contact, bool(signal.reporter_contact)),
        (_("Their reference"), signal.reporter_reference, bool(signal.reporter_reference)),
    )


def moment(at: datetime) -> str:
    """Say an instant in local time."""
    return date_format(localtime(at), "DATETIME_FORMAT")


def _day(signal: Signal) -> str:
    return "" if signal.subject_birth_date is None else date_format(signal.subject_birth_date, "DATE_FORMAT")


def chain(signal: Signal, steps: Sequence[TriageStep]) -> list[dict[str, Any]]:
    """Draw the triage chain: what was walked, with who and when, where it stands, and what is still open."""
    latest = {SignalStatus(step.to_status): step for step in steps}
    current = SignalStatus(signal.status)
    path = _path(current, [SignalStatus(step.to_status) for step in steps])
    return [
        {
            "number": number,
            "label": STATUS_LABELS[status],
            "state": _state(status, current, path),
            "text": _who_and_when(latest.get(status)) if path.index(status) <= path.index(current) else "",
            "url": "",
        }
        for number, status in enumerate(path, start=1)
    ]


def _path(current: SignalStatus, walked: list[SignalStatus]) -> list[SignalStatus]:
    """Give the way that is drawn: the chain, or the steps up to "not substantiated" and the feedback."""
    if not rules.is_set_aside(tuple(walked)):
        return list(CHAIN)
    return [
        *(status for status in CHAIN if status in walked and status is not SignalStatus.FED_BACK),
        SignalStatus.NOT_SUBSTANTIATED,
        SignalStatus.FED_BACK,
    ]


def _state(status: SignalStatus, current: SignalStatus, path: list[SignalStatus]) -> str:
    if status is current:
        return "done" if status is SignalStatus.FED_BACK else "current"
    return "done" if path.index(status) < path.index(current) else "open"


def _who_and_when(step: TriageStep | None) -> str:
    if step is None:
        return ""
    return moment(step.at) if step.by is None else f"{step.by.name}, {moment(step.at)}"


def walk(steps: Iterable[TriageStep], *, with_reasons: bool) -> list[dict[str, Any]]:
    """Give every step with who, when and, for those who may read it, why; oldest first."""
    return [
        {
            "at": localtime(step.at),
            "label": STATUS_LABELS[step.to_status],
            "by": _("Somebody without an account") if step.by is None else step.by.name,
            "organisation": "" if step.organisation is None else step.organisation.name,
            "reason": step.reason if with_reasons else "",
        }
        for step in steps
    ]


def told(signal: Signal, feedback: Iterable[SignalFeedback]) -> list[dict[str, Any]]:
    """Give what the reporter was told; that it arrived is said in the reader's own language."""
    arrived = _("Your signal has arrived. %(desk)s takes it up by %(moment)s at the latest.") % {
        "desk": signal.addressed_to.name,
        "moment": moment(signal.triage_due_at),
    }
    return [
        {
            "at": localtime(row.at),
            "text": arrived if row.moment == "received" else row.text or _BY_CODE,
            "by": "" if row.by is None else row.by.name,
        }
        for row in feedback
    ]


def signs(rows: Iterable[SignalIndicator]) -> list[dict[str, Any]]:
    """Give each sign with who noticed it, how, when, and from which version of the list it is."""
    return [
        {
            "label": LABELS[row.code],
            "is_opposite": row.says == Says.OPPOSITE,
            "knowledge": row.get_knowledge_display(),
            "source": row.source,
            "seen_on": row.seen_on,
            "by": "" if row.noted_by is None else row.noted_by.name,
            "noted_at": localtime(row.noted_at),
            "list": row.list_version,
        }
        for row in rows
    ]


def joining(join: SignalJoin, beside: Signal) -> dict[str, Any]:
    """Give the signal on the other side of a joining, with who joined them, when and why."""
    return {
        "number": beside.number,
        "url": f"/signals/{beside.number}/",
        "reason": join.reason,
        "at": localtime(join.at),
        "by": f"{join.by.name}, {join.organisation.name}",
    }
