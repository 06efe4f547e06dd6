"""The query operations of the W3C's SPARQL 1.1 Protocol tests, as bytes on a socket.

The names are those of its manifest; its graphs are those of the small release, which say what
they are about of two editions and of the ROME.
"""

import http.client
import json
import socket
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

import pytest

from ontology import base
from tests.server.graphs import read

OLD = f"{base()}graph/onisep-metiers/2024-06/MET.797"
NEW = f"{base()}graph/onisep-metiers/2025-10/MET.797"
ROME = f"{base()}graph/rome-v3/v344"
SAYS_OLD = (
    f'<{base()}id/fiche/MET.797/presentation/1> <http://schema.org/text> "Un texte d\'avant."@fr'
)
SAYS_NEW = f"<{base()}id/metier/MET.797> <{base()}ontology#niveauAcces> <{base()}id/niveau/bac-2>"
SAYS_ROME = f"<{base()}id/rome/v3/M1605> a ?type"
BOTH = f"ASK {{ {SAYS_OLD} . {SAYS_NEW} }}"
NAMED = f"ASK {{ GRAPH ?g1 {{ {SAYS_OLD} }} GRAPH ?g2 {{ {SAYS_NEW} }} }}"
FULL = f"ASK {{ {SAYS_ROME} GRAPH ?g1 {{ {SAYS_OLD} }} GRAPH ?g2 {{ {SAYS_NEW} }} }}"
FORM = "Content-Type: application/x-www-form-urlencoded"
DIRECT = "Content-Type: application/sparql-query"
ANY_BOOLEAN = {"application/sparql-results+json", "application/sparql-results+xml"}


@dataclass(frozen=True)
class Reply:
    status: int
    media_type: str
    headers: http.client.HTTPMessage
    body: bytes


def exchange(address: str, line: str, *headers: str, body: bytes = b"") -> Reply:
    """Send a request as it stands; add only where it goes and how long it is."""
    where = urlsplit(address)
    length = [f"Content-Length: {len(body)}"] if body else []
    head = [f"{line} HTTP/1.1", f"Host: {where.netloc}", "Connection: close", *headers, *length]
    with socket.create_connection((where.hostname, where.port), timeout=20) as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode() + body)
        response = http.client.HTTPResponse(connection, method=line.partition(" ")[0])
        response.begin()
        media_type = response.headers.get_content_type()
        return Reply(response.status, media_type, response.headers, response.read())


