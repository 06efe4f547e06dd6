"""Indexed things: what can be found in a view, by which names, and what the names lead to."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store, Triple

from loader.model.rdf_terms import (
    ALT_LABEL,
    BROADER,
    FEMININ,
    MASCULIN,
    NOTATION,
    PREF_LABEL,
    ROME_V3,
    TYPE,
    term,
)
from loader.search.short_names import short_names
from ontology.words import tokens

__all__ = ["TYPES", "IndexedName", "IndexedThing", "Rank", "read_links", "read_things"]

_ROME: Final = ("mg:CodeRome", "mg:DomaineRome", "mg:GrandDomaineRome")
_CLASSES: Final = {
    "metier": ("mg:Metier",),
    "niveau": ("mg:Niveau",),
    "statut": ("mg:Statut",),
    "interet": ("mg:CentreInteret",),
    "secteur": ("mg:Secteur",),
    "rome-v3": _ROME,
    "rome-v4": _ROME,
    "appellation": ("mg:AppellationRome",),
    "formation": ("mg:Formation",),
    "esco": ("mg:ProfessionEsco",),
    "fap": ("mg:FamilleProfessionnelle",),
    "certification": ("mg:Certification",),
}
TYPES: Final = tuple(_CLASSES)
"""The types of things, in the order in which the index keeps their names."""
_FOLDERS: Final = {"rome-v3": term("rome3:").value, "rome-v4": term("rome4:").value}
"""Where a class holds things of two types, the IRIs tell them apart."""
_HIDDEN: Final = term("skos:hiddenLabel")
_RNCP: Final = term("mg:codeRncp")
_SCOLARITE: Final = term("mg:codeScolarite")
_DESCRIPTION: Final = term("dct:description")
_NAME_PROPERTIES: Final = (
    PREF_LABEL, FEMININ, MASCULIN, ALT_LABEL, _HIDDEN, NOTATION, _RNCP, _SCOLARITE,
)  # fmt: skip

_Literals = dict[NamedNode, list[Literal]]


class Rank(IntEnum):
    """What a name is to its thing: the index keeps the number."""

    OWN = 0
    OTHER = 1
    CODE = 2
    ENGLISH = 3
    OTHER_ENGLISH = 4


@dataclass(frozen=True, slots=True)
class IndexedName:
    """A name as it is written; its `key` is its folded words, parted by spaces."""

    text: str
    key: str
    rank: Rank


@dataclass(slots=True)
class IndexedThing:
    """One thing that can be found; its names are by key, each once, with its best rank."""

    iri: str
    type: str
    label: str
    note: str
    names: dict[str, IndexedName] = field(default_factory=dict)

    def add_names(self, rank: Rank, *texts: str) -> None:
        """Add names, in the order of their ranks."""
        for text in texts:
            key = " ".join(tokens(text))
            if key:
                self.names.setdefault(key, IndexedName(text, key, rank))


def read_things(store: Store) -> list[IndexedThing]:
    """Read all that can be found, in the order of the IRIs."""
    types = dict(_typed(store))
    literals: dict[str, _Literals] = {iri: defaultdict(list) for iri in types}
    for predicate in _NAME_PROPERTIES:
        for quad in store.quads_for_pattern(None, predicate, None, DefaultGraph()):
            subject, value = quad.subject, quad.object
            if (
                isinstance(subject, NamedNode)
                and isinstance(value, Literal)
                and (found := literals.get(subject.value)) is not None
            ):
                found[predicate].append(value)
    things = [_thing(iri, type_, literals[iri]) for iri, type_ in sorted(types.items())]
    for thing in things:
        if thing.type == "metier":
            thing.note = _description(store, thing.iri)
    return things


def read_links(
    store: Store, things: Sequence[IndexedThing]
) -> list[tuple[IndexedThing, IndexedThing]]:
    """Read what leads to what: an appellation to its codes, a code of the V3 to its métiers.

    Codes become the notes of their appellations.
    """
    found = {thing.iri: thing for thing in things}
    links: list[tuple[IndexedThing, IndexedThing]] = []
    for code in things:
        if code.type in _FOLDERS:
            above = NamedNode(code.iri)
            for quad in store.quads_for_pattern(None, BROADER, above, DefaultGraph()):
                below = found.get(_iri(quad.subject))
                if below is not None and below.type == "appellation":
                    links.append((below, code))
            for quad in store.quads_for_pattern(None, ROME_V3, above, DefaultGraph()):
                links.append((code, found[_iri(quad.subject)]))
    codes: dict[str, list[str]] = defaultdict(list)
    for one, other in links:
        if one.type == "appellation":
            codes[one.iri].append(f"{other.type[-2:].upper()} {other.note}")
    for iri, noted in codes.items():
        found[iri].note = ", ".join(sorted(noted))
    return links


def _iri(node: NamedNode | BlankNode | Triple) -> str:
    assert isinstance(node, NamedNode)
    return node.value


def _typed(store: Store) -> Iterator[tuple[str, str]]:
    for type_, classes in _CLASSES.items():
        folder = _FOLDERS.get(type_, "")
        for class_ in classes:
            for quad in store.quads_for_pattern(None, TYPE, term(class_), DefaultGraph()):
                if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(folder):
                    yield quad.subject.value, type_


def _thing(iri: str, type_: str, literals: _Literals) -> IndexedThing:
    english = _texts(literals, PREF_LABEL, is_english=True)
    label = next(iter([*_texts(literals, PREF_LABEL), *english]), "")
    pair = [*_texts(literals, FEMININ), *_texts(literals, MASCULIN)]
    notations, others = _texts(literals, NOTATION), _texts(literals, ALT_LABEL)
    shown = label or next(iter(notations), iri)
    thing = IndexedThing(iri, type_, shown, " ".join(notations))
    thing.add_names(Rank.OWN, *(pair or _texts(literals, PREF_LABEL)[:1]))
    thing.add_names(Rank.OTHER, *others, *_texts(literals, _HIDDEN))
    thing.add_names(Rank.OTHER, *_texts(literals, PREF_LABEL)[1:])
    if type_ == "formation":
        thing.add_names(Rank.OTHER, *short_names(label, others))
    thing.add_names(Rank.ENGLISH, *english)
    for predicate in (ALT_LABEL, _HIDDEN):
        thing.add_names(Rank.OTHER_ENGLISH, *_texts(literals, predicate, is_english=True))
    thing.add_names(Rank.CODE, *notations, *_texts(literals, _SCOLARITE))
    thing.add_names(Rank.CODE, *(f"RNCP {code}" for code in _texts(literals, _RNCP)))
    return thing


def _texts(literals: _Literals, predicate: NamedNode, is_english: bool = False) -> list[str]:
    """Return the texts of a property, in English or not, each once; those in French first."""
    found = [each for each in literals.get(predicate, ()) if (each.language == "en") == is_english]
    found.sort(key=lambda each: (each.language not in (None, "fr"), each.value))
    return list(dict.fromkeys(each.value for each in found))


def _description(store: Store, iri: str) -> str:
    found = store.quads_for_pattern(NamedNode(iri), _DESCRIPTION, None, DefaultGraph())
    return min(
        (quad.object.value for quad in found if isinstance(quad.object, Literal)), default=""
    )
