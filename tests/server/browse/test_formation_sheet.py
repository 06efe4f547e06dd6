"""The page of a formation whose sheets are in the seeds: their facts, their texts, their parts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import Graph

from ontology import base, prefixes
from server.app import create_app
from server.settings import Settings
from server.sparql.query_pool import EXTENSION

PAGE = "/doc/formation/FOR.270"


@pytest.fixture(scope="module")
def site(planted: Path) -> Iterator[FlaskClient]:
    app = create_app(Settings(home=planted.parent.parent))
    app.testing = True
    yield app.test_client()
    app.extensions[EXTENSION].close()


def _page(site: FlaskClient, path: str, language: str = "fr") -> str:
    response = site.get(f"{path}?lang={language}", headers={"Accept": "text/html"})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.text.replace("&#39;", "'"))


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("fr", ["Type", "Durée", "Niveau de sortie", "Niveau de certification", "Niveau européen",
                "Fiche RNCP", "Code scolarité", "Domaines", "Spécialités (NSF)", "Tutelle",
                "Texte de référence"]),
        ("en", ["Type", "Duration", "Level on completion", "Certification level", "European level",
                "RNCP record", "School information system code", "Fields", "Specialities (NSF)",
                "Supervising authority", "Reference text"]),
    ],
)  # fmt: skip
def test_the_facts_of_the_two_sheets_are_named(
    site: FlaskClient, language: str, names: list[str]
) -> None:
    found = _page(site, PAGE, language)
    assert [name for name in names if f'<th scope="row">{name}</th>' not in found] == []
    for value in ("2 ans", "niveau 5", "38363", "32031409", "/doc/niveau/bac-2", "legifrance"):
        assert value in found


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("fr", ["Accès à la formation", "Ce qui est attendu des candidats", "Poursuite d'études"]),
        ("en", ["Admission", "What is expected of applicants", "Further studies"]),
    ],
)
def test_the_texts_have_their_headings_and_their_lists(
    site: FlaskClient, language: str, titles: list[str]
) -> None:
    found = _page(site, PAGE, language)
    assert [title for title in titles if f"<h2>{title}</h2>" not in found] == []
    assert "<h3>Ce que Parcoursup attend</h3>" in found
    assert "<h3>Accès</h3>" not in found
    (wanted,) = re.findall(r'<div id="attendus-1".*?</div>', found)
    assert wanted.count("<ul") == 1
    assert wanted.count("<li") == 4


def test_metiers_are_linked_where_one_has_the_title_and_named_else(site: FlaskClient) -> None:
    found = _page(site, PAGE)
    (listed,) = re.findall(r'<section id="metiers-associes">.*?</section>', found)
    places = re.findall(r'<li id="([^"]+)"', listed)
    assert places == [f"metiers-associes-{n}" for n in range(1, 5)]
    leads = re.findall(r'<a class="node"[^>]* href="(/doc/[^"]+)"', listed)
    assert leads == ["/doc/metier/MET.797"]
    assert "assistant/e en ressources humaines" in listed


@pytest.mark.parametrize("id_", ["FOR.270", "FOR.794", "FOR.9590", "FOR.7015", "FOR.5292"])
def test_every_part_of_a_sheet_is_on_the_page(site: FlaskClient, id_: str) -> None:
    described = site.get(f"/doc/formation/{id_}.nt").text
    parts = set(re.findall(rf"<{base()}id/(fiche/{id_}[^>]*)>", described))
    assert len(parts) > 3
    found = _page(site, f"/doc/formation/{id_}")
    for part in parts:
        location = site.get(f"/id/{part}").location or ""
        page, _, anchor = location.partition("#")
        assert page == f"/doc/formation/{id_}"
        assert found.count(f'id="{anchor}"') == 1, anchor


def test_a_description_holds_the_sheet(site: FlaskClient) -> None:
    graph = Graph().parse(data=site.get(f"{PAGE}.ttl").text, format="turtle")
    text = prefixes()["schema"] + "text"
    assert any(str(p) == text for _, p, _ in graph)
    assert sorted(str(o) for _, p, o in graph if str(p) == prefixes()["mg"] + "dureeAnnees") == [
        "2"
    ]
