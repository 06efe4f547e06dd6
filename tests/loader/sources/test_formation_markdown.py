"""Sheets on formations, of both kinds: what is read, and what is told of the rest."""

import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from loader.corpus.corpus import Corpus, read_corpus
from loader.corpus.problems import Gravity, Problem, ProblemKind, errors_among
from loader.editions.editions import Editions
from loader.records import Passage, Rubrique, Section
from loader.records.formations import Champ, FicheFormation
from loader.records.ideo_metiers import SousDomaine
from loader.sources import formations_xml
from loader.sources.formation_markdown import FICHE, LAYOUTS, read_sheet
from loader.sources.formation_markdown import IDEO as IDEO_LAYOUT
from tests.loader.sheets import FORMATION, FULL, IDEO, SHORT
from tests.loader.sources.onisep_exports import FORMATIONS, document

EDITIONS = {
    "onisep-metiers": "2025-10",
    "onisep-formations": "2025-10",
    "onisep-ideo-formations": "2025-10",
}


def _read(sheet: str, name: str = "FOR.9003_bts.md") -> tuple[FicheFormation, list[Problem]]:
    layout = next(each for each in LAYOUTS.values() if each.recognises(sheet))
    fiche, problems = read_sheet(sheet, name, layout, "f.md")
    assert fiche is not None
    return fiche, problems


def test_a_fiche_formation_becomes_a_record() -> None:
    fiche, problems = _read(FORMATION)
    assert problems == []
    assert (fiche.id, fiche.titre) == ("FOR.9003", "BTS tissage de nuages")
    assert fiche.champs == {
        Champ.CODE_SCOLARITE: "32099999",
        Champ.SIGLE: "TN",
        Champ.DUREE: "2 ans",
        Champ.NIVEAU_CERTIFICATION: "niveau 5",
        Champ.TYPE: "brevet de technicien supérieur (BTS)",
        Champ.LIEN: "https://example.org/bts?a=(1)",
    }
    assert fiche.sections == (
        Section(
            Rubrique.DESCRIPTION,
            (
                Passage(
                    None,
                    None,
                    "On y apprend à tisser.\n\nLa brume se carde en première année.",
                ),
            ),
        ),
        Section(Rubrique.ACCES_FORMATION, (Passage("Accès", 3, "Avec un bac, sur dossier."),)),
        Section(
            Rubrique.ATTENDUS,
            (
                Passage(
                    "Attendus nationaux de la plateforme",
                    3,
                    "Aimer :\n\n- la pluie\n\n- le vent",
                ),
            ),
        ),
        Section(Rubrique.POURSUITE_ETUDES, (Passage(None, None, "On peut entrer en licence."),)),
    )
    assert fiche.metiers == ("tisseur/euse de nuages", "souffleur/euse de vent")
    assert (fiche.domaines, fiche.specialites) == (None, None)


def test_a_formation_initiale_becomes_a_record() -> None:
    fiche, problems = _read(IDEO, "any name")
    assert problems == []
    assert (fiche.id, fiche.titre) == ("FOR.9003", "BTS tissage de nuages")
    assert fiche.champs == {
        Champ.CODE_SCOLARITE: "32099999",
        Champ.SIGLE: "TN",
        Champ.DUREE: "2 ans",
        Champ.NIVEAU_CERTIFICATION: "niveau 5",
        Champ.TYPE: "brevet de technicien supérieur (BTS)",
        Champ.NIVEAU_SORTIE: "bac + 2",
        Champ.CODE_RNCP: "98765",
        Champ.TUTELLE: "Ministère des Nuages",
        Champ.PAGE: "https://example.org/slug/FOR.9003",
    }
    assert fiche.specialites == ("326", "115")
    assert fiche.domaines == (SousDomaine("nuages bas", "ciel"), SousDomaine("brume", "ciel"))
    assert fiche.metiers is None


def test_a_bullet_alone_on_its_line_belongs_to_the_next() -> None:
    publishers = FORMATION.replace(
        "            - la pluie\n",
        "                - \n                    la pluie\n",
    )
    assert publishers != FORMATION
    assert _read(publishers) == _read(FORMATION)


