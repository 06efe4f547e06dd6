import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.corpus.problems import Gravity, Problem, ProblemKind
from loader.records.rome import (
    AppellationRome,
    Coeur,
    CompetenceRome,
    ContexteRome,
    FicheRome,
    InteretDuCode,
    InteretRome,
    IntituleRome,
    ItemDuCode,
    LigneRome,
    Marques,
    MobiliteRome,
    PhraseRome,
    RiasecCode,
    RiasecCompetence,
    SavoirRome,
    TableKind,
    TypeTexte,
)
from loader.sources import rome_tables
from tests.loader import rome
from tests.loader.rome import document

VERTE = Marques("Emploi Vert", transition_num=True, reglemente=False, cadre=True)
BRUNE = Marques("Emploi Brun", transition_demo=False)


@pytest.mark.parametrize(
    ("text", "table", "rows"),
    [
        (rome.CODES, TableKind.CODES, [
            FicheRome("A1101", "Tailleur / Tailleuse de nuages", "11", "6", VERTE, "A1101"),
            FicheRome("A1102", 'Cardeur de "brume"', "12", "7", Marques(), "A1101"),
        ]),
        (rome.CODES_V3, TableKind.CODES, [
            FicheRome("A1101", "Taille d'en haut", "11", "6", Marques(), None),
        ]),
        (rome.APPELLATIONS, TableKind.APPELLATIONS, [
            AppellationRome("101", "Tailleur / Tailleuse de cumulus", "Tailleur(se) de cumulus",
                            "A1101", "SYNONYME", BRUNE, True, None, "A1101"),
            AppellationRome("102", "Brumeur", "Brumeur", "A1102", "PRINCIPALE", Marques(), False,
                            "VENT", "A1102"),
        ]),
        (rome.APPELLATIONS_V3, TableKind.APPELLATIONS, [
            AppellationRome("101", "Tailleur / Tailleuse d'altitude", "Tailleur(se) d'altitude",
                            "A1101", "PRINCIPALE", Marques(), None, None, None),
        ]),
        (rome.GRANDS_DOMAINES, TableKind.GRANDS_DOMAINES, [IntituleRome("A", "Le ciel, l'air")]),
        (rome.DOMAINES, TableKind.DOMAINES, [IntituleRome("A11", "Les nuages")]),
        (rome.ARBORESCENCE, TableKind.ARBORESCENCE,
         [IntituleRome("A", "Le ciel, l'air"), IntituleRome("A11", "Les nuages")] * 2),
        (rome.TEXTES, TableKind.TEXTES, [
            PhraseRome("A1101", TypeTexte.DEFINITION, 2, "Range l'outil."),
            PhraseRome("A1101", TypeTexte.DEFINITION, 1, "Taille."),
            PhraseRome("A1101", TypeTexte.ACCES, 1, "Sans rien."),
        ]),
        (rome.TEXTES_V3, TableKind.TEXTES, [
            PhraseRome("A1101", TypeTexte.DEFINITION, 0, "Taille."),
            PhraseRome("A1101", TypeTexte.ACCES, 0, "Sans rien."),
            PhraseRome("A1101", TypeTexte.CONDITIONS, 0, "Dehors."),
        ]),
        (rome.RIASEC, TableKind.RIASEC, [
            RiasecCode("A1101", "R", "A"), RiasecCode("A1102", "C", None),
        ]),
        (rome.MOBILITES, TableKind.MOBILITES, [MobiliteRome("A1101", "A1102", 1)]),
        (rome.COMPETENCES, TableKind.COMPETENCES, [
            CompetenceRome("201", "Tailler", "Compétence", None, "200", None, "Savoir-faire",
                           "Technique", Marques(True, False), None, "PIX"),
            CompetenceRome("200", "Travailler", "Macro-compétence", "Un tout.", None, "1A1",
                           "Savoir-faire", None, Marques(), "Homogène", None),
        ]),
        (rome.SAVOIRS, TableKind.SAVOIRS, [
            SavoirRome("301", "Le vent", "Domaines", "Ciel", Marques(transition_num=False)),
        ]),
        (rome.CONTEXTES, TableKind.CONTEXTES, [ContexteRome("401", "En l'air", "3", "Lieux")]),
        (rome.COHERENCE, TableKind.COHERENCE, [
            ItemDuCode("A1101", "201", Coeur.PRINCIPALE),
            ItemDuCode("A1101", "301", Coeur.EMERGENTE),
            ItemDuCode("A1101", "401", None),
        ]),
        (rome.COHERENCE_V3, TableKind.COHERENCE, [ItemDuCode("A1101", "201", None)]),
        (rome.RIASEC_MACRO, TableKind.RIASEC_MACRO, [RiasecCompetence("200", "I", None)]),
        (rome.INTERETS, TableKind.INTERETS, [
            InteretRome("1", "J'aime le ciel", "Le ciel.\n\nTout le ciel."),
            InteretRome("2", "Et le vent", "Le vent."),
        ]),
        (rome.INTERETS_DES_CODES, TableKind.INTERETS_DES_CODES, [
            InteretDuCode("A1101", "1", True), InteretDuCode("A1101", "2", False),
        ]),
    ],
)  # fmt: skip
def test_a_table_becomes_records(text: str, table: TableKind, rows: list[object]) -> None:
    assert rome_tables.recognises(text)
    found, problems = rome_tables.read(document("\N{ZERO WIDTH NO-BREAK SPACE}" + text))
    assert found
    assert found.table is table
    assert list(found.lignes) == rows
    assert {problem.gravity for problem in problems} <= {Gravity.REMARQUE}


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (rome.CODES, "rome-v4"), (rome.CODES_V3, "rome-v3"), (rome.APPELLATIONS, "rome-v4"),
        (rome.APPELLATIONS_V3, "rome-v3"), (rome.TEXTES, "rome-v4"), (rome.TEXTES_V3, "rome-v3"),
        (rome.COHERENCE, "rome-v4"), (rome.COHERENCE_V3, None), (rome.RIASEC, None),
        (rome.MOBILITES, "rome-v4"), (rome.ARBORESCENCE, None), (rome.DOMAINES, None),
        ("code_rome,code_rome_cible,code_type_mobilite\n", "rome-v3"),
        ("code_theme,code_ogr_rome,code_rome\n", None), ("a,b\n", None), ("", None),
    ],
)  # fmt: skip
def test_the_version_is_told_by_the_header_where_it_can_be(text: str, source: str | None) -> None:
    assert rome_tables.source_of(text) == source


