import hashlib
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.corpus.problems import Gravity, ProblemKind
from loader.records.fap import Echelon, Famille, PassageRome, TableFap
from loader.sources import esco, esco_rome, fap, rome_v3_tree
from loader.sources.documents import Document, Fichier, read_documents

LABELS = """\
/*****************************/
/* Familles, pour un essai   */
/*****************************/
value $FAP9_0L
"A_Z" ="Toutes les brumes" ;
* run;
*;
value $FAP9_GL
"CIE"="CIE : Ciel, nuages,   Domaine  A   FAP2009"
"EAU"="EAU : Eau,            Domaines B-C et X FAP2009"
Other="ZZZ : Autre,          Domaine  Z   FAP2009";
*run;
value $FAP9_1L
"A"="A : Ciel"
"C"="C : Rosée"
Other ="Z : Autre" ;
value $FAP9_3L
"A0Z"="A0Z : Tisseurs"
Other="ZZZ : Autre" ;
value $FAP9_5L
"A0Z40"="A0Z40 : Tisseurs au cœur du nuage "
"A0Z41"="A0Z41 : Cardeurs"
Other  ="ZZZZZ : Autre" ;
run;
"""
PASSAGE = """\
/* une valeur : un code : ceci est un commentaire */
*;
proc format ;
value  $FAP9RSQ
"A1101","A1102"      =	"A0Z40"
"B1101"              =	"A0Z41"
 Other               ="ZZZZZ";
 run;

******************************;
**  La seconde table         **;
proc format ;
value  $FAP9RAQ
"A11030","A11031","A11039" = "A0Z40"
"A11032"                   = "A0Z41"
"A11037"                   = "A0Z40"
 Other                     = "ZZZZZ";
 run;  """


def document(data: bytes | str) -> Document:
    octets = data.encode("windows-1252") if isinstance(data, str) else data
    fichier = Fichier("t.txt", hashlib.sha256(octets).hexdigest(), len(octets))
    return Document("dossier/t.txt", "t.txt", Path("dossier"), octets, fichier)


def test_labels_are_read_with_the_family_above() -> None:
    table, problems = fap.read(document(LABELS))
    assert table == TableFap(
        familles=(
            Famille("A_Z", "Toutes les brumes", Echelon.ENSEMBLE),
            Famille("CIE", "Ciel, nuages", Echelon.GRAND_GROUPE, "A_Z"),
            Famille("EAU", "Eau", Echelon.GRAND_GROUPE, "A_Z"),
            Famille("A", "Ciel", Echelon.DOMAINE, "CIE"),
            Famille("C", "Rosée", Echelon.DOMAINE, "EAU"),
            Famille("A0Z", "Tisseurs", Echelon.AGREGEE, "A"),
            Famille("A0Z40", "Tisseurs au cœur du nuage", Echelon.DETAILLEE, "A0Z"),
            Famille("A0Z41", "Cardeurs", Echelon.DETAILLEE, "A0Z"),
        )
    )
    assert [(each.kind, each.line) for each in problems] == [
        (ProblemKind.FORME, line) for line in (11, 16, 19, 23)
    ]
    assert problems[0].lost.startswith('Other="ZZZ')


def test_codes_lead_to_families_with_or_without_qualification() -> None:
    table, problems = fap.read(document(PASSAGE))
    assert table == TableFap(
        passages=(
            PassageRome("A0Z40", "A1101"),
            PassageRome("A0Z40", "A1102"),
            PassageRome("A0Z41", "B1101"),
            PassageRome("A0Z40", "A1103", ("0", "1", "9", "7")),
            PassageRome("A0Z41", "A1103", ("2",)),
        )
    )
    assert [each.lost[:5] for each in problems] == ["Other", "Other"]
    assert {each.gravity for each in problems} == {Gravity.REMARQUE}


def test_a_format_is_known_by_its_name() -> None:
    assert fap.recognises(LABELS)
    assert fap.recognises(PASSAGE)
    assert not fap.recognises("Le format $FAP9RSQ et value $AUTRE\n")
    assert not fap.recognises("")


@pytest.mark.parametrize("text", [LABELS, PASSAGE])
def test_the_way_of_writing_changes_nothing(text: str) -> None:
    expected = fap.read(document(text))
    for written in (
        text.encode(),
        b"\xef\xbb\xbf" + text.encode(),
        text.replace("\n", "\r\n").encode("windows-1252"),
        text.replace("value ", "VALUE ").replace("Other", "other").encode(),
    ):
        table, problems = fap.read(document(written))
        assert table == expected[0]
        assert [each.line for each in problems] == [each.line for each in expected[1]]


