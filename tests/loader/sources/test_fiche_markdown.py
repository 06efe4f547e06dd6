import pytest

from loader.corpus.problems import ProblemKind
from loader.records import Appellation, FormationCitee, Paire, Passage, Rubrique, Valeur
from loader.sources.fiche_markdown import read_fiche, recognises
from tests.loader.sheets import FULL, SHORT


def test_a_full_sheet_becomes_a_record() -> None:
    fiche, problems = read_fiche(FULL, "f.md")
    assert fiche is not None
    assert problems == []
    assert fiche.id == "MET.9001"
    assert fiche.titre == "tisseur/euse de nuages"
    assert fiche.appellations == Paire("tisseuse de nuages", "tisseur de nuages")
    assert fiche.autres_appellations == (
        Appellation("cardeur/euse de brume", Paire("cardeuse de brume", "cardeur de brume")),
    )
    assert fiche.codes_rome == ("B1234", "K15")
    assert fiche.niveau == Valeur("bac + 2")
    assert fiche.formations == (
        FormationCitee("FOR.9001", "CAP brume (option fine)"),
        FormationCitee("FOR.9002", "bac pro nuages"),
    )
    assert fiche.statuts == (Valeur("salarié"),)
    assert fiche.interets == (
        Valeur("j'aime bouger"),
        Valeur("réparer, bricoler, j'adore ça"),
    )


def test_headings_part_the_passages_of_a_section() -> None:
    fiche, _ = read_fiche(FULL, "f.md")
    assert fiche is not None
    sections = {section.rubrique: section.passages for section in fiche.sections}
    assert sections[Rubrique.EN_BREF] == (
        Passage(None, None, "Le matin, on carde. Le soir, on tisse."),
        Passage("Durée des études", 3, None),
        Passage("Après la 3e", 2, "2 ans pour préparer un CAP ; 3 ans pour un bac pro."),
        Passage("Après le bac", 2, "5 ans d'études."),
    )
    assert sections[Rubrique.NATURE_TRAVAIL] == (
        Passage("Carder", 3, "On trie la brume.\n\n- la fine\n\n- l'épaisse"),
    )
    assert sections[Rubrique.VIE_PROFESSIONNELLE][1] == Passage(
        "Salaire du débutant",
        3,
        "A partir de 1801 euros brut par mois, hors primes\nVariable ensuite",
    )
    assert sections[Rubrique.ACCES_METIER] == (
        Passage(None, None, "Deux portes."),
        Passage("Niveau bac + 4/5", 0, "Diplôme de nuage\n\nNiveau CAP complété par un stage"),
    )


def test_parts_that_are_not_there_are_none_and_empty_ones_are_empty() -> None:
    fiche, _ = read_fiche(SHORT + "\n## Centres d'intérêt\n", "f.md")
    assert fiche is not None
    assert fiche.formations is None
    assert fiche.codes_rome is None
    assert fiche.interets == ()


def test_what_stands_before_the_title_is_told() -> None:
    fiche, problems = read_fiche(f"une ligne avant tout\n{FULL}", "f.md")
    assert fiche is not None
    assert [(each.kind, each.line) for each in problems] == [(ProblemKind.LIGNE_SANS_PLACE, 1)]


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ("- B1234", "- b1234", "- b1234"),
        ("- B1234", "* B1234", "* B1234"),
        ("- salarié", "salarié", "salarié"),
        ("- salarié", "- salarié\n- Salarié", "- Salarié"),
        ("- salarié", "- ???", "- ???"),
        ("(ID: FOR.9002)", "(ID: FOR.9001)", "- bac pro nuages (ID: FOR.9001)"),
        ("(ID: FOR.9002)", "(FOR.9002)", "- bac pro nuages (FOR.9002)"),
        ("- Féminin: tisseuse de nuages", "- Féminin:", "- Féminin:"),
        ("- Féminin: tisseuse de nuages", "- Féminin:tisseuse", "- Féminin:tisseuse"),
        ("**Niveau d'accès minimum:** bac + 2", "**Niveau d'accès minimum:**", "**Niveau"),
        ("### cardeur/euse de brume", "### ???", "### ???"),
        ("(ID: FOR.9002)", "(ID: FOR.٣)", "- bac pro nuages"),
        ("nuages (ID: FOR.9002)", "nuages(ID: FOR.9002)", "- bac pro nuages(ID"),
    ],
)
def test_a_line_that_finds_no_place_is_told_with_its_number(
    before: str, after: str, lost: str
) -> None:
    sheet = FULL.replace(before, after)
    _, problems = read_fiche(sheet, "f.md")
    told = next(each for each in problems if each.kind is ProblemKind.LIGNE_SANS_PLACE)
    assert told.lost.startswith(lost)
    assert sheet.split("\n")[told.line - 1] == told.lost
    assert str(told).startswith(f"f.md:{told.line}: ")


