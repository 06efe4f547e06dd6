from pathlib import Path

import pytest

from loader.corpus.problems import Gravity, ProblemKind
from loader.records.rome import TableRome, Version
from loader.sources import rome_tables
from loader.sources.rome_edition import check_tables, missing_tables
from tests.loader import rome
from tests.loader.rome import table, tables


def _reasons(found: list[TableRome], version: Version = 4) -> list[str]:
    return [str(problem) for problem in check_tables(found, version)]


def test_a_whole_edition_lacks_nothing() -> None:
    assert missing_tables(tables(rome.V4), 4) == []
    assert _reasons(tables([*rome.V4, rome.ARBORESCENCE])) == []


def test_missing_tables_are_told_by_their_names() -> None:
    assert missing_tables(tables([rome.CODES, rome.ARBORESCENCE]), 4)[:3] == [
        "referentiel_appellation",
        "grand_domaine",
        "domaine_professionnel",
    ]
    assert missing_tables(tables(rome.V3), 3) == ["grand_domaine", "domaine_professionnel"]


def test_the_items_of_v3_are_outside_the_model() -> None:
    problem, *_ = check_tables(tables(rome.V3), 3)
    assert str(problem) == "rome/4.csv: table du ROME V3 hors du modèle : coherence_item"
    assert problem.kind is ProblemKind.FICHIER_INCONNU


def test_a_table_given_twice_is_told() -> None:
    assert _reasons([*tables(rome.V4), table(rome.SAVOIRS, "ailleurs.csv")]) == [
        "ailleurs.csv: table referentiel_savoir déjà lue dans rome/8.csv"
    ]


def test_a_second_label_of_a_domaine_is_told() -> None:
    other = table(rome.ARBORESCENCE.replace("Les nuages", "Le gris"), "a.csv")
    for found in ([other, *tables(rome.V4)], [*tables(rome.V4), other]):
        (problem,) = check_tables(found, 4)
        assert str(problem) == "a.csv: A11 a déjà un autre libellé : « Les nuages »"
        assert (problem.lost, problem.gravity) == ("Le gris", Gravity.ERREUR)


def test_links_that_lead_nowhere_are_told_with_what_they_say() -> None:
    found = tables([text for text in rome.V4 if text not in (rome.SAVOIRS, rome.CONTEXTES)])
    (problem,) = check_tables(found, 4)
    assert problem.reason == "2 liens vers un item qu'aucune table de l'édition ne décrit"
    assert problem.lost == "A1101,301\nA1101,401"


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        ([rome.MOBILITES], ["le code A1101", "le code A1102"]),
        ([rome.APPELLATIONS_V3, rome.RIASEC], ["le code A1101", "le code A1102"]),
        ([rome.RIASEC_MACRO, rome.CODES], ["la compétence 200"]),
        (
            [rome.CODES, rome.INTERETS_DES_CODES],
            ["le centre d'intérêt 1", "le centre d'intérêt 2"],
        ),
    ],
)
def test_what_has_no_label_is_told_once(given: list[str], reasons: list[str]) -> None:
    problems = check_tables(tables(given), 4)
    assert [problem.reason for problem in problems] == [
        f"{thing} n'a pas d'intitulé dans cette édition" for thing in reasons
    ]
    assert {problem.gravity for problem in problems} == {Gravity.REMARQUE}


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "version", "missing", "told"),
    [
        ("v458", 4, "", 0),
        (
            "v460",
            4,
            "grand_domaine domaine_professionnel referentiel_code_rome_riasec coherence_item"
            " referentiel_macro_competence_riasec",
            0,
        ),
        ("v347", 3, "grand_domaine domaine_professionnel", 2),
    ],
)
def test_published_editions_agree_with_themselves(
    corpus_folder: Path, name: str, version: Version, missing: str, told: int
) -> None:
    read = (rome_tables.read(file)[0] for file in rome.files(corpus_folder / f"rome/rome_{name}"))
    found = [each for each in read if each]
    assert missing_tables(found, version) == missing.split()
    problems = check_tables(found, version)
    assert len(problems) == told
    assert all("L1510" in each.reason or "coherence_item" in each.reason for each in problems)
