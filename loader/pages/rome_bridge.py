"""Bridge from a métier to ROME 4.0 and ESCO, by the appellations of its ROME V3 codes."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from pyoxigraph import NamedNode, QuerySolution, QuerySolutions, Store, Variable

from loader.pages.names import value
from ontology.mappings import match_rank
from queries import find

__all__ = ["RomeBridge"]

_CODES: Final = 8
_NAMED: Final = 3
_PROFESSIONS: Final = 12

Document = dict[str, list[list[object]] | int]


class RomeBridge:
    """The bridges of the métiers of a store: one for all that have the same codes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[frozenset[str], Document] = {}

    def document(self, metier: str, codes: frozenset[str]) -> Document:
        """Return the first codes and occupations behind a métier, and how many more there are.

        A code is its IRI, the first appellations that it shares, and how many more it does; an
        occupation its IRI, the closest mapping to it, the name of the appellation that has it, and
        how many other ways there are. What shares or leads most comes first.
        """
        if codes not in self._known:
            found = self._store.query(
                find("pages/ponts").text,
                substitutions={Variable("metier"): NamedNode(metier)},
            )
            assert isinstance(found, QuerySolutions)
            solutions = list(found)
            v4, professions = _codes(solutions), _professions(solutions)
            self._known[codes] = {
                "codes": v4[:_CODES],
                "more_codes": len(v4[_CODES:]),
                "professions": professions[:_PROFESSIONS],
                "more_professions": len(professions[_PROFESSIONS:]),
            }
        return self._known[codes]


def _codes(solutions: Sequence[QuerySolution]) -> list[list[object]]:
    found: dict[str, dict[str, str]] = {}
    for row in solutions:
        if code := value(row, "codeV4"):
            found.setdefault(code, {})[value(row, "appellation")] = value(row, "nom")
    return [
        [code, sorted(found[code].items())[:_NAMED], max(len(found[code]) - _NAMED, 0)]
        for code in sorted(found, key=lambda code: (-len(found[code]), code))
    ]


def _professions(solutions: Sequence[QuerySolution]) -> list[list[object]]:
    leading = [
        (value(row, "profession"), value(row, "relation"), value(row, "nom"))
        for row in solutions
        if value(row, "profession")
    ]
    leading.sort(key=lambda each: (match_rank(each[1]), each[2]))
    ways = Counter(profession for profession, *_ in leading)
    firsts: dict[str, list[object]] = {}
    for profession, relation, name in leading:
        firsts.setdefault(profession, [profession, relation, name, ways[profession] - 1])
    return list(firsts.values())