@pytest.mark.parametrize(
    "head",
    [
        "", "\n", "code\tlibelle\tparent\n", "# tailleur, tailleuse\n", "<rome/>",
        "code_rome,code_ogr,salaire\n", "code_rome,libelle_rome,ville\n", "code_rome,code_rome\n",
        '"code_rome', "code_rome;code_ogr\n", "code_grand_domaine,libelle_grand_domaine,x\n",
    ],
)  # fmt: skip
def test_other_files_are_not_recognised(head: str) -> None:
    assert not rome_tables.recognises(head)
    table, (problem,) = rome_tables.read(document(head))
    assert table is None
    assert problem.kind is ProblemKind.FICHIER_INCONNU


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"code_ogr,libelle,code_rubrique\n1,x,1\n", "item (elle répète les autres tables)"),
        (b"code_type_referentiel,libelle_type_referentiel\n",
         "type_referentiel (table vide)"),
        ("code_secteur_naf,libelle_secteur_naf,code_ogr_rome,code_rome,libelle_rome\n"
         "1,Élevage,1,A1101,Éleveur\n".encode("iso-8859-15"), "arborescence_secteur_naf"),
    ],
)  # fmt: skip
def test_a_table_outside_the_model_is_told(data: bytes, reason: str) -> None:
    assert rome_tables.recognises(document(data).head)
    table, problems = rome_tables.read(document(data))
    assert table is None
    assert [str(problem) for problem in problems] == [
        f"rome/t.csv: table du ROME hors du modèle : {reason}"
    ]


def _problems(text: str) -> list[Problem]:
    return rome_tables.read(document(text))[1]


@pytest.mark.parametrize(
    ("row", "reason", "kept"),
    [
        ('"A11","A1102","1"', "code_rome : « A11 » inattendu", 1),
        ('"A1102","","1"', "code_rome_cible : rien", 1),
        ('"A1102","A1101"', "2 colonnes au lieu de 3", 1),
        ('"A1102","A1101","un"', "numero_ordre : « un » inattendu", 2),
        ('"A1102","A1101","0"', "numero_ordre : « 0 » inattendu", 2),
        ('"A1102","A1101",""', None, 2),
        ('"A1101","A1102","1"', None, 1),
        ('"A1101","A1102","2"', "A1101 A1102 : déjà donné, autrement", 1),
        (
            '"A1102","A11"01","1"',
            "ligne illisible : du texte suit le guillemet qui ferme",
            1,
        ),
        ('"A1102","A1101","1', "ligne illisible : un guillemet n'est pas fermé", 1),
    ],
)
def test_a_broken_row_or_cell_is_told_where_it_is(row: str, reason: str | None, kept: int) -> None:
    table, problems = rome_tables.read(document(f"{rome.MOBILITES}{row}\n"))
    assert table
    assert len(table.lignes) == kept
    assert [str(problem) for problem in problems] == [f"rome/t.csv:3: {reason}"] * bool(reason)
    for problem in problems:
        assert problem.gravity is Gravity.ERREUR
        assert problem.lost
        assert problem.lost in f"{row}\n"


