"""Compiler of SHACL shapes to SPARQL: a query for each shape and each of its targets.

What a constraint asks is written in `queries/shapes`, a file a constraint component, in variables:
`?this` is the focus node, `?value` a value node, `?values` their number, `?PATH` stands where the
shape's path goes, and a parameter has the name that SHACL gives it (`?minInclusive`). The compiler
puts terms and paths in their place, which is SHACL's pre-binding, and ties conditions together: of
a list of values one is enough, of several values of a parameter each must hold.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from loader.corpus.problems import LoaderError
from loader.model.rdf_terms import TYPE, integer, term
from ontology import prefixes
from queries import folder

Node = NamedNode | BlankNode | Literal

_SH: Final = prefixes()["sh"]
_PROLOGUE: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes().items())
_VARIABLE: Final = re.compile(r"\?(\w+)")

_KINDS: Final = {term("sh:NodeShape"), term("sh:PropertyShape")}
_TARGETS: Final = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
_LISTS: Final = ("in", "languageIn")
_SILENT: Final = {
    *map(term, ("rdf:type", "rdfs:label", "sh:path", "sh:property", "sh:message", "sh:severity")),
    *(term(f"sh:{target}") for target in _TARGETS),
}
"""What is said of a shape and constrains nothing by itself."""
_A_VALUE: Final = (term("sh:minCount"), integer(1))
_ONLY: Final[Mapping[str, tuple[Node, ...]]] = {
    "uniqueLang": (Literal(True),),
    "datatype": tuple(
        term(f"xsd:{name}") for name in ("string", "anyURI", "integer", "decimal", "boolean")
    ),
}
"""The parameters that are known with these values alone."""


class UnknownConstraintError(LoaderError):
    """A shape says something that the compiler cannot turn into a query.

    `shape` is its local name, or a blank node's label; `constraint` is what it says.
    """

    def __init__(self, shape: Node, constraint: str) -> None:
        self.shape = _local_name(shape)
        self.constraint = constraint
        super().__init__(f"forme {self.shape} : on ne sait pas juger {constraint}")


@dataclass(frozen=True, slots=True)
class ShapeQuery:
    """A query each of whose solutions breaks a shape; its variable `culprit` is what does.

    `severity` is `Violation`, `Warning` or `Info`; `shape` is the shape's local name, `message`
    what it says in French. `this` is to be bound before evaluation, unless it is None.
    """

    shape: str
    severity: str
    message: str
    text: str
    culprit: str = "this"
    this: NamedNode | None = None


def compile_shapes(turtle: str) -> list[ShapeQuery]:
    """Return the queries of all shapes of a graph in Turtle; raise UnknownConstraintError."""
    graph = _ShapesGraph(turtle)
    return [query for shape in graph.shapes() for query in _queries(graph, shape)]


class _ShapesGraph:
    """A shapes graph, by subject and predicate."""

    def __init__(self, turtle: str) -> None:
        self.said: dict[Node, dict[NamedNode, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for quad in parse(input=turtle, format=RdfFormat.TURTLE):
            subject, value = quad.subject, quad.object
            assert isinstance(subject, NamedNode | BlankNode)
            assert isinstance(value, NamedNode | BlankNode | Literal)
            self.said[subject][quad.predicate].append(value)

    def objects(self, node: Node, curie: str) -> Sequence[Node]:
        return self.said.get(node, {}).get(term(curie), ())

    def items(self, node: Node) -> Iterator[Node]:
        while node != term("rdf:nil"):
            yield from self.objects(node, "rdf:first")
            (node,) = self.objects(node, "rdf:rest")

    def shapes(self) -> list[Node]:
        """Return what has a shape's type or a target, or is a shape's property, sorted."""
        found = {
            node
            for node, about in self.said.items()
            if _KINDS & {*about.get(TYPE, ())}
            or any(term(f"sh:{target}") in about for target in _TARGETS)
        }
        found.update(each for node in self.said for each in self.objects(node, "sh:property"))
        return sorted(found, key=str)

    def targets(self, shape: Node) -> Iterator[tuple[str, Node]]:
        """Yield the targets of a shape, and of those whose property it is."""
        for node in self.said:
            if node == shape or shape in self.objects(node, "sh:property"):
                for kind in _TARGETS:
                    yield from ((kind, each) for each in self.objects(node, f"sh:{kind}"))

    def constraints(self, shape: Node) -> Iterator[tuple[NamedNode, Node]]:
        """Yield what a shape asks by itself, a parameter and a value of it each."""
        for predicate, values in self.said[shape].items():
            if predicate not in _SILENT:
                yield from ((predicate, value) for value in values)

    def path(self, shape: Node) -> dict[str, str]:
        """Return the path of a property shape in SPARQL, in its place; nothing for a node shape."""
        paths = self.objects(shape, "sh:path")
        return {"PATH": self._path(shape, paths[0])} if paths else {}

    def _path(self, shape: Node, path: Node) -> str:
        if isinstance(path, NamedNode):
            return str(path)
        for inverse in self.objects(path, "sh:inversePath"):
            return f"^{self._path(shape, inverse)}"
        for alternatives in self.objects(path, "sh:alternativePath"):
            return f"({'|'.join(self._path(shape, each) for each in self.items(alternatives))})"
        raise UnknownConstraintError(shape, "un chemin ni inverse, ni fait d'alternatives")


def _queries(graph: _ShapesGraph, shape: Node) -> Iterator[ShapeQuery]:
    """Yield the queries of a shape, a target each; none if it only has properties."""
    if not {*graph.objects(shape, "rdf:type")} <= _KINDS:
        raise UnknownConstraintError(shape, "une classe implicite, ou un autre type")
    rules = graph.objects(shape, "sh:sparql")
    conditions = [] if rules else _conditions(graph, shape)
    if not isinstance(shape, NamedNode) and (rules or conditions):
        raise UnknownConstraintError(shape, "ce qui n'a pas d'IRI")
    for kind, target in graph.targets(shape):
        for rule in rules:
            yield _rule(graph, shape, rule, kind, target)
        if conditions:
            places = {**_target(shape, kind, target), **graph.path(shape)}
            text = _PROLOGUE + _focus_query(conditions, places)
            yield ShapeQuery(*_speech(graph, shape, shape), text)


def _rule(graph: _ShapesGraph, shape: Node, rule: Node, kind: str, target: Node) -> ShapeQuery:
    """Return the query of an `sh:sparql` that judges the whole graph, whose culprit is `?value`."""
    said = graph.said[rule].keys() | graph.said[shape].keys() - {term("sh:sparql")}
    if unknown := said - _SILENT - {term("sh:select")} | said & {term("sh:property")}:
        raise UnknownConstraintError(shape, f"{min(map(str, unknown))} à côté de sh:sparql")
    (select,) = graph.objects(rule, "sh:select")
    if kind != "targetNode" or not isinstance(target, NamedNode):
        raise UnknownConstraintError(shape, f"sh:sparql avec sh:{kind}")
    return ShapeQuery(*_speech(graph, shape, rule), select.value, "value", target)


def _speech(graph: _ShapesGraph, shape: Node, speaker: Node) -> tuple[str, str, str]:
    """Return a shape's local name, its severity, and what it says in French."""
    (severity,) = graph.objects(shape, "sh:severity") or (term("sh:Violation"),)
    messages = graph.objects(speaker, "sh:message")
    french = [each.value for each in messages if getattr(each, "language", "") == "fr"]
    return _local_name(shape), severity.value.removeprefix(_SH), french[0] if french else ""


