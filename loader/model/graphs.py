"""Named graphs of a corpus: one an edition of a source, one a fiche; what each states, unmerged.

They come one by one, the newest edition of a source first, and their shared triples are made when
they are asked for: no more than one graph is in memory at a time.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.metadata import version
from itertools import chain, groupby
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from loader.corpus.corpus import Corpus, EditionFiche
from loader.corpus.formats import ToTriples
from loader.editions.editions import UNKNOWN, Edition
from loader.model import iris
from loader.model.organisations import publisher_triples
from loader.model.rdf_terms import TYPE, Triple, french, integer, term
from loader.records import Fiche
from loader.records.formations import FicheFormation
from loader.sources.catalogue import SOURCES
from loader.sources.documents import Fichier
from loader.triples import fiche_triples, reference_triples
from loader.triples.fiche_formation import fiche_formation_triples
from loader.view.deprecations import deprecation_triples
from ontology import graph_files
from ontology.people_words import everyday_names

_DATASET = term("dcat:Dataset")
_TITLE = term("dct:title")
_LICENSE, _PART_OF = term("dct:license"), term("dct:isPartOf")
_LANDING_PAGE, _EDITION = term("dcat:landingPage"), term("mg:edition")
_PRIORITE, _LECTEUR = term("mg:priorite"), term("mg:lecteur")
_DERIVED_FROM, _ENTITY = term("prov:wasDerivedFrom"), term("prov:Entity")
_NAME, _BYTE_SIZE = term("schema:name"), term("dcat:byteSize")

_OWN_EDITION = Edition("metiers-graphe", UNKNOWN)
_ONTOLOGY_PRIORITY = 100
_MENTION = 45
"""Priority of what a fiche states of other things: a mention, below whoever describes them."""

_Converters = list[tuple[ToTriples, list[Any]]]


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """One named graph.

    `own_triples` are the facts of the métier that the graph is about; `shared_triples` gives those
    on things that other graphs describe too. Of two graphs that state one field, the one of the
    greater `priority` wins it; of two editions of a source, the newer: `has_elders` tells whether
    an older one is there too.
    """

    name: NamedNode
    edition: Edition
    priority: int
    shared_triples: Callable[[], Iterable[Triple]]
    own_triples: tuple[Triple, ...] = ()
    fiche: Fiche | None = None
    has_elders: bool = False


def named_graphs(corpus: Corpus) -> Iterator[NamedGraph]:
    """Yield every named graph of a release, the ontology and the sources included."""
    ontologie, sources = iris.own_graph("ontologie"), iris.own_graph("sources")
    yield NamedGraph(ontologie, _OWN_EDITION, _ONTOLOGY_PRIORITY, _ontology_triples)
    yield NamedGraph(sources, _OWN_EDITION, 0, partial(_provenance, corpus))
    if vanished := tuple(deprecation_triples(corpus)):
        yield NamedGraph(iris.own_graph("editions"), _OWN_EDITION, 0, lambda: vanished)
    newest_first = sorted(corpus.fiches, key=lambda entry: entry.fiche.id)
    newest_first.sort(key=lambda entry: entry.edition.rank, reverse=True)
    editions = list(corpus.files)
    described = [_formation_graph(each, corpus.metier_ids) for each in corpus.fiches_formations]
    described += _reference_graphs(corpus)
    described.sort(key=lambda graph: graph.edition.rank, reverse=True)
    described.sort(key=lambda graph: graph.edition.source)
    for graph in chain(map(_fiche_graph, newest_first), described):
        mine = graph.edition
        elder = any(each.source == mine.source and each.rank < mine.rank for each in editions)
        yield replace(graph, has_elders=True) if elder else graph


def _fiche_graph(entry: EditionFiche[Fiche]) -> NamedGraph:
    name = iris.graph(entry.edition.source, entry.edition.name, entry.fiche.id)
    own = tuple(dict.fromkeys(fiche_triples(entry.fiche)))
    return NamedGraph(
        name, entry.edition, _MENTION, partial(reference_triples, entry.fiche), own, entry.fiche
    )


def _formation_graph(
    entry: EditionFiche[FicheFormation], metier_ids: Mapping[str, str]
) -> NamedGraph:
    name = iris.graph(entry.edition.source, entry.edition.name, entry.fiche.id)
    priority = SOURCES[entry.edition.source].priority
    said = partial(fiche_formation_triples, entry.fiche, metier_ids)
    return NamedGraph(name, entry.edition, priority, said)


def _reference_graphs(corpus: Corpus) -> Iterator[NamedGraph]:
    source_files = [each for each in corpus.source_files if each.format.to_triples is not None]
    source_files.sort(key=lambda each: (each.edition.source, each.edition.rank))
    for edition, group in groupby(source_files, key=lambda each: each.edition):
        several = list(group)
        kinds = dict.fromkeys(each.format for each in several)
        converters: _Converters = [
            (kind.to_triples, [each.record for each in several if each.format == kind])
            for kind in sorted(kinds, key=lambda kind: kind.label)
            if kind.to_triples
        ]
        name, priority = iris.graph(edition.source, edition.name), SOURCES[edition.source].priority
        yield NamedGraph(name, edition, priority, partial(_convert_all, edition.source, converters))


def _convert_all(source: str, converters: _Converters) -> Iterator[Triple]:
    return chain.from_iterable(convert(source, records) for convert, records in converters)


def _provenance(corpus: Corpus) -> Iterator[Triple]:
    yield from _edition_triples(corpus.files)
    sheets: list[EditionFiche[Any]] = [*corpus.fiches, *corpus.fiches_formations]
    for entry in sheets:
        graph = iris.graph(entry.edition.source, entry.edition.name, entry.fiche.id)
        yield from _graph_triples(graph, entry.edition, entry.fichier)
    for source_file in corpus.source_files:
        if source_file.format.to_triples is not None:
            graph = iris.graph(source_file.edition.source, source_file.edition.name)
            yield from _graph_triples(graph, source_file.edition, source_file.fichier)


def _edition_triples(editions: Iterable[Edition]) -> Iterator[Triple]:
    """Yield what is known of each edition: title, publisher, licence, rank in the view."""
    for edition in editions:
        node, source = iris.edition(edition.source, edition.name), SOURCES[edition.source]
        yield node, TYPE, _DATASET
        yield node, _TITLE, french(source.title)
        yield from publisher_triples(node, source.publisher)
        yield node, _LICENSE, NamedNode(source.licence)
        yield node, _LANDING_PAGE, NamedNode(source.page)
        yield node, _EDITION, Literal(edition.name)
        yield node, _PRIORITE, integer(source.priority)


@cache
def _reader() -> Literal:
    return Literal(f"metiers-graphe {version('metiers-graphe')}")


def _graph_triples(graph: NamedNode, edition: Edition, fichier: Fichier) -> Iterator[Triple]:
    """Yield where one named graph comes from."""
    node = iris.fichier(fichier.sha256)
    yield graph, _PART_OF, iris.edition(edition.source, edition.name)
    yield graph, _DERIVED_FROM, node
    yield graph, _LECTEUR, _reader()
    yield node, TYPE, _ENTITY
    yield node, _NAME, Literal(fichier.name)
    yield node, _BYTE_SIZE, integer(fichier.size)


def everyday_name_triples() -> Iterator[Triple]:
    """Yield what people call métiers and no source writes, of all that the list knows."""
    return _own_triples("everyday_names.ttl", everyday_names())


def _ontology_triples() -> Iterator[Triple]:
    """Yield the ontology: vocabulary, schemes and alignments, without blank node."""
    for name, text in graph_files().items():
        yield from _own_triples(name, text)


def _own_triples(name: str, text: str) -> Iterator[Triple]:
    for quad in parse(input=text, format=RdfFormat.TURTLE):
        subject, object_ = quad.subject, quad.object
        if not isinstance(subject, NamedNode) or not isinstance(object_, NamedNode | Literal):
            raise TypeError(f"ontology/{name}: un nœud anonyme : {quad}")
        yield subject, quad.predicate, object_
