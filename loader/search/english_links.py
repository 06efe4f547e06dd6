"""English links: the métiers behind ESCO occupations that have a name in English.

An occupation leads to the métiers that bear one of its French names; else to those whose names are
nearest, among the métiers of the ROME V3 codes that its appellations have.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Store

from loader.model.rdf_terms import term
from loader.search.named_things import IndexedThing, Rank
from ontology.words import root, stem, telling

__all__ = ["english_links"]

Link = tuple[IndexedThing, IndexedThing]
_RELATIONS: Final = ("skos:exactMatch", "skos:closeMatch", "skos:narrowMatch", "skos:broadMatch")
"""From the appellation to the occupation, the closest first."""
_FRENCH: Final = (Rank.OWN, Rank.OTHER)
_MOST: Final = 2
"""Métiers that are linked for being near."""


def english_links(
    store: Store, things: Sequence[IndexedThing], links: Sequence[Link]
) -> Iterator[Link]:
    """Yield the occupations with an English name, and the métiers that each leads to."""
    found = {thing.iri: thing for thing in things}
    below: dict[str, list[IndexedThing]] = defaultdict(list)
    for one, other in links:
        below[one.iri].append(other)
    own, others = (_by_name(things, rank) for rank in _FRENCH)
    for thing in things:
        if thing.type == "esco" and _names(thing, Rank.ENGLISH):
            appellations = list(_appellations(store, thing, found))
            metiers = (
                _named(thing, Rank.OWN, own, others)
                or _named_as(appellations, own, others)
                or _named(thing, Rank.OTHER, own, others)
                or _nearest(thing, appellations, below)
            )
            yield from ((thing, metier) for metier in metiers)


def _names(thing: IndexedThing, *ranks: Rank) -> list[str]:
    """Return the names of some ranks, as keys that all forms share."""
    return [
        " ".join(dict.fromkeys(map(stem, telling(name.key.split()))))
        for name in thing.names.values()
        if name.rank in ranks
    ]


def _by_name(things: Iterable[IndexedThing], rank: Rank) -> Mapping[str, Sequence[IndexedThing]]:
    found: dict[str, dict[str, IndexedThing]] = defaultdict(dict)
    for thing in things:
        if thing.type == "metier":
            for name in _names(thing, rank):
                found[name][thing.iri] = thing
    return {name: tuple(several.values()) for name, several in found.items()}


def _named(
    thing: IndexedThing, rank: Rank, *by_name: Mapping[str, Sequence[IndexedThing]]
) -> Sequence[IndexedThing]:
    """Return the métiers that bear a name of a thing, as their own before as another."""
    for names in by_name:
        for name in _names(thing, rank):
            if metiers := names.get(name):
                return metiers
    return ()


def _named_as(
    appellations: Iterable[IndexedThing], *by_name: Mapping[str, Sequence[IndexedThing]]
) -> Sequence[IndexedThing]:
    named = (_named(each, Rank.OWN, *by_name) for each in appellations)
    return next(filter(None, named), ())


def _appellations(
    store: Store, thing: IndexedThing, found: Mapping[str, IndexedThing]
) -> Iterator[IndexedThing]:
    """Yield the appellations that a table relates to an occupation, the closest first."""
    for relation in _RELATIONS:
        quads = store.quads_for_pattern(None, term(relation), NamedNode(thing.iri), DefaultGraph())
        iris = sorted(each.subject.value for each in quads if isinstance(each.subject, NamedNode))
        yield from (found[iri] for iri in iris if iri in found)


def _nearest(
    thing: IndexedThing,
    appellations: Iterable[IndexedThing],
    below: Mapping[str, Sequence[IndexedThing]],
) -> Sequence[IndexedThing]:
    """Return the métiers of the codes whose names share most roots with an occupation's."""
    words = _roots(_names(thing, Rank.OWN, Rank.OTHER))
    reached = {
        metier.iri: metier
        for appellation in appellations
        for code in below[appellation.iri]
        for metier in below[code.iri]
    }
    shared = {
        iri: max(_likeness(words, _roots([name])) for name in _names(metier, *_FRENCH))
        for iri, metier in reached.items()
    }
    best = sorted((iri for iri in reached if shared[iri]), key=lambda iri: (-shared[iri], iri))
    return [reached[iri] for iri in best[:_MOST]]


def _roots(names: Iterable[str]) -> set[str]:
    return {root(word) for name in names for word in name.split()}


def _likeness(words: set[str], name: set[str]) -> float:
    return len(words & name) / len(name)
