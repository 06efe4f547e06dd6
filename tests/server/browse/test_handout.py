"""The hand-out of a métier: what it says, that it is bounded, and where it says it is from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from ontology import base
from server.app import create_app
from server.browse import handout
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.server.conftest import DIGEST

HTML = {"Accept": "text/html"}
SHEET = "/doc/metier/MET.797?vue=impression"


def sheet(client: FlaskClient, path: str = SHEET) -> html.HtmlElement:
    response = client.get(path, headers=HTML)
    assert response.status_code == 200
    (found,) = html.fromstring(response.text).iter("article")
    return found


def texts(found: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in found.xpath(path)]


def test_it_says_the_essentials(client: FlaskClient) -> None:
    found = sheet(client)
    assert texts(found, ".//h1") == ["assistant/e de gestion"]
    assert texts(found, './/p[@class="pair"]') == ["assistante de gestion, assistant de gestion"]
    (lead,) = texts(found, './/p[@class="lead"]')
    assert lead.startswith("Tenir les comptes & répondre au téléphone")
    facts = {
        name: texts(div, "dd") for div in found.xpath(".//dl/div") for name in texts(div, "dt")
    }
    assert facts == {
        "Niveau d'accès minimum": ["bac + 2"],
        "Durée des études": ["2 à 3 ans (Après le bac)"],
        "Salaire (débutant)": ["1 900 à 2 400 € brut par mois"],
        "Statuts": ["salarié", "indépendant"],
        "Centres d'intérêt": ["j'ai le sens du contact", "j'aime bouger"],
        "ROME V3": ["M1605 Assistanat technique et administratif"],
        "ROME 4.0": ["M1605 Secrétaire technique", "M1607 Secrétaire"],
    }
    assert texts(found, ".//h2") == ["Comment y accéder", "Formations", "Métiers proches"]
    assert texts(found, ".//li")[:3] == [
        "Niveau bac Bac pro AGOrA", "Niveau bac + 2 BTS de gestion", "bac + 2 BTS de gestion",
    ]  # fmt: skip


def test_it_says_where_it_is_from(client: FlaskClient) -> None:
    foot = texts(sheet(client), "footer/p")
    assert foot[0] == "Fiches métiers, Onisep, édition 2025-10, Licence Ouverte"
    assert foot[-1] == (
        f"Release du 24/11/2025 · {DIGEST[:12]} · http://localhost/doc/metier/MET.797"
    )


def test_its_code_leads_to_the_page(client: FlaskClient) -> None:
    (code,) = sheet(client).xpath(".//svg/@aria-label")
    assert code == "QR code de l'adresse http://localhost/doc/metier/MET.797"


def test_who_is_told_its_own_address_shares_it_with_nobody(client: FlaskClient) -> None:
    response = client.get(SHEET, headers=HTML)
    assert response.headers["Cache-Control"].startswith("private")
    assert client.get(SHEET, headers={**HTML, "Host": "evil.example"}).text == response.text


@pytest.fixture
def resolving(home: Path) -> Iterator[FlaskClient]:
    """Give a site that the base of the IRIs leads to."""
    app = create_app(Settings(home=home, resolves=True))
    yield app.test_client()
    app.extensions[EXTENSION].close()


def test_where_the_iris_lead_here_it_has_their_address(resolving: FlaskClient) -> None:
    response = resolving.get(SHEET, headers=HTML)
    assert f"{base()}doc/metier/MET.797</code>" in response.text
    assert "private" not in response.headers.get("Cache-Control", "")


def test_a_metier_without_fiche_has_its_sheet(client: FlaskClient) -> None:
    found = sheet(client, "/doc/metier/MET.5?vue=impression")
    assert "aucune fiche ne le décrit" in texts(found, './/p[@class="notice"]')[0]


def test_a_formation_has_its_sheet(client: FlaskClient) -> None:
    found = sheet(client, "/doc/formation/FOR.270?vue=impression")
    assert texts(found, ".//h1") == ["BTS de gestion"]
    assert texts(found, './/p[@class="pair"]') == ["Formation"]
    assert texts(found, './/p[@class="lead"]') == ["On y apprend à gérer."]
    facts = {
        name: texts(div, "dd") for div in found.xpath(".//dl/div") for name in texts(div, "dt")
    }
    assert facts["Durée"] == ["2 ans"]
    assert facts["Niveau de sortie"] == ["bac + 2"]
    parts = dict(zip(texts(found, ".//h2"), texts(found, ".//ul"), strict=True))
    assert parts["Accès à la formation"] == "Après le bac. Surtout un bac pro."
    assert parts["Métiers"] == "assistant/e de gestion ; comptable ; caissier/ière de lune ; MET.5"
    assert "Formations, Onisep, édition 2024-06" in texts(found, "footer/p")
    (code,) = found.xpath(".//svg/@aria-label")
    assert code.endswith(" http://localhost/doc/formation/FOR.270")


def test_data_has_no_view(client: FlaskClient) -> None:
    asked = client.get(SHEET, headers={"Accept": "text/turtle"})
    assert asked.data == client.get("/doc/metier/MET.797.ttl").data


def test_another_view_is_the_page(client: FlaskClient) -> None:
    shown = client.get("/doc/metier/MET.797?vue=x", headers=HTML).text
    assert 'id="formations"' in shown
    assert 'class="handout"' not in shown


def test_names_are_cut_between_two_and_the_others_counted() -> None:
    names = ["un nom " * 3] * 9
    assert handout.joined(names[:2], 60) == "un nom un nom un nom ; un nom un nom un nom"
    line = handout.joined(names, 60)
    assert line == "un nom un nom un nom ; un nom un nom un nom ; et 7 de plus"
    long = handout.joined(["mot " * 90, "x"], 60)
    assert long.endswith("mot … ; et 1 de plus")
    assert len(long) < 80


@pytest.mark.parametrize(("lines", "letters"), [(0, 330), (1, 330), (3, 275), (5, 165)])
def test_lines_share_the_room(lines: int, letters: int) -> None:
    assert handout.share(825, lines) == letters
