"""Record of a publication, in the store itself: whichever machine comes next knows what is done.

`PUBLICATION` says of the release that answers its digest, and of each graph its digest and its
number of triples. `WAITING` says the same of the one to come, graph by graph as they are staged; it
becomes `PUBLICATION` in the switch.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from loader.model.rdf_terms import integer, term
from loader.publish.graphs import PublishedGraph

PUBLICATION: Final = "urn:metiers:publication"
WAITING: Final = "urn:metiers:attente"
_DIGEST: Final = term("dct:identifier")
_TRIPLES: Final = term("void:triples")


@dataclass(frozen=True, slots=True)
class PublicationRecord:
    """What a store says of a publication: empty where it says nothing.

    `begun` tells that its switch has, and has not ended.
    """

    digest: str = ""
    graphs: Mapping[str, PublishedGraph] = field(default_factory=dict)
    begun: bool = False


def staging_name(graph: PublishedGraph) -> str:
    """Return the name under which a graph waits: one for each content that it may have."""
    return f"{WAITING}:{graph.sha256[:16]}:{graph.name}"


def is_staged(name: str) -> bool:
    """Tell whether a graph of a store is one that waits, or says what does."""
    return name == WAITING or name.startswith(f"{WAITING}:")


def release_line(digest: str) -> bytes:
    """Return the line that says which release is recorded."""
    return f'<{PUBLICATION}> {_DIGEST} "{digest}" .\n'.encode()


def switch_line(digest: str) -> bytes:
    """Return the line that says, while it lasts, that a release is being switched to."""
    return f'<{WAITING}> {_DIGEST} "{digest}" .\n'.encode()


def graph_lines(graph: PublishedGraph) -> Iterator[bytes]:
    """Yield the lines that say that a graph is whole."""
    yield f'<{graph.name}> {_DIGEST} "{graph.sha256}" .\n'.encode()
    yield f"<{graph.name}> {_TRIPLES} {integer(graph.triples)} .\n".encode()


def read_records(rows: Iterable[Mapping[str, str]]) -> tuple[PublicationRecord, PublicationRecord]:
    """Return what is published and what waits, from the rows of `publication/record`.

    A row that is not one of ours is passed by: the graph is not known to be whole. Where two said
    their digest, that of neither is read.
    """
    digests: dict[str, set[str]] = {PUBLICATION: set(), WAITING: set()}
    graphs: dict[str, dict[str, PublishedGraph]] = {PUBLICATION: {}, WAITING: {}}
    begun = set[str]()
    for row in rows:
        record, name, digest, triples = (
            row.get(key, "") for key in ("record", "graph", "digest", "triples")
        )
        if name == PUBLICATION:
            digests[record].add(digest)
        elif name == WAITING:
            begun.add(record)
        elif triples.isdecimal():
            graphs[record][name] = PublishedGraph(name, int(triples), digest)
    published, waiting = (
        PublicationRecord(" ".join(sorted(digests[each])), graphs[each], each in begun)
        for each in digests
    )
    return published, waiting
