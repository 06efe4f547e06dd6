import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.see.charts import Chart, draw_bars, draw_box_plots, draw_grid
from server.see.corpus_counts import CrossTable, MetierCount, SalaryQuartiles

COUNTS = st.lists(
    st.builds(MetierCount, st.just("x"), st.text(min_size=1, max_size=120), st.integers(0, 5000)),
    max_size=12,
)


def widths(chart: Chart, kind: str) -> list[int]:
    path = dict(chart.paths)[kind]
    return [int(width) for width in re.findall(r"h(\d+)v", path)]


def ends(path: str) -> list[int]:
    return [int(x) for x in re.findall(r"[ML](\d+) ", path)]


@given(COUNTS)
def test_a_bar_is_as_long_as_its_number_is_great(counts: list[MetierCount]) -> None:
    for chart in draw_bars(counts):
        found = widths(chart, "mark")
        assert len(found) == len(counts)
        ordered = sorted(zip((count.metiers for count in counts), found, strict=True))
        assert [width for _, width in ordered] == sorted(found)
        assert all(0 <= text.x <= chart.width and text.y >= 0 for text in chart.texts)
        assert all(text.y <= chart.height for text in chart.texts)


@given(COUNTS)
def test_no_two_texts_of_bars_are_on_one_line(counts: list[MetierCount]) -> None:
    narrow = next(chart for chart in draw_bars(counts) if chart.form == "narrow")
    places = [text.y for text in narrow.texts]
    assert len(set(places)) == len(places)


def pay(label: str, *points: float) -> SalaryQuartiles:
    return SalaryQuartiles(MetierCount(label, label, 12), *points)


def test_a_range_shows_its_five_points_in_their_order() -> None:
    wide, narrow = draw_box_plots([pay("bac", 1800, 1900, 2100, 2500, 4200)])
    for chart in (wide, narrow):
        paths = dict(chart.paths)
        low, high = ends(paths["range"])[:2]
        box = int(re.match(r"M(\d+)", paths["box"])[1])  # type: ignore[index]
        median = ends(paths["median"])[0]
        assert low < box < median < box + widths(chart, "box")[0] < high
    shown = [text.text for text in wide.texts]
    assert "bac (12)" in shown
    assert "2\u202f100" in shown
    assert [text for text in shown if text.endswith("€")] == [
        f"{thousands}\u202f{hundreds}\u00a0€"
        for thousands, hundreds in (
            (1, "500"), (2, "000"), (2, "500"), (3, "000"), (3, "500"), (4, "000"), (4, "500"),
        )
    ]  # fmt: skip


def test_levels_that_all_earn_the_same_are_drawn_too() -> None:
    for chart in draw_box_plots([pay("bac", 2000, 2000, 2000, 2000, 2000)]):
        assert widths(chart, "box") == [1]
    assert all(chart.texts == [] or chart.height for chart in draw_box_plots([]))


@pytest.mark.parametrize("form", [0, 1])
def test_a_square_is_as_large_as_its_number_is_great(form: int) -> None:
    columns = [("a", "A", "un"), ("b", "B", "deux"), ("c", "C", "trois")]
    numbers = {("x", "a"): 1, ("x", "b"): 16, ("x", "c"): 4}
    chart = draw_grid(
        CrossTable([MetierCount("x", "x", 21), MetierCount("y", "y", 0)], columns, numbers)
    )[form]
    one, sixteen, four = widths(chart, "mark")
    assert one < four < sixteen
    assert abs(sixteen - 2 * four) <= 1, "it is the area that counts"
    assert [text.text for text in chart.texts if text.kind == "tick"] == [
        "A",
        "A",
        "B",
        "B",
        "C",
        "C",
    ]
