"""SHACL over a view, by slices: a few métiers with all that they point to, and the schemes.

pySHACL works on rdflib graphs, which cost some 1.4 kB a triple: slices keep memory bounded, and
each is judged in a process of its own.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, RdfFormat, parse

from loader import nquads
from loader.terms import Triple
from ontology import base, graph_files, shapes
from ontology import prefixes as ontology_prefixes

if TYPE_CHECKING:
    import rdflib

SLICE: Final = 50
"""How many métiers are judged together."""

_STRING = NamedNode("http://www.w3.org/2001/XMLSchema#string")
_METIER_KEY = re.compile(r"/id/(?:metier|fiche)/(MET\.\d+)(?:/|$)")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A constraint that a resource does not meet.

    `severity` is `Violation`, `Warning` or `Info`; `shape` is the shape's local name.
    """

    severity: str
    shape: str
    focus: str
    message: str


class Validation:
    """A validation under way: started at once, in processes beside the caller's."""

    def __init__(self, view: Sequence[Triple]) -> None:
        self._pool = ProcessPoolExecutor(os.cpu_count(), get_context("spawn"))
        self._slices: list[Future[list[Finding]]] = [
            self._pool.submit(judge, text) for text in slices(view)
        ]

    def findings(self) -> list[Finding]:
        """Wait for the slices; return what they found, each once, the gravest first."""
        with self._pool:
            found = {each for future in self._slices for each in future.result()}
        order = ("Violation", "Warning", "Info")
        return sorted(found, key=lambda each: (order.index(each.severity), each))


def slices(view: Iterable[Triple]) -> Iterator[str]:
    """Yield N-Triples texts that hold every focus node of a view with its closure.

    A slice is a number of métiers, the things that they point to, and what those point to; the
    last ones hold what no métier points to.
    """
    metiers: dict[str, list[Triple]] = defaultdict(list)
    things: dict[NamedNode, list[Triple]] = defaultdict(list)
    for triple in view:
        key = _METIER_KEY.search(triple[0].value)
        if key:
            metiers[key[1]].append(triple)
        else:
            things[triple[0]].append(triple)
    reached: set[NamedNode] = set()
    keys = sorted(metiers)
    for start in range(0, len(keys), SLICE):
        own = [triple for key in keys[start : start + SLICE] for triple in metiers[key]]
        pointed = _closure(own, things)
        reached |= pointed
        yield _text(own + [triple for node in sorted(pointed, key=str) for triple in things[node]])
    rest = [node for node in things if node not in reached]
    for start in range(0, len(rest), SLICE * 20):
        own = [triple for node in rest[start : start + SLICE * 20] for triple in things[node]]
        pointed = _closure(own, things) - set(rest[start : start + SLICE * 20])
        yield _text(own + [triple for node in sorted(pointed, key=str) for triple in things[node]])


def _closure(triples: Iterable[Triple], things: dict[NamedNode, list[Triple]]) -> set[NamedNode]:
    """Return the described things that some triples lead to, in any number of steps."""
    found: set[NamedNode] = set()
    ahead = [object_ for _, _, object_ in triples if isinstance(object_, NamedNode)]
    while ahead:
        node = ahead.pop()
        if node in things and node not in found:
            found.add(node)
            ahead += (object_ for _, _, object_ in things[node] if isinstance(object_, NamedNode))
    return found


def _text(triples: Iterable[Triple]) -> str:
    return "\n".join(nquads.default_lines(triples))


def judge(text: str) -> list[Finding]:
    """Return what the shapes of the ontology find in a graph given as N-Triples."""
    import rdflib
    from pyshacl import validate

    data = rdflib.Graph()
    _add(data, text, RdfFormat.N_TRIPLES)
    for schemes in graph_files().values():
        _add(data, schemes, RdfFormat.TURTLE)
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


def _add(graph: "rdflib.Graph", text: str, form: RdfFormat) -> None:
    import rdflib
    from pyoxigraph import Literal

    def convert(node: object) -> "rdflib.term.Node":
        if isinstance(node, Literal):
            plain = node.language or node.datatype == _STRING
            kind = None if plain else rdflib.URIRef(node.datatype.value)
            return rdflib.Literal(node.value, lang=node.language, datatype=kind)
        if isinstance(node, NamedNode):
            return rdflib.URIRef(node.value)
        return rdflib.BNode(str(node).removeprefix("_:"))

    for quad in parse(input=text, format=form):
        graph.add((convert(quad.subject), convert(quad.predicate), convert(quad.object)))


def _findings(report: "rdflib.Graph") -> Iterator[Finding]:
    from rdflib.namespace import RDF, SH

    whole = f"{base()}ontology"  # the target of the rules that judge the whole graph
    for result in report.subjects(RDF.type, SH.ValidationResult):
        severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2]
        shape = str(report.value(result, SH.sourceShape)).removeprefix(ontology_prefixes()["shape"])
        messages = sorted(
            report.objects(result, SH.resultMessage),
            key=lambda message: getattr(message, "language", None) != "fr",
        )
        message = str(messages[0]) if messages else ""
        focus = str(report.value(result, SH.focusNode))
        if focus == whole:
            focus = str(report.value(result, SH.value))
        yield Finding(severity, shape, focus, message)
