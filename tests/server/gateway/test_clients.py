"""The clients that people use, against the real server."""

import asyncio
import csv
import io
import shutil
import subprocess
import warnings
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import SPARQLWrapper as Client
from flask import Flask, request
from rdflib import RDF, SKOS, Graph, Literal, URIRef, Variable
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from ontology import base
from server.app import create_app
from server.gateway.gateway import Gateway
from server.gateway.request import believed, client_of
from server.settings import Settings
from server.sparql.data_road import ROAD
from server.sparql.query_pool import EXTENSION


def scope(path: str, *said: str) -> dict[str, Any]:
    return {
        "type": "http", "http_version": "1.0", "method": "GET", "path": path,
        "raw_path": path.encode(), "query_string": b"",
        "headers": [(b"x-forwarded-for", each.encode()) for each in said],
        "client": ("127.0.0.1", 1), "server": ("e", 80),
    }  # fmt: skip


@pytest.fixture
def proxied(home: Path) -> Iterator[Flask]:
    app = create_app(Settings(home=home, proxies=1))
    app.add_url_rule("/who", "who", lambda: client_of(request.remote_addr or ""))
    yield app
    app.extensions[EXTENSION].close()


def answered(app: Flask, asked: dict[str, Any]) -> tuple[int, bytes]:
    gateway = Gateway(
        app.extensions[ROAD], app, app.extensions["current_release"], Settings(proxies=1, cache=0)
    )
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(gateway(asked, receive, send))
    return sent[0]["status"], sent[1]["body"]


@pytest.mark.parametrize(
    ("proxies", "said", "seen"),
    [
        (0, ("192.0.2.1",), "127.0.0.1"),
        (1, (), "127.0.0.1"),
        (1, ("192.0.2.1, 192.0.2.2",), "192.0.2.2"),
        (2, ("192.0.2.1", "192.0.2.2"), "192.0.2.1"),
        (2, ("192.0.2.1",), "127.0.0.1"),
        (1, ("192.0.2.1, ",), "127.0.0.1"),
        (1, ('", 192.0.2.1',), "192.0.2.1"),
    ],
)
def test_a_client_is_whom_the_believed_proxies_name(
    proxies: int, said: tuple[str, ...], seen: str
) -> None:
    assert believed(scope("/", *said), proxies)["client"][0] == seen


@pytest.mark.parametrize("opened", ['"', 'x, "y', '10.0.0.1, "\\'])
def test_a_quote_hides_no_client_from_the_application(proxied: Flask, opened: str) -> None:
    said = f"{opened}, 8.8.8.8"
    assert answered(proxied, scope("/who", said)) == (200, b"8.8.8.8")
    assert answered(proxied, scope("/metrics", said))[0] == 403


def test_a_header_that_looks_like_a_proxys_is_none(proxied: Flask) -> None:
    asked = scope("/metrics", "8.8.8.8")
    asked["headers"].append((b"x_forwarded_for", b"10.0.0.1"))
    assert answered(proxied, asked)[0] == 403


def test_a_client_without_address_has_a_short_name(proxied: Flask) -> None:
    assert answered(proxied, scope("/who", "x" * 9000)) == (200, b"x" * 64)


METIER = URIRef(f"{base()}id/metier/MET.797")
NAME = "assistante de gestion"
SELECT = f"SELECT ?f {{ <{METIER}> <{base()}ontology#feminin> ?f }}"
CONSTRUCT = f"CONSTRUCT WHERE {{ <{METIER}> <{base()}ontology#feminin> ?f }}"
OLD = f"{base()}graph/onisep-metiers/2024-06/MET.797"


def asked(address: str, query: str, format_: str, **settings: str) -> Any:
    client = Client.SPARQLWrapper(f"{address}/sparql", returnFormat=format_)
    client.setMethod(settings.get("method", Client.GET))
    client.setRequestMethod(settings.get("request", Client.URLENCODED))
    if graph := settings.get("graph"):
        client.addDefaultGraph(graph)
    client.setQuery(query)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "ConjunctiveGraph", DeprecationWarning)
        return client.queryAndConvert()


@pytest.mark.parametrize(
    ("method", "request_"),
    [
        (Client.GET, Client.URLENCODED),
        (Client.POST, Client.URLENCODED),
        (Client.POST, Client.POSTDIRECTLY),
    ],
)
def test_sparqlwrapper_asks_in_every_way(address: str, method: str, request_: str) -> None:
    found = asked(address, SELECT, Client.JSON, method=method, request=request_)
    assert found["results"]["bindings"][0]["f"] == {
        "type": "literal", "xml:lang": "fr", "value": NAME
    }  # fmt: skip
    query = f"ASK {{ <{METIER}> <{base()}ontology#niveauAcces> <{base()}id/niveau/bac-2> }}"
    for graph, expected in ((None, True), (OLD, False)):
        settings = {"graph": graph} if graph else {}
        found = asked(address, query, Client.JSON, method=method, request=request_, **settings)
        assert found["boolean"] is expected