def test_a_part_met_twice_keeps_its_first_lines_and_tells_the_others() -> None:
    fiche, problems = read_fiche(FULL + "\n## Présentation\n\nAutre chose.\n", "f.md")
    assert fiche is not None
    told = [each.lost for each in problems if each.kind is ProblemKind.LIGNE_SANS_PLACE]
    assert told == ["## Présentation", "Autre chose."]


@pytest.mark.parametrize(
    ("sheet", "reason"),
    [
        (SHORT.replace("# guetteur", "guetteur"), "sans titre"),
        (SHORT.replace("**ID:** MET.9002\n", ""), "sans ligne « **ID:** MET.n »"),
        (SHORT.replace("MET.9002", "MET.neuf"), "identifiant invalide"),
        (SHORT.replace("MET.9002", "MET.٣"), "identifiant invalide"),
        (SHORT.replace("MET.9002", "MET.0797"), "identifiant invalide"),
        (SHORT.replace("MET.9002", "MET." + "9" * 5000), "identifiant invalide"),
        (SHORT.replace("MET.9002", "MET.1/../2"), "identifiant invalide"),
    ],
)
def test_a_sheet_without_title_or_id_is_rejected_whole(sheet: str, reason: str) -> None:
    fiche, problems = read_fiche(sheet, "f.md")
    assert fiche is None
    assert [each.kind for each in problems] == [ProblemKind.FICHE_REJETEE]
    assert reason in problems[0].reason
    assert problems[0].lost.split() == sheet.split()


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("**Codes ROME:**\n- B1234\n- K15\n", "", ProblemKind.SANS_CODE_ROME),
        ("- salarié", "- pirate", ProblemKind.LIBELLE_INCONNU),
        ("**Niveau d'accès minimum:** bac + 2", "", ProblemKind.CHAMP_MANQUANT),
        ("            ### Peu de postes", "### Peu de postes", ProblemKind.TITRE_INATTENDU),
        ("A partir de 1801", "Entre 2000 et 1801", ProblemKind.FOURCHETTE_INVERSEE),
        ("## Présentation", "## Accès au métier\n## Présentation", ProblemKind.PARTIE_DEPLACEE),
    ],
)
def test_what_is_odd_is_read_and_remarked(before: str, after: str, kind: ProblemKind) -> None:
    fiche, problems = read_fiche(FULL.replace(before, after, 1), "f.md")
    assert fiche is not None
    assert kind in {each.kind for each in problems}


def test_a_fiche_is_known_by_its_frame_not_by_its_name() -> None:
    assert recognises(SHORT)
    assert not recognises("# Un titre\n\nDu texte, et `**ID:**` dans une phrase.\n")
    assert not recognises("")


def test_a_gender_below_a_refused_title_goes_to_no_other_title() -> None:
    sheet = FULL.replace("**Codes ROME:**", "### ***\n- Masculin: autre\n\n**Codes ROME:**", 1)
    fiche, problems = read_fiche(sheet, "f.md")
    assert fiche is not None
    assert fiche.autres_appellations is not None
    assert fiche.autres_appellations[0].paire.masculin == "cardeur de brume"
    lost = [each.lost for each in problems if each.kind is ProblemKind.LIGNE_SANS_PLACE]
    assert lost == ["### ***", "- Masculin: autre"]


def test_a_long_run_of_spaces_is_read_at_once() -> None:
    sheet = FULL.replace("- bac pro nuages", "- a" + " " * 500_000 + "b")
    fiche, _ = read_fiche(sheet, "f.md")
    assert fiche is not None
