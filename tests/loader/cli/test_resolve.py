"""What `metiers resolve` reads, writes and says of a column of codes."""

import csv
import io
from pathlib import Path

import pytest
from rich.console import Console

from loader.cli import resolve
from tests.loader.command import Metiers
from tests.server.release_fixture import write_release

V3 = "Assistanat technique et administratif"
TEXT = f"offre;rome;libellé\r\n007;M1605;{V3}\r\n8;K1401Conception;x\r\n9;M1605;\r\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("resolve")
    write_release(home, "0123456789abcdef" * 4)
    return home


@pytest.fixture
def ask(metiers: Metiers, built: Path, monkeypatch: pytest.MonkeyPatch) -> Metiers:
    monkeypatch.setenv("METIERS_HOME", str(built))
    return metiers


@pytest.fixture
def offers(tmp_path: Path) -> Path:
    file = tmp_path / "offres.csv"
    file.write_bytes(TEXT.encode("windows-1252"))
    return file


COLUMNS = ("--column", "rome", "--label-column", "libelle")


def test_a_file_is_written_anew_with_what_its_codes_are(ask: Metiers, offers: Path) -> None:
    written = offers.with_name("sorti.csv")
    outcome = ask("resolve", offers, *COLUMNS, "-o", written)
    assert (outcome.status, outcome.out) == (0, "")
    assert outcome.err.splitlines() == [
        "rome : 1 code sur 2 est un code ROME V3 (1 par leur libellé)",
        "1 de plusieurs sens : M1605",
        "  --label-column, ou --scheme (rome-v3, rome-v4…), les départage",
        "1 mal formés : K1401Conception",
    ]
    one, broken, other = csv.DictReader(io.StringIO(written.read_text("utf-8-sig")), delimiter=";")
    assert (one["offre"], one["mg_metiers"], one["mg_niveaux"]) == ("007", "MET.797", "bac + 2")
    assert (broken["mg_status"], broken["mg_iri"]) == ("malformed", "")
    assert other["mg_scheme"] == "rome-v3 | rome-v4"


def test_without_a_file_to_write_it_goes_to_the_standard_output(ask: Metiers, offers: Path) -> None:
    outcome = ask("resolve", offers, "--column", "rome", "--scheme", "rome-v4")
    assert "/id/rome/v4/M1605;Secrétaire technique;" in outcome.out


def test_a_terminal_sees_a_progress_bar(
    ask: Metiers, offers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(resolve, "errors", Console(file=shown, force_terminal=True, width=80))
    ask("resolve", offers, *COLUMNS, "-o", offers.with_name("x.csv"))
    assert "Écriture" in shown.getvalue()
    assert "100%" in shown.getvalue()


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("", (), "offres.csv : pas d'en-tête"),
        ("a,b\n1\n", (), "offres.csv:2 : pas autant de cellules que l'en-tête (1 ≠ 2)"),
        ('a,b\n1,"2"x\n', (), "offres.csv:2 : guillemet mal fermé, ou cellule de plus de"),
        ("a,b\n", ("--column", "rome"), "aucune colonne « rome » ; il y a : a, b"),
        ("a\n", ("--scheme", "rome-v5"), "« rome-v5 » n'est pas l'un de"),
    ],
)
def test_what_cannot_be_read_is_told(
    ask: Metiers, tmp_path: Path, text: str, options: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "offres.csv"
    file.write_text(text, "utf-8")
    outcome = ask("resolve", file, *options)
    assert outcome.status == 2
    assert said in outcome.err


def test_what_looks_damaged_is_told_and_read(ask: Metiers, tmp_path: Path) -> None:
    file = tmp_path / "offres.csv"
    file.write_text("code,libellÃ©\nM1605,x\n", "utf-8")
    outcome = ask("resolve", file)
    assert outcome.status == 0
    assert "« libellÃ© » pour « libellé »" in outcome.err


def test_a_release_of_before_is_to_be_built_again(
    metiers: Metiers, tmp_path: Path, offers: Path
) -> None:
    (write_release(metiers.home, "a" * 64) / "codes.sqlite").unlink()
    outcome = metiers("resolve", offers)
    assert outcome.status == 1
    assert "metiers build" in outcome.err
