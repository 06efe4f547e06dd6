"""Answers of endpoints, as they really come, and as they should not."""

import json
from typing import Any

import pytest

from server.engine.errors import PeerError
from server.engine.federation.peer_results import JSON_RESULTS, read_results, united

VIRTUOSO = (
    b'\n{ "head": { "link": [], "vars": ["s", "o"] },\n  "results": { "distinct": false, "ordered"'
    b': true, "bindings": [\n    { "s": { "type": "bnode", "value": "nodeID://b10000" }\t, "o": {'
    b' "type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer", "value":'
    b' "3" }},\n    { "s": { "type": "uri", "value": "http://x/1" }\t, "o": { "type": "literal",'
    b' "xml:lang": "fr", "value": "dit \\"type\\":\\"bnode\\",\\"value\\":\\"nodeID://" }} ] } }'
)


def bindings(document: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(document)["results"]["bindings"]
    return found


def test_what_virtuoso_writes_is_read() -> None:
    first, second = bindings(read_results("x", JSON_RESULTS, VIRTUOSO, None, "c1-"))
    assert first["s"] == {"type": "bnode", "value": "c1-b10000"}
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert first["o"] == {"type": "literal", "value": "3", "datatype": integer}
    assert second["o"]["value"].endswith('"nodeID://')
    assert second["o"]["xml:lang"] == "fr"


def test_rows_below_what_the_endpoint_gives_at_most_are_all_of_them() -> None:
    assert len(bindings(read_results("x", JSON_RESULTS, VIRTUOSO, 3, ""))) == 2
    with pytest.raises(PeerError, match="à 2 lignes"):
        read_results("x", JSON_RESULTS, VIRTUOSO, 2, "")


def test_what_comunica_adds_is_left_out() -> None:
    more = VIRTUOSO.rstrip()[:-1] + b',\n"metadata": { "httpRequests": 0 }}'
    plain = read_results("x", JSON_RESULTS, VIRTUOSO, None, "")
    assert read_results("x", JSON_RESULTS, more, None, "") == plain


@pytest.mark.parametrize(
    "body",
    [b"[]", b"3", b'{"head":{}}', b'{"head":{"vars":["s"]},"results":{"bindings":[3]}}',
     b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":3}]}}', b"[" * 100_000, b"\xff"],
)  # fmt: skip
def test_what_is_no_results_is_an_error(body: bytes) -> None:
    with pytest.raises(PeerError, match="ne peut être lu"):
        read_results("x", JSON_RESULTS, body, None, "")


@pytest.mark.parametrize("end", [1, 2, 40, len(VIRTUOSO) - 10])
def test_an_answer_that_breaks_off_is_none(end: int) -> None:
    with pytest.raises(PeerError):
        read_results("x", f"{JSON_RESULTS}; charset=utf-8", VIRTUOSO[:-end], None, "")


def test_answers_are_united_and_their_blank_nodes_kept_apart() -> None:
    parts = [read_results("x", JSON_RESULTS, VIRTUOSO, None, scope) for scope in ("c1-", "c2-")]
    rows = bindings(united(parts))
    assert [row["s"]["value"] for row in rows] == [
        "c1-b10000", "http://x/1", "c2-b10000", "http://x/1",
    ]  # fmt: skip
    assert json.loads(united(parts))["head"]["vars"] == ["s", "o"]
