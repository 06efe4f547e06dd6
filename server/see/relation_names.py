"""Names of relations in the language of the page, from either of their ends."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ontology import prefixes
from queries import find
from server.browse.labels import language_of
from server.engine import Engine
from server.http.language import gettext, language, lazy_gettext
from server.iris import compact
from server.releases.cached import CachedByRelease

__all__ = [
    "ORDER",
    "NamedRelation",
    "relation_by_key",
    "relation_keys",
    "relation_of",
    "relation_title",
]

ORDER: Final = (
    "mg:niveauAcces", "mg:formation", "mg:debouche", "skos:related", "mg:statut",
    "mg:centreInteret", "mg:secteur", "mg:romeV3", "skos:broader", "mg:autreAppellation",
    "mg:niveauSortie", "mg:certification", "mg:mobilite", "mg:competence", "mg:savoir",
    "mg:contexte", "mg:interetRome", "skos:exactMatch", "skos:closeMatch", "skos:broadMatch",
    "skos:narrowMatch", "skos:relatedMatch", "mg:domaineOnisep", "mg:specialite", "mg:gfe",
    "mg:eqf", "schema:subjectOf",
)  # fmt: skip
"""The properties that are shown, as `queries/see` lists them, in the order that they come in."""

_BOTH_WAYS = frozenset({"skos:related", "skos:exactMatch", "skos:closeMatch", "skos:relatedMatch"})
_OF = "-de"
_BORROWED_TERMS = {
    "skos:broader": (lazy_gettext("fait partie de"), lazy_gettext("comprend")),
    "skos:related": (lazy_gettext("métier associé"), ""),
    "skos:exactMatch": (lazy_gettext("même chose que"), ""),
    "skos:closeMatch": (lazy_gettext("proche de"), ""),
    "skos:broadMatch": (lazy_gettext("plus large"), lazy_gettext("plus étroit")),
    "skos:narrowMatch": (lazy_gettext("plus étroit"), lazy_gettext("plus large")),
    "skos:relatedMatch": (lazy_gettext("lié à"), ""),
    "schema:subjectOf": (lazy_gettext("publication"), lazy_gettext("traite de")),
}
"""The names of properties of other vocabularies, there and back."""


@dataclass(frozen=True)
class NamedRelation:
    """A property from one of its ends; `inverse` where the thing at hand is its object."""

    name: str
    """The short name of the property: ``mg:formation``."""
    inverse: bool = False

    @property
    def key(self) -> str:
        """What an address calls the relation: ``formation``, or ``formation-de`` backwards."""
        return self.name.partition(":")[2] + (_OF if self.inverse else "")

    @property
    def iri(self) -> str:
        """The IRI of the property."""
        prefix, _, local = self.name.partition(":")
        return prefixes()[prefix] + local

    @property
    def is_mutual(self) -> bool:
        """Whether the relation says the same from both its ends."""
        return self.name in _BOTH_WAYS

    @property
    def rank(self) -> tuple[int, bool]:
        """The place of the relation among those of a thing."""
        return ORDER.index(self.name), self.inverse


@cache
def relation_of(property_: str, inverse: bool) -> NamedRelation:
    """Return the relation that an IRI of `ORDER` makes; what is mutual is never inverse."""
    relation = NamedRelation(compact(property_, prefixes()), inverse)
    return NamedRelation(relation.name) if relation.is_mutual else relation


def relation_by_key(key: str) -> NamedRelation | None:
    """Return the relation that an address means, None if there is none."""
    return next((one for one in _relations() if one.key == key), None)


def relation_keys() -> list[str]:
    """Return what addresses call the relations, in their order."""
    return [one.key for one in _relations()]


def _relations() -> Iterator[NamedRelation]:
    found = (NamedRelation(name, inverse) for name in ORDER for inverse in (False, True))
    return (one for one in found if not (one.is_mutual and one.inverse))


def _read_names(engine: Engine) -> Mapping[tuple[str, str], str]:
    rows = engine.select(find("see/relation_names"))
    return {
        (row.iri("property"), language_of(row.terms["label"])): row.text("label") for row in rows
    }


_names = CachedByRelease(_read_names)
"""The labels of the properties of a release, by IRI and language."""


def relation_title(engine: Engine, relation: NamedRelation) -> str:
    """Return the name of a relation in the language of the page, as the vocabulary has it."""
    there, back = _BORROWED_TERMS.get(relation.name, ("", ""))
    if there:
        return str((relation.inverse and back) or there)
    names = _names(engine)
    name = names.get((relation.iri, language())) or names.get((relation.iri, "fr"))
    name = name or relation.name
    return gettext("%(relation)s de…", relation=name) if relation.inverse else name
