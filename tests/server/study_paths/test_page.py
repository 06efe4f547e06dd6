"""What may follow a diploma, and the page of a métier's paths."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.server.explore.test_page import page, texts


def test_starting_points_are_those_that_something_follows(client: FlaskClient) -> None:
    shown = page(client, "/apres")
    assert shown.xpath("//main//ul[@class='thread']//a/@href") == ["/apres/3e", "/apres/bac-pro"]
    assert "1 formation, 2 métiers" in texts(shown, "//main//ul[@class='thread']/li[2]")[0]


def test_what_follows_is_by_type_and_leads_to_the_list(client: FlaskClient) -> None:
    shown = page(client, "/apres/bac-pro")
    (address,) = shown.xpath("//tbody//th/a/@href")
    assert address == "/formations?apres=bac-pro&type=brevet-de-technicien-superieur"
    assert texts(shown, "//tbody/tr/td") == ["bac + 2", "2 ans", "1", "3"]
    assert texts(page(client, address), "//tbody//a") == ["BTS de gestion"]


def test_the_metiers_opened_have_level_and_pay(client: FlaskClient) -> None:
    shown = page(client, "/apres/bac-pro")
    said = texts(shown, "//main//ul[@class='thread']/li")
    assert [each.partition(" bac")[0] for each in said] == ["assistant/e de gestion", "comptable"]
    assert all("bac + 2 · dès" in each for each in said)


@pytest.mark.parametrize("slug", ["nowhere", "but", "master"])
def test_where_nothing_is_known_there_is_no_page(client: FlaskClient, slug: str) -> None:
    assert client.get(f"/apres/{slug}").status_code == 404


def test_a_drawing_has_its_twin(client: FlaskClient) -> None:
    shown = page(client, "/doc/metier/MET.797/parcours")
    assert shown.xpath("//*[local-name()='svg']/@role") == ["img", "img"]
    assert texts(shown, "//table[contains(@class, 'twin')]//th[@scope='rowgroup']") == [
        "5 ans après la 3e", "2 ans après le bac",
    ]  # fmt: skip
    sources = shown.xpath("//table[contains(@class, 'twin')]//td[last()]/a/@href")
    assert len(sources) == 3
    for source in sources:
        assert client.get(source).status_code == 200, source


def test_the_page_of_a_metier_says_the_shortest_way(client: FlaskClient) -> None:
    shown: Any = html.fromstring(client.get("/doc/metier/MET.797").text)
    (said,) = texts(shown, "//section[@id='parcours']")
    assert "2 ans après le bac" in said
    assert "/doc/metier/MET.797/parcours" in shown.xpath("//section[@id='parcours']//a/@href")


def test_a_metier_of_which_nothing_is_known_says_so(client: FlaskClient) -> None:
    text = client.get("/doc/metier/MET.4/parcours").text
    assert "Aucune source ne dit par quelles études" in text
    assert 'id="parcours"' not in client.get("/doc/metier/MET.4").text
    assert client.get("/doc/metier/MET.0/parcours").status_code == 404
