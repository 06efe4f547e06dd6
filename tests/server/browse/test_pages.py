"""Every page that can be reached from the home page, as a browser would see it."""

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from server.browse import list_pages, pagination

HTML = {"Accept": "text/html"}
PAGES = [
    "/", "/metiers", "/formations", "/rome", "/niveaux", "/statuts", "/interets", "/exemples",
    "/sparql", "/ontology", "/recherche?q=gestion", "/doc/metier/MET.797", "/doc/metier/MET.2",
    "/doc/metier/MET.4", "/doc/formation/FOR.270", "/doc/rome/v3/M", "/doc/rome/v3/M16",
    "/doc/niveau/bac-2", "/doc/statut/salarie", "/doc/interet/j-aime-bouger",
    "/doc/rubrique/en-bref", "/doc/source/onisep-metiers/2025-10", "/graph/sources",
    "/graph/onisep-metiers/2025-10/MET.797", "/nowhere", "/secteurs", "/doc/metier/MET.3",
    "/doc/metier/MET.5", "/doc/rome/v4/M", "/doc/rome/v4/M1605", "/doc/rome/v3/M1605",
    "/doc/rome/appellation/101", "/doc/rome/competence/1", "/doc/fap/L", "/doc/fap/L0Z60",
    "/doc/certification/1", "/doc/secteur/agroalimentaire", "/doc/esco/isco/C4120",
    "/doc/esco/occupation/aaaaaaaa-0000-4000-8000-000000000001", "/doc/domaine-onisep/gestion",
    "/doc/publication/9780000000001",
]  # fmt: skip


