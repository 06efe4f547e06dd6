"""Code table of a release: the meanings of codes, read many at a time."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.codes.schemes import Candidate
from server.releases.layout import CODES_FILE
from server.releases.tables import SqliteTables

__all__ = ["BehindCode", "CodeMeaning", "CodeTable"]

_MEANINGS: Final = """
SELECT asked.key, scheme, meanings.iri, label, relation, deprecated, editions, steps, metiers
FROM (SELECT value ->> 0 AS scheme, value ->> 1 AS key FROM json_each(?)) AS asked
JOIN meanings USING (scheme, key) LEFT JOIN ways USING (iri)
"""
_NAMED: Final = """
SELECT names.iri, slug
FROM (SELECT value ->> 0 AS iri, value ->> 1 AS slug FROM json_each(?)) AS asked
JOIN names USING (iri, slug)
"""
_METIERS: Final = """
SELECT notation, iri, label, niveau, rncp FROM metiers
WHERE notation IN (SELECT value FROM json_each(?))
"""
_COLUMNS: Final = (
    "SELECT scheme, key, iri, label, relation, deprecated, editions FROM meanings LIMIT 1",
    "SELECT iri, slug FROM names LIMIT 1",
    "SELECT iri, steps, metiers FROM ways LIMIT 1",
    "SELECT notation, iri, label, niveau, rncp FROM metiers LIMIT 1",
)


@dataclass(frozen=True, slots=True)
class CodeMeaning:
    """What a code may be: a thing, under a scheme.

    `relation` is how the thing has the code, `steps` the path from it to the `metiers` behind it,
    by their notations, the nearest first and forty at most. `editions` are those that say the code,
    as ``source/edition``; one that `is_deprecated` is no longer in the newest.
    """

    scheme: str
    iri: str
    label: str
    relation: str
    is_deprecated: bool
    editions: Sequence[str]
    steps: str
    metiers: Sequence[str]


@dataclass(frozen=True, slots=True)
class BehindCode:
    """A métier behind codes: the name of its level, and the RNCP numbers of its formations."""

    notation: str
    iri: str
    label: str
    niveau: str
    rncp: Sequence[str]


class CodeTable:
    """The codes of a release's folder; OSError or ValueError where it does not hold them."""

    def __init__(self, folder: Path) -> None:
        self._tables = SqliteTables(folder / CODES_FILE, *_COLUMNS)

    def meanings(self, asked: Iterable[Candidate]) -> Mapping[Candidate, Sequence[CodeMeaning]]:
        """Return what some codes are; those that are nothing are left out."""
        found: dict[Candidate, list[CodeMeaning]] = defaultdict(list)
        for row in self._tables.rows(_MEANINGS, json.dumps(sorted(set(asked)))):
            key, scheme, iri, label, relation, deprecated, editions, steps, metiers = row
            found[scheme, key].append(
                CodeMeaning(
                    scheme, iri, label, relation, bool(deprecated), editions.split(), steps or "",
                    (metiers or "").split(),
                )
            )  # fmt: skip
        return found

    def named(self, asked: Iterable[tuple[str, str]]) -> Collection[tuple[str, str]]:
        """Return those of some codes of the ROME and slugs where the code has the appellation."""
        return {tuple(row) for row in self._tables.rows(_NAMED, json.dumps(sorted(set(asked))))}

    def metiers(self, notations: Iterable[str]) -> Mapping[str, BehindCode]:
        """Return some métiers, by their notations."""
        rows = self._tables.rows(_METIERS, json.dumps(sorted(set(notations))))
        return {
            notation: BehindCode(notation, iri, label, niveau, rncp.split())
            for notation, iri, label, niveau, rncp in rows
        }
