"""The edition of public files coded in the ROME, and how long ten thousand codes take."""

import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from server.codes.code_table import CodeTable
from server.codes.csv_column import read_csv
from server.codes.resolution import CodeCell, ColumnResolution, resolve_codes
from server.releases.layout import CODES_FILE

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def table(everything: Path) -> CodeTable:
    return CodeTable(everything)


def resolved(table: CodeTable, file: Path, code: str, label: str = "") -> ColumnResolution:
    read = read_csv(file.read_bytes())
    return resolve_codes(table, read.cells(read.column(code, label)))


@pytest.mark.parametrize(
    ("file", "code", "label", "scheme", "codes", "by_label"),
    [
        ("ft-tension-bassin/cities-tension-utf8.csv", "ROME", "rome_label", "rome-v3", 398, 391),
        (
            "lbb-recrutements/rome_naf_mapping_2021.csv",
            "rome_id",
            "rome_label",
            "rome-v3",
            517,
            510,
        ),
        ("lbb-recrutements/metiers_tension.csv", "rome_code", "rome_label", "rome-v3", 495, 489),
        ("lba-rome-v4/*.csv", "code", "intitule", "rome-v4", 527, 521),
    ],
)
def test_the_edition_of_a_public_file_is_settled(
    table: CodeTable, more_folder: Path, file: str, code: str, label: str, scheme: str, codes: int,
    by_label: int,
) -> None:  # fmt: skip
    (path,) = (more_folder / "federation").glob(file)
    found = resolved(table, path, code, label)
    assert (found.verdict.scheme, found.verdict.codes) == (scheme, codes)
    assert found.verdict.by_label >= by_label
    assert found.verdict.statuses == {"resolved": codes}
    assert {some.scheme for each in found.cells for some in each.meanings} == {scheme}


def test_a_broken_code_is_listed_and_none_without_a_label_is_guessed(
    table: CodeTable, more_folder: Path
) -> None:
    file = more_folder / "federation" / "lbb-recrutements" / "contact_modes.csv"
    found = resolved(table, file, "rome")
    broken = [each for each in found.cells if each.status == "malformed"]
    assert [(each.cell.code, each.within) for each in broken] == [("K1401Conception", "K1401")]
    assert {each.status for each in found.cells} == {"malformed", "ambiguous"}


def test_ten_thousand_mixed_codes_take_a_second(table: CodeTable, everything: Path) -> None:
    with closing(sqlite3.connect(everything / CODES_FILE)) as connection:
        known = connection.execute("SELECT key, label FROM meanings").fetchall()
    draw = random.Random(1)
    cells = [CodeCell(key, draw.choice((label, ""))) for key, label in draw.sample(known, 10_000)]
    taken = []
    for _ in range(3):
        began = time.process_time()
        found = resolve_codes(table, cells)
        taken.append(time.process_time() - began)
    assert min(taken) < 1
    assert len(found.cells) == 10_000
    assert {each.status for each in found.cells} <= {"resolved", "ambiguous"}