class Page(HTMLParser):
    """What a test wants to know of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.scripts: list[dict[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.attributes |= found.keys()
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "script":
            self.scripts.append(found)
        if tag in ("a", "link"):
            self.links.append(found["href"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_made(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers=HTML)
    assert response.mimetype == "text/html"
    page = Page(response.text)
    assert len(page.ids) == len(set(page.ids)), "ids are unique"
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    steps = zip(page.headings, page.headings[1:], strict=False)
    assert all(after - before <= 1 for before, after in steps), "no heading level is skipped"
    assert {"main", "title"} <= page.tags
    assert "style" not in page.tags
    for script in page.scripts:
        data = script.get("type") == "application/ld+json"
        assert data or script["src"].startswith("/static/"), "no script is in the page"
    assert not {name for name in page.attributes if name == "style" or name.startswith("on")}
    assert '<html lang="fr">' in response.text


def test_every_link_leads_somewhere(client: FlaskClient) -> None:
    waiting, seen = ["/"], set[str]()
    pages: dict[str, Page] = {}
    fragments: list[tuple[str, str, str]] = []
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        with client.get(path, headers=HTML, follow_redirects=True) as response:
            assert response.status_code == 200, path
            if response.mimetype != "text/html":
                continue
            page = pages[path] = Page(response.get_data(as_text=True))
        for link in page.links:
            assert link.startswith(("/", "#", "?", "https://", "http://")), link
            target, _, fragment = link.partition("#")
            if fragment and not target.startswith("http"):
                fragments.append((path, target or path, fragment))
            if target.startswith("/"):
                waiting.append(target)
    assert len(pages) > 40
    assert not [found for found in fragments if found[2] not in pages[found[1]].ids]


def test_a_metier_page_has_what_a_counsellor_needs(client: FlaskClient) -> None:
    text = client.get("/doc/metier/MET.797", headers=HTML).text
    for expected in (
        "assistante de gestion", "assistant de gestion", "secrétaire comptable", "bac + 2",
        "1\u202f900 à 2\u202f400\u00a0€ brut par mois", "salarié", "j&#39;aime bouger", "M1605",
        "Secrétariat et assistance", "BTS de gestion", "édition 2025-10", "Licence Ouverte",
        "https://www.onisep.fr/http/redirection/metier/slug/MET.797", "/doc/metier/MET.797.ttl",
        "Tenir les comptes &amp; répondre", "Sur le terrain &lt;vite&gt;", "<li>par écrit</li>",
    ):  # fmt: skip
        assert expected in text, expected


def test_a_text_only_salary_is_shown_as_published(client: FlaskClient) -> None:
    text = client.get("/doc/metier/MET.2", headers=HTML).text
    assert "Variable selon l&#39;atelier" in text


@pytest.mark.parametrize(
    ("path", "found", "absent"),
    [
        ("/doc/formation/FOR.270", ["MET.797", "MET.3"], ["MET.2"]),
        ("/doc/rome/v3/M1605", ["MET.797", "rome/v3/M16", "rome/v3/M"], ["MET.2", "MET.3"]),
        ("/doc/rome/v3/M16", ["MET.797", "MET.3", "rome/v3/M1605"], ["MET.2"]),
        ("/doc/rome/v3/H", ["MET.2", "rome/v3/H22"], ["MET.797"]),
        ("/doc/niveau/bac-2", ["MET.797", "MET.3"], ["MET.2"]),
        ("/doc/niveau/bac-ou-equivalent", [], ["MET.797"]),
        ("/doc/statut/artisan", ["MET.2"], ["MET.797"]),
        ("/doc/interet/j-aime-bouger", ["MET.797", "MET.2"], ["MET.3"]),
        ("/metiers", ["MET.797", "MET.2", "MET.3", "MET.4"], []),
        ("/formations", ["FOR.270", "FOR.11", "FOR.20"], []),
        ("/rome", ["M", "M16", "H22"], []),
    ],
)
def test_what_points_to_a_thing_is_listed(
    client: FlaskClient, path: str, found: list[str], absent: list[str]
) -> None:
    text = client.get(path, headers=HTML).text
    assert all(f'/{name}"' in text for name in found)
    assert not [name for name in absent if f'/metier/{name}"' in text]


def test_a_long_list_is_paged(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagination, "_SIZE", 2)
    first = client.get("/metiers", headers=HTML).text
    assert '<a href="/metiers?page=1" aria-current="page">1</a>' in first
    assert 'href="/metiers?page=2"' in first
    second = client.get("/metiers?page=2", headers=HTML).text
    assert '<a href="/metiers?page=2" aria-current="page">2</a>' in second
    assert 'rel="prev"' in second
    for odd in ("0", "-1", "x", "99999999999", "²"):
        assert client.get(f"/metiers?page={odd}", headers=HTML).status_code == 200


def test_a_long_list_has_its_initials(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "lettre=" not in client.get("/metiers", headers=HTML).text
    monkeypatch.setattr(list_pages, "_SHORT", 2)
    text = client.get("/metiers", headers=HTML).text
    assert re.findall(r"\?lettre=(.)", text) == ["a", "c", "m", "t"]
    text = client.get("/metiers?lettre=c", headers=HTML).text
    assert '<a href="/metiers?lettre=c" aria-current="true">C</a>' in text
    assert "/MET.3" in text
    assert "/MET.2" not in text
    assert "/MET.2" in client.get("/metiers?lettre=zz", headers=HTML).text
    monkeypatch.setattr(pagination, "_SIZE", 1)
    assert "?lettre=m&amp;page=2" in client.get("/metiers?lettre=m", headers=HTML).text


@pytest.mark.parametrize(
    ("path", "lead"),
    [
        ("/doc/formation/FOR.270", "Elle mène à 2 métiers"),
        ("/doc/formation/FOR.11", "Elle mène à un métier"),
        ("/doc/niveau/bac-2", "2 métiers s&#39;ouvrent à ce niveau"),
        ("/doc/niveau/cap-ou-equivalent", "Un métier s&#39;ouvre à ce niveau"),
        ("/doc/niveau/bac-ou-equivalent", "Aucune fiche ne renvoie ici"),
        ("/doc/rome/v3/M16", "2 métiers en relèvent"),
    ],
)
def test_a_concept_says_how_many_metiers(client: FlaskClient, path: str, lead: str) -> None:
    assert lead in client.get(path, headers=HTML).text


@pytest.mark.parametrize(
    ("path", "identifier"),
    [("/doc/niveau/bac-2", "REF.411"), ("/doc/metier/MET.797", "MET.797"),
     ("/doc/formation/FOR.270", "FOR.270")],
)  # fmt: skip
def test_official_identifiers_are_discreet(client: FlaskClient, path: str, identifier: str) -> None:
    text = client.get(path, headers=HTML).text
    shown = re.sub(r'"[^"]*"', "", text)
    assert f"Identifiant Onisep <code>{identifier}</code>" in text
    assert shown.count(f">{identifier}<") == 1


def test_a_page_says_no_iri_that_a_reader_cannot_use(client: FlaskClient) -> None:
    assert "https://w3id" not in client.get("/doc/metier/MET.999", headers=HTML).text
    graph = client.get("/graph/onisep-metiers/2025-10/MET.797", headers=HTML).text
    assert "fiche:MET.797/en-bref" in graph
    assert "\\/" not in graph


def test_indexes_follow_the_french_alphabet(client: FlaskClient) -> None:
    text = client.get("/formations", headers=HTML).text
    assert text.index("bac pro AGOrA") < text.index("BTS de gestion") < text.index("CAP menuisier")
