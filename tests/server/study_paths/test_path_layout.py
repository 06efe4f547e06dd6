import pytest

from server.browse.concept import Node
from server.see.drawing.text_metrics import text_width
from server.study_paths.metier_paths import MetierPath, MetierStep
from server.study_paths.path_layout import PathDrawing, draw_paths

RANKS = {"3e": 10, "CAP": 30, "bac": 50, "bac + 2": 70, "bac + 3": 80}


def step(niveau: str, label: str = "", years: str = "2 ans") -> MetierStep:
    node = Node(f"https://e.org/niveau/{niveau}", niveau)
    said = label or niveau
    return MetierStep(
        (niveau, label), node, RANKS[niveau], said, years, "", "", (), 0, is_level=not label
    )


def path(start: str, *steps: MetierStep, length: str = "5 ans après la 3e") -> MetierPath:
    return MetierPath(
        Node(f"https://e.org/niveau/{start}", start), RANKS[start], steps, 1.0, length
    )


PATHS = [
    path("3e", step("CAP", "CAP")),
    path("3e", step("CAP", "CAP"), step("bac", "brevet professionnel")),
    path("3e", step("bac", "bac pro"), step("bac + 2", "BTS"), length=""),
    path("bac", step("bac + 3"), length="3 ans après le bac"),
]


def wide(*paths: MetierPath) -> PathDrawing:
    return draw_paths(paths or PATHS, "maçon/ne")[0]


def texts(drawing: PathDrawing, kind: str) -> list[str]:
    return [text.text for text in drawing.texts if text.kind.startswith(kind)]


def test_paths_that_begin_alike_share_their_steps() -> None:
    assert texts(wide(), "label").count("CAP") == 1
    assert len(wide().dots) == 2 + 5


def test_a_column_is_a_level() -> None:
    assert texts(wide(), "head") == ["3e", "CAP", "bac", "bac + 2", "bac + 3"]
    places = {text.text: text.x for text in wide().texts if text.kind == "head"}
    assert sorted(places.values()) == list(places.values())
    marks = {text.text: text.x for text in wide().texts if text.kind == "label"}
    assert marks["BTS"] == places["bac + 2"]


def test_what_follows_a_step_is_on_its_line_where_no_path_ends_with_it() -> None:
    drawing = wide(path("3e", step("bac", "bac pro"), step("bac + 2", "BTS")))
    assert len({dot.y for dot in drawing.dots}) == 1
    both = wide(path("3e", step("CAP", "CAP")), path("3e", step("CAP", "CAP"), step("bac", "BP")))
    assert len({dot.y for dot in both.dots}) == 2


def test_a_level_alone_is_another_dot() -> None:
    assert [dot.is_level for dot in wide(PATHS[3]).dots] == [True, True]
    assert [dot.is_level for dot in wide(PATHS[0]).dots] == [True, False]


def test_lengths_are_said_where_they_are_known() -> None:
    assert len(texts(wide(), "total")) == 3


@pytest.mark.parametrize("form", [0, 1])
def test_nothing_leaves_the_picture(form: int) -> None:
    long = "diplôme d'études universitaires scientifiques et techniques"
    paths = [*PATHS, path("bac", step("bac + 2", long), step("bac + 3", long))]
    drawing = draw_paths(paths, "un nom de métier qui est long, très long, et encore")[form]
    for text in drawing.texts:
        width = text_width(text.text, 14)
        ends = text.kind in ("total",)
        starts = drawing.form == "narrow" or "first" in text.kind
        left = text.x - width if ends else text.x if starts else text.x - width / 2
        assert left >= -1, text
        assert left + width <= drawing.width + 1, text
        assert 0 < text.y <= drawing.height
    for dot in drawing.dots:
        assert 0 < dot.x < drawing.width
        assert 0 < dot.y < drawing.height
