"""Peer results: what an endpoint answered, read whole before the engine sees any of it.

The engine reads a body as it comes: one that breaks off would be a wrong answer, not an error, and
SILENT would not cover it. It takes blank nodes of two answers for the same if they are named alike,
and refuses what Comunica adds (« metadata »). So a body is read, written anew with nothing but its
columns and rows, and given to the engine's own reader.
"""

import json
from collections.abc import Sequence
from typing import Any, Final
from xml.parsers import expat

import pyoxigraph as ox

from server.engine.errors import PeerError, worded

__all__ = ["ACCEPT", "JSON_RESULTS", "read_results", "united"]

JSON_RESULTS: Final = "application/sparql-results+json"
ACCEPT: Final = f"{JSON_RESULTS}, application/sparql-results+xml;q=0.8"
"""No TSV: one that breaks off between two lines cannot be told from one that is whole."""
_READ: Final = {
    JSON_RESULTS: ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
_NODE_ID: Final = "nodeID://"
"""How Virtuoso names blank nodes: no name that SPARQL's formats allow."""
_BNODE_ID: Final = f"<bnode>{_NODE_ID}".encode()
_UNREADABLE: Final = (
    expat.ExpatError, SyntaxError, ValueError, OSError, RuntimeError, LookupError, TypeError,
    AttributeError,
)  # fmt: skip
"""What readers raise at a body that is no results, or not those that SPARQL has."""
_OTHER: Final = worded("%(endpoint)s ne répond pas des lignes, mais « %(media_type)s »")
_BROKEN: Final = worded("%(endpoint)s répond ce qui ne peut être lu (%(reason)s)")
_NO_ROWS: Final = worded("%(endpoint)s répond par oui ou non, et non des lignes")
_CUT: Final = worded("%(endpoint)s coupe ses réponses à %(rows)d lignes, et la sienne les atteint")


def read_results(
    endpoint: str, media_type: str, body: bytes, most: int | None, scope: str
) -> bytes:
    """Return the rows of an answer, as SPARQL's JSON; PeerError if they are not whole.

    `most` is how many rows the endpoint says it gives at most. The name of each blank node begins
    with `scope`.
    """
    kind = media_type.partition(";")[0].strip().lower()
    if kind not in _READ:
        raise PeerError(_OTHER, endpoint=endpoint, media_type=kind[:60])
    try:
        if _READ[kind] is ox.QueryResultsFormat.XML:
            _check_end(body)
            body = _as_json(body.replace(_BNODE_ID, b"<bnode>"), ox.QueryResultsFormat.XML)
        said = json.loads(body)
        if "boolean" in said:
            raise PeerError(_NO_ROWS, endpoint=endpoint)
        columns, rows = said["head"]["vars"], said["results"]["bindings"]
        _rename(rows, scope)
        document = _as_json(_written(columns, rows), ox.QueryResultsFormat.JSON)
    except _UNREADABLE as error:
        raise PeerError(_BROKEN, endpoint=endpoint, reason=str(error)[:200]) from None
    if most is not None and len(rows) >= most:
        raise PeerError(_CUT, endpoint=endpoint, rows=most)
    return document


def united(documents: Sequence[bytes]) -> bytes:
    """Return the rows of several answers with the same columns as those of one."""
    if len(documents) == 1:
        return documents[0]
    said = [json.loads(document) for document in documents]
    rows = [row for each in said for row in each["results"]["bindings"]]
    return _written(said[0]["head"]["vars"], rows)


def _as_json(body: bytes, format_: ox.QueryResultsFormat) -> bytes:
    """Return results as the engine reads them; what it raises where it cannot."""
    found = ox.parse_query_results(body, format_)
    return found.serialize(format=ox.QueryResultsFormat.JSON) or b""


def _check_end(body: bytes) -> None:
    """Refuse XML that has not its end, which the engine's reader does not ask for, or has a DTD."""

    def refuse(*_: object) -> None:
        raise ValueError("DOCTYPE")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(body, True)


def _rename(rows: list[dict[str, Any]], scope: str) -> None:
    for row in rows:
        for term in row.values():
            if term["type"] == "bnode":
                term["value"] = f"{scope}{term['value'].removeprefix(_NODE_ID)}"


def _written(columns: list[str], rows: list[dict[str, Any]]) -> bytes:
    said = {"head": {"vars": columns}, "results": {"bindings": rows}}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
