"""Release builder: from a corpus to a release that serves, built aside, checked, then switched."""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import Store

from loader.corpus.corpus import Corpus
from loader.corpus.problems import LoaderError, has_errors
from loader.diff import write_difference
from loader.release.bulk_loader import compact_in_background
from loader.release.description import describe_release
from loader.release.dump import DumpResult, write_dump
from loader.release.edition_entries import edition_entries
from loader.release.fill_store import FilledStore, fill_store
from loader.release.manifest_counts import (
    LISTS,
    count_findings,
    count_problems,
)
from loader.release.release_directory import ReleaseDirectory
from loader.search import build_index
from loader.validation import Finding, run_checks, validate_store
from loader.view.conflicts import find_conflicts
from loader.view.formation_counts import count_formations
from server.releases.layout import MANIFEST_FILE, STORE_FOLDER, Manifest


class StrictError(LoaderError):
    """A build with `strict` met an error: the release that served still does."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A release that serves; `findings` is None where SHACL was skipped.

    `seconds` tells how long each step took, by its name.
    """

    folder: Path
    manifest: Manifest
    findings: Sequence[Finding] | None
    seconds: dict[str, float]


@dataclass(slots=True)
class _Steps:
    """Shows which step is under way, and keeps how long each took."""

    show: Callable[[str], None]
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        self.show(name)
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start


def build(
    corpus: Corpus,
    home: ReleaseDirectory,
    *,
    strict: bool,
    shacl: bool,
    step: Callable[[str], None],
) -> BuildResult:
    """Build a release and make it serve; `step` is given the name of what is under way.

    Nothing that serves is touched before the new release is complete on disk; with `strict`, an
    error or a violation of a shape raises `StrictError` and nothing changes.
    """
    if strict and has_errors(corpus.problems):
        raise StrictError("des erreurs, et --strict : la release en service reste en place")
    steps = _Steps(step)
    with home.staging_directory() as staging:
        runs_folder, store_folder = staging / "runs", staging / STORE_FOLDER
        with steps("magasin"):
            filled, runs = fill_store(corpus, store_folder, runs_folder)
        with steps("export"), compact_in_background(store_folder):
            dumped = write_dump(runs.sorted_lines(), staging)
            shutil.rmtree(runs_folder)
        with steps("description"):
            describe_release(Store(store_folder), corpus, dumped)
        with steps("index de recherche"):
            indexed = build_index(Store.read_only(str(store_folder)), staging)
        findings = None
        if shacl:
            with steps("formes SHACL"):
                findings = [*run_checks(Store.read_only(str(store_folder)), dumped.orphan_triples)]
                findings += validate_store(store_folder)
        if strict and any(each.severity == "Violation" for each in findings or ()):
            raise StrictError("des formes violées, et --strict : la release en service reste")
        manifest = _manifest(corpus, filled, dumped, indexed, findings)
        with steps("différence"):
            write_difference(home, manifest, staging)
        with steps("mise en service"):
            (staging / MANIFEST_FILE).write_text(manifest.to_json(), "utf-8")
            folder = home.keep(staging, dumped.digest)
            home.switch(folder)
            home.prune()
    return BuildResult(folder, manifest, findings, steps.seconds)


def _manifest(
    corpus: Corpus,
    filled: FilledStore,
    dumped: DumpResult,
    indexed: int,
    findings: Sequence[Finding] | None,
) -> Manifest:
    conflicting = find_conflicts(corpus.fiches)
    return Manifest(
        digest=dumped.digest,
        software=f"metiers-graphe {version('metiers-graphe')}",
        built=datetime.now(UTC).isoformat(timespec="milliseconds"),
        sources=edition_entries(corpus),
        counts={
            "fiches": filled.fiches,
            "metiers": filled.metiers,
            **count_formations(corpus),
            "graphs": filled.graphs,
            "quads": dumped.quads,
            "view": dumped.view,
            "superseded": dumped.superseded,
            "indexed": indexed,
        },
        problems=count_problems(corpus.problems),
        conflicts={key: len(metiers) for key, metiers in conflicting.items()},
        conflicting=conflicting,
        dumps=dumped.files,
        lists=LISTS,
        findings=None if findings is None else count_findings(findings),
    )
