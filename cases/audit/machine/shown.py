"""What the report of the time machine says on paper, as plain values for the template."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.audit import reading
from cases.audit.machine import answer
from cases.audit.machine.answer import Answer, Asked
from cases.audit.machine.sentences import facts, headline, moment, others, parts, readers
from cases.audit.models import LedgerLine
from cases.audit.sentences import label, tell
from organisations.actor import Actor

#: More lines than this make a report that nobody reads; it says so, and the page has the rest.
MOST = 500


def on_paper(asked: Asked, found: Answer, *, made_by: Actor, now: datetime) -> dict[str, Any]:
    """Give the words of the report in the active language; ``now`` (aware) is when it was made."""
    title = _("Who could see what: case %(case)s") % {"case": asked.case.number}
    lines = answer.lines(asked)
    return {
        "title": title,
        "language": get_language(),
        "footer": f"{title} · {moment(asked.at)} · {made_by.label}, {moment(now)}",
        "lead": [headline(found)],
        "parts": [
            _part(_("What held at that moment"), figures=facts(found.scene)),
            _part(_("Parts of the case"), table=_parts(found)),
            _part(_("People who could read something"), table=_readers(found)),
            _part(_("Worked there and could read nothing"), figures=others(found)),
            _opened(lines),
            _part(_("Method"), _method(), _made(made_by, now)),
        ],
    }


def _part(title: str, *text: str, **extra: Any) -> dict[str, Any]:
    return {"title": title, "text": list(text), "figures": [], "table": None, "notes": [], **extra}


def _parts(found: Answer) -> dict[str, Any]:
    rows = [
        [row["label"], _("Open") if row["is_open"] else _("Closed"), row["why"], row["readers"] or "–"]
        for row in parts(found)
    ]
    columns = [_("Part"), _("Open"), _("On which ground, or why not"), _("Who could read it")]
    return {"columns": columns, "widths": [2, 2, 5, 4], "rows": rows}


def _readers(found: Answer) -> dict[str, Any]:
    rows = [[row["name"], row["role"], row["way"], row["parts"]] for row in readers(found)]
    columns = [_("Name"), _("Role"), _("By which way"), _("Parts of the case")]
    return {"columns": columns, "widths": [3, 3, 4, 5], "rows": rows or [["–"] * 4]}


def _opened(lines: QuerySet[LedgerLine]) -> dict[str, Any]:
    """Give the lines oldest first: on paper people read forward."""
    counted = answer.counts(lines)
    shown = list(lines.order_by("at", "id")[:MOST])
    names = reading.names_in(shown)
    rows = [[_stamp(line.at), label(line.event), *_said(line, names)] for line in shown]
    columns = [_("Time"), _("What happened"), _("Sentence"), _("Parts of the case")]
    total = counted["readings"] + counted["changes"] + counted["refused"]
    summary = _("Readings: %(readings)s. Changes: %(changes)s. Refused: %(refused)s. People: %(people)s.")
    notes = [] if total <= len(shown) else [_("The first %(shown)s lines.") % {"shown": number_format(MOST)}]
    return _part(
        _("What it really opened"),
        summary % counted,
        table={"columns": columns, "widths": [3, 3, 6, 3], "rows": rows} if rows else None,
        notes=notes,
    )


def _said(line: LedgerLine, names: reading.Names) -> list[str]:
    words = tell(line, names)
    reason = f" {words.reason}." if words.reason else ""
    return [f"{words.sentence}{reason}", words.scope or "–"]


def _stamp(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def _method() -> str:
    return _(
        "Rebuilt from the history of the case, of memberships and of the covenant. Which role may do what is "
        "taken from the software of today."
    )


def _made(made_by: Actor, now: datetime) -> str:
    words = {"name": made_by.label, "organisation": made_by.organisation.name, "when": moment(now)}
    return _("Made by %(name)s, %(organisation)s, on %(when)s. This was written down in the ledger.") % words
