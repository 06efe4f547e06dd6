"""Cache of names by release: métiers, formations, codes of lists, editions, nomenclatures.

Most pages name them and a release has few: read once, so that no page looks one up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from ontology.folding import fold
from queries import find
from server.browse.formatting import licence
from server.engine import Engine, Row
from server.http.language import in_page_language
from server.iris import tail
from server.releases.cached import CachedByRelease

__all__ = [
    "NamedCode",
    "NamedEdition",
    "NamedFormation",
    "NamedMetier",
    "codes",
    "editions",
    "formations",
    "metiers",
    "name_of",
    "nomenclatures",
]


@dataclass(frozen=True)
class NamedMetier:
    """A métier by its name; `niveau` is the IRI of its level, `rank` its place in the alphabet."""

    iri: str
    label: str
    notation: str
    niveau: str
    rank: int


@dataclass(frozen=True)
class NamedFormation:
    """A formation by its name; `rank` is its place in the alphabet."""

    iri: str
    label: str
    rank: int


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


def name_of(engine: Engine, iri: str) -> str:
    """Return the name of a thing that is cached, empty if it is not."""
    if code := codes(engine).get(iri):
        return in_page_language(code.words)
    if thing := metiers(engine).get(iri) or formations(engine).get(iri):
        return thing.label
    return nomenclatures(engine).get(iri, "")


def _read_metiers(engine: Engine) -> Mapping[str, NamedMetier]:
    rows = {row.iri("iri"): row for row in engine.select(find("browse/index_metiers"))}
    ranked = sorted(rows, key=lambda iri: (fold(rows[iri].text("label")), iri))
    return {
        iri: NamedMetier(
            iri,
            rows[iri].text("label"),
            rows[iri].text("notation"),
            rows[iri].optional_iri("niveau") or "",
            rank,
        )
        for rank, iri in enumerate(ranked)
    }


def _read_formations(engine: Engine) -> Mapping[str, NamedFormation]:
    names = {row.iri("iri"): row.text("label") for row in engine.select(find("browse/formations"))}
    ranked = sorted(names, key=lambda iri: (fold(names[iri]), iri))
    return {iri: NamedFormation(iri, names[iri], rank) for rank, iri in enumerate(ranked)}


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
            rows[0].text("publisher"),
            rows[0].text("licence"),
            licence(rows[0].text("licence")),
        )
        for iri, rows in found.items()
    }


def _read_nomenclatures(engine: Engine) -> Mapping[str, str]:
    rows = engine.select(find("browse/nomenclatures"))
    return {row.iri("iri"): row.text("label") for row in rows}


def _words(rows: list[Row], name: str) -> Mapping[str, str]:
    return {
        term.language or "": term.value
        for row in rows
        if isinstance(term := row.terms.get(name), ox.Literal)
    }


metiers: Final = CachedByRelease(_read_metiers)
formations: Final = CachedByRelease(_read_formations)
codes: Final = CachedByRelease(_read_codes)
editions: Final = CachedByRelease(_read_editions)
nomenclatures: Final = CachedByRelease(_read_nomenclatures)
"""By IRI, the names of the codes of the ROME and of the occupations of ESCO."""
