"""What the page « Relier ses données » tells one to type does what it says."""

import csv
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.server.conftest import DIGEST
from tests.server.test_every_address import xpath

OFFERS = 400
CODES = [
    ("M1605", "Assistanat technique et administratif"),
    ("H2206", "Réalisation de menuiserie bois"),
    ("M1605", "Assistanat technique"),
    ("M16", "Secrétariat et assistance"),
    ("K1401Conception", ""),
]


@pytest.fixture
def offers(tmp_path: Path) -> Path:
    file = tmp_path / "offres.csv"
    with file.open("w", encoding="utf-8", newline="") as written:
        writer = csv.writer(written)
        writer.writerow(["offre", "code_rome", "libelle_rome"])
        writer.writerows([n, *CODES[n % len(CODES)]] for n in range(OFFERS))
    return file


def commands(address: str) -> list[str]:
    """Return what the page tells one to type."""
    with urllib.request.urlopen(f"{address}/relier") as page:
        found = xpath(page.read(), "//pre[@data-run]")
    return [str(each.text_content()) for each in found]


def typed(command: str, offers: Path, home: Path) -> str:
    """Run a command beside the offers, as one who has installed the project does."""
    folder = str(Path(sys.executable).parent)
    environment = {
        **os.environ, "METIERS_HOME": str(home), "PATH": f"{folder}:{os.environ['PATH']}"
    }  # fmt: skip
    done = subprocess.run(
        ["bash", "-ec", command], cwd=offers.parent, env=environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def joined(offers: Path) -> list[dict[str, str]]:
    with offers.with_name("offres_reliees.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("number", [0, 1])
def test_the_command_and_the_address_join_the_offers(
    address: str, home: Path, offers: Path, number: int
) -> None:
    typed(commands(address)[number], offers, home)
    found = joined(offers)
    assert [row["offre"] for row in found] == [str(n) for n in range(OFFERS)]
    assert {row["mg_status"] for row in found[4::5]} == {"malformed"}
    for row in (found[0], found[2]):
        assert (row["mg_scheme"], row["mg_metiers"], row["mg_niveaux"], row["mg_rncp"]) == (
            "rome-v3", "MET.797", "bac + 2", "RNCP99999",
        )  # fmt: skip


def test_a_program_is_answered_in_json(address: str, home: Path, offers: Path) -> None:
    said = json.loads(typed(commands(address)[2], offers, home))
    assert said["release"] == DIGEST
    assert [each["status"] for each in said["results"]] == ["ambiguous", "resolved"]


def test_the_tables_join_the_offers(address: str, home: Path, offers: Path) -> None:
    typed(commands(address)[3], offers, home)
    found = joined(offers)
    assert {row["offre"] for row in found} == {str(n) for n in range(OFFERS)}
    first = next(row for row in found if row["offre"] == "0")
    assert (first["metier"], first["niveau"], first["rncp"]) == ("MET.797", "bac + 2", "RNCP99999")


def test_service_joins_the_offers_where_they_are(address: str, home: Path, offers: Path) -> None:
    typed(commands(address)[4], offers, home)
    found = joined(offers)
    assert {(row["offre"], row["code_rome"]) for row in found} == {
        (f"urn:offre:{number}", CODES[number % 5][0]) for number in range(OFFERS) if number % 5 < 4
    }
    metiers = {row["metier"] for row in found if row["code_rome"] == "M1605"}
    assert {each.rpartition("/")[2] for each in metiers} == {"MET.797"}


def test_the_page_tells_no_other_command(address: str) -> None:
    assert len(commands(address)) == 5
