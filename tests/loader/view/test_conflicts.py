import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from loader.corpus.corpus import Corpus, read_corpus
from loader.editions.editions import Editions
from loader.records import (
    Appellation,
    Fiche,
    FormationCitee,
    Lien,
    MetierCite,
    Passage,
    Rubrique,
    Section,
    Valeur,
)
from loader.view.conflicts import conflicts, field_name, find_conflicts
from tests.loader.command import Metiers
from tests.loader.corpora import corpus_of, fiche_of
from tests.loader.sheets import FULL, SHORT

FICHE = fiche_of(FULL)


def test_an_edition_agrees_with_itself_and_with_none() -> None:
    assert conflicts([FICHE]) == []
    assert conflicts([FICHE, FICHE, FICHE]) == []


def test_a_field_that_one_edition_lacks_is_no_conflict() -> None:
    bare = Fiche(FICHE.id, FICHE.titre)
    assert conflicts([FICHE, bare]) == []
    assert conflicts([bare, FICHE, replace(FICHE, niveau=Valeur("3E"))]) == ["mg:niveauAcces"]


def test_what_differs_is_named_in_the_order_of_the_sheet() -> None:
    cut = [section for section in FICHE.sections if section.rubrique is not Rubrique.ACCES_METIER]
    other = replace(
        FICHE,
        titre="autre",
        codes_rome=("B1234",),
        sections=tuple(replace(section, passages=section.passages[:1]) for section in cut),
        formations=(FormationCitee("FOR.1", "CAP"),),
        statuts=(),
    )
    assert set(conflicts([other, FICHE])) == {
        "skos:prefLabel", "mg:romeV3", "rubrique:en-bref", "rubrique:vie-professionnelle",
        "mg:formation",
    }, "no statut is no field of the second"  # fmt: skip


def test_what_the_graph_takes_for_one_value_is_one() -> None:
    formations = FICHE.formations or ()
    other = replace(
        FICHE,
        niveau=Valeur("Bac + 2", "REF.411"),
        formations=tuple(
            FormationCitee(each.id, each.libelle.upper()) for each in formations[::-1]
        ),
        interets=tuple(Valeur(each.libelle.capitalize()) for each in FICHE.interets or ()),
        autres_appellations=(Appellation("Cardeur/euse de brume"),),
    )
    assert conflicts([other, FICHE]) == []


def test_a_mention_is_no_side_of_a_conflict() -> None:
    neighbour = replace(fiche_of(SHORT), associes=(MetierCite(FICHE.id, "un autre titre"),))
    corpus = corpus_of(("2025-10", FICHE), ("2025-10", neighbour))
    assert find_conflicts(corpus.fiches) == {}


def test_links_are_told_by_their_addresses() -> None:
    one, same, other = (
        replace(FICHE, liens=(Lien(address, comment),))
        for address, comment in (("http://a/", "A"), ("http://a/", "B"), ("http://c/", "A"))
    )
    assert conflicts([one, same]) == []
    assert conflicts([one, other]) == ["mg:lien"]


def with_pay(*lines: str) -> Fiche:
    """Return the sheet with other lines under « Salaire du débutant »."""
    passage = Passage("Salaire du débutant", 3, "\n".join(lines))
    section = Section(Rubrique.VIE_PROFESSIONNELLE, (passage,))
    return Fiche(FICHE.id, FICHE.titre, sections=(section,))


PAY = "Entre 1900 et 2400 euros brut par mois, pour les ingénieurs"


@pytest.mark.parametrize(
    "other",
    [
        PAY.replace("1900", "1800"),
        PAY.replace("2400", "2500"),
        PAY.replace("mois", "an"),
        PAY.replace("ingénieurs", "techniciens"),
        PAY.replace("Entre 1900 et", "A partir de"),
        "Variable",
    ],
)
def test_a_pay_is_one_disagreement_whatever_differs_of_it(other: str) -> None:
    found = conflicts([with_pay(PAY), with_pay(other)])
    assert [key for key in found if not key.startswith("rubrique:")] == ["schema:estimatedSalary"]


def test_the_rank_of_a_pay_is_no_disagreement() -> None:
    one, other = with_pay(PAY, "Variable"), with_pay("Variable", PAY)
    assert "schema:estimatedSalary" not in conflicts([one, other])


def test_lengths_of_study_and_ways_in_are_told_by_what_they_say() -> None:
    def sheet(years: str, level: str) -> Fiche:
        length = Passage("Durée des études", 3, f"Après le bac\n{years} ans pour un diplôme.")
        way = Passage(f"Niveau {level}", 0, "Un diplôme")
        sections = Section(Rubrique.EN_BREF, (length,)), Section(Rubrique.ACCES_METIER, (way,))
        return Fiche(FICHE.id, FICHE.titre, sections=sections)

    one = sheet("2", "bac + 2")
    reworded = replace(one, sections=(one.sections[0], sheet("2", "bac + 2").sections[1]))
    assert conflicts([one, reworded]) == []
    assert "mg:voieAcces" in conflicts([one, sheet("2", "bac + 3")])


