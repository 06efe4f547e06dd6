import hashlib
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.corpus.problems import Gravity, ProblemKind
from loader.records.esco import GroupeIsco, LienEsco, ProfessionEsco, TableEsco, TextesEsco
from loader.sources import esco
from loader.sources.documents import Document, Fichier, read_documents

ESCO = "http://data.europa.eu/esco/occupation/00000000-0000-4000-8000-00000000000"
ISCO = "http://data.europa.eu/esco/isco/C"
PROFESSIONS = (
    "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description\r\n"
    f'Occupation,{ESCO}1,2166,tisseur de nuages/tisseuse de nuages,"tisseuse de nuages\n'
    'tisseur de nuages\ntisseur de nuages/tisseuse de nuages\n\ntisseur de nuages",\r\n'
    f'Occupation,{ESCO}2,8121,"cardeur de brume, de rosée",,Il carde.\r\n'
    f'Occupation,{ESCO}3,8121,brumeur,"brumeur, au matin",\r\n'
)
GROUPES = (
    "conceptType,conceptUri,code,preferredLabel,altLabels,description\r\n"
    f"ISCOGroup,{ISCO}2,2,Nuages,,\r\n"
    f'ISCOGroup,{ISCO}21,21,"Nuages, gris","Gris\nSombres",Tous les gris.\r\n'
)
LIENS = (
    "conceptType,conceptUri,broaderType,broaderUri\r\n"
    f"ISCOGroup,{ISCO}21,ISCOGroup,{ISCO}2\r\n"
    f"Occupation,{ESCO}1,ISCOGroup,{ISCO}2166\r\n"
    f"Occupation,{ESCO}2,Occupation,{ESCO}1\r\n"
)
TABLES = (PROFESSIONS, GROUPES, LIENS)


def document(data: bytes | str, name: str = "t_fr.csv") -> Document:
    octets = data.encode() if isinstance(data, str) else data
    fichier = Fichier(name, hashlib.sha256(octets).hexdigest(), len(octets))
    return Document(f"dossier/{name}", name, Path("dossier"), octets, fichier)


def test_occupations_are_read_with_their_other_labels() -> None:
    table, problems = esco.read(document(PROFESSIONS))
    assert problems == []
    assert table == TableEsco(
        professions=(
            ProfessionEsco(
                f"{ESCO}1",
                "2166",
                TextesEsco(
                    "fr",
                    "tisseur de nuages/tisseuse de nuages",
                    ("tisseuse de nuages", "tisseur de nuages"),
                ),
            ),
            ProfessionEsco(
                f"{ESCO}2",
                "8121",
                TextesEsco("fr", "cardeur de brume, de rosée", description="Il carde."),
            ),
            ProfessionEsco(f"{ESCO}3", "8121", TextesEsco("fr", "brumeur", ("brumeur, au matin",))),
        )
    )


def test_groups_are_read() -> None:
    assert esco.read(document(GROUPES)) == (
        TableEsco(
            groupes=(
                GroupeIsco(f"{ISCO}2", "2", TextesEsco("fr", "Nuages")),
                GroupeIsco(
                    f"{ISCO}21",
                    "21",
                    TextesEsco(
                        "fr", "Nuages, gris", ("Gris", "Sombres"), description="Tous les gris."
                    ),
                ),
            )
        ),
        [],
    )


def test_what_is_broader_is_read() -> None:
    assert esco.read(document(LIENS)) == (
        TableEsco(
            liens=(
                LienEsco(f"{ISCO}21", f"{ISCO}2"),
                LienEsco(f"{ESCO}1", f"{ISCO}2166"),
                LienEsco(f"{ESCO}2", f"{ESCO}1"),
            )
        ),
        [],
    )


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_known_by_its_header_and_rows(table: str) -> None:
    assert esco.recognises(table)
    assert not esco.recognises(table.replace("conceptUri", "uri", 1))
    assert not esco.recognises(table.partition("\n")[0])
    assert not esco.recognises(
        table.replace("\nOccupation", "\nSkill").replace("\nISCOGroup", "\nSkillGroup")
    )


@pytest.mark.parametrize("table", TABLES)
def test_the_way_of_writing_changes_nothing(table: str) -> None:
    expected = esco.read(document(table))
    for written in (table.replace("\r\n", "\n"), f"\N{ZERO WIDTH NO-BREAK SPACE}{table}"):
        assert esco.read(document(written)) == expected