def _target(shape: Node, kind: str, target: Node) -> dict[str, str]:
    """Return what leads from a focus node of a target to what, as a path and a term."""
    match kind:
        case "targetClass":
            return {"TARGET": "rdf:type/rdfs:subClassOf*", "target": str(target)}
        case "targetSubjectsOf":
            return {"TARGET": str(target)}
        case "targetObjectsOf":
            return {"TARGET": f"^{target}"}
    raise UnknownConstraintError(shape, f"sh:{kind} sans sh:sparql")


@dataclass(frozen=True, slots=True)
class _Condition:
    """An expression that is true or false, never an error, and the variables that it is about."""

    expression: str
    about: frozenset[str]


def _focus_query(conditions: Iterable[_Condition], places: Mapping[str, str]) -> str:
    """Return the query of the focus nodes of a target that do not meet some conditions."""
    one, number = [], []
    for each in conditions:
        if "values" in each.about:
            number.append(each.expression)
        elif "value" in each.about and "PATH" in places:
            one.append(f"IF(BOUND(?value), {each.expression}, true)")
        else:
            one.append(each.expression)
    form = folder("shapes")["property_shape" if "PATH" in places else "node_shape"]
    return _bind(form.body, {**places, "ONE": _all(one), "NUMBER": _all(number)})


