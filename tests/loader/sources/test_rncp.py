import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.corpus.corpus import Corpus, read_corpus
from loader.corpus.formats import format_of
from loader.corpus.problems import Gravity, ProblemKind
from loader.editions.editions import Editions
from loader.records.rncp import (
    FicheRncp,
    FormacodeDeFiche,
    RomeDeFiche,
    SpecialiteDeFiche,
    TableRncp,
)
from loader.sources import rncp
from loader.sources.documents import Document, read_documents
from tests.loader import rome
from tests.loader.rncp import CERTIFIERS, FORMACODE, NSF, ROME, STANDARD
from tests.loader.sources.onisep_exports import document

TABLES = (STANDARD, ROME, NSF, FORMACODE)
SAMPLE = Path("federation/rncp-kit/export-fiches-csv-2024-02-22.zip")


def _read(text: str) -> TableRncp:
    table, _ = rncp.read(document(text))
    assert table is not None
    return table


def test_fiches_are_read_with_their_level_and_validity() -> None:
    assert _read(STANDARD).fiches == (
        FicheRncp(
            "RNCP90001",
            "Tisseur de nuées",
            3,
            "Niveau 3",
            "Certificat du ciel",
            "Enregistrement de droit",
            date(2021, 9, 1),
            date(2026, 8, 31),
            active=True,
        ),
        FicheRncp(
            "RS900",
            "Lire le vent",
            enregistrement="Enregistrement sur demande",
            active=False,
        ),
    )


def test_columns_that_are_not_read_are_told_with_what_they_hold() -> None:
    _, problems = rncp.read(document(STANDARD))
    assert [(each.kind, each.lost) for each in problems] == [
        (ProblemKind.FORME, "1\n2"),
        (ProblemKind.FORME, "CAP"),
    ]


def test_codes_are_read_with_their_labels() -> None:
    assert _read(ROME).romes == (
        RomeDeFiche("RNCP90001", "A1101", "Taille d'en haut"),
        RomeDeFiche("RNCP90001", "A1102", 'Cardeur de "brume"'),
        RomeDeFiche("RS900", "A1101", "Tailleur / Tailleuse de nuages"),
        RomeDeFiche("RS900", "A1102", "Sans pareil"),
    )
    assert _read(NSF).specialites == (
        SpecialiteDeFiche("RNCP90001", "240", "Matières souples"),
        SpecialiteDeFiche("RS900", "114b", "Modèles du ciel"),
    )
    assert _read(FORMACODE).formacodes == (FormacodeDeFiche("RS900", "42872", "Nuées"),)


def test_the_other_tables_are_known_and_left_aside() -> None:
    assert rncp.recognises(CERTIFIERS)
    table, (told,) = rncp.read(document(CERTIFIERS))
    assert table is None
    assert (told.kind, told.gravity) == (ProblemKind.FICHIER_INCONNU, Gravity.REMARQUE)
    assert "certificateurs" in told.reason


@pytest.mark.parametrize(
    ("table", "before", "after", "line", "reason"),
    [
        (STANDARD, "RNCP90001", "90001", 2, "pas de numéro de fiche"),
        (STANDARD, "Lire le vent", "", 3, "pas d'intitulé"),
        (STANDARD, "NIV3", "NIV9", 2, "NIV1 à NIV8"),
        (STANDARD, "31/08/2026", "2026-08-31", 2, "n'est pas une date"),
        (STANDARD, "INACTIVE", "FAUX", 3, "ni « ACTIVE »"),
        (STANDARD, '"Intitule"', '"Titre"', 1, "colonne « intitule » absente"),
        (ROME, "A1102", "1102", 3, "n'est pas un code"),
        (ROME, "Sans pareil", "", 5, "n'a pas de libellé"),
        (NSF, '"114b"', '"bleu"', 3, "n'est pas un code"),
        (FORMACODE, '"42872";"42872 : N', '"4287";"42872 : N', 2, "n'est pas un code"),
        (FORMACODE, '"RS900"', '"RS900";"1"', 2, "4 colonnes au lieu de 3"),
    ],
)
def test_what_cannot_be_read_is_told(
    table: str, before: str, after: str, line: int, reason: str
) -> None:
    _, problems = rncp.read(document(table.replace(before, after, 1)))
    told = [each for each in problems if reason in each.reason]
    assert [each.line for each in told] == [line]
    assert all(each.gravity is Gravity.ERREUR for each in told)


