"""Triples of the ROME tree: grands domaines, domaines, codes, by their first characters.

The tree is that of the codes: of « A1101 » the domaine is « A11 », of that the grand domaine « A ».
A table that states otherwise is a problem that its reader reports.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.rdf_terms import (
    BROADER,
    IN_SCHEME,
    NOTATION,
    PREF_LABEL,
    TYPE,
    Triple,
    french,
    term,
)
from loader.records.rome import (
    AppellationRome,
    FicheRome,
    InteretDuCode,
    IntituleRome,
    ItemDuCode,
    MobiliteRome,
    PhraseRome,
    RiasecCode,
    TableRome,
    Version,
    lignes,
)


@dataclass(frozen=True, slots=True)
class RomeVersion:
    """V3 or V4: the IRIs of its codes, and its scheme."""

    node: Callable[[str], NamedNode]
    scheme: NamedNode


ROMES: Final[Mapping[Version, RomeVersion]] = MappingProxyType(
    {
        3: RomeVersion(iris.rome_v3, term("nomenclature:rome-v3")),
        4: RomeVersion(iris.rome_v4, term("nomenclature:rome-v4")),
    }
)
_CONCEPT = term("skos:Concept")
_CODE = term("mg:CodeRome")
_DOMAINE = term("mg:DomaineRome")
_GRAND_DOMAINE = term("mg:GrandDomaineRome")


def tree_triples(tables: Sequence[TableRome], rome: RomeVersion) -> Iterator[Triple]:
    """Yield the codes that any table names, and the domaines and grands domaines above them."""
    labels: dict[str, str] = {}
    for row in lignes(tables, IntituleRome):
        labels.setdefault(row.code, row.libelle)
    codes = _named_codes(tables)
    above = dict.fromkeys([*labels, *(code[:3] for code in codes)])
    domaines = [code for code in above if len(code) == 3]
    grands = dict.fromkeys([code for code in above if len(code) == 1] + [d[0] for d in domaines])
    levels = (grands, _GRAND_DOMAINE, 0), (domaines, _DOMAINE, 1), (codes, _CODE, 3)
    for level, type_, parent in levels:
        for code in level:
            node = rome.node(code)
            yield node, TYPE, type_
            yield node, TYPE, _CONCEPT
            yield node, IN_SCHEME, rome.scheme
            yield node, NOTATION, Literal(code)
            if code in labels:
                yield node, PREF_LABEL, french(labels[code])
            if parent:
                yield node, BROADER, rome.node(code[:parent])


def _named_codes(tables: Sequence[TableRome]) -> dict[str, None]:
    """Return each code that a row names, once, in the order of the tables."""
    found: dict[str, None] = {}
    for table in tables:
        for row in table.lignes:
            match row:
                case MobiliteRome():
                    found[row.code] = found[row.cible] = None
                case FicheRome() | AppellationRome() | PhraseRome() | RiasecCode():
                    found[row.code] = None
                case ItemDuCode() | InteretDuCode():
                    found[row.code] = None
    return found
