"""Names by IRI: métiers, formations, codes of lists, editions, nomenclatures.

Most pages name them. Those that a release has many of are read by key in its tables; the codes of
lists and the editions of sources are few, and cached.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from json import dumps
from typing import Final

import pyoxigraph as ox

from queries import find
from server.browse.formatting import licence
from server.engine import Engine, Row
from server.http.language import in_page_language
from server.iris import tail
from server.releases.cached import CachedByRelease

__all__ = [
    "KindNames",
    "NamedCode",
    "NamedEdition",
    "NamedThing",
    "codes",
    "editions",
    "formations",
    "metiers",
    "name_of",
    "namesakes",
]

_LABEL: Final = "SELECT label FROM names WHERE iri = ?"
_SOME: Final = """
SELECT iri, rank, label, notation, niveau, metiers FROM names
WHERE iri IN (SELECT value FROM json_each(?)) AND +kind = ?
"""
"""The sign keeps SQLite from going through all names of the kind (3 ms) instead of by key."""
_COUNT: Final = "SELECT count(*) FROM names WHERE kind = ?1 AND (?2 = '' OR initial = ?2)"
_PART: Final = """
SELECT iri, rank, label, notation, niveau, metiers FROM names
WHERE kind = ?1 AND (?2 = '' OR initial = ?2) ORDER BY rank LIMIT ?3 OFFSET ?4
"""
_NAMESAKES: Final = """
SELECT iri FROM names WHERE kind = 'metier' AND lower(label) IN (
  SELECT lower(label) FROM names WHERE kind = 'metier' GROUP BY lower(label) HAVING count(*) > 1
)
"""
_INITIALS: Final = "SELECT DISTINCT initial FROM names WHERE kind = ? ORDER BY initial"


@dataclass(frozen=True)
class NamedThing:
    """A métier or a formation by its name; `rank` is its place in the alphabet of its kind.

    `niveau` is the IRI of the level of a métier; `metiers` counts those that have a formation.
    """

    iri: str
    rank: int
    label: str
    notation: str
    niveau: str
    metiers: int


@dataclass(frozen=True)
class NamedCode:
    """A code of a list: its name by language, and its rank where the list is ordered."""

    words: Mapping[str, str]
    notation: str
    rang: int | None


@dataclass(frozen=True)
class NamedEdition:
    """An edition of a source: `name` is « nd » where the publisher states none."""

    iri: str
    name: str
    words: Mapping[str, str]
    publisher: str
    licence: str
    licence_name: str

    @property
    def title(self) -> str:
        """The title of the source, in the language of the page where it has it."""
        return in_page_language(self.words)


class KindNames:
    """The names of a kind, ``metier`` or ``formation``, by alphabet; those of one initial alone.

    Only what is cut out of them is read.
    """

    def __init__(self, engine: Engine, kind: str, initial: str = "") -> None:
        self._engine, self._kind, self._initial = engine, kind, initial

    def __len__(self) -> int:
        return int(self._engine.tables.rows(_COUNT, self._kind, self._initial)[0][0])

    def __getitem__(self, part: slice) -> list[NamedThing]:
        start, stop, _ = part.indices(len(self))
        asked = self._kind, self._initial, max(stop - start, 0), start
        return [NamedThing(*row) for row in self._engine.tables.rows(_PART, *asked)]

    def initials(self) -> list[str]:
        """Return the initials that there are."""
        return [letter for (letter,) in self._engine.tables.rows(_INITIALS, self._kind)]


def name_of(engine: Engine, iri: str) -> str:
    """Return the name of a thing that has one here, empty if it has none."""
    if code := codes(engine).get(iri):
        return in_page_language(code.words)
    return next((label for (label,) in engine.tables.rows(_LABEL, iri)), "")


def metiers(engine: Engine, iris: Iterable[str]) -> Mapping[str, NamedThing]:
    """Return those of some things that are métiers with a name, by IRI."""
    return _some(engine, "metier", iris)


def formations(engine: Engine, iris: Iterable[str]) -> Mapping[str, NamedThing]:
    """Return those of some things that are formations with a name, by IRI."""
    return _some(engine, "formation", iris)


def _some(engine: Engine, kind: str, iris: Iterable[str]) -> Mapping[str, NamedThing]:
    found = engine.tables.rows(_SOME, dumps([*iris]), kind)
    return {row[0]: NamedThing(*row) for row in found}


def _read_codes(engine: Engine) -> Mapping[str, NamedCode]:
    found: dict[str, list[Row]] = {}
    for row in engine.select(find("browse/codes")):
        found.setdefault(row.iri("iri"), []).append(row)
    return {
        iri: NamedCode(
            _words(rows, "label"),
            rows[0].text("notation"),
            rows[0].count("rang") if rows[0].text("rang") else None,
        )
        for iri, rows in found.items()
    }


def _read_editions(engine: Engine) -> Mapping[str, NamedEdition]:
    found: dict[str, list[Row]] = {}
    for row in engine.select(find("browse/editions")):
        found.setdefault(row.iri("iri"), []).append(row)
    return {
        iri: NamedEdition(
            iri,
            tail(iri),
            _words(rows, "title"),
            ", ".join(dict.fromkeys(filter(None, (row.text("publisher") for row in rows)))),
            rows[0].text("licence"),
            licence(rows[0].text("licence")),
        )
        for iri, rows in found.items()
    }


def _words(rows: list[Row], name: str) -> Mapping[str, str]:
    return {
        term.language or "": term.value
        for row in rows
        if isinstance(term := row.terms.get(name), ox.Literal)
    }


def _read_namesakes(engine: Engine) -> frozenset[str]:
    return frozenset(iri for (iri,) in engine.tables.rows(_NAMESAKES))


namesakes: Final = CachedByRelease(_read_namesakes)
"""The métiers that have the name of another, by IRI."""
codes: Final = CachedByRelease(_read_codes)
editions: Final = CachedByRelease(_read_editions)
