"""Manifest of a release, `manifest.json`: the only place where a clock is read."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from loader.corpus.problems import LoaderError, Problem
from loader.release.dump import DumpFile
from loader.release.edition_entries import EditionEntry
from loader.sources.documents import Fichier
from loader.validation import Finding

MANIFEST_FILE: Final = "manifest.json"
LISTS: Final[Mapping[str, str]] = {"formations_undescribed": "examples/formations_sans_description"}
"""The queries that list what a count counts."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`built` is an ISO 8601 instant in UTC; `problems` counts by kind.

    `conflicting` are, by field, the métiers whose fiches do not say the same, and `conflicts` how
    many they are: see `loader.view.conflicts`. `lists` names the query, as `folder/stem` under
    `queries/`, that lists what one of the `counts` counts. `findings` counts what the SHACL shapes
    found, by gravity and shape; None where they were not judged.
    """

    digest: str
    software: str
    built: str
    sources: tuple[EditionEntry, ...]
    counts: Mapping[str, int]
    problems: Mapping[str, int]
    conflicts: Mapping[str, int] = field(default_factory=dict)
    conflicting: Mapping[str, Sequence[str]] = field(default_factory=dict)
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
        sources = tuple(map(_publication, fields["sources"]))
        dumps = tuple(DumpFile(**dump) for dump in fields.get("dumps", ()))
        datetime.fromisoformat(fields["built"])
        counts = {name: int(fields["counts"][name]) for name in ("fiches", "quads")}
        whole = {"sources": sources, "dumps": dumps, "counts": fields["counts"] | counts}
        return Manifest(**{**fields, **whole})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LoaderError(f"{file}: manifeste illisible : {error}") from error


def _publication(said: Mapping[str, Any]) -> EditionEntry:
    files = tuple(Fichier(**file) for file in said["files"])
    absent = said.get("absent")
    lists = {"files": files, "absent": None if absent is None else tuple(absent)}
    return EditionEntry(**{**said, **lists})


def count_problems(problems: Iterable[Problem]) -> dict[str, int]:
    """Return how many problems there are of each kind, in the order of the kinds' names."""
    counts = Counter(str(each.kind) for each in problems)
    return {kind: counts[kind] for kind in sorted(counts)}


def count_findings(findings: Iterable[Finding]) -> dict[str, dict[str, int]]:
    """Return how often each shape found something, by gravity, both in alphabetical order."""
    counts: dict[str, Counter[str]] = {}
    for each in findings:
        counts.setdefault(each.severity, Counter())[each.shape] += 1
    return {gravity: dict(sorted(counts[gravity].items())) for gravity in sorted(counts)}
