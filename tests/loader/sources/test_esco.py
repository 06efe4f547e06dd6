import hashlib
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.corpus.problems import Gravity, ProblemKind
from loader.records.esco import GroupeIsco, LienEsco, ProfessionEsco, TableEsco
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


def document(data: bytes | str) -> Document:
    octets = data.encode() if isinstance(data, str) else data
    fichier = Fichier("t.csv", hashlib.sha256(octets).hexdigest(), len(octets))
    return Document("dossier/t.csv", "t.csv", Path("dossier"), octets, fichier)


def test_occupations_are_read_with_their_other_labels() -> None:
    table, problems = esco.read(document(PROFESSIONS))
    assert problems == []
    assert table == TableEsco(
        professions=(
            ProfessionEsco(
                f"{ESCO}1",
                "tisseur de nuages/tisseuse de nuages",
                "2166",
                ("tisseuse de nuages", "tisseur de nuages"),
            ),
            ProfessionEsco(f"{ESCO}2", "cardeur de brume, de rosée", "8121", (), "Il carde."),
            ProfessionEsco(f"{ESCO}3", "brumeur", "8121", ("brumeur, au matin",)),
        )
    )


def test_groups_are_read() -> None:
    assert esco.read(document(GROUPES)) == (
        TableEsco(
            groupes=(
                GroupeIsco(f"{ISCO}2", "2", "Nuages"),
                GroupeIsco(
                    f"{ISCO}21", "21", "Nuages, gris", ("Gris", "Sombres"), "Tous les gris."
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
    assert sum(len(each.autres_libelles) for each in table.professions) == 11_606
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
