"""Triples of what only the official export has of a métier: sectors, neighbours, books, links."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.rdf_terms import NAME, TYPE, Triple, any_uri, french, term, year
from loader.records import Fiche, Lien, Publication

_SECTEUR, _TRANSVERSE = term("mg:secteur"), term("mg:transverse")
_RELATED, _SUBJECT_OF = term("skos:related"), term("schema:subjectOf")
_BOOK, _ISBN = term("schema:Book"), term("schema:isbn")
_PUBLISHER, _PUBLISHED = term("schema:publisher"), term("schema:datePublished")
_COLLECTION = term("mg:collection")
_LIEN, _LIEN_TYPE = term("mg:lien"), term("mg:Lien")
_URL, _COMMENT = term("schema:url"), term("rdfs:comment")


def relation_triples(fiche: Fiche, metier: NamedNode) -> Iterator[Triple]:
    """Yield the relations of a métier, each as the export states it."""
    for secteur in dict.fromkeys(fiche.secteurs or ()):
        yield metier, _SECTEUR, iris.concept_by_label("secteur", secteur.libelle)
    if fiche.transverse is not None:
        yield metier, _TRANSVERSE, Literal(fiche.transverse)
    for associe in dict.fromkeys(fiche.associes or ()):
        yield metier, _RELATED, iris.metier(associe.id)
    for publication in dict.fromkeys(fiche.publications or ()):
        yield metier, _SUBJECT_OF, iris.publication(publication)
    for position, lien in enumerate(fiche.liens or (), 1):
        yield from _link(metier, iris.lien(fiche.id, position), lien)


def publication_triples(publication: Publication) -> Iterator[Triple]:
    """Yield a book."""
    node = iris.publication(publication)
    yield node, TYPE, _BOOK
    yield node, NAME, french(publication.titre)
    if publication.code:
        yield node, _ISBN, Literal(publication.code)
    if publication.editeur:
        yield node, _PUBLISHER, Literal(publication.editeur)
    if publication.annee:
        yield node, _PUBLISHED, year(publication.annee)
    if publication.collection:
        yield node, _COLLECTION, french(publication.collection)


def _link(metier: NamedNode, node: NamedNode, lien: Lien) -> Iterator[Triple]:
    yield metier, _LIEN, node
    yield node, TYPE, _LIEN_TYPE
    yield node, _URL, any_uri(lien.url)
    if lien.commentaire:
        yield node, _COMMENT, french(lien.commentaire)
