"""Crosswalk from a métier to ROME 4.0 and ESCO, by the appellations of its ROME V3 codes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from flask_babel import lazy_gettext, ngettext

from queries import find
from server.browse import name_lookup
from server.browse.concept import Node
from server.engine import Engine, Row
from server.iris import tail

__all__ = [
    "MATCHES",
    "Bridge",
    "CodeV4",
    "appellation_relation",
    "match_rank",
    "occupation_relation",
    "read_bridge",
]

MATCHES: Final = {
    "exactMatch": (lazy_gettext("identique"), lazy_gettext("identique")),
    "closeMatch": (lazy_gettext("proche"), lazy_gettext("proche")),
    "broadMatch": (lazy_gettext("plus large"), lazy_gettext("plus étroite")),
    "narrowMatch": (lazy_gettext("plus étroite"), lazy_gettext("plus large")),
}
"""By SKOS mapping relation, what the occupation is beside the appellation, and the reverse."""
_ORDER: Final = tuple(MATCHES)

_CODES: Final = 8
_NAMED: Final = 3
_PROFESSIONS: Final = 12


@dataclass(frozen=True)
class CodeV4:
    """A code of the ROME 4.0, and appellations that it shares with the métier's codes.

    `more` is how many others there are.
    """

    code: Node
    appellations: Sequence[Node]
    more: int

    @property
    def total(self) -> int:
        """How many appellations they share."""
        return len(self.appellations) + self.more


@dataclass(frozen=True)
class Bridge:
    """The first codes and occupations, and how many others there are of each."""

    codes: Sequence[CodeV4]
    more_codes: int
    professions: Sequence[Node]
    more_professions: int


def occupation_relation(relation: str) -> str:
    """Return what the occupation is to the appellation that has the relation."""
    return str(MATCHES[_name(relation)][0])


def appellation_relation(relation: str) -> str:
    """Return what the appellation is to the occupation."""
    return str(MATCHES[_name(relation)][1])


def match_rank(relation: str) -> int:
    """Return the place of a relation among all, the closest first."""
    return _ORDER.index(_name(relation))


def _name(relation: str) -> str:
    return relation.partition("#")[2]


def read_bridge(engine: Engine, metier: str) -> Bridge:
    """Read the crosswalk of a métier: what shares or leads most comes first."""
    rows = engine.select(find("browse/metier_ponts"), metier=ox.NamedNode(metier))
    codes = _codes(engine, rows)
    professions = _professions(engine, rows)
    return Bridge(
        codes[:_CODES],
        len(codes[_CODES:]),
        professions[:_PROFESSIONS],
        len(professions[_PROFESSIONS:]),
    )


def _codes(engine: Engine, rows: Sequence[Row]) -> list[CodeV4]:
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        if code := row.optional_iri("codeV4"):
            found.setdefault(code, {})[row.iri("appellation")] = row.text("nom")
    names = name_lookup.nomenclatures(engine)
    ranked = sorted(found, key=lambda code: (-len(found[code]), code))
    return [
        CodeV4(
            Node(code, names.get(code, tail(code)), tail(code)),
            [Node(iri, found[code][iri]) for iri in sorted(found[code])[:_NAMED]],
            max(len(found[code]) - _NAMED, 0),
        )
        for code in ranked
    ]


def _professions(engine: Engine, rows: Sequence[Row]) -> list[Node]:
    """Return the occupations, the closest first; a note says by which appellations."""
    leading = [row for row in rows if row.optional_iri("profession")]
    leading.sort(key=lambda row: (match_rank(row.iri("relation")), row.text("nom")))
    ways = Counter(row.iri("profession") for row in leading)
    firsts: dict[str, Row] = {}
    for row in leading:
        firsts.setdefault(row.iri("profession"), row)
    names = name_lookup.nomenclatures(engine)
    return [
        Node(iri, names.get(iri, tail(iri)), note=_by(row, ways[iri]))
        for iri, row in firsts.items()
    ]


def _by(row: Row, ways: int) -> str:
    return str(
        ngettext(
            "par « %(name)s » (%(relation)s)",
            "par « %(name)s » (%(relation)s) et %(others)s de plus",
            ways,
            name=row.text("nom"),
            relation=occupation_relation(row.iri("relation")),
            others=ways - 1,
        )
    )