@pytest.mark.parametrize(
    ("sheet", "before", "after", "lost"),
    [
        (FORMATION, "**Durée:** 2 ans", "**Durée:**", ["**Durée:**"]),
        (FORMATION, "**Durée:** 2 ans", "**Durée:** 2 ans\nsoit deux", ["soit deux"]),
        (FORMATION, "(https://example.org/bts?a=(1))", "(https://example.org)", ["**Lien:**"]),
        (FORMATION, "[https://example.org/bts?a=(1)]", "ici ", ["**Lien:**"]),
        (FORMATION, "- souffleur", "souffleur", ["souffleur/euse de vent"]),
        (FORMATION, "\n## Accès\n", "\n## Description\n", ["## Description", "### Accès"]),
        (IDEO, "326 | 115", "326|115", ["**Code NSF:** 326|115"]),
        (IDEO, "326 | 115", "nuages", ["**Code NSF:** nuages"]),
        (IDEO, "- ciel/brume", "- brume", ["- brume"]),
        (IDEO, "- ciel/brume", "- ciel / brume", ["- ciel / brume"]),
        (IDEO, "- ciel/brume", "- ciel/???", ["- ciel/???"]),
        (IDEO, "- ciel/brume", "- ciel/ciel", ["- ciel/ciel"]),
        (IDEO, "- ciel/brume", "- Ciel/brume", ["- Ciel/brume"]),
        (IDEO, "**Tutelle:** Min", "**Tutelle:** ?\n**Sous:** Min", ["**Tutelle:** ?", "**S"]),
    ],
)  # fmt: skip
def test_a_line_that_finds_no_place_is_told_with_its_number(
    sheet: str, before: str, after: str, lost: list[str]
) -> None:
    damaged = sheet.replace(before, after)
    _, problems = _read(damaged)
    strays = [each for each in problems if each.kind is ProblemKind.LIGNE_SANS_PLACE]
    assert all(damaged.split("\n")[each.line - 1] == each.lost for each in strays)
    told = [each.lost.strip() for each in sorted(strays, key=lambda each: each.line)]
    assert len(told) >= len(lost)
    assert all(one.startswith(start) for one, start in zip(told, lost, strict=False))


def test_values_out_of_their_part_and_parts_without_values_are_told() -> None:
    heading = "## \N{CLIPBOARD} Informations générales"
    found, problems = read_sheet(IDEO.replace(f"{heading}\n", ""), "f", IDEO_LAYOUT, "f.md")
    assert found is not None
    assert Champ.TYPE not in found.champs
    assert [each.line for each in problems] == [4, 5, 6, 7]
    assert all(each.reason.endswith(f"sans « {heading} »") for each in problems)
    empty = "# titre\n\n## Informations générales\n\n## Métiers associés\n"
    fiche, (told,) = _read(empty)
    assert (told.line, told.lost, fiche.metiers) == (3, "## Informations générales", ())


@pytest.mark.parametrize(
    ("sheet", "name", "reason"),
    [
        (FORMATION.replace("# BTS", "BTS"), "FOR.1.md", "sans titre"),
        (FORMATION, "bts.md", "le nom du fichier commence par « FOR.n »"),
        (FORMATION, "FOR.0_bts.md", "le nom du fichier"),
        (FORMATION, "FOR.٣_bts.md", "le nom du fichier"),
        (FORMATION, "FOR.1234567890.md", "le nom du fichier"),
        (IDEO.replace("slug/FOR.9003", "slug/"), "FOR.1.md", "le lien vers la fiche finit"),
        (IDEO.replace("FOR.9003)", "FOR.9004)"), "FOR.1.md", "le lien vers la fiche finit"),
    ],
)
def test_a_sheet_without_title_or_id_is_rejected_whole(sheet: str, name: str, reason: str) -> None:
    layout = next(each for each in LAYOUTS.values() if each.recognises(sheet))
    fiche, (told,) = read_sheet(sheet, name, layout, "f.md")
    assert fiche is None
    assert told.kind is ProblemKind.FICHE_REJETEE
    assert reason in told.reason
    assert told.lost.split() == sheet.split()


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ("bac + 5", []),
        ("seconde", []),
        ("1re", []),
        ("4E", []),
        ("non renseigné", []),
        ("bac + 99", [ProblemKind.LIBELLE_INCONNU]),
    ],
)
def test_an_unknown_level_is_remarked(written: str, kinds: list[ProblemKind]) -> None:
    _, problems = _read(IDEO.replace("bac + 2", written))
    assert [each.kind for each in problems] == kinds
    assert all(each.line == 8 for each in problems)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("niveau 3 (CAP)", []),
        ("non inscrit au RNCP", []),
        ("niveau 12", ["niveau de certification inconnu « niveau 12 »"]),
        ("niveau", ["niveau de certification inconnu « niveau »"]),
        ("bac + 2", ["niveau de certification inconnu « bac + 2 »"]),
    ],
)
def test_an_unknown_level_of_certification_is_remarked(written: str, told: list[str]) -> None:
    for sheet in (FORMATION, IDEO):
        _, problems = _read(sheet.replace("niveau 5", written))
        assert [each.reason.partition(" : ")[2] for each in problems] == told
    xml = FORMATIONS.replace("niveau 3 (niveau CAP)", written)
    _, problems = formations_xml.read(document(xml))
    found = [each for each in problems if "certification" in each.reason]
    assert [each.reason.partition(" : ")[2] for each in found] == told
    assert {each.gravity for each in problems} <= {Gravity.REMARQUE}


def test_parts_out_of_place_and_odd_headings_are_remarked() -> None:
    moved = FORMATION.replace("**Durée:** 2 ans\n", "") + "\n**Durée:** 2 ans\n"
    _, problems = _read(moved)
    assert [each.kind for each in problems] == [ProblemKind.PARTIE_DEPLACEE]
    _, problems = _read(FORMATION.replace("            La brume", "## La brume"))
    assert [(each.kind, each.line) for each in problems] == [(ProblemKind.TITRE_INATTENDU, 17)]


