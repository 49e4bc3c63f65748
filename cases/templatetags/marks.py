"""What a page shows many times and what never changes: drawn once, then repeated."""

from collections.abc import Hashable, Iterable
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> str:
    """Draw an icon; each is drawn once, for what it looks like depends on its name alone."""
    return render_to_string("components/icon.html", {"name": name})


@register.simple_tag
def drawn_once(template_name: str) -> str:
    """Draw a part of every page that depends on nothing but the language, once for each."""
    return _drawn(template_name, get_language())


@lru_cache(64)
def _drawn(template_name: str, language: str) -> str:
    return render_to_string(template_name)


@register.simple_tag
def badge(text: Any, tone: str = "neutral") -> str:
    """Draw a badge; a list has the same few in every row."""
    return _badge(str(text), tone)


@lru_cache(256)
def _badge(text: str, tone: str) -> str:
    return render_to_string("components/badge.html", {"text": text, "tone": tone})


@register.simple_tag
def navigation(items: Iterable[Hashable]) -> str:
    """Draw the lines of the navigation; who turns to the next page of a list has the same ones."""
    return _navigation(tuple(items))


@lru_cache(256)
def _navigation(items: tuple[Hashable, ...]) -> str:
    return render_to_string("components/nav.html", {"items": items})
