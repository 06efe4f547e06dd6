"""Code table writer: SQLite in a release, which `server/codes/code_table.py` reads.

What has a code, and says so, is in it under the scheme of the code; and what appellations call the
codes of the ROME, for a label to tell of which edition a code is.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from loader.codes.ways import Ways, folder_of, scheme_of
from loader.model.solutions import text_rows
from ontology import base
from ontology.folding import slug
from queries import find
from server.codes.schemes import clean_code, key_of
from server.releases.layout import CODES_FILE

__all__ = ["build_code_table"]

_SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE meanings (
  scheme TEXT, key TEXT, iri TEXT, label TEXT, relation TEXT, deprecated INTEGER, editions TEXT,
  PRIMARY KEY (scheme, key, iri)
) WITHOUT ROWID;
CREATE TABLE names (iri TEXT, slug TEXT, PRIMARY KEY (iri, slug)) WITHOUT ROWID;
CREATE TABLE ways (iri TEXT PRIMARY KEY, steps TEXT, metiers TEXT) WITHOUT ROWID;
CREATE TABLE metiers (
  notation TEXT PRIMARY KEY, iri TEXT, label TEXT, niveau TEXT, rncp TEXT
) WITHOUT ROWID;
"""
"""`names` are the slugs of the appellations that a code of the ROME has; lists are words parted by
blanks: the editions that say a code, the métiers by their notations, the nearest first."""
_CLOSEST: Final = ("rncp", "certification", "formation")
"""Where a number of the RNCP may be said: of its fiche, else of what is registered under it."""
_NEAREST: Final = 40
"""The métiers that are kept behind a thing: all for a code of the ROME V3, a few of a large NSF."""
_FORMATIONS: Final = (("mg:formation", "^mg:debouche"),)
_CODED: Final = (("mg:codeRncp",),)
_CERTIFIED: Final = (("mg:certification",), ("mg:codeRncp",))
_APPELLATIONS: Final = "rome/appellation"
_LEVEL: Final = (("mg:niveauAcces",),)


@dataclass(frozen=True, slots=True)
class _Coded:
    """A thing that has a code: by which relation, and which editions of sources say so."""

    scheme: str
    key: str
    iri: str
    relation: str
    editions: str


def build_code_table(store: Store, directory: Path) -> None:
    """Write what the codes of a store's view are into a folder."""
    labels: dict[str, str] = dict(_rows(store, "labels"))
    ways, gone = Ways(store), {iri for (iri,) in _rows(store, "deprecated")}
    coded = sorted(_coded(store), key=lambda each: (each.scheme, each.key, each.iri))
    notations = {each.iri: each.key for each in coded if each.scheme == "met"}
    with sqlite3.connect(directory / CODES_FILE) as connection:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO meanings VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (each.scheme, each.key, each.iri, labels.get(each.iri, ""), each.relation,
                 each.iri in gone, each.editions)
                for each in coded
            ),
        )  # fmt: skip
        connection.executemany("INSERT INTO names VALUES (?, ?)", sorted(_names(ways, labels)))
        connection.executemany(
            "INSERT INTO ways VALUES (?, ?, ?)",
            _ways(ways, sorted({each.iri for each in coded}), notations),
        )
        connection.executemany(
            "INSERT INTO metiers VALUES (?, ?, ?, ?, ?)", _metiers(ways, notations, labels)
        )
    connection.close()


def _rows(store: Store, query: str) -> Iterator[list[str]]:
    return islice(text_rows(store, find(f"codes/{query}")), 1, None)


def _coded(store: Store) -> Iterator[_Coded]:
    """Yield what has a code, by the relation that says it."""
    editions: dict[tuple[str, str], set[str]] = defaultdict(set)
    for iri, code, graph in _rows(store, "notations"):
        editions[iri, code].add(_edition(graph))
    coded = {
        (scheme, key, iri): said
        for (iri, code), said in editions.items()
        if (scheme := scheme_of(iri)) and (key := key_of(scheme, clean_code(code)))
    }
    registered: dict[tuple[str, str], set[str]] = defaultdict(set)
    for iri, code, graph in _rows(store, "rncp"):
        if key := key_of("rncp", clean_code(code)):
            registered[key, iri].add(_edition(graph))
    closest: dict[str, str] = {key: "rncp" for scheme, key, _ in coded if scheme == "rncp"}
    for key, iri in registered:
        closest[key] = min(closest.get(key, "formation"), folder_of(iri), key=_CLOSEST.index)
    for (scheme, key, iri), said in coded.items():
        yield _Coded(scheme, key, iri, "skos:notation", " ".join(sorted(said)))
    for (key, iri), said in registered.items():
        if folder_of(iri) == closest[key] != "rncp":
            yield _Coded("rncp", key, iri, "mg:codeRncp", " ".join(sorted(said)))


@cache
def _edition(graph: str) -> str:
    """Return the source and the edition of a named graph."""
    return "/".join(graph.removeprefix(f"{base()}graph/").split("/")[:2])


def _names(ways: Ways, labels: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return the codes of the ROME with the slugs of what tells them from their namesakes.

    An appellation that both editions have under codes that are written alike tells nothing.
    """
    feminines, masculines = ways.edges("mg:feminin"), ways.edges("mg:masculin")
    found: set[tuple[str, str]] = set()
    for appellation, codes in ways.edges("skos:broader").items():
        if folder_of(appellation) != _APPELLATIONS:
            continue
        written = [iri.rpartition("/")[2] for iri in codes]
        telling = [iri for iri, code in zip(codes, written, strict=True) if written.count(code) < 2]
        if telling:
            names = {
                slug(labels.get(appellation, "")),
                *map(slug, feminines.get(appellation, ())),
                *map(slug, masculines.get(appellation, ())),
            }
            found |= {(iri, name) for iri in telling for name in names}
    return found


def _ways(
    ways: Ways, iris: Iterable[str], notations: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    for iri in iris:
        found = ways.metiers_of(iri)
        nearest = sorted(found.keys() & notations.keys(), key=lambda each: (-found[each], each))
        if nearest:
            yield iri, ways.steps_of(iri), " ".join(notations[each] for each in nearest[:_NEAREST])


def _metiers(
    ways: Ways, notations: Mapping[str, str], labels: Mapping[str, str]
) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield each métier with the name of its level, and the numbers of its certifications."""
    for iri, notation in notations.items():
        formations = ways.follow((iri,), _FORMATIONS)
        numbers = {*ways.follow(formations, _CODED), *ways.follow(formations, _CERTIFIED)}
        level = next(iter(ways.follow((iri,), _LEVEL)), "")
        yield (
            notation, iri, labels.get(iri, ""), labels.get(level, ""),
            " ".join(f"RNCP{number}" for number in sorted(numbers, key=lambda n: (len(n), n))),
        )  # fmt: skip
