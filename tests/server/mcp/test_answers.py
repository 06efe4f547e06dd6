"""Pages of answers: never longer than they may be, and nothing lost between them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcp_types import CallToolResult

from server.mcp.answers import MOST_CHARACTERS, MOST_ROWS, Rows, Window, document
from server.mcp.arguments import RefusedCallError
from server.mcp.calls import CallAnswer
from server.mcp.protocol import result_of
from server.releases.layout import EditionEntry, Manifest

MANIFEST = Manifest(
    "0123456789abcdef" * 4,
    built="2026-11-30T10:00:00+00:00",
    sources=tuple(
        EditionEntry(f"source-{n}", "2025-10", "Titre", "Éditeur", f"https://e.org/{n % 3}/")
        for n in range(14)
    ),
)
CELLS = st.one_of(
    st.text(max_size=20),
    st.text('"\\\n\x7fé😀', min_size=100, max_size=3_000),
    st.integers(),
    st.booleans(),
    st.none(),
)


def result(rows: list[dict[str, Any]], window: Window) -> CallToolResult:
    start, stop = window.start, window.start + window.limit
    found = Rows(rows[start:stop], len(rows))
    return result_of(CallAnswer(document(found, window, MANIFEST)))


def walk(rows: list[dict[str, Any]], limit: int) -> list[Any]:
    """Follow the pages as an assistant does; return all rows that they show."""
    shown: list[Any] = []
    window = Window(1, limit)
    while True:
        said = result(rows, window)
        assert len(said.model_dump_json(by_alias=True)) <= MOST_CHARACTERS
        page = said.structured_content
        assert page is not None
        assert len(page["rows"]) <= MOST_ROWS
        shown += page["rows"]
        if page["page"] == page["pages"]:
            return shown
        window = Window(page["page"] + 1, page["limit"])
        assert f"ask page {window.page}" in page["summary"]


@given(st.lists(st.fixed_dictionaries({"a": CELLS, "b": CELLS}), max_size=130), st.integers(1, 50))
def test_a_page_is_bounded_and_the_next_goes_on(rows: list[dict[str, Any]], limit: int) -> None:
    shown = walk(rows, limit)
    assert len(shown) == len(rows)
    for said, row in zip(shown, rows, strict=True):
        for name, value in row.items():
            cut = said[name] != value
            assert not cut or (said[name][-1] == "…" and value.startswith(said[name][:-1]))


def test_a_row_of_long_texts_has_room_once_they_are_cut() -> None:
    said = result([{f"c{n}": "x" * 5_000 for n in range(20)}], Window())
    assert said.structured_content is not None
    assert "cut" in said.structured_content["notes"][0]


def test_a_row_of_too_many_columns_is_refused() -> None:
    with pytest.raises(RefusedCallError, match="fewer columns"):
        result([{f"c{n}": "x" * 300 for n in range(300)}], Window())


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(RefusedCallError, match="no page 4: page 3 is the last"):
        result([{"a": n} for n in range(25)], Window(4, 10))
    empty = result([], Window())
    assert empty.structured_content is not None
    assert empty.structured_content["summary"] == "Nothing: 0 rows."


def test_an_answer_says_what_it_is_from() -> None:
    said = result([{"a": 1}], Window()).structured_content
    assert said is not None
    assert said["source"]["release"] == "0123456789ab"
    assert said["source"]["built"] == "2026-11-30"
    licences = said["source"]["editions_by_licence"]
    assert licences["https://e.org/2/"][0] == "source-2 2025-10"
