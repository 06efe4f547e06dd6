"""Disagreements between editions: what the manifest counts, SPARQL finds and the pages show."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from lxml import html

from ontology import base, prefixes
from queries import find
from server.app import create_app
from server.iris import compact
from server.releases.change_tables import ChangeFilter, ChangeRows, read_edition_comparisons
from server.releases.layout import MANIFEST_FILE, read_manifest
from server.releases.release import open_release
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.server.release_fixture import write_release

HTML = {"Accept": "text/html"}
PARTS = ("mg:autreAppellation", "schema:estimatedSalary", "mg:parcours", "mg:voieAcces")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def seeded(planted: Path) -> Iterator[FlaskClient]:
    app = create_app(Settings(home=planted.parent.parent))
    yield app.test_client()
    app.extensions[EXTENSION].close()


def page(client: FlaskClient, address: str) -> Any:
    response = client.get(address, headers=HTML)
    assert response.status_code == 200
    return html.fromstring(response.text)


def disputed(folder: Path) -> set[tuple[str, str]]:
    """Return the fields and the métiers that the tables have in disagreement."""
    rows = ChangeRows(ChangeFilter(disputed=True), *read_edition_comparisons(folder))
    return {(row.field, row.iri) for row in rows[: len(rows)]}


def expect_one_count(folder: Path) -> None:
    """Compare the tables, the manifest and the query of the library."""
    found = disputed(folder)
    manifest = read_manifest(folder)
    assert Counter(field for field, _ in found) == manifest.conflicts
    assert {(field, iri.rpartition("/")[2]) for field, iri in found} == {
        (field, id_) for field, ids in (manifest.conflicting or {}).items() for id_ in ids
    }
    rows = open_release(folder).engine.select(find("api/conflits_resume"))
    assert manifest.conflicts == {
        compact(row.iri("champ"), prefixes()): row.count("metiers") for row in rows
    }


def test_tables_manifest_and_sparql_count_alike(planted: Path) -> None:
    expect_one_count(planted)


@pytest.mark.corpus
def test_tables_manifest_and_sparql_count_alike_on_all_sources(everything: Path) -> None:
    expect_one_count(everything)


def test_the_values_are_those_that_sparql_finds(planted: Path) -> None:
    engine = open_release(planted).engine
    (compared,) = read_edition_comparisons(planted)
    rows = ChangeRows(ChangeFilter(disputed=True), compared)
    for row in rows[: len(rows)]:
        if row.field.startswith("rubrique:") or row.field in PARTS:
            continue  # lines of a text, and parts of a métier, are values of another grain
        found: dict[str, set[str]] = {compared.before: set(), compared.after: set()}
        for one in engine.select(find("api/conflits"), metier=ox.NamedNode(row.iri)):
            if compact(one.iri("champ"), prefixes()) == row.field:
                found[one.iri("graphe").split("/")[-2]].add(one.text("valeur"))
        for edition, values in ((compared.before, row.before), (compared.after, row.after)):
            assert {value.iri or value.text for value in values} == found[edition]


@pytest.mark.corpus
def test_pays_are_counted_alike_and_readable_on_all_sources(everything: Path) -> None:
    key = "schema:estimatedSalary"
    ids = set((read_manifest(everything).conflicting or {})[key])
    assert len(ids) == 607
    app = create_app(Settings(home=everything.parent.parent))
    client = app.test_client()
    (count,) = page(client, "/conflits").xpath("//tr[th/a[contains(@href, 'estimated')]]/td/text()")
    assert int(count) == len(ids)
    field = ox.NamedNode("http://schema.org/estimatedSalary")
    rows = open_release(everything).engine.select(find("api/conflits_champ"), champ=field)
    assert {row.iri("metier").rpartition("/")[2] for row in rows} == ids
    text = client.get(f"/conflits.csv?champ={key}").text.removeprefix("\ufeff")
    listed = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert {row["iri"].rpartition("/")[2] for row in listed} == ids
    assert all(row["avant"] or row["apres"] for row in listed)  # one may say an amount more
    (one,) = (row for row in listed if row["iri"].endswith("/MET.797"))
    assert "1\u202f900 à 3\u202f100\u00a0€ brut par mois" in one["apres"]
    app.extensions[EXTENSION].close()


def test_the_pages_lead_from_fields_to_values(seeded: FlaskClient, planted: Path) -> None:
    manifest = read_manifest(planted)
    shown = page(seeded, "/conflits")
    rows = {
        each.xpath("string(th/a/@href)"): int(each.xpath("string(td)"))
        for each in shown.xpath("//tbody/tr")
    }
    assert rows == {
        f"/conflits?champ={field.replace(':', '%3A')}": count
        for field, count in manifest.conflicts.items()
    }
    for address, count in rows.items():
        listed = page(seeded, address)
        assert listed.xpath("string(//main/h2)") == f"{count} métier{'s' * (count > 1)}"
        assert len(listed.xpath("//article[@class='change']")) == min(count, 20)
        assert listed.xpath("//div[@class='sides']")


def test_one_metier_is_told_whole_with_both_editions(seeded: FlaskClient, planted: Path) -> None:
    field, (id_, *_) = next(iter((read_manifest(planted).conflicting or {}).items()))
    shown = page(seeded, f"/conflits?chose={id_}")
    assert shown.xpath("//article/h3/code/text()") == [id_]
    sides = [each.text for each in shown.xpath("(//div[@class='sides'])[1]/div/p[1]")]
    assert sides == ["édition 2024-06", "édition 2025-10"]
    assert page(seeded, f"/conflits?metier={id_}").xpath("//article/h3/code/text()") == [id_]
    only = page(seeded, f"/conflits?chose={id_}&champ={field}")
    assert len(only.xpath("//div[@class='sides']")) == 1


def test_things_have_their_names_in_the_language_of_the_page(seeded: FlaskClient) -> None:
    shown = page(seeded, "/conflits?champ=mg:niveauAcces&lang=en")
    levels = [each.text_content() for each in shown.xpath("//div[@class='sides']//a")]
    assert any("baccalauréat +" in level for level in levels)
    seeded.delete_cookie("lang")
    assert "bac + " in page(seeded, "/conflits?champ=mg:niveauAcces").text_content()


def test_the_sheet_has_every_disagreement(seeded: FlaskClient, planted: Path) -> None:
    text = seeded.get("/conflits.csv").text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == len(disputed(planted))
    assert {row["genre"] for row in rows} == {"métiers"}


def test_a_code_leaves_the_metiers_behind_it(seeded: FlaskClient, planted: Path) -> None:
    shown = page(seeded, "/conflits?code=G1204")
    ids = set(shown.xpath("//article/h3/code/text()"))
    assert ids <= {iri.rpartition("/")[2] for _, iri in disputed(planted)}


def _client(tmp_path: Path, digest: str, **said: object) -> FlaskClient:
    """Return a client of a release whose manifest says something more."""
    manifest = write_release(tmp_path, digest) / MANIFEST_FILE
    whole = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**whole, **said}), "utf-8")
    return create_app(Settings(home=tmp_path)).test_client()


def test_a_release_of_before_says_no_disagreement(tmp_path: Path) -> None:
    said = _client(tmp_path, "a1").get("/conflits", headers=HTML).text
    assert "d'une version antérieure" in said
    client = _client(tmp_path, "a2", conflicting={})
    assert "Aucun désaccord" in client.get("/conflits", headers=HTML).text
    assert client.get("/conflits.csv").status_code == 404


def test_the_feed_tells_what_came_and_went_with_a_release(tmp_path: Path) -> None:
    _client(tmp_path, "a1", conflicting={"mg:niveauAcces": ["MET.797", "MET.2"]})
    client = _client(
        tmp_path, "a2", conflicting={"mg:niveauAcces": ["MET.797"], "mg:statut": ["MET.2"]},
        built="2026-11-03T08:00:00+00:00",
    )  # fmt: skip
    feed = ET.fromstring(client.get("/conflits.atom").data)
    (entry,) = feed.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == (
        "Désaccords : 1 de plus, 1 de moins, release du 03/11/2026"
    )
    assert entry.findtext(f"{ATOM}summary") == (
        "de plus : MET.2 (statut possible) ; de moins : MET.2 (niveau d'accès minimum)"
    )
    assert entry.findtext(f"{ATOM}updated") == "2026-11-03T08:00:00+00:00"
    assert (entry.findtext(f"{ATOM}id") or "").startswith(f"{base()}id/release/a2#")
    for query, count in (("chose=MET.797", 0), ("chose=MET.2", 1), ("champ=mg:statut", 1)):
        feed = ET.fromstring(client.get(f"/conflits.atom?{query}").data)
        assert len(list(feed.iter(f"{ATOM}entry"))) == count


@pytest.mark.parametrize(
    ("query", "status"),
    [("champ=mg:zut", 404), ("chose=%3E", 404), ("chose=../x", 404), ("code=zz", 404)],
)
def test_what_is_not_there_is_said(seeded: FlaskClient, query: str, status: int) -> None:
    assert seeded.get(f"/conflits?{query}", headers=HTML).status_code == status


@pytest.mark.parametrize("page", ["/conflits", "/conflits.csv", "/conflits.atom"])
def test_a_field_in_which_nothing_differs_has_no_address(client: FlaskClient, page: str) -> None:
    assert client.get(f"{page}?champ=zzz").status_code == 404
    assert client.get(f"{page}?champ=%01").status_code == 400
