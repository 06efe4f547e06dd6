"""What a query is told to cost before it is run, by its text and by what a release counts."""

import pytest

from server.sparql.cost import Counts, told_cost

COUNTS = Counts(
    total=1_000_000,
    properties={"mg:formation": 5_000, "skos:prefLabel": 70_000, "<urn:p>": 30},
    classes={"mg:Metier": 800},
)
NOTHING = ""


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT * { ?s ?p ?o }", "tous les triplets de la vue"),
        ("SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'x.y; {')) }", "tous les triplets"),
        ("SELECT * { ?m mg:formation ?f }", "5 000 triplets : mg:formation"),
        ("SELECT * { ?m mg:formation ?f . ?f skos:prefLabel ?l }", "5 000 triplets"),
        ("SELECT * { ?m a mg:Metier ; skos:prefLabel ?l }", "800 triplets : a mg:Metier"),
        ("SELECT * { ?m <urn:p> ?x ; skos:prefLabel ?l , ?k }", "30 triplets : <urn:p>"),
        ("SELECT * { ?m mg:formation/skos:prefLabel ?l }", "5 000 triplets"),
        ("SELECT * { ?m mg:formation ?f OPTIONAL { ?f skos:prefLabel ?l } }", "70 000 triplets"),
        ("SELECT * { { ?m mg:formation ?f } UNION { ?g <urn:p> ?h } }", "5 000 triplets"),
        ("SELECT * { ?m mg:formation ?f . ?g <urn:p> ?h }", "150 000 combinaisons"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "n'ira sans doute pas au bout"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(?c = ?f) }", "tous les triplets"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f BIND(?c AS ?g) }", "n'ira sans doute pas"),
        ("SELECT * { ?s ?p ?o } LIMIT 5", "s'arrête dès"),
        ("ASK { ?s ?p ?o }", "s'arrête dès"),
        ("SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 5", "tous les triplets"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o } LIMIT 1", "tous les triplets"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "tous les triplets"),
    ],
)
def test_what_is_read_first_is_told(query: str, told: str) -> None:
    assert told in told_cost(query, COUNTS).replace("\u202f", " ")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "SELECT",
        "SELECT * { metier:MET.1 ?p ?o }",
        "SELECT * { ?m mg:niveauAcces niveau:bac }",
        "SELECT * { VALUES ?s { metier:MET.1 metier:MET.2 } ?s ?p ?o }",
        "SELECT * { VALUES (?s ?x) { (metier:MET.1 1) } ?s ?p ?o }",
        "SELECT * { ?m unknown:property ?o }",
        "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * FROM <urn:g> { ?s ?p ?o }",
        "} } {{ ?s ?p",
        "SELECT * { [ ( ?s . ; , ] ) VALUES",
    ],
)
def test_what_a_text_does_not_tell_is_not_said(query: str) -> None:
    assert told_cost(query, COUNTS) == NOTHING


def test_a_release_that_counts_nothing_is_told_of_nothing() -> None:
    assert told_cost("SELECT * { ?s ?p ?o . ?a ?b ?c }", Counts(0, {}, {})) == NOTHING