@pytest.mark.parametrize("table", TABLES)
def test_columns_of_a_later_version_are_remarked(table: str) -> None:
    header, *rows = table.split("\r\n")
    later = "\r\n".join((f"{header},statut", *(f"{row},publié" for row in rows if row)))
    read, problems = esco.read(document(later))
    assert read == esco.read(document(table))[0]
    assert [(each.kind, each.line) for each in problems] == [(ProblemKind.FORME, 1)]


COLUMNS_1_2 = (
    "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,"
    "regulatedProfessionNote,scopeNote,definition,inScheme,description,code,naceCode\n"
)
REGULATED = "http://data.europa.eu/esco/regulated-professions"


def _later(*rows: str) -> str:
    return COLUMNS_1_2 + "".join(f"Occupation,{ESCO}{n},{row}\n" for n, row in enumerate(rows))


def test_the_columns_of_later_versions_are_read_or_told() -> None:
    rows = (
        f"2166,cloud weaver,,cloudwvr,released,2022-07-05T14:42:21.456Z,{REGULATED}/regulated,"
        "Not fog.,Weaves.,x/a,Weaves clouds.,2166.1.7,N1",
        f"2166,fog carder,,,released,2016-07-05T13:58:41Z,{REGULATED}/unregulated,,,x/b,,2166.2,",
    )
    table, problems = esco.read(document(_later(*rows), "occupations_en_v1.2.csv"))
    texts = TextesEsco(
        "en",
        "cloud weaver",
        libelles_caches=("cloudwvr",),
        description="Weaves clouds.",
        definition="Weaves.",
        note="Not fog.",
    )
    assert table.professions == (
        ProfessionEsco(f"{ESCO}0", "2166", texts, "2166.1.7", "2022-07-05T14:42:21.456Z", True),
        ProfessionEsco(
            f"{ESCO}1", "2166", TextesEsco("en", "fog carder"), "2166.2", "2016-07-05T13:58:41Z",
            False,
        ),
    )  # fmt: skip
    assert [(each.line, each.reason, each.lost) for each in problems] == [
        (1, "colonne « inScheme » laissée de côté", "x/a\nx/b"),
        (1, "colonne « naceCode » laissée de côté", "N1"),
    ]


def test_labels_that_repeat_other_tables_are_no_problem() -> None:
    links = LIENS.replace("conceptUri,", "conceptUri,conceptLabel,").replace(
        "broaderUri", "broaderUri,broaderLabel"
    )
    rows = [line.split(",") for line in links.split("\r\n")[1:-1]]
    later = links.partition("\r\n")[0] + "".join(
        f"\n{a},{b},un nom,{c},{d},un autre" for a, b, c, d in rows
    )
    assert esco.read(document(later)) == esco.read(document(LIENS))


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ("deprecated,2016-07-05T13:58:41Z,,", "status : « deprecated » inattendu"),
        ("released,hier,,", "modifiedDate : « hier » inattendu"),
        ("released,,jamais,", "regulatedProfessionNote : « jamais » inattendu"),
    ],
)
def test_a_cell_of_another_form_is_lost_and_its_row_stands(cells: str, told: str) -> None:
    table, problems = esco.read(document(_later(f"2166,weaver,,,{cells},,,,2166.1,")))
    assert [(each.line, each.reason) for each in problems] == [(2, told)]
    assert [each.textes.libelle for each in table.professions] == ["weaver"]


@pytest.mark.parametrize(
    ("name", "langue"),
    [
        ("occupations_en.csv", "en"),
        ("occupations_de_v1.1.csv", "de"),
        ("v1.0_occupations_fr.csv", "fr"),
        ("occupations_EN_v1.2.0.csv", "en"),
        ("occupations_en (1).csv", "en"),
        ("occupations_en(2).csv", "en"),
        ("occupations_en-1.csv", "en"),
        ("occupations_en_v1.1 - Copie (2).csv", "en"),
        ("occupations_en - Copy.csv", "en"),
        ("occupations_en-us.csv", "en"),
        ("occupations_pt-BR_v1.2.csv", "pt"),
    ],
)
def test_the_name_of_the_file_tells_the_language(name: str, langue: str) -> None:
    table, problems = esco.read(document(PROFESSIONS, name))
    assert {each.textes.langue for each in table.professions} == {langue}
    assert problems == []


