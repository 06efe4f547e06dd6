"""Where each graph comes from: its edition, its file, the reader's version."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version

from pyoxigraph import Literal, NamedNode

from loader import iris
from loader.editions import Edition
from loader.sources.catalogue import SOURCES
from loader.sources.documents import Fichier
from loader.terms import TYPE, Triple, french, integer, term

_DATASET = term("dcat:Dataset")
_TITLE, _PUBLISHER = term("dct:title"), term("dct:publisher")
_LICENSE, _PART_OF = term("dct:license"), term("dct:isPartOf")
_LANDING_PAGE, _EDITION = term("dcat:landingPage"), term("mg:edition")
_PRIORITE, _LECTEUR = term("mg:priorite"), term("mg:lecteur")
_DERIVED_FROM, _ENTITY = term("prov:wasDerivedFrom"), term("prov:Entity")
_NAME, _BYTE_SIZE = term("schema:name"), term("dcat:byteSize")


def edition_triples(editions: Iterable[Edition]) -> Iterator[Triple]:
    """Yield what is known of each edition: title, publisher, licence, rank in the view."""
    for edition in editions:
        node, source = iris.edition(edition.source, edition.name), SOURCES[edition.source]
        yield node, TYPE, _DATASET
        yield node, _TITLE, french(source.title)
        yield node, _PUBLISHER, Literal(source.publisher)
        yield node, _LICENSE, NamedNode(source.licence)
        yield node, _LANDING_PAGE, NamedNode(source.page)
        yield node, _EDITION, Literal(edition.name)
        yield node, _PRIORITE, integer(source.priority)


@cache
def _reader() -> Literal:
    return Literal(f"metiers-graphe {version('metiers-graphe')}")


def graph_triples(graph: NamedNode, edition: Edition, fichier: Fichier) -> Iterator[Triple]:
    """Yield where one named graph comes from."""
    node = iris.fichier(fichier.sha256)
    yield graph, _PART_OF, iris.edition(edition.source, edition.name)
    yield graph, _DERIVED_FROM, node
    yield graph, _LECTEUR, _reader()
    yield node, TYPE, _ENTITY
    yield node, _NAME, Literal(fichier.name)
    yield node, _BYTE_SIZE, integer(fichier.size)
