import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from loader.pages import build_page_tables
from ontology import base, graph_files, prefixes
from queries import find
from server.app import create_app
from server.browse.conflits import read_conflicts, read_entries, read_fields
from server.engine import Engine, Row
from server.engine.embedded import EmbeddedEngine
from server.iris import compact
from server.releases.layout import MANIFEST_FILE, PAGES_FILE
from server.releases.tables import SqliteTables
from server.settings import Settings
from tests.server.release_fixture import write_release

HTML = {"Accept": "text/html"}
GRAPHS = {
    "onisep-metiers/2024-06/MET.1": """
      metier:MET.1 a mg:Metier ; skos:prefLabel "un"@fr ; mg:romeV3 rome3:A1101, rome3:A1102 ;
        mg:statut statut:salarie ; mg:transverse true ; mg:niveauAcces niveau:bac-2 ;
        mg:fiche fiche:MET.1 .
      fiche:MET.1 a mg:Fiche ; schema:about metier:MET.1 ; mg:section <id/fiche/MET.1/en-bref> .
      <id/fiche/MET.1/en-bref> mg:rubrique rubrique:en-bref ;
        mg:passage <id/fiche/MET.1/en-bref/1>, <id/fiche/MET.1/en-bref/2> .
      <id/fiche/MET.1/en-bref/1> schema:text "Le même."@fr .
      <id/fiche/MET.1/en-bref/2> schema:text "Avant."@fr .""",
    "onisep-metiers/2025-10/MET.1": """
      metier:MET.1 a mg:Metier ; skos:prefLabel "un"@fr ; mg:romeV3 rome3:A1101 ;
        mg:statut statut:salarie ; mg:formation for:FOR.1 ; mg:niveauAcces niveau:bac-3 ;
        mg:fiche fiche:MET.1 .
      fiche:MET.1 a mg:Fiche ; schema:about metier:MET.1 ; mg:section <id/fiche/MET.1/en-bref> .
      <id/fiche/MET.1/en-bref> mg:rubrique rubrique:en-bref ;
        mg:passage <id/fiche/MET.1/en-bref/1>, <id/fiche/MET.1/en-bref/2> .
      <id/fiche/MET.1/en-bref/1> schema:text "Le même."@fr .
      <id/fiche/MET.1/en-bref/2> schema:text "Après."@fr .""",
    "onisep-ideo-metiers/nd": 'metier:MET.1 a mg:Metier ; skos:prefLabel "1"@fr .',
}


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    store = ox.Store()
    head = f"@base <{base()}> .\n" + "".join(
        f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes().items()
    )
    for name, text in GRAPHS.items():
        graph = ox.NamedNode(f"{base()}graph/{name}")
        for quad in ox.parse(head + text, ox.RdfFormat.TURTLE):
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
            if name != "onisep-ideo-metiers/nd":
                store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    for text in graph_files().values():
        for quad in ox.parse(text, ox.RdfFormat.TURTLE, base_iri=base()):
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    build_page_tables(store, tmp_path)
    return EmbeddedEngine(store, SqliteTables(tmp_path / PAGES_FILE))


CONFLICTING = {"mg:niveauAcces": ["MET.1"], "mg:romeV3": ["MET.1"], "rubrique:en-bref": ["MET.1"]}


def _asked(engine: Engine, name: str, **terms: ox.NamedNode) -> list[Row]:
    return engine.select(find(f"api/{name}"), **terms)


def test_the_fields_in_which_editions_of_a_fiche_differ(engine: Engine) -> None:
    rows = _asked(engine, "conflits_resume")
    found = {compact(row.iri("champ"), prefixes()): row.count("metiers") for row in rows}
    assert found == dict.fromkeys(CONFLICTING, 1), (
        "a field that one edition alone states is none, nor one that all state alike, nor a mention"
    )
    for row in rows:
        (metier,) = _asked(engine, "conflits_champ", champ=ox.NamedNode(row.iri("champ")))
        assert metier.iri("metier").endswith("/MET.1")


def test_fields_and_metiers_have_names(engine: Engine) -> None:
    fields = read_fields(engine, {**CONFLICTING, "skos:prefLabel": ["MET.2", "MET.1"]})
    assert [field.name for field in fields] == [
        "niveau d'accès minimum", "ROME V3", "texte de En bref", "titre",
    ]  # fmt: skip
    entries = read_entries(engine, fields[-1])
    assert [(entry.label, entry.notation) for entry in entries] == [
        ("MET.2", "MET.2"),
        ("un", "MET.1"),
    ]


def test_what_each_graph_gives_that_another_does_not(engine: Engine) -> None:
    found = {
        conflict.name: {side.name: [text for _, text in side.values] for side in conflict.sides}
        for conflict in read_conflicts(engine, ox.NamedNode(f"{base()}id/metier/MET.1"))
    }
    old, new = "onisep-metiers 2024-06", "onisep-metiers 2025-10"
    assert found["ROME V3"] == {old: ["A1102"]}
    assert found["niveau d'accès minimum"] == {old: ["bac + 2"], new: ["bac + 3"]}
    assert found["texte de En bref"] == {old: ["Avant."], new: ["Après."]}
    assert len(found) == 3


def _client(tmp_path: Path, digest: str, **said: object) -> FlaskClient:
    """Return a client of a release whose manifest says something more."""
    manifest = write_release(tmp_path, digest) / MANIFEST_FILE
    whole = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**whole, **said}), "utf-8")
    return create_app(Settings(home=tmp_path)).test_client()


def test_a_release_of_before_says_no_disagreement(tmp_path: Path) -> None:
    said = _client(tmp_path, "a1").get("/conflits", headers=HTML).text
    assert "d'une version antérieure" in said
    said = _client(tmp_path, "a2", conflicting={}).get("/conflits", headers=HTML).text
    assert "Aucun désaccord" in said


def test_the_pages_lead_from_fields_to_values(tmp_path: Path) -> None:
    client = _client(tmp_path, "a1", conflicting={"mg:niveauAcces": ["MET.797"]})
    text = client.get("/conflits", headers=HTML).text
    assert 'href="/conflits?champ=mg:niveauAcces"' in text
    text = client.get("/conflits?champ=mg:niveauAcces", headers=HTML).text
    assert 'href="/conflits?metier=MET.797"' in text
    assert "1 métier</span>" in text
    text = client.get("/conflits?metier=MET.797", headers=HTML).text
    assert "bac ou équivalent" in text
    assert 'href="/graph/onisep-metiers/2024-06/MET.797"' in text
    assert "elles le disent pareillement" in client.get("/conflits?metier=MET.2", headers=HTML).text


@pytest.mark.parametrize(
    ("query", "status"),
    [("champ=mg:zut", 404), ("metier=MET.0", 404), ("metier=%3E", 400), ("metier=../x", 400)],
)
def test_what_is_not_there_is_said(client: FlaskClient, query: str, status: int) -> None:
    assert client.get(f"/conflits?{query}", headers=HTML).status_code == status
