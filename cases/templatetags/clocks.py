"""The clock of a term, and an instant as it is read, for a template that has only the moment itself."""

from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cases.coordination import words

register = template.Library()


@register.inclusion_tag("components/clock.html", takes_context=True)
def clock(context: dict[str, Any], due: date | datetime | None, label: str = "") -> dict[str, Any]:
    """Show the clock of a term; ``due`` is an aware instant or a local date."""
    return words.clock(label, due, now=context["request"].now)


@register.filter
def stamp(at: datetime) -> SafeString:
    """Show an instant (aware) to the minute in local time; a list has dozens, and ``date`` is slow."""
    local = timezone.localtime(at)
    shown = f"{local.day} {_months(get_language())[local.month]} {local:%Y %H:%M}"
    return format_html(
        '<time class="nowrap" datetime="{}">{}</time>', local.isoformat(timespec="seconds"), shown
    )


@cache
def _months(language: str) -> dict[int, str]:
    """Give the short names of the months, looked up once for each language."""
    return {number: str(name) for number, name in MONTHS_3.items()}
