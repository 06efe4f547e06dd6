"""The page of a neighbourhood: the picture, its twin, and what an address may ask."""

import re
from dataclasses import replace

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree, html

from ontology import base
from server.engine.embedded import EmbeddedEngine
from server.releases.current import CurrentRelease
from tests.server.see.conftest import add

HTML = {"Accept": "text/html"}
SVG = {"svg": "http://www.w3.org/2000/svg"}
METIER = "/voisinage/metier/MET.797"
HOSTILE = '<script>alert(1)</script>"onload=x&\u0007'


def page(client: FlaskClient, path: str) -> html.HtmlElement:
    response = client.get(path, headers=HTML)
    assert response.status_code == 200, response.text
    return html.fromstring(response.get_data())


def links(element: html.HtmlElement, path: str) -> list[str]:
    return [str(link) for link in element.xpath(path)]


def drawn(element: html.HtmlElement, form: str) -> list[str]:
    """Return where the names of a picture lead."""
    return links(
        element, f'//svg[contains(@class, "{form}")]//a[not(contains(@class, "dot"))]/@href'
    )


@pytest.mark.parametrize(
    "path",
    [METIER, "/voisinage/formation/FOR.270", "/voisinage/rome/v4/M1605", "/voisinage/niveau/bac-2",
     "/voisinage/esco/occupation/aaaaaaaa-0000-4000-8000-000000000001", "/voisinage/metier/MET.5",
     f"{METIER}?ouvert=formation/formation/FOR.270", f"{METIER}?relation=statut"],
)  # fmt: skip
def test_the_picture_and_its_twin_say_the_same(client: FlaskClient, path: str) -> None:
    found = page(client, path)
    wide = drawn(found, "wide")
    assert wide
    assert drawn(found, "narrow") == wide
    table = links(found, '//table[@class="twin"]//a/@href')
    assert sorted(table) == sorted(wide)


def test_the_picture_is_a_real_list(client: FlaskClient) -> None:
    found = page(client, METIER)
    ids = links(found, "//@id")
    assert len(ids) == len(set(ids))
    for picture in found.xpath("//svg"):
        title = picture.get("aria-labelledby")
        assert picture.xpath(f'.//title[@id="{title}"]')
        lists = picture.xpath('.//g[@role="list"]')
        assert len(lists) == 6
        for one in lists:
            assert picture.xpath(f'.//g[@id="{one.get("aria-labelledby")}"]')
            assert {item.get("role") for item in one} == {"listitem"}
    assert not found.xpath("//@style | //style")
    assert not [name for element in found.iter() for name in element.attrib if name[:2] == "on"]


def test_a_name_leads_to_its_page_and_a_dot_opens(client: FlaskClient) -> None:
    found = page(client, METIER)
    dots = links(found, '//svg[contains(@class, "wide")]//a[@class="dot"]/@href')
    assert "?ouvert=formation/formation/FOR.270" in dots
    assert len(dots) == 8, "the appellation, which is on the page of its métier, has none"
    opened = page(client, f"{METIER}?ouvert=formation/formation/FOR.270")
    assert links(opened, '//svg[1]//a[contains(@class, "open")]/@href') == ["?"]
    assert "/doc/metier/MET.3" in drawn(opened, "wide")
    assert drawn(opened, "wide").count("/doc/metier/MET.797") == 0, "it is in the middle already"
    assert opened.xpath("//h3")[0].text_content() == "Autour de « BTS de gestion »"


@pytest.mark.parametrize(
    "asked",
    ["ouvert=", "ouvert=formation", "ouvert=formation/metier/MET.3", "page=3",
     "ouvert=nulle/formation/FOR.270", "ouvert=formation/formation/FOR.270%00",
     "ouvert=%3Cx%3E/%3Cy%3E"],
)  # fmt: skip
def test_what_is_not_there_does_not_open(client: FlaskClient, asked: str) -> None:
    assert drawn(page(client, f"{METIER}?{asked}"), "wide") == drawn(page(client, METIER), "wide")


def test_pages_made_from_choices_are_not_for_robots(client: FlaskClient) -> None:
    assert "X-Robots-Tag" not in client.get(f"{METIER}?lang=en").headers
    for asked in ("ouvert=formation/formation/FOR.270", "relation=statut"):
        assert "noindex" in client.get(f"{METIER}?{asked}").headers["X-Robots-Tag"]


@pytest.mark.parametrize(
    "asked", ["relation=nulle", "relation=competence", "relation=formation-de"]
)
def test_a_relation_that_it_does_not_have_is_not_found(client: FlaskClient, asked: str) -> None:
    assert client.get(f"{METIER}?{asked}", headers=HTML).status_code == 404


