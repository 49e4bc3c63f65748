"""What a report counts, what each number means, and what people call its parts.

``DEFINITIONS`` is a version: a report keeps the one that it was made with, and a version that was in use
never changes. Version 2 counts what version 1 did, and besides when, how long and from what kind of place
young people were missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.choices import (
    AGE_BANDS,
    COLOURS,
    FORMS_OF_CONCERN,
    PLACE_KINDS,
    SIGNAL_CHANNELS,
    SIGNAL_STATUSES,
)

DEFINITIONS = 2


@dataclass(frozen=True, slots=True)
class Count:
    """A whole with parts that do not overlap: its name, what is counted exactly, and the parts."""

    title: Promise
    means: Promise
    parts: Sequence[tuple[str, Promise]]


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something took: its name, from when to when exactly, and the unit."""

    title: Promise
    means: Promise
    unit: Promise


HOURS, MINUTES, DAYS = _("hours"), _("minutes"), _("days")
_UNKNOWN = ("unknown", _("Not known"))

COUNTS: dict[str, Count] = {
    "signals_by_channel": Count(
        _("Signals, by who reported"),
        _("Signals that the desk received in this period. One young person can have several signals."),
        SIGNAL_CHANNELS,
    ),
    "signals_by_form": Count(
        _("Signals, by form of exploitation"),
        _("The form as it was known when this report was made."),
        FORMS_OF_CONCERN,
    ),
    "signals_by_status": Count(
        _("Signals, by how far they are"),
        _("The step of triage at which the signal stood when this report was made."),
        SIGNAL_STATUSES,
    ),
    "cases_by_form": Count(
        _("Cases that started, by form of exploitation"),
        _("Cases that started in this period. A case is about one young person."),
        FORMS_OF_CONCERN,
    ),
    "cases_by_age": Count(
        _("Cases that started, by age"),
        _("The age when the case started, as far as it was known then."),
        AGE_BANDS,
    ),
    "cases_now": Count(
        _("Cases that started, and where they stand"),
        _("Whether the case was open, stepped down or closed when this report was made."),
        [("open", _("Open")), ("stepped_down", _("Stepped down")), ("closed", _("Closed"))],
    ),
    "episodes_by_colour": Count(
        _("Alerts, by colour"),
        _("Alerts about a missing young person, raised in this period and not withdrawn."),
        COLOURS,
    ),
    "missing_young_people": Count(
        _("Young people who were missing"),
        _("Each young person with an alert in this period is counted once, however often they were missing."),
        [("once", _("Once")), ("more", _("Twice or more"))],
    ),
    "episodes_by_month": Count(
        _("Alerts, by month"),
        _(
            "The alerts above, by the month in which they were raised. Only of a whole year: part of a year "
            "has no seasons."
        ),
        [(f"{number:02d}", name) for number, name in sorted(MONTHS.items())],
    ),
    "episodes_by_weekday": Count(
        _("Alerts, by day of the week"),
        _("The alerts above, by the day since which the young person was missing."),
        [(str(number), name) for number, name in sorted(WEEKDAYS.items())],
    ),
    "episodes_by_day_part": Count(
        _("Alerts, by part of the day"),
        _("The alerts above, by the hour since which the young person was missing, in Dutch time."),
        [
            ("night", _("Night, 0 to 6 o'clock")),
            ("morning", _("Morning, 6 to 12 o'clock")),
            ("afternoon", _("Afternoon, 12 to 18 o'clock")),
            ("evening", _("Evening, 18 to 24 o'clock")),
        ],
    ),
    "episodes_by_length": Count(
        _("Alerts, by how long the young person was missing"),
        _("The alerts above, from the moment since which the young person was missing until found or back."),
        [
            ("hours_4", _("Shorter than 4 hours")),
            ("hours_12", _("4 to 12 hours")),
            ("day", _("12 to 24 hours")),
            ("days_3", _("1 to 3 days")),
            ("week", _("3 to 7 days")),
            ("longer", _("A week or longer")),
            ("unknown", _("Still missing, or the end is not known")),
        ],
    ),
    "episodes_by_last_seen": Count(
        _("Alerts, by the kind of place where last seen"),
        _("The alerts above, by kind of place only. No address is counted or kept in this report."),
        [*PLACE_KINDS, _UNKNOWN],
    ),
    "episodes_by_found": Count(
        _("Alerts, by the kind of place where found"),
        _("The alerts above, by kind of place only. Whoever is still missing counts as not known."),
        [*PLACE_KINDS, _UNKNOWN],
    ),
    "return_talks": Count(
        _("Talks after a return"),
        _("Of the alerts above that ended with a return: what came of the talk."),
        [("held", _("Held")), ("refused", _("The young person did not want it")), ("open", _("Not yet"))],
    ),
    "meldcode": Count(
        _("Tracks of the Meldcode"),
        _("Tracks that professionals began in this period, with or without a report to Veilig Thuis."),
        [("reported", _("With a report")), ("not_reported", _("Without a report"))],
    ),
}

DURATIONS: dict[str, Duration] = {
    "signal_to_triage": Duration(
        _("From signal to the first step of triage"),
        _("From the moment that the signal came in until somebody took it up."),
        HOURS,
    ),
    "signal_to_coordinator": Duration(
        _("From signal to coordinator"),
        _("From the moment that the signal came in until its case had a coordinator and a deputy."),
        DAYS,
    ),
    "alert_to_answer": Duration(
        _("From alert to answer, by organisation"),
        _("From the moment that the organisation was called until somebody answered for it."),
        MINUTES,
    ),
}
