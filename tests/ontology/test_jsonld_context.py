"""The JSON-LD context: local names as keys, and nothing lost on the way there and back."""

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, Graph
from rdflib.compare import isomorphic

import ontology

VALID = Path(__file__).parent / "examples" / "valid"
COMPACTED = VALID / "metier.jsonld"
MANY = """autreAppellation romeV3 parcours voieAcces estimatedSalary formation statut centreInteret
    secteur related subjectOf lien altLabel section passage itemListElement niveau debouche
    mobilite"""
ONE = """fiche ficheFormation about niveauAcces feminin masculin prefLabel rubrique position
    headline text stade item depart"""

pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"  # rdflib's own JSON-LD reader
)


def _context() -> dict[str, object]:
    found = ontology.context()["@context"]
    assert isinstance(found, dict)
    return found


def _definition(key: str) -> dict[str, object]:
    found = _context()[key]
    return found if isinstance(found, dict) else {"@id": found}


def _triples(data: str, form: ox.RdfFormat) -> set[ox.Triple]:
    return {q.triple for q in ox.parse(data.encode(), format=form)}


def _document() -> str:
    return json.dumps({**ontology.context(), **json.loads(COMPACTED.read_text("utf-8"))})


@pytest.mark.parametrize("name", ["metier", "references", "stub"])
def test_a_graph_survives_json_ld(name: str) -> None:
    graph = Graph().parse(VALID / f"{name}.ttl")
    written = graph.serialize(format="json-ld", context=_context(), use_native_types=True)
    assert isomorphic(Graph().parse(data=written, format="json-ld"), graph)
    as_read = _triples(written, ox.RdfFormat.JSON_LD)
    assert as_read == _triples(graph.serialize(format="nt"), ox.RdfFormat.N_TRIPLES)


def test_the_vocabulary_survives_json_ld(vocabulary: Graph) -> None:
    written = vocabulary.serialize(format="json-ld", context=_context(), use_native_types=True)
    assert isomorphic(Graph().parse(data=written, format="json-ld"), vocabulary)


def test_the_compacted_example_means_the_turtle_example() -> None:
    graph = Graph().parse(VALID / "metier.ttl")
    assert isomorphic(Graph().parse(data=_document(), format="json-ld"), graph)
    as_read = _triples(_document(), ox.RdfFormat.JSON_LD)
    assert as_read == _triples(graph.serialize(format="nt"), ox.RdfFormat.N_TRIPLES)


def test_the_compacted_example_is_plain_json() -> None:
    nodes = json.loads(COMPACTED.read_text("utf-8"))["@graph"]
    assert {key for node in nodes for key in node} <= _context().keys()
    scalars = (str, int, bool)
    for node in nodes:
        for key, value in node.items():
            container = _definition(key).get("@container")
            assert isinstance(value, list) == (container == "@set"), key
            assert all(isinstance(v, scalars) for v in (value if container else [value])), key


def test_keys_are_local_names() -> None:
    for key in _context().keys() - {"@version", "id", "type"}:
        if str(_context()[key]).startswith("http"):
            continue  # a prefix
        iri = str(_definition(key)["@id"])
        assert re.fullmatch(f"[a-z]+:{re.escape(key.removesuffix('_en'))}", iri), key
        assert iri.partition(":")[0] in ontology.prefixes()


def test_prefixes_are_the_projects() -> None:
    own = {key for key, value in _context().items() if str(value).startswith("http")}
    assert {"mg", "schema", "skos"} <= own
    assert {key: _context()[key] for key in own}.items() <= ontology.prefixes().items()


def test_every_own_term_has_a_key(terms: Graph) -> None:
    mg = ontology.prefixes()["mg"]
    own = {str(s).removeprefix(mg) for s in terms.subjects() if str(s).startswith(mg)}
    assert {k for k in _context() if str(_definition(k).get("@id")) == f"mg:{k}"} == own


def test_object_properties_are_typed_as_iris(terms: Graph) -> None:
    mg = ontology.prefixes()["mg"]
    for term in terms.subjects(RDF.type, OWL.ObjectProperty):
        assert _definition(str(term).removeprefix(mg))["@type"] == "@id", term


def test_what_may_be_many_is_always_a_list() -> None:
    assert all(_definition(key).get("@container") == "@set" for key in MANY.split())
    assert not any("@container" in _definition(key) for key in ONE.split())


def test_each_call_gives_a_copy() -> None:
    ontology.context().clear()
    assert "@context" in ontology.context()
