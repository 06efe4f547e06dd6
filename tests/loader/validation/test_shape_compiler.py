"""The compiled shapes find what pySHACL finds, and what cannot be compiled is refused."""

import re
from itertools import chain
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Quad, QuerySolutions, RdfFormat, Store, Triple, parse

from loader.validation import UnknownConstraintError, compile_shapes, judge_shapes
from ontology import prefixes, shapes
from queries import folder
from tests.conftest import ROOT
from tests.loader.validation import oracle

EXAMPLES = sorted((ROOT / "tests/ontology/examples").glob("*/*.ttl"))
COMPILED = compile_shapes(shapes())
HEADER = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes().items())
FORMS = {"node_shape", "property_shape"}
"""The queries that conditions are put into; the other files are conditions, one a parameter."""


def judged(triples: set[Triple], turtle: str = "") -> set[oracle.Found]:
    store = Store()
    store.extend(Quad(each.subject, each.predicate, each.object) for each in triples)
    return oracle.found(judge_shapes(store, compile_shapes(turtle) if turtle else COMPILED))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_judged_as_pyshacl_judges_it(example: Path) -> None:
    triples = oracle.beside(quad.triple for quad in parse(path=example, format=RdfFormat.TURTLE))
    expected = oracle.judge(triples)
    assert judged(triples) == expected
    assert bool(expected) == (example.parent.name == "invalid")


def test_moving_targets_onto_properties_changes_nothing_to_pyshacl() -> None:
    files = [path for path in EXAMPLES if path.parent.name == "invalid"][::9]
    quads = chain.from_iterable(parse(path=each, format=RdfFormat.TURTLE) for each in files)
    triples = oracle.beside(quad.triple for quad in quads)
    found = oracle.judge(triples)
    assert found == oracle.judge(triples, moved=False)
    assert len(found) > 10


def test_every_condition_is_a_query_by_itself_and_is_asked_by_a_shape() -> None:
    said = rdflib.Graph().parse(data=shapes(), format="turtle")
    names = {str(each).removeprefix(prefixes()["sh"]) for each in said.predicates()}
    asked = {re.sub(r"[A-Z]", r"_\g<0>", name).lower() for name in names}
    assert folder("shapes").keys() - FORMS - {"some_value"} <= asked
    for name, query in folder("shapes").items():
        assert isinstance(Store().query(query.text), QuerySolutions) == (name in FORMS)


def _property(said: str, path: str = "schema:name") -> str:
    owner = "shape:A sh:targetClass mg:Metier ; sh:property shape:B ."
    return f"{owner} shape:B sh:path {path} ; {said} ."


def _node(said: str) -> str:
    return f"shape:A a sh:NodeShape ; sh:targetClass mg:Metier ; {said} ."


RULE = """sh:select "SELECT $this ?value { ?value a $this }" ; sh:message "a"@fr"""
REFUSED = {
    _node("sh:minCount 1"): ("A", "minCount"),
    _node("sh:hasValue mg:Fiche"): ("A", "hasValue"),
    _property("sh:uniqueLang false"): ("B", "uniqueLang"),
    _property("sh:datatype xsd:date"): ("B", "datatype"),
    _property('sh:pattern "a" ; sh:flags "i"'): ("B", "flags"),
    _property("sh:minLength 2"): ("B", "minLength"),
    _property("sh:qualifiedValueShape [ sh:class mg:Fiche ]"): ("B", "qualified"),
    _property("sh:node shape:A"): ("B", "node"),
    _property("sh:not [ sh:class mg:Fiche ]"): ("B", "not"),
    _property("sh:xone ([ sh:class mg:Fiche ])"): ("B", "xone"),
    _property("sh:hasValue []"): ("B", "hasValue"),
    _property("sh:in (1 [])"): ("B", "in"),
    _property("sh:deactivated true ; sh:minCount 1"): ("B", "deactivated"),
    _property("mg:rang 1"): ("B", "rang"),
    _property("sh:property shape:C"): ("B", "sh:property"),
    _property("sh:or ([ sh:path mg:rang ; sh:class mg:Fiche ])"): ("_:", "class"),
    _property("sh:or ([ sh:property shape:C ])"): ("_:", "sh:property"),
    _property("sh:minCount 1", "(mg:fiche mg:section)"): ("B", "chemin"),
    _property("sh:minCount 1", "[ sh:zeroOrMorePath mg:fiche ]"): ("B", "chemin"),
    _node("sh:property [ sh:path mg:fiche ; sh:minCount 1 ]"): ("_:", "IRI"),
    _node("sh:closed true"): ("A", "closed"),
    _node("sh:target [] ; sh:nodeKind sh:IRI"): ("A", "target"),
    _node(f"sh:sparql [ {RULE} ]"): ("A", "sh:targetClass"),
    "shape:A sh:targetNode mg:Metier ; sh:nodeKind sh:IRI .": ("A", "sh:targetNode"),
    "shape:A a sh:NodeShape, rdfs:Class ; sh:nodeKind sh:IRI .": ("A", "classe implicite"),
    f"shape:A sh:targetNode mg: ; sh:sparql [ {RULE} ; sh:prefixes mg: ] .": ("A", "prefixes"),
    f"shape:A sh:targetNode mg: ; sh:sparql [ {RULE} ] ; sh:nodeKind sh:IRI .": ("A", "nodeKind"),
}  # fmt: skip


@pytest.mark.parametrize("written", REFUSED)
def test_what_cannot_be_judged_is_refused_by_shape_and_constraint(written: str) -> None:
    with pytest.raises(UnknownConstraintError) as refused:
        compile_shapes(HEADER + written)
    shape, constraint = REFUSED[written]
    assert refused.value.shape.startswith(shape)
    assert constraint in refused.value.constraint
    assert refused.value.shape in str(refused.value)
    assert refused.value.constraint in str(refused.value)


def test_of_no_value_none_is_one() -> None:
    said = f'{HEADER}<urn:a> a mg:Metier ; schema:name "a" . <urn:b> a mg:Metier .'
    triples = {quad.triple for quad in parse(input=said, format=RdfFormat.TURTLE)}
    assert judged(triples, HEADER + _property("sh:in ()")) == {("Violation", "B", "urn:a")}


def test_a_literal_that_looks_like_a_variable_stays_what_it_is() -> None:
    literal = r'"?value ?this ?PATH ?TARGET ?target ?ONE ?NUMBER \" }"'
    written = HEADER + _property(f"sh:hasValue {literal}")
    (query,) = compile_shapes(written)
    assert literal in query.text
    said = f"{HEADER}<urn:a> a mg:Metier ; schema:name {literal} . <urn:b> a mg:Metier ."
    triples = {quad.triple for quad in parse(input=said, format=RdfFormat.TURTLE)}
    assert judged(triples, written) == {("Violation", "B", "urn:b")}