def _conditions(graph: _ShapesGraph, shape: Node) -> list[_Condition]:
    """Return what a shape asks of a focus node, and of its values if it has a path."""
    path = graph.path(shape)
    if path and graph.objects(shape, "sh:property"):
        raise UnknownConstraintError(shape, "sh:property d'une propriété")
    places = {"value": "?value" if path else "?this", **path}
    return [_condition(graph, shape, *each, places) for each in graph.constraints(shape)]


def _condition(
    graph: _ShapesGraph, shape: Node, predicate: NamedNode, value: Node, places: Mapping[str, str]
) -> _Condition:
    """Return one constraint of a shape as a condition."""
    if predicate == term("sh:or"):
        members = [_member(graph, each, places["value"]) for each in graph.items(value)]
        return _Condition(_any(members), frozenset({"value"}))
    name = predicate.value.removeprefix(_SH)
    asked = _asked(re.sub(r"[A-Z]", r"_\g<0>", name).lower())
    about = frozenset(_VARIABLE.findall(asked))
    values = list(graph.items(value)) if asked and name in _LISTS else [value]
    if (
        not asked
        or value not in _ONLY.get(name, (value,))
        or any(isinstance(each, BlankNode) for each in values)
        or (about & {"PATH", "values"} and "PATH" not in places)
    ):
        raise UnknownConstraintError(shape, f"{predicate} {value}")
    bound = [_bind(asked, {**places, name: str(each)}) for each in values]
    return _Condition(_any([f"COALESCE({each}, false)" for each in bound]), about)


def _member(graph: _ShapesGraph, shape: Node, this: str) -> str:
    """Return what a member of `sh:or` asks of a node.

    Of a property it may ask that there be a value, no more: nothing names the values.
    """
    if graph.objects(shape, "sh:property"):
        raise UnknownConstraintError(shape, "sh:property dans sh:or")
    places, asked = {"this": this, "value": this, **graph.path(shape)}, []
    for predicate, value in graph.constraints(shape):
        if "PATH" not in places:
            asked.append(_condition(graph, shape, predicate, value, places).expression)
        elif (predicate, value) == _A_VALUE:
            asked.append(_bind(_asked("some_value"), places))
        else:
            raise UnknownConstraintError(shape, f"{predicate} {value} dans sh:or")
    return _all(asked)


def _asked(name: str) -> str:
    """Return what an ASK of `queries/shapes` filters by, nothing where there is no such query."""
    query = folder("shapes").get(name)
    asked = query.body.partition("ASK {")[2] if query else ""
    return asked.partition("FILTER(")[2].rpartition(")")[0].strip()


def _all(conditions: Sequence[str]) -> str:
    return f"({' && '.join(conditions) or 'true'})"


def _any(conditions: Sequence[str]) -> str:
    """Return what is true if one condition is: the engine evaluates both sides of `||`."""
    *before, last = conditions or ["false"]
    for condition in reversed(before):
        last = f"IF({condition}, true, {last})"
    return last


def _bind(text: str, places: Mapping[str, str]) -> str:
    """Return a text with terms, paths and expressions in the place of variables, in one pass."""
    return _VARIABLE.sub(lambda found: places.get(found[1], found[0]), text)


def _local_name(node: Node) -> str:
    return str(node) if isinstance(node, BlankNode) else node.value.rpartition("#")[2]
