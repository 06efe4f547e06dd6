"""The engine in this process: pyoxigraph over a store opened for reading."""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from threading import Thread
from typing import IO, cast

import pyoxigraph as ox

from queries import Query
from server.engine.errors import (
    EngineError,
    EvaluationError,
    GraphNameError,
    NotAcceptableError,
    RefusedQueryError,
    UnreadableQueryError,
)
from server.engine.formats import GRAPH, SOLUTIONS, XML
from server.engine.interface import Answer, Form, Question, Row
from server.engine.pipe import Pipe
from server.engine.xml_guard import XmlGuard

__all__ = ["EmbeddedEngine"]

_log = logging.getLogger(__name__)

Bound = ox.NamedNode | ox.Literal
Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_PROLOGUE = r"(?:\s|#[^\n]*\n|BASE\s*<[^>]*>|PREFIX\s+[^\s:]*:\s*<[^>]*>)*"
_UPDATE = re.compile(
    rf"{_PROLOGUE}(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.IGNORECASE
)


class EmbeddedEngine:
    """`Engine` over a pyoxigraph store; `prefixes` are for the serialisations that use them.

    Results belong to the thread that asked for them, so each answer that is streamed is both
    evaluated and serialised on a thread of its own.
    """

    def __init__(self, store: ox.Store, prefixes: Mapping[str, str]) -> None:
        self._store = store
        self._prefixes = dict(prefixes)

    def select(self, query: Query, **terms: Bound) -> list[Row]:
        """Return all solutions, in order."""
        solutions = self._query(query, terms)
        if not isinstance(solutions, ox.QuerySolutions):
            raise TypeError(f"{query.name} n'est pas un SELECT")
        names = [variable.value for variable in solutions.variables]
        return [
            Row({name: term for name in names if (term := solution[name]) is not None})
            for solution in solutions
        ]

    def ask(self, query: Query, **terms: Bound) -> bool:
        """Return the answer to an ASK query."""
        return bool(self._query(query, terms))

    def construct(self, query: Query, media_type: str, **terms: Bound) -> Answer:
        """Return the triples of a CONSTRUCT query, serialised."""
        return self._stream(lambda: self._query(query, terms), None, media_type)

    def run(self, question: Question) -> Answer:
        """Evaluate a stranger's query over the dataset it asks for."""
        defaults = _graphs(question.default_graphs)
        named = _graphs(question.named_graphs)
        chosen = bool(defaults or named)

        def evaluate() -> Results:
            return self._store.query(
                question.text,
                default_graph=[*defaults] if chosen else None,
                named_graphs=[*named] if chosen else None,
            )

        try:
            return self._stream(evaluate, question.solutions, question.triples)
        except UnreadableQueryError as error:
            if _UPDATE.match(question.text):
                raise RefusedQueryError(
                    "Ce point d'accès ne répond qu'aux requêtes : les mises à jour (INSERT, "
                    "DELETE, LOAD…) n'y sont pas admises."
                ) from error
            raise

    def _query(self, query: Query, terms: Mapping[str, Bound]) -> Results:
        if terms.keys() != {param.name for param in query.params}:
            raise TypeError(f"{query.name} attend {query.params}, pas {sorted(terms)}")
        substitutions: dict[ox.Variable, Bound | ox.BlankNode | ox.Triple] = {
            ox.Variable(name): term for name, term in terms.items()
        }
        return self._store.query(query.text, substitutions=substitutions)

    def _stream(
        self, evaluate: Callable[[], Results], solutions: str | None, triples: str | None
    ) -> Answer:
        pipe = Pipe()
        head: list[tuple[Form, str]] = []

        def work() -> None:
            error: EngineError | None = EvaluationError("L'évaluation s'est interrompue.")
            try:
                results = evaluate()
                head.append(_head(results, solutions, triples))
                self._serialize(results, head[0][1], pipe)
                error = None
            except EngineError as refusal:
                # A traceback would carry the results, which must die on this thread, to another.
                error = refusal.with_traceback(None)
            except (SyntaxError, UnicodeError) as unreadable:
                error = UnreadableQueryError(str(unreadable))
            except (OSError, RuntimeError, ValueError) as failure:
                # What the engine says of its files is for the log. Its words alone: an exception
                # would carry the results, which must die on this thread, to another.
                _log.error("l'évaluation d'une requête a échoué : %s", str(failure))
            finally:
                pipe.end(error)

        Thread(target=work, name="requête", daemon=True).start()
        pipe.hold()
        return Answer(*head[0], frames=pipe)

    def _serialize(self, results: Results, media_type: str, pipe: Pipe) -> None:
        output = cast("IO[bytes]", XmlGuard(pipe) if media_type in XML else pipe)
        if isinstance(results, ox.QueryTriples):
            ox.serialize(results, output, GRAPH[media_type], prefixes=self._prefixes)
        else:
            results.serialize(output, SOLUTIONS[media_type])


def _head(results: Results, solutions: str | None, triples: str | None) -> tuple[Form, str]:
    if isinstance(results, ox.QueryTriples):
        form: Form = "graph"
        media_type, offered = triples, GRAPH.keys()
    else:
        form = "ask" if isinstance(results, ox.QueryBoolean) else "select"
        media_type, offered = solutions, SOLUTIONS.keys()
    if media_type is None:
        raise NotAcceptableError(f"Cette requête se sert en {', '.join(offered)}.")
    return form, media_type


def _graphs(names: Iterable[str]) -> tuple[ox.NamedNode, ...]:
    try:
        return tuple(ox.NamedNode(name) for name in names)
    except ValueError as error:
        raise GraphNameError(f"Un graphe se nomme par un IRI absolu : {error}.") from error