@pytest.mark.parametrize("name", ["occupations_xx.csv", "occupations.csv", "en_occupations.csv"])
def test_a_table_whose_language_nothing_tells_is_refused_whole(name: str) -> None:
    for text in (PROFESSIONS, GROUPES):
        table, (told,) = esco.read(document(text, name))
        assert (table, told.lost, told.gravity) == (TableEsco(), text, Gravity.ERREUR)
        assert f"le renommer « {name.removesuffix('.csv')}_fr.csv »" in told.reason
    assert esco.read(document(LIENS, name))[1] == []


def test_a_column_that_is_there_twice_is_told() -> None:
    text = PROFESSIONS.replace("description", "preferredLabel,description")
    table, (told,) = esco.read(document(text))
    assert (table, told.lost) == (TableEsco(), text)
    assert told.reason == "des colonnes y sont en double : preferredLabel"


def test_a_zero_that_a_spreadsheet_dropped_is_set_back_and_told() -> None:
    rows = (f"{code[:3]},weaver,,,released,,,,,,,{code}," for code in ("110.1", "110.2"))
    table, problems = esco.read(document(_later(*rows), "occupations_en.csv"))
    assert [(each.groupe, each.code) for each in table.professions] == [
        ("0110", "0110.1"),
        ("0110", "0110.2"),
    ]
    assert [(each.line, each.kind) for each in problems] == [
        (2, ProblemKind.TEXTE_DOUTEUX),
        (3, ProblemKind.TEXTE_DOUTEUX),
    ]
    groups, told = esco.read(document(GROUPES.replace("C21,21", "C021,21")))
    assert [each.code for each in groups.groupes] == ["2", "021"]
    assert [each.line for each in told] == [3]


def test_a_code_of_two_professions_is_of_neither() -> None:
    rows = (f"2166,weaver,,,released,,,,,,,2166.{n}," for n in (1, 1, 2))
    table, problems = esco.read(document(_later(*rows), "occupations_en.csv"))
    assert [each.code for each in table.professions] == [None, None, "2166.2"]
    assert [(each.line, each.lost) for each in problems] == [(2, "2166.1"), (3, "2166.1")]


@pytest.mark.parametrize("table", TABLES)
def test_a_column_that_is_missing_loses_all(table: str) -> None:
    without = table.replace("conceptUri", "uri", 1)
    read, problems = esco.read(document(without))
    assert read == TableEsco()
    assert [each.kind for each in problems] == [ProblemKind.CHAMP_MANQUANT]
    assert problems[0].lost == without.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("table", "before", "after", "line", "reason"),
    [
        (PROFESSIONS, f"{ESCO}2,8121", f"{ESCO}2,C81", 7, "n'est pas un code ISCO"),
        (PROFESSIONS, f"{ESCO}2", f"{ESCO}1", 7, "déjà donnée"),
        (PROFESSIONS, f"{ESCO}2", f"{ISCO}2", 7, "n'est pas l'IRI"),
        (PROFESSIONS, "Il carde.", "Il carde,", 7, "7 colonnes au lieu de 6"),
        (PROFESSIONS, "Il carde.", "\N{REPLACEMENT CHARACTER}", 7, "UTF-8"),
        (PROFESSIONS, '"cardeur de brume, de rosée"', "", 7, "le libellé manque"),
        (PROFESSIONS, 'rosée"', "rosée", 7, "guillemets mal placés"),
        (PROFESSIONS, 'nuages",', 'nuages"x,', 2, "guillemets mal placés"),
        (PROFESSIONS, f"Occupation,{ESCO}2", f"ISCOGroup,{ESCO}2", 7, "au lieu de Occupation"),
        (PROFESSIONS, f"Occupation,{ESCO}2", f"Métier,{ESCO}2", 7, "au lieu de Occupation"),
        (GROUPES, ",21,", ",deux,", 3, "n'est pas un code ISCO"),
        (GROUPES, "C21", "D21", 3, "n'est pas l'IRI"),
        (GROUPES, "C21", "C22", 3, "n'est pas le code de"),
        (LIENS, "ISCOGroup,http", "Skill,http", 2, "« Skill » au lieu de"),
        (LIENS, f",Occupation,{ESCO}1", "", 4, "2 colonnes au lieu de 4"),
        (LIENS, f"Occupation,{ESCO}1\r\n", f"ISCOGroup,{ESCO}1\r\n", 4, "n'est pas l'IRI"),
    ],
)
def test_a_broken_row_is_told_and_the_others_stand(
    table: str, before: str, after: str, line: int, reason: str
) -> None:
    read, problems = esco.read(document(table.replace(before, after, 1)))
    (told,) = problems
    assert (told.line, told.kind) == (line, ProblemKind.LIGNE_SANS_PLACE)
    assert reason in told.reason
    rows = table.replace(before, after, 1).replace("\r\n", "\n")
    assert rows.split("\n")[line - 1] in told.lost
    whole = esco.read(document(table))[0]
    assert _count(read) == _count(whole) - 1


