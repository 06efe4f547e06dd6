"""The publishers' 6,467 sheets on formations beside their fiches métiers: from files and back."""

import random
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from loader.corpus.corpus import Corpus, read_corpus
from loader.corpus.problems import ProblemKind
from loader.editions.editions import Editions
from loader.view.formation_counts import undescribed_formations
from tests.loader.command import Metiers
from tests.loader.damage import check_accounted, damaged
from tests.loader.sheet_kinds import FORMATION_KIND, IDEO_KIND, SheetKind
from tests.words import words

pytestmark = pytest.mark.corpus

EXPORT = "Onisep_Ideo_Fiches_Formations_25062024.xml"


@pytest.fixture(scope="module")
def folders(corpus_folder: Path, more_folder: Path) -> dict[str, Path]:
    return {
        "onisep-metiers": corpus_folder / "onisep" / "fiches",
        "onisep-formations": more_folder / "onisep" / "formations",
        "onisep-ideo-formations": more_folder / "onisep" / "ideo-formations",
    }


@pytest.fixture(scope="module")
def corpus(folders: dict[str, Path], corpus_folder: Path) -> Corpus:
    inputs = [*folders.values(), corpus_folder / "onisep" / EXPORT]
    placed = dict.fromkeys((each.resolve() for each in folders.values()), "2025-10")
    return read_corpus(inputs, Editions({}, placed))


def test_every_sheet_comes_back_word_for_word_from_its_graph(
    metiers: Metiers, folders: dict[str, Path], tmp_path: Path
) -> None:
    options = [f"--edition={folder}=2025-10" for folder in folders.values()]
    assert metiers("build", *folders.values(), *options, "--skip-shacl").status == 0
    equal = Counter[str]()
    for source, folder in folders.items():
        into = tmp_path / source
        assert metiers("export", "--all", "--source", source, "--into", into).status == 0
        exported = Counter(tuple(words(path.read_text("utf-8"))) for path in into.iterdir())
        sheets = Counter(tuple(words(path.read_text("utf-8"))) for path in folder.glob("*.md"))
        assert exported == sheets
        equal[source] = sheets.total()
    assert equal == {
        "onisep-metiers": 819,
        "onisep-formations": 1849,
        "onisep-ideo-formations": 4618,
    }


def test_the_formations_that_fiches_name_are_described(corpus: Corpus) -> None:
    named = {each.id for entry in corpus.fiches for each in entry.fiche.formations or ()}
    assert len(named) == 2206
    assert len(named - undescribed_formations(corpus)) == 1985


def test_titles_of_metiers_are_joined_but_those_of_fiches_that_are_not_there(
    corpus: Corpus,
) -> None:
    names = [titre for each in corpus.fiches_formations for titre in each.fiche.metiers or ()]
    missing = {titre for titre in names if titre not in corpus.metier_ids}
    assert (len(names), len(missing)) == (5140, 198)
    assert sum(titre in corpus.metier_ids for titre in names) == 4024
    told = [each for each in corpus.problems if each.kind is ProblemKind.METIER_INCONNU]
    assert len(told) == 5140 - 4024
    assert all(each.line and "aucune fiche métier n'a" in each.reason for each in told)


def _sheets(folder: Path) -> Iterator[str]:
    return (path.read_text("utf-8") for path in sorted(folder.glob("*.md"))[::20])


@pytest.mark.parametrize(
    ("source", "kind"),
    [("onisep-formations", FORMATION_KIND), ("onisep-ideo-formations", IDEO_KIND)],
    ids=["formation", "initiale"],
)
def test_damaged_real_sheets_lose_no_word(
    folders: dict[str, Path], source: str, kind: SheetKind
) -> None:
    chance = random.Random(1849)
    sheets = list(chain(_sheets(folders[source]), kind.sheets))
    for _ in range(2000):
        check_accounted(damaged(chance, sheets), kind)
