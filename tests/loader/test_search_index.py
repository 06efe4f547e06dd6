import sqlite3
from pathlib import Path

from loader.search_index import INDEX_FILE, build_index
from tests.loader.said import store_of
from tests.loader.sheets import FULL, SHORT


def _index(folder: Path) -> sqlite3.Connection:
    build_index(store_of(FULL, SHORT), folder)
    return sqlite3.connect(f"file:{folder / INDEX_FILE}?immutable=1", uri=True)


def _found(connection: sqlite3.Connection, words: str) -> list[str]:
    rows = connection.execute(
        "SELECT iri FROM search JOIN docs ON docs.id = search.rowid WHERE search MATCH ?"
        " ORDER BY bm25(search, 10, 6, 3, 2, 1)",
        (words,),
    )
    return [iri.rpartition("/id/")[2] for (iri,) in rows]


def test_a_metier_is_found_by_every_name_code_and_word(tmp_path: Path) -> None:
    connection = _index(tmp_path)
    for words in (
        "tisseuse nuages", "cardeur", '"met 9001"', "b1234", "carder", "epaisse", '"option fine"',
    ):  # fmt: skip
        assert "metier/MET.9001" in _found(connection, words), words
    assert _found(connection, "guetteuse") == ["metier/MET.9002"]
    connection.close()


def test_names_come_before_prose_and_other_things_are_found_too(tmp_path: Path) -> None:
    connection = _index(tmp_path)
    assert _found(connection, "tisseur")[0] == "metier/MET.9001"
    assert _found(connection, '"cap brume"')[0] == "formation/FOR.9001"
    assert "niveau/bac-2" in _found(connection, "bac 2")
    assert "interet/j-aime-bouger" in _found(connection, "bouger")
    types = {type_ for (type_,) in connection.execute("SELECT DISTINCT type FROM docs")}
    assert types == {"metier", "formation", "rome", "niveau", "statut", "interet"}
    connection.close()


def test_the_same_view_gives_the_same_index(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        _index(tmp_path / name).close()
    first, second = ((tmp_path / name / INDEX_FILE).read_bytes() for name in ("a", "b"))
    assert first == second
