"""View reader: the view of one of the two releases that are compared, read thing by thing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from loader.diff.amounts import IN_WORDS, amount_in_words, years_in_words
from loader.diff.changes import METIER, ComparedKind, FieldValue
from loader.model import iris
from loader.model.rdf_terms import (
    ALT_LABEL,
    HEADLINE,
    ITEM,
    NAME,
    NIVEAU_TITRE,
    POSITION,
    PREF_LABEL,
    TEXT,
    TYPE,
    term,
)

Term = NamedNode | Literal
Part = tuple[tuple[NamedNode, Term], ...]
"""The statements of a thing's own part (a salary, another title), whatever the rank in its IRI."""
Facts = Mapping[NamedNode, set[Term | Part]]

_VIEW: Final = DefaultGraph()
_URL: Final = term("schema:url")
_DEPART: Final = term("mg:depart")
_NAMES: Final = (PREF_LABEL, term("rdfs:label"), NAME, term("dct:title"))
_REPEATED: Final = frozenset({ALT_LABEL, term("dct:description")})
"""Fields of a métier that repeat others: computed from its titles, or a passage of its fiche."""
_PROSE: Final = frozenset({TEXT, HEADLINE, NIVEAU_TITRE, POSITION})
"""Fields of a passage that are compared with its section."""
_CACHED: Final = 20_000
"""How many names are cached: a name is asked for again and again."""
_FIRST: Final = (
    TEXT,
    PREF_LABEL,
    NAME,
    _URL,
    POSITION,
)


class ViewReader:
    """The view of a release; nothing of it is held but the last names that were asked for.

    `name` gives the name of a thing, None if it has none.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.name = lru_cache(_CACHED)(self._name)

    def things(self, kind: ComparedKind) -> set[str]:
        """Return the IRIs of the things of a kind."""
        return {
            quad.subject.value
            for class_ in kind.classes
            for quad in self._store.quads_for_pattern(None, TYPE, class_, _VIEW)
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(kind.start)
        }

    def facts(self, thing: NamedNode) -> Facts:
        """Return the values of a thing by predicate, its own parts as their statements."""
        document = _fiche_of(thing)
        parts = f"{thing.value}/", f"{document.value}/" if document else f"{thing.value}/"
        found: dict[NamedNode, set[Term | Part]] = defaultdict(set)
        for predicate, object_ in self.statements(thing):
            if document and predicate in _REPEATED:
                continue
            is_part = isinstance(object_, NamedNode) and object_.value.startswith(parts)
            found[predicate].add(self._part(object_) if is_part else object_)
        return found

    def statements(self, subject: Term) -> Iterator[tuple[NamedNode, Term]]:
        """Yield the predicates and objects of a subject."""
        if isinstance(subject, NamedNode):
            for quad in self._quads(subject, None):
                object_ = quad.object
                if isinstance(object_, NamedNode | Literal):
                    yield quad.predicate, object_

    def first_value(self, subject: NamedNode, predicate: NamedNode) -> Term | None:
        """Return a value of a field, the French one where there are several."""
        values = [quad.object for quad in self._quads(subject, predicate)]
        found = [value for value in values if isinstance(value, NamedNode | Literal)]
        return min(found, key=_foreign, default=None)

    def value(self, value: Term | Part) -> FieldValue:
        """Return a value as a reader sees it."""
        match value:
            case NamedNode():
                return FieldValue(self.name(value) or tail(value), value.value)
            case Literal():
                return FieldValue(value.value, language=value.language)
            case _:
                return FieldValue(" · ".join(self._part_words(value)))

    def _part_words(self, part: Part) -> Iterator[str]:
        """Yield what is said of a part, its amounts and its years as pages write them."""
        said = dict(part)
        if amount := amount_in_words(said):
            yield amount
        if years := years_in_words(said):
            yield years
        yield from (self._word(*pair) for pair in part if pair[0] not in IN_WORDS)

    def _word(self, predicate: NamedNode, object_: Term) -> str:
        text = self.value(object_).text
        return f"niveau de départ : {text}" if predicate == _DEPART else text

    def _name(self, thing: NamedNode) -> str | None:
        found = (self.first_value(thing, predicate) for predicate in _NAMES)
        return next((name.value for name in found if name), None)

    def _quads(self, subject: NamedNode, predicate: NamedNode | None) -> Iterator[Quad]:
        return self._store.quads_for_pattern(subject, predicate, None, _VIEW)

    def _part(self, part: Term) -> Part:
        pairs = [pair for pair in self.statements(part) if pair[0] != TYPE]
        ranked = any(predicate == ITEM for predicate, _ in pairs)
        prose = _PROSE if _is_passage(part) else () if ranked else (POSITION,)
        return tuple(sorted((pair for pair in pairs if pair[0] not in prose), key=_reading_order))


def tail(thing: NamedNode) -> str:
    """Return the last part of an IRI, for a thing without name."""
    return thing.value.rstrip("/#").rpartition("/")[2]


def _fiche_of(thing: NamedNode) -> NamedNode | None:
    """Return the fiche of a métier."""
    id_ = thing.value.removeprefix(METIER.start)
    return None if id_ == thing.value else iris.fiche(id_)


def _is_passage(part: Term) -> bool:
    return part.value.startswith(iris.fiche("").value)


def _foreign(value: Term) -> tuple[bool, str]:
    return isinstance(value, Literal) and value.language != "fr", value.value


def _reading_order(pair: tuple[NamedNode, Term]) -> tuple[int, str, str]:
    predicate, object_ = pair
    rank = _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST)
    return rank, predicate.value, object_.value
