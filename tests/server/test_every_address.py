"""What HTTP and SPARQL clients expect of any address, of all that the README names."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from ontology import base
from server.app import create_app
from server.http.negotiation import VARY
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.readmes import code, table
from tests.server.graphs import read

MARK = "\ufeff"
ASK = "ASK { ?s ?p ?o }"
MG = f"PREFIX mg: <{base()}ontology#> "
NAMED = sorted(
    {each for row in table("server", "Les adresses") for each in code(row[0]) if each[0] == "/"}
)
PLAIN = [each for each in NAMED if "?" not in each]
LONG = "a" * 10_000


def http_client(address: str) -> closing[HTTPConnection]:
    """Return a connection to a server that runs, which is closed at the end."""
    return closing(HTTPConnection(urlsplit(address).netloc, timeout=10))


def xpath(document: bytes, path: str) -> list[Any]:
    """Return what a path finds in a document."""
    found: list[Any] = cast(Any, html.fromstring(document).xpath(path))
    return found


@pytest.mark.parametrize("path", [each for each in PLAIN if each != "/"])
def test_a_slash_too_many_leads_to_the_address(client: FlaskClient, path: str) -> None:
    response = client.get(f"{path}/?page=2&x=%2F")
    assert (response.status_code, response.location) == (308, f"{path}?page=2&x=%2F")
    assert response.data == b""
    assert client.head(f"{path}/").location == path


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere/",
        "/doc//",
        "/doc/metier/MET.797//",
        "/sparql//",
        "/store/x/",
        "/graph/x//",
        "/graph/release//",
    ],
)
def test_a_slash_too_many_leads_nowhere_else(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.location is None


def test_a_query_posted_with_a_slash_too_many_is_sent_on(client: FlaskClient) -> None:
    response = client.post("/sparql/", data={"query": ASK})
    assert (response.status_code, response.location) == (308, "/sparql")


@pytest.mark.parametrize("path", NAMED)
def test_every_form_of_an_address_varies_alike(client: FlaskClient, path: str) -> None:
    for accept in ("text/html", "text/turtle", "application/json", "image/png", "text/csv"):
        with client.get(path, headers={"Accept": accept}) as response:
            assert response.headers["Vary"] == VARY


@pytest.mark.parametrize("path", [each for each in NAMED if not each.startswith("/sparql")])
def test_a_long_address_is_not_shown_again(client: FlaskClient, path: str) -> None:
    for address in (
        f"{path}{'&' if '?' in path else '?'}x={LONG}",
        f"{path.removesuffix('/')}/{LONG}",
    ):
        with client.get(address, headers={"Accept": "text/html"}) as response:
            assert response.status_code in (414, 404)
            assert LONG[:2000].encode() not in response.data


@pytest.mark.parametrize(
    "address", [f"/sparql/?query={LONG}", f"/sparql.csv/?query={LONG}", f"/id/{'%C3%A9' * 2000}"]
)
def test_no_other_long_address_is_shown_again_either(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 414


@pytest.mark.parametrize("path", NAMED)
def test_a_header_of_one_value_is_said_once(address: str, path: str) -> None:
    with http_client(address) as served:
        served.request("GET", path)
        names = Counter(name.lower() for name, _ in served.getresponse().getheaders())
    assert names["date"] == 1
    repeated = {name for name, times in names.items() if times > 1}
    assert repeated <= {"link", "set-cookie"}


@pytest.mark.parametrize("path", NAMED)
def test_a_browser_may_send_any_header(client: FlaskClient, path: str) -> None:
    asked = {"Origin": "https://e.org", "Access-Control-Request-Headers": "x-any, authorization"}
    response = client.options(path, headers={**asked, "Access-Control-Request-Method": "GET"})
    allowed = response.headers.get("Access-Control-Allow-Headers")
    assert allowed == ("*, Authorization" if not path.startswith(("/health", "/metrics")) else None)


@pytest.mark.parametrize("path", NAMED)
def test_a_weak_validator_gives_the_whole(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        whole, tag = response.data, response.headers.get("ETag", '"x"')
    headers = {"Range": "bytes=0-1", "If-Range": f"W/{tag}"}
    with client.get(path, headers=headers) as response:
        assert response.status_code != 206
        assert path.startswith(("/health", "/metrics")) or len(response.data) == len(whole)


@pytest.mark.parametrize("path", NAMED)
def test_a_host_that_is_not_listed_is_not_believed(client: FlaskClient, path: str) -> None:
    for host in ("evil.example", "evil.example:80", "localhost.evil.example", "a@b"):
        with client.get(path, headers={"Host": host, "Accept": "text/html"}) as response:
            assert b"evil.example" not in response.data
            assert "evil.example" not in str(response.headers)


@pytest.fixture(scope="module")
def listed(home: Path) -> Iterator[Flask]:
    settings = Settings(
        home=home, hosts=("metiers.example", "www.metiers.example:81"), resolves=True
    )
    app = create_app(settings)
    yield app
    app.extensions[EXTENSION].close()


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("metiers.example", "http://metiers.example/"),
        ("metiers.example:8000", "http://metiers.example:8000/"),
        ("www.metiers.example:81", "http://www.metiers.example:81/"),
        ("www.metiers.example", "http://metiers.example/"),
        ("localhost:8000", "http://localhost:8000/"),
        ("[::1]:8000", "http://[::1]:8000/"),
        ("evil.example", "http://metiers.example/"),
    ],
)
def test_a_host_that_is_listed_is_believed(listed: Flask, host: str, address: str) -> None:
    response = listed.test_client().get("/robots.txt", headers={"Host": host})
    assert response.text.endswith(f"Sitemap: {address}sitemap.xml\n")


@pytest.mark.parametrize("path", ["/doc/metier/MET.797", "/graph/rome-v3/v344", "/ontology"])
def test_canonical_addresses_are_of_the_site_unless_the_base_leads_to_it(
    app: Flask, listed: Flask, path: str
) -> None:
    for application, root in ((app, "/"), (listed, base())):
        for accept in ("text/html", "text/turtle"):
            response = application.test_client().get(path, headers={"Accept": accept})
            assert f'<{root}{path[1:]}>; rel="canonical"' in response.headers["Link"]
    shown = listed.test_client().get("/doc/metier/MET.797", headers={"Accept": "text/html"})
    (link,) = xpath(shown.data, "//link[@rel='canonical']/@href")
    assert link == f"{base()}doc/metier/MET.797"


PAGES = [
    each for each in NAMED if not each.startswith("/suggestions.html") and "preview" not in each
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_tells_browsers_how_to_search(client: FlaskClient, path: str) -> None:
    with client.get(path, headers={"Accept": "text/html"}) as response:
        if response.mimetype != "text/html" or response.status_code == 303:
            return
        (link,) = xpath(response.data, "//link[@rel='search']")
    assert (link.get("type"), link.get("href")) == (
        "application/opensearchdescription+xml",
        "/recherche.xml",
    )


def test_browsers_are_told_names_that_begin_like_what_is_typed(client: FlaskClient) -> None:
    described = client.get("/recherche.xml").data
    (name,) = xpath(described, "//shortname")
    assert len(name.text) <= 16
    (template,) = xpath(described, "//url[@type='application/x-suggestions+json']/@template")
    response = client.get(
        template.removeprefix("http://localhost").replace("{searchTerms}", "assist")
    )
    assert response.mimetype == "application/x-suggestions+json"
    typed, names = response.get_json()
    assert typed == "assist"
    assert any(name.startswith("assist") for name in names)


QUERIES = ("/sparql", "/sparql.csv", "/sparql.json", "/sparql/tableur.csv")


@pytest.mark.parametrize("path", QUERIES)
def test_a_byte_order_mark_begins_no_query(client: FlaskClient, path: str) -> None:
    text = f"{MARK}SELECT * {{ ?s a mg:Niveau }}".replace("mg:Niveau", f"<{base()}ontology#Niveau>")
    plain = client.get(path, query_string={"query": text.removeprefix(MARK)}).data
    answers = (
        client.get(path, query_string={"query": text}),
        client.post(path, data={"query": text}),
        client.post(path, data=text.encode(), content_type="application/sparql-query"),
    )
    assert [(each.status_code, each.data) for each in answers] == [(200, plain)] * 3
    assert client.get(path, query_string={"query": MARK}).status_code == 400


@pytest.mark.parametrize("path", QUERIES)
def test_columns_of_a_star_come_as_the_query_names_them(client: FlaskClient, path: str) -> None:
    text = f"SELECT * {{ ?z a <{base()}ontology#Niveau> ; ?p ?a }} LIMIT 3"
    named = client.get(path, query_string={"query": text.replace("*", "?z ?p ?a")})
    assert client.get(path, query_string={"query": text}).data == named.data
    assert named.status_code == 200


@pytest.mark.parametrize("path", QUERIES)
@pytest.mark.parametrize("timeout", ["0", "0.0", "0e9"])
def test_no_timeout_is_the_usual_one(client: FlaskClient, path: str, timeout: str) -> None:
    asked = {"query": ASK, "timeout": timeout}
    assert client.get(path, query_string=asked).status_code == 200
    for wrong in ("-1", "x", "inf", "nan"):
        assert client.get(path, query_string={**asked, "timeout": wrong}).status_code == 400


SIGNS = {
    "\xa0": "U+00A0 est une espace insécable",
    "\u202f": "U+202F est une espace fine insécable",
    "\u200b": "U+200B est une espace de largeur nulle",
    "\u2009": "U+2009 est un caractère invisible",
    "\u2063": "U+2063 est un caractère invisible",
    "\ufeff": "U+FEFF est une marque d'ordre des octets",
    "“": "U+201C est un guillemet typographique",
    "’": "U+2019 est une apostrophe typographique",
    "–": "U+2013 est un tiret typographique",
}


@pytest.mark.parametrize("path", QUERIES)
@pytest.mark.parametrize("sign", SIGNS)
def test_an_error_names_what_is_not_what_it_looks_like(
    client: FlaskClient, path: str, sign: str
) -> None:
    text = f"# l’été “x”\nASK {{ ?s ?p 'l’été' .\n ?s {sign}?p ?o }}"
    response = client.get(
        path, query_string={"query": text}, headers={"Accept": "application/json"}
    )
    assert response.status_code == 400
    said = response.get_json()
    assert f"{SIGNS[sign]}, qui n'est pas du SPARQL" in said["detail"].replace("\u202f", " ")
    assert (said["line"], said["column"]) == (3, 5)


@pytest.mark.parametrize(
    "path", ["/sparql.csv", "/sparql.json", "/sparql.xml", "/sparql.tsv", "/sparql/tableur.csv"]
)
def test_an_unknown_term_is_told_beside_an_empty_answer(client: FlaskClient, path: str) -> None:
    response = client.get(path, query_string={"query": f"{MG}SELECT * {{ ?s mg:niveau_acces ?o }}"})
    assert response.status_code == 200
    assert response.headers["Warning"] == (
        '299 - "mg:niveau_acces : voulez-vous dire mg:niveauAcces ?"'
    )
    for text in ("SELECT * { ?s mg:niveauAcces ?o }", "SELECT * { ?s mg:niveauAcces 'mg:x' }"):
        found = client.get(path, query_string={"query": MG + text})
        assert "Warning" not in found.headers
    whole = client.get(
        path, query_string={"query": f"{MG}SELECT * {{ ?s ?p ?o MINUS {{ ?s mg:x 1 }} }}"}
    )
    assert "Warning" not in whole.headers


@pytest.mark.parametrize(
    ("path", "text"),
    [("/sparql.ttl", "CONSTRUCT WHERE { ?s mg:formtion ?o }"),
     ("/sparql.nt", "CONSTRUCT WHERE { ?s mg:formtion ?o }"),
     ("/sparql.rdf", "CONSTRUCT WHERE { ?s mg:formtion ?o }"),
     ("/sparql.jsonld", "CONSTRUCT WHERE { ?s mg:formtion ?o }"),
     ("/sparql.json", "ASK { ?s mg:formtion ?o }"), ("/sparql.xml", "ASK { ?s mg:formtion ?o }"),
     ("/sparql.csv", "ASK { ?s mg:formtion ?o }")],
)  # fmt: skip
def test_an_unknown_term_is_told_whatever_is_asked(
    client: FlaskClient, path: str, text: str
) -> None:
    response = client.get(path, query_string={"query": MG + text})
    assert "mg:formation" in response.headers["Warning"]


def test_a_page_tells_of_unknown_terms(client: FlaskClient) -> None:
    query = quote(f"{MG}SELECT * {{ ?s mg:niveau_acces ?o ; <{base()}ontology#xyzzy> ?p }}")
    shown = client.get(f"/sparql?query={query}", headers={"Accept": "text/html"}).text
    assert "voulez-vous dire mg:niveauAcces" in shown
    assert "mg:xyzzy" in shown


@pytest.mark.parametrize(
    "path", ["/doc/metier/MET.797", "/graph/rome-v3/v344", "/ontology", "/sparql"]
)
@pytest.mark.parametrize(
    "profile",
    ['"http://www.w3.org/ns/json-ld#compacted"', "http://www.w3.org/ns/json-ld#compacted"],
)
def test_a_profile_of_json_ld_is_read_in_quotes_or_not(
    client: FlaskClient, path: str, profile: str
) -> None:
    accept = f"application/ld+json;profile={profile};q=0.9, text/html;q=0.1"
    query = {"query": "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3"} if path == "/sparql" else {}
    response = client.get(path, query_string=query, headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, "application/ld+json")


@pytest.mark.parametrize("quote", ['"', ""])
@pytest.mark.parametrize("form", ["expanded", "compacted"])
def test_a_document_has_the_profile_that_is_wished(
    client: FlaskClient, quote: str, form: str
) -> None:
    profile = f"http://www.w3.org/ns/json-ld#{form}"
    accept = f"text/html;q=0.5, application/ld+json; profile={quote}{profile}{quote}"
    response = client.get("/doc/metier/MET.797", headers={"Accept": accept})
    assert response.headers["Content-Type"] == f'application/ld+json;profile="{profile}"'
    said = response.get_json(force=True)
    assert ("@context" in said) is (form == "compacted")
    plain = client.get("/doc/metier/MET.797.jsonld")
    assert plain.headers["Content-Type"] == "application/ld+json"
    expected = set(read(plain.data, "application/ld+json"))
    assert set(read(response.data, "application/ld+json")) == expected
