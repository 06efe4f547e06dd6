import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.corpus.problems import Gravity, ProblemKind
from loader.records import Appellation, Lien, Paire, Publication, Valeur
from loader.records.formations import Formation, MetierNomme, Poursuite, Specialite, TypeFormation
from loader.sources import (
    fiche_markdown,
    fiche_xml,
    formations_xml,
    ideo_metiers,
    rome_v3_tree,
    table_passage,
)
from loader.sources.catalogue import SOURCES
from loader.triples.formations import formations_triples
from tests.loader.sources.leaves import FORMATION_PARTS, unsaid
from tests.loader.sources.onisep_exports import (
    FORMATIONS,
    IDEO,
    TABLE,
    document,
    document_at,
    rearranged,
    scrambled,
)

EXPORT = "onisep/Onisep_Ideo_Fiches_Formations_25062024.xml"
FULL, BARE = formations_xml.read(document(FORMATIONS))[0]


def test_an_export_is_known_by_what_it_holds() -> None:
    formats = (formations_xml, ideo_metiers, table_passage, fiche_xml, fiche_markdown, rome_v3_tree)
    head = document(FORMATIONS).head
    assert [each for each in formats if each.recognises(head)] == [formations_xml]
    assert not formations_xml.recognises(document(IDEO).head)
    assert not formations_xml.recognises(document(TABLE).head)
    assert not formations_xml.recognises("# Les <formations>\n\n<formation>")
    assert formations_xml.SOURCE in SOURCES


def test_every_column_of_a_formation_is_read() -> None:
    expected = Formation(
        id="FOR.9001",
        libelle="CAP tissage de nuages option brume",
        type=TypeFormation("certificat du ciel", "CAP court", "CAP"),
        code_scolarite="99X00001",
        sigle="TNB",
        libelle_generique="CAP tissage de nuages",
        type_option="option",
        libelle_specifique="brume",
        duree="2 ans",
        descriptif="On y apprend à tisser.\n\n- le gris\n- le blanc",
        acces="Entrer\n\nPar la porte\nou la fenêtre",
        url="https://ciel.example/cap?a=1&b=2",
        specialites=(Specialite("240", "Matières souples"), Specialite("S", "Produire")),
        niveau_certification="niveau 3 (niveau CAP)",
        niveau=Valeur("CAP ou équivalent", "REF.413"),
        code_niveau="99X",
        premiere_session="2021",
        derniere_session="2031",
        natures=("Diplôme du ciel", "Label de la brume"),
        attendus="Lever les yeux.",
        enseignements=("vent du nord",),
        tutelle="Ministère des nuages",
        suite="On peut monter plus haut.",
        poursuites=(
            Poursuite("sous condition de vent", ("bac pro averses", "bac pro éclaircies")),
        ),
        debouches=(
            MetierNomme(
                "MET.9001",
                "tisseur/euse de nuages",
                Paire("tisseuse de nuages", "tisseur de nuages"),
                (
                    Appellation(
                        "cardeur/euse de brume", Paire("cardeuse de brume", "cardeur de brume")
                    ),
                ),
            ),
        ),
        publications=(
            Publication(
                "Le ciel pour tous", "9780000000001", "Éditions du vent", "2020", "Hauteurs"
            ),
        ),
        liens=(Lien("http://nuages.example/ fr", None),),
        sous_domaines=(Valeur("ciel (généralités)", "T-IDEO2.9001"),),
        creation=date(2020, 6, 6),
        modification=date(2024, 5, 17),
    )
    assert expected == FULL


def test_an_empty_element_says_nothing() -> None:
    expected = Formation("FOR.9002", "école de la pluie", TypeFormation("école", None, None))
    assert expected == BARE


def test_a_whole_export_has_no_problem() -> None:
    assert formations_xml.read(document(FORMATIONS))[1] == []


@pytest.mark.parametrize(
    ("right", "wrong", "reason", "lost"),
    [
        ("FOR.9002", "FOR.x", "« formation » n° 2 : pas d'identifiant", "école de la pluie"),
        ("FOR.9002", "FOR.9001", "FOR.9001 est déjà donné", "école de la pluie"),
        ("école de la pluie", "", "FOR.9002 n'a pas de libellé", "FOR.9002"),
        ("06/06/2020", "31/06/2020", "FOR.9001 : « creation_date »", "31/06/2020"),
        ("06/06/2020", "juin 2020", "FOR.9001 : « creation_date »", "juin 2020"),
        (">240<", "><", "spécialité sans code", "Matières souples"),
        (">240<", ">24<", "spécialité sans code", "24 Matières souples"),
        ("MET.9001", "9001", "métier sans nom", "cardeuse de brume"),
        ("<nom_metier>cardeur/euse de brume", "<nom_metier>", "synonyme sans", "cardeuse de"),
        ("Le ciel pour tous", "…", "publication sans titre", "Éditions du vent"),
        ("9780000000001", "—", "publication sans titre", "Le ciel pour tous"),
        ("ciel (généralités)", "", "« sous_domaine_web » sans libellé", "T-IDEO2.9001"),
        ("<duree_formation>2 ans<", "<duree_formation>2 <b>ans</b><", "", ""),
        ("<sigle>TNB</sigle>", "<sigle>TNB</sigle><sigle>T</sigle>", "« sigle » sans place", "T"),
        ("<sigle>TNB</sigle>", "<sigle>TNB</sigle>mot", "texte hors de tout élément", "mot"),
        ("<sigle>", "<sigle langue='vent'>", "attributs sans place", "vent"),
        ("<synonymes>", "<rang>premier</rang><synonymes>", "« rang » sans place", "premier"),
    ],
)
def test_what_finds_no_place_is_told(right: str, wrong: str, reason: str, lost: str) -> None:
    damaged = FORMATIONS.replace(right, wrong, 1)
    assert damaged != FORMATIONS
    formations, problems = formations_xml.read(document(damaged))
    if not reason:
        assert (formations[0].duree, problems) == ("2 ans", [])
        return
    (told,) = problems
    assert reason in told.reason
    assert lost in told.lost
    assert (told.path, told.kind) == ("dossier/t.xml", ProblemKind.LIGNE_SANS_PLACE)
    assert "FOR.9001" in {formation.id for formation in formations}


