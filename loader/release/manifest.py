"""What a release says of itself: `manifest.json`, the only place where a clock is read."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from loader.corpus import Corpus, FicheLue
from loader.editions import Edition
from loader.mentions import named_formations, undescribed_formations
from loader.merge import conflicts
from loader.problems import LoaderError, Problem
from loader.release.dump import DumpFile
from loader.sources.catalogue import SOURCES
from loader.sources.documents import Fichier
from loader.validation import Finding

MANIFEST_FILE: Final = "manifest.json"
LISTS: Final[Mapping[str, str]] = {"formations_undescribed": "examples/formations_sans_description"}
"""The queries that list what a count counts."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One edition of one source in a release, with its files."""

    id: str
    edition: str
    title: str
    publisher: str
    licence: str
    files: tuple[Fichier, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """`built` is an ISO 8601 instant in UTC; `problems` counts by kind.

    `conflicts` counts, by field, the fiches whose editions do not say the same. `lists` names the
    query, as `folder/stem` under `queries/`, that lists what one of the `counts` counts. `findings`
    counts what the SHACL shapes found, by gravity and shape; None where they were not judged.
    """

    digest: str
    software: str
    built: str
    sources: tuple[Publication, ...]
    counts: Mapping[str, int]
    problems: Mapping[str, int]
    conflicts: Mapping[str, int] = field(default_factory=dict)
    dumps: tuple[DumpFile, ...] = ()
    lists: Mapping[str, str] = field(default_factory=dict)
    findings: Mapping[str, Mapping[str, int]] | None = None

    def to_json(self) -> str:
        """Return the text of `manifest.json`."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a release directory."""
    file = folder / MANIFEST_FILE
    try:
        fields = json.loads(file.read_text("utf-8"))
        sources = tuple(
            Publication(**{**each, "files": tuple(Fichier(**file) for file in each["files"])})
            for each in fields["sources"]
        )
        dumps = tuple(DumpFile(**dump) for dump in fields.get("dumps", ()))
        datetime.fromisoformat(fields["built"])
        counts = {name: int(fields["counts"][name]) for name in ("fiches", "quads")}
        whole = {"sources": sources, "dumps": dumps, "counts": fields["counts"] | counts}
        return Manifest(**{**fields, **whole})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LoaderError(f"{file}: manifeste illisible : {error}") from error


def publications(corpus: Corpus) -> tuple[Publication, ...]:
    """Return the editions that a corpus holds, their files in the order of their names."""
    return tuple(
        _publication(edition, sorted(files, key=lambda file: (file.name, file.sha256)))
        for edition, files in corpus.files.items()
    )


def _publication(edition: Edition, files: Sequence[Fichier]) -> Publication:
    source = SOURCES[edition.source]
    return Publication(
        source.id, edition.name, source.title, source.publisher, source.licence, tuple(files)
    )


def count_problems(problems: Iterable[Problem]) -> dict[str, int]:
    """Return how many problems there are of each kind, in the order of the kinds' names."""
    counts = Counter(str(each.kind) for each in problems)
    return {kind: counts[kind] for kind in sorted(counts)}


def count_formations(corpus: Corpus) -> dict[str, int]:
    """Return how many formations there are, and how many of them no source describes."""
    return {
        "formations": len(named_formations(corpus)),
        "formations_undescribed": len(undescribed_formations(corpus)),
    }


def count_findings(findings: Iterable[Finding]) -> dict[str, dict[str, int]]:
    """Return how often each shape found something, by gravity, both in alphabetical order."""
    counts: dict[str, Counter[str]] = {}
    for each in findings:
        counts.setdefault(each.severity, Counter())[each.shape] += 1
    return {gravity: dict(sorted(counts[gravity].items())) for gravity in sorted(counts)}


def count_conflicts(fiches: Iterable[FicheLue]) -> dict[str, int]:
    """Return how many fiches have editions that disagree, by field, the most first."""
    editions: dict[str, list[FicheLue]] = {}
    for lue in fiches:
        editions.setdefault(lue.fiche.id, []).append(lue)
    counts = Counter(
        name
        for several in editions.values()
        if len(several) > 1
        for name in conflicts([lue.fiche for lue in several])
    )
    return {name: counts[name] for name in sorted(counts, key=lambda name: (-counts[name], name))}
