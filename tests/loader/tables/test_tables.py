"""The tables of a release: what each reader finds in them, and that it is what the graph says."""

import csv
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import pytest
from pyoxigraph import Literal, QuerySolutions, Store

from loader.tables import build_tables
from loader.tables.columns import COLUMNS
from ontology import prefixes
from queries import folder
from tests.loader.pages.stores import store_of_metiers

NAMES = sorted(folder("tables"))
METIERS = {
    "MET.1": "skos:notation 'MET.1' ; mg:romeV3 rome3:A1101, rome3:B1101 ; mg:formation for:FOR.1 ;"
    " mg:niveauAcces niveau:bac ; mg:autreAppellation <id/metier/MET.1/appellation/x> ;"
    " dct:description 'Dit « oui »,\\n\"non\" | =1+1'@fr ;"
    " schema:estimatedSalary <id/s/1>, <id/s/2> ; mg:statut statut:salarie, statut:artisan",
    "MET.2": "skos:notation 'MET.2' ; mg:romeV3 rome3:A1101",
}
OTHERS = """
for:FOR.1 a mg:Formation ; skos:notation "FOR.1" ; skos:prefLabel "CAP bois"@fr ;
  mg:debouche metier:MET.2 ; mg:dureeAnnees 0.5 ; mg:eqf eqf:3 ;
  mg:codeRncp "00077" ; mg:codeScolarite "0110", "00220" .
<id/s/1> mg:stade stade:debutant ; schema:unitText "MONTH" ; mg:brut true ; schema:minValue 1801.5 ;
  mg:condition "hors primes"@fr .
<id/s/2> mg:stade stade:debutant ; schema:unitText "MONTH" ; mg:brut true ; schema:minValue 2000 .
<id/metier/MET.1/appellation/x> a mg:Appellation ; skos:prefLabel "x"@fr .
niveau:bac skos:prefLabel "bac"@fr, "baccalauréat"@en ; mg:rang 40 .
statut:salarie skos:prefLabel "salarié"@fr . statut:artisan skos:prefLabel "artisan"@fr .
rome3:A1101 skos:notation "A1101" ; skos:prefLabel "Engins"@fr ;
  skos:inScheme nomenclature:rome-v3 . rome3:B1101 skos:notation "B1101" .
rome4:A1102 skos:notation "A1102" ; skos:prefLabel "Machines"@fr ;
  skos:inScheme nomenclature:rome-v4 .
ogr:00012 a mg:AppellationRome ; skos:notation "00012" ; skos:prefLabel "Chauffeur"@fr ;
  skos:broader rome3:A1101, rome4:A1102 ;
  skos:exactMatch <http://data.europa.eu/esco/occupation/1> .
<http://data.europa.eu/esco/occupation/1> skos:prefLabel "chauffeur"@fr, "driver"@en .
rome4:A1199 skos:notation "A1199" ; skos:prefLabel "Treuils"@fr ; owl:deprecated true ;
  mg:absentDe <id/source/rome-v4/v460> .
"""
DIGEST = "d" * 64


@pytest.fixture(scope="module")
def store() -> Store:
    return store_of_metiers(METIERS, OTHERS)


