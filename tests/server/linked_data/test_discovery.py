from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import etree

from server.app import create_app
from server.settings import Settings
from server.sparql.query_pool import EXTENSION

_HOST = "graphe.example"
_SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
_OPENSEARCH = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[FlaskClient]:
    app = create_app(Settings(home=home, hosts=(_HOST,)))
    yield app.test_client()
    app.extensions[EXTENSION].close()


def test_robots_are_told_what_is_computed_and_where_the_list_is(client: FlaskClient) -> None:
    response = client.get("/robots.txt", base_url="https://graphe.example/")
    assert response.mimetype == "text/plain"
    assert "Disallow: /sparql" in response.text
    assert "Disallow: /doc" not in response.text
    assert "\nSitemap: https://graphe.example/sitemap.xml\n" in response.text


def test_every_address_of_the_list_is_a_page(client: FlaskClient) -> None:
    response = client.get("/sitemap.xml", base_url="https://graphe.example/")
    assert response.mimetype == "application/xml"
    found = etree.fromstring(response.data).iterfind(".//s:loc", _SITEMAP)
    addresses = [each.text or "" for each in found]
    assert len(addresses) == len(set(addresses)) > 10
    assert "https://graphe.example/doc/metier/MET.797" in addresses
    for address in addresses:
        assert client.get(urlsplit(address).path).status_code == 200, address


def test_a_browser_learns_how_to_search(client: FlaskClient) -> None:
    response = client.get("/recherche.xml", base_url="https://graphe.example/")
    assert response.mimetype == "application/opensearchdescription+xml"
    url = etree.fromstring(response.data).find("o:Url[@type='text/html']", _OPENSEARCH)
    assert url is not None
    address = str(url.attrib["template"]).replace("{searchTerms}", "chien")
    assert address == "https://graphe.example/recherche?q=chien"
    assert client.get("/recherche?q=chien").status_code == 200


def test_robots_and_browsers_are_answered_before_there_is_a_release(tmp_path: Path) -> None:
    client = create_app(Settings(home=tmp_path)).test_client()
    assert client.get("/robots.txt").status_code == 200
    assert client.get("/recherche.xml").status_code == 200
    assert client.get("/sitemap.xml").status_code == 503
