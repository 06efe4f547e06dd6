"""Skipped fields: those of ROME tables that only one of two releases has are not compared.

A release that lacks a table does not state that its facts are gone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from loader.records.rome import TableKind
from server.releases.layout import Manifest

_ITEMS: Final = frozenset({"mg:coeurMetier", "mg:emergent"})
_RIASEC: Final = frozenset({"mg:riasecMajeur", "mg:riasecMineur"})
_LABEL: Final = frozenset({"skos:prefLabel"})
_TEXTS: Final = frozenset({"skos:definition", "mg:accesEmploi", "mg:conditionsExercice"})
_WHOLE: Final = frozenset({"*"})
"""All fields of a kind, and whether its things are there."""

_FIELDS_OF_TABLES: Final[Mapping[TableKind, Mapping[str, frozenset[str]]]] = MappingProxyType(
    {
        TableKind.CODES: {"rome": _WHOLE},
        TableKind.APPELLATIONS: {"appellation-rome": _WHOLE},
        TableKind.GRANDS_DOMAINES: {"domaine": _LABEL},
        TableKind.DOMAINES: {"domaine": _LABEL},
        TableKind.TEXTES: {"rome": _TEXTS},
        TableKind.RIASEC: {"rome": _RIASEC},
        TableKind.MOBILITES: {"rome": frozenset({"mg:mobilite", "schema:itemListElement"})},
        TableKind.COMPETENCES: {"competence-rome": _WHOLE, "rome": _ITEMS | {"mg:competence"}},
        TableKind.SAVOIRS: {"savoir-rome": _WHOLE, "rome": _ITEMS | {"mg:savoir"}},
        TableKind.CONTEXTES: {"contexte-rome": _WHOLE, "rome": _ITEMS | {"mg:contexte"}},
        TableKind.COHERENCE: {
            "rome": _ITEMS | {"mg:competence", "mg:savoir", "mg:contexte"},
        },
        TableKind.RIASEC_MACRO: {"competence-rome": _RIASEC},
        TableKind.INTERETS: {"interet-rome": _WHOLE},
        TableKind.INTERETS_DES_CODES: {
            "rome": frozenset({"mg:interetRome", "mg:interetPrincipal", "mg:interetSecondaire"}),
        },
    }
)
_VERSIONED: Final = frozenset({"rome", "domaine"})
"""Kinds that each of the two schemes has: `rome-v3`, `rome-v4`."""


@dataclass(frozen=True, slots=True)
class AbsentTables:
    """The tables that one of two releases has, and no edition of the source in the other."""

    source: str
    edition: str
    tables: tuple[str, ...]


def absent_tables(before: Manifest, after: Manifest) -> list[AbsentTables]:
    """Return the tables that only one of two releases has, by the editions that lack them."""
    lacked, lacks = _lacking(before), _lacking(after)
    found = []
    for mine, theirs in ((lacked, lacks), (lacks, lacked)):
        for source in mine.keys() & theirs.keys():
            (editions, tables), (_, others) = mine[source], theirs[source]
            if only := [table for table in tables if table not in others]:
                found.append(AbsentTables(source, ", ".join(editions), tuple(only)))
    return sorted(found, key=lambda each: (each.source, each.edition))


def skipped_fields(absent: list[AbsentTables]) -> frozenset[tuple[str, str]]:
    """Return the fields that some tables give, each with its kind; `*` stands for all of a kind."""
    return frozenset(pair for each in absent for pair in _fields(each))


def _fields(absent: AbsentTables) -> Iterator[tuple[str, str]]:
    version = absent.source.removeprefix("rome-")
    for table in absent.tables:
        for kind, fields in _FIELDS_OF_TABLES[TableKind(table)].items():
            name = f"{kind}-{version}" if kind in _VERSIONED else kind
            yield from ((name, field) for field in fields)


def _lacking(manifest: Manifest) -> dict[str, tuple[list[str], list[str]]]:
    """Return, by source, its editions made of tables, and the tables that none of them has."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for each in manifest.sources:
        if each.absent is not None:
            editions, tables = found.get(each.id, ([], list(each.absent)))
            kept = [table for table in tables if table in each.absent]
            found[each.id] = [*editions, each.edition], kept
    return found
