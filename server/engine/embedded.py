"""The engine in this process: pyoxigraph over a store opened for reading."""

import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from queries import Query
from server.engine.errors import GraphNameError, RefusedQueryError, UnreadableQueryError
from server.engine.interface import Answer, Question, Row
from server.engine.streamed import Results, stream

__all__ = ["EmbeddedEngine"]

Bound = ox.NamedNode | ox.Literal
_PROLOGUE = r"(?:\s|#[^\n]*\n|BASE\s*<[^>]*>|PREFIX\s+[^\s:]*:\s*<[^>]*>)*"
_UPDATE = re.compile(
    rf"{_PROLOGUE}(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.IGNORECASE
)


class EmbeddedEngine:
    """`Engine` over a pyoxigraph store; `prefixes` are for the serialisations that use them."""

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
        return stream(lambda: self._query(query, terms), None, media_type, self._prefixes)

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
            return stream(evaluate, question.solutions, question.triples, self._prefixes)
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


def _graphs(names: Iterable[str]) -> tuple[ox.NamedNode, ...]:
    try:
        return tuple(ox.NamedNode(name) for name in names)
    except ValueError as error:
        raise GraphNameError(f"Un graphe se nomme par un IRI absolu : {error}.") from error
