"""Where everything in the picture of a network stands. PURE: the same network gives the same picture.

A drawing of free floating dots crosses its own lines and covers its own words. So this one is a tree that
grows from the young person, by the shortest way to each: every text has a place of its own, and nothing can
lie on top of it. What the tree can't hold, a second way to somebody, gets a number that stands at both its
ends. Wide, it grows to the right; on a phone it grows down, so that words stay as large as those around it.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

ROOT = 0
BOX_WIDTH, BOX_HEIGHT = 208, 52
GAP, ROW = 160, 68
MARGIN = 8
PHONE_WIDTH, PHONE_LABEL, PHONE_INDENT, PHONE_INDENTS = 340, 20, 24, 130
TITLE_SIZE, NOTE_SIZE, LABEL_SIZE = 14, 12, 12
PAD = 10
MARK_WIDTH, MOST_MARKS = 22, 4
CUT = "…"
LAST_LATIN = 0x24F
_NARROW = frozenset("iljtfrI.,:;'|!()[] -")
_WIDE = frozenset("mwMW@%—…ABCDEFGHKNOPQRSTUVXYZÆŒ→←")


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody or something; the young person is number 0. ``look`` is the name of how it is drawn."""

    key: int
    title: str
    note: str
    look: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two nodes, read from first to second."""

    first: int
    second: int
    label: str
    is_both_ways: bool
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A line of words: where it begins, its baseline, and how wide it may be at most."""

    x: int
    y: int
    words: str
    width: int


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a link that the tree can't hold, at one of its ends."""

    x: int
    y: int
    number: int


@dataclass(frozen=True, slots=True)
class Box:
    """The place of a node with its two lines of words."""

    key: int
    x: int
    y: int
    width: int
    height: int
    look: str
    title: Text
    note: Text
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn link; the words stand on it, or not at all when a number tells it."""

    path: str
    is_sure: bool
    label: Text | None
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is drawn, in units of the screen (px)."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Tree:
    """The shortest ways from the young person, and the links that are left over, each with its number."""

    order: list[int] = field(default_factory=list)  # as they are read: each before what hangs below it
    depth: dict[int, int] = field(default_factory=dict)
    below: dict[int, list[int]] = field(default_factory=dict)
    above: dict[int, tuple[int, tuple[Edge, ...]]] = field(default_factory=dict)
    aside: list[tuple[int, int, tuple[Edge, ...]]] = field(default_factory=list)


def grow(nodes: Sequence[Node], edges: Iterable[Edge]) -> Tree:
    """Give the tree of a network. Who is linked with nobody stands in the first column, without a line."""
    links = _pairs(edges)
    tree = Tree()
    for start in (ROOT, *sorted(node.key for node in nodes)):
        if start not in tree.depth:
            tree.depth[start] = 0 if start == ROOT else 1
            if start != ROOT:
                tree.below.setdefault(ROOT, []).append(start)
            _reach(tree, start, links)
    used = {frozenset((key, parent)) for key, (parent, _edges) in tree.above.items()}
    tree.aside = [(*sorted(pair), found) for pair, found in links.items() if pair not in used]
    tree.order = _as_read(tree)
    return tree


def numbers(nodes: Sequence[Node], edges: Iterable[Edge]) -> dict[frozenset[int], int]:
    """Give the number of each pair whose link the tree can't hold; the picture shows it at both ends."""
    aside = grow(nodes, edges).aside
    return {frozenset((one, other)): number for number, (one, other, _found) in enumerate(aside, start=1)}


def _pairs(edges: Iterable[Edge]) -> dict[frozenset[int], tuple[Edge, ...]]:
    """Give the links per pair, in the order in which they were written down."""
    found: dict[frozenset[int], tuple[Edge, ...]] = {}
    for edge in edges:
        pair = frozenset((edge.first, edge.second))
        found[pair] = (*found.get(pair, ()), edge)
    return found


def _reach(tree: Tree, start: int, links: dict[frozenset[int], tuple[Edge, ...]]) -> None:
    """Walk from one node to everything that hangs on it, the nearest first."""
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for pair, found in links.items():
            there = next(iter(pair - {here}), None) if here in pair else None
            if there is None or there in tree.depth:
                continue
            tree.depth[there] = tree.depth[here] + 1
            tree.below.setdefault(here, []).append(there)
            tree.above[there] = (here, found)
            waiting.append(there)


def _as_read(tree: Tree) -> list[int]:
    order, waiting = [], [ROOT]
    while waiting:
        key = waiting.pop()
        order.append(key)
        waiting.extend(reversed(tree.below.get(key, [])))
    return order


def wide(nodes: Sequence[Node], edges: Iterable[Edge]) -> Picture:
    """Draw a network that grows to the right, for a screen. ``nodes`` holds the young person too."""
    tree = grow(nodes, edges)
    rows = _rows(tree)
    places = {
        key: (MARGIN + depth * (BOX_WIDTH + GAP), MARGIN + round(rows[key] * ROW), BOX_WIDTH)
        for key, depth in tree.depth.items()
    }
    lines = [
        _elbow(places[key], places[parent], found, parent) for key, (parent, found) in tree.above.items()
    ]
    lines += [Line(_aside(places[one], places[other]), True, None, True) for one, other, _found in tree.aside]
    return _picture(nodes, tree, places, lines)


def _rows(tree: Tree) -> dict[int, float]:
    """Give each node its row: an end of a branch has its own, what carries branches lies between."""
    rows: dict[int, float] = {}
    following = 0
    for key in tree.order:
        if not tree.below.get(key):
            rows[key] = float(following)
            following += 1
    for key in reversed(tree.order):
        if hanging := tree.below.get(key):
            rows[key] = (rows[hanging[0]] + rows[hanging[-1]]) / 2
    return rows