@given(st.randoms(use_true_random=False), st.sampled_from(TABLES))
def test_a_row_that_a_damage_costs_is_told(chance: random.Random, table: str) -> None:
    at = chance.randrange(table.index("\n") + 1, len(table))
    odd = chance.choice(("", ";", '"', "\n", "\r", "\x00", "x"))
    text = table[:at] + odd + table[at + chance.randrange(3) :]
    damaged, problems = rncp.read(document(text))
    assert damaged is not None
    if sum(map(len, _parts(damaged))) < sum(map(len, _parts(_read(table)))):
        assert any(each.lost for each in problems if each.gravity is Gravity.ERREUR)


def _parts(table: TableRncp) -> tuple[tuple[object, ...], ...]:
    return table.fiches, table.romes, table.specialites, table.formacodes


def _corpus(folder: Path, **files: str) -> Corpus:
    for name, text in files.items():
        (folder / f"{name}.csv").write_bytes(text.encode())
    editions = {"france-competences": "2024-02-22", "rome-v3": "v347", "rome-v4": "v460"}
    return read_corpus([folder], Editions(editions))


def _romes(corpus: Corpus) -> list[RomeDeFiche]:
    return [
        code
        for each in corpus.source_files
        if isinstance(each.record, TableRncp)
        for code in each.record.romes
    ]


def test_the_label_of_a_code_tells_of_which_rome_it_is(tmp_path: Path) -> None:
    corpus = _corpus(
        tmp_path,
        rncp=ROME,
        v3=rome.CODES_V3,
        v3_appellations=rome.APPELLATIONS_V3,
        v4=rome.CODES,
        v4_appellations=rome.APPELLATIONS,
    )
    assert [each.version for each in _romes(corpus)] == [3, 4, 4, None]
    (told,) = [each for each in corpus.problems if each.kind is ProblemKind.LIBELLE_INCONNU]
    assert told.path.endswith("rncp.csv")
    assert "A1102 « Sans pareil »" in told.reason
    assert told.lost == "RS900 A1102 Sans pareil"


def test_without_the_rome_no_code_is_taken_for_one(tmp_path: Path) -> None:
    corpus = _corpus(tmp_path, rncp=ROME)
    assert {each.version for each in _romes(corpus)} == {None}
    told = [each.lost for each in corpus.problems if each.kind is ProblemKind.LIBELLE_INCONNU]
    assert len(told) == 4


@pytest.mark.corpus
def test_the_real_sample_is_read_whole(more_folder: Path, corpus_folder: Path) -> None:
    rome_v3 = corpus_folder / "rome/rome_v3_arborescence_v344.tsv"
    corpus = read_corpus([more_folder / SAMPLE, rome_v3], Editions())
    tables = [each.record for each in corpus.source_files if isinstance(each.record, TableRncp)]
    counts = [sum(map(len, part)) for part in zip(*map(_parts, tables), strict=True)]
    assert counts == [9, 15, 10, 5]
    assert {each.version for each in _romes(corpus)} == {3}
    editions = {str(each.edition.name) for each in corpus.source_files}
    assert editions == {"2024-02-22", "v344"}
    assert [each for each in corpus.problems if each.gravity is Gravity.ERREUR] == []


@pytest.mark.corpus
def test_every_member_of_the_real_sample_is_known(more_folder: Path) -> None:
    read = [each for each in read_documents(more_folder / SAMPLE) if isinstance(each, Document)]
    assert len(read) == 10
    labels = {kind.label for each in read if (kind := format_of(each))}
    assert labels == {rncp.LABEL}
