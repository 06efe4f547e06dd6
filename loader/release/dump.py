"""The dump of a release, its digest, and what the view leaves out, in one pass over its lines."""

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ontology import base

DUMP_FILE: Final = "dataset.nq.gz"
SUPERSEDED_FILE: Final = "superseded.nt"
_LEVEL: Final = 4


@dataclass(frozen=True, slots=True)
class Dumped:
    """The digest (hexadecimal SHA-256 of the sorted N-Quads) and the numbers of lines."""

    digest: str
    quads: int
    view: int
    superseded: int


def write_dump(lines: Iterable[bytes], folder: Path) -> Dumped:
    """Write sorted N-Quads into a folder, the same bytes for the same lines.

    A triple of the view sorts just before the same triple in its named graphs, so that one that
    the view leaves out is known when it goes by.
    """
    digest = hashlib.sha256()
    quads = view = superseded = 0
    shown = left_out = b""
    with (
        (folder / DUMP_FILE).open("wb") as raw,
        gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as packed,
        (folder / SUPERSEDED_FILE).open("wb") as rest,
    ):
        for line in lines:
            digest.update(line)
            packed.write(line)
            quads += 1
            triple, graph = _parted(line)
            if not graph:
                view += 1
                shown = triple
            elif triple not in (shown, left_out):
                superseded += 1
                left_out = triple
                rest.write(triple + b" .\n")
    return Dumped(digest.hexdigest(), quads, view, superseded)


def _parted(line: bytes) -> tuple[bytes, bytes]:
    """Part a line into its triple and its graph, which is empty for the default graph.

    A text may hold ` <` too: only the name of one of our graphs, after three terms, is a graph.
    """
    head = line.removesuffix(b" .\n")
    triple, _, name = head.rpartition(b" <")
    named = name.startswith(_GRAPHS) and name.endswith(b">") and b'"' not in name
    return (triple, name) if named and triple.count(b" ") >= 2 else (head, b"")


_GRAPHS: Final = f"{base()}graph/".encode()