@pytest.fixture(scope="module")
def tables(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("tables")
    build_tables(store, place, DIGEST)
    return place / "tables"


def rows(tables: Path, name: str) -> list[dict[str, str]]:
    with (tables / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def package(tables: Path) -> Mapping[str, Any]:
    said: Mapping[str, Any] = json.loads((tables / "datapackage.json").read_text("utf-8"))
    return said


def test_the_same_view_makes_the_same_bytes(store: Store, tables: Path, tmp_path: Path) -> None:
    build_tables(store, tmp_path, DIGEST)
    for path in tables.iterdir():
        assert path.read_bytes() == (tmp_path / "tables" / path.name).read_bytes()


def test_a_metier_has_one_row_with_all_that_is_said_of_it(tables: Path) -> None:
    one, other = rows(tables, "metiers")
    assert one["description"] == 'Dit « oui »,\n"non" | =1+1'
    assert (one["niveau"], one["niveau_rang"], one["salaire_min"]) == ("bac", "40", "1801.5")
    assert (one["salaire_condition"], other["salaire_condition"]) == ("hors primes", "")
    assert (one["romes_v3"], one["statuts"]) == ("A1101 | B1101", "artisan | salarié")
    assert (other["metier"], other["niveau"], other["statuts"]) == ("MET.2", "", "")


def test_what_ties_two_things_is_a_row(tables: Path) -> None:
    pairs = {(row["metier"], row["relation"]) for row in rows(tables, "metier_formation")}
    assert pairs == {("MET.1", "formation"), ("MET.2", "debouche")}
    assert len(rows(tables, "metier_rome_v3")) == 3
    (bridge,) = rows(tables, "rome_v3_v4_esco")
    assert (bridge["ogr"], bridge["rome_v3"], bridge["rome_v4"], bridge["relation"]) == (
        "00012", "A1101", "A1102", "exactMatch",
    )  # fmt: skip
    assert bridge["esco_libelle"] == "chauffeur"
    assert [row["rncp"] for row in rows(tables, "rncp_formation_metier")] == ["RNCP00077"] * 2
    changed = rows(tables, "changements")
    assert {row["changement"]: (row["avant"], row["apres"]) for row in changed} == {
        "absent": ("", "rome-v4/v460"), "code": ("A1101", "A1102"),
    }  # fmt: skip
    assert [row["libelle"] for row in rows(tables, "appellations")] == [
        "MET.1", "x", "MET.2", "Chauffeur",
    ]  # fmt: skip


def select(statement: str) -> duckdb.DuckDBPyRelation:
    """Return what DuckDB finds."""
    found = duckdb.sql(statement)
    assert found is not None
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_reader_finds_the_same_rows(tables: Path, name: str) -> None:
    said = rows(tables, name)
    columns = list(said[0])
    for form in ("csv", "parquet"):
        path = str(tables / f"{name}.{form}")
        found = select(f"SELECT * FROM '{path}'")
        assert (found.columns, len(found.fetchall())) == (columns, len(said))
        frame = pandas.read_csv(path) if form == "csv" else pandas.read_parquet(path)
        assert ([*frame.columns], len(frame)) == (columns, len(said))
    header, *cells = openpyxl.load_workbook(tables / f"{name}.xlsx").active.values
    assert [*header] == columns
    assert len(cells) == len(said)


def test_codes_keep_their_zeros_and_numbers_are_numbers(tables: Path) -> None:
    path = str(tables / "formations.parquet")
    (row,) = select(
        f"SELECT annees, niveau_europeen, rncps, codes_scolarite, tutelle FROM '{path}'"
    ).fetchall()
    assert row == (0.5, 3, ["RNCP00077"], ["00220", "0110"], None)
    sheet = openpyxl.load_workbook(tables / "rome_v3_v4_esco.xlsx").active
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].number_format) == (
        "00012", "s", "@",
    )  # fmt: skip
    text = openpyxl.load_workbook(tables / "metiers.xlsx").active["N2"]
    assert (text.value, text.data_type) == ('Dit « oui »,\n"non" | =1+1', "s")


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_described_and_every_description_is_of_one(tables: Path, name: str) -> None:
    resource = next(each for each in package(tables)["resources"] if each["name"] == name)
    fields = [field["name"] for field in resource["schema"]["fields"]]
    assert fields == list(rows(tables, name)[0])
    assert resource["title_en"] != resource["title"]
    assert resource["description_en"] != resource["description"]


def test_no_column_is_described_for_nothing(tables: Path) -> None:
    used = {column for name in NAMES for column in rows(tables, name)[0]}
    assert used == COLUMNS.keys()