@pytest.mark.parametrize("sheet", [FULL, SHORT, "# Notes\n\n## Description\n\nRien.\n"])
def test_other_markdown_is_not_taken_for_a_formation(sheet: str) -> None:
    assert not any(layout.recognises(sheet) for layout in LAYOUTS.values())


def _corpus(folder: Path, **files: str) -> Corpus:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return read_corpus([folder], Editions(EDITIONS))


def test_titles_of_metiers_lead_to_exactly_one_or_are_told(tmp_path: Path) -> None:
    twin = SHORT.replace("# guetteur/euse d'arc-en-ciel", "# souffleur/euse de vent")
    corpus = _corpus(
        tmp_path,
        **{"FOR.9003.md": FORMATION, "MET.9001.md": FULL, "MET.9002.md": SHORT},
    )
    told = [each for each in corpus.problems if each.kind is ProblemKind.METIER_INCONNU]
    assert corpus.metier_ids["tisseur/euse de nuages"] == "MET.9001"
    assert "souffleur/euse de vent" not in corpus.metier_ids
    assert [(each.line, each.lost) for each in told] == [(40, "")]
    assert str(told[0]).startswith(f"{tmp_path}/FOR.9003.md:40: ")
    assert not errors_among(corpus.problems)
    one = _corpus(tmp_path, **{"MET.9002.md": twin})
    assert one.metier_ids["souffleur/euse de vent"] == "MET.9002"
    two = _corpus(tmp_path, **{"MET.9003.md": twin.replace("MET.9002", "MET.9003")})
    assert "souffleur/euse de vent" not in two.metier_ids
    told = [each for each in two.problems if each.kind is ProblemKind.METIER_INCONNU]
    assert "2 fiches ont pour titre « souffleur/euse de vent » (MET.9002, MET.9003)" in str(told[0])


def test_of_two_files_on_a_formation_one_is_kept(tmp_path: Path) -> None:
    both = {"FOR.9003.md": FORMATION, "FOR.9003_bts.md": FORMATION}
    corpus = _corpus(tmp_path, **both, ideo=IDEO)
    assert [each.edition.source for each in corpus.fiches_formations] == [
        "onisep-formations",
        "onisep-ideo-formations",
    ]
    (told,) = [each for each in corpus.problems if each.kind is ProblemKind.IDENTIFIANT_EN_DOUBLE]
    assert told.path.endswith("FOR.9003_bts.md")
    assert told.lost == FORMATION


def test_a_year_in_the_title_of_a_formation_is_no_edition(tmp_path: Path) -> None:
    names = {"FOR.2010_école_2000.md": FORMATION, "formation_00303_ingénieurs_2000.md": IDEO}
    corpus = _corpus(tmp_path, **names)
    assert corpus.problems == [
        each for each in corpus.problems if each.kind is ProblemKind.METIER_INCONNU
    ]
    assert {edition.name for edition in corpus.files} == {"2025-10"}
    with zipfile.ZipFile(tmp_path / "formations_2026-02.zip", "w") as archive:
        archive.writestr("FOR.2010_école_2000.md", FORMATION)
    found = read_corpus([tmp_path / "formations_2026-02.zip"], Editions())
    assert [edition.name for edition in found.files] == ["2026-02"]


def test_a_file_too_large_for_a_sheet_is_rejected(tmp_path: Path) -> None:
    long = FORMATION.replace("On y apprend", "On y apprend " * 2**20)
    corpus = _corpus(tmp_path, **{"FOR.9003.md": long, "MET.9001.md": FULL})
    assert [each.kind for each in corpus.problems] == [ProblemKind.FICHE_REJETEE]


@pytest.fixture(scope="module")
def real(more_folder: Path) -> Mapping[str, list[tuple[FicheFormation, list[Problem]]]]:
    found = {}
    for folder, layout in (("formations", FICHE), ("ideo-formations", IDEO_LAYOUT)):
        paths = sorted((more_folder / "onisep" / folder).glob("*.md"))
        read = [read_sheet(path.read_text("utf-8"), path.name, layout, path.name) for path in paths]
        found[folder] = [(fiche, problems) for fiche, problems in read if fiche]
    return found


@pytest.mark.corpus
def test_the_real_sheets_are_read_without_a_word_lost(
    real: Mapping[str, list[tuple[FicheFormation, list[Problem]]]],
) -> None:
    assert {folder: len(read) for folder, read in real.items()} == {
        "formations": 1849,
        "ideo-formations": 4618,
    }
    problems = [each for read in real.values() for _, several in read for each in several]
    assert Counter(str(each.kind) for each in problems) == {}
    for read in real.values():
        assert len({fiche.id for fiche, _ in read}) == len(read)
    (fiche,) = [fiche for fiche, _ in real["formations"] if fiche.id == "FOR.270"]
    assert fiche.champs[Champ.CODE_SCOLARITE] == "32031409"
    assert len(fiche.metiers or ()) == 4
