"""The page that says why: which graphs, of what sources, make a link."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ontology import base
from server.browse.provenance import read_reasons
from server.releases.release import open_release

HTML = {"Accept": "text/html"}


def said(client: FlaskClient, query: str) -> str:
    response = client.get(f"/pourquoi?{query}", headers=HTML)
    assert response.status_code == 200, query
    text = response.text.partition('id="raisons"')[2].partition("</article>")[0]
    return re.sub(r"[ \n]+", " ", text.replace("&#39;", "'"))


def test_a_link_has_its_graphs_sources_editions_and_licences(client: FlaskClient) -> None:
    found = said(client, "sujet=metier:MET.797&relation=mg:formation&objet=for:FOR.270")
    assert "Un lien, dit par\u00a0:" in found
    assert "Fiches métiers, Onisep, édition 2025-10" in found
    assert 'rel="license">Licence Ouverte</a>' in found
    assert 'href="/graph/onisep-metiers/2025-10/MET.797"' in found


def test_a_relation_lists_all_that_it_leads_to(client: FlaskClient) -> None:
    found = said(client, "sujet=metier:MET.797&relation=mg:formation")
    assert found.count('class="node" href="/doc/formation/') == 2


def test_what_points_to_a_thing_is_explained_as_well(client: FlaskClient) -> None:
    found = said(client, "relation=mg:formation&objet=for:FOR.270")
    assert all(f'href="/doc/metier/{id_}"' in found for id_ in ("MET.797", "MET.3"))
    assert 'href="/graph/onisep-metiers/2025-10/MET.3"' in found


def test_a_link_that_comes_from_the_other_end_reads_as_a_sentence(client: FlaskClient) -> None:
    found = re.sub(r"<[^>]+>", "", said(client, "sujet=metier:MET.4&objet=metier:MET.3"))
    assert "comptable métier associé trésorier/ière" in found


def test_what_another_edition_replaced_is_told_apart(client: FlaskClient) -> None:
    found = said(client, "sujet=metier:MET.797&relation=mg:niveauAcces")
    kept, _, set_aside = found.partition("Un lien écarté, dit par")
    assert "/doc/niveau/bac-2" in kept
    assert "/doc/niveau/bac-ou-equivalent" in set_aside
    assert "édition 2024-06" in set_aside


def test_a_text_is_a_reason_too(client: FlaskClient) -> None:
    assert "Variable selon l'atelier" in said(
        client, "sujet=metier:MET.2&relation=schema:estimatedSalary"
    )


def test_a_relation_that_holds_both_ways_is_found_from_either_end(client: FlaskClient) -> None:
    for query in (
        "sujet=metier:MET.4&relation=skos:related",
        "sujet=metier:MET.4&objet=metier:MET.3",
    ):
        assert "/graph/onisep-metiers/2025-10/MET.3" in said(client, query)


def test_two_things_have_in_common_what_they_both_point_to(client: FlaskClient) -> None:
    found = said(client, "sujet=metier:MET.797&objet=metier:MET.3")
    assert "Ce qu'ils ont en commun" in found
    assert found.index("/doc/formation/FOR.270") < found.index(
        "/doc/interet/j-ai-le-sens-du-contact"
    )
    assert "/doc/niveau/bac-2" in found
    assert "/pourquoi?sujet=metier:MET.3&amp;relation=mg:formation" in found


def test_a_graph_of_the_project_itself_has_no_edition(client: FlaskClient) -> None:
    found = said(client, "sujet=mg:Metier&relation=rdfs:label")
    assert "le projet lui-même" in found


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("sujet=metier:MET.797", 400),
        ("relation=mg:formation", 400),
        ("sujet=javascript:alert(1)&relation=mg:formation", 400),
        ("sujet=zut:MET.1&relation=mg:formation", 400),
        ("sujet=http://e.org/%3Cb%3E&relation=mg:formation", 400),
        ("sujet=metier:MET.797&relation=mg:debouche", 404),
        ("sujet=metier:MET.797&objet=metier:MET.0", 404),
        ("sujet=metier:MET.797&relation=mg:formation&objet=for:FOR.20", 404),
    ],
)
def test_what_makes_no_sense_or_is_not_said_is_refused(
    client: FlaskClient, query: str, status: int
) -> None:
    assert client.get(f"/pourquoi?{query}", headers=HTML).status_code == status
    assert client.get(f"/pourquoi?{query}").mimetype == "application/problem+json"


def test_every_page_asks_why_with_addresses_that_answer(client: FlaskClient) -> None:
    for path in ("/doc/metier/MET.797", "/doc/formation/FOR.270", "/doc/rome/v4/M1605",
                 "/doc/rome/appellation/101", "/doc/publication/9780000000001"):  # fmt: skip
        text = client.get(path, headers=HTML).text
        asked = set(re.findall(r'class="why[^"]*" href="([^"]+)"', text))
        assert asked, path
        for address in asked:
            answer = client.get(address.replace("&amp;", "&"), headers=HTML)
            assert answer.status_code == 200, address


@pytest.mark.corpus
def test_each_edition_has_its_own_pay(everything: Path) -> None:
    """Both editions call it `salaire/1`, and say other amounts of it."""
    engine = open_release(everything).engine
    subject, relation = f"{base()}id/metier/MET.797", "http://schema.org/estimatedSalary"
    reasons = read_reasons(engine, subject, relation, "")
    said = {
        (tuple(saying.name for saying in each.sayings), each.is_kept): each.target.label
        for group in reasons.groups
        for each in group.statements
    }
    assert "3100" in said[("2025-10",), True]
    assert "2500" in said[("2024-06-25",), False]
    assert len(said) == 2
