"""The moments that templates show by themselves."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.utils import translation

from cases.templatetags.clocks import stamp


@pytest.mark.parametrize(
    ("at", "language", "shown"),
    [
        (datetime(2026, 3, 1, 23, 5, tzinfo=UTC), "nl", "2 mrt 2026 00:05"),
        (datetime(2026, 7, 31, 8, 0, 59, tzinfo=UTC), "nl", "31 jul 2026 10:00"),
        (datetime(2026, 3, 1, 23, 5, tzinfo=UTC), "en", "2 mar 2026 00:05"),
    ],
)
def test_an_instant_is_shown_in_local_time_and_in_the_readers_language(
    at: datetime, language: str, shown: str
) -> None:
    with translation.override(language):
        assert f">{shown}</time>" in stamp(at)


@pytest.mark.parametrize(
    ("at", "machine"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25T02:30:00+02:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25T02:30:00+01:00"),
    ],
)
def test_the_hour_that_exists_twice_is_told_apart_by_machines(at: datetime, machine: str) -> None:
    assert f'datetime="{machine}"' in stamp(at)


def test_our_select_writes_the_same_options_as_djangos() -> None:
    choices = [("", "Maak <een> keuze"), ("groep", [("a", "A & B"), ("b", "B")])]
    field = forms.ChoiceField(choices=choices, widget=forms.Select(attrs={"required": True, "data-x": "1"}))
    ours = field.widget.render("keuze", "b")
    theirs = field.widget.render("keuze", "b", renderer=forms.renderers.DjangoTemplates())
    assert "".join(ours.split()) == "".join(theirs.split())
