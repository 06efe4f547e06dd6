"""The shapes against examples: each valid one conforms, each invalid one fails what it names."""

import re
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, Graph, Literal, Node, URIRef

import ontology

EXAMPLES = Path(__file__).parent / "examples"
VALID = sorted((EXAMPLES / "valid").glob("*.ttl"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.ttl"))
NODE_SHAPES = """NoeudShape StubShape SansNomShape MetierShape AppellationShape LienShape
    PublicationShape SalaireShape MontantShape FicheShape FicheFormationShape SectionShape
    PassageShape TitreShape ListItemShape
    ParcoursShape VoieAccesShape CodeListeShape NiveauShape RubriqueShape FormationShape
    CodeRomeShape DomaineRomeShape GrandDomaineRomeShape AppellationRomeShape
    ReferenceShape AbsentShape OrdreShape VoieSousMinimumShape
    ParcoursTropCourtShape"""
WARNINGS = {
    "Metier-sansRome",
    "SansNomShape",
    "CodeListe-inScheme",
    "Formation-inScheme",
    "Rome-connu",
    "Reference-connu",
    "VoieSousMinimumShape",
    "ParcoursTropCourtShape",
}
INFOS = {"Salaire-texteSeul"}


def _name(node: Node | None) -> str:
    return str(node).removeprefix(ontology.prefixes()["shape"])


def _results(data: Graph, shapes: Graph) -> set[tuple[str, str]]:
    """Return (name of the violated shape, severity) of each result."""
    _, report, _ = validate(data, shacl_graph=shapes)
    assert isinstance(report, Graph)
    return {
        (_name(report.value(r, SH.sourceShape)), _severity(report.value(r, SH.resultSeverity)))
        for r in report.subjects(RDF.type, SH.ValidationResult)
    }


def _severity(node: Node | None) -> str:
    return str(node).removeprefix(str(SH))


def _expected(name: str) -> str:
    if name in WARNINGS:
        return "Warning"
    return "Info" if name in INFOS else "Violation"


def _beside(example: Graph, vocabulary: Graph) -> Graph:
    """Return the example with what the vocabulary says of the nodes that it names.

    The whole vocabulary would do as well, and takes four times as long.
    """
    data = Graph()
    data += example
    data += vocabulary.triples((None, RDFS.subClassOf, None))
    for node in {node for triple in example for node in triple}:
        data += vocabulary.triples((node, None, None))
    return data


def _reporting(shapes: Graph) -> set[str]:
    """Return the names of the shapes that results can name.

    These are the property shapes and the node shapes that carry a constraint themselves.
    """
    own = {s for kind in (SH.nodeKind, SH.sparql, SH["or"]) for s in shapes.subjects(kind)}
    return {_name(s) for s in own | set(shapes.subjects(RDF.type, SH.PropertyShape))}


@pytest.mark.parametrize("path", VALID, ids=lambda p: p.stem)
def test_valid_examples_conform(path: Path, vocabulary: Graph, shapes: Graph) -> None:
    assert _results(Graph().parse(path) + vocabulary, shapes) == set()


@pytest.mark.parametrize("path", INVALID, ids=lambda p: p.stem)
def test_invalid_examples_fail_the_shape_they_name(
    path: Path, vocabulary: Graph, shapes: Graph
) -> None:
    name = path.name.split(".")[0]
    data = _beside(Graph().parse(path), vocabulary)
    assert _results(data, shapes) == {(name, _expected(name))}


def test_the_vocabulary_itself_conforms(vocabulary: Graph, shapes: Graph) -> None:
    assert _results(vocabulary, shapes) == set()


def test_every_shape_that_can_report_has_an_invalid_example(shapes: Graph) -> None:
    assert _reporting(shapes) == {path.name.split(".")[0] for path in INVALID}


def test_examples_use_the_projects_prefixes() -> None:
    for path in (*VALID, *INVALID):
        lines = re.findall(r"^@prefix (\w+): <(.*)> \.$", path.read_text("utf-8"), re.MULTILINE)
        assert dict(lines).items() <= ontology.prefixes().items(), path.name


def test_node_shapes_are_named_and_labelled(shapes: Graph) -> None:
    found = {s for s in shapes.subjects(RDF.type, SH.NodeShape) if isinstance(s, URIRef)}
    assert {_name(s) for s in found} == set(NODE_SHAPES.split())
    for shape in found:
        labels = [o for o in shapes.objects(shape, RDFS.label) if isinstance(o, Literal)]
        assert sorted(str(o.language) for o in labels) == ["en", "fr"], shape


def test_property_shapes_belong_to_a_node_shape(shapes: Graph) -> None:
    used = set(shapes.objects(None, SH.property))
    assert used == set(shapes.subjects(RDF.type, SH.PropertyShape))


def test_every_shape_that_can_report_says_what_is_wrong(shapes: Graph) -> None:
    for name in sorted(_reporting(shapes)):
        shape = URIRef(ontology.prefixes()["shape"] + name)
        speaker = shapes.value(shape, SH.sparql) or shape
        messages = [o for o in shapes.objects(speaker, SH.message) if isinstance(o, Literal)]
        assert sorted(str(o.language) for o in messages) == ["en", "fr"], name
        assert _severity(shapes.value(shape, SH.severity)) == _expected(name)


def test_shapes_speak_of_known_terms(shapes: Graph, terms: Graph) -> None:
    mg = ontology.prefixes()["mg"]
    named = {n for triple in shapes for n in triple if isinstance(n, URIRef) and n.startswith(mg)}
    written = {
        URIRef(iri)
        for query in shapes.objects(None, SH.select)
        for iri in re.findall(r"<([^>]*)>", str(query))
        if iri.startswith(mg)
    }
    assert named | written <= set(terms.subjects())


def test_the_header_is_complete(shapes: Graph) -> None:
    header = URIRef(f"{ontology.base()}shapes")
    assert (header, RDF.type, OWL.Ontology) in shapes
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionInfo):
        assert any(shapes.objects(header, predicate)), predicate
    version = shapes.value(header, OWL.versionInfo)
    assert shapes.value(header, OWL.versionIRI) == URIRef(f"{header}/{version}")
