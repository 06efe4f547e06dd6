import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.corpus.problems import ProblemKind
from loader.records.formations import Certification, FormationReliee
from loader.sources import fiche_markdown, fiche_xml, formations_xml, ideo_metiers, table_passage
from loader.sources.catalogue import SOURCES
from loader.triples.table_passage import certifications_triples
from tests.loader.sources.leaves import TABLE_PARTS, unsaid
from tests.loader.sources.onisep_exports import (
    FORMATIONS,
    IDEO,
    TABLE,
    document,
    document_at,
    rearranged,
    scrambled,
)

EXPORT = Path("onisep/table_de_passage_codes_certifications_et_formations.xml")
LABEL = "CAP tissage de nuages option brume"


def test_a_table_is_known_by_what_it_holds() -> None:
    formats = (formations_xml, ideo_metiers, table_passage, fiche_xml, fiche_markdown)
    assert [each for each in formats if each.recognises(document(TABLE).head)] == [table_passage]
    assert not table_passage.recognises(document(IDEO).head)
    assert not table_passage.recognises(document(FORMATIONS).head)
    assert table_passage.SOURCE in SOURCES


def test_every_column_of_a_row_is_read() -> None:
    rows, problems = table_passage.read(document(TABLE))
    assert rows == (
        Certification(
            certif_info="900001",
            intitule="CAP tisseur de nuages, gris",
            niveau_europeen=3,
            type_diplome="Certificat du ciel",
            certifiante=True,
            rncp="90001",
            scolarite="99X00001",
            intitule_rncp="Tisseur de nuages",
            enregistrement="Enregistrement de droit",
            libelle_ministere="TISSAGE DE NUAGES",
            evolution="identique",
            formation=FormationReliee("FOR.9001", LABEL),
        ),
        Certification(
            certif_info="900002",
            intitule="CAP tisseur de nuages, blanc",
            niveau_europeen=3,
            certifiante=True,
            rncp="90002",
            formation=FormationReliee("FOR.9001", LABEL),
        ),
        Certification(
            "900003", "Brevet de la rosée", certifiante=False, evolution="créé", formation=None
        ),
    )
    assert problems == []


@pytest.mark.parametrize(
    ("right", "wrong", "reason", "lost"),
    [
        (">900003<", ">C.3<", "« item » n° 3 : pas d'identifiant Certif Info", "de la rosée"),
        (">900003<", "><", "« item » n° 3 : pas d'identifiant Certif Info", "de la rosée"),
        (">900003<", ">900001<", "900001 est déjà donnée", "Brevet de la rosée"),
        ("Brevet de la rosée", "", "900003 n'a pas d'intitulé", "900003"),
        (">3<", ">9<", "certification 900001 : le niveau européen", "9"),
        ("Oui", "oui", "certification 900001 : « ci_certifiant »", "oui"),
        ("FOR.9001", "FOR.", "formation sans identifiant", f"FOR. {LABEL}"),
        ("FOR.9001", "", "formation sans identifiant", LABEL),
        ("<statut>", "<rang>1</rang><statut>", "« rang » sans place", "1"),
    ],
)
def test_what_finds_no_place_is_told(right: str, wrong: str, reason: str, lost: str) -> None:
    damaged = TABLE.replace(right, wrong, 1)
    assert damaged != TABLE
    rows, (told,) = table_passage.read(document(damaged))
    assert {"900001", "900002"} <= {row.certif_info for row in rows}
    assert reason in told.reason
    assert lost in told.lost
    assert (told.path, told.line, told.kind) == ("dossier/t.xml", 1, ProblemKind.LIGNE_SANS_PLACE)


def test_a_column_that_no_row_has_is_told_once() -> None:
    rows, problems = table_passage.read(document(TABLE.replace("statut>", "etat>")))
    assert len(rows) == 3
    told = [each for each in problems if each.kind is ProblemKind.CHAMP_MANQUANT]
    assert ["« statut »" in each.reason for each in told] == [True]


@given(st.integers())
def test_no_bytes_raise(seed: int) -> None:
    table_passage.read(document(scrambled(random.Random(seed), TABLE.encode())))


@given(st.integers())
def test_what_is_not_said_is_told(seed: int) -> None:
    data = rearranged(random.Random(seed), TABLE.encode())
    rows, problems = table_passage.read(document(data))
    assert unsaid(data, certifications_triples(rows), TABLE_PARTS, problems) == []


@pytest.mark.corpus
def test_the_real_table_is_read_whole(corpus_folder: Path) -> None:
    rows, problems = table_passage.read(document_at(corpus_folder / EXPORT))
    assert problems == []
    assert len(rows) == len({row.certif_info for row in rows}) == 4902
    related = [row.formation for row in rows if row.formation]
    assert (len(related), len({formation.id for formation in related})) == (3283, 3263)
    levels = Counter(row.niveau_europeen for row in rows)
    assert levels == {3: 596, 4: 768, 5: 674, 6: 1132, 7: 1697, 8: 1, None: 34}
    assert Counter(row.certifiante for row in rows) == {True: 4875, False: 27}
