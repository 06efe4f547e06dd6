import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from loader.codes import build_code_table
from loader.codes.ways import Ways, folder_of
from ontology import base
from server.releases.layout import CODES_FILE
from tests.loader.pages.stores import iri, store_of_metiers

GRAPHS = f"""
GRAPH <graph/onisep-metiers/2025-10/MET.1> {{ metier:MET.1 skos:notation "MET.1" }}
GRAPH <graph/onisep-metiers/2024-06/MET.1> {{ metier:MET.1 skos:notation "MET.1" }}
GRAPH <graph/rome-v4/v460> {{
  ogr:5 skos:notation "5" . <{base()}id/rome/savoir/5> skos:notation "5" }}
GRAPH <graph/onisep-formations/2025-10/FOR.1> {{ for:FOR.1 mg:codeRncp "77" }}
GRAPH <graph/onisep-table-passage/2024-06> {{ <id/certification/9> mg:codeRncp "77" }}
for:FOR.1 mg:codeRncp "77" . <id/certification/9> mg:codeRncp "77" .
for:FOR.1 mg:certification <id/certification/9> .
ogr:6 a mg:AppellationRome ; skos:broader rome3:A1101, rome4:A1101 ; skos:prefLabel "Pilote"@fr .
rome3:A1101 skos:prefLabel "Engins"@fr . ogr:5 a mg:AppellationRome ; skos:broader rome3:A1101 ;
  skos:prefLabel "Chauffeur / Chauffeuse d'engin"@fr ; mg:masculin "Chauffeur d'engin"@fr .
"""
METIERS = {
    "MET.1": "mg:romeV3 rome3:A1101 ; mg:niveauAcces niveau:bac ; mg:formation for:FOR.1",
    "MET.2": "mg:romeV3 rome3:A1101",
}


def _rows(store: Store, folder: Path, statement: str) -> list[tuple[Any, ...]]:
    build_code_table(store, folder)
    with closing(sqlite3.connect(folder / CODES_FILE)) as connection:
        return connection.execute(statement).fetchall()


def test_a_thing_has_its_codes_with_the_editions_that_say_them(tmp_path: Path) -> None:
    store = store_of_metiers(METIERS, GRAPHS)
    found = _rows(store, tmp_path, "SELECT scheme, key, iri, relation, editions FROM meanings")
    assert sorted(found) == [
        ("met", "MET.1", iri("MET.1"), "skos:notation",
         "onisep-metiers/2024-06 onisep-metiers/2025-10"),
        ("ogr", "5", iri("rome/appellation/5"), "skos:notation", "rome-v4/v460"),
        ("ogr", "5", iri("rome/savoir/5"), "skos:notation", "rome-v4/v460"),
        ("rncp", "77", iri("certification/9"), "mg:codeRncp", "onisep-table-passage/2024-06"),
    ]  # fmt: skip


def test_what_stands_behind_it_is_by_the_names_of_metiers(tmp_path: Path) -> None:
    store = store_of_metiers(METIERS, GRAPHS)
    found = {row[0]: row[1:] for row in _rows(store, tmp_path, "SELECT * FROM ways")}
    assert found[iri("rome/appellation/5")] == ("skos:broader/^mg:romeV3", "MET.1")
    assert found[iri("certification/9")] == (
        "mg:codeRncp/^mg:codeRncp/(^mg:certification)?/(^mg:formation|mg:debouche)", "MET.1",
    )  # fmt: skip


def test_the_names_of_a_code_are_those_that_only_one_edition_has_under_it(tmp_path: Path) -> None:
    store = store_of_metiers(METIERS, GRAPHS)
    assert _rows(store, tmp_path, "SELECT * FROM names") == [
        (iri("rome/v3/A1101"), "chauffeur-chauffeuse-d-engin"),
        (iri("rome/v3/A1101"), "chauffeur-d-engin"),
    ]


def test_ways_count_how_often_they_lead_there() -> None:
    said = "".join(f"ogr:{n} skos:broader rome3:A1101, rome4:B1101 . " for n in (1, 2))
    ways = Ways(store_of_metiers(METIERS, said))
    assert ways.metiers_of(iri("rome/v4/B1101")) == {iri("MET.1"): 2, iri("MET.2"): 2}
    assert ways.metiers_of(iri("rome/savoir/1")) == {}
    assert ways.metiers_of("http://elsewhere.example/x") == {}


def test_a_thing_is_in_a_folder() -> None:
    assert folder_of(iri("rome/v3/A1101")) == "rome/v3"
    assert folder_of("http://data.europa.eu/esco/isco/C4120") == "esco/isco"
    assert folder_of("http://elsewhere.example/x") == ""
