"""The page of a selection: what it shows, what its buttons do, what it gives as files."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html
from openpyxl import load_workbook

from server.app import create_app
from server.selection.address import MOST
from server.settings import Settings
from server.sparql.query_pool import EXTENSION

HTML = {"Accept": "text/html"}
KEPT = "/selection?m=MET.797&m=MET.3&f=FOR.11"


def page(client: FlaskClient, path: str) -> html.HtmlElement:
    response = client.get(path, headers=HTML)
    assert response.status_code == 200
    return html.fromstring(response.text)


def texts(found: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in found.xpath(path)]


def after(client: FlaskClient, button: str) -> str:
    """Return where a button of the page leads."""
    response = client.get(f"{KEPT}&{button}", headers=HTML)
    assert response.status_code == 303
    return response.location


def test_what_is_kept_is_listed_in_its_order(client: FlaskClient) -> None:
    found = page(client, KEPT)
    kept = texts(found, '//form[@id="choix"]//*[@class="named"]')
    assert kept == [
        "assistant/e de gestion bac + 2 · dès 1 900 € brut par mois",
        "comptable bac + 2 · dès 2 000 € brut par mois",
        "bac pro AGOrA",
    ]
    (canonical,) = found.xpath('//link[@rel="canonical"]/@href')
    assert canonical == KEPT


@pytest.mark.parametrize(
    ("button", "address"),
    [
        ("descendre=MET.797", "/selection?m=MET.3&m=MET.797&f=FOR.11"),
        ("monter=MET.3", "/selection?m=MET.3&m=MET.797&f=FOR.11"),
        ("retirer=MET.797", "/selection?m=MET.3&f=FOR.11"),
        ("retirer=FOR.11", "/selection?m=MET.797&m=MET.3"),
        ("ajouter=MET.2", "/selection?m=MET.797&m=MET.3&m=MET.2&f=FOR.11"),
        ("ajouter=FOR.270", "/selection?m=MET.797&m=MET.3&f=FOR.11&f=FOR.270"),
        ("ajouter=http%3A%2F%2Fe%2Fdoc%2Fmetier%2FMET.2", f"{KEPT[:-9]}&m=MET.2&f=FOR.11"),
        ("ajouter=MET.3", KEPT),
    ],
)
def test_a_button_leads_to_the_selection_that_it_makes(
    client: FlaskClient, button: str, address: str
) -> None:
    assert after(client, button) == address


def test_every_button_of_the_page_has_what_it_asks_for(client: FlaskClient) -> None:
    form = page(client, KEPT).xpath('//form[@id="choix"]')[0]
    hidden = [
        (each.get("name"), each.get("value")) for each in form.xpath('.//input[@type="hidden"]')
    ]
    assert hidden == [("m", "MET.797"), ("m", "MET.3"), ("f", "FOR.11")]
    buttons = [(each.get("name"), each.get("value")) for each in form.xpath(".//button")]
    assert buttons == [
        ("descendre", "MET.797"), ("retirer", "MET.797"), ("monter", "MET.3"),
        ("retirer", "MET.3"), ("vue", "comparer"), ("retirer", "FOR.11"),
    ]  # fmt: skip


def test_a_name_gives_what_answers_to_it(client: FlaskClient) -> None:
    found = page(client, f"{KEPT}&ajouter=menuisier")
    assert texts(found, '//ul[@id="candidats"]//*[@class="named"]') == [
        "menuisier/ière bois métier"
    ]
    assert found.xpath('//ul[@id="candidats"]//button/@value') == ["MET.2"]
    nothing = page(client, f"{KEPT}&ajouter=zzzzzz")
    assert "ne répond à « zzzzzz »" in texts(nothing, '//main//*[@role="status"]')[0].replace(
        "\u00a0", " "
    )


def test_formations_come_by_how_many_métiers_they_open(client: FlaskClient) -> None:
    found = page(client, "/selection?m=MET.797&m=MET.3&m=MET.2")
    assert texts(found, '//section[@id="formations"]//*[@class="named"]') == [
        "BTS de gestion bac + 2 2 métiers sur 3 : assistant/e de gestion, comptable",
        "bac pro AGOrA un métier : assistant/e de gestion",
        "CAP menuisier un métier : menuisier/ière bois",
    ]
    assert found.xpath('//section[@id="formations"]//button/@value')[0] == "FOR.270"


def test_what_makes_no_sense_is_said(client: FlaskClient) -> None:
    found = page(client, "/selection?m=MET.3&m=x&f=FOR.99999")
    assert [each.replace("\u00a0", " ") for each in texts(found, '//*[@class="notice"]/p')] == [
        "« x » est laissé : ce n'est pas l'identifiant d'un métier (MET.797).",
        "« FOR.99999 » est laissé : cette release n'en connaît pas.",
    ]


def test_an_empty_selection_says_how_to_begin(client: FlaskClient) -> None:
    found = page(client, "/selection")
    assert "Rien n'est encore gardé" in texts(found, "//main")[0]
    assert not found.xpath("//svg")


def test_its_code_is_its_address(client: FlaskClient) -> None:
    (code,) = page(client, KEPT).xpath("//svg/@aria-label")
    assert code == f"QR code de l'adresse http://localhost{KEPT}"
    assert client.get(KEPT, headers=HTML).headers["Cache-Control"].startswith("private")


def test_robots_leave_it(client: FlaskClient) -> None:
    assert "Disallow: /selection\n" in client.get("/robots.txt").text
    for path in (KEPT, f"{KEPT}&vue=comparer", f"{KEPT}&vue=impression"):
        assert page(client, path).xpath('//meta[@name="robots"]/@content') == ["noindex"]


def test_a_sheet_for_each_thing(client: FlaskClient) -> None:
    found = page(client, f"{KEPT}&vue=impression")
    assert texts(found, "//article//h2") == ["assistant/e de gestion", "comptable", "bac pro AGOrA"]
    codes = found.xpath("//article//svg/@aria-label")
    assert [urlsplit(code.split()[-1]).path for code in codes] == [
        "/doc/metier/MET.797", "/doc/metier/MET.3", "/doc/formation/FOR.11",
    ]  # fmt: skip


@pytest.mark.parametrize("asked", ["vue=x", "format=pdf"])
def test_an_unknown_view_or_format_is_refused(client: FlaskClient, asked: str) -> None:
    assert client.get(f"{KEPT}&{asked}", headers=HTML).status_code == 400


def test_a_file_that_would_lack_something_is_refused(client: FlaskClient) -> None:
    refused = client.get(f"{KEPT}&m=MET.99999&format=csv")
    assert refused.status_code == 400
    assert "MET.99999" in refused.get_json()["detail"]


COLUMNS = (
    "sorte;identifiant;nom;niveau;duree;salaire;statuts;interets;secteurs;rome_v3;rome_v4;type;"
    "rncp;metiers_de_la_selection;iri"
)


def test_the_csv_has_a_row_for_each_thing_and_each_formation_that_leads_there(
    client: FlaskClient,
) -> None:
    response = client.get(f"{KEPT}&format=csv")
    assert response.mimetype == "text/csv"
    text = response.data.decode("utf-8-sig")
    assert text.partition("\r\n")[0] == COLUMNS
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert [(row["sorte"], row["identifiant"], row["metiers_de_la_selection"]) for row in rows] == [
        ("métier", "MET.797", ""),
        ("métier", "MET.3", ""),
        ("formation", "FOR.11", "MET.797"),
        ("formation qui y mène", "FOR.270", "MET.797 | MET.3"),
    ]
    assert rows[0]["rome_v4"] == "M1605 | M1607"
    assert rows[0]["duree"] == "2 à 3 ans (Après le bac)"
    assert rows[3]["niveau"] == "bac + 2"


def test_the_codes_of_a_formation_are_texts(client: FlaskClient) -> None:
    text = client.get("/selection?f=FOR.270&format=csv").data.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    assert row["rncp"] == '="99999"'
    book = load_workbook(io.BytesIO(client.get("/selection?f=FOR.270&format=xlsx").data))
    named = dict(zip(*book["reponse"].iter_rows(values_only=True), strict=True))
    assert named["rncp"] == "99999"


def test_the_workbook_says_what_it_is_from(client: FlaskClient) -> None:
    response = client.get(f"{KEPT}&format=xlsx")
    assert response.headers["Content-Disposition"].endswith('"selection.xlsx"')
    book = load_workbook(io.BytesIO(response.data))
    assert ";".join(str(cell.value) for cell in book["reponse"][1]) == COLUMNS
    said = dict(book["source"].iter_rows(values_only=True))
    assert said["address"] == KEPT
    assert said["source 1"] == "Fiches métiers, Onisep, 2025-10, Licence Ouverte"
    assert client.get(f"{KEPT}&format=xlsx").data == response.data


@pytest.fixture(scope="module")
def seeds_site(planted: Path) -> Iterator[FlaskClient]:
    """Give a client of the seeds, which have more than a selection holds."""
    app = create_app(Settings(home=planted.parent.parent))
    yield app.test_client()
    app.extensions[EXTENSION].close()


@pytest.mark.parametrize("view", ["", "&vue=comparer", "&vue=impression"])
def test_a_full_selection_is_light_and_says_what_it_cannot_hold(
    seeds_site: FlaskClient, view: str
) -> None:
    metiers = re.findall(r"/doc/metier/(MET\.\d+)<", seeds_site.get("/sitemap.xml").text)
    assert len(metiers) > MOST
    path = "/selection?" + "&".join(f"m={each}" for each in metiers[: MOST + 1])
    response = seeds_site.get(path + view, headers=HTML)
    assert response.status_code == 200
    assert len(response.data) < 60_000
    assert "une sélection tient au plus 40 choses" in response.text
    assert 'name="ajouter"' not in response.text.partition('<section id="formations"')[0]
