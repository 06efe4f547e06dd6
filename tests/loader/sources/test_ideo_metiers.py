import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.corpus.problems import ProblemKind
from loader.records import Publication
from loader.records.ideo_metiers import (
    CodeRomeNomme,
    GroupeFormationEmploi,
    LigneIdeo,
    MetierClasse,
    SousDomaine,
)
from loader.sources import fiche_markdown, fiche_xml, formations_xml, ideo_metiers, table_passage
from loader.sources.catalogue import SOURCES
from loader.triples.ideo_metiers import ideo_triples
from tests.loader.sources.leaves import IDEO_PARTS, unsaid
from tests.loader.sources.onisep_exports import (
    FORMATIONS,
    IDEO,
    TABLE,
    as_csv,
    document,
    document_at,
    rearranged,
    scrambled,
)

EXPORT = Path("onisep/ideo-metiers_onisep.xml")
TREE = Path("rome/rome_v3_arborescence_v344.tsv")


def test_a_table_is_known_by_what_it_holds() -> None:
    formats = (formations_xml, ideo_metiers, table_passage, fiche_xml, fiche_markdown)
    assert [each for each in formats if each.recognises(document(IDEO).head)] == [ideo_metiers]
    assert not ideo_metiers.recognises(document(TABLE).head)
    assert not ideo_metiers.recognises(document(FORMATIONS).head)
    assert not ideo_metiers.recognises("# Fiche\n<root><item><lien_site_onisepfr>")
    assert ideo_metiers.SOURCE in SOURCES


def test_every_column_of_a_row_is_read() -> None:
    rows, problems = ideo_metiers.read(document(IDEO))
    tisseur = MetierClasse(
        id="MET.9001",
        libelle="tisseur / tisseuse de nuages",
        page="https://ciel.example/slug/MET.9001",
        gfe=GroupeFormationEmploi("V", "GFE V : ciel,  nuages"),
        codes=(
            CodeRomeNomme("L9901", "Tissage", "https://rome.example/L9901"),
            CodeRomeNomme("A15", "Soins du ciel", "https://rome.example/A15"),
        ),
        sous_domaines=(SousDomaine("nuages", "arts, ciel"), SousDomaine("grand air", "santé")),
    )
    souffleur = MetierClasse(
        "MET.9002",
        "souffleur de vent",
        "https://ciel.example/slug/MET.9002",
        GroupeFormationEmploi("A", "GFE A : vent"),
        (),
        (SousDomaine("arts, ciel", None),),
    )
    assert rows == (
        LigneIdeo(
            tisseur, Publication("Le ciel pour tous", "9780000000001", None, "2020", "Hauteurs")
        ),
        LigneIdeo(tisseur, Publication("Les métiers du vent", None, None, "2021", "Hauteurs")),
        LigneIdeo(souffleur, None),
    )
    assert problems == []


@pytest.mark.parametrize(
    ("right", "wrong", "reason", "lost"),
    [
        ("slug/MET.9002", "slug/", "« item » n° 3 : pas de lien", "souffleur de vent"),
        (">souffleur de vent<", "><", "MET.9002 n'a pas de libellé", "MET.9002"),
        ("GFE A : vent", "G.F.E. A", "n° 3, MET.9002 : GFE sans lettre", "G.F.E. A"),
        ("L9901 | A15<", "L9901<", "2 libellés pour 1 codes", "Tissage | Soins du ciel"),
        ("Tissage | Soins", "Tissage et soins", "1 libellés pour 2 codes", "Tissage et soins"),
        ("<code_rome>L9901", "<code_rome>Z9901", "n'est pas du ROME", "Z9901 | Tissage | https"),
        ("rome.example/A15", "rome.example/B15", "ne mène pas à A15", "https://rome.example/B15"),
        ("rome.example/A15", "rome .example/A15", "ne mène pas à A15", "https://rome .example"),
        ("arts, ciel/nuages", "arts/ciel/nuages", "ni « domaine", "arts/ciel/nuages"),
        ("arts, ciel/nuages", "arts, ciel/", "ni « domaine", "arts, ciel/"),
        ("Le ciel pour tous", "", "publication sans titre", "9780000000001 2020 Hauteurs"),
        ("pas de publication Onisep", "publication", "sans titre", "publication spécifique"),
        ("<gfe>", "<rang>1</rang><gfe>", "« rang » sans place", "1"),
    ],
)
def test_what_finds_no_place_is_told(right: str, wrong: str, reason: str, lost: str) -> None:
    damaged = IDEO.replace(right, wrong, 1)
    assert damaged != IDEO
    rows, problems = ideo_metiers.read(document(damaged))
    assert len(rows) >= 2
    assert any(reason in each.reason and lost in each.lost for each in problems)
    assert {each.kind for each in problems} == {ProblemKind.LIGNE_SANS_PLACE}
    assert {(each.path, each.line) for each in problems} == {("dossier/t.xml", 1)}


def test_a_column_that_no_row_has_is_told_once() -> None:
    rows, problems = ideo_metiers.read(document(IDEO.replace("gfe>", "groupe>")))
    assert len(rows) == 3
    told = [each for each in problems if each.kind is ProblemKind.CHAMP_MANQUANT]
    assert ["« gfe »" in each.reason for each in told] == [True]


@given(st.integers())
def test_no_bytes_raise(seed: int) -> None:
    ideo_metiers.read(document(scrambled(random.Random(seed), IDEO.encode())))


