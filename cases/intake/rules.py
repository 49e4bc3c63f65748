"""How a signal walks from "somebody saw something" to "the person who told us has heard back".

A signal takes one step at a time: received, under investigation, verified, established, classified, fed back.
The order is that of the Limburg reporting desk, which investigates, verifies, establishes, classifies and
feeds back (https://www.meldpuntaanpakloverboyslimburg.nl/meldpunt; the states are a design choice).
A signal that cannot be substantiated says so with a reason, is fed back too, and may be opened again.
Nothing here adds signals up: one signal means little, absence proves nothing, and people do the weighing
(https://www.hetckm.nl/zelf-mensenhandel-herkennen/).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from cases.moves import Move, take
from cases.workdays import LiberationDay, after, deadline, is_after


class SignalStatus(StrEnum):
    """Where a signal stands in the triage chain."""

    RECEIVED = "received"
    UNDER_INVESTIGATION = "under_investigation"
    VERIFIED = "verified"
    ESTABLISHED = "established"
    CLASSIFIED = "classified"
    FED_BACK = "fed_back"
    NOT_SUBSTANTIATED = "not_substantiated"


MOVES: dict[SignalStatus, frozenset[SignalStatus]] = {
    SignalStatus.RECEIVED: frozenset({SignalStatus.UNDER_INVESTIGATION}),
    SignalStatus.UNDER_INVESTIGATION: frozenset({SignalStatus.VERIFIED, SignalStatus.NOT_SUBSTANTIATED}),
    SignalStatus.VERIFIED: frozenset({SignalStatus.ESTABLISHED, SignalStatus.NOT_SUBSTANTIATED}),
    SignalStatus.ESTABLISHED: frozenset({SignalStatus.CLASSIFIED, SignalStatus.NOT_SUBSTANTIATED}),
    SignalStatus.CLASSIFIED: frozenset({SignalStatus.FED_BACK}),
    SignalStatus.NOT_SUBSTANTIATED: frozenset({SignalStatus.FED_BACK, SignalStatus.UNDER_INVESTIGATION}),
    SignalStatus.FED_BACK: frozenset(),
}

# What is put aside, and what is taken up again, must be explained to whoever reads the file later.
NEEDS_REASON: frozenset[tuple[SignalStatus, SignalStatus]] = frozenset(
    {(status, SignalStatus.NOT_SUBSTANTIATED) for status in SignalStatus}
    | {(SignalStatus.NOT_SUBSTANTIATED, SignalStatus.UNDER_INVESTIGATION)}
)


#: What still waits for the desk: every status from which a step leads on.
WAITING: tuple[SignalStatus, ...] = tuple(status for status, steps in MOVES.items() if steps)


def is_set_aside(walked: tuple[SignalStatus, ...]) -> bool:
    """Tell whether a signal that took these steps, oldest first, ended as not substantiated.

    Feeding that back to the reporter doesn't change it: what was not substantiated does not belong in the
    file of a young person (storage for a purpose, GDPR art. 5.1.b-c).
    """
    judged = [status for status in walked if status is not SignalStatus.FED_BACK]
    return bool(judged) and judged[-1] is SignalStatus.NOT_SUBSTANTIATED


def needs_reason(current: SignalStatus, to: SignalStatus) -> bool:
    """Tell whether a reason is obligatory for this step."""
    return (current, to) in NEEDS_REASON


def move(current: SignalStatus, to: SignalStatus, *, reason: str = "") -> Move[SignalStatus]:
    """Let a signal take one step of the chain.

    Raises: MoveRefused when the step does not exist or its reason is missing.
    """
    return take(MOVES, SignalStatus(current), SignalStatus(to), reason=reason, needs_reason=NEEDS_REASON)


class Urgency(StrEnum):
    """How soon somebody must look at a signal, as the person who logs it judges."""

    ACUTE = "acute"
    URGENT = "urgent"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class TriageTerms:
    """The terms a region agrees on; no source prescribes them, so all four are settings."""

    acute: timedelta = timedelta(hours=1)
    urgent_workdays: int = 1
    normal_workdays: int = 5
    feedback_workdays: int = 10


USUAL_TERMS = TriageTerms()


def triage_due(
    received_at: datetime,
    urgency: Urgency,
    *,
    terms: TriageTerms = USUAL_TERMS,
    liberation_day: LiberationDay = "every_5_years",
) -> datetime:
    """Give the moment by which somebody must have taken up a signal that came in at an aware moment.

    The acute term runs day and night; the other terms end at the end of a Dutch working day.
    """
    if Urgency(urgency) == Urgency.ACUTE:
        return after(received_at, terms.acute)
    days = terms.urgent_workdays if urgency == Urgency.URGENT else terms.normal_workdays
    return deadline(received_at, days, liberation_day=liberation_day)


def feedback_due(
    received_at: datetime,
    *,
    terms: TriageTerms = USUAL_TERMS,
    liberation_day: LiberationDay = "every_5_years",
) -> datetime:
    """Give the moment by which whoever gave the signal hears back: every signal has one."""
    return deadline(received_at, terms.feedback_workdays, liberation_day=liberation_day)


class ReportFault(Exception):
    """An answer cannot stay as it is; `code` says why and `field` names the answer to look at again."""

    def __init__(self, code: StrEnum, *, field: str) -> None:
        super().__init__(f"{field}: {code}")
        self.code, self.field = code, field


class TimeFault(StrEnum):
    """What cannot be true about the times of a signal."""

    FUTURE = "future"
    LONG_AGO = "long_ago"
    NOTICED_BEFORE_HAPPENED = "noticed_before_happened"


class ImpossibleTimes(ReportFault):
    """The times cannot be true."""


#: Nobody at the table was there longer ago than this: such a year was typed wrong.
LIFETIME_YEARS = 100


def check_times(happened_at: datetime | None, noticed_at: datetime | None, now: datetime) -> None:
    """Check when it happened and when it was noticed (aware moments); either may be unknown.

    Raises: ImpossibleTimes when a moment lies in the future or a lifetime ago, or it was noticed before it
        happened.
    """
    for field, moment in (("happened_at", happened_at), ("noticed_at", noticed_at)):
        if moment is not None and moment.year < now.year - LIFETIME_YEARS:
            raise ImpossibleTimes(TimeFault.LONG_AGO, field=field)
        if moment is not None and is_after(moment, now):
            raise ImpossibleTimes(TimeFault.FUTURE, field=field)
    if happened_at is not None and noticed_at is not None and is_after(happened_at, noticed_at):
        raise ImpossibleTimes(TimeFault.NOTICED_BEFORE_HAPPENED, field="noticed_at")


def check_day(day: date, *, today: date, field: str) -> None:
    """Check a day on which something was noticed; `field` names the answer.

    Raises: ImpossibleTimes when it lies in the future or a lifetime ago.
    """
    if day > today:
        raise ImpossibleTimes(TimeFault.FUTURE, field=field)
    if day.year < today.year - LIFETIME_YEARS:
        raise ImpossibleTimes(TimeFault.LONG_AGO, field=field)


class Subject(StrEnum):
    """Whom or what a signal is about."""

    YOUNG_PERSON = "young_person"
    SUSPECT = "suspect"
    PLACE = "place"
    PHONE = "phone"
    PLATE = "plate"
    NOBODY = "nobody"


#: No more than is needed (GDPR art. 5.1.c): a place has no name of a person, and the date of birth of
#: somebody who is only suspected is not kept (GDPR art. 10).
FITTING: dict[Subject, frozenset[str]] = {
    Subject.YOUNG_PERSON: frozenset(
        {"subject_name", "subject_birth_date", "subject_description", "subject_phone"}
    ),
    Subject.SUSPECT: frozenset({"subject_name", "subject_description", "subject_phone", "subject_plate"}),
    Subject.PLACE: frozenset({"subject_description"}),
    Subject.PHONE: frozenset({"subject_phone", "subject_description"}),
    Subject.PLATE: frozenset({"subject_plate", "subject_description"}),
    Subject.NOBODY: frozenset(),
}


#: A signal about a number names that number.
NAMED_BY: dict[Subject, str] = {Subject.PHONE: "subject_phone", Subject.PLATE: "subject_plate"}
#: Third persons and what leads to them belong to the network of a case, not to its signals.
IN_NETWORK = frozenset({Subject.SUSPECT, Subject.PHONE, Subject.PLATE})


class SubjectFault(StrEnum):
    """What is wrong with the description of whom a signal is about."""

    DOES_NOT_FIT = "does_not_fit"
    NOTHING_TO_GO_BY = "nothing_to_go_by"
    BORN_IN_FUTURE = "born_in_future"
    BORN_LONG_AGO = "born_long_ago"
    NO_PHONE = "no_phone"
    NO_PLATE = "no_plate"


class UnclearSubject(ReportFault):
    """It is not clear whom or what the signal is about."""


def check_subject(subject: Subject, answers: Mapping[str, str | date | None], *, today: date) -> None:
    """Check name, date of birth and description (the keys of `FITTING`) against whom the signal is about.

    Raises: UnclearSubject when an answer does not fit, all are empty, or the date of birth cannot be true.
    """
    fitting = FITTING[Subject(subject)]
    for field, answer in answers.items():
        if answer and field not in fitting:
            raise UnclearSubject(SubjectFault.DOES_NOT_FIT, field=field)
    named = NAMED_BY.get(Subject(subject))
    if fitting and not any(answers.get(field) for field in fitting if named in (None, field)):
        raise UnclearSubject(SubjectFault.NOTHING_TO_GO_BY, field=named or "subject_description")
    if phone := answers.get("subject_phone"):
        check_phone(str(phone), field="subject_phone")
    if plate := answers.get("subject_plate"):
        check_plate(str(plate), field="subject_plate")
    born = answers.get("subject_birth_date")
    if isinstance(born, date):
        check_birth_date(born, today=today, field="subject_birth_date")


def check_phone(typed: str, *, field: str) -> None:
    """Check a phone number of anywhere: six digits at least, fifteen at most (ITU-T E.164).

    Raises: UnclearSubject when it can't be one.
    """
    digits = sum(sign.isdigit() for sign in typed)
    if not 6 <= digits <= 15 or any(sign.isalpha() for sign in typed):
        raise UnclearSubject(SubjectFault.NO_PHONE, field=field)


def check_plate(typed: str, *, field: str) -> None:
    """Check a number plate, a foreign one or a part of it as well: three to ten letters and digits.

    Raises: UnclearSubject when it can't be one.
    """
    if not 3 <= sum(sign.isalnum() for sign in typed) <= 10 or not any(sign.isdigit() for sign in typed):
        raise UnclearSubject(SubjectFault.NO_PLATE, field=field)


def check_birth_date(born: date, *, today: date, field: str) -> None:
    """Check a date of birth; `field` names the answer.

    Raises: UnclearSubject when it lies in the future, or more than a lifetime ago.
    """
    if born > today:
        raise UnclearSubject(SubjectFault.BORN_IN_FUTURE, field=field)
    if born.year < today.year - LIFETIME_YEARS:
        raise UnclearSubject(SubjectFault.BORN_LONG_AGO, field=field)


class GroundFault(StrEnum):
    """What is missing when somebody asks for haste."""

    GROUND_MISSING = "ground_missing"


class GroundMissing(ReportFault):
    """Urgent or acute, but it does not say why."""


def check_ground(urgency: Urgency, ground: str) -> None:
    """Check that whoever calls a signal urgent or acute says why; normal needs no ground.

    Raises: GroundMissing when the ground is empty.
    """
    if Urgency(urgency) is not Urgency.NORMAL and not ground.strip():
        raise GroundMissing(GroundFault.GROUND_MISSING, field="urgency_ground")
