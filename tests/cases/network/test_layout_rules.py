"""The picture of a network: nothing lies on anything else, whatever somebody writes down."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.network import layout_rules
from cases.network.layout_rules import Box, Edge, Node, Picture, Text, fit, text_width

YOUNG = Node(0, "Noor Zeegras", "This case is about", "young")
DRAWINGS = (layout_rules.wide, layout_rules.narrow)


def node(key: int, title: str = "Ricky") -> Node:
    """Give a node with a title."""
    return Node(key, title, "A person · Possible suspect", "person")


def edge(first: int, second: int, label: str = "uses", **how: bool) -> Edge:
    """Give a link that is read from first to second and was seen."""
    return Edge(first, second, label, how.get("both", False), how.get("sure", True))


Area = tuple[float, float, float, float]  # left, top, right, bottom


def of_box(box: Box) -> Area:
    """Give the area of a box."""
    return (box.x, box.y, box.x + box.width, box.y + box.height)


def of_text(text: Text, size: int) -> Area:
    """Give the area of a line of words, from the top of its letters to below its tails."""
    return (text.x, text.y - size + 1, text.x + text_width(text.words, size), text.y + 3)


def overlap(one: Area, other: Area) -> bool:
    """Tell whether two areas have more than an edge in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def areas(picture: Picture) -> list[Area]:
    """Give every area of a picture that must stay free of all others: boxes, and words on lines."""
    labels = [of_text(line.label, layout_rules.LABEL_SIZE) for line in picture.lines if line.label]
    return [*map(of_box, picture.boxes), *labels]


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Node], list[Edge]]:
    """Give a network as people could write it down: loops, doubles, islands, long chains, odd names."""
    count = draw(st.integers(0, 14))
    titles = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)
    nodes = [YOUNG, *(node(key, draw(titles)) for key in range(1, count + 1))]
    ends = st.tuples(st.integers(0, count), st.integers(0, count)).filter(lambda pair: pair[0] != pair[1])
    pairs = draw(st.lists(ends, max_size=24)) if count else []
    return nodes, [edge(one, other, draw(titles), both=draw(st.booleans())) for one, other in pairs]


@pytest.mark.parametrize("draw_it", DRAWINGS)
@settings(max_examples=150, deadline=None)
@given(network=networks())
def test_nothing_lies_on_anything_and_all_lies_inside(draw_it, network) -> None:
    picture = draw_it(*network)
    found = areas(picture)
    assert not [pair for pair in combinations(found, 2) if overlap(*pair)]
    for left, top, right, bottom in found:
        assert left >= 0
        assert top >= 0
        assert right <= picture.width
        assert bottom <= picture.height


@pytest.mark.parametrize("draw_it", DRAWINGS)
@settings(max_examples=150, deadline=None)
@given(network=networks())
def test_everybody_stands_in_it_once_and_words_fit_their_box(draw_it, network) -> None:
    nodes, edges = network
    picture = draw_it(nodes, edges)
    assert sorted(box.key for box in picture.boxes) == [one.key for one in nodes]
    for box in picture.boxes:
        assert text_width(box.title.words, layout_rules.TITLE_SIZE, is_bold=True) <= box.title.width
        left = box.note.x + text_width(box.note.words, layout_rules.NOTE_SIZE)
        assert all(mark.x - 10 >= left for mark in box.marks)


@settings(max_examples=150, deadline=None)
@given(network=networks())
def test_every_pair_has_a_line_or_a_number_at_both_ends(network) -> None:
    nodes, edges = network
    numbers = layout_rules.numbers(nodes, edges)
    tree = layout_rules.grow(nodes, edges)
    drawn = {frozenset((key, above)) for key, (above, _edges) in tree.above.items()}
    assert drawn | set(numbers) == {frozenset((one.first, one.second)) for one in edges}
    assert not drawn & set(numbers)
    assert layout_rules.wide(nodes, edges) == layout_rules.wide(nodes, edges)


def test_the_shortest_way_is_a_line_and_the_other_gets_a_number() -> None:
    nodes = [YOUNG, node(1), node(2), node(3)]
    edges = [edge(1, 0, "pays"), edge(0, 2, "friend", both=True), edge(2, 1, "knows"), edge(1, 3)]
    picture = layout_rules.wide(nodes, edges)
    assert [line.label.words for line in picture.lines if line.label] == ["← pays", "friend", "uses →"]
    assert layout_rules.numbers(nodes, edges) == {frozenset((1, 2)): 1}
    assert {box.key: [mark.number for mark in box.marks] for box in picture.boxes} == {
        0: [],
        1: [1],
        2: [1],
        3: [],
    }
    assert sum(line.is_aside for line in picture.lines) == 1


def test_who_is_linked_with_nobody_stands_there_without_a_line() -> None:
    picture = layout_rules.wide([YOUNG, node(1)], [])
    assert [box.key for box in picture.boxes] == [0, 1]
    assert picture.lines == ()


def test_several_links_of_two_share_a_line_and_it_is_whole_when_one_was_seen() -> None:
    edges = [edge(1, 0, "knows", sure=False), edge(1, 0, "pays", sure=True)]
    (line,) = layout_rules.narrow([YOUNG, node(1)], edges).lines
    assert line.label is not None
    assert line.label.words == "← knows +1"
    assert line.is_sure


def test_a_phone_needs_no_scrolling_sideways() -> None:
    chain = [edge(key, key + 1) for key in range(12)]
    picture = layout_rules.narrow([YOUNG, *map(node, range(1, 13))], chain)
    assert picture.width <= 343  # 375 px less the margins of the page


def test_a_long_name_is_cut_off_with_a_sign_that_says_so() -> None:
    assert fit("Ricky", 200, 14) == "Ricky"
    cut = fit("A very long description of somebody on a scooter", 120, 14)
    assert cut.endswith("…")
    assert text_width(cut, 14) <= 120
