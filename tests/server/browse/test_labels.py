import pyoxigraph as ox
import pytest
from flask import Flask

from server.browse.labels import read_labels
from server.engine.embedded import EmbeddedEngine
from server.http.language import speak

TRIPLES = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
<urn:both> skos:prefLabel "nurse"@en , "infirmière"@fr .
<urn:french> rdfs:label "métier"@fr .
<urn:plain> rdfs:label "M1605" .
<urn:thing> rdfs:label <urn:no-text> .
"""


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    store = ox.Store()
    store.load(TRIPLES.encode(), ox.RdfFormat.TURTLE)
    return EmbeddedEngine(store)


@pytest.mark.parametrize(("language", "expected"), [("fr", "infirmière"), ("en", "nurse")])
def test_a_name_is_in_the_language_of_the_page(
    app: Flask, engine: EmbeddedEngine, language: str, expected: str
) -> None:
    with app.test_request_context():
        speak(language)
        assert read_labels(engine, ["urn:both"]) == {"urn:both": expected}


def test_what_has_no_name_in_that_language_has_another(app: Flask, engine: EmbeddedEngine) -> None:
    asked = ["urn:french", "urn:plain", "urn:thing", "urn:unknown", "urn:french"]
    with app.test_request_context("/sparql?lang=en"):
        assert read_labels(engine, asked) == {"urn:french": "métier", "urn:plain": "M1605"}


def test_only_so_many_things_are_looked_up(engine: EmbeddedEngine) -> None:
    many = [f"urn:{number}" for number in range(10_000)]
    assert read_labels(engine, [*many, "urn:both"]) == {}
