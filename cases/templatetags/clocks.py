"""The clock of a term, for a template that has only the term."""

from datetime import date, datetime
from typing import Any

from django import template

from cases.coordination import words

register = template.Library()


@register.inclusion_tag("components/clock.html", takes_context=True)
def clock(context: dict[str, Any], due: date | datetime | None, label: str = "") -> dict[str, Any]:
    """Show the clock of a term; ``due`` is an aware instant or a local date."""
    return words.clock(label, due, now=context["request"].now)
