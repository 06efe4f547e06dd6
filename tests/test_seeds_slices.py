"""The slices in the seeds: every row stands in the publisher's file, without what they wrote."""

import csv
import dataclasses
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from loader.corpus.corpus import read_corpus
from loader.editions.editions import Editions
from loader.records import Fiche
from loader.records.formations import Formation
from loader.sources import fap, fiche_xml, formations_xml, table_passage
from tests.conftest import ROOT
from tests.loader.sources.onisep_exports import document

SEEDS = ROOT / "seeds"
ELDER = SEEDS / "onisep-2024-06"
TABLES = sorted(
    [*SEEDS.glob("rome/v*/*.csv"), *SEEDS.glob("esco/v1.0_*.csv"), *SEEDS.glob("repertoire/*.csv")]
)
LEFT_OUT = {
    "definition", "definition_centre_interet", "altLabels", "description",
    "Id_Fiche", "Date_Decision", "Date_dernier_jo", "Validation_Partielle",
    "Accessible_Nouvelle_Caledonie", "Accessible_Polynesie_Francaise",
}  # fmt: skip
"""Columns that are empty in the slices: sentences, other names, what the loader leaves aside."""

pytestmark = pytest.mark.corpus


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a table, whichever its separator."""
    separator = max(",;", key=text.partition("\n")[0].count)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def facts(row: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the cells of a row but those that are left out."""
    return tuple((column, cell) for column, cell in row.items() if column not in LEFT_OUT)


@pytest.fixture(scope="module")
def published(corpus_folder: Path, more_folder: Path) -> dict[str, str]:
    """Give the text of the publisher's tables by their names."""
    paths = {path.name: path for path in SEEDS.rglob("*.csv")}
    real = {p.name: p.read_text("utf-8") for p in corpus_folder.rglob("*.csv") if p.name in paths}
    (register,) = more_folder.glob("federation/rncp-kit/*.zip")
    with zipfile.ZipFile(register) as members:
        names = [name for name in members.namelist() if name in paths]
        return real | {name: members.read(name).decode() for name in names}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_every_row_of_a_table_is_the_publishers(path: Path, published: dict[str, str]) -> None:
    ours = rows(path.read_text("utf-8"))
    assert {row[column] for row in ours for column in LEFT_OUT & row.keys()} <= {""}
    assert ours
    assert {*map(facts, ours)} <= {*map(facts, rows(published[path.name]))}


def test_every_line_of_the_mapping_and_of_the_tree_is_the_publishers(
    published: dict[str, str], corpus_folder: Path
) -> None:
    (mapping,) = SEEDS.glob("esco/FR_*.csv")
    tree = (corpus_folder / "rome" / "rome_v3_arborescence_v344.tsv").read_text("utf-8")
    assert {*_lines(mapping)} <= {*published[mapping.name].splitlines()}
    assert {*_lines(SEEDS / "rome" / "arborescence_v344.tsv")} <= {*tree.splitlines()}


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


@pytest.mark.parametrize("path", sorted(SEEDS.glob("fap/*.txt")), ids=lambda path: path.name)
def test_every_family_is_that_of_dares(path: Path, corpus_folder: Path) -> None:
    ours, real = (
        fap.read(document((folder / path.name).read_bytes()))[0]
        for folder in (path.parent, corpus_folder / "crosswalks")
    )
    assert {*ours.familles} <= {*real.familles}
    said = {(each.fap, each.rome, digit) for each in real.passages for digit in _digits(each)}
    assert {
        (each.fap, each.rome, digit) for each in ours.passages for digit in _digits(each)
    } <= said


def _digits(passage: Any) -> tuple[str, ...]:
    return passage.qualifications or ("",)


def xml(reader: Any, ours: str, theirs: Path) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return the records of one of our exports, and of the publisher's."""
    paths = ELDER / ours, theirs
    records = [reader.read(document(path.read_bytes()))[0] for path in paths]
    return records[0], records[1]


def test_the_facts_of_the_elder_fiches_are_onisep_s(corpus_folder: Path) -> None:
    onisep = corpus_folder / "onisep"
    ours, real = xml(
        fiche_xml, "fiches-metiers.xml", onisep / "Onisep_Ideo_Fiches_metiers_25062024.xml"
    )
    by_id = {fiche.id: fiche for fiche in real}
    newer = read_corpus([onisep / "fiches"], Editions({"onisep-metiers": "1"})).fiches
    recommended = {each.fiche.id: _ids(each.fiche) for each in newer}
    kept = {
        each.fiche.id: _ids(each.fiche)
        for each in read_corpus([SEEDS / "fiches"], Editions()).fiches
    }
    for fiche in ours:
        theirs = by_id[fiche.id]
        assert fiche == dataclasses.replace(
            theirs, sections=fiche.sections, formations=fiche.formations,
            publications=None, liens=None,
        )  # fmt: skip
        assert {*(fiche.formations or ())} <= {*(theirs.formations or ())}
        if fiche.id in kept:  # a formation that we left out of the newer is no disagreement
            shared = _ids(theirs) & recommended[fiche.id]
            assert _ids(theirs) - _ids(fiche) == shared - kept[fiche.id]
        written = {p.texte for section in theirs.sections for p in section.passages}
        assert not {p.texte for section in fiche.sections for p in section.passages} & written


def _ids(fiche: Fiche) -> set[str]:
    return {each.id for each in fiche.formations or ()}


def test_the_facts_of_the_elder_formations_are_onisep_s(corpus_folder: Path) -> None:
    theirs = corpus_folder / "onisep" / "Onisep_Ideo_Fiches_Formations_25062024.xml"
    ours, real = xml(formations_xml, "fiches-formations.xml", theirs)
    by_id: dict[str, Formation] = {each.id: each for each in real}
    for formation in ours:
        published = by_id[formation.id]
        assert formation == dataclasses.replace(
            published, descriptif=None, acces=None, attendus=None, suite=None, enseignements=(),
            publications=(), liens=(), debouches=formation.debouches,
        )  # fmt: skip
        assert {*formation.debouches} <= {*published.debouches}


def test_the_certifications_are_those_of_the_table(corpus_folder: Path) -> None:
    name = "table_de_passage_codes_certifications_et_formations.xml"
    ours, real = xml(table_passage, "table-de-passage.xml", corpus_folder / "onisep" / name)
    assert {*ours} <= {*real}
