from collections.abc import Iterator
from io import BytesIO
from typing import cast

import pyoxigraph as ox
import pytest

from server.engine.errors import DeadlineError, WrongAnswerError
from server.engine.interface import Term
from server.engine.remote.results import results_in, term_of

JSON, NT = "application/sparql-results+json", "application/n-triples"
TERMS = ox.Store().query(
    'SELECT * { VALUES (?a ?b) { (<x:y> "a\\t\\"\\n\\r\\u0001é"@fr) (1.50 UNDEF) (UNDEF UNDEF) } }'
)


def _read(body: bytes, media_type: str = JSON) -> list[tuple[Term | None, ...]]:
    results = results_in(BytesIO(body), media_type, "select")
    assert isinstance(results, ox.QuerySolutions)
    return [tuple(row) for row in results]


def test_rows_come_through_as_they_are() -> None:
    assert isinstance(TERMS, ox.QuerySolutions)
    body = TERMS.serialize(format=ox.QueryResultsFormat.JSON)
    again = results_in(BytesIO(body or b""), JSON, "select")
    assert isinstance(again, ox.QuerySolutions)
    assert again.serialize(format=ox.QueryResultsFormat.JSON) == body


def test_figures_behind_the_rows_are_passed_by() -> None:
    rows = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri","value":"x:y"}}]'
    assert _read(rows + b'},"metadata":{"httpRequests":0}}') == [(ox.NamedNode("x:y"),)]
    with pytest.raises(WrongAnswerError):
        _read(rows[:-1])


XSD = "http://www.w3.org/2001/XMLSchema#"
DECIMAL = ox.NamedNode(f"{XSD}decimal")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (ox.Literal("1", datatype=ox.NamedNode(f"{XSD}boolean")), ox.Literal(True)),
        (ox.Literal("0", datatype=ox.NamedNode(f"{XSD}boolean")), ox.Literal(False)),
        (ox.Literal("1950.0", datatype=DECIMAL), ox.Literal("1950", datatype=DECIMAL)),
        (ox.Literal("0.50", datatype=DECIMAL), ox.Literal("0.5", datatype=DECIMAL)),
        (ox.Literal("10", datatype=DECIMAL), ox.Literal("10", datatype=DECIMAL)),
        (ox.Literal("1950.0"), ox.Literal("1950.0")),
        (ox.Literal(1), ox.Literal(1)),
        (ox.NamedNode("nodeID://b10"), ox.BlankNode("b10")),
        (ox.NamedNode("urn:x"), ox.NamedNode("urn:x")),
    ],
)
def test_terms_are_made_ours(said: Term, meant: Term) -> None:
    assert term_of(said) == meant


@pytest.mark.parametrize(
    ("body", "is_true"),
    [
        (b'{"head":{},"boolean":true}', True),
        (b'{"head":{"vars":["x"]},"results":{"bindings":[]}}', False),
        (b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}',
         True),
    ],
)  # fmt: skip
def test_a_boolean_may_come_as_a_row(body: bytes, is_true: bool) -> None:
    assert bool(results_in(BytesIO(body), JSON, "ask")) is is_true


def test_a_triple_comes_once() -> None:
    line = b"<x:a> <x:b> <x:c> .\n"
    found = results_in(BytesIO(line * 3), NT, "graph")
    assert not isinstance(found, ox.QueryBoolean)
    assert [str(triple) for triple in found] == ["<x:a> <x:b> <x:c>"]


def test_triples_that_are_none_are_an_error() -> None:
    with pytest.raises(WrongAnswerError, match="ne peut être lue"):
        list(cast("Iterator[ox.Triple]", results_in(BytesIO(b"<html>"), NT, "graph")))


def test_what_broke_the_body_off_is_what_is_told() -> None:
    class Broken(BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise DeadlineError("tard")

    with pytest.raises(DeadlineError, match="tard"):
        results_in(Broken(), JSON, "select")
