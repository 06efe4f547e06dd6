"""Layout of a release on disk, and its manifest: what builds write and servers read.

``METIERS_HOME`` holds ``releases/<digest>/`` and the links ``current`` and ``previous``. It is said
here and nowhere else; the loader, which writes it, imports it too.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

__all__ = [
    "CHANGES_FILE",
    "CHANGES_TABLE",
    "CODES_FILE",
    "CSVW_FILE",
    "CURRENT",
    "DIFFERENCES",
    "EDITIONS_FILE",
    "INDEX_FILE",
    "LOCK",
    "MANIFEST_FILE",
    "PACKAGE_FILE",
    "PAGES_FILE",
    "PREVIOUS",
    "QUADS_FILE",
    "RELEASES",
    "STORE_FOLDER",
    "SUPERSEDED_FILE",
    "TABLES_FOLDER",
    "TURTLE_FILE",
    "DumpFile",
    "EditionEntry",
    "FileEntry",
    "Manifest",
    "ManifestError",
    "read_manifest",
]

RELEASES: Final = "releases"
CURRENT: Final = "current"
PREVIOUS: Final = "previous"
LOCK: Final = "build.lock"
"""What a command holds while it builds or removes releases: every home has one."""

STORE_FOLDER: Final = "store"
INDEX_FILE: Final = "search.sqlite"
PAGES_FILE: Final = "pages.sqlite"
"""What pages would else reckon of the whole graph: names, near métiers, bridges, answers."""
CODES_FILE: Final = "codes.sqlite"
"""What each code of each classification is, and the métiers behind it."""
TABLES_FOLDER: Final = "tables"
"""Tables as CSV, XLSX and Parquet, and what says which columns they have."""
PACKAGE_FILE: Final = "datapackage.json"
CSVW_FILE: Final = "csv-metadata.json"
MANIFEST_FILE: Final = "manifest.json"
QUADS_FILE: Final = "dataset.nq.gz"
"""All named graphs and the view, as sorted N-Quads."""
TURTLE_FILE: Final = "dataset.ttl.gz"
"""The view alone."""
SUPERSEDED_FILE: Final = "superseded.nt"
"""What named graphs say and the view leaves out."""
CHANGES_FILE: Final = "changes.json"
"""What a release differs in from the one that served when it was built; the first has none."""
CHANGES_TABLE: Final = "changes.sqlite"
"""The same, for pages to filter."""
DIFFERENCES: Final = (CHANGES_FILE, CHANGES_TABLE)
"""The files that are no part of what a release is: they tell of another one too."""
EDITIONS_FILE: Final = "editions.sqlite"
"""What each edition of the sheets differs in from the one before it."""


class ManifestError(ValueError):
    """A manifest that is not there, or does not say what it must."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file that a release was built from: `size` in bytes, `sha256` hexadecimal."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class DumpFile:
    """A dump as it lies in a release: `media_type` is that of what gzip packed in it.

    `size` counts the bytes of the file, and `sha256` is theirs, hexadecimal.
    """

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """One edition of one source in a release, with its files.

    `absent` names the tables of the model that an edition of the ROME lacks; None where an edition
    is not made of tables.
    """

    id: str
    edition: str
    title: str
    publisher: str
    licence: str
    files: tuple[FileEntry, ...] = ()
    absent: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release says of itself: the only place where a clock is read.

    `built` is an ISO 8601 instant in UTC; `counts` and `problems` count by what is counted
    (``fiches``, ``quads``…) and by kind. `conflicting` are, by field, the métiers whose fiches do
    not say the same, None in a release that does not tell, and `conflicts` how many they are.
    `lists` names the query, as ``folder/stem`` under ``queries/``, that lists what one of the
    `counts` counts. `findings` counts what the SHACL shapes found, by gravity and shape; None where
    they were not judged. `errors` counts the problems that are errors, which the operator has
    accepted.
    """

    digest: str
    software: str = ""
    built: str = ""
    sources: tuple[EditionEntry, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: Mapping[str, int] = field(default_factory=dict)
    conflicts: Mapping[str, int] = field(default_factory=dict)
    conflicting: Mapping[str, Sequence[str]] | None = None
    dumps: tuple[DumpFile, ...] = ()
    lists: Mapping[str, str] = field(default_factory=dict)
    findings: Mapping[str, Mapping[str, int]] | None = None
    errors: int = 0

    @property
    def built_at(self) -> datetime:
        """The instant at which it was built; ValueError where it tells none."""
        return datetime.fromisoformat(self.built)

    @property
    def accepted(self) -> int:
        """How many errors it was published in spite of, violated shapes among them."""
        return self.errors + sum((self.findings or {}).get("Violation", {}).values())

    def to_json(self) -> str:
        """Return the text of the manifest's file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a release's folder; ManifestError says what is wrong with it.

    What a release of before does not say is left at its default; keys of a later one are passed by.
    """
    file = folder / MANIFEST_FILE
    try:
        return _manifest(json.loads(file.read_text("utf-8")))
    except (
        ArithmeticError, AttributeError, KeyError, OSError, RecursionError, TypeError, ValueError,
    ) as error:  # fmt: skip
        raise ManifestError(f"{file}: manifeste illisible : {error}") from error


def _manifest(said: Mapping[str, Any]) -> Manifest:
    known = {name: said[name] for name in Manifest.__dataclass_fields__ if name in said}
    if not isinstance(known["digest"], str):
        raise TypeError("digest n'est pas un texte")
    return Manifest(
        **{
            **known,
            "software": str(said.get("software", "")),
            "built": str(said.get("built", "")),
            "sources": tuple(map(_edition_entry, said.get("sources", ()))),
            "counts": {name: int(count) for name, count in said.get("counts", {}).items()},
            "errors": int(said.get("errors", 0)),
            "dumps": tuple(DumpFile(**dump) for dump in said.get("dumps", ())),
        }
    )


def _edition_entry(said: Mapping[str, Any]) -> EditionEntry:
    absent = said.get("absent")
    return EditionEntry(
        id=str(said.get("id") or ""),
        edition=str(said.get("edition") or ""),
        title=str(said.get("title") or ""),
        publisher=str(said.get("publisher") or ""),
        licence=str(said.get("licence") or ""),
        files=tuple(FileEntry(**file) for file in said.get("files", ())),
        absent=None if absent is None else tuple(absent),
    )