@pytest.mark.parametrize(("gap", "lost"), [('9,"1"', [2]), ('9","1', [2, 3])])
def test_an_open_quote_costs_the_next_row_at_most(gap: str, lost: list[int]) -> None:
    rows = [f'"A110{n}","A1109","1"\n' for n in range(1, 6)]
    rows[1] = rows[1].replace('9","1"', gap)
    header = rome.MOBILITES.partition("\n")[0]
    table, (problem,) = rome_tables.read(document("\n".join([header, "".join(rows)])))
    assert table
    assert [row.code for row in table.lignes if isinstance(row, MobiliteRome)] == [
        f"A110{n}" for n in range(1, 6) if n not in lost
    ]
    assert problem.lost == "".join(rows[n - 1] for n in lost)


def test_columns_come_in_any_order_and_may_be_more_or_fewer() -> None:
    text = "code_ogr,couleur,coeur_metier,CODE_ROME\n301,gris,,A1101\n302, , Principale ,A1101\n"
    table, problems = rome_tables.read(document(text))
    assert table
    assert table.lignes == (
        ItemDuCode("A1101", "301", None),
        ItemDuCode("A1101", "302", Coeur.PRINCIPALE),
    )
    (told,) = problems
    assert (told.reason, told.lost) == ("colonne inconnue, laissée de côté : couleur", "gris")
    fewer = _problems(
        rome.RIASEC.replace(',"riasec_mineur"', "").replace(',"A"', "").replace(',""', "")
    )
    assert [each.reason for each in fewer] == ["colonnes absentes : riasec_mineur"]


def test_doubled_apostrophes_are_undone_only_where_all_are() -> None:
    text = '"code_grand_domaine","libelle_grand_domaine"\n"A","L\'\'air"\n"B","L\'eau"\n'
    table, _ = rome_tables.read(document(text))
    assert table
    assert table.lignes == (IntituleRome("A", "L''air"), IntituleRome("B", "L'eau"))


def test_empty_and_half_blank_tables_are_told() -> None:
    assert [str(problem) for problem in _problems(rome.RIASEC.partition("\n")[0])] == [
        "rome/t.csv: table vide"
    ]
    assert [str(problem) for problem in _problems(rome.INTERETS)] == [
        "rome/t.csv:5: 2 lignes blanches, à partir de celle-ci"
    ]
    assert [str(problem) for problem in _problems(rome.RIASEC_MACRO)] == [
        "rome/t.csv:3: 1 lignes sans valeur, à partir de celle-ci"
    ]


def test_a_code_stands_under_its_first_characters() -> None:
    text = rome.ARBORESCENCE.replace('"A1102"', '"B1102"')
    (problem,) = _problems(text)
    assert problem.reason == "B1102 relève de B11, non de A11"


def test_an_undecodable_table_is_told_with_its_line() -> None:
    table, (problem,) = rome_tables.read(
        document(rome.GRANDS_DOMAINES.encode() + b'"B","\xe9t\xe9"\n')
    )
    assert table is None
    assert (problem.kind, problem.line) == (ProblemKind.FICHIER_ILLISIBLE, 3)


@given(st.binary(max_size=300), st.sampled_from([b"", rome.CODES.encode(), rome.INTERETS.encode()]))
def test_random_bytes_never_stop_the_reader(data: bytes, before: bytes) -> None:
    rome_tables.read(document(before + data))
    rome_tables.recognises(document(data).head)


def _rows(text: str) -> Counter[LigneRome]:
    found, _ = rome_tables.read(document(text))
    return Counter(found.lignes) if found else Counter()


@given(st.randoms(use_true_random=False), st.sampled_from([*rome.V4, *rome.V3, rome.ARBORESCENCE]))
def test_a_damage_costs_few_rows_and_is_told(chance: random.Random, written: str) -> None:
    at = chance.randrange(written.index("\n") + 1, len(written))
    sprinkled = chance.choice(["", '"', ",", "\n", "\r", "\0", "x", "\N{LINE SEPARATOR}", "''"])
    damaged = written[:at] + sprinkled + written[at + chance.randrange(2) :]
    found, problems = rome_tables.read(document(damaged))
    assert found
    lost = _rows(written) - Counter(found.lignes)
    assert lost.total() <= 4
    if lost.total() > (Counter(found.lignes) - _rows(written)).total():
        assert problems


@given(st.randoms(use_true_random=False), st.sampled_from([*rome.V4, *rome.V3]))
def test_a_column_dropped_or_renamed_is_told(chance: random.Random, written: str) -> None:
    dropped = chance.choice(written.partition("\n")[0].split(","))
    for other in ("", '"autre"'):
        assert rome_tables.read(document(written.replace(dropped, other, 1)))[1]


@given(st.data(), st.sampled_from([*rome.V4, *rome.V3]))
def test_a_cut_file_says_another_thing_of_the_cut_row_at_most(
    data: st.DataObject, written: str
) -> None:
    cut = data.draw(st.integers(written.index("\n"), len(written)))
    assert (_rows(written[:cut]) - _rows(written)).total() <= 1
