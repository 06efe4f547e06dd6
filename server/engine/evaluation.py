"""Evaluation of a query on a store, and its results serialised in the form they ask for."""

import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import IO, cast

import pyoxigraph as ox

from ontology import base
from server.engine.errors import (
    EngineError,
    EvaluationError,
    GraphNameError,
    NotAcceptableError,
    PeerError,
    RefusedQueryError,
    UnreadableQueryError,
    worded,
)
from server.engine.federation.service_refusal import as_graphs
from server.engine.formats import GRAPH, QUADS, SHEET, SOLUTIONS, XML
from server.engine.interface import Form, Question
from server.engine.quads import QuadLines, TrigBlock
from server.engine.query_rewriting import distinct_first, in_order, shows_all
from server.engine.spreadsheet import Sheet
from server.engine.wellformed_xml import Output, WellFormed

__all__ = ["FAILURES", "Results", "evaluate", "explained", "head_of", "in_columns", "serialize"]

Results = ox.QuerySolutions | ox.QueryBoolean | Iterator[ox.Triple]

FAILURES = (EngineError, OSError, RuntimeError, ValueError, SyntaxError)
"""What an evaluation raises: our own refusals, and the classes that the engine documents."""

_NOTHING = ox.Store()
_log = logging.getLogger(__name__)
_UNWRITABLE = {
    "JSON-LD does not support RDF 1.2 yet": worded(
        "Cette réponse contient un triplet pris pour terme, ce que JSON-LD ne sait pas dire : "
        "demandez-la en Turtle ou en N-Triples."
    ),
    "RDF/XML reserved syntax term is not allowed as a predicate": worded(
        "Cette réponse contient un prédicat que RDF/XML se réserve : demandez-la en Turtle ou en "
        "N-Triples."
    ),
}
"""What the engine's serialisers say of a graph that has no form in a format."""
_READ_ONLY = worded(
    "Ce point d'accès ne répond qu'aux requêtes : les mises à jour (INSERT, DELETE, LOAD…) n'y "
    "sont pas admises."
)
_UNKNOWN = worded("La fonction %(name)s n'est pas connue de ce serveur.")
_NO_SUBJECT = worded("Un littéral n'est jamais le sujet d'un triplet.")
_FAILED = worded("L'évaluation a échoué ; la cause a été consignée.")
_SERVED = worded("Cette requête se sert en %(types)s.")
_GRAPH_NAME = worded("Un graphe se nomme par un IRI absolu : %(reason)s.")
_NO_TERM = "The SPARQL dataset returned a triple term that is not a valid RDF 1.2 term"
_UNREADABLE = worded(
    "Un point d'accès appelé par SERVICE répond ce qui ne peut être lu : %(reason)s."
)
_CALL = re.compile(r"Error 502 Bad Gateway returned by \S+ with payload:\n(.*)", re.S)
"""What the broker answers where a call failed, as the engine quotes it."""
_RESULTS = re.compile(r"(Parser error at .*)|Unsupported Content-Type [^>]*>: (.*)", re.S)
"""What the engine says of results that it cannot read: a query reads no others than SERVICE's."""
_UNKNOWN_FUNCTION = re.compile(r"The custom (?:aggregate )?function (<.*>) is not supported", re.S)
_PROLOGUE = r"(?:\s|#[^\n]*\n|BASE\s*<[^>]*>|PREFIX\s+[^\s:]*:\s*<[^>]*>)*"
_UPDATE = re.compile(
    rf"{_PROLOGUE}(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.IGNORECASE
)


def evaluate(
    store: ox.Store, question: Question, prefixes: Mapping[str, str] | None = None
) -> Results:
    """Return the results of a query over the dataset it asks for; EngineError where it has none.

    An IRI that is relative stands under the base of the project, unless the query has a BASE.
    `prefixes` are those that it need not declare.
    """
    defaults, named = _graphs(question.default_graphs), _graphs(question.named_graphs)
    chosen = bool(defaults or named)
    results = partial(
        store.query,
        base_iri=base(),
        prefixes=dict(prefixes or {}),
        default_graph=[*defaults] if chosen else None,
        named_graphs=[*named] if chosen else None,
    )
    with suppress(SyntaxError, UnicodeError):
        ordered = _ordered(question.text, prefixes or {})
        if (rewritten := distinct_first(ordered or question.text) or ordered) is not None:
            return results(rewritten)
    try:
        return results(question.text)
    except (SyntaxError, UnicodeError) as error:
        if _UPDATE.match(question.text):
            raise RefusedQueryError(_READ_ONLY) from error
        raise UnreadableQueryError(str(error)) from error


