"""RDF terms of the loader: the vocabularies' IRIs, made once, and the literals it writes."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from ontology import prefixes

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]
"""A triple without blank node: subject, predicate, object."""

_INTEGER: Final = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
_DECIMAL: Final = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
_ANY_URI: Final = NamedNode("http://www.w3.org/2001/XMLSchema#anyURI")
_YEAR: Final = NamedNode("http://www.w3.org/2001/XMLSchema#gYear")
_DATE_TIME: Final = NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")
_DATE: Final = NamedNode("http://www.w3.org/2001/XMLSchema#date")


@cache
def term(curie: str) -> NamedNode:
    """Return the IRI that `prefix:name` stands for; the prefixes are those of the ontology."""
    prefix, _, name = curie.partition(":")
    return NamedNode(prefixes()[prefix] + name)


def french(text: str) -> Literal:
    """Return a literal in French."""
    return Literal(text, language="fr")


def english(text: str) -> Literal:
    """Return a literal in English."""
    return Literal(text, language="en")


@cache
def integer(value: int) -> Literal:
    """Return an xsd:integer."""
    return Literal(str(value), datatype=_INTEGER)


def decimal(value: Decimal) -> Literal:
    """Return an xsd:decimal in the form in which the store gives it back."""
    return Literal(format(value.normalize(), "f"), datatype=_DECIMAL)


def any_uri(address: str) -> Literal:
    """Return an address as the publisher wrote it, valid or not."""
    return Literal(address, datatype=_ANY_URI)


def year(written: str) -> Literal:
    """Return an xsd:gYear where four digits are written, else the text as it is."""
    if len(written) == 4 and written.isascii() and written.isdigit():
        return Literal(written, datatype=_YEAR)
    return Literal(written)


def moment(written: str) -> Literal:
    """Return an xsd:dateTime that is written as XML Schema has it."""
    return Literal(written, datatype=_DATE_TIME)


def day(value: date) -> Literal:
    """Return an xsd:date."""
    return Literal(value.isoformat(), datatype=_DATE)


TYPE: Final = term("rdf:type")
PREF_LABEL: Final = term("skos:prefLabel")
ALT_LABEL: Final = term("skos:altLabel")
NOTATION: Final = term("skos:notation")
IN_SCHEME: Final = term("skos:inScheme")
BROADER: Final = term("skos:broader")
POSITION: Final = term("schema:position")
ITEM: Final = term("schema:item")
ITEM_LIST_ELEMENT: Final = term("schema:itemListElement")
TEXT: Final = term("schema:text")
NAME: Final = term("schema:name")
HEADLINE: Final = term("schema:headline")
NIVEAU_TITRE: Final = term("mg:niveauTitre")
SECTION: Final = term("mg:section")
RUBRIQUE: Final = term("mg:rubrique")
PASSAGE: Final = term("mg:passage")
FEMININ: Final = term("mg:feminin")
MASCULIN: Final = term("mg:masculin")
AUTRE_APPELLATION: Final = term("mg:autreAppellation")
FICHE: Final = term("mg:fiche")
ROME_V3: Final = term("mg:romeV3")
NIVEAU_ACCES: Final = term("mg:niveauAcces")
STATUT: Final = term("mg:statut")
CENTRE_INTERET: Final = term("mg:centreInteret")
FORMATION: Final = term("mg:formation")
DEBOUCHE: Final = term("mg:debouche")
SIGLE: Final = term("mg:sigle")
DUREE: Final = term("mg:duree")
TYPE_FORMATION: Final = term("mg:typeFormation")
TYPE_FORMATION_SIGLE: Final = term("mg:typeFormationSigle")
NIVEAU_CERTIFICATION: Final = term("mg:niveauCertification")
NIVEAU_INDICATIF: Final = term("mg:niveauIndicatif")
CODE_SCOLARITE: Final = term("mg:codeScolarite")
CODE_RNCP: Final = term("mg:codeRncp")
TUTELLE: Final = term("mg:tutelle")
URL: Final = term("schema:url")
METIER_TYPES: Final = (term("mg:Metier"), term("schema:Occupation"), term("skos:Concept"))
METIERS: Final = term("nomenclature:metiers")
