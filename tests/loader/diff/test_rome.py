"""Two editions of the ROME that were really published, one after the other."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.site import build

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def document(corpus_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    home = tmp_path_factory.mktemp("rome")
    fiches = [corpus_folder / "onisep" / "fiches" / f"MET.{n}.md" for n in (797, 1, 10)]
    for version in ("v458", "v460"):
        rome = corpus_folder / "rome" / f"rome_{version}"
        release = build(home, *fiches, rome, "--edition=onisep-metiers=2025-10")
    text = (release / "changes.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def test_from_v458_to_v460(document: dict[str, Any]) -> None:
    kinds = {each["kind"]: each for each in document["kinds"]}
    assert set(kinds) == {
        "rome-v4", "appellation-rome", "competence-rome", "savoir-rome", "contexte-rome", "edition",
    }, "V3 and fiches are the same"  # fmt: skip
    codes, appellations = kinds["rome-v4"], kinds["appellation-rome"]
    items = kinds["competence-rome"], kinds["savoir-rome"], kinds["contexte-rome"]
    assert [each["added"] for each in items] == [6985, 5138, 29]
    assert (codes["added"], codes["removed"]) == (528, 0)
    assert {each["field"]: each["changed"] for each in codes["fields"]}["skos:prefLabel"] == 195
    moved = {each["field"]: each["changed"] for each in appellations["fields"]}["skos:broader"]
    assert (appellations["added"], moved) == (1013, 1784)
    added = [each for each in document["changes"] if each["state"] == "added"]
    assert sum(each["kind"] == "rome-v4" for each in added) == 528
    assert all(each["label"] for each in added)


def test_what_v460_does_not_publish_is_not_gone(document: dict[str, Any]) -> None:
    (absent,) = document["absent"]
    assert (absent["source"], absent["edition"]) == ("rome-v4", "v460")
    assert {"coherence_item", "grand_domaine"} <= set(absent["tables"])
    told = {field["field"] for kind in document["kinds"] for field in kind["fields"]}
    assert not told & {"mg:competence", "mg:savoir", "mg:contexte", "mg:riasecMajeur"}


def test_a_label_that_changed(document: dict[str, Any]) -> None:
    (change,) = (each for each in document["changes"] if each["iri"].endswith("/rome/v4/A1204"))
    (label,) = (each for each in change["fields"] if each["field"] == "skos:prefLabel")
    assert label["before"] != label["after"]
    assert [value["language"] for value in label["before"] + label["after"]] == ["fr", "fr"]
