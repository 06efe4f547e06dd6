import pytest

from server.sparql.bar_chart import read_bars
from server.sparql.result_table import Cell, ResultTable


def number(text: str) -> Cell:
    return Cell(text, is_number=True)


def table(*rows: tuple[Cell, ...]) -> ResultTable:
    return ResultTable(("a", "b", "c")[: len(rows[0])], rows)


def test_a_column_of_names_and_one_of_numbers_make_a_chart() -> None:
    chart = read_bars(table((Cell("x"), number("2")), (Cell("y"), number("0.5"))))
    assert chart is not None
    assert (chart.name, chart.value) == ("a", "b")
    assert [(bar.name.text, bar.value.text, bar.width) for bar in chart.bars] == [
        ("x", "2", 100),
        ("y", "0.5", 25),
    ]


def test_texts_name_bars_rather_than_things() -> None:
    thing = Cell("metier:MET.1", full="urn:1")
    chart = read_bars(table((thing, Cell("x"), number("1")), (thing, Cell("y"), number("2"))))
    assert chart is not None
    assert chart.name == "b"
    chart = read_bars(table((thing, number("1")), (thing, number("2"))))
    assert chart is not None
    assert chart.name == "a"


def test_nothing_but_zeros_is_a_chart_without_bars() -> None:
    chart = read_bars(table((Cell("x"), number("0")), (Cell("y"), number("0"))))
    assert chart is not None
    assert [bar.width for bar in chart.bars] == [0, 0]


@pytest.mark.parametrize(
    "rows",
    [
        [(Cell("x"), number("1"))],
        [(Cell("x"), Cell("y"))] * 2,
        [(number("1"), number("2"))] * 2,
        [(Cell("x"), number("1"), number("2"))] * 2,
        [(Cell("x"), number("1")), (Cell(""), number("2"))],
        [(Cell("x"), number("1")), (Cell("y"), Cell(""))],
        [(Cell("x"), number("1")), (Cell("y"), number("-1"))],
        [(Cell("x"), number("1")), (Cell("y"), number("INF"))],
        [(Cell("x"), number("1")), (Cell("y"), number("NaN"))],
    ],
)
def test_other_tables_make_none(rows: list[tuple[Cell, ...]]) -> None:
    assert read_bars(table(*rows)) is None


def test_an_empty_table_makes_none() -> None:
    assert read_bars(ResultTable(("a", "b"), ())) is None
