import json
from io import BytesIO
from zipfile import ZipFile

import pyoxigraph as ox
import pytest
from lxml import etree

from server.engine import typed_rows as module
from server.engine.errors import TooLargeError
from server.engine.formats import XLSX
from server.engine.typed_rows import typed_rows

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
VALUES = """
SELECT ?thing ?code ?n ?x ?b ?day ?none {
  VALUES (?thing ?code ?n ?x ?b ?day ?none) {
    (<urn:a> "0110" 7 1.50 true "2025-10-01"^^<http://www.w3.org/2001/XMLSchema#date> UNDEF)
    (<urn:b> "=1+1"@fr -2 2.0 false "2025-10-02"^^<http://www.w3.org/2001/XMLSchema#date> UNDEF)
    (<urn:c> "é, \\"x\\"" 9 1e400 false "2025-10-02"^^<http://www.w3.org/2001/XMLSchema#date> UNDEF)
  }
}
"""


def solutions(query: str = VALUES) -> ox.QuerySolutions | ox.QueryBoolean:
    found = ox.Store().query(query)
    assert not isinstance(found, ox.QueryTriples)
    return found


def test_a_value_is_what_it_is() -> None:
    body, total = typed_rows(solutions(), "application/json", (0, 2), '{"query": "q"}')
    said = json.loads(body)
    assert total == 3
    assert (said["query"], said["total"]) == ("q", 3)
    assert said["columns"] == [
        {"name": "thing", "type": "iri"},
        {"name": "code", "type": "text"},
        {"name": "n", "type": "integer"},
        {"name": "x", "type": "number"},
        {"name": "b", "type": "boolean"},
        {"name": "day", "type": "date"},
        {"name": "none", "type": None},
    ]
    assert said["rows"][0] == {
        "thing": "urn:a", "code": "0110", "n": 7, "x": 1.5, "b": True, "day": "2025-10-01",
        "none": None,
    }  # fmt: skip
    assert len(said["rows"]) == 2


def test_what_json_cannot_say_is_a_text() -> None:
    body, _ = typed_rows(solutions(), "application/json", (2, 1), "{}")
    (row,) = json.loads(body, parse_constant=pytest.fail)["rows"]
    assert row["x"] == "INF"


def test_a_page_is_cut_from_the_rows_and_all_are_counted() -> None:
    pages = [typed_rows(solutions(), "text/csv", (start, 2), "{}") for start in (0, 2, 4)]
    assert [total for _, total in pages] == [3, 3, 3]
    assert [body.count(b"\r\n") for body, _ in pages] == [3, 2, 1], "the head is on each"
    whole, _ = typed_rows(solutions(), "text/csv", (0, 0), "{}")
    assert whole.decode().splitlines()[3] == 'urn:c,"é, ""x""",9,INF,false,2025-10-02,'


def test_a_boolean_is_one_row() -> None:
    body, total = typed_rows(solutions("ASK {}"), "application/json", (0, 100), "{}")
    said = json.loads(body)
    assert (total, said["rows"]) == (1, [{"answer": True}])


def cells(body: bytes, number: int) -> list[dict[str, tuple[str, str]]]:
    """Return the cells of a sheet of a workbook by place, each with its type and its text."""
    with ZipFile(BytesIO(body)) as book:
        strings = [
            "".join(map(str, each.itertext()))
            for each in etree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{SHEET}si")
        ]
        sheet = etree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    rows = []
    for row in sheet.iter(f"{SHEET}row"):
        found = {}
        for cell in row:
            kind, text = cell.get("t", "n"), cell.findtext(f"{SHEET}v") or ""
            assert cell.find(f"{SHEET}f") is None, "no formula"
            found[str(cell.get("r"))] = (kind, strings[int(text)] if kind == "s" else text)
        rows.append(found)
    return rows


def test_the_codes_of_a_workbook_are_texts() -> None:
    body, total = typed_rows(
        solutions(), XLSX, (0, 0), '{"query": "q", "parameters": {"a": ["x"]}}'
    )
    head, first, second, third = cells(body, 1)
    assert total == 3
    assert [text for _, text in head.values()][:3] == ["thing", "code", "n"]
    assert (first["B2"], first["C2"], first["D2"]) == (("s", "0110"), ("n", "7"), ("n", "1.5"))
    assert first["E2"] == ("b", "1")
    assert second["B3"] == ("s", "=1+1")
    assert third["D4"] == ("s", "INF")
    assert [[*row.values()] for row in cells(body, 2)] == [
        [("s", "query"), ("s", "q")],
        [("s", "a"), ("s", "x")],
    ]


def test_a_workbook_is_the_same_whenever_it_is_made() -> None:
    assert typed_rows(solutions(), XLSX, (0, 0), "{}") == typed_rows(
        solutions(), XLSX, (0, 0), "{}"
    )


def test_a_workbook_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_CELLS", 20)
    assert typed_rows(solutions(), XLSX, (0, 2), "{}")[1] == 3
    with pytest.raises(TooLargeError, match="20 cellules"):
        typed_rows(solutions(), XLSX, (0, 0), "{}")
