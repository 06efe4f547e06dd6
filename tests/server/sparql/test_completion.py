import json

import pyoxigraph as ox
from flask.testing import FlaskClient

from ontology import base, prefixes
from server.engine.embedded import EmbeddedEngine
from server.search.ranking import TYPES
from server.sparql.completion import read_terms

TRIG = f"""
PREFIX mg: <{base()}ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX void: <http://rdfs.org/ns/void#>
mg:Metier a owl:Class ; rdfs:isDefinedBy <{base()}ontology> ;
  rdfs:label "métier"@fr , "occupation"@en ; skos:definition "Ce que l'on fait."@fr .
GRAPH <{base()}graph/release> {{
  <urn:release> void:classPartition <urn:1> ; void:propertyPartition <urn:2> ; void:subset <urn:3> .
  <urn:1> void:class mg:Metier ; void:entities 3 .
  <urn:2> void:property skos:prefLabel ; void:triples 12 .
  <urn:3> void:linkPredicate skos:related ; void:triples 99 .
}}
"""


def test_the_terms_of_the_data_come_from_what_the_release_says_of_itself() -> None:
    store = ox.Store()
    store.load(TRIG.encode(), ox.RdfFormat.TRIG)
    said = read_terms(EmbeddedEngine(store))
    assert said["classes"] == [
        {
            "iri": f"{base()}ontology#Metier",
            "name": "mg:Metier",
            "count": 3,
            "label": {"fr": "métier", "en": "occupation"},
            "definition": {"fr": "Ce que l'on fait."},
        }
    ]
    assert [(term["name"], term["count"], term["label"]) for term in said["properties"]] == [
        ("skos:prefLabel", 12, {})
    ]


def test_editors_read_prefixes_classes_and_properties(client: FlaskClient) -> None:
    response = client.get("/sparql/vocabulaire.json")
    assert response.mimetype == "application/json"
    said = json.loads(response.data)
    assert said["prefixes"] == dict(prefixes())
    assert {"classes", "properties"} <= said.keys()


def test_editors_read_the_values_of_code_lists_and_who_has_them(client: FlaskClient) -> None:
    said = json.loads(client.get("/sparql/vocabulaire.json").data)
    values = {each["name"]: each for each in said["values"]}
    assert values["niveau:bac-2"]["class"] == "mg:Niveau"
    assert values["statut:salarie"]["label"]["en"] == "employee"
    assert said["types"]["metier"] == ["metier"]
    for name, property_ in ((each["name"], each) for each in said["properties"]):
        if name == "mg:niveauAcces":
            assert property_["range"] == "mg:Niveau"
        if name == "mg:romeV3":
            assert property_["types"] == ["rome-v3"]
    known = {each for types in [*said["types"].values()] for each in types}
    asked = {each for one in said["properties"] for each in one["types"]} | known
    assert asked <= TYPES.keys()