def test_the_package_tells_the_files_as_they_are(tables: Path) -> None:
    said = package(tables)
    assert said["version"] == DIGEST
    listed = {each["path"] for each in said["resources"]}
    assert listed == {f"{name}.{form}" for name in NAMES for form in ("csv", "xlsx", "parquet")}
    for each in said["resources"]:
        data = (tables / each["path"]).read_bytes()
        assert each["bytes"] == len(data)
        assert each["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_the_csv_have_metadata_of_their_own(tables: Path) -> None:
    said = json.loads((tables / "csv-metadata.json").read_text("utf-8"))
    assert said["@context"] == "http://www.w3.org/ns/csvw"
    assert [table["url"] for table in said["tables"]] == [f"{name}.csv" for name in NAMES]
    metiers = next(each for each in said["tables"] if each["url"] == "metiers.csv")
    columns = {each["name"]: each for each in metiers["tableSchema"]["columns"]}
    assert columns["statuts"]["separator"] == " | "
    assert columns["salaire_min"]["datatype"] == "decimal"


COUNTS = {
    "metiers": "SELECT DISTINCT ?m { ?m a mg:Metier ; skos:notation ?n ; skos:prefLabel ?l }",
    "formations": "SELECT DISTINCT ?f { ?f a mg:Formation ; skos:notation ?n ; skos:prefLabel ?l }",
    "metier_formation": "SELECT * { { ?m mg:formation ?f } UNION { ?f mg:debouche ?m } }",
    "metier_rome_v3": "SELECT ?m ?c { ?m mg:romeV3 ?c ; skos:notation ?n . ?c skos:notation ?d }",
    "appellations": "SELECT DISTINCT ?a { ?a skos:prefLabel ?l { ?a a mg:AppellationRome } UNION"
    " { ?a a mg:Metier ; skos:notation ?n } UNION { ?m mg:autreAppellation ?a } }",
    "changements": """SELECT * {
        { ?a skos:broader ?old, ?new . ?old skos:inScheme nomenclature:rome-v3 .
          ?new skos:inScheme nomenclature:rome-v4 .
          FILTER EXISTS { ?a a mg:AppellationRome }
          FILTER(STRAFTER(STR(?old), "/v3/") != STRAFTER(STR(?new), "/v4/")) }
        UNION { ?thing mg:absentDe ?edition } }""",
    "rncp_formation_metier": """SELECT (SUM(?numbers * IF(?metiers = 0, 1, ?metiers)) AS ?count) {
        { SELECT ?f (COUNT(DISTINCT ?n) AS ?numbers)
          { ?f a mg:Formation ; mg:codeRncp|mg:certification/mg:codeRncp ?n } GROUP BY ?f }
        { SELECT ?f (COUNT(DISTINCT ?m) AS ?metiers)
          { ?f a mg:Formation OPTIONAL { ?m mg:formation|^mg:debouche ?f } } GROUP BY ?f } }""",
    "rome_v3_v4_esco": """SELECT (SUM(?olds * ?news * ?escos) AS ?count) {
        { SELECT ?a (IF(COUNT(?c) = 0, 1, COUNT(?c)) AS ?olds) { ?a a mg:AppellationRome
          OPTIONAL { ?a skos:broader ?c . ?c skos:inScheme nomenclature:rome-v3 } } GROUP BY ?a }
        { SELECT ?a (IF(COUNT(?c) = 0, 1, COUNT(?c)) AS ?news) { ?a a mg:AppellationRome
          OPTIONAL { ?a skos:broader ?c . ?c skos:inScheme nomenclature:rome-v4 } } GROUP BY ?a }
        { SELECT ?a (IF(COUNT(?e) = 0, 1, COUNT(?e)) AS ?escos) { ?a a mg:AppellationRome
          OPTIONAL { ?a skos:exactMatch|skos:closeMatch|skos:broadMatch|skos:narrowMatch ?e } }
          GROUP BY ?a } }""",
}  # fmt: skip
"""How many rows each table must have, asked otherwise than it is made: the rows, or their `count`.

A tie is told by schemes where the table tells it by IRIs, and multiplied out where the table joins.
"""


def count(store: Store, query: str) -> int:
    found = store.query(query, prefixes=dict(prefixes()))
    assert isinstance(found, QuerySolutions)
    solutions = list(found)
    if [variable.value for variable in found.variables] == ["count"]:
        number = solutions[0]["count"]
        assert isinstance(number, Literal)
        return int(number.value)
    return len(solutions)


def test_every_table_is_counted() -> None:
    assert sorted(COUNTS) == NAMES


@pytest.mark.parametrize("name", COUNTS)
def test_a_table_has_as_many_rows_as_the_graph_says(store: Store, tables: Path, name: str) -> None:
    assert len(rows(tables, name)) == count(store, COUNTS[name])


@pytest.mark.parametrize("name", COUNTS)
def test_so_has_one_of_the_seeds(planted: Path, name: str) -> None:
    store = Store.read_only(str(planted / "store"))
    assert len(rows(planted / "tables", name)) == count(store, COUNTS[name]) > 0


@pytest.mark.corpus
@pytest.mark.parametrize("name", COUNTS)
def test_so_has_one_of_all_that_is_published(everything: Path, name: str) -> None:
    store = Store.read_only(str(everything / "store"))
    assert len(rows(everything / "tables", name)) == count(store, COUNTS[name])


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "keys"), [("metiers", ("metier",)), ("formations", ("formation",)),
                       ("appellations", ("iri",)), ("metier_rome_v3", ("metier", "rome_v3"))],
)  # fmt: skip
def test_no_row_of_all_that_is_published_comes_twice(
    everything: Path, name: str, keys: tuple[str, ...]
) -> None:
    every = [tuple(row[key] for key in keys) for row in rows(everything / "tables", name)]
    assert len(every) == len(set(every))
