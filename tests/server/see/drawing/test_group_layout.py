"""Pictures of made-up neighbourhoods: nothing overlaps, nothing is outside, nothing is lost."""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.browse.concept import Node
from server.see.drawing.drawing_model import Box, Picture, PlacedGroup, PlacedNode, thread_path
from server.see.drawing.group_layout import draw_narrow, draw_wide
from server.see.neighbourhood_data import NeighbourGroup, Neighbourhood

MORE = "et {} autres"
Draw = Callable[[Neighbourhood, str], Picture]
LABELS = st.one_of(
    st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=150),
    st.lists(st.sampled_from(["de", "gestion", "administration", "MW", "métier"]), min_size=1)
    .map(" ".join),
)  # fmt: skip


@st.composite
def groups(draw: st.DrawFn, name: str, most: int) -> list[NeighbourGroup]:
    found = []
    for at in range(draw(st.integers(0, most))):
        labels = draw(st.lists(LABELS, min_size=1, max_size=8))
        nodes = [Node(f"{name}-{at}-{n}", label) for n, label in enumerate(labels)]
        left_out = draw(st.sampled_from([0, 2, 1200]))
        found.append(NeighbourGroup(f"{at}", draw(LABELS), nodes, len(nodes) + left_out))
    return found


@st.composite
def neighbourhoods(draw: st.DrawFn) -> Neighbourhood:
    outer = draw(groups("a", 8))
    opened = None
    is_opened = draw(st.booleans())
    if outer and is_opened:
        group = draw(st.sampled_from(outer))
        node = draw(st.sampled_from(group.nodes))
        opened = Neighbourhood(node, draw(groups("b", 5)), place=group.key)
    return Neighbourhood(Node("x", draw(LABELS)), outer, opened)


def placed(groups: Iterable[PlacedGroup]) -> Iterator[PlacedNode]:
    for group in groups:
        for node in group.nodes:
            yield node
            yield from placed(node.groups)


def all_groups(picture: Picture) -> list[PlacedGroup]:
    return [*picture.left, *picture.right]


def boxes(picture: Picture) -> list[Box]:
    dots = [Box(node.x - 6, node.y - 6, 12, 12) for node in placed(all_groups(picture))]
    texts = [text.box for group in all_groups(picture) for text in group.texts()]
    return [picture.card, *texts, *dots]


@given(neighbourhoods())
@pytest.mark.parametrize("draw", [draw_wide, draw_narrow])
def test_nothing_overlaps_and_nothing_is_outside(draw: Draw, shown: Neighbourhood) -> None:
    picture = draw(shown, MORE)
    found = boxes(picture)
    assert not [pair for pair in combinations(found, 2) if pair[0].meets(pair[1])]
    for box in found:
        assert box.x >= picture.x
        assert box.y >= 0
        assert box.x + box.width <= picture.x + picture.width
        assert box.y + box.height <= picture.height


@given(neighbourhoods())
@pytest.mark.parametrize("draw", [draw_wide, draw_narrow])
def test_nothing_is_lost_and_the_same_is_drawn_again(draw: Draw, shown: Neighbourhood) -> None:
    picture = draw(shown, MORE)
    assert picture == draw(shown, MORE)
    found = [group.group for group in all_groups(picture)]
    assert found == list(shown.groups)
    inner = list(shown.opened.groups) if shown.opened else []
    nodes = [node for group in (*shown.groups, *inner) for node in group.nodes]
    drawn = [node.node for node in placed(all_groups(picture))]
    assert sorted(drawn, key=repr) == sorted(nodes, key=repr)


def test_a_thread_ends_at_the_last_node_of_its_group() -> None:
    group = NeighbourGroup("g", "relation", [Node("a", "un"), Node("b", "deux")], 2)
    picture = draw_wide(Neighbourhood(Node("x", "x"), [group]), MORE)
    hung = picture.right[0]
    assert hung.thread.endswith(f"V{hung.nodes[-1].y:.0f}")
    assert list(picture.left) == []
    assert picture.x > 0, "the empty side is cut off"


@pytest.mark.parametrize(("middle", "turns"), [(300, 2), (60, 2), (95, 0)])
def test_a_thread_bends_only_where_it_has_room(middle: float, turns: int) -> None:
    path = thread_path((10, 100), 30, 50, middle, middle + 80)
    assert path.startswith("M10 100")
    assert path.count("Q") == turns
    assert path.endswith(f"V{middle + 80:g}")


def test_the_two_sides_are_even() -> None:
    found = [
        NeighbourGroup(str(n), "relation", [Node(f"{n}-{m}", "un") for m in range(4)], 4)
        for n in range(6)
    ]
    picture = draw_wide(Neighbourhood(Node("x", "x"), found), MORE)
    assert len(picture.left) == len(picture.right) == 3
