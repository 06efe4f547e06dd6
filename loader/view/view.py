"""View, the default graph: one winner a field, else the union, and nothing that no graph states."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.graphs import NamedGraph
from loader.model.rdf_terms import (
    ALT_LABEL,
    AUTRE_APPELLATION,
    DEBOUCHE,
    FEMININ,
    IN_SCHEME,
    ITEM_LIST_ELEMENT,
    MASCULIN,
    NAME,
    NOTATION,
    PREF_LABEL,
    SECTION,
    TYPE,
    Triple,
    french,
    term,
)
from loader.records import Rubrique
from loader.triples import fiche_triples
from loader.view.merge import merge_editions

_SINGLE_VALUED: Final = frozenset(
    {PREF_LABEL, FEMININ, MASCULIN, NAME, term("schema:publisher"), term("schema:datePublished")}
    | {term("mg:collection"), term("mg:classeAppellation")}
)
"""Fields that hold one value, whatever they are said of: one a language stays."""
_FACTS_OF_PARTS: Final[Mapping[str, NamedNode]] = MappingProxyType(
    {
        Rubrique.DESCRIPTION: term("dct:description"),
        Rubrique.ACCES_FORMATION: term("mg:descriptifAcces"),
        Rubrique.ATTENDUS: term("mg:attendus"),
        Rubrique.POURSUITE_ETUDES: term("mg:descriptifPoursuite"),
        Rubrique.METIERS_ASSOCIES: DEBOUCHE,
        Rubrique.SPECIALITES: term("mg:specialite"),
        Rubrique.DOMAINES: term("mg:domaineOnisep"),
    }
)

_FORMATIONS: Final = iris.formation("").value
WinTest = Callable[[NamedNode, NamedNode, NamedNode | Literal], bool]
_UNITED = frozenset({TYPE, IN_SCHEME, NOTATION, ALT_LABEL})
_Key = tuple[NamedNode, NamedNode]
_Unit = tuple[NamedNode, NamedNode, str | None]
"""A field of a thing, in one language where it has one: English replaces no French."""
_Claim = tuple[int, tuple[bool, tuple[int, ...], str]]


class View:
    """The view over named graphs that come one by one, the newest edition of a source first.

    The facts of a métier are those of its one edition (`shows_own`), or of the merge of several
    (`merged_triples`). `win_test` gives what tells at once whether a shared triple of a graph wins;
    `contested_triples` gives at the end the fields for which all graphs had to be seen.
    """

    def __init__(self, fiches: Sequence[NamedGraph]) -> None:
        self.metiers: dict[str, list[NamedGraph]] = defaultdict(list)
        for graph in fiches:
            if graph.fiche:
                self.metiers[graph.fiche.id].append(graph)
        self._own: set[_Key] = set()
        self._titles: dict[NamedNode, NamedNode | Literal] = {}
        for id_, several in self.metiers.items():
            metier, newest = iris.metier(id_), max(several, key=lambda graph: graph.edition.rank)
            self._own |= {
                (s, p)
                for graph in several
                for s, p, _ in graph.own_triples
                if p in _SINGLE_VALUED or s == metier
            }
            if newest.fiche:
                self._titles[metier] = french(newest.fiche.titre)
        self._claims: dict[_Key, list[tuple[_Claim, NamedNode | Literal]]] = defaultdict(list)
        self._alternatives: dict[Triple, None] = {}
        self._codes: dict[NamedNode, NamedNode | Literal] = {}
        self._source, self._edition = "", ""
        self._newer: set[_Unit] = set()
        self._current: set[_Unit] = set()

    def shows_own(self, graph: NamedGraph) -> bool:
        """Tell whether the view shows all that a graph says of its métier."""
        return graph.fiche is not None and len(self.metiers[graph.fiche.id]) == 1

    def merged_triples(self) -> Iterator[Triple]:
        """Yield the facts of the métiers that have several editions."""
        for several in self.metiers.values():
            if len(several) == 1:
                continue
            ranked = sorted(several, key=lambda graph: graph.edition.rank, reverse=True)
            said = set(chain.from_iterable(graph.own_triples for graph in several))
            merged = fiche_triples(merge_editions([graph.fiche for graph in ranked if graph.fiche]))
            yield from (triple for triple in merged if triple in said)

    def win_test(self, graph: NamedGraph) -> WinTest:
        """Return what tells whether a shared triple of a graph is in the view already.

        A field that a newer edition of the same source states is lost. Labels, and the fields of a
        métier or of a formation, wait for all graphs to be seen.
        """
        self._enter(graph)
        claim = graph.priority, graph.edition.rank
        metiers, newer, current = iris.metier("").value, self._newer, self._current
        of_one_winner, elders = (metiers, iris.formation("").value), graph.has_elders

        def wins(subject: NamedNode, predicate: NamedNode, object_: NamedNode | Literal) -> bool:
            of_metier = subject.value.startswith(metiers)
            if of_metier and predicate == ALT_LABEL:
                self._alternatives[subject, predicate, object_] = None
                return False
            if of_metier and self._is_part_of_own(subject):
                return False
            if predicate == NOTATION:
                self._codes.setdefault(subject, object_)
            if predicate in _UNITED:
                return not newer or _unit(subject, predicate, object_) not in newer
            key = subject, predicate
            if elders or newer:
                unit = _unit(subject, predicate, object_)
                if unit in newer:
                    return False
                if elders:
                    current.add(unit)
            if predicate not in _SINGLE_VALUED and not subject.value.startswith(of_one_winner):
                return True
            if key not in self._own:
                self._claims[key].append((claim, object_))
            return False

        return wins

    def contested_triples(self) -> Iterator[Triple]:
        """Yield the winners of the fields that several graphs may state."""
        for (subject, predicate), claims in self._claims.items():
            if predicate in _SINGLE_VALUED:
                values = list(_one_a_language(claims))
            else:
                best = max(claim for claim, _ in claims)
                values = [value for claim, value in claims if claim == best]
            for value in values:
                if predicate == PREF_LABEL:
                    self._titles[subject] = value
                yield subject, predicate, value
        for triple in self._alternatives:
            if self._titles.get(triple[0]) != triple[2]:
                yield triple

    def nameless_triples(self) -> Iterator[Triple]:
        """Yield the code of each thing to which no graph gives a label, in the place of one.

        Once the contested triples are known: they tell who has one.
        """
        for thing, code in self._codes.items():
            if thing not in self._titles:
                yield thing, PREF_LABEL, french(code.value)

    def has_name(self, thing: NamedNode) -> bool:
        """Tell whether a graph gives a thing a label, once the contested triples are known."""
        return thing in self._titles

    def _is_part_of_own(self, subject: NamedNode) -> bool:
        """Tell whether a thing is an appellation of a métier whose fiche says which it has."""
        metier, found, _ = subject.value.partition("/appellation/")
        return bool(found) and (NamedNode(metier), AUTRE_APPELLATION) in self._own

    def _enter(self, graph: NamedGraph) -> None:
        if graph.edition.source != self._source:
            self._newer, self._current = set(), set()
        elif graph.edition.name != self._edition:
            self._newer |= self._current
            self._current = set()
        self._source, self._edition = graph.edition.source, graph.edition.name


def _unit(subject: NamedNode, predicate: NamedNode, object_: NamedNode | Literal) -> _Unit:
    """Return the field that a triple belongs to.

    It is that of the whole for an item of a ROME list, and for a part of the fiche of a formation,
    which is one field with the fact that repeats its text.
    """
    whole, found, _ = subject.value.partition("/mobilite/")
    if found:
        return NamedNode(whole), ITEM_LIST_ELEMENT, None
    part = object_ if predicate == SECTION else subject
    _, _, path = part.value.partition("/id/fiche/FOR.")
    number, _, rest = path.partition("/")
    if fact := _FACTS_OF_PARTS.get(rest.partition("/")[0]):
        return iris.formation(f"FOR.{number}"), fact, None
    if predicate in _FACTS_OF_PARTS.values() and subject.value.startswith(_FORMATIONS):
        return subject, predicate, None
    return subject, predicate, object_.language if isinstance(object_, Literal) else None


def _one_a_language(
    claims: list[tuple[_Claim, NamedNode | Literal]],
) -> Iterator[NamedNode | Literal]:
    """Yield a value a language: of the greatest claim, then the most frequent, then the first."""
    ranked = sorted(Counter(claims).items(), key=lambda item: item[0][1].value)
    ranked.sort(key=lambda item: (item[0][0], item[1]), reverse=True)
    languages: set[str | None] = set()
    for (_, value), _ in ranked:
        language = value.language if isinstance(value, Literal) else None
        if language not in languages:
            languages.add(language)
            yield value
