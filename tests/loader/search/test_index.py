import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from loader.search import build_index
from ontology import base, prefixes
from server.releases.layout import INDEX_FILE
from tests.loader.corpora import store_of
from tests.loader.sheets import FULL, SHORT

ESCO = "http://data.europa.eu/esco/occupation/1"
REFERENCE = """
rome3:B1805 a mg:CodeRome ; skos:notation "B1805" ; skos:prefLabel "Stylisme"@fr .
rome4:B1805 a mg:CodeRome ; skos:notation "B1805" ; skos:prefLabel "Styliste"@fr .
ogr:19528 a mg:AppellationRome ; skos:notation "19528" ; skos:broader rome3:B1805, rome4:B1805 ;
  skos:prefLabel "Brodeur / Brodeuse sur soie"@fr ;
  mg:feminin "Brodeuse sur soie"@fr ; mg:masculin "Brodeur sur soie"@fr ;
  skos:altLabel "Brodeur(se) soie"@fr .
<id/rome/competence/1> a mg:CompetenceRome ; skos:prefLabel "Broder"@fr ; skos:broader rome4:B1805 .
metier:MET.1 a mg:Metier ; skos:notation "MET.1" ; skos:prefLabel "jongleur/euse"@fr ;
  mg:romeV3 rome3:B1805 .
for:FOR.1 a mg:Formation ; skos:notation "FOR.1" ; skos:prefLabel "CAP broderie"@fr ;
  mg:codeRncp "38363" ; mg:codeScolarite "32031409" .
<id/niveau/bac-2> a mg:Niveau ; skos:notation "REF.411" ;
  skos:prefLabel "bac + 2"@fr, "two years"@en ; skos:hiddenLabel "Bac+2"@fr .
<http://data.europa.eu/esco/occupation/1> a mg:ProfessionEsco ; skos:prefLabel "fileur/fileuse"@fr .
<id/fap/V5Z00> a mg:FamilleProfessionnelle ; skos:notation "V5Z00" ; skos:prefLabel "Arts"@fr .
<id/secteur/textile> a mg:Secteur ; skos:prefLabel "Textile"@fr .
<id/certification/9> a mg:Certification ; skos:notation "9" ; skos:prefLabel "Brodeur"@fr .
"""


@contextmanager
def opened(store: Store, folder: Path) -> Iterator[sqlite3.Connection]:
    build_index(store, folder)
    connection = sqlite3.connect(f"file:{folder / INDEX_FILE}?immutable=1", uri=True)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    header = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes().items())
    store = Store()
    store.load(header + REFERENCE, RdfFormat.TURTLE, base_iri=base())
    with opened(store, tmp_path_factory.mktemp("reference")) as connection:
        yield connection


def paths(iris: Sequence[str]) -> list[str]:
    return [iri.rpartition("/id/")[2] for iri in iris]


def named(connection: sqlite3.Connection, words: str) -> list[str]:
    rows = connection.execute(
        "SELECT DISTINCT iri FROM named JOIN names ON names.id = named.rowid"
        " JOIN things ON things.id = thing WHERE named MATCH ? ORDER BY named.rowid",
        (words,),
    )
    return paths([iri for (iri,) in rows])


def told(connection: sqlite3.Connection, words: str) -> list[str]:
    rows = connection.execute(
        "SELECT iri FROM texts JOIN things ON things.id = texts.rowid WHERE texts MATCH ?"
        " ORDER BY bm25(texts, 10, 6, 3, 2, 1)",
        (words,),
    )
    return paths([iri for (iri,) in rows])


def test_a_metier_is_found_by_each_of_its_names_and_by_its_identifier(tmp_path: Path) -> None:
    with opened(store_of(FULL, SHORT), tmp_path) as connection:
        for words in ("tisseuse nuages", "cardeur", "cardeuse", "met 9001", "met9001"):
            assert named(connection, words) == ["metier/MET.9001"], words
        assert named(connection, "guetteuse") == ["metier/MET.9002"]
        assert "niveau/bac-2" in named(connection, "bac 2")
        assert "interet/j-aime-bouger" in named(connection, "bouger")
        assert named(connection, "cap brume") == ["formation/FOR.9001"]


def test_texts_hold_what_a_fiche_says_and_names_weigh_most(tmp_path: Path) -> None:
    with opened(store_of(FULL, SHORT), tmp_path) as connection:
        for words in ("b1234", "carder", "epaisse", '"option fine"', "cardeur"):
            assert told(connection, words) == ["metier/MET.9001"], words
        assert told(connection, "nuages")[0] == "metier/MET.9001"


