import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import DCTERMS, RDF, RDFS, Graph, Literal, Namespace, URIRef

from ontology import base
from server.engine.federation.allowlist import read_endpoints
from server.settings import Settings
from server.sparql.service_description import service_description
from tests.server.conftest import DIGEST
from tests.server.graphs import read

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
ENDPOINT = URIRef("http://localhost/sparql")
TYPES = ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"]


def described(settings: Settings | None = None) -> Graph:
    settings = settings or Settings()
    said = service_description(ox.NamedNode(str(ENDPOINT)), DIGEST, settings)
    text = "".join(f"{triple} .\n" for triple in said)
    return Graph().parse(data=text, format="nt")


def test_the_service_says_what_it_is() -> None:
    graph = described()
    assert graph.value(ENDPOINT, RDF.type) == SD.Service
    assert graph.value(ENDPOINT, SD.endpoint) == ENDPOINT
    assert graph.value(ENDPOINT, SD.supportedLanguage) == SD.SPARQL11Query
    formats = set(graph.objects(ENDPOINT, SD.resultFormat))
    assert {FORMATS.Turtle, FORMATS.SPARQL_Results_JSON, FORMATS.SPARQL_Results_CSV} <= formats
    assert len(formats) == 10
    assert all(str(iri).startswith(str(FORMATS)) for iri in formats)


def test_the_service_says_what_it_answers_from() -> None:
    graph = described()
    dataset = graph.value(ENDPOINT, SD.defaultDataset)
    assert dataset == URIRef(f"{base()}id/release/{DIGEST}")
    default = graph.value(dataset, SD.defaultGraph)
    assert (default, RDF.type, SD.Graph) in graph
    assert (dataset, RDFS.seeAlso, URIRef("http://localhost/graph/release")) in graph


def test_the_service_says_its_bounds_as_they_are_set() -> None:
    said = described().value(ENDPOINT, DCTERMS.description)
    assert isinstance(said, Literal)
    assert "30 s" in said
    assert "1000000 lignes" in said


def test_the_service_says_that_it_calls_others_only_if_it_does() -> None:
    assert (ENDPOINT, SD.feature, None) not in described()
    calling = described(Settings(services=read_endpoints("https://example.org/sparql")))
    assert list(calling.objects(ENDPOINT, SD.feature)) == [SD.BasicFederatedQuery]


@pytest.mark.parametrize("accept", TYPES)
def test_a_get_that_asks_nothing_is_answered_by_the_description(
    client: FlaskClient, accept: str
) -> None:
    response = client.get("/sparql", headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, accept)
    assert set(read(response.data, accept)) == set(described())
    assert "Accept" in response.vary


@pytest.mark.parametrize(
    "path", ["/sparql.ttl", "/sparql?format=ttl", "/sparql?format=text/turtle"]
)
def test_the_description_has_addresses(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.mimetype == "text/turtle"
    assert "sd:Service" in response.text


@pytest.mark.parametrize("accept", ["*/*", "", "text/*;q=0.2"])
def test_who_prefers_nothing_gets_turtle(client: FlaskClient, accept: str) -> None:
    response = client.get("/sparql", headers={"Accept": accept})
    assert response.mimetype == "text/turtle"


def test_who_wants_solutions_must_ask(client: FlaskClient) -> None:
    response = client.get("/sparql", headers={"Accept": "application/sparql-results+json"})
    assert response.status_code == 400
    assert "query" in response.text
    assert client.get("/sparql.csv").status_code == 400