def in_columns(text: str) -> str:
    """Return a query whose ``SELECT *`` names its columns as it is evaluated here."""
    return _ordered(text, {}) or text


def _ordered(text: str, prefixes: Mapping[str, str]) -> str | None:
    """Return a ``SELECT *`` with its columns as it names them; None if it is none, or has them so.

    An empty dataset tells which they are, at no cost, where it is plain what SERVICE would call.
    """
    if not shows_all(text):
        return None
    try:
        asked = as_graphs(text)
    except EngineError:
        return None
    nothing = _NOTHING.query(asked, base_iri=base(), prefixes=dict(prefixes))
    assert isinstance(nothing, ox.QuerySolutions)
    return in_order(text, [variable.value for variable in nothing.variables])


def explained(failure: Exception) -> EngineError:
    """Return what a client may know of a failure: what the engine says may name files."""
    if isinstance(failure, EngineError):
        return failure.with_traceback(None)
    message = str(failure)
    if function := _UNKNOWN_FUNCTION.fullmatch(message):
        return RefusedQueryError(_UNKNOWN, name=function[1])
    if call := _CALL.fullmatch(message):
        said = json.loads(call[1])
        return PeerError(said["text"], **said["values"])
    if results := _RESULTS.fullmatch(message):
        return PeerError(_UNREADABLE, reason=results[1] or results[2])
    if message == _NO_TERM:
        return RefusedQueryError(_NO_SUBJECT)
    if message in _UNWRITABLE:
        return NotAcceptableError(_UNWRITABLE[message])
    _log.error("évaluation interrompue : %s: %s", type(failure).__name__, message)
    return EvaluationError(_FAILED)


def head_of(results: Results, solutions: str | None, triples: str | None) -> tuple[Form, str]:
    """Return the form of results and the media type to write them in; NotAcceptableError."""
    form: Form = "select" if isinstance(results, ox.QuerySolutions) else "graph"
    media_type, offered = triples, GRAPH.keys()
    if form == "select" or isinstance(results, ox.QueryBoolean):
        form = "select" if form == "select" else "ask"
        media_type, offered = solutions, SOLUTIONS.keys()
    if media_type is None:
        raise NotAcceptableError(_SERVED, types=", ".join(offered))
    return form, media_type


def serialize(
    results: Results, media_type: str, output: Output, prefixes: Mapping[str, str], graph: str = ""
) -> None:
    """Write results; NotAcceptableError before a piece that would not be well-formed XML.

    Triples are written as those of `graph`, if it has a name and the format has room for one.
    """
    file: Output = WellFormed(output) if media_type in XML else output
    if not isinstance(results, ox.QuerySolutions | ox.QueryBoolean):
        if graph and media_type in QUADS:
            named = (QuadLines if media_type == "application/n-quads" else TrigBlock)(output, graph)
            ox.serialize(results, cast("IO[bytes]", named), ox.RdfFormat.N_TRIPLES)
            named.end()
        else:
            kind = GRAPH[media_type]
            ox.serialize(results, cast("IO[bytes]", file), kind, prefixes=dict(prefixes))
    elif media_type == SHEET:
        sheet = Sheet(output)
        results.serialize(cast("IO[bytes]", sheet), ox.QueryResultsFormat.TSV)
        sheet.end()
    else:
        results.serialize(cast("IO[bytes]", file), SOLUTIONS[media_type])


def _graphs(names: Iterable[str]) -> tuple[ox.NamedNode, ...]:
    try:
        return tuple(ox.NamedNode(name) for name in names)
    except ValueError as error:
        raise GraphNameError(_GRAPH_NAME, reason=str(error)) from error