def test_a_problem_has_the_line_of_its_element() -> None:
    damaged = FORMATIONS.replace(">240<", "><")
    line = damaged[: damaged.index("<nsf_discipline>")].count("\n") + 1
    assert [each.line for each in formations_xml.read(document(damaged))[1]] == [line]


def test_an_unknown_level_is_remarked_and_kept() -> None:
    damaged = FORMATIONS.replace("CAP ou équivalent", "septième ciel")
    (first, _), problems = formations_xml.read(document(damaged))
    assert first.niveau == Valeur("septième ciel", "REF.413")
    (told,) = problems
    assert (told.kind, told.gravity) == (ProblemKind.LIBELLE_INCONNU, Gravity.REMARQUE)
    assert "septième ciel" in told.reason


def test_a_column_that_no_formation_has_is_told_once() -> None:
    damaged = FORMATIONS.replace("sous_tutelle>", "tutelle>")
    formations, problems = formations_xml.read(document(damaged))
    assert len(formations) == 2
    assert [(each.kind, each.lost) for each in problems] == [
        (ProblemKind.LIGNE_SANS_PLACE, "Ministère des nuages"),
        (ProblemKind.CHAMP_MANQUANT, ""),
    ]
    assert "« sous_tutelle »" in problems[1].reason


def test_what_stands_before_a_fault_is_read_and_the_unfinished_told() -> None:
    cut = FORMATIONS[: FORMATIONS.index("<sigle/>")]
    formations, problems = formations_xml.read(document(cut))
    assert [formation.id for formation in formations] == ["FOR.9001"]
    fault, unfinished = problems
    assert (fault.kind, fault.line) == (ProblemKind.FICHIER_ILLISIBLE, cut.count("\n") + 1)
    assert unfinished.lost == "FOR.9002 école de la pluie école"


def test_words_around_the_records_are_told() -> None:
    damaged = FORMATIONS.replace("<formation>", "un<ciel>bleu</ciel><formation>", 1)
    damaged = damaged.replace("</formations>", "deux</formations>")
    formations, problems = formations_xml.read(document(damaged))
    assert len(formations) == 2
    assert sorted(each.lost for each in problems) == ["bleu", "deux", "un"]


def test_a_file_without_a_record_loses_no_word() -> None:
    renamed = "<formations>un<ecole><nom>deux</nom>trois</ecole></formations>"
    formations, problems = formations_xml.read(document(renamed))
    assert formations == ()
    assert [each.lost for each in problems] == ["deux trois", "un"]


def test_records_below_another_element_are_read_and_its_words_told() -> None:
    grouped = FORMATIONS.replace("<formation>", "<groupe>ciel<formation>", 1)
    grouped = grouped.replace("</formation>", "</formation></groupe>", 1)
    formations, problems = formations_xml.read(document(grouped))
    assert len(formations) == 2
    assert [each.lost for each in problems] == ["ciel"]


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"<formations>", FORMATIONS.encode("utf-16"), b"<a>\xe9</a>"]
)
def test_unreadable_bytes_are_told(data: bytes) -> None:
    formations, problems = formations_xml.read(document(data))
    if data == FORMATIONS.encode("utf-16"):
        return
    assert formations == ()
    assert [each.kind for each in problems] == [ProblemKind.FICHIER_ILLISIBLE]


def test_an_entity_is_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE formations [<!ENTITY vent "averse"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
        "<formations><formation><identifiant>FOR.1</identifiant>"
        "<libelle_complet>du &vent; et &f;</libelle_complet></formation></formations>"
    )
    formations, problems = formations_xml.read(document(bomb))
    assert formations == ()
    assert "du &vent; et &f;" in [each.lost for each in problems]


@given(st.integers())
def test_no_bytes_raise(seed: int) -> None:
    chance = random.Random(seed)
    formations_xml.read(document(scrambled(chance, FORMATIONS.encode())))


@given(st.binary(max_size=200))
def test_random_bytes_do_not_raise(data: bytes) -> None:
    formations_xml.read(document(data))


@given(st.integers())
def test_what_is_not_said_is_told(seed: int) -> None:
    data = rearranged(random.Random(seed), FORMATIONS.encode())
    formations, problems = formations_xml.read(document(data))
    assert unsaid(data, formations_triples(formations), FORMATION_PARTS, problems) == []


@pytest.mark.corpus
def test_the_real_export_is_read_whole(corpus_folder: Path) -> None:
    formations, problems = formations_xml.read(document_at(corpus_folder / EXPORT))
    assert problems == []
    assert len(formations) == 2164
    assert len({formation.id for formation in formations}) == 2164
    assert sum(len(formation.debouches) for formation in formations) == 5934
    assert sum(len(formation.publications) for formation in formations) == 1741
    assert sum(len(formation.liens) for formation in formations) == 423
    assert sum(len(formation.sous_domaines) for formation in formations) == 7004
    assert sum(len(each.formations) for one in formations for each in one.poursuites) == 2487
