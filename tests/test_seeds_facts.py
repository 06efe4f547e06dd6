"""The facts of the seeds are the publishers', in words and a form that are not theirs."""

import csv
import dataclasses
import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from loader.corpus.corpus import read_corpus
from loader.editions.editions import Editions
from loader.records import Fiche
from loader.records.formations import Formation
from loader.sources import fap, fiche_xml, formations_xml, table_passage
from ontology.folding import slug
from seeds.__main__ import TABLES
from tests.conftest import MORE, ROOT, SHARED
from tests.loader.sources.onisep_exports import document

SEEDS = ROOT / "seeds"
ELDER = SEEDS / "onisep-2024-06"
SHEETS = {("seeds", "fiches"), ("seeds", "formations"), ("seeds", "formations-initiales")}
"""Where files have the names of theirs, which are ids, and texts of our own."""

pytestmark = pytest.mark.corpus


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a table, whichever its separator, below any preamble."""
    separator = max(",;\t", key=text.count)
    lines = text[max(0, text.find("classification 1 ID")) :].replace("''", "'")
    return list(csv.DictReader(io.StringIO(lines, newline=""), delimiter=separator))


@pytest.fixture(scope="module")
def published(corpus_folder: Path, more_folder: Path) -> dict[str, str]:
    """Give the text of the publisher's tables by their names."""
    names = {path.name for path in TABLES.rglob("*.csv")}
    real = {p.name: p.read_text("utf-8") for p in corpus_folder.rglob("*.csv") if p.name in names}
    (register,) = more_folder.glob("federation/rncp-kit/*.zip")
    with zipfile.ZipFile(register) as members:
        own = [name for name in members.namelist() if name in names]
        return real | {name: members.read(name).decode() for name in own}


@pytest.mark.parametrize("path", sorted(TABLES.rglob("*.csv")), ids=lambda path: path.name)
def test_every_fact_of_a_table_is_the_publishers(path: Path, published: dict[str, str]) -> None:
    ours = rows(path.read_text("utf-8"))
    said = {column for row in ours for column, cell in row.items() if cell} - {
        "libelle_appellation_court", "classification 1 prefered label",
        "classification 2 prefered label",
    }  # fmt: skip
    assert {*_facts(ours, said)} <= {*_facts(rows(published[path.name]), said)}


def _facts(every: list[dict[str, str]], columns: set[str]) -> Iterator[tuple[str, ...]]:
    """Yield what rows say in some columns, a label without its code, accents or punctuation."""
    for row in every:
        cells = (row[column].rpartition(" : ")[2] for column in sorted(columns))
        yield tuple(map(slug, cells))


def test_the_tree_is_the_publisher_s(corpus_folder: Path) -> None:
    real = (corpus_folder / "rome" / "rome_v3_arborescence_v344.tsv").read_text("utf-8")
    ours = (TABLES / "rome" / "arborescence_v344.tsv").read_text("utf-8")
    assert {*ours.splitlines()} <= {*real.splitlines()}


def test_no_file_of_a_publisher_is_committed() -> None:
    tracked = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True).split("\0")
    theirs = {path.name for folder in (SHARED, MORE) for path in folder.rglob("*.*")}
    named = {path for path in map(Path, tracked) if path.name in theirs - {"README.md"}}
    assert {path for path in named if path.parts[:2] not in SHEETS} == set()


@pytest.mark.parametrize("path", sorted(TABLES.glob("fap/*.txt")), ids=lambda path: path.name)
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
