"""Terms of the vocabulary, cached by release: for the page that lists them and for their names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ontology import prefixes
from queries import find
from server.engine import Engine, Row
from server.http.language import in_page_language, lazy_gettext
from server.iris import compact
from server.releases.cached import CachedByRelease
from server.sparql.result_table import Cell, cell

__all__ = ["VocabularyTerm", "read_vocabulary", "term_name", "term_names"]

_BORROWED_TERMS: Final = {
    "rdf:type": lazy_gettext("nature"),
    "rdfs:comment": lazy_gettext("commentaire"),
    "rdfs:label": lazy_gettext("nom"),
    "dct:title": lazy_gettext("titre"),
    "dct:description": lazy_gettext("description"),
    "dct:publisher": lazy_gettext("éditeur"),
    "dct:license": lazy_gettext("licence"),
    "dct:isPartOf": lazy_gettext("partie de"),
    "dct:created": lazy_gettext("créé le"),
    "dct:modified": lazy_gettext("modifié le"),
    "dcat:landingPage": lazy_gettext("page de l'éditeur"),
    "schema:about": lazy_gettext("traite de"),
    "schema:collection": lazy_gettext("collection"),
    "schema:datePublished": lazy_gettext("année"),
    "schema:estimatedSalary": lazy_gettext("salaire"),
    "schema:isbn": lazy_gettext("ISBN"),
    "schema:itemListElement": lazy_gettext("élément de liste"),
    "schema:name": lazy_gettext("titre"),
    "schema:publisher": lazy_gettext("éditeur"),
    "schema:subjectOf": lazy_gettext("publication"),
    "schema:url": lazy_gettext("adresse"),
    "skos:altLabel": lazy_gettext("autre nom"),
    "skos:broadMatch": lazy_gettext("profession ESCO plus large"),
    "skos:broader": lazy_gettext("fait partie de"),
    "skos:closeMatch": lazy_gettext("équivalent proche"),
    "skos:definition": lazy_gettext("définition"),
    "skos:exactMatch": lazy_gettext("équivalent exact"),
    "skos:hiddenLabel": lazy_gettext("autre graphie"),
    "skos:inScheme": lazy_gettext("nomenclature"),
    "skos:narrowMatch": lazy_gettext("profession ESCO plus étroite"),
    "skos:notation": lazy_gettext("identifiant"),
    "skos:prefLabel": lazy_gettext("nom"),
    "skos:related": lazy_gettext("métier associé"),
    "skos:relatedMatch": lazy_gettext("code ROME V3"),
}
"""By short name, the names on the pages of terms of other vocabularies."""


@dataclass(frozen=True)
class VocabularyTerm:
    """A class or a property of the vocabulary; `domain` and `range` may be empty cells.

    Labels and definitions are by language; `label` and `definition` are in that of the page.
    """

    iri: str
    name: str
    is_class: bool
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    domain: Cell
    range: Cell
    example: str

    @property
    def id(self) -> str:
        """The anchor of the term on the page of the vocabulary."""
        return self.iri.partition("#")[2]

    @property
    def label(self) -> str:
        """The name of the term."""
        return in_page_language(self.labels)

    @property
    def definition(self) -> str:
        """What the term means."""
        return in_page_language(self.definitions)


def _read(engine: Engine) -> Sequence[VocabularyTerm]:
    terms = [
        VocabularyTerm(
            iri=row.iri("term"),
            name=compact(row.iri("term"), prefixes()),
            is_class=row.iri("type").endswith("#Class"),
            labels=_words(row, "label"),
            definitions=_words(row, "definition"),
            domain=cell(row.terms.get("domain"), prefixes()),
            range=cell(row.terms.get("range"), prefixes()),
            example=row.text("example"),
        )
        for row in engine.select(find("browse/ontology_terms"))
    ]
    return sorted(terms, key=lambda term: (not term.is_class, term.id.casefold()))


def _words(row: Row, name: str) -> Mapping[str, str]:
    words = {"fr": row.text(name), "en": row.text(f"{name}En")}
    return {language: text for language, text in words.items() if text}


def term_name(engine: Engine, iri: str) -> str:
    """Return the name of a class or a property in the language of the page, else its short name."""
    if words := term_names(engine).get(iri):
        return in_page_language(words)
    short = compact(iri, prefixes())
    return str(_BORROWED_TERMS.get(short, short))


def _by_iri(engine: Engine) -> Mapping[str, Mapping[str, str]]:
    return {term.iri: term.labels for term in read_vocabulary(engine)}


read_vocabulary: Final = CachedByRelease(_read)
"""The terms, classes first."""
term_names: Final = CachedByRelease(_by_iri)
"""By IRI, the name of each term of the project by language."""
