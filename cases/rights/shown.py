"""What the report about who looked says, in plain Dutch: the same words on the page and on paper."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cases.rights.choices import PLAIN, PLAIN_PARTS
from cases.rights.models import AccessReport
from cases.rights.report_rules import Entry
from organisations.choices import ROLES
from organisations.compartments import Compartment

ROLE_LABELS = dict(ROLES)


def title() -> str:
    """Give the heading of the report."""
    return _("Who looked in the file?")


def lead(report: AccessReport) -> list[str]:
    """Give what stands above the list: what it is, of which days, and that parts may be left out."""
    whose = {
        "young_person": _("This is a list of the people who looked in your file at the care table."),
        "guardian": _("This is a list of the people who looked in the file of your child at the care table."),
        "representative": _(
            "This is a list of the people who looked in the file of the person you speak for, at the care "
            "table."
        ),
    }
    days = _("It is about %(since)s up to and including %(until)s. It was made on %(made)s.")
    return [
        f"{whose[report.for_whom]} {days % _days(report)}",
        _(
            "You can read per day who looked, at which part, and why that was allowed. Sometimes somebody "
            "looks more than once on a day. Then we tell it once."
        ),
        _(
            "Parts of this list may be left out. The law allows that, to protect others or for other "
            "important reasons: AVG article 15 paragraph 4, and AVG article 23 with article 41 of the UAVG. "
            "Sometimes we do not tell a name, to protect somebody."
        ),
    ]


def closing() -> list[str]:
    """Give what stands below the list: what somebody can do who does not agree."""
    return [
        _(
            "Do you think that somebody looked who should not have? Or do you have a question? Tell your "
            "coordinator. We look into it and you hear what we found."
        ),
        _(
            "You can also complain to the Autoriteit Persoonsgegevens (autoriteitpersoonsgegevens.nl). They "
            "see to it that people handle data well."
        ),
    ]


def rows(found: list[Entry]) -> list[dict[str, Any]]:
    """Give the entries in words."""
    return [
        {
            "day": entry.day,
            "when": when(entry),
            "function": f"{ROLE_LABELS.get(entry.role, entry.role)}, {entry.organisation}",
            "name": entry.name or _("Name is not told"),
            "parts": ", ".join(str(PLAIN_PARTS[part.value]) for part in Compartment if part in entry.parts),
            "why": why(entry),
            "is_emergency": entry.is_emergency,
        }
        for entry in found
    ]


def when(entry: Entry) -> str:
    """Give the time of day; of more readings how many, between the first and the last."""
    first = date_format(entry.first, "H:i")
    if entry.times == 1:
        return first
    last = date_format(entry.last, "H:i")
    words = ngettext(
        "%(times)s time, %(first)s – %(last)s", "%(times)s times, %(first)s – %(last)s", entry.times
    )
    return words % {"times": entry.times, "first": first, "last": last}


def why(entry: Entry) -> str:
    """Give the purpose and the ground in plain words."""
    if entry.is_emergency:
        return _("In an emergency. Every time somebody does this, others check whether it was needed.")
    told = ["; ".join(str(PLAIN.get(code, code)) for code in ground.split("/")) for ground in entry.grounds]
    return ". ".join(_capital(one) for one in told) or _("For the work on the file")


def on_paper(report: AccessReport, found: list[Entry]) -> dict[str, Any]:
    """Give the report as plain values for the template of the document."""
    number = _("File %(number)s") % {"number": report.case.number}
    columns = [_("Day and time"), _("Who"), _("What was looked at"), _("Why")]
    lines = [
        [
            f"{date_format(row['day'], 'j F Y')}, {row['when']}",
            f"{row['name']}. {row['function']}",
            row["parts"],
            row["why"],
        ]
        for row in rows(found)
    ]
    table = {"columns": columns, "widths": [3, 4, 4, 4], "rows": lines} if lines else None
    nobody = [] if lines else [_("Nobody looked in this period.")]
    return {
        "title": title(),
        "language": get_language(),
        "footer": f"{number} · {stamp(report.made_at)}",
        "lead": lead(report),
        "parts": [
            {"title": _("Who looked"), "text": nobody, "figures": [], "table": table, "notes": []},
            {"title": _("Questions"), "text": closing(), "figures": [], "table": None, "notes": []},
        ],
    }


def stamp(at: datetime) -> str:
    """Give an instant in local time, as people write it."""
    return date_format(timezone.localtime(at), "j F Y H:i")


def _days(report: AccessReport) -> dict[str, str]:
    return {
        "since": date_format(report.since, "j F Y"),
        "until": date_format(report.until, "j F Y"),
        "made": date_format(timezone.localtime(report.made_at), "j F Y"),
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
