"""Dumps of a release (N-Quads, Turtle), its digest, and what the view leaves out, in one pass."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loader.release.gzip_writer import GzipWriter
from loader.release.turtle_writer import TurtleWriter
from ontology import base
from server.releases.layout import QUADS_FILE, SUPERSEDED_FILE, TURTLE_FILE, DumpFile

_MEDIA_TYPES: Final = {QUADS_FILE: "application/n-quads", TURTLE_FILE: "text/turtle"}
_MOST_TOLD: Final = 20
"""Wrong triples of the view that are reported, of each kind; one is enough to be wrong."""

_GRAPHS: Final = f"{base()}graph/".encode()


@dataclass(frozen=True, slots=True)
class DumpResult:
    """The digest (hexadecimal SHA-256 of the sorted N-Quads), numbers of lines, and the files.

    `graphs` counts the triples of each named graph, by its IRI, in the order of the IRIs;
    `orphan_triples` are the first triples of the view that stand in no named graph,
    `blank_triples` the first that have a blank node.
    """

    digest: str
    quads: int
    view: int
    superseded: int
    graphs: Mapping[str, int]
    files: tuple[DumpFile, ...]
    orphan_triples: tuple[str, ...] = ()
    blank_triples: tuple[str, ...] = ()


def write_dump(lines: Iterable[bytes], folder: Path) -> DumpResult:
    """Write sorted N-Quads into a folder, and the view as Turtle.

    The same lines give the same bytes. A triple of the view sorts just before the same triple in
    its named graphs, so that one that the view leaves out is known when it goes by.
    """
    digest = hashlib.sha256()
    view = superseded = 0
    graphs: Counter[bytes] = Counter()
    shown = left_out = b""
    orphan_triples, blank_triples, settled = list[str](), list[str](), True
    with (
        GzipWriter(folder / QUADS_FILE) as packed,
        GzipWriter(folder / TURTLE_FILE) as packed_turtle,
        (folder / SUPERSEDED_FILE).open("wb") as rest,
    ):
        turtle = TurtleWriter(packed_turtle.write)
        for line in lines:
            digest.update(line)
            packed.write(line)
            triple, graph = _split_graph(line)
            if not settled and (not graph or triple != shown):
                orphan_triples.append(shown.decode())
                del orphan_triples[_MOST_TOLD:]
            settled = bool(graph)
            if not graph:
                view += 1
                shown = triple
                turtle.add(triple)
                if b"_:" in triple and _has_blank_node(triple):
                    blank_triples.append(triple.decode())
                    del blank_triples[_MOST_TOLD:]
                continue
            graphs[graph] += 1
            if triple not in (shown, left_out):
                superseded += 1
                left_out = triple
                rest.write(triple + b" .\n")
        turtle.end()
    if not settled:
        orphan_triples.append(shown.decode())
    counted = {name.decode().removesuffix(">"): graphs[name] for name in sorted(graphs)}
    files = tuple(_dump_file(folder / name, kind) for name, kind in _MEDIA_TYPES.items())
    told = tuple(orphan_triples), tuple(blank_triples)
    quads = view + graphs.total()
    return DumpResult(digest.hexdigest(), quads, view, superseded, counted, files, *told)


def _dump_file(path: Path, media_type: str) -> DumpFile:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return DumpFile(path.name, media_type, path.stat().st_size, sha256)


def _has_blank_node(triple: bytes) -> bool:
    subject, _, value = triple.split(b" ", 2)
    return subject.startswith(b"_:") or value.startswith(b"_:")


def _split_graph(line: bytes) -> tuple[bytes, bytes]:
    """Part a line into its triple and its graph, which is empty for the default graph.

    A text may hold ` <` too: only the name of one of our graphs, after three terms, is a graph.
    """
    head = line.removesuffix(b" .\n")
    triple, _, name = head.rpartition(b" <")
    named = name.startswith(_GRAPHS) and name.endswith(b">") and b'"' not in name
    return (triple, name) if named and triple.count(b" ") >= 2 else (head, b"")
