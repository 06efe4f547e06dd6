"""The page of charts: each has its picture, its figures, its CSV, its query."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html

from queries import find
from server.see.corpus_counts import KEYS

HTML = {"Accept": "text/html"}


@pytest.fixture
def page(client: FlaskClient) -> html.HtmlElement:
    response = client.get("/panorama", headers=HTML)
    assert response.status_code == 200
    assert len(response.get_data()) < 60_000
    return html.fromstring(response.get_data())


def rows(section: html.HtmlElement) -> list[list[str]]:
    return [[cell.text_content() for cell in row] for row in section.xpath(".//tbody/tr")]


def test_each_figure_has_all_that_goes_with_it(page: html.HtmlElement) -> None:
    sections = page.xpath('//section[@class="figure"]')
    assert [section.get("id") for section in sections] == list(KEYS)
    for section in sections:
        assert section.xpath("h2")
        assert len(section.xpath("p")) >= 2
        for picture in section.xpath(".//svg"):
            assert picture.get("role") == "img"
            assert picture.xpath(f'.//title[@id="{picture.get("aria-labelledby")}"]')
            assert picture.xpath(f'.//desc[@id="{picture.get("aria-describedby")}"]')
            assert not picture.xpath(".//a"), "what is one image holds no link"
        assert [picture.get("class") for picture in section.xpath(".//svg")] == [
            "chart wide", "chart narrow",
        ]  # fmt: skip
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert not page.xpath("//@style")


@pytest.mark.parametrize("key", KEYS)
def test_the_query_is_the_one_of_the_figures(
    client: FlaskClient, page: html.HtmlElement, key: str
) -> None:
    asked, csv_link = "", ""
    for link in page.xpath(f'//section[@id="{key}"]/p[@class="forms"]/a/@href'):
        if str(link).startswith("/sparql?"):
            asked = parse_qs(urlsplit(str(link)).query)["query"][0]
        else:
            csv_link = str(link)
    assert asked == find(f"see/{key}").body
    answer = client.get(csv_link)
    assert answer.mimetype == "text/csv"
    assert answer.text == client.get("/sparql.csv", query_string={"query": asked}).text
    table = list(csv.DictReader(io.StringIO(answer.text)))
    shown = rows(page.xpath(f'//section[@id="{key}"]')[0])
    if key == "interets_domaines":
        assert sum(int(row["metiers"]) for row in table) == sum(
            int(number) for row in shown for number in row[1:]
        )
    else:
        assert [(row["nom"], row["metiers"]) for row in table] == [(r[0], r[1]) for r in shown]


def test_the_pay_says_how_many_metiers_it_stands_on(page: html.HtmlElement) -> None:
    text = page.xpath('//section[@id="salaires"]')[0].text_content()
    assert "Sur 3 métiers qui ont une fiche, 3 disent ce que gagne un débutant, et 2 en" in text
    assert rows(page.xpath('//section[@id="salaires"]')[0]) == [
        ["bac + 2", "2", *(f"{n}\u00a0€" for n in (
            "1\u202f900", "1\u202f900", "1\u202f900", "2\u202f000", "2\u202f000",
        ))],
    ]  # fmt: skip


def test_letters_are_explained(page: html.HtmlElement) -> None:
    legend = page.xpath('//ul[@class="legend"]/li')
    assert [item.text_content() for item in legend] == [
        "H Industrie", "M Support à l'entreprise",
    ]  # fmt: skip


def test_it_speaks_english(client: FlaskClient) -> None:
    text = client.get("/panorama?lang=en", headers=HTML).text
    assert "employee" in text
    assert ">salarié<" not in text


@pytest.mark.parametrize("path", ["/panorama/x.csv", "/panorama/secteurs.csv", "/panorama/x"])
def test_other_figures_are_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers=HTML).status_code == 404


def test_a_slash_too_many_leads_back(client: FlaskClient) -> None:
    assert client.get("/panorama/").location == "/panorama"
