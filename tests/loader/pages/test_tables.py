import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from loader.pages import build_page_tables
from queries import find, folder
from server.releases.layout import PAGES_FILE
from tests.loader.pages.stores import iri, store_of_metiers

METIERS = {
    "MET.1": "mg:fiche fiche:MET.1 ; mg:niveauAcces niveau:bac ; mg:formation for:FOR.1",
    "MET.2": "mg:formation for:FOR.1, for:FOR.2",
}
OTHERS = """
for:FOR.1 a mg:Formation ; skos:prefLabel "éclairage"@fr .
for:FOR.2 a mg:Formation ; skos:prefLabel "3D"@fr .
rome3:A1101 a mg:CodeRome ; skos:prefLabel "Engins"@fr, "Machines"@en .
"""
_ANSWERS = """
SELECT text, solutions FROM queries JOIN answers ON queries.id = answers.query WHERE term = '{}'
"""


def _tables(tmp_path: Path, statement: str) -> list[tuple[Any, ...]]:
    build_page_tables(store_of_metiers(METIERS, OTHERS), tmp_path)
    with closing(sqlite3.connect(tmp_path / PAGES_FILE)) as connection:
        return connection.execute(statement).fetchall()


def test_names_are_by_alphabet_under_their_initial_with_how_many_metiers(tmp_path: Path) -> None:
    found = _tables(tmp_path, "SELECT iri, kind, rank, initial, label, niveau, metiers FROM names")
    assert sorted(found) == sorted(
        [
            (iri("MET.1"), "metier", 0, "m", "MET.1", iri("niveau/bac"), 0),
            (iri("MET.2"), "metier", 1, "m", "MET.2", "", 0),
            (iri("formation/FOR.2"), "formation", 0, "0", "3D", "", 1),
            (iri("formation/FOR.1"), "formation", 1, "e", "éclairage", "", 2),
            (iri("rome/v3/A1101"), "nomenclature", 0, "e", "Engins", "", 0),
        ]
    )


def test_queries_without_parameter_are_answered_under_their_text(tmp_path: Path) -> None:
    answers: dict[str, str] = dict(_tables(tmp_path, _ANSWERS.format("")))
    asked = {query.text for query in folder("browse").values() if not query.params}
    assert asked <= answers.keys()
    assert find("explore/choix").text not in answers
    said = parse_query_results(answers[find("browse/home_counts").text], QueryResultsFormat.TSV)
    assert isinstance(said, QuerySolutions)
    (row,) = said
    assert [term.value for term in row if term is not None] == ["1", "2", "0", "0"]


def test_every_metier_has_a_row_be_it_only_named(tmp_path: Path) -> None:
    assert _tables(tmp_path, "SELECT iri, near FROM metiers ORDER BY iri") == [
        (iri("MET.1"), "[]"),
        (iri("MET.2"), "[]"),
    ]
