import hashlib
import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.corpus.problems import Gravity, ProblemKind
from loader.records.esco import Correspondance, RelationEsco
from loader.sources import esco_rome
from loader.sources.documents import Document, Fichier, UndecodableError, read_documents
from ontology.folding import fold

ESCO = "http://data.europa.eu/esco/occupation/00000000-0000-4000-8000-00000000000"
HEADER = (
    "classification 1 ID,classification 1 prefered label,"
    "classification 2 ID,classification 2 prefered label,mapping relation"
)
TABLE = f"""\
Mapping project name,ESCO - ROME
Mapping project version,V9.2
Mapping project version date,01/02/2003
Classification 2 Name,ROME\N{SPACE}

{HEADER}
{ESCO}1,tisseur de nuages/tisseuse de nuages,101,Tisseur / Tisseuse de nuages gris,skos:broadMatch
{ESCO}1,tisseur de nuages/tisseuse de nuages,102,Tisseur / Tisseuse de nuages,skos:exactMatch
{ESCO}2,"cardeur de brume, de rosée",103,"Trieur de ""rosée"", trieuse",skos:closeMatch
{ESCO}2,"cardeur de brume, de rosée",104,Brumeur,skos:narrowMatch
"""
LINES = TABLE.splitlines()


def document(data: bytes | str) -> Document:
    octets = data.encode() if isinstance(data, str) else data
    fichier = Fichier("t.csv", hashlib.sha256(octets).hexdigest(), len(octets))
    return Document("dossier/t.csv", "t.csv", Path("dossier"), octets, fichier)


def test_a_table_becomes_a_record() -> None:
    table, problems = esco_rome.read(document(TABLE))
    assert problems == []
    assert table.entete[1:3] == (
        ("Mapping project version", "V9.2"),
        ("Mapping project version date", "01/02/2003"),
    )
    assert table.correspondances[0] == Correspondance(
        "101",
        "Tisseur / Tisseuse de nuages gris",
        RelationEsco.BROAD,
        f"{ESCO}1",
        "tisseur de nuages/tisseuse de nuages",
    )
    assert [row.ogr for row in table.correspondances] == ["101", "102", "103", "104"]
    assert table.correspondances[2].libelle_profession == "cardeur de brume, de rosée"
    assert table.correspondances[2].appellation == 'Trieur de "rosée", trieuse'


def test_the_preamble_names_the_edition() -> None:
    assert esco_rome.edition_hint(esco_rome.read(document(TABLE))[0]) == "v9.2"


@pytest.mark.parametrize("version", ["", "V 9", "é", "../9"])
def test_a_version_that_cannot_name_an_edition_is_no_hint(version: str) -> None:
    table, _ = esco_rome.read(document(TABLE.replace("V9.2", version)))
    assert esco_rome.edition_hint(table) is None


def test_a_table_is_known_by_its_preamble_and_header() -> None:
    assert esco_rome.recognises(TABLE)
    assert esco_rome.recognises(TABLE.replace("\n", "\r\n"))
    assert not esco_rome.recognises(TABLE.replace("Name,ROME", "Name,autre"))
    assert not esco_rome.recognises(TABLE.replace("prefered", "preferred"))
    assert not esco_rome.recognises("")


@pytest.mark.parametrize(
    "written",
    [TABLE.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + TABLE.encode(), TABLE.encode()[:-1]],
    ids=["crlf", "bom", "no end of line"],
)
def test_the_way_of_writing_changes_nothing(written: bytes) -> None:
    assert esco_rome.read(document(written)) == esco_rome.read(document(TABLE))


@pytest.mark.parametrize(
    ("line", "before", "after", "reason"),
    [
        (7, "skos:broadMatch", "skos:relatedMatch", "relation connue"),
        (7, "skos:broadMatch", "", "relation connue"),
        (7, ",skos:broadMatch", "", "4 colonnes au lieu de 5"),
        (8, ",102,", ",10 2,", "numéro OGR"),
        (8, ",102,", ",١٠٢,", "numéro OGR"),
        (8, "/occupation/", "/skill/", "n'est pas l'IRI"),
        (8, "Tisseur / Tisseuse de nuages", "", "un libellé manque"),
        (9, '""rosée', '"rosée', "guillemets mal placés"),
        (10, "Brumeur", "\N{REPLACEMENT CHARACTER}", "UTF-8"),
        (2, ",V9.2", "", "une clé et une valeur"),
    ],
)
def test_a_broken_row_is_told_and_the_others_stand(
    line: int, before: str, after: str, reason: str
) -> None:
    lines = [*LINES]
    lines[line - 1] = lines[line - 1].replace(before, after)
    table, problems = esco_rome.read(document("\n".join(lines)))
    (told,) = problems
    assert (told.line, told.kind, told.lost) == (
        line,
        ProblemKind.LIGNE_SANS_PLACE,
        lines[line - 1],
    )
    assert reason in told.reason
    assert str(told).startswith(f"dossier/t.csv:{line}: ")
    assert len(table.correspondances) == (4 if line < 6 else 3)


