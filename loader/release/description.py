"""Description of a release for machines: VoID, DCAT-AP and PROV, in `graph/release`.

The graph is outside the view and outside the digest, which it states. It holds no clock: when a
release was built stands in its manifest.
"""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, QuerySolution, QuerySolutions, Store

from loader.corpus.corpus import Corpus
from loader.model import iris
from loader.model.organisations import publisher_triples
from loader.model.rdf_terms import TYPE, Triple, english, french, integer, term
from loader.release.dump import DumpResult
from loader.release.graph_descriptions import graph_descriptions
from loader.sources.catalogue import ODBL
from ontology import base
from queries import find
from server.releases.layout import QUADS_FILE, TURTLE_FILE, DumpFile

_SPARQL, _DUMPS = "sparql", "dump/"
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_CHECKSUM_VALUE: Final = NamedNode("http://www.w3.org/2001/XMLSchema#hexBinary")
_DATASET_TYPES: Final = (term("dcat:Dataset"), term("void:Dataset"), term("prov:Entity"))
_EXAMPLE: Final = "MET.797"
_TITLE = "Métiers en graphe"
_DESCRIPTION: Final = (
    "Les fiches métiers de l'Onisep et les nomenclatures auxquelles elles se joignent (ROME V3 et"
    " V4, ESCO, formations), en graphes nommés par source et par édition, et une vue par-dessus."
)

_DUMP_TITLES: Final = {
    QUADS_FILE: "Tous les graphes nommés et la vue, en N-Quads",
    TURTLE_FILE: "La vue seule, en Turtle",
}

_PARTITIONS: Final = {
    "classes": (term("void:classPartition"), term("void:class"), term("void:entities")),
    "properties": (term("void:propertyPartition"), term("void:property"), term("void:triples")),
}


def describe_release(store: Store, corpus: Corpus, dumped: DumpResult) -> None:
    """Add `graph/release` to the store of a release."""
    graph = iris.own_graph("release")
    triples = dict.fromkeys(_description(store, corpus, dumped))
    store.extend(Quad(*triple, graph) for triple in triples)
    store.flush()


def _description(store: Store, corpus: Corpus, dumped: DumpResult) -> Iterator[Triple]:
    release = iris.release(dumped.digest)
    yield from _dataset(release, corpus, dumped)
    yield from _provenance(release, corpus)
    yield from _service(release)
    for file in dumped.files:
        yield from _distribution(release, file)
    yield from graph_descriptions(release, dumped.graphs)
    yield from _partitions(release, store, "classes")
    yield from _partitions(release, store, "properties")
    yield from _linksets(release, store)


def _dataset(release: NamedNode, corpus: Corpus, dumped: DumpResult) -> Iterator[Triple]:
    for type_ in _DATASET_TYPES:
        yield release, TYPE, type_
    yield release, term("dct:title"), french(_TITLE)
    yield release, term("dct:title"), english("Métiers en graphe: occupations as a graph")
    yield release, term("dct:description"), french(_DESCRIPTION)
    yield release, term("dct:identifier"), Literal(dumped.digest)
    yield from publisher_triples(release, _TITLE)
    yield release, term("dct:license"), NamedNode(ODBL)
    yield release, term("dcat:landingPage"), NamedNode(base())
    yield release, term("void:triples"), integer(dumped.view)
    yield release, term("void:uriSpace"), Literal(base())
    yield release, term("void:vocabulary"), NamedNode(f"{base()}ontology")
    if any(entry.fiche.id == _EXAMPLE for entry in corpus.fiches):
        yield release, term("void:exampleResource"), iris.metier(_EXAMPLE)


def _provenance(release: NamedNode, corpus: Corpus) -> Iterator[Triple]:
    build = NamedNode(f"{release.value}#construction")
    yield build, TYPE, term("prov:Activity")
    yield release, term("prov:wasGeneratedBy"), build
    for edition in corpus.files:
        node = iris.edition(edition.source, edition.name)
        yield build, term("prov:used"), node
        yield release, term("prov:wasDerivedFrom"), node
        yield release, term("dct:source"), node


def _service(release: NamedNode) -> Iterator[Triple]:
    service = NamedNode(base() + _SPARQL)
    yield release, term("void:sparqlEndpoint"), service
    yield service, TYPE, term("dcat:DataService")
    yield service, term("dcat:endpointURL"), service
    yield service, term("dcat:servesDataset"), release


def _distribution(release: NamedNode, file: DumpFile) -> Iterator[Triple]:
    dump = NamedNode(base() + _DUMPS + file.name)
    checksum = NamedNode(f"{dump.value}#sha256")
    yield release, term("void:dataDump"), dump
    yield release, term("dcat:distribution"), dump
    yield dump, TYPE, term("dcat:Distribution")
    yield dump, term("dct:title"), french(_DUMP_TITLES[file.name])
    yield dump, term("dct:license"), NamedNode(ODBL)
    yield dump, term("dcat:accessURL"), dump
    yield dump, term("dcat:downloadURL"), dump
    yield dump, term("dcat:mediaType"), NamedNode(_MEDIA_TYPES + file.media_type)
    yield dump, term("dcat:compressFormat"), NamedNode(f"{_MEDIA_TYPES}application/gzip")
    yield dump, term("dcat:byteSize"), integer(file.size)
    yield dump, term("spdx:checksum"), checksum
    yield checksum, TYPE, term("spdx:Checksum")
    yield checksum, term("spdx:algorithm"), term("spdx:checksumAlgorithm_sha256")
    yield checksum, term("spdx:checksumValue"), Literal(file.sha256, datatype=_CHECKSUM_VALUE)


def _partitions(release: NamedNode, store: Store, kind: str) -> Iterator[Triple]:
    partition, of, count = _PARTITIONS[kind]
    for number, row in enumerate(_rows(store, f"release/{kind}"), 1):
        what, how_many = row["term"], row["count"]
        if isinstance(what, NamedNode) and isinstance(how_many, Literal):
            node = NamedNode(f"{release.value}#{kind}-{number}")
            yield release, partition, node
            yield node, of, what
            yield node, count, how_many


def _linksets(release: NamedNode, store: Store) -> Iterator[Triple]:
    for number, row in enumerate(_rows(store, "release/linksets"), 1):
        target, predicate, count = row["target"], row["term"], row["count"]
        if not isinstance(predicate, NamedNode) or not isinstance(count, Literal):
            continue
        node = NamedNode(f"{release.value}#liens-{number}")
        yield release, term("void:subset"), node
        yield node, TYPE, term("void:Linkset")
        yield node, term("void:subjectsTarget"), release
        yield node, term("void:linkPredicate"), predicate
        yield node, term("void:triples"), count
        if isinstance(target, Literal):
            yield node, term("void:objectsTarget"), NamedNode(target.value)


def _rows(store: Store, query: str) -> Iterator[QuerySolution]:
    solutions = store.query(find(query).text)
    assert isinstance(solutions, QuerySolutions)
    yield from solutions
