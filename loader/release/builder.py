"""Release builder: from a corpus to a release that serves, built aside, checked, then switched."""

import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Final

from pyoxigraph import Store

from loader.corpus.corpus import Corpus
from loader.corpus.problems import LoaderError, errors_among
from loader.diff import write_difference, write_edition_changes
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
from loader.sources.documents import find_files, sizes_in
from loader.validation import Finding, compile_shapes, judge_shapes, run_checks
from loader.view.conflicts import find_conflicts
from loader.view.formation_counts import count_formations
from ontology import shapes
from server.releases.layout import MANIFEST_FILE, STORE_FOLDER, Manifest

VIOLATION: Final = "forme violée"
"""The kind of the errors that are violated shapes."""
_LEAST_ROOM: Final = 8 * 10**6
_ROOM: Final = 17
_ROOM_OF_SHEET: Final = 45
"""Bytes that a build writes at most, for each byte of what it reads: two stores, and lines."""


class RefusedBuildError(LoaderError):
    """A build met errors that nobody accepted: the release that served still does.

    `errors` are their kinds and their texts, problems by their places, then violated shapes.
    """

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        super().__init__(f"{len(errors)} erreurs : rien n'est publié")
        self.errors = errors


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A release that serves; `findings` is None where SHACL was skipped.

    `errors` are those that were accepted, as kinds and texts; `seconds` tells how long each step
    took, by its name.
    """

    folder: Path
    manifest: Manifest
    findings: Sequence[Finding] | None
    errors: Sequence[tuple[str, str]]
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


def room_to_build(inputs: Iterable[Path]) -> int:
    """Return the bytes that a build of some files and folders takes on disk while it goes on."""
    sizes = chain.from_iterable(map(sizes_in, find_files(inputs)))
    return _LEAST_ROOM + sum(
        (_ROOM_OF_SHEET if suffix == ".md" else _ROOM) * size for suffix, size in sizes
    )


def build(
    corpus: Corpus,
    home: ReleaseDirectory,
    *,
    accept_errors: bool,
    shacl: bool,
    step: Callable[[str], None],
) -> BuildResult:
    """Build a release and make it serve; `step` is given the name of what is under way.

    The caller holds the home. Nothing that serves is touched before the new release is complete on
    disk. An error, or a violation of a shape, raises `RefusedBuildError` and nothing changes,
    unless they are accepted.
    """
    errors = [(str(each.kind), str(each)) for each in sorted(errors_among(corpus.problems))]
    if errors and not accept_errors:
        raise RefusedBuildError(errors)
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
        conflicting = find_conflicts(corpus.fiches)
        indexed = _write_tables(corpus, store_folder, staging, dumped.digest, conflicting, steps)
        findings = None
        if shacl:
            with steps("formes SHACL"):
                store = Store.read_only(str(store_folder))
                findings = [*run_checks(store, dumped.orphan_triples, dumped.blank_triples)]
                findings += judge_shapes(store, compile_shapes(shapes()))
        errors += _violations(findings or ())
        if errors and not accept_errors:
            raise RefusedBuildError(errors)
        manifest = _manifest(corpus, filled, dumped, indexed, conflicting, findings)
        with steps("différence"):
            write_difference(home, manifest, staging)
        with steps("mise en service"):
            (staging / MANIFEST_FILE).write_text(manifest.to_json(), "utf-8")
            folder = home.keep(staging, dumped.digest)
            home.switch(folder)
            home.prune()
    return BuildResult(folder, manifest, findings, errors, steps.seconds)


def _write_tables(
    corpus: Corpus,
    store_folder: Path,
    staging: Path,
    digest: str,
    conflicting: Mapping[str, Sequence[str]],
    steps: _Steps,
) -> int:
    """Write what is reckoned of a store, beside it; return how many names its index has."""
    with _other_tables(store_folder, staging, digest, steps):
        store = Store.read_only(str(store_folder))
        with steps("index de recherche"):
            indexed = build_index(store, staging)
        with steps("éditions comparées"):
            write_edition_changes(corpus, store, conflicting, staging)
    return indexed


@contextmanager
def _other_tables(store: Path, staging: Path, digest: str, steps: _Steps) -> Iterator[None]:
    """Let another process write what is reckoned of a store alone, beside it, meanwhile."""
    command = [sys.executable, "-m", "loader.tables", str(store), str(staging), digest]
    with Popen(command, stdin=PIPE, stderr=PIPE) as process:
        try:
            yield
            with steps("pages, codes et tables, encore"):
                said = process.stderr.read() if process.stderr else b""
                process.wait()
        finally:
            process.kill()  # of no effect on one that has ended
    if process.returncode:
        reason = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise LoaderError(f"les tables n'ont pas pu être écrites : {reason}")


def _violations(findings: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    """Yield the violated shapes as errors: the kind of each, and what is violated where."""
    for each in findings:
        if each.severity == "Violation":
            yield VIOLATION, f"{each.focus}: {each.shape} : {each.message}"


def _manifest(
    corpus: Corpus,
    filled: FilledStore,
    dumped: DumpResult,
    indexed: int,
    conflicting: Mapping[str, Sequence[str]],
    findings: Sequence[Finding] | None,
) -> Manifest:
    return Manifest(
        digest=dumped.digest,
        software=f"metiers-graphe {version('metiers-graphe')}",
        built=datetime.now(UTC).isoformat(timespec="milliseconds"),
        sources=edition_entries(corpus),
        counts={
            "fiches": filled.fiches,
            "fiches_formations": len(corpus.fiches_formations),
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
        errors=len(errors_among(corpus.problems)),
    )