def test_a_byte_that_does_not_decode_costs_one_row() -> None:
    table, problems = esco_rome.read(document(TABLE.encode().replace(b"Brumeur", b"Brum\xe9")))
    assert [each.line for each in problems] == [10]
    assert len(table.correspondances) == 3


def test_a_row_given_twice_is_told() -> None:
    table, problems = esco_rome.read(document(TABLE + LINES[6]))
    assert [(each.line, each.lost) for each in problems] == [(11, LINES[6])]
    assert len(table.correspondances) == 4


def test_an_appellation_may_have_two_relations() -> None:
    table, problems = esco_rome.read(document(TABLE + LINES[6].replace(f"{ESCO}1", f"{ESCO}3")))
    assert problems == []
    assert [row.profession[-1] for row in table.correspondances if row.ogr == "101"] == ["1", "3"]


def test_another_wording_is_remarked() -> None:
    _, problems = esco_rome.read(document(TABLE.replace("nuages,102", "nuage,102")))
    (told,) = problems
    assert (told.line, told.kind, told.gravity) == (8, ProblemKind.FORME, Gravity.REMARQUE)


def test_without_header_all_is_lost_and_told() -> None:
    text = TABLE.replace("mapping relation", "relation")
    table, problems = esco_rome.read(document(text))
    assert table.correspondances == ()
    assert [(each.kind, each.lost) for each in problems] == [(ProblemKind.CHAMP_MANQUANT, text)]


@given(st.binary(max_size=300))
def test_random_bytes_are_told(data: bytes) -> None:
    table, problems = esco_rome.read(document(data))
    assert table.correspondances == ()
    assert problems


@given(st.randoms(use_true_random=False))
def test_every_line_is_read_or_told(chance: random.Random) -> None:
    octets = bytearray(TABLE, "utf-8")
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(octets))
        octets[at : at + chance.randrange(4)] = chance.choice(
            (b"", b'"', b",", b"\n", b"\r", b"\x00", b"\xff", b"\xc3", b"5", b"\r\n")
        )
    try:
        table, problems = esco_rome.read(document(bytes(octets)))
    except UndecodableError:
        assert octets.count(b"\xff") + octets.count(b"\xc3") > 3
        return
    if any(each.kind is ProblemKind.CHAMP_MANQUANT for each in problems):
        return
    lines = octets.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    errors = [each for each in problems if each.gravity is Gravity.ERREUR]
    said = len(table.entete) + len(table.correspondances) + len(errors)
    assert said + 1 == sum(bool(line.strip()) for line in lines)
    assert all(each.lost == lines[each.line - 1] for each in errors)


SMALL_WORDS = {"de", "d", "du", "des", "la", "le", "les", "l", "en", "et", "a", "au", "aux"}


def _words(label: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", fold(label))) - SMALL_WORDS


@pytest.mark.corpus
def test_the_real_table_is_read_whole(corpus_folder: Path) -> None:
    (found,) = read_documents(corpus_folder / "esco/FR_20230607_mapping_esco_rome.csv")
    assert isinstance(found, Document)
    assert esco_rome.recognises(found.head)
    table, problems = esco_rome.read(found)
    assert [(each.line, each.kind) for each in problems] == [(59, ProblemKind.FORME)]
    assert len(table.entete) == 14
    assert esco_rome.edition_hint(table) == "v1.4"
    assert Counter(row.relation for row in table.correspondances) == {
        RelationEsco.BROAD: 5086,
        RelationEsco.CLOSE: 4597,
        RelationEsco.EXACT: 1144,
        RelationEsco.NARROW: 291,
    }
    assert len(table.correspondances) == len({row.ogr for row in table.correspondances}) == 11118
    narrower = Counter(
        appellation > profession
        for row in table.correspondances
        if row.relation is RelationEsco.BROAD
        for appellation, profession in [(_words(row.appellation), _words(row.libelle_profession))]
        if appellation > profession or appellation < profession
    )
    assert narrower == {True: 1128, False: 16}  # the appellation says more: it is the narrower
