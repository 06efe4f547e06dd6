"""The pages of the API, what it says of itself, and a query more: behind all the doors."""

import json
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from shutil import copytree
from typing import Any, cast

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from lxml import html

import queries
from ontology import base, prefixes
from server.api.library import library
from tests.conftest import ROOT

PAGE = {"Accept": "text/html"}
SH = prefixes()["sh"]
ADDED = """\
#+ title: Une question de plus
#+ title_en: One query more
#+ description: Pour voir.
#+ description_en: To see.
#+ tags: essai
#+ params: ?metier iri [metier:MET.797] — le métier
#+ params_en: ?metier — the occupation
PREFIX metier: <https://w3id.org/metiers-graphe/id/metier/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?metier ?nom
WHERE {
  VALUES ?metier { metier:MET.797 }
  ?metier skos:prefLabel ?nom
}
"""


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Add a file to the library, and nothing else; give the name of the query."""
    folder = Path(copytree(ROOT / "queries", tmp_path / "queries"))
    (folder / "api" / "question_de_plus.rq").write_text(ADDED, encoding="utf-8")
    monkeypatch.setattr(queries, "files", lambda _package: folder)
    queries.folder.cache_clear()
    library.cache_clear()
    yield "question_de_plus"
    monkeypatch.undo()
    queries.folder.cache_clear()
    library.cache_clear()


def by_rest(client: FlaskClient, name: str) -> str:
    rows = client.get(f"/api/v1/{name}?metier=MET.797").json
    assert rows is not None
    return str(rows["rows"][0]["nom"])


def by_openapi(client: FlaskClient, name: str) -> str:
    said = client.get("/openapi.json").json
    assert said is not None
    operation = said["paths"][f"/api/v1/{name}"]["get"]
    assert operation["parameters"][0]["name"] == "metier"
    return str(operation["summary"])


def by_page(client: FlaskClient, name: str) -> str:
    assert f'href="/api/{name}"' in client.get("/api").text
    return unescape(client.get(f"/api/{name}?voir=1&metier=MET.797").text)


def by_executables(client: FlaskClient, name: str) -> str:
    text = client.get("/.well-known/sparql-examples", headers={"Accept": "text/turtle"}).text
    assert f"{base()}.well-known/sparql-examples#{name}" in text
    return text


def by_editor(client: FlaskClient, name: str) -> str:
    pages = [client.get(f"/exemples?page={number}").text for number in (1, 2, 3)]
    assert any(f'id="{name}"' in page for page in pages)
    return client.get(f"/sparql.csv?exemple={name}").text


DOORS = {
    "REST": (by_rest, "assistant/e de gestion"),
    "OpenAPI": (by_openapi, "Une question de plus"),
    "page": (by_page, "assistant/e de gestion"),
    "executables": (by_executables, "One query more"),
    "editor": (by_editor, "assistant/e de gestion"),
}
"""By door: what goes through it, and what it must give."""


@pytest.mark.parametrize("door", DOORS)
def test_a_query_more_is_behind_every_door(client: FlaskClient, added: str, door: str) -> None:
    through, wanted = DOORS[door]
    assert wanted in through(client, added)


def test_the_page_lists_every_query(client: FlaskClient) -> None:
    links = xpath(client.get("/api").data, "//main//a/@href")
    assert {f"/api/{name}" for name in library()} <= {*links}


@pytest.mark.parametrize("name", library())
def test_every_query_has_a_form_and_rows_without_a_script(client: FlaskClient, name: str) -> None:
    page = client.get(f"/api/{name}", headers=PAGE)
    names = {*xpath(page.data, "//form[@class='query']//@name")} - {"voir"}
    assert names == {param.name for param in library()[name].params}
    assert xpath(page.data, "//form[@class='query']//script") == []
    assert client.get(f"/api/{name}?voir=1&lang=en").status_code in (200, 422)


def test_a_form_keeps_what_was_said_and_says_what_is_wrong(client: FlaskClient) -> None:
    page = client.get("/api/interets_metiers?interet=j-aime-bouger&auMoins=x", headers=PAGE)
    assert page.status_code == 422
    assert xpath(page.data, "//input[@checked]/@value") == ["j-aime-bouger"]
    assert xpath(page.data, "//input[@aria-invalid]/@value") == ["x"]
    assert "n'est pas un nombre entier" in unescape(page.text)
    assert client.get("/api/nothing").status_code == 404


def test_the_console_is_built_and_asks_nobody_else(client: FlaskClient) -> None:
    page = client.get("/api/console", headers=PAGE)
    assert page.status_code == 200, "make install builds it"
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    for path in xpath(page.data, "//script/@src | //link[@rel='stylesheet']/@href"):
        assert path.startswith("/static/")
    assert "console" not in library()


def test_rows_are_shown_with_their_address(client: FlaskClient) -> None:
    page = client.get("/api/niveau_metiers?plafond=bac-2").text
    assert 'href="/doc/metier/MET.2"' in page
    assert 'href="/api/v1/niveau_metiers?plafond=bac-2"' in page
    assert '<option value="bac-2" selected>' in page


def value(quad: ox.Quad) -> str:
    """Return the text of the object of a quad that is an IRI or a literal."""
    assert isinstance(quad.object, ox.NamedNode | ox.Literal)
    return quad.object.value


def xpath(document: bytes, path: str) -> list[Any]:
    """Return what a path finds in a page."""
    found: list[Any] = cast(Any, html.fromstring(document).xpath(path))
    return found


def test_the_library_is_said_in_shacl(client: FlaskClient) -> None:
    response = client.get(
        "/.well-known/sparql-examples", headers={"Accept": "application/n-triples"}
    )
    store = ox.Store()
    store.load(response.data, ox.RdfFormat.N_TRIPLES)
    kinds = [f"SPARQL{kind}Executable" for kind in ("Select", "Construct", "Ask")]
    texts = {
        quad.subject: value(quad)
        for kind in ("select", "construct", "ask")
        for quad in store.quads_for_pattern(None, ox.NamedNode(f"{SH}{kind}"), None)
    }
    assert len(texts) == len(library())
    rdf_type = ox.NamedNode(f"{prefixes()['rdf']}type")
    for subject, text in texts.items():
        assert isinstance(subject, ox.NamedNode)
        ox.Store().query(text)
        classes = {value(q) for q in store.quads_for_pattern(subject, rdf_type, None)}
        assert classes & {SH + kind for kind in kinds}
        assert SH + "SPARQLExecutable" in classes
    assert not any(isinstance(quad.subject, ox.BlankNode) for quad in store)
    said = client.get("/.well-known/sparql-examples", headers={"Accept": "application/ld+json"})
    assert json.loads(said.text)["@context"]


def test_the_root_says_what_serves_and_where_everything_is(client: FlaskClient) -> None:
    root = client.get("/", headers={"Accept": "application/json"}).json
    assert root is not None
    assert root["release"]["digest"]
    assert root["queries"].keys() == library().keys()
    for name, path in root["links"].items():
        address = path.format_map({"q": "bois", "code": "M1605", "class": "Metier"})
        with client.get(address, headers={"Accept": "*/*"}) as reached:
            refused = {"changes": 404, "mcp": 405}  # the first release; and assistants post
            assert reached.status_code in (refused.get(name, 200), 303), name
    assert client.get("/", headers=PAGE).mimetype == "text/html"
    assert client.get("/").mimetype == "text/html"


def test_the_home_page_is_a_dataset_for_search_engines(client: FlaskClient) -> None:
    page = client.get("/", headers=PAGE).data
    (script,) = xpath(page, "//script[@type='application/ld+json']/text()")
    said = json.loads(script)
    assert said["@type"] == "Dataset"
    assert {each["contentUrl"] for each in said["distribution"]} >= {"/sparql", "/openapi.json"}
    assert said["license"]
