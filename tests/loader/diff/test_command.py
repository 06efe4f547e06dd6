import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.loader.command import Metiers
from tests.loader.sheets import FULL

Build = Callable[[str], Path]


@pytest.fixture
def build(metiers: Metiers, sheets: Path) -> Build:
    """Give what builds a release with another version of a sheet, and returns its folder."""

    def again(sheet: str) -> Path:
        (sheets / "MET.9001.md").write_text(sheet, "utf-8")
        assert metiers("build", sheets, "--skip-shacl").status == 0
        return (metiers.home / "current").resolve()

    return again


def _changes(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "changes.json").read_text("utf-8"))
    return found


NEW = FULL.replace("- salarié", "- indépendant").replace("petit", "grand")


def test_a_table_for_people(metiers: Metiers, build: Build) -> None:
    build(FULL)
    build(NEW)
    outcome = metiers("diff")
    assert outcome.status == 0
    assert "statut possible : − « salarié » + « indépendant »" in outcome.out
    assert "texte de Vie professionnelle : − « Le ciel est petit. » +" in outcome.out
    assert "~ MET.9001 tisseur/euse de nuages" in outcome.out


def test_nothing_to_tell(metiers: Metiers, build: Build) -> None:
    digest = build(FULL).name
    assert metiers("diff", digest[:8], digest).out.endswith("aucune différence\n")


def test_the_document_is_that_of_the_release(metiers: Metiers, build: Build) -> None:
    old, new = build(FULL), build(NEW)
    said = metiers("diff", "--json").out
    assert said == (new / "changes.json").read_text("utf-8")
    assert metiers("diff", old.name[:10], new.name[:10], "--json").out == said
    document = json.loads(said)
    assert document["before"]["digest"] == old.name
    assert document["after"]["digest"] == new.name
    (change,) = document["changes"]
    assert change["iri"].endswith("/id/metier/MET.9001")
    assert [each["field"] for each in change["fields"]] == [
        "mg:statut",
        "rubrique:vie-professionnelle",
    ]
    (kind,) = document["kinds"]
    assert (kind["kind"], kind["added"], kind["removed"], kind["changed"]) == ("metier", 0, 0, 1)
    assert {each["field"]: each["changed"] for each in kind["fields"]} == {
        "mg:statut": 1,
        "rubrique:vie-professionnelle": 1,
    }


def test_one_change_a_line(build: Build) -> None:
    build(FULL)
    new = build(NEW)
    first, *changes, last = (new / "changes.json").read_text("utf-8").splitlines()
    assert first.endswith('"changes": [')
    assert last.startswith('], "kinds": ')
    assert [json.loads(line.rstrip(","))["state"] for line in changes] == ["changed"]


def test_the_other_way_round(metiers: Metiers, build: Build) -> None:
    old, new = build(FULL), build(NEW)
    forth, back = _changes(new), json.loads(metiers("diff", new.name, old.name, "--json").out)
    assert back["before"] == forth["after"]
    assert [each["before"] for each in back["changes"][0]["fields"]] == [
        each["after"] for each in forth["changes"][0]["fields"]
    ]


def test_the_first_release_and_the_same_one_have_no_difference(build: Build) -> None:
    assert not (build(FULL) / "changes.json").exists()
    assert not (build(FULL) / "changes.json").exists()


def test_a_release_that_served_and_is_damaged_stops_nothing(build: Build) -> None:
    old = build(FULL)
    for file in (old / "store").iterdir():
        file.write_bytes(b"x")
    assert not (build(NEW) / "changes.json").exists()
    assert (build(FULL) / "store" / "CURRENT").read_bytes() != b"x", "it was built again"


def test_the_digest_does_not_depend_on_it(build: Build) -> None:
    first = build(FULL)
    build(NEW)
    assert build(FULL).name == first.name
    assert _changes(first)["after"]["digest"] == first.name


@pytest.mark.parametrize("digests", [(), ("ffff",), ("",)])
def test_a_release_that_is_not_there_is_one_line(
    metiers: Metiers, build: Build, digests: tuple[str, ...]
) -> None:
    build(FULL)
    outcome = metiers("diff", *digests)
    assert outcome.status == 1
    assert outcome.err.startswith("Erreur : ")
