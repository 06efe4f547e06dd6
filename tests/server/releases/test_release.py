import gc
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.releases.release import ReleaseError, open_release
from server.releases.tables import SqliteTables
from tests.server.release_fixture import write_release


def test_a_release_says_what_it_is_made_of(tmp_path: Path) -> None:
    release = open_release(write_release(tmp_path, "a1"))
    manifest = release.manifest
    assert (manifest.digest, manifest.software) == ("a1", "metiers-graphe 0.1.0")
    assert manifest.counts["fiches"] == 3
    assert [(source.id, source.edition) for source in manifest.sources] == [
        ("onisep-metiers", "2025-10")
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("manifest.json", None),
        ("manifest.json", "not json"),
        ("manifest.json", "{}"),
        ("manifest.json", "[]"),
        ("manifest.json", "[" * 100_000),
        ("manifest.json", '{"digest": null}'),
        ("manifest.json", '{"digest": "a1", "sources": ["a"]}'),
        ("manifest.json", '{"digest": "a1", "sources": null}'),
        ("manifest.json", '{"digest": "a1", "counts": [1]}'),
        ("manifest.json", '{"digest": "a1", "counts": null}'),
        ("manifest.json", '{"digest": "a1", "counts": {"fiches": 1e999}}'),
        ("search.sqlite", None),
        ("search.sqlite", "not a database, whatever its name says of it"),
        ("pages.sqlite", None),
        ("pages.sqlite", "not a database, whatever its name says of it"),
        ("codes.sqlite", None),
        ("codes.sqlite", "not a database, whatever its name says of it"),
        ("store/CURRENT", None),
    ],
)
def test_a_release_that_lacks_something_is_refused(
    tmp_path: Path, name: str, content: str | None
) -> None:
    folder = write_release(tmp_path, "a1")
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(content, "utf-8")
    with pytest.raises(ReleaseError, match="a1"):
        open_release(folder)


@pytest.mark.parametrize("pattern", ["MANIFEST-*", "*.sst", "CURRENT"])
def test_a_damaged_store_is_refused(tmp_path: Path, pattern: str) -> None:
    folder = write_release(tmp_path, "a1")
    for path in (folder / "store").glob(pattern):
        path.write_bytes(bytes(byte ^ 0x55 for byte in path.read_bytes()))
    with pytest.raises(ReleaseError, match="a1"):
        open_release(folder)


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE things",
        "ALTER TABLE things DROP COLUMN note",
        "DROP TABLE types",
        "DROP TABLE words",
        "DROP TABLE links",
        "DROP TABLE names",
        "DROP TABLE named",
        "DROP TABLE named; CREATE TABLE named (words)",
        "DROP TABLE texts; CREATE VIRTUAL TABLE texts USING fts5 (alt)",
    ],
)
def test_an_index_without_its_tables_is_refused(tmp_path: Path, damage: str) -> None:
    folder = write_release(tmp_path, "a1")
    with closing(sqlite3.connect(folder / "search.sqlite")) as connection:
        connection.executescript(damage)
    with pytest.raises(ReleaseError, match=r"search\.sqlite"):
        open_release(folder)


def test_a_release_of_before_says_what_to_do(tmp_path: Path) -> None:
    folder = write_release(tmp_path, "a1")
    (folder / "pages.sqlite").unlink()
    with pytest.raises(ReleaseError, match="metiers build"):
        open_release(folder)


@pytest.mark.parametrize("name", ["answers", "queries", "names", "metiers"])
def test_page_tables_that_lack_one_are_refused(tmp_path: Path, name: str) -> None:
    folder = write_release(tmp_path, "a1")
    with closing(sqlite3.connect(folder / "pages.sqlite")) as connection:
        connection.executescript(f"DROP TABLE {name}")
    with pytest.raises(ReleaseError, match=r"pages\.sqlite"):
        open_release(folder)


def test_tables_that_are_dropped_are_closed(tmp_path: Path) -> None:
    tables = SqliteTables(write_release(tmp_path, "a1") / "pages.sqlite")
    connection = tables._connection
    del tables
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT 1")
