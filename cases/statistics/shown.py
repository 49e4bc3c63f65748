"""A kept report as tables: the same on the page, on paper and in open formats."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.small_cells import LEAST
from cases.spreadsheets import BYTE_ORDER_MARK, harmless
from cases.statistics.choices import COUNTS, DURATIONS
from cases.statistics.models import BoardReport
from cases.statistics.rules import Period


def period_name(period: Period) -> str:
    """Give a period as people say it."""
    if period.quarters == 4:
        return str(period.year)
    words = {1: _("first quarter"), 2: _("first half year"), 3: _("first three quarters")}
    return f"{period.year}, {words[period.quarters]}"


def title(report: BoardReport) -> str:
    """Give the heading of a report."""
    return _("Figures of %(period)s") % {"period": period_name(report.period)}


def lead(report: BoardReport) -> list[str]:
    """Say whose figures these are, how they were counted and what they do not say."""
    made = {
        "table": report.covenant.name,
        "home": report.organisation.name,
        "who": report.made_by.name,
        "at": date_format(timezone.localtime(report.made_at), "j F Y"),
        "version": report.definitions,
    }
    return [
        _(
            "%(table)s. Counted on %(at)s by %(who)s, %(home)s, from what that desk may read. "
            "Definitions %(version)s."
        )
        % made,
        _(
            "A number below %(least)s is not shown, nor one that would give it away. All numbers are "
            "rounded to fives, so parts and total can differ a little. Figures say how the work goes, never "
            "how a young person is doing."
        )
        % {"least": LEAST},
    ]


def counts(report: BoardReport) -> list[dict[str, Any]]:
    """Give every whole with the parts that are told; a bar is as long as its share of the largest part."""
    found = []
    for code, about in COUNTS.items():
        told = report.figures["counts"].get(code)
        if told is None:
            continue
        most = max((number for number in told["parts"].values() if number), default=0)
        parts = [
            {"label": label, "number": number, "bar": round(100 * number / most)}
            for part, label in about.parts
            if (number := told["parts"].get(part)) is not None
        ]
        hidden = [str(label) for part, label in about.parts if told["parts"].get(part) is None]
        found.append(
            {
                "code": code,
                "title": about.title,
                "means": about.means,
                "total": told["total"],
                "parts": parts,
                "hidden": ", ".join(hidden),
            }
        )
    return found


def durations(report: BoardReport) -> list[dict[str, Any]]:
    """Give how long things took: half of them took at most so long."""
    return [
        {"code": code, "title": about.title, "means": about.means, "unit": about.unit, "rows": _told(rows)}
        for code, about in DURATIONS.items()
        if (rows := report.figures["durations"].get(code)) is not None
    ]


def on_paper(report: BoardReport, *, footer: str) -> dict[str, Any]:
    """Give the report as plain values for the template of the document."""
    return {
        "title": title(report),
        "language": get_language(),
        "footer": footer,
        "lead": lead(report),
        "parts": [*map(_count_on_paper, counts(report)), *map(_duration_on_paper, durations(report))],
    }


def as_json(report: BoardReport) -> dict[str, Any]:
    """Give the report in codes, for a program."""
    return {
        "covenant": report.covenant.name,
        "organisation": report.organisation.name,
        "since": report.period.since.isoformat(),
        "until": report.until.isoformat(),
        "made_at": report.made_at.isoformat(),
        "definitions": report.definitions,
        **report.figures,
    }


def as_csv(report: BoardReport) -> str:
    """Give the report as a table for a spreadsheet; what is hidden is an empty cell."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Figure"), _("Part"), _("How many"), _("Half took at most"), _("Unit")])
    writer.writerows(
        [["" if cell is None else harmless(str(cell)) for cell in row] for row in _lines(report)]
    )
    return BYTE_ORDER_MARK + written.getvalue()


def _told(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave a table out when nothing in it may be told."""
    return rows if any(row["middle"] is not None for row in rows) else []


def _lines(report: BoardReport) -> Iterator[list[Any]]:
    for count in counts(report):
        yield [count["title"], _("Total"), count["total"], None, None]
        for part in count["parts"]:
            yield [count["title"], part["label"], part["number"], None, None]
        if count["hidden"]:
            yield [count["title"], count["hidden"], None, None, None]
    for lasted in durations(report):
        for row in lasted["rows"]:
            yield [lasted["title"], row["name"], row["count"], row["middle"], lasted["unit"]]


def _count_on_paper(count: dict[str, Any]) -> dict[str, Any]:
    if count["total"] is None:
        return _part(count, None)
    rows = [[str(part["label"]), _number(part["number"])] for part in count["parts"]]
    if count["hidden"]:
        rows.append([_("Too few to tell apart: %(parts)s") % {"parts": count["hidden"]}, ""])
    rows.append([_("Total"), _number(count["total"])])
    table = {"columns": [_("Part"), _("How many")], "widths": [4, 1], "rows": rows}
    return _part(count, table)


def _duration_on_paper(lasted: dict[str, Any]) -> dict[str, Any]:
    rows = [
        [row["name"] or _("All"), _number(row["middle"]), _number(row["count"])] for row in lasted["rows"]
    ]
    columns = [_("Who"), _("Half took at most (%(unit)s)") % {"unit": lasted["unit"]}, _("How many")]
    table = {"columns": columns, "widths": [3, 2, 1], "rows": rows} if rows else None
    return _part(lasted, table)


def _part(about: dict[str, Any], table: dict[str, Any] | None) -> dict[str, Any]:
    text = [str(about["means"])] + ([] if table else [_("Too few to tell.")])
    return {"title": str(about["title"]), "text": text, "figures": [], "table": table, "notes": []}


def _number(number: float | None) -> str:
    return _("hidden") if number is None else number_format(number)