@pytest.fixture
def crowded(app: Flask, more: ox.Store, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Give a client of the small release with many formations, and names that would be markup."""
    for number in range(30):
        add(more, f'metier:MET.4 mg:formation for:N.{number} . for:N.{number} a mg:Formation .'
                  f' for:N.{number} skos:prefLabel "F {number:02}"@fr .')  # fmt: skip
    hostile = ox.Literal(HOSTILE, language="fr")
    name = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    more.add(ox.Quad(ox.NamedNode(f"{base()}id/metier/MET.9"), name, hostile))
    more.add(ox.Quad(ox.NamedNode(f"{base()}id/statut/x"), name, hostile))
    add(more, "metier:MET.9 mg:statut statut:x ; mg:formation <javascript:alert(1)> .")
    current: CurrentRelease = app.extensions["current_release"]
    held = current.get()
    changed = replace(held, engine=EmbeddedEngine(more))
    monkeypatch.setattr(current, "_release", changed)
    return app.test_client()


def test_what_is_left_out_is_a_click_away(crowded: FlaskClient) -> None:
    found = page(crowded, "/voisinage/metier/MET.4")
    more = found.xpath('//svg[1]//a[text[@class="more"]]')[0]
    assert more.text_content() == "et 23 autres"
    assert more.get("href") == "?relation=formation"
    first = page(crowded, "/voisinage/metier/MET.4?relation=formation")
    assert len(drawn(first, "wide")) == 24
    assert first.xpath('//a[@rel="next"]/@href') == [
        "/voisinage/metier/MET.4?relation=formation&page=2"
    ]
    last = page(crowded, "/voisinage/metier/MET.4?relation=formation&page=99")
    assert len(drawn(last, "wide")) == 6
    assert links(last, '//svg[1]//a[@class="dot"]/@href')[0] == "/voisinage/formation/N.24"


@pytest.mark.parametrize("suffix", ["", ".svg"])
def test_no_name_is_markup(crowded: FlaskClient, suffix: str) -> None:
    text = crowded.get(f"/voisinage/metier/MET.9{suffix}").get_data(as_text=True)
    assert "<script>" not in text
    assert 'href="javascript' not in text
    assert "\u0007" not in text
    assert "&lt;script&gt;" in text


def test_the_drawing_stands_alone(client: FlaskClient) -> None:
    response = client.get(f"{METIER}.svg?ouvert=formation/formation/FOR.270")
    assert response.mimetype == "image/svg+xml"
    root = etree.fromstring(response.get_data())
    assert root.tag == f"{{{SVG['svg']}}}svg"
    assert root.xpath("string(svg:title)", namespaces=SVG) == (
        "Ce qui entoure « assistant/e de gestion »"
    )
    assert root.get("fill"), "it can be seen without its style sheet"
    narrow = etree.fromstring(client.get(f"{METIER}.svg?forme=etroite").get_data())
    assert float(narrow.get("width", "")) < float(root.get("width", ""))
    assert not re.search(rb"style=|<style|<script", response.get_data())


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("fiche/MET.797/en-bref", "/voisinage/metier/MET.797"),
        ("metier/MET.797/salaire/1", "/voisinage/metier/MET.797"),
        ("fiche/MET.797.svg", "/voisinage/metier/MET.797.svg"),
    ],
)
def test_a_part_sends_to_its_whole(client: FlaskClient, path: str, location: str) -> None:
    response = client.get(f"/voisinage/{path}")
    assert (response.status_code, response.location) == (303, location)


@pytest.mark.parametrize(
    "path", ["metier/MET.0", "nulle/part", "a b", "%3Cx%3E", "metier/MET.797/salaire/9", ".svg"]
)
def test_what_is_not_known_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"/voisinage/{path}", headers=HTML).status_code == 404


def test_what_nothing_is_linked_to_says_so(client: FlaskClient) -> None:
    found = page(client, "/voisinage/rubrique/en-bref")
    assert not found.xpath("//svg")
    assert "Rien n'y est relié ici." in found.text_content()


@pytest.mark.parametrize(
    ("path", "address"), [("metier/MET.797", METIER), ("metier/MET.797/salaire/1", None)]
)
def test_a_page_can_lead_to_its_picture(app: Flask, path: str, address: str | None) -> None:
    with app.test_request_context("/"):
        template = app.jinja_env.get_template("voisinage_lien.html")
        said = str(template.module.surroundings(f"{base()}id/{path}"))  # type: ignore[attr-defined]
    assert (f'href="{address}"' in said) if address else not said.strip()
