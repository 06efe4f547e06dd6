"""Validation of a store: SHACL shapes on slices of the view, and the queries of `queries/checks`.

pySHACL works on rdflib graphs, which cost some 1.4 kB a triple: slices keep memory bounded, and
each is judged in a process of its own, which reads it from the store.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

from loader.model.rdf_terms import TYPE
from ontology import base, graph_files, shapes
from ontology import prefixes as ontology_prefixes
from queries import find, folder

if TYPE_CHECKING:
    import rdflib

    _RdflibTriple = tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]

SLICE: Final = 3000
"""How many resources are judged together, some 15,000 triples."""

_STRING = NamedNode("http://www.w3.org/2001/XMLSchema#string")
_WHOLE = re.compile(r"/id/(metier|fiche|formation|rome/v[34])/([^/]+)")

_MOST_ROWS = 20
"""Rows of one check that are told; one is enough to be wrong."""

_ORPHANS = "hors_graphe"
"""The check that the pass over the lines has made already: as a query it takes a minute."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A constraint that a resource does not meet.

    `severity` is `Violation`, `Warning` or `Info`; `shape` is the shape's local name.
    """

    severity: str
    shape: str
    focus: str
    message: str


def validate_store(folder: Path) -> list[Finding]:
    """Return what the shapes find in the view of a store, each once, the gravest first."""
    store = Store.read_only(str(folder))
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        judging = [pool.submit(validate_slice, folder, part) for part in subject_slices(store)]
        found = {each for future in judging for each in future.result()}
    order = ("Violation", "Warning", "Info")
    return sorted(found, key=lambda each: (order.index(each.severity), each))


def subject_slices(store: Store, size: int = SLICE) -> Iterator[list[str]]:
    """Yield the IRIs of what the view describes, some at a time, a thing with all its parts."""
    quads = store.quads_for_pattern(None, TYPE, None, DefaultGraph())
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    part: list[str] = []
    for _, unit in groupby(sorted(subjects, key=_unit), key=_unit):
        part += unit
        if len(part) >= size:
            yield part
            part = []
    if part:
        yield part


def _unit(iri: str) -> str:
    """Return the key under which a thing and its parts come together, to be judged together."""
    whole = _WHOLE.search(iri)
    if not whole:
        return iri
    return f"metier/{whole[2]}" if whole[1] == "fiche" else f"{whole[1]}/{whole[2]}"


def validate_slice(folder: Path, subjects: Sequence[str]) -> list[Finding]:
    """Return what the shapes find on some subjects of the view of a store.

    The graph that is judged holds all that the view says of them, and the types of what they point
    to; a finding on something else is another slice's.
    """
    lines = dict.fromkeys(_described(_opened(folder), map(NamedNode, subjects)))
    mine = set(subjects)
    return [each for each in validate_graph("\n".join(lines)) if each.focus in mine]


@cache
def _opened(folder: Path) -> Store:
    return Store.read_only(str(folder))


def _described(store: Store, subjects: Iterable[NamedNode]) -> Iterator[str]:
    pointed: set[NamedNode] = set()
    for subject in subjects:
        for quad in store.quads_for_pattern(subject, None, None, DefaultGraph()):
            yield f"{quad.triple} ."
            if isinstance(quad.object, NamedNode):
                pointed.add(quad.object)
    for node in sorted(pointed, key=str):
        for quad in store.quads_for_pattern(node, TYPE, None, DefaultGraph()):
            yield f"{quad.triple} ."


def validate_graph(text: str) -> list[Finding]:
    """Return what the shapes of the ontology find in a graph given as N-Triples."""
    import rdflib
    from pyshacl import validate

    data = rdflib.Graph()
    for triple in (*_triples(text, RdfFormat.N_TRIPLES), *_ontology()):
        data.add(triple)
    _, report, _ = validate(data, shacl_graph=_shapes_graph(), inference="none")
    assert isinstance(report, rdflib.Graph)
    return list(_findings(report))


@cache
def _shapes_graph() -> "rdflib.Graph":
    """Return the shapes with the targets of each node shape moved onto its property shapes.

    The same constraints on the same nodes; pySHACL then judges a property shape once for all its
    focus nodes instead of once for each, four times as fast.
    """
    import rdflib
    from rdflib.namespace import SH

    graph = rdflib.Graph().parse(data=shapes(), format="turtle")
    targets = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
    for node, property_ in list(graph.subject_objects(SH.property)):
        graph.remove((node, SH.property, property_))
        for target in targets:
            for value in graph.objects(node, target):
                graph.add((property_, target, value))
    return graph


@cache
def _ontology() -> "Sequence[_RdflibTriple]":
    files = graph_files().values()
    return [triple for text in files for triple in _triples(text, RdfFormat.TURTLE)]


def _triples(text: str, form: RdfFormat) -> "Iterator[_RdflibTriple]":
    import rdflib

    def convert(node: object) -> "rdflib.term.Node":
        if isinstance(node, Literal):
            plain = node.language or node.datatype == _STRING
            kind = None if plain else rdflib.URIRef(node.datatype.value)
            return rdflib.Literal(node.value, lang=node.language, datatype=kind)
        if isinstance(node, NamedNode):
            return rdflib.URIRef(node.value)
        return rdflib.BNode(str(node).removeprefix("_:"))

    for quad in parse(input=text, format=form):
        yield convert(quad.subject), convert(quad.predicate), convert(quad.object)


def _findings(report: "rdflib.Graph") -> Iterator[Finding]:
    from rdflib.namespace import RDF, SH

    whole = f"{base()}ontology"  # the target of the rules that judge the whole graph
    for result in report.subjects(RDF.type, SH.ValidationResult):
        severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2]
        shape = str(report.value(result, SH.sourceShape)).removeprefix(ontology_prefixes()["shape"])
        focus = str(report.value(result, SH.focusNode))
        if focus == whole:
            focus = str(report.value(result, SH.value))
        message = _messages().get(shape, "").replace("{?value}", focus)
        yield Finding(severity, shape, focus, message)


@cache
def _messages() -> Mapping[str, str]:
    """Return what each shape says in French, by its local name.

    A report gives the messages of a rule in no order and without their languages.
    """
    import rdflib
    from rdflib.namespace import SH

    graph = rdflib.Graph().parse(data=shapes(), format="turtle")
    return {
        str(graph.value(None, SH.sparql, speaker) or speaker).rpartition("#")[2]: str(message)
        for speaker, message in graph.subject_objects(SH.message)
        if isinstance(message, rdflib.Literal) and message.language == "fr"
    }


def run_checks(store: Store, orphan_triples: Sequence[str] = ()) -> Iterator[Finding]:
    """Yield a violation a row that `queries/checks` find; none is the answer that is expected.

    `orphan_triples` are the triples of the view that the dump found in no named graph.
    """
    for triple in orphan_triples:
        yield Finding("Violation", f"checks/{_ORPHANS}", triple, find(f"checks/{_ORPHANS}").title)
    for name, query in folder("checks").items():
        if name == _ORPHANS:
            continue
        solutions = store.query(query.text)
        assert isinstance(solutions, QuerySolutions)
        for _, solution in zip(range(_MOST_ROWS), solutions, strict=False):
            values = [value for value in solution if isinstance(value, NamedNode | Literal)]
            focus = values[0].value if values else ""
            yield Finding("Violation", f"checks/{name}", focus, query.title)