def _elbow(place: tuple[int, ...], parent: tuple[int, ...], found: tuple[Edge, ...], above: int) -> Line:
    """Draw from the parent's right side to the middle of a box; the words lie on the part that is its own."""
    x, middle = place[0], place[1] + BOX_HEIGHT // 2
    start, trunk = parent[0] + BOX_WIDTH, parent[0] + BOX_WIDTH + 14
    path = f"M{start} {parent[1] + BOX_HEIGHT // 2}H{trunk}V{middle}H{x}"
    room = x - trunk - 10
    return Line(path, _sure(found), _label(found, above, trunk + 6, middle - 6, room))


def _aside(one: tuple[int, ...], other: tuple[int, ...]) -> str:
    """Draw a curve between two boxes; it runs behind everything that holds words."""
    left, right = sorted((one, other))
    upper, lower = left[1] + BOX_HEIGHT // 2, right[1] + BOX_HEIGHT // 2
    start = left[0] + BOX_WIDTH
    end = start if left[0] == right[0] else right[0]
    bend = start + 56 if left[0] == right[0] else (start + end) // 2
    return f"M{start} {upper}C{bend} {upper} {bend} {lower} {end} {lower}"


def narrow(nodes: Sequence[Node], edges: Iterable[Edge]) -> Picture:
    """Draw a network that grows down, for a phone: each thing has a row, and its link stands above it."""
    tree = grow(nodes, edges)
    deepest = max(tree.depth.values())
    indent = min(PHONE_INDENT, PHONE_INDENTS // max(deepest, 1))
    height = PHONE_LABEL + BOX_HEIGHT + MARGIN
    places = {}
    for row, key in enumerate(tree.order):
        x = MARGIN + indent * tree.depth[key]
        places[key] = (x, row * height + (PHONE_LABEL if row else MARGIN), PHONE_WIDTH - MARGIN - x)
    lines = [_hook(places[key], places[top], found, top) for key, (top, found) in tree.above.items()]
    return _picture(nodes, tree, places, lines)


def _hook(place: tuple[int, ...], parent: tuple[int, ...], found: tuple[Edge, ...], above: int) -> Line:
    """Draw down from the parent and to a box; the words lie above that box."""
    x, y, width = place
    trunk = parent[0] + (x - parent[0]) // 2
    path = f"M{trunk} {parent[1] + BOX_HEIGHT}V{y + BOX_HEIGHT // 2}H{x}"
    return Line(path, _sure(found), _label(found, above, x + 2, y - 6, width - 2))


def _label(found: tuple[Edge, ...], above: int, x: int, y: int, room: int) -> Text:
    """Give the words of a link, with an arrow in the direction in which it is read."""
    first = found[0]
    more = f" +{len(found) - 1}" if len(found) > 1 else ""
    before = "" if first.is_both_ways or first.first == above else "← "
    after = " →" if not first.is_both_ways and first.first == above else ""
    left = room - text_width(before + more + after, LABEL_SIZE)
    return Text(x, y, f"{before}{fit(first.label, left, LABEL_SIZE)}{more}{after}", room)


def _sure(found: tuple[Edge, ...]) -> bool:
    return any(edge.is_sure for edge in found)


def _picture(
    nodes: Sequence[Node], tree: Tree, places: dict[int, tuple[int, ...]], lines: list[Line]
) -> Picture:
    numbers: dict[int, list[int]] = {}
    for number, (one, other, _found) in enumerate(tree.aside, start=1):
        numbers.setdefault(one, []).append(number)
        numbers.setdefault(other, []).append(number)
    known = {node.key: node for node in nodes}
    boxes = [_box(known[key], places[key], numbers.get(key, [])[:MOST_MARKS]) for key in tree.order]
    bends = 60 if any(line.is_aside for line in lines) else 0
    return Picture(
        width=max(box.x + box.width for box in boxes) + MARGIN + bends,
        height=max(box.y + box.height for box in boxes) + MARGIN,
        boxes=tuple(boxes),
        lines=tuple(lines),
    )


def _box(node: Node, place: tuple[int, ...], numbers: list[int]) -> Box:
    x, y, width = place
    room = width - 2 * PAD
    beside = room - MARK_WIDTH * len(numbers)
    right = x + width - PAD
    marks = tuple(
        Mark(right - MARK_WIDTH * (len(numbers) - index) + MARK_WIDTH // 2, y + 37, number)
        for index, number in enumerate(numbers)
    )
    title = Text(x + PAD, y + 21, fit(node.title, room, TITLE_SIZE, is_bold=True), room)
    note = Text(x + PAD, y + 41, fit(node.note, beside, NOTE_SIZE), beside)
    return Box(node.key, x, y, width, BOX_HEIGHT, node.look, title, note, marks)


def text_width(text: str, size: int, *, is_bold: bool = False) -> float:
    """Give how wide a text is at most, in px at a size in px; rather too wide than too narrow."""
    units = sum(_units(sign) for sign in text)
    return units * size * (1.08 if is_bold else 1)


def _units(sign: str) -> float:
    if sign in _NARROW:
        return 0.36
    return 0.95 if sign in _WIDE or ord(sign) > LAST_LATIN else 0.62


def fit(text: str, room: float, size: int, *, is_bold: bool = False) -> str:
    """Give a text, cut off where it would not fit; whole words stand in the table."""
    if text_width(text, size, is_bold=is_bold) <= room:
        return text
    kept = text
    while kept and text_width(kept + CUT, size, is_bold=is_bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + CUT
