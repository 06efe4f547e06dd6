"""What pySHACL finds in a graph: the oracle that the compiled shapes are held against."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path

import rdflib
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    RdfFormat,
    Store,
    Triple,
    parse,
)
from pyshacl import validate
from rdflib.namespace import RDF, SH, XSD

from loader.model.rdf_terms import TYPE, term
from loader.validation import Finding
from ontology import base, graph_files, prefixes, shapes

Found = tuple[str, str, str]
"""Severity, the shape's local name, focus."""

SLICE = 3000
"""How many resources are judged together, some 15,000 triples, of 1.4 kB each in rdflib."""

_WHOLE = re.compile(r"/id/(metier|fiche|formation|rome/v[34])/([^/]+)")


def found(findings: Iterable[Finding]) -> set[Found]:
    return {(each.severity, each.shape, each.focus) for each in findings}


@cache
def vocabulary() -> frozenset[Triple]:
    """Return what every view says beside its data."""
    files = graph_files().values()
    return frozenset(q.triple for text in files for q in parse(input=text, format=RdfFormat.TURTLE))


def beside(triples: Iterable[Triple]) -> set[Triple]:
    """Return triples with what the vocabulary says of the nodes that they name, and its classes.

    The whole vocabulary would do as well, and takes pySHACL four times as long.
    """
    mine = set(triples)
    named = {node for triple in mine for node in (triple.subject, triple.object)}
    classes = term("rdfs:subClassOf")
    return mine | {t for t in vocabulary() if t.subject in named or t.predicate == classes}


def judge(triples: Iterable[Triple], written: str = shapes(), moved: bool = True) -> set[Found]:
    """Return what shapes find in a graph, their targets moved first or not."""
    data = rdflib.Graph()
    for triple in triples:
        data.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)))
    graph = _moved(written) if moved else rdflib.Graph().parse(data=written, format="turtle")
    _, report, _ = validate(data, shacl_graph=graph, inference="none", inplace=True)
    assert isinstance(report, rdflib.Graph)
    return set(_results(report))


@cache
def _moved(written: str) -> rdflib.Graph:
    """Return shapes with the targets of each node shape moved onto its property shapes.

    The same constraints on the same nodes; pySHACL then judges a property shape once for all its
    focus nodes instead of once for each, four times as fast.
    """
    graph = rdflib.Graph().parse(data=written, format="turtle")
    targets = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
    for node, property_ in list(graph.subject_objects(SH.property)):
        graph.remove((node, SH.property, property_))
        for target in targets:
            for value in graph.objects(node, target):
                graph.add((property_, target, value))
    return graph


def _node(node: object) -> rdflib.term.Node:
    if isinstance(node, Literal):
        plain = node.language or node.datatype.value == str(XSD.string)
        kind = None if plain else rdflib.URIRef(node.datatype.value)
        return rdflib.Literal(node.value, lang=node.language, datatype=kind)
    if isinstance(node, NamedNode):
        return rdflib.URIRef(node.value)
    assert isinstance(node, BlankNode)
    return rdflib.BNode(node.value)


def _results(report: rdflib.Graph) -> Iterator[Found]:
    whole = f"{base()}ontology"  # the target of the rules that judge the whole graph
    for result in report.subjects(RDF.type, SH.ValidationResult):
        severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2]
        shape = str(report.value(result, SH.sourceShape)).removeprefix(prefixes()["shape"])
        focus = str(report.value(result, SH.focusNode))
        if focus == whole:
            focus = str(report.value(result, SH.value))
        yield severity, shape, focus


def view(store: Store) -> list[Triple]:
    """Return the view of a store, the vocabulary in it."""
    return [quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())]


def judge_in_slices(folder: Path) -> set[Found]:
    """Return what shapes find on all that has a type in the view of a store, in bounded memory."""
    slices = subject_slices(Store.read_only(str(folder)))
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        judging = [pool.submit(judge_slice, folder, part) for part in slices]
        return {each for future in judging for each in future.result()}


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


def judge_slice(folder: Path, subjects: Sequence[str]) -> set[Found]:
    """Return what shapes find on some subjects of the view of a store.

    The graph that is judged holds all that the view says of them, and the types of what they point
    to; a finding on something else is another slice's.
    """
    described = {*describe(_opened(folder), map(NamedNode, subjects)), *vocabulary()}
    mine = set(subjects)
    return {each for each in judge(described) if each[2] in mine}


@cache
def _opened(folder: Path) -> Store:
    return Store.read_only(str(folder))


def describe(store: Store, subjects: Iterable[NamedNode]) -> Iterator[Triple]:
    """Yield what the view says of some subjects, and the types of what they point to."""
    pointed: set[NamedNode] = set()
    for subject in subjects:
        for quad in store.quads_for_pattern(subject, None, None, DefaultGraph()):
            yield quad.triple
            if isinstance(quad.object, NamedNode):
                pointed.add(quad.object)
    for node in pointed:
        for quad in store.quads_for_pattern(node, TYPE, None, DefaultGraph()):
            yield quad.triple
