"""Remote engine: the dataset of a release, asked of an endpoint instead of a store.

`RemoteGraph` asks it anything, for strangers; `RemoteEngine` asks what pages do.
"""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from io import BufferedReader, BytesIO
from typing import Any, Final

import pyoxigraph as ox

from ontology import base
from queries import Query, find, folder
from server.engine.errors import RefusedQueryError, WrongAnswerError, worded
from server.engine.evaluation import Results, evaluate, head_of, in_columns
from server.engine.interface import Bound, Form, Question, Tables
from server.engine.remote.address import RemoteAddress
from server.engine.remote.binding import bound, words_of
from server.engine.remote.client import Body, RemoteClient
from server.engine.remote.results import ACCEPT, results_in
from server.engine.site_engine import SiteEngine

__all__ = ["DATASET", "RemoteEngine", "RemoteGraph", "remote_graph"]

_NOTHING: Final = ox.Store()
_LONGEST: Final = 64 << 20
"""Bytes of an answer to a page."""
_TOO_LONG: Final = worded("La réponse du moteur distant dépasse %(size)s octets.")
_RELEASE: Final = find("engine/release")
_NO_GRAPH: Final = "urn:x-metiers:rien"
_VALUES: Final = re.compile(r"^#.*+\n?|VALUES \?\w+ \{[^{}]*+\}", re.MULTILINE)
_RECHECK: Final = 5.0
"""Seconds after which the endpoint is asked again which release it has."""
_OTHER: Final = worded(
    "Le moteur distant tient maintenant une autre release que ce serveur, ou aucune."
)
_WRONG: Final = worded(
    "Le moteur distant répondrait faux à cette requête, qui est donc refusée : %(what)s."
)
_PROBE: Final = find("engine/ask")
DATASET: Final = "default-graph-uri"
"""What stands among the words of a question whose dataset is said beside its text."""


class RemoteGraph:
    """The dataset of a release as an endpoint has it; `store` is that of the release.

    Where the view is one of the named graphs of the endpoint, a query that says GRAPH has its
    dataset spelt out: neither the view nor what else the endpoint holds is of it.
    """

    def __init__(self, client: RemoteClient, store: ox.Store) -> None:
        self.client = client
        self._named = tuple(str(graph)[1:-1] for graph in store.named_graphs())
        self._release = _rows(store.query(_RELEASE.text))
        self._due = 0.0

    def server(self) -> str:
        """Return what the endpoint calls itself; EngineError where it does not answer."""
        with self.client.asked([("query", _PROBE.text)], ACCEPT["ask"]) as body:
            return body.server

    def check_release(self) -> None:
        """Raise WrongAnswerError where the endpoint has another release by now."""
        now = time.monotonic()
        if now < self._due:
            return
        self._due = float("inf")  # others go on meanwhile
        try:
            if _rows(self.whole(_RELEASE.text, "select")) != self._release:
                raise WrongAnswerError(_OTHER)
            now += _RECHECK
        finally:
            self._due = now

    @contextmanager
    def evaluated(self, question: Question) -> Iterator[Results]:
        """Evaluate a stranger's query; its results are read on this thread, within the context.

        Our own engine reads it first, on nothing: what it refuses, updates and functions of other
        engines among them, never leaves.
        """
        form, _ = head_of(evaluate(_NOTHING, question), "", "")
        self.check_release()
        with self._asked(in_columns(question.text), form, question) as body:
            yield results_in(BufferedReader(body), body.media_type, form)

    def whole(self, text: str, form: Form, graphs: tuple[str, ...] = ()) -> Results:
        """Return the results of a query of our own, all there; of the view, or of some graphs."""
        with self._asked(text, form, Question(text, None, None, graphs)) as body:
            answer = BufferedReader(body).read(_LONGEST + 1)
        if len(answer) > _LONGEST:
            raise WrongAnswerError(_TOO_LONG, size=_LONGEST)
        return results_in(BytesIO(answer), body.media_type, form)

    @contextmanager
    def _asked(self, text: str, form: Form, question: Question) -> Iterator[Body]:
        view, defaults, named = (
            self.client.address.graph,
            question.default_graphs,
            question.named_graphs,
        )
        words = words_of(text)
        if view and not defaults and not named and "FROM" not in words:
            defaults, named = (view,), self._named if "GRAPH" in words else ()
        if defaults and not named and "GRAPH" in words:
            named = (_NO_GRAPH,)  # else Virtuoso sees them all
        said = [("query", text if "BASE" in words else f"BASE <{base()}>\n{text}")]
        said += [("default-graph-uri", graph) for graph in defaults]
        said += [("named-graph-uri", graph) for graph in named]
        with self.client.asked(said, ACCEPT[form]) as body:
            yield body


class RemoteEngine(SiteEngine):
    """The site's own queries, on what the tables of a release have and on its remote graph.

    `lacks` are the queries of the check that the endpoint answers otherwise than our own engine:
    their tags name the words of the language that it is wrong about, joined by ``+`` where it is
    about queries that say them all.
    """

    def __init__(self, graph: RemoteGraph, tables: Tables, lacks: Sequence[Query] = ()) -> None:
        super().__init__(tables)
        self.graph, self.lacks = graph, tuple(lacks)

    def check_answerable(self, question: Question) -> None:
        """Raise RefusedQueryError for a question that the endpoint is known to answer otherwise.

        A query of the library was tried itself: its words count for nothing.
        """
        if not self.lacks:
            return
        shape, words = _shape(question.text), words_of(question.text)
        tried = shape in _tried()
        if question.default_graphs or question.named_graphs:
            tried, words = False, words | {DATASET}
        for query in self.lacks:
            wrong = any(words.issuperset(tag.split("+")) for tag in query.tags)
            if shape == _shape(query.text) or (wrong and not tried):
                raise RefusedQueryError(_WRONG, what=query.title)

    def state(self) -> dict[str, Any]:
        """Return who has the graph, with nothing of who asks; EngineError where it has it not."""
        self.graph.check_release()
        client = self.graph.client
        return {
            "kind": "remote",
            "address": client.address.shown,
            "server": self.graph.server(),
            "lacks": [query.title for query in self.lacks],
        }

    def _evaluated(self, query: Query, terms: Mapping[str, Bound], form: Form) -> Results:
        self.graph.check_release()
        return self.graph.whole(bound(query, terms), form)


def remote_graph(address: RemoteAddress, store: ox.Store, seconds: float) -> RemoteGraph:
    """Return the dataset of a release, whose store this is, at an address."""
    return RemoteGraph(RemoteClient(address, seconds), store)


@cache
def _tried() -> frozenset[str]:
    return frozenset(_shape(query.text) for query in folder("api").values())


def _shape(text: str) -> str:
    """Return a query without its comments, and without the values that its parameters have."""
    return _VALUES.sub("", text).strip()


def _rows(results: Results) -> list[str]:
    return sorted(map(str, results)) if isinstance(results, ox.QuerySolutions) else []