def test_a_field_has_a_name_in_french() -> None:
    assert field_name("mg:romeV3") == "codes ROME"
    assert field_name("rubrique:en-bref") == "texte de en-bref"


def test_a_corpus_counts_its_fiches() -> None:
    later = replace(FICHE, titre="neuf", niveau=Valeur("3E"))
    alone, other = fiche_of(SHORT), replace(fiche_of(SHORT), titre="y")
    corpus = corpus_of(("2024-06", FICHE), ("2025-10", later), ("2025-10", alone))
    assert find_conflicts(corpus.fiches) == {
        "mg:niveauAcces": [FICHE.id],
        "skos:prefLabel": [FICHE.id],
    }
    corpus.fiches += corpus_of(("2024-06", other)).fiches
    assert list(find_conflicts(corpus.fiches).items()) == [
        ("skos:prefLabel", [FICHE.id, other.id]),
        ("mg:niveauAcces", [FICHE.id]),
    ]


def test_check_and_the_manifest_tell_them(metiers: Metiers, tmp_path: Path) -> None:
    for edition, sheet in (("2024-06", FULL.replace("bac + 2", "bac + 3")), ("2025-10", FULL)):
        folder = tmp_path / edition
        folder.mkdir()
        (folder / "MET.9001.md").write_text(sheet, "utf-8")
    folders = tmp_path / "2024-06", tmp_path / "2025-10"
    options = [f"--edition={folder}={folder.name}" for folder in folders]
    assert "éditions en désaccord : niveau d'accès" in metiers("check", *folders, *options).out
    assert "désaccord" not in metiers("check", folders[0], options[0]).out
    metiers("build", *folders, *options, "--skip-shacl")
    manifest = json.loads((metiers.home / "current" / "manifest.json").read_text("utf-8"))
    assert manifest["conflicts"] == {"mg:niveauAcces": 1}
    assert manifest["conflicting"] == {"mg:niveauAcces": ["MET.9001"]}
    assert metiers("releases").status == 0


def test_manifests_of_before_and_after_are_read(metiers: Metiers, sheets: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    file = metiers.home / "current" / "manifest.json"
    said = json.loads(file.read_text("utf-8"))
    before = {key: value for key, value in said.items() if not key.startswith("conflict")}
    for whole in (before, {**said, "later": 1}):
        file.write_text(json.dumps(whole), "utf-8")
        assert "aucune release" not in metiers("releases").out
    for part in ("digest", "built", "counts"):
        file.write_text(json.dumps({key: said[key] for key in said if key != part}), "utf-8")
        assert "aucune release" in metiers("releases").out


@pytest.fixture(scope="module")
def corpus(corpus_folder: Path) -> Corpus:
    sheets = corpus_folder / "onisep" / "fiches"
    export = corpus_folder / "onisep" / "Onisep_Ideo_Fiches_metiers_25062024.xml"
    return read_corpus([sheets, export], Editions(placed={sheets.resolve(): "2025-10"}))


FIELDS: dict[str, tuple[int, int, Callable[[Fiche], object]]] = {
    "mg:formation": (467, 484, lambda fiche: fiche.formations),
    "mg:centreInteret": (142, 144, lambda fiche: fiche.interets),
    "skos:prefLabel": (23, 23, lambda fiche: fiche.titre),
    "mg:romeV3": (12, 16, lambda fiche: fiche.codes_rome),
    "mg:niveauAcces": (16, 16, lambda fiche: fiche.niveau),
    "mg:statut": (3, 3, lambda fiche: fiche.statuts),
}


@pytest.mark.corpus
def test_the_published_editions_disagree_as_often_as_was_counted(corpus: Corpus) -> None:
    """Count what they contradict, then with it what one says and the other leaves out.

    The publishers' files were once counted the second way: 484 formations, 16 ROME codes.
    """
    editions: dict[str, list[Fiche]] = {}
    for entry in corpus.fiches:
        editions.setdefault(entry.fiche.id, []).append(entry.fiche)
    both = [several for several in editions.values() if len(several) == 2]
    assert len(both) == 724
    found = {key: len(metiers) for key, metiers in find_conflicts(corpus.fiches).items()}
    left_out: Counter[str] = Counter()
    for several in both:
        for name, (_, _, read) in FIELDS.items():
            left_out[name] += len({read(fiche) is None for fiche in several}) == 2
    for name, (stated, counted, _) in FIELDS.items():
        assert (found[name], found[name] + left_out[name]) == (stated, counted), name