def test_every_type_has_its_names_side_by_side(reference: sqlite3.Connection) -> None:
    types = reference.execute("SELECT type, first, last FROM types ORDER BY first").fetchall()
    assert [type_ for type_, _, _ in types] == [
        "metier", "niveau", "statut", "interet", "secteur", "rome-v3", "rome-v4", "appellation",
        "formation", "esco", "fap", "certification",
    ]  # fmt: skip
    assert all(after[1] == before[2] + 1 for before, after in pairwise(types))
    for type_, first, last in types:
        rows = reference.execute(
            "SELECT DISTINCT type FROM names JOIN things ON things.id = thing"
            " WHERE names.id BETWEEN ? AND ?",
            (first, last),
        )
        assert rows.fetchall() in ([(type_,)], [])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("brodeuse soie", ["rome/appellation/19528"]),
        ("brodeur", ["rome/appellation/19528", "certification/9"]),
        ("19528", ["rome/appellation/19528"]),
        ("b1805", ["rome/v3/B1805", "rome/v4/B1805"]),
        ("styliste", ["rome/v4/B1805"]),
        ("jongleur", ["metier/MET.1"]),
        ("rncp38363", ["formation/FOR.1"]),
        ("rncp 38363", ["formation/FOR.1"]),
        ("32031409", ["formation/FOR.1"]),
        ("fileuse", [ESCO]),
        ("v5z00", ["fap/V5Z00"]),
        ("textile", ["secteur/textile"]),
        ("two years", ["niveau/bac-2"]),
        ("broder", []),
    ],
)
def test_reference_data_is_found_by_its_names_and_codes(
    reference: sqlite3.Connection, words: str, found: list[str]
) -> None:
    assert named(reference, words) == found


def test_a_name_is_kept_once_with_its_best_rank(reference: sqlite3.Connection) -> None:
    names = "SELECT rank, name FROM names JOIN things ON things.id = thing WHERE iri LIKE ?"
    rows = reference.execute(names, ("%/appellation/19528",)).fetchall()
    assert sorted(rows) == [
        (0, "Brodeur sur soie"), (0, "Brodeuse sur soie"), (1, "Brodeur(se) soie"), (2, "19528"),
    ]  # fmt: skip
    rows = reference.execute(names, ("%/bac-2",)).fetchall()
    assert sorted(rows) == [(0, "bac + 2"), (2, "REF.411"), (3, "two years")]


def test_an_appellation_leads_to_its_codes_and_a_code_of_the_v3_to_its_metiers(
    reference: sqlite3.Connection,
) -> None:
    rows = reference.execute(
        "SELECT a.iri, b.iri, a.note FROM links JOIN things a ON a.id = source"
        " JOIN things b ON b.id = target ORDER BY a.iri, b.iri"
    ).fetchall()
    assert [(*paths(row[:2]), row[2]) for row in rows] == [
        ("rome/appellation/19528", "rome/v3/B1805", "V3 B1805, V4 B1805"),
        ("rome/appellation/19528", "rome/v4/B1805", "V3 B1805, V4 B1805"),
        ("rome/v3/B1805", "metier/MET.1", "B1805"),
    ]


def test_words_keep_their_usual_spelling_and_codes_are_none(tmp_path: Path) -> None:
    with opened(store_of(FULL, SHORT), tmp_path) as connection:
        words = {row[0]: row for row in connection.execute("SELECT * FROM words")}
    assert words["tisseuse"][1] == "tisseuse"
    assert words["equivalent"][1] == "équivalent"
    assert words["tisseuse"][2] > words["equivalent"][2]
    assert not {"met", "euse", "b1234"} & words.keys()


def test_the_same_view_gives_the_same_index(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        build_index(store_of(FULL, SHORT), tmp_path / name)
    first, second = ((tmp_path / name / INDEX_FILE).read_bytes() for name in ("a", "b"))
    assert first == second


def test_passages_are_kept_whole_by_thing(tmp_path: Path) -> None:
    with opened(store_of(FULL), tmp_path) as connection:
        ((first, last),) = connection.execute("SELECT first, last FROM passages_of").fetchall()
        texts = connection.execute("SELECT text FROM passages").fetchall()
    assert (first, last) == (1, len(texts))
    assert len(set(texts)) == len(texts) > 1


def test_activities_have_the_roots_of_what_is_said(reference: sqlite3.Connection) -> None:
    rows = reference.execute(
        "SELECT iri FROM activities JOIN things ON things.id = activities.rowid"
        " WHERE activities MATCH ?",
        ('names : "jongl" AND rome : "styli"',),
    )
    assert paths([iri for (iri,) in rows]) == ["metier/MET.1"]
