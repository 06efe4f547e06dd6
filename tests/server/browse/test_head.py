"""What a page says of itself to those who list pages or show links to them."""

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from ontology import base

HTML = {"Accept": "text/html"}
PAGES = [
    "/", "/metiers", "/metiers?lettre=c", "/rome", "/ontology", "/changes", "/conflits",
    "/doc/metier/MET.797", "/doc/metier/MET.5", "/doc/formation/FOR.270", "/doc/rome/v4/M1605",
    "/doc/statut/salarie", "/doc/rubrique/en-bref", "/graph/rome-v3/v344", "/nowhere",
    "/pourquoi?sujet=metier:MET.797&relation=mg:statut",
]  # fmt: skip


class Head(HTMLParser):
    """The metadata and the links of a page's head."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: list[dict[str, str]] = []
        self.feed(text.partition("</head>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "meta" and (name := found.get("name") or found.get("property")):
            assert name not in self.meta, "each is said once"
            self.meta[name] = found["content"]
        if tag == "link":
            self.links.append(found)

    @property
    def canonical(self) -> str:
        (found,) = [link["href"] for link in self.links if link["rel"] == "canonical"]
        return found


def head(client: FlaskClient, path: str) -> Head:
    return Head(client.get(path, headers=HTML).text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_introduces_itself(client: FlaskClient, path: str) -> None:
    found = head(client, path)
    assert 20 < len(found.meta["description"]) < 260
    assert found.meta["og:description"] == found.meta["description"]
    assert found.meta["og:title"]
    assert found.meta["og:type"] in ("article", "website")
    assert found.meta["og:locale"] == "fr_FR"
    assert found.canonical.startswith(("/", base()))
    assert found.meta.get("og:url", "") in (found.canonical, "")  # which takes no relative address


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/doc/metier/MET.797", "/doc/metier/MET.797"),
        ("/doc/metier/MET.797.html?lang=en", "/doc/metier/MET.797"),
        ("/metiers?lang=en", "/metiers"),
        ("/metiers?page=1", "/metiers"),
        ("/metiers?lettre=c&lang=fr", "/metiers?lettre=c"),
    ],
)
def test_a_page_has_one_address(client: FlaskClient, asked: str, canonical: str) -> None:
    assert head(client, asked).canonical == canonical


def test_the_canonical_address_is_that_of_the_header(client: FlaskClient) -> None:
    response = client.get("/doc/metier/MET.797", headers=HTML)
    assert f'<{Head(response.text).canonical}>; rel="canonical"' in response.headers["Link"]


@pytest.mark.parametrize("path", ["/doc/metier/MET.797", "/doc/rome/v3/M1605", "/ontology"])
def test_each_form_of_the_data_is_linked(client: FlaskClient, path: str) -> None:
    links = head(client, path).links
    found = {link["type"]: link["href"] for link in links if link["rel"] == "alternate"}
    assert found.keys() >= {
        "text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml",
    }  # fmt: skip
    for type_, address in found.items():
        if address.startswith(path):
            with client.get(address) as response:
                assert response.mimetype == type_


def test_the_other_language_keeps_the_question(client: FlaskClient) -> None:
    text = client.get("/metiers?lettre=c&page=1&lang=en", headers=HTML).text
    assert re.findall(r'href="([^"]*)" hreflang="(\w+)"', text) == [
        ("?lettre=c&amp;page=1&amp;lang=fr", "fr")
    ]
    assert 'content="en_GB"' in text
