"""The rows of a list of cases, written out: as a template they took a fifth of the page that is read most."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.casefile.listing import Row
from cases.templatetags.clocks import stamp
from cases.templatetags.marks import badge

register = template.Library()

#: The head of a column, said again on a phone, stands in a row already when its values are filled in.
CELL = '<td><span class="cell-label">{}</span><span class="cell-value">%s</span></td>'
CASE = (
    '<a class="utrecht-link utrecht-link--html-a" href="{}"><strong>{}</strong></a>'
    '<br><span class="muted"><span class="nowrap">{}</span>{}{}</span>'
)
PSEUDONYM = ' · <span class="nowrap">{}</span>'
ROW = f"<tr>{CELL % CASE.replace('{}', '{{}}')}{CELL % '{{}}' * 3}</tr>"


@register.simple_tag
def case_rows(rows: Iterable[Row]) -> SafeString:
    """Draw rows under the heads case, urgency, coordinator and last change."""
    row = format_html(ROW, _("Case"), _("Urgency"), _("Coordinator"), _("Last change"))
    return format_html_join("\n", row, (_values(each) for each in rows))


def _values(row: Row) -> tuple[str, ...]:
    """Give what fills the blanks of a row; all that is not markup by now is escaped there, once."""
    pseudonym = format_html(PSEUDONYM, row.pseudonym) if row.pseudonym else ""
    table = format_html("<br>{}", row.table) if row.table else ""
    case = (row.url, row.title, row.number, pseudonym, table)
    return *case, _marks(row), row.coordinator, stamp(row.changed_at)


def _marks(row: Row) -> SafeString:
    """Draw the urgency, and beside it what else has to be known before the case is opened."""
    first = badge(row.urgency, row.tone)
    if not row.marks:
        return first
    return format_html_join(" ", "{}", ((mark,) for mark in (first, *(badge(*mark) for mark in row.marks))))
