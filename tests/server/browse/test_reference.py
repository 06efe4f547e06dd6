"""The pages of the reference data: what they say, and what a métier says of it."""

import re

import pytest
from flask.testing import FlaskClient

HTML = {"Accept": "text/html"}
ESCO = "/doc/esco/occupation/aaaaaaaa-0000-4000-8000-000000000001"


def text(client: FlaskClient, path: str) -> str:
    response = client.get(path, headers=HTML)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.text.replace("&#39;", "'"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/doc/rome/v4/M1605", [
            "Tient le bureau.<br>Répond.", "On y entre après un BTS.", "C (conventionnel)",
            "S (social)", "emploi réglementé", "Ordonner", "Assistant / Assistante d'agence",
            "Les codes du ROME V3 qui ont de ces appellations", 'id="mobilite-M1607"', "rang 1",
            'Compétences <span class="count">2</span>', "cœur de métier", "Tableurs", "En bureau",
            "Par son code V3, un métier a une appellation en commun", "/doc/metier/MET.797",
        ]),
        ("/doc/rome/v4/M1607", [
            '<th scope="row">N\'est plus dans l\'édition</th>',
            '<a class="node" href="/doc/source/rome-v4/v460">v460</a>',
        ]),
        ("/doc/rome/v4/M16", ["Fait partie de", "Appui aux organisations", "/doc/rome/v4/M1607"]),
        ("/doc/rome/v3/M1605", [
            "/doc/rome/v4/M1605", "/doc/rome/v4/M1607", "une appellation", "Secrétaire d'agence",
            "/doc/fap/L0Z60", "avec la qualification 0 ou 9", "Un métier en relève",
        ]),
        ("/doc/rome/appellation/101", [
            "Assistante d'agence, Assistant d'agence", "/doc/rome/v3/M1605", "/doc/rome/v4/M1605",
            ESCO, "plus large", "Un métier a le même code ROME V3",
        ]),
        (ESCO, [
            "Accueille et écrit.", "agent d'accueil", "/doc/esco/isco/C4120", "plus étroite",
            "/doc/rome/appellation/102", "/doc/metier/MET.797",
            "IRI <code>http://data.europa.eu/esco/occupation/aaaaaaaa",
        ]),
        ("/doc/esco/isco/C4120", ["4120", "Se divise en", ESCO]),
        ("/doc/fap/L0Z60", [
            "famille professionnelle détaillée", "/doc/fap/L", 'id="rome-M1605"',
            "avec la qualification 0 ou 9", "/doc/metier/MET.2",
        ]),
        ("/doc/formation/FOR.270", [
            "brevet de technicien supérieur", "2 ans", "/doc/niveau/bac-2", "On y apprend à gérer.",
            "Après le bac.", "/doc/certification/1", "RNCP 99999", "Débouchés", "/doc/metier/MET.5",
            'id="poursuite-1"', "licence de gestion", 'id="lien-1"', "Compter", "gestion",
        ]),
        ("/doc/certification/1", [
            "https://www.francecompetences.fr/recherche/rncp/99999/", "certifiante",
            "/doc/formation/FOR.270",
        ]),
        ("/doc/secteur/agroalimentaire", ["Un métier s'y exerce", "/doc/metier/MET.3"]),
        ("/secteurs", ["agroalimentaire", "1 métier"]),
        ("/rome", ["ROME V3", "ROME 4.0, par domaine", "/doc/rome/v4/M16", "2 codes"]),
    ],
)  # fmt: skip
def test_a_page_says_what_is_known(client: FlaskClient, path: str, expected: list[str]) -> None:
    found = text(client, path)
    assert [words for words in expected if words not in found] == []


def test_a_metier_says_what_stands_behind_it(client: FlaskClient) -> None:
    found = text(client, "/doc/metier/MET.797")
    assert "Aucune source ne rattache ce métier au ROME 4.0" in found
    assert found.index("/doc/rome/v4/M1605") < found.index("/doc/rome/v4/M1607")
    assert "/doc/rome/appellation/102" in found
    assert "par « Secrétaire d'agence » (identique) et 1 de plus" in found


def test_a_metier_says_what_else_there_is_to_read(client: FlaskClient) -> None:
    found = text(client, "/doc/metier/MET.3")
    assert "/doc/secteur/agroalimentaire" in found
    assert 'Compter</a> <span class="quiet">Parcours, 2024' in found
    assert '<a href="https://example.org/comptes" rel="nofollow noopener">' in found
    assert 'href="javascript' not in found


def test_a_metier_is_associated_both_ways(client: FlaskClient) -> None:
    assert "/doc/metier/MET.3" in text(client, "/doc/metier/MET.4")


def test_a_metier_that_is_only_named_has_a_short_page(client: FlaskClient) -> None:
    found = text(client, "/doc/metier/MET.5")
    assert "<h1>MET.5</h1>" in found
    assert "aucune fiche ne le décrit" in found
    assert "/doc/rome/v3/H2206" in found
    assert "Des formations y préparent" in found
    assert "Formations, Onisep, édition 2024-06" in found


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("formation/FOR.270/poursuite/1", "/doc/formation/FOR.270#poursuite-1"),
        ("formation/FOR.270/lien/1", "/doc/formation/FOR.270#lien-1"),
        ("metier/MET.3/lien/1", "/doc/metier/MET.3#lien-1"),
        ("metier/MET.3/lien/2", "/doc/metier/MET.3#lien-2"),
        ("rome/v4/M1605/mobilite/M1607", "/doc/rome/v4/M1605#mobilite-M1607"),
        ("fap/L0Z60/rome/M1605", "/doc/fap/L0Z60#rome-M1605"),
    ],
)
def test_a_part_is_on_the_page_of_its_whole(client: FlaskClient, path: str, location: str) -> None:
    assert client.get(f"/id/{path}").location == location
    page, _, anchor = location.partition("#")
    assert f'id="{anchor}"' in text(client, page)


def test_things_of_esco_are_described_here_and_keep_their_iri(client: FlaskClient) -> None:
    triples = client.get(f"{ESCO}.nt").text
    assert "<http://data.europa.eu/esco/occupation/aaaaaaaa" in triples
    assert client.get("/doc/esco/occupation/absent", headers=HTML).status_code == 404
    assert client.get("/doc/esco/other/thing", headers=HTML).status_code == 404
    assert client.get(ESCO.replace("/doc/", "/id/"), headers=HTML).status_code == 404
