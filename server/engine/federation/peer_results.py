"""Peer results: what an endpoint answered, read whole before the engine sees any of it.

The engine reads a body as it comes: one that breaks off would be a wrong answer, not an error, and
SILENT would not cover it. It also takes blank nodes of two answers for the same if they are named
alike. So a body is parsed by the engine's own reader, and written anew.
"""

import json
import re
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
_NODE_ID: Final = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*"|<bnode>)nodeID://')
"""How Virtuoso names blank nodes: no name that SPARQL's formats allow."""
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
        found = ox.parse_query_results(_NODE_ID.sub(rb"\1", body), _READ[kind])
        if not isinstance(found, ox.QuerySolutions):
            raise PeerError(_NO_ROWS, endpoint=endpoint)
        document = found.serialize(format=ox.QueryResultsFormat.JSON)
    except (expat.ExpatError, SyntaxError, ValueError, OSError, RuntimeError) as error:
        raise PeerError(_BROKEN, endpoint=endpoint, reason=str(error)[:200]) from None
    assert document is not None
    if most is None and b'"bnode"' not in document:
        return document
    said = json.loads(document)
    rows = said["results"]["bindings"]
    if most is not None and len(rows) >= most:
        raise PeerError(_CUT, endpoint=endpoint, rows=most)
    _rename(rows, scope)
    return _written(said)


def united(documents: Sequence[bytes]) -> bytes:
    """Return the rows of several answers with the same columns as those of one."""
    if len(documents) == 1:
        return documents[0]
    said = [json.loads(document) for document in documents]
    rows = [row for each in said for row in each["results"]["bindings"]]
    return _written({**said[0], "results": {"bindings": rows}})


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
                term["value"] = f"{scope}{term['value']}"


def _written(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
