"""The tables of comparisons: what the document says, and what editions say of the same sheet."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from loader.diff.changes import State
from loader.diff.compare import compare_readers
from loader.diff.sheet_reader import SheetReader
from tests.loader.command import Metiers
from tests.loader.corpora import fiche_of, store_of
from tests.loader.sheets import FULL, SHORT


def rows(file: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(statement).fetchall()


def test_the_table_says_what_the_document_says(metiers: Metiers, sheets: Path) -> None:
    for sheet in (FULL, FULL.replace("- salarié", "- indépendant").replace("petit", "grand")):
        (sheets / "MET.9001.md").write_text(sheet, "utf-8")
        assert metiers("build", sheets, "--skip-shacl").status == 0
    folder = (metiers.home / "current").resolve()
    document = json.loads((folder / "changes.json").read_text("utf-8"))
    ((before, after, kinds),) = rows(
        folder / "changes.sqlite", "SELECT before, after, kinds FROM comparisons"
    )
    assert (before, after) == (document["before"]["digest"], document["after"]["digest"])
    assert json.loads(kinds) == document["kinds"]
    found = rows(
        folder / "changes.sqlite",
        "SELECT kind, state, iri, field, before, after FROM changes LEFT JOIN fields USING (id)",
    )
    told = [
        (each["kind"], each["state"], each["iri"], field.get("field", ""))
        for each in document["changes"]
        for field in each.get("fields", [{}])
    ]
    assert [row[:4] for row in found] == told
    texts = {row[3]: (json.loads(row[4]), json.loads(row[5])) for row in found if row[3]}
    assert texts["rubrique:vie-professionnelle"] == (
        [["Le ciel est petit.", "", ""]], [["Le ciel est grand.", "", ""]],
    )  # fmt: skip


def test_an_edition_is_read_as_a_view_is() -> None:
    store = store_of(FULL)
    old, new = fiche_of(FULL), fiche_of(FULL.replace("- salarié", "- indépendant"))
    (change,) = compare_readers(
        SheetReader(store, {old.id: old}), SheetReader(store, {new.id: new})
    )
    assert (change.state, change.label) == (State.CHANGED, "tisseur/euse de nuages")
    fields = {each.field: each for each in change.fields}
    assert [value.text for value in fields["mg:statut"].before] == ["salarié"]
    assert [value.text for value in fields["mg:statut"].after] == ["indépendant"]


def test_sheets_come_and_go_between_editions() -> None:
    store, old, new = store_of(FULL, SHORT), fiche_of(FULL), fiche_of(SHORT)
    changes = compare_readers(SheetReader(store, {old.id: old}), SheetReader(store, {new.id: new}))
    assert {(each.iri.rpartition("/")[2], str(each.state)) for each in changes} == {
        (old.id, "removed"), (new.id, "added"),
    }  # fmt: skip


@pytest.fixture(scope="module")
def disputes(planted: Path) -> Counter[str]:
    found = rows(planted / "editions.sqlite", "SELECT field FROM changes WHERE disputed")
    return Counter(field for (field,) in found)


def test_what_is_disputed_is_what_the_manifest_counts(
    planted: Path, disputes: Counter[str]
) -> None:
    manifest = json.loads((planted / "manifest.json").read_text("utf-8"))
    assert disputes == manifest["conflicts"]
    ((source, before, after),) = rows(
        planted / "editions.sqlite", "SELECT source, before, after FROM comparisons"
    )
    assert (source, before, after) == ("onisep-metiers", "2024-06", "2025-10")


def test_a_release_of_one_edition_compares_none(smaller: Path) -> None:
    assert rows(smaller / "editions.sqlite", "SELECT * FROM comparisons") == []