@given(st.integers())
def test_what_is_not_said_is_told(seed: int) -> None:
    data = rearranged(random.Random(seed), IDEO.encode())
    rows, problems = ideo_metiers.read(document(data))
    assert unsaid(data, ideo_triples(rows), IDEO_PARTS, problems) == []


@pytest.mark.corpus
def test_the_real_table_is_read_whole(corpus_folder: Path) -> None:
    rows, problems = ideo_metiers.read(document_at(corpus_folder / EXPORT))
    assert problems == []
    assert len(rows) == 1489
    metiers = {row.metier for row in rows}
    assert len(metiers) == len({metier.id for metier in metiers}) == 1043
    assert sum(row.publication is None for row in rows) == 300
    assert len({metier.gfe for metier in metiers}) == 20
    assert all(metier.sous_domaines and metier.gfe for metier in metiers)


@pytest.mark.corpus
def test_labels_stand_at_the_rank_of_their_codes(corpus_folder: Path) -> None:
    rows, _ = ideo_metiers.read(document_at(corpus_folder / EXPORT))
    lines = (corpus_folder / TREE).read_text("utf-8").splitlines()
    tree = {code: label for code, label, *_ in (line.split("\t") for line in lines)}
    several = {code for row in rows if len(row.metier.codes) > 1 for code in row.metier.codes}
    assert len(several) > 30
    assert {(code.code, code.libelle, tree[code.code]) for code in several} == {
        (code.code, code.libelle, code.libelle) for code in several
    }


def test_the_csv_says_what_the_xml_says() -> None:
    table = as_csv(IDEO.encode())
    assert ideo_metiers.recognises_csv(document(table).head)
    assert not ideo_metiers.recognises(document(table).head)
    assert ideo_metiers.read_csv(document(table)) == ideo_metiers.read(document(IDEO))


def test_accents_apart_and_unbreakable_spaces_are_read_alike() -> None:
    apart, problems = ideo_metiers.read(document(unicodedata.normalize("NFD", IDEO)))
    assert ([each.publication is None for each in apart], problems) == ([False, False, True], [])
    unbreakable = IDEO.replace("GFE V :", "GFE\N{NO-BREAK SPACE}V\N{NO-BREAK SPACE}:")
    read, problems = ideo_metiers.read(document(unbreakable))
    assert [each.metier.gfe and each.metier.gfe.lettre for each in read] == ["V", "V", "A"]
    assert problems == []


def test_a_column_of_the_csv_that_is_not_read_is_told_with_what_it_holds() -> None:
    head, first, *others = as_csv(IDEO.encode()).split("\r\n")
    later = "\r\n".join(
        [f"{head};date création", f"{first};hier", *(f"{each};" for each in others)]
    )
    rows, problems = ideo_metiers.read_csv(document(later.rstrip(";")))
    assert rows == ideo_metiers.read(document(IDEO))[0]
    assert [(each.kind, each.line, each.lost) for each in problems] == [
        (ProblemKind.FORME, 1, "hier")
    ]
    assert "« date création »" in problems[0].reason


@pytest.mark.parametrize(
    ("before", "after", "line", "reason", "kind"),
    [
        ("slug/MET.9002", "slug/9002", 4, "pas de lien", ProblemKind.LIGNE_SANS_PLACE),
        ("souffleur de vent", "", 4, "n'a pas de libellé", ProblemKind.LIGNE_SANS_PLACE),
        ("GFE A : vent", "vent", 4, "GFE sans lettre", ProblemKind.LIGNE_SANS_PLACE),
        ("GFE A : vent", "GFE A ; vent", 4, "12 colonnes au lieu de 11",
         ProblemKind.LIGNE_SANS_PLACE),
        ("souffleur", '"souffleur', 4, "illisible", ProblemKind.LIGNE_SANS_PLACE),
        ("année", "an", 1, "colonne « annee » absente", ProblemKind.CHAMP_MANQUANT),
        ("GFE", "groupe", 1, "colonne « gfe » absente", ProblemKind.CHAMP_MANQUANT),
        ("année", "GFE", 1, "en double", ProblemKind.CHAMP_MANQUANT),
    ],
)  # fmt: skip
def test_what_the_csv_has_no_place_for_is_told(
    before: str, after: str, line: int, reason: str, kind: ProblemKind
) -> None:
    table = as_csv(IDEO.encode()).replace(before, after, 1)
    assert ideo_metiers.recognises_csv(document(table).head)
    _, problems = ideo_metiers.read_csv(document(table))
    assert any(
        (each.line, each.kind) == (line, kind) and reason in each.reason for each in problems
    )


@given(st.randoms(use_true_random=False))
def test_no_cell_of_a_damaged_csv_is_lost_in_silence(chance: random.Random) -> None:
    table = as_csv(IDEO.encode())
    at = chance.randrange(table.index("\n") + 1, len(table))
    odd = chance.choice(("", ";", '"', "\n", "\r", "\x00", "x", "|", "/"))
    damaged = table[:at] + odd + table[at + chance.randrange(3) :]
    rows, problems = ideo_metiers.read_csv(document(damaged))
    whole = ideo_metiers.read_csv(document(table))[0]
    if len(rows) < len(whole):
        assert any(each.lost for each in problems)


@pytest.mark.corpus
def test_the_real_table_as_csv_says_what_its_xml_says(corpus_folder: Path) -> None:
    read = document_at(corpus_folder / EXPORT)
    table = document(as_csv(read.data))
    rows, problems = ideo_metiers.read_csv(table)
    assert rows == ideo_metiers.read(read)[0]
    assert len(rows) == 1489
    assert problems == []
