"""A file whose name says which table of the ROME it is, and that is not, is an error."""

from pathlib import Path

import pytest

from loader.corpus.corpus import Corpus, read_corpus
from loader.corpus.problems import Gravity, Problem, ProblemKind
from loader.editions.editions import Editions
from tests.loader import rome
from tests.loader.sheets import FULL


def _corpus(folder: Path, files: dict[str, str | bytes]) -> Corpus:
    (folder / "MET.9001.md").write_text(FULL, "utf-8")
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_corpus([folder], Editions({"onisep-metiers": "2025-10", "rome-v4": "v460"}))


def _told(folder: Path, name: str, text: str) -> Problem:
    (told,) = _corpus(folder, {name: text}).problems
    return told


NAME = "unix_referentiel_appellation_v460_utf8.csv"
LONG = "libelle_appellation_long"
NO_HEADER = f"sa première ligne n'est pas un en-tête, où seraient code_ogr, {LONG}, code_rome"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (rome.APPELLATIONS.replace(LONG, "libelle"), f"il y manque les colonnes {LONG}"),
        (rome.APPELLATIONS.replace(LONG, "a").replace('"code_ogr"', '"ogr"'),
         f"il y manque les colonnes code_ogr, {LONG}"),
        (rome.APPELLATIONS.replace("origine", "code_ogr"), "des colonnes y sont en double :"
         " code_ogr"),
        (rome.APPELLATIONS.replace("origine", "").replace('"classification"', '""'),
         "des colonnes y sont sans nom (2) : les ôter"),
        (rome.APPELLATIONS.partition("\n")[2], NO_HEADER),
        (",,abatteur,abatteur\n", NO_HEADER),
        ("", "elle n'a pas d'en-tête"),
    ],
)  # fmt: skip
def test_a_table_that_is_not_what_its_name_says_is_an_error(
    tmp_path: Path, text: str, reason: str
) -> None:
    told = _told(tmp_path, NAME, text)
    assert told.reason == f"table du ROME referentiel_appellation, mais {reason}"
    assert (told.kind, told.gravity) == (ProblemKind.CHAMP_MANQUANT, Gravity.ERREUR)
    assert told.lost == text


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("unix_texte_v460_utf8.csv", "code_rome,x\n", "libelle_type_texte, position_phrase,"
         " libelle_texte"),
        ("unix_texte_v347_utf8.csv", "code_rome,x\n", "libelle_type_texte, position_libelle_txt,"
         " libelle_texte"),
        ("unix_savoir.csv", "a,b\n", None),
        ("notes_v460.csv", "a,b\n", None),
        ("unix_secteur_naf_v460_utf8.csv", "a,b\n", None),
        ("unix_referentiel_competence_v347_utf8.csv", "a,b\n", None),
        ("unix_referentiel_savoir.csv", "a,b\n", "code_ogr_savoir, libelle_savoir"),
    ],
)  # fmt: skip
def test_what_is_expected_is_told_by_the_name_alone(
    tmp_path: Path, name: str, text: str, reason: str | None
) -> None:
    told = _told(tmp_path, name, text)
    assert (told.gravity is Gravity.ERREUR) == (reason is not None)
    assert reason is None or told.reason.endswith(reason)


def test_columns_that_are_not_those_of_a_table_are_told(tmp_path: Path) -> None:
    domaines = rome.DOMAINES.replace('sionnel"\n', 'sionnel","ville"\n')
    assert _told(tmp_path, "unix_domaine_professionnel_v460_utf8.csv", domaines).reason.endswith(
        "elle a d'autres colonnes : ville"
    )


def test_columns_that_tell_a_table_from_others_are_named(tmp_path: Path) -> None:
    name = "unix_referentiel_code_rome_riasec_v460_utf8.csv"
    told = _told(tmp_path, name, "code_rome,majeur\n")
    assert told.reason.endswith("elle n'a aucune des colonnes riasec_majeur, riasec_mineur")


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        ([rome.CODES, rome.TEXTES], "tables absentes : referentiel_appellation"),
        ([rome.APPELLATIONS, rome.TEXTES], "tables absentes : referentiel_code_rome"),
        ([rome.TEXTES], "tables absentes : referentiel_code_rome, referentiel_appellation"),
        ([rome.CODES, rome.APPELLATIONS], None),
    ],
)
def test_an_edition_without_codes_or_appellations_is_an_error(
    tmp_path: Path, texts: list[str], missing: str | None
) -> None:
    corpus = _corpus(tmp_path, {f"{number}.csv": text for number, text in enumerate(texts)})
    grave = [each for each in corpus.problems if each.gravity is Gravity.ERREUR]
    assert [each.reason for each in grave] == ([missing] if missing else [])
    assert {each.kind for each in grave} <= {ProblemKind.TABLE_INDISPENSABLE}
    assert {each.path for each in grave} <= {str(tmp_path)}