@pytest.mark.parametrize(
    ("text", "before", "after", "line", "lost"),
    [
        (LABELS, '"A0Z41"=', '"A0Z4"=', 22, '"A0Z4" = "A0Z41 : Cardeurs"'),
        (LABELS, '"A0Z41"=', '"A0Z40"=', 22, '"A0Z40" = "A0Z41 : Cardeurs"'),
        (LABELS, "A0Z41 : Cardeurs", "A0Z41 : ", 22, '"A0Z41" = "A0Z41 : "'),
        (LABELS, '"A0Z41"=', '"A0Z41=', 22, '"A0Z41="A0Z41 : Cardeurs"'),
        (LABELS, "*;", "perdu", 7, "perdu"),
        (PASSAGE, '"A1102"', '"Z1102"', 5, '"Z1102" = "A0Z40"'),
        (PASSAGE, '"A1102"', '"A11020"', 5, '"A11020" = "A0Z40"'),
        (PASSAGE, '"A1102"', '"A1101"', 5, '"A1101" = "A0Z40"'),
        (PASSAGE, '"A11032"', '"A1103"', 15, '"A1103" = "A0Z41"'),
        (PASSAGE, '"A11032"                   = "A0Z41"', '"A11032" = "ZZZZZ"', 15, "ZZZZZ"),
    ],
)
def test_what_is_broken_is_told_and_the_rest_stands(
    text: str, before: str, after: str, line: int, lost: str
) -> None:
    whole, _ = fap.read(document(text))
    table, problems = fap.read(document(text.replace(before, after, 1)))
    (told,) = [each for each in problems if each.gravity is Gravity.ERREUR]
    assert (told.line, told.kind) == (line, ProblemKind.LIGNE_SANS_PLACE)
    assert lost in told.lost
    assert set(table.familles) <= set(whole.familles)
    assert len(table.familles) + len(table.passages) >= len(whole.familles + whole.passages) - 1


def test_what_stands_in_no_known_format_has_no_place() -> None:
    table, problems = fap.read(document(PASSAGE.replace("FAP9RAQ", "FAP9XXX")))
    assert len(table.passages) == 3
    assert sum(each.kind is ProblemKind.LIGNE_SANS_PLACE for each in problems) == 5


def test_a_family_whose_level_above_is_missing_is_remarked() -> None:
    table, problems = fap.read(document(LABELS.replace('"A0Z"="A0Z : Tisseurs"\n', "")))
    assert {each.plus_large for each in table.familles if each.code.startswith("A0Z")} == {None}
    assert [each.reason[:5] for each in problems if each.line == 0] == ["A0Z40", "A0Z41"]


def test_a_byte_that_does_not_decode_costs_one_label() -> None:
    table, problems = fap.read(document(LABELS.encode("windows-1252") + b'\n"\x81"="\x81"'))
    assert len(table.familles) == 8
    assert [each.line for each in problems if each.gravity is Gravity.ERREUR] == [26]


@given(st.binary(max_size=300))
def test_random_bytes_are_told(data: bytes) -> None:
    table, problems = fap.read(document(data))
    assert table == TableFap()
    assert ProblemKind.CHAMP_MANQUANT in {each.kind for each in problems}


@given(st.randoms(use_true_random=False), st.sampled_from([LABELS, PASSAGE]))
def test_a_damage_adds_nothing_unheard_of(chance: random.Random, text: str) -> None:
    lines = text.split("\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        cut = chance.randrange(len(lines[at]) + 1)
        lines[at] = chance.choice(
            (lines[at][:cut], lines[at][cut:], lines[chance.randrange(at + 1)])
        )
    table, problems = fap.read(document("\n".join(lines)))
    assert {each.line for each in problems} <= set(range(len(lines) + 1))
    assert {each.fap for each in table.passages} <= {"A0Z40", "A0Z41"}
    codes = {each.code for each in table.familles}
    assert {each.plus_large for each in table.familles} <= codes | {None}


def _read(path: Path) -> TableFap:
    (found,) = read_documents(path)
    assert isinstance(found, Document)
    assert fap.recognises(found.head)
    table, problems = fap.read(found)
    assert all(each.lost.startswith("Other") for each in problems)
    return table


@pytest.mark.corpus
def test_the_real_labels_are_read_whole(corpus_folder: Path) -> None:
    table = _read(corpus_folder / "crosswalks/intitule_fap2009.txt")
    assert Counter(each.echelon for each in table.familles) == {
        Echelon.ENSEMBLE: 1,
        Echelon.GRAND_GROUPE: 4,
        Echelon.DOMAINE: 22,
        Echelon.AGREGEE: 87,
        Echelon.DETAILLEE: 225,
    }
    assert [each.code for each in table.familles if each.plus_large is None] == ["A_Z"]


@pytest.mark.corpus
def test_the_real_passage_is_read_whole(corpus_folder: Path) -> None:
    table = _read(corpus_folder / "crosswalks/passage_fap2009_romev3.txt")
    direct = [each for each in table.passages if not each.qualifications]
    qualified = [each for each in table.passages if each.qualifications]
    assert (len(direct), len({each.rome for each in direct})) == (331, 331)
    assert (len(qualified), len({each.rome for each in qualified})) == (419, 201)
    digits = Counter(each.rome for each in qualified for _ in each.qualifications)
    assert set(digits.values()) == {10}, "each code is told with each of the ten digits, once"
    assert not {each.rome for each in direct} & digits.keys()
    tree = (corpus_folder / "rome/rome_v3_arborescence_v344.tsv").read_text("utf-8")
    codes = {line.partition("\t")[0] for line in tree.splitlines()}
    assert {each.rome for each in table.passages} == {code for code in codes if len(code) == 5}


FORMATS = (esco, esco_rome, fap, rome_v3_tree)


@pytest.mark.corpus
def test_nothing_else_is_taken_for_one_of_these(corpus_folder: Path) -> None:
    taken: Counter[str] = Counter()
    for path in corpus_folder.rglob("*"):
        if path.suffix in {".csv", ".tsv", ".txt", ".xml", ".xlsx"}:
            for found in read_documents(path):
                assert isinstance(found, Document)
                known = [each.LABEL for each in FORMATS if each.recognises(found.head)]
                assert len(known) < 2
                taken.update(known)
    assert taken == {
        esco.LABEL: 3,
        esco_rome.LABEL: 1,
        fap.LABEL: 2,
        rome_v3_tree.LABEL: 1,
    }
