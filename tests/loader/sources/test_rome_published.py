from collections import Counter
from pathlib import Path

import pytest

from loader.corpus.problems import Gravity, ProblemKind
from loader.sources import rome_tables
from tests.loader import rome


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("v458/unix_referentiel_code_rome", 1056),
        ("v458/unix_referentiel_appellation", 12107),
        ("v458/unix_coherence_item", 65744),
        ("v458/unix_rubrique_mobilite", 10442),
        ("v458/unix_centre_interet", 30),
        ("v460/unix_referentiel_code_rome", 1584),
        ("v460/unix_referentiel_appellation", 13120),
        ("v460/unix_referentiel_competence", 18317),
        ("v347/unix_referentiel_code_rome", 531),
        ("v347/unix_referentiel_appellation", 10990),
    ],
)
def test_published_tables_are_read_whole(corpus_folder: Path, name: str, rows: int) -> None:
    version = name.partition("/")[0]
    (file,) = rome.files(corpus_folder / f"rome/rome_{name}_{version}_utf8.csv")
    table, problems = rome_tables.read(file)
    assert table
    assert len(table.lignes) == rows
    assert not [each for each in problems if each.gravity is Gravity.ERREUR]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("version", "source", "decided", "aside", "remarks"),
    [("v458", "rome-v4", 17, 14, 2), ("v460", "rome-v4", 9, 0, 1), ("v347", "rome-v3", 9, 6, 0)],
)
def test_published_editions_tell_their_version(
    corpus_folder: Path, version: str, source: str, decided: int, aside: int, remarks: int
) -> None:
    files = rome.files(corpus_folder / f"rome/rome_{version}")
    assert all(rome_tables.recognises(file.head) for file in files)
    sources = Counter(rome_tables.source_of(file.head) for file in files)
    assert sources == Counter({source: decided, None: len(files) - decided})
    kinds = Counter(each.kind for file in files for each in rome_tables.read(file)[1])
    assert kinds == Counter({ProblemKind.FICHIER_INCONNU: aside, ProblemKind.FORME: remarks})


@pytest.mark.corpus
def test_no_other_published_file_is_taken_for_one(corpus_folder: Path) -> None:
    others = [
        *sorted((corpus_folder / "onisep").rglob("*.*"))[::20],
        *(corpus_folder / "esco").iterdir(),
        *(corpus_folder / "crosswalks").iterdir(),
        corpus_folder / "rome/rome_v3_arborescence_v344.tsv",
    ]
    assert not [
        file for path in others for file in rome.files(path) if rome_tables.recognises(file.head)
    ]


@pytest.mark.corpus
def test_tables_left_aside_as_repeats_say_nothing_else(corpus_folder: Path) -> None:
    """Compare `item`, `liens_rome_referentiels` and `cr_gd_dp_appellations` to what they repeat."""
    folder = corpus_folder / "rome/rome_v458"
    labels = {row["code_ogr"]: row["libelle"] for row in rome.cells(folder, "item")}
    for name, key, label in (
        ("referentiel_competence", "code_ogr", "libelle_competence"),
        ("referentiel_savoir", "code_ogr_savoir", "libelle_savoir"),
        ("referentiel_contexte_travail", "code_ogr", "libelle_cont_travail"),
    ):
        for row in rome.cells(folder, name):
            assert labels.pop(row[key]) == row[label]
    assert not labels

    codes = {row["code_rome"]: row for row in rome.cells(folder, "referentiel_code_rome")}
    titles = {row["code_ogr"]: row for row in rome.cells(folder, "referentiel_appellation")}
    links = {(row["code_rome"], row["code_ogr"]) for row in rome.cells(folder, "coherence_item")}
    links |= {(row["code_rome"], row["code_ogr"]) for row in codes.values()}
    links |= {(row["code_rome"], row["code_ogr"]) for row in titles.values()}
    repeated = rome.cells(folder, "liens_rome_referentiels")
    assert {(row["code_rome"], row["code_ogr"]) for row in repeated} == links

    for row in rome.cells(folder, "cr_gd_dp_appellations"):
        if row["ogr_appellation"]:
            title = titles[row["ogr_appellation"]]
            assert codes[title["code_rome"]]["code_ogr"] == row["ogr_rome"]
            for column in ("libelle_appellation_long", "libelle_appellation_court"):
                assert title[column] == row[column]
