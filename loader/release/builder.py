"""From a corpus to a release that serves: built beside the running one, checked, then switched."""

import gzip
import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store

from loader import nquads
from loader.corpus import Corpus
from loader.graphs import NamedGraph, named_graphs
from loader.problems import LoaderError, has_errors
from loader.release.home import Home
from loader.release.manifest import MANIFEST_FILE, Manifest, count_problems, publications
from loader.search_index import build_index
from loader.terms import Triple
from loader.validation import Finding, Validation
from loader.view import default_graph, superseded

STORE_FOLDER: Final = "store"
DUMP_FILE: Final = "dataset.nq.gz"
SUPERSEDED_FILE: Final = "superseded.nt"


class StrictError(LoaderError):
    """A build with `strict` met an error: the release that served still does."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The named graphs of a corpus, the view over them, and the sorted N-Quads of both."""

    graphs: Sequence[NamedGraph]
    view: Sequence[Triple]
    superseded: Sequence[Triple]
    quads: int
    text: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Built:
    """A release that serves; `findings` is None where SHACL was skipped."""

    folder: Path
    manifest: Manifest
    findings: Sequence[Finding] | None


def say(corpus: Corpus) -> Dataset:
    """Return all that a corpus says: the same corpus gives the same digest.

    The digest is the hexadecimal SHA-256 of the sorted N-Quads, one a line, in UTF-8.
    """
    graphs = named_graphs(corpus)
    view = default_graph(graphs)
    named = chain.from_iterable(nquads.lines(graph.triples, graph.name) for graph in graphs)
    lines = sorted(chain(nquads.default_lines(view), named))
    text = nquads.text_of(lines)
    digest = hashlib.sha256(text).hexdigest()
    return Dataset(graphs, view, superseded(view, graphs), len(lines), text, digest)


def build(
    corpus: Corpus, home: Home, *, strict: bool, shacl: bool, step: Callable[[str], None]
) -> Built:
    """Build a release and make it serve; `step` is told what is under way.

    Nothing that serves is touched before the new release is complete on disk; with `strict`, an
    error or a violation of a shape raises `StrictError` and nothing changes.
    """
    if strict and has_errors(corpus.problems):
        raise StrictError("des erreurs, et --strict : la release en service reste en place")
    step("triples et vue")
    dataset = say(corpus)
    validation = Validation(dataset.view) if shacl else None
    with home.building() as staging:
        step("magasin, index et export")
        indexed = _write(dataset, staging)
        step("formes SHACL")
        findings = validation.findings() if validation else None
        if strict and any(each.severity == "Violation" for each in findings or ()):
            raise StrictError("des formes violées, et --strict : la release en service reste")
        manifest = _manifest(corpus, dataset, indexed)
        (staging / MANIFEST_FILE).write_text(manifest.to_json(), "utf-8")
        step("mise en service")
        folder = home.keep(staging, dataset.digest)
        home.switch(folder)
        home.prune()
    return Built(folder, manifest, findings)


def _write(dataset: Dataset, staging: Path) -> int:
    """Write store, dump and index into a directory; return how many things the index finds."""
    with ThreadPoolExecutor() as threads:
        dump = threads.submit(_dump, dataset.text, staging / DUMP_FILE)
        load = threads.submit(_load, dataset.text, staging / STORE_FOLDER)
        indexed = build_index(dataset.view, staging)
        left_out = sorted(nquads.default_lines(dataset.superseded))
        (staging / SUPERSEDED_FILE).write_bytes(nquads.text_of(left_out))
        dump.result()
        load.result()
    return indexed


def _dump(text: bytes, file: Path) -> None:
    """Write a dump that is the same byte for byte for the same text."""
    with file.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        packed.write(text)


def _load(text: bytes, folder: Path) -> None:
    store = Store(folder)
    store.bulk_load(text, RdfFormat.N_QUADS, lenient=True)
    store.flush()


def _manifest(corpus: Corpus, dataset: Dataset, indexed: int) -> Manifest:
    counts = Counter(graph.authority.name for graph in dataset.graphs)
    return Manifest(
        digest=dataset.digest,
        software=f"metiers-graphe {version('metiers-graphe')}",
        built=datetime.now(UTC).isoformat(timespec="milliseconds"),
        sources=publications(corpus),
        counts={
            "fiches": counts["FICHE"],
            "metiers": len({lue.fiche.id for lue in corpus.fiches}),
            "graphs": len(dataset.graphs),
            "quads": dataset.quads,
            "view": len(dataset.view),
            "superseded": len(dataset.superseded),
            "indexed": indexed,
        },
        problems=count_problems(corpus.problems),
    )