@pytest.mark.parametrize("format_", [Client.XML, Client.CSV, Client.TSV])
def test_sparqlwrapper_reads_solutions(address: str, format_: str) -> None:
    found = asked(address, SELECT, format_)
    text = found.toxml() if format_ == Client.XML else found.decode()
    assert NAME in text


@pytest.mark.parametrize(
    "format_", [Client.TURTLE, Client.N3, Client.RDFXML, Client.XML, Client.JSONLD]
)
@pytest.mark.parametrize("query", [CONSTRUCT, f"DESCRIBE <{METIER}>"])
def test_sparqlwrapper_reads_graphs(address: str, query: str, format_: str) -> None:
    found = asked(address, query, format_)
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    assert Literal(NAME, lang="fr") in set(graph.objects(METIER))


def test_sparqlwrapper_knows_a_bad_query(address: str) -> None:
    with pytest.raises(Client.SPARQLExceptions.QueryBadFormed, match="Ligne 1"):
        asked(address, "SELECT {", Client.JSON)


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("format_", ["xml", "json", "csv", "tsv"])
def test_the_store_of_rdflib_asks_in_every_way(address: str, method: str, format_: str) -> None:
    store = SPARQLStore(f"{address}/sparql", method=method, returnFormat=format_)
    graph = Graph(store)
    assert [str(row[Variable("f")]) for row in graph.query(SELECT).bindings] == [NAME]
    if format_ in ("xml", "json"):
        assert graph.query(f"ASK {{ <{METIER}> ?p ?o }}").askAnswer is True


@pytest.mark.parametrize("format_", ["xml", "json"])
def test_the_store_of_rdflib_is_a_graph(address: str, format_: str) -> None:
    graph = Graph(SPARQLStore(f"{address}/sparql", returnFormat=format_))
    assert (METIER, RDF.type, SKOS.Concept) in graph
    assert set(graph.objects(METIER, SKOS.prefLabel)) == {
        Literal("assistant/e de gestion", lang="fr")
    }
    old = Graph(SPARQLStore(f"{address}/sparql", returnFormat=format_), identifier=OLD)
    levels = old.objects(METIER, URIRef(f"{base()}ontology#niveauAcces"))
    assert list(levels) == [URIRef(f"{base()}id/niveau/bac-ou-equivalent")]
    if format_ == "xml":  # in JSON, rdflib accepts solutions only
        found = graph.query(CONSTRUCT).graph
        assert found is not None
        assert len(found) == 1


@pytest.mark.parametrize("source", ["/store?default", "/sparql", f"/store?graph={quote(OLD)}"])
def test_rdflib_reads_what_has_an_address(address: str, source: str) -> None:
    assert len(Graph().parse(f"{address}{source}")) > 3


def curl(*arguments: str) -> str:
    command = shutil.which("curl")
    if command is None:
        pytest.skip("curl is not installed")
    done = subprocess.run(
        [command, "--silent", "--show-error", "--max-time", "20", *arguments],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["-H", "Accept: text/csv", "--data-urlencode", f"query={SELECT}"],
        ["-G", "-H", "Accept: text/csv", "--data-urlencode", f"query={SELECT}"],
        ["-G", "-d", "format=csv", "--data-urlencode", f"query={SELECT}"],
        ["-H", "Accept: text/csv", "-H", "Content-Type: application/sparql-query", "-d", SELECT],
        ["--compressed", "-H", "Accept: text/csv", "--data-urlencode", f"query={SELECT}"],
        ["-L", "--post301", "-H", "Accept: text/csv", "--data-urlencode", f"query={SELECT}"],
    ],
)
def test_curl_asks(address: str, arguments: list[str]) -> None:
    assert list(csv.reader(io.StringIO(curl(*arguments, f"{address}/sparql")))) == [["f"], [NAME]]


def test_curl_follows(address: str) -> None:
    arguments = ["-L", "-H", "Accept: text/csv", "--data-urlencode", f"query={SELECT}"]
    assert NAME in curl(*arguments, f"{address}/sparql/")
    assert NAME in curl("-L", "-H", "Accept: text/turtle", f"{address}/id/metier/MET.797")


def test_curl_sends_a_file_and_is_told_what_is_wrong(address: str) -> None:
    query = ["-H", "Content-Type: application/sparql-query", "--data-binary", "SELECT {"]
    assert "Ligne 1" in curl(*query, f"{address}/sparql")
    assert "multipart" not in curl("-F", f"query={SELECT}", f"{address}/sparql")
    assert "HTTP/1.1 405" in curl("-i", "-X", "DELETE", f"{address}/store?default")
