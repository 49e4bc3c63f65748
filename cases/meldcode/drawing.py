"""The board as a drawing: a row per organisation, a column per step, and one for the report.

Made on the server, in plain numbers. Whoever does not see it reads the same in the table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from cases.meldcode import choices
from cases.meldcode.board_rules import Standing
from cases.meldcode.lanes import Shown

NAME, STEP, HEAD, ROW, RADIUS = 236, 84, 48, 64, 15  # all in the units of the drawing
COUNT = 6  # five steps and the report
WIDTH = NAME + COUNT * STEP + 24
LETTERS = 30  # of a name, in one line


@dataclass(frozen=True, slots=True)
class Mark:
    """One step, or the report, of one organisation. Numbers are text: they are not for people to read."""

    x: str
    state: str
    sign: str
    when: Any


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a column: the number of the step, and a word."""

    x: str
    number: str
    word: Any


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation in the drawing."""

    y: str
    name_y: str
    note_y: str
    sign_y: str
    when_y: str
    name: str
    note: Any
    tone: str
    has_track: bool
    marks: list[Mark]
    late: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole drawing."""

    width: str
    height: str
    heads: list[Head]
    line_from: str
    line_to: str
    rows: list[Row]


def draw(lanes: Sequence[Shown]) -> Drawing:
    """Lay out the board; the order is that of the table."""
    middle = [_middle(column) for column in range(COUNT)]
    return Drawing(
        width=str(WIDTH),
        height=str(HEAD + ROW * len(lanes)),
        heads=[
            Head(str(x), str(number) if number <= len(choices.SHORT_STEPS) else "", word)
            for number, (x, word) in enumerate(zip(middle, choices.COLUMNS, strict=True), start=1)
        ],
        line_from=str(middle[0]),
        line_to=str(middle[-2]),
        rows=[_row(number, lane) for number, lane in enumerate(lanes)],
    )


def _row(number: int, lane: Shown) -> Row:
    y = HEAD + ROW * number + ROW // 2 - 6
    steps = [_mark(column, cell.state, cell.at, cell.number) for column, cell in enumerate(lane.cells)]
    report = _mark(COUNT - 1, "reported" if lane.reported_at else "open", lane.reported_at, "")
    waits = bool(lane.cells) or lane.facts.standing is Standing.NOT_STARTED
    return Row(
        y=str(y),
        name_y=str(y - 2),
        note_y=str(y + 16),
        sign_y=str(y + 5),
        when_y=str(y + RADIUS + 16),
        name=_cut(lane.organisation),
        note=lane.note,
        tone=lane.facts.standing.value,
        has_track=bool(lane.cells),
        marks=[*steps, report] if waits else [],
        late=str(_middle(COUNT - 1) + RADIUS + 6) if lane.facts.is_late else "",
    )


def _mark(column: int, state: str, when: Any, number: Any) -> Mark:
    sign = {"done": "✓", "reported": "✓", "skipped": "–"}.get(state, str(number))
    return Mark(str(_middle(column)), state, sign, when)


def _middle(column: int) -> int:
    return NAME + STEP * column + STEP // 2


def _cut(name: str) -> str:
    return (wrap(name, LETTERS, max_lines=1, placeholder=" …") or [name])[0]