def dataset(default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> str:
    pairs = [("default-graph-uri", name) for name in default]
    return urlencode([*pairs, *(("named-graph-uri", name) for name in named)])


def form(query: str, rest: str = "") -> bytes:
    return f"query={quote(query)}{rest and '&' + rest}".encode()


TWO, THREE = dataset((OLD, NEW)), dataset((ROME,), (OLD, NEW))
NAMES = dataset((), (OLD, NEW))
POSITIVE = {
    "query_post_form": ("POST /sparql", FORM, form("ASK {}")),
    "query_post_form_dataset_in_the_address":
        (f"POST /sparql?{TWO}", FORM, form(BOTH)),
    "query_post_form_dataset": ("POST /sparql", FORM, form(BOTH, TWO)),
    "query_get": (f"GET /sparql?query={quote('ASK {}')}", "", b""),
    "query_post_direct": ("POST /sparql", DIRECT, b"ASK {}"),
    "query_post_direct_charset": ("POST /sparql", f"{DIRECT}; charset=UTF-8", b"ASK {}"),
    "query_dataset_default_graph":
        (f"POST /sparql?{dataset((OLD,))}", DIRECT, f"ASK {{ {SAYS_OLD} }}".encode()),
    "query_dataset_default_graphs_get": (f"GET /sparql?query={quote(BOTH)}&{TWO}", "", b""),
    "query_dataset_default_graphs_post": (f"POST /sparql?{TWO}", DIRECT, BOTH.encode()),
    "query_dataset_named_graphs_get": (f"GET /sparql?query={quote(NAMED)}&{NAMES}", "", b""),
    "query_dataset_named_graphs_post": (f"POST /sparql?{NAMES}", DIRECT, NAMED.encode()),
    "query_dataset_full": (f"POST /sparql?{THREE}", DIRECT, FULL.encode()),
    "query_multiple_dataset":
        (f"POST /sparql?{TWO}", DIRECT, BOTH.replace("ASK", f"ASK FROM <{ROME}>").encode()),
    "query_base_uri":
        ("POST /sparql", DIRECT, f"BASE <{base()}id/> ASK {{ <rome/v3/M> ?p ?o }}".encode()),
}  # fmt: skip


@pytest.mark.parametrize("name", POSITIVE)
def test_query(address: str, name: str) -> None:
    line, header, body = POSITIVE[name]
    reply = exchange(address, line, *filter(None, [header]), body=body)
    assert reply.status == 200
    assert reply.media_type in ANY_BOOLEAN
    assert json.loads(reply.body)["boolean"] is True


@pytest.mark.parametrize(
    ("query", "dataset_", "expected"),
    [
        (f"ASK {{ {SAYS_OLD} }}", dataset((NEW,)), False),
        (f"ASK {{ {SAYS_OLD} }}", dataset((), (OLD,)), False),
        (f"ASK FROM <{OLD}> {{ {SAYS_OLD} }}", dataset((NEW,)), False),
        (f"ASK FROM <{OLD}> {{ {SAYS_OLD} }}", "", True),
        (f"ASK {{ GRAPH <{NEW}> {{ {SAYS_NEW} }} }}", dataset((), (OLD,)), False),
        (f"ASK {{ {SAYS_OLD} }}", dataset(("http://e/unknown",)), False),
    ],
)
def test_a_dataset_holds_nothing_else(
    address: str, query: str, dataset_: str, expected: bool
) -> None:
    reply = exchange(address, f"GET /sparql?query={quote(query)}&{dataset_}")
    assert json.loads(reply.body)["boolean"] is expected


@pytest.mark.parametrize(
    ("query", "accepted"),
    [
        ("SELECT (1 AS ?value) {}", ANY_BOOLEAN | {"text/csv", "text/tab-separated-values"}),
        ("ASK {}", ANY_BOOLEAN),
        ("DESCRIBE <http://example.org/>", {"application/rdf+xml", "text/turtle"}),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", {"application/rdf+xml", "text/turtle"}),
    ],
    ids=lambda value: value.partition(" ")[0] if isinstance(value, str) else "",
)
def test_query_content_type(address: str, query: str, accepted: set[str]) -> None:
    reply = exchange(address, "POST /sparql", FORM, body=form(query))
    assert reply.status == 200
    assert reply.media_type in accepted
    for media_type in accepted:
        chosen = exchange(address, "POST /sparql", FORM, f"Accept: {media_type}", body=form(query))
        assert (chosen.status, chosen.media_type) == (200, media_type)


ASK = quote("ASK {}")
BAD = {
    "bad_query_method": (405, f"PUT /sparql?query={ASK}", (), b""),
    "bad_multiple_queries": (400, f"GET /sparql?query={ASK}&query={quote('SELECT * {}')}", (), b""),
    "bad_multiple_queries_form": (400, "POST /sparql", (FORM,), form("ASK {}", f"query={ASK}")),
    "bad_query_wrong_media_type": (415, "POST /sparql", ("Content-Type: text/plain",), b"ASK {}"),
    "bad_query_missing_form_type": (415, "POST /sparql", (), form("ASK {}")),
    "bad_query_missing_direct_type": (415, "POST /sparql", (), b"ASK {}"),
    "bad_query_non_utf8":
        (415, "POST /sparql", (f"{DIRECT}; charset=UTF-16",), "ASK {}".encode("utf-16")),
    "bad_query_non_utf8_unsaid": (400, "POST /sparql", (DIRECT,), "ASK {}".encode("utf-16")),
    "bad_query_latin_1": (400, "POST /sparql", (DIRECT,), "ASK { ?s ?p 'é' }".encode("latin-1")),
    "bad_query_latin_1_quoted": (400, f"GET /sparql?query={ASK}%E9", (), b""),
    "bad_query_syntax": (400, f"GET /sparql?query={quote('ASK {')}", (), b""),
    "bad_query_empty": (400, "GET /sparql?query=", (), b""),
    "bad_query_get_with_body": (400, "GET /sparql", (FORM,), form("ASK {}")),
    "bad_query_in_the_address_of_a_form": (400, f"POST /sparql?query={ASK}", (FORM,), b"x=y"),
    "bad_query_two_media_types":
        (415, "POST /sparql", (DIRECT, "Content-Type: application/json"), b"ASK {}"),
    "bad_query_no_media_type": (415, "POST /sparql", ("Content-Type: sparql",), b"ASK {}"),
    "bad_query_multipart":
        (415, "POST /sparql", ("Content-Type: multipart/form-data; boundary=x",), b"--x--"),
    "bad_dataset": (400, f"GET /sparql?query={ASK}&default-graph-uri=a%20b", (), b""),
    "bad_update_get": (400, f"GET /sparql?update={quote('CLEAR ALL')}", (), b""),
    "bad_update_with_query": (400, f"GET /sparql?query={ASK}&update=x", (), b""),
    "bad_update_form": (400, "POST /sparql", (FORM,), b"update=CLEAR%20ALL"),
    "bad_update_direct":
        (400, "POST /sparql", ("Content-Type: application/sparql-update",), b"CLEAR ALL"),
    "bad_update_as_query": (400, "POST /sparql", (DIRECT,), b"CLEAR ALL"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_query(address: str, name: str) -> None:
    status, line, headers, body = BAD[name]
    reply = exchange(address, line, *headers, body=body)
    assert reply.status == status
    assert reply.media_type == "application/problem+json"
    problem = json.loads(reply.body)
    assert problem["status"] == status
    assert problem["detail"]
    assert "Allow" in reply.headers or status != 405


ODD = [
    "Accept:",
    "Accept: ,,",
    "Accept: nonsense",
    "Accept: */*;q=0.1, text/csv;q=0.0001",
    "Accept: */*;q=2",
    "Accept: application/*;q=0.2, text/*;q=0.1",
    "Accept: application/json;charset=utf-16",
    "Accept: text/csv;q=0\r\nAccept: */*",
    "Accept: application/sparql-results+json;version=1.2, */*;q=0.5",
    'Accept: application/sparql-results+json;x="a,b;c\\"d"',
    "Accept: " + "image/png," * 300 + "*/*;q=0.1",
    "Accept-Charset: iso-8859-1",
    "Accept-Language: en;q=0.1",
    "Accept-Encoding: identity;q=0, *;q=0",
    "Accept-Encoding: \xe9",
    "Content-Type: application/json",
    "X-Forwarded-For: nonsense",
]


@pytest.mark.parametrize("header", ODD, ids=range(len(ODD)))
def test_odd_headers_have_an_answer(address: str, header: str) -> None:
    reply = exchange(address, f"GET /sparql?query={ASK}", header)
    assert reply.status in (200, 406)
    assert reply.media_type != "text/html"


def test_what_is_asked_first_does_not_stand_for_what_is_asked_next(address: str) -> None:
    """A browser's preflight goes to the address of the query that it is about."""
    path = f"/sparql?query={quote('ASK { <http://e/preflight> ?p ?o }')}"
    first = exchange(address, f"OPTIONS {path}", "Accept: */*", "Origin: https://e.org",
                     "Access-Control-Request-Method: GET")  # fmt: skip
    assert (first.status, first.body) == (200, b"")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    then = exchange(address, f"GET {path}", "Accept: */*", "Origin: https://e.org")
    assert json.loads(then.body)["boolean"] is False
    assert then.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path", ["/sparql", f"/store?graph={ROME}", f"/sparql/tableur.csv?query={ASK}"]
)
def test_answers_have_a_tag(address: str, path: str) -> None:
    tag = exchange(address, f"GET {path}").headers["ETag"]
    assert tag
    assert exchange(address, f"GET {path}", f"If-None-Match: {tag}").status == 304


def test_the_description_names_where_it_was_asked(address: str) -> None:
    reply = exchange(address, "GET /sparql", "Accept: application/n-triples")
    names = {str(name) for name in read(reply.body, "application/n-triples").subjects()}
    assert f"{address}/sparql" in names


@pytest.mark.parametrize("host", ["", "a b", "<x>", "é", "x" * 300])
def test_a_host_that_is_none_breaks_nothing(address: str, host: str) -> None:
    where = urlsplit(address)
    with socket.create_connection((where.hostname, where.port), timeout=20) as connection:
        connection.sendall(
            f"GET /sparql HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
        )
        response = http.client.HTTPResponse(connection)
        response.begin()
        assert response.status in (200, 400)


def test_a_head_waits_for_no_more_than_the_status(address: str) -> None:
    endless = quote("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    for _ in range(6):  # more than there are workers: each is given back
        reply = exchange(address, f"HEAD /sparql?query={endless}", "Accept: text/csv")
        assert (reply.status, reply.media_type, reply.body) == (200, "text/csv", b"")
        assert reply.headers["X-SPARQL-MaxRows"]
    assert exchange(address, f"HEAD /sparql?query={quote('ASK {')}").status == 400


def test_a_sheet_that_is_cut_breaks_off(address: str) -> None:
    endless = quote("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    with pytest.raises(http.client.IncompleteRead):
        exchange(address, f"GET /sparql/tableur.csv?query={endless}&timeout=0.5")