def _count(table: TableEsco) -> int:
    return len(table.professions) + len(table.groupes) + len(table.liens)


def test_a_byte_that_does_not_decode_costs_one_row() -> None:
    table, problems = esco.read(document(PROFESSIONS.encode().replace(b"carde.", b"card\xe9")))
    assert [each.line for each in problems] == [7]
    assert len(table.professions) == 2


@given(st.binary(max_size=300))
def test_random_bytes_are_told(data: bytes) -> None:
    table, problems = esco.read(document(data))
    assert table == TableEsco()
    assert problems


@given(st.randoms(use_true_random=False), st.sampled_from(TABLES))
def test_a_damage_costs_few_rows_and_is_told(chance: random.Random, written: str) -> None:
    octets = bytearray(written, "utf-8")
    at = chance.randrange(octets.index(b"\n") + 1, len(octets))
    octets[at : at + chance.randrange(4)] = chance.choice(
        (b"", b'"', b",", b"\n", b"\r", b"\x00", b"\xff", b"\xc3", b"5", b"\r\n")
    )
    table, problems = esco.read(document(bytes(octets)))
    lost = _count(esco.read(document(written))[0]) - _count(table)
    assert lost <= 2
    if lost > 0:
        assert any(each.gravity is Gravity.ERREUR for each in problems)
    lines = octets.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    for told in problems:
        assert lines[told.line - 1] == told.lost.split("\n")[0]


def _read(path: Path) -> tuple[TableEsco, list[ProblemKind]]:
    (found,) = read_documents(path)
    assert isinstance(found, Document)
    assert esco.recognises(found.head)
    table, problems = esco.read(found)
    return table, [each.kind for each in problems]


@pytest.mark.corpus
def test_the_real_occupations_are_read_whole(corpus_folder: Path) -> None:
    table, problems = _read(corpus_folder / "esco/v1.0_occupations_fr.csv")
    assert problems == []
    assert len(table.professions) == 2942
    assert sum(len(each.textes.autres_libelles) for each in table.professions) == 11_606
    assert {len(each.groupe) for each in table.professions} == {4}


@pytest.mark.corpus
def test_the_real_groups_are_read_whole(corpus_folder: Path) -> None:
    table, problems = _read(corpus_folder / "esco/v1.0_ISCOGroups_fr.csv")
    assert problems == []
    assert Counter(len(each.code) for each in table.groupes) == {1: 10, 2: 43, 3: 130, 4: 436}
    assert all(each.iri == f"{ISCO}{each.code}" for each in table.groupes)


@pytest.mark.corpus
def test_the_real_relations_are_read_whole(corpus_folder: Path) -> None:
    table, problems = _read(corpus_folder / "esco/v1.0_broaderRelationsOccPillar.csv")
    assert problems == []
    kinds = Counter(
        tuple(iri.rsplit("/", 2)[1] for iri in (each.iri, each.plus_large)) for each in table.liens
    )
    assert kinds == {
        ("occupation", "isco"): 1702,
        ("occupation", "occupation"): 1240,
        ("isco", "isco"): 609,
    }


@pytest.mark.corpus
def test_the_real_tables_in_english_are_read_whole(more_folder: Path) -> None:
    names = ("occupations_en_v1.0.csv", "occupations_en_v1.1.csv", "ISCOGroups_en_v1.1.csv")
    (old, told), (new, said), (groups, _) = [_read(more_folder / "esco" / name) for name in names]
    assert (len(old.professions), told) == (2942, [])
    assert (len(new.professions), len(groups.groupes)) == (3007, 619)
    assert {each.textes.langue for each in old.professions} == {"en"}
    assert {each.textes.langue for each in groups.groupes} == {"en"}
    assert Counter(said) == {ProblemKind.FORME: 1, ProblemKind.TEXTE_DOUTEUX: 21 + 2 * 48}
    assert Counter(each.reglementee for each in new.professions) == {False: 2992, True: 15}
    assert sum(each.code is None for each in new.professions) == 96
    assert sum(len(each.textes.libelles_caches) for each in new.professions) == 87
