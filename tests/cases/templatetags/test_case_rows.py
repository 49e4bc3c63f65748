"""The rows of the list of cases are written out by hand: what is in them is text, and never markup."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from django.utils.html import escape

from cases.casefile.listing import IN_EMERGENCY, Mark, Row
from cases.templatetags.case_rows import case_rows

NADIA = Row(
    number="C-26-7KQ2M",
    url="/cases/C-26-7KQ2M/",
    title="Nadia Voorbeeld",
    pseudonym="Jongere 26-014",
    urgency="Spoed",
    tone="warning",
    marks=(),
    coordinator="Chris",
    changed_at=datetime(2026, 7, 1, 9, 30, tzinfo=UTC),
    table="Zorgtafel Noord",
)
MARKUP = '"><script>x</script>'


@pytest.mark.parametrize(
    "cell", [field.name for field in fields(Row) if isinstance(getattr(NADIA, field.name), str)]
)
def test_markup_in_a_cell_is_shown_and_not_obeyed(cell: str) -> None:
    drawn = case_rows([replace(NADIA, **{cell: MARKUP})])
    assert "<script" not in drawn
    assert escape(MARKUP) in drawn


def test_a_mark_stands_beside_the_urgency() -> None:
    drawn = case_rows([replace(NADIA, marks=(Mark("Gesloten <b>"), IN_EMERGENCY))])
    assert "Gesloten &lt;b&gt;" in drawn
    assert drawn.index("Spoed") < drawn.index("Gesloten")
    assert "badge--danger" in drawn


def test_a_pseudonym_stands_behind_the_number_only_when_the_name_is_shown() -> None:
    assert ' · <span class="nowrap">Jongere 26-014</span>' in case_rows([NADIA])
    assert " · " not in case_rows([replace(NADIA, title="Jongere 26-014", pseudonym="")])


def test_no_row_at_all() -> None:
    assert case_rows([]) == ""
