"""The formations narrowed down: what each facet leaves, as a page and as data."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from ontology import base, prefixes
from ontology.folding import fold
from server.app import create_app
from server.engine import Engine
from server.explore.facet_counts import selected_bits, sorted_places, value_counts
from server.explore.facet_data import FacetData
from server.explore.formation_data import FORMATIONS, FacetedFormation, read_formation_data
from server.explore.namesakes import formation_notes
from server.explore.selection import Selection
from server.releases.release import open_release
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.server.explore.test_page import page, texts

Formations = FacetData[FacetedFormation]


@pytest.fixture(scope="module")
def known(seeds_engine: Engine) -> Formations:
    return read_formation_data(seeds_engine)


@pytest.fixture(scope="module")
def site(planted: Path) -> Iterator[FlaskClient]:
    app = create_app(Settings(home=planted.parent.parent))
    yield app.test_client()
    app.extensions[EXTENSION].close()


@pytest.fixture(scope="module")
def whole(everything: Path) -> Engine:
    return open_release(everything).engine


def names(facts: Formations, **chosen: str) -> list[str]:
    """Return the names of the formations that have a value of each of some facets."""
    values = {name: [facts.facets[name].slugs[slug]] for name, slug in chosen.items()}
    bits = selected_bits(facts, Selection(values, "nom", kind=FORMATIONS))
    return [facts.items[place].nom for place in sorted_places(facts, bits, "nom")]


def test_a_sheet_says_from_where_one_enters(client: FlaskClient) -> None:
    shown = page(client, "/formations?entree=3e")
    assert texts(shown, "//tbody//a") == ["bac pro de bureau"]
    shown = page(client, "/formations?entree=bac-ou-equivalent&sortie=bac-2")
    assert texts(shown, "//tbody//a") == ["BTS de gestion"]
    assert texts(shown, "//tbody/tr/td") == ["BTS de gestion", "bac + 2", "2 ans", "3"]


def test_what_follows_a_diploma_is_what_its_sheets_name(client: FlaskClient) -> None:
    shown = page(client, "/formations?apres=bac-pro")
    assert texts(shown, "//tbody//a") == ["BTS de gestion"]
    assert shown.xpath("//input[@checked]/@value") == ["bac-pro"]


def test_every_number_is_that_of_the_formations_behind_it(site: FlaskClient) -> None:
    for address in ("/formations?", "/formations?lettre=b&", "/formations?entree=3e&duree=2-ans&"):
        boxes = page(site, address).xpath("//input[@type='checkbox']")
        assert len(boxes) > 5
        for box in boxes:
            behind = f"{address}{box.get('name')}={box.get('value')}&format=json"
            found = site.get(behind).get_json()
            assert int(box.getparent().find("b").text) == found["total"] == len(found["results"])


def test_the_alphabet_is_one_way_among_others(site: FlaskClient) -> None:
    shown = page(site, "/formations?lettre=b&type=baccalaureat-professionnel&page=1")
    letters = shown.xpath("//nav[@class='letters']//a")
    assert [letter.text for letter in letters if letter.get("aria-current")] == ["B"]
    assert letters[0].get("href") == "/formations?type=baccalaureat-professionnel"
    assert shown.xpath("//input[@type='hidden']/@value") == ["b"]
    assert all(name.lower().startswith("b") for name in texts(shown, "//tbody//a[@class='node']"))


def test_orders_are_by_name_by_level_and_by_duration(site: FlaskClient) -> None:
    found = site.get("/formations?tri=-niveau&format=json&sortie=bac-5&sortie=bac-2").get_json()
    levels = [each["niveau"] for each in found["results"]]
    assert levels == sorted(levels, reverse=True)
    assert set(levels) == {"bac + 2", "bac + 5"}
    found = site.get("/formations?tri=duree&format=json&duree=1-ans&duree=3-ans").get_json()
    lengths = [each["duree"] for each in found["results"]]
    assert lengths == sorted(lengths)


def test_a_spreadsheet_has_the_same(site: FlaskClient) -> None:
    address = "/formations?sortie=cap-ou-equivalent&format="
    response = site.get(f"{address}csv")
    assert response.headers["Content-Disposition"] == 'attachment; filename="formations.csv"'
    text = response.get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    found = site.get(f"{address}json").get_json()["results"]
    assert [row["nom"] for row in rows] == [each["label"] for each in found]
    assert {row["niveau"] for row in rows} == {"CAP ou équivalent"}


@pytest.mark.parametrize("asked", ["entree=zz", "tri=salaire", "page=0"])
def test_what_makes_no_sense_is_said_or_refused(client: FlaskClient, asked: str) -> None:
    assert page(client, f"/formations?{asked}").xpath("//*[@class='notice']")
    assert client.get(f"/formations?{asked}&format=json").status_code == 400


def test_nothing_left_says_what_to_take_back(client: FlaskClient) -> None:
    shown = page(client, "/formations?entree=3e&sortie=bac-2")
    assert texts(shown, "//h2")[0] == "Aucune formation ne répond à tous ces choix"
    lifts = shown.xpath("//div[@id='resultats']//ul[@class='thread']//a/@href")
    assert sorted(lifts) == ["/formations?entree=3e", "/formations?sortie=bac-2"]


@pytest.mark.corpus
def test_formations_of_one_name_are_told_apart_and_together(whole: Engine) -> None:
    facts = read_formation_data(whole)
    times = Counter(fold(each.nom) for each in facts.items)
    twins = [each.iri for each in facts.items if times[fold(each.nom)] > 1]
    notes = formation_notes(whole, (each.iri for each in facts.items))
    assert len(twins) > 500
    assert set(notes) == set(twins)
    assert len(set(notes.values())) == len(notes)
    ordered = [fold(each.nom) for each in facts.items]
    for nom in (nom for nom, count in times.items() if count > 1):
        first = ordered.index(nom)
        assert ordered[first : first + times[nom]] == [nom] * times[nom]


QUESTIONS = {
    ("sortie", "bac-2"): "?f mg:niveauSortie niveau:bac-2",
    ("type", "master"): '?f mg:typeFormation "master"@fr',
    ("duree", "2-ans"): "?f mg:dureeAnnees ?years FILTER(FLOOR(?years) = 2)",
    ("certification", "5"): "?f mg:eqf eqf:5",
    ("domaine", "mecanique"): "?f mg:domaineOnisep/skos:broader? <id/domaine-onisep/mecanique>",
    ("metier", "decrit"): "?f ^mg:formation|mg:debouche ?m . ?m mg:fiche ?fiche",
    ("apres", "bts"): (
        "VALUES ?t { 'brevet de technicien supérieur'@fr"
        " 'brevet de technicien supérieur agricole'@fr }"
        "?before mg:typeFormation ?t ; mg:poursuite/mg:formationVisee/^skos:prefLabel ?f ;"
        " mg:niveauSortie/mg:rang ?low . ?f mg:niveauSortie/mg:rang ?high FILTER(?low < ?high)"
    ),
    ("lettre", "c"): "?f skos:prefLabel ?name FILTER(REGEX(?name, '^[cç]', 'i'))",
}


@pytest.mark.corpus
@pytest.mark.parametrize(("facet", "slug"), QUESTIONS)
def test_counts_are_those_of_a_query(
    whole: Engine, everything: Path, facet: str, slug: str
) -> None:
    facts = read_formation_data(whole)
    counted = value_counts(facts, Selection({}, "nom", kind=FORMATIONS))
    head = f"BASE <{base()}>" + "".join(f"PREFIX {p}: <{iri}>" for p, iri in prefixes().items())
    body = f"?f a mg:Formation . {QUESTIONS[facet, slug]}"
    text = f"{head} SELECT (COUNT(DISTINCT ?f) AS ?n) {{ {body} }}"
    found = ox.Store.read_only(str(everything / "store")).query(text)
    assert isinstance(found, ox.QuerySolutions)
    ((number,),) = found
    assert isinstance(number, ox.Literal)
    assert counted[facet][slug] == int(number.value) > 10


@pytest.mark.corpus
def test_no_level_of_entry_is_above_that_of_exit(whole: Engine) -> None:
    facts = read_formation_data(whole)
    ranks = {value.slug: value.rang or 0 for value in facts.facets["sortie"].values}
    for value in facts.facets["entree"].values:
        bits = value.bits
        for place, each in enumerate(facts.items):
            if bits >> place & 1:
                assert ranks[each.sortie] > (value.rang or 0), each


@pytest.mark.corpus
def test_known_formations_are_entered_from_where_everyone_knows(whole: Engine) -> None:
    facts = read_formation_data(whole)
    assert "CAP maçon" in names(facts, entree="3e")
    assert "BTS comptabilité et gestion" in names(facts, entree="bac-ou-equivalent")
    assert "BTS comptabilité et gestion" in names(facts, apres="bac-general")
    assert "BP coiffure" in names(facts, apres="cap")
    assert "BP coiffure" not in names(facts, entree="3e")
    assert all("master" not in name for name in names(facts, entree="3e"))
