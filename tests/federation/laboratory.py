"""A laboratory: a server on a release, its peers, and the same data in one store."""

import json
import shutil
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox

from ontology import base
from server.engine.federation.service_refusal import as_graphs, redirected
from server.releases.layout import STORE_FOLDER
from tests.federation.peers import MARCHE, Peer, write_triples
from tests.site import serving

__all__ = ["Laboratory", "Rows", "laboratory", "rows_in"]

Rows = Counter[tuple[tuple[str, str], ...]]
"""How often each row stands in an answer: its terms by name, as N-Triples writes them."""


@dataclass(frozen=True)
class Laboratory:
    """`address` is the server's, `endpoints` the real ones by what questions call them.

    In `merged`, the data of a peer are the graph of its endpoint.
    """

    address: str
    endpoints: Mapping[str, str]
    merged: ox.Store

    def here(self, query: str) -> str:
        """Return a question that calls the peers where they really are."""
        return redirected(query, lambda iri: self.endpoints.get(iri, iri))

    def federated(self, query: str) -> Rows:
        """Return what the server answers, calling its peers; AssertionError if it refuses."""
        body = urlencode({"query": self.here(query)}).encode()
        request = urllib.request.Request(f"{self.address}/sparql", body)
        request.add_header("Accept", "application/sparql-results+json")
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                said: bytes = response.read()
        except urllib.error.HTTPError as refusal:
            raise AssertionError(refusal.read().decode()) from None
        return rows_in(said)

    def together(self, query: str) -> Rows:
        """Return what the one store answers to the same question, its calls being graphs."""
        found = self.merged.query(as_graphs(query), base_iri=base())
        assert isinstance(found, ox.QuerySolutions)
        return rows_in(found.serialize(format=ox.QueryResultsFormat.JSON) or b"")


def rows_in(document: bytes) -> Rows:
    """Return the rows of an answer in SPARQL's JSON."""
    rows = json.loads(document)["results"]["bindings"]
    return Counter(
        tuple(sorted((name, json.dumps(term, sort_keys=True)) for name, term in row.items()))
        for row in rows
    )


@contextmanager
def laboratory(
    release: Path, files: Path, folder: Path, peers: Sequence[Peer], **settings: str
) -> Iterator[Laboratory]:
    """Start peers and a server that may call them; stop them all."""
    merged = _store(release, folder)
    endpoints: dict[str, str] = {}
    with ExitStack() as running:
        for number, peer in enumerate(peers):
            triples = folder / f"{number}.nt"
            write_triples(peer, files, triples)
            graph = ox.NamedNode(peer.endpoint)
            merged.bulk_load(path=str(triples), format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
            serving_peer = peer.serving(folder / str(number), triples)
            endpoints[peer.endpoint] = running.enter_context(serving_peer)
        allowed = " ".join(endpoints.values())
        home = release.parents[1]
        settings = {"METIERS_SERVICES": allowed, "METIERS_BUDGET": "0", **settings}
        if MARCHE in peers:
            settings["METIERS_MARCHE"] = endpoints[MARCHE.endpoint]
        address = running.enter_context(serving(home, **settings))
        yield Laboratory(address, endpoints, merged)


def _store(release: Path, folder: Path) -> ox.Store:
    """Return a copy of the store of a release, which can be added to."""
    shutil.copytree(release / STORE_FOLDER, folder / "merged")
    return ox.Store(str(folder / "merged"))
