"""LibreOffice opens the workbooks of a release, and finds the cells of its CSV, zeros included."""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from loader.tables import build_tables
from queries import folder
from tests.loader.pages.stores import store_of_metiers
from tests.loader.tables.test_tables import METIERS, OTHERS

pytestmark = pytest.mark.soak

_AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
"""A comma, quotation marks, UTF-8; cells as they are shown."""


def opened(workbook: Path, into: Path) -> list[list[str]]:
    """Return the cells of a workbook as LibreOffice shows them."""
    office = shutil.which("soffice")
    assert office, "make libreoffice"
    subprocess.run(
        [office, "--headless", f"-env:UserInstallation=file://{into}/profile", "--convert-to",
         _AS_SHOWN, "--outdir", str(into), str(workbook)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    with (into / f"{workbook.stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write tables whose codes begin with zeros, and whose texts look like formulas."""
    place = tmp_path_factory.mktemp("workbooks")
    build_tables(store_of_metiers(METIERS, OTHERS), place, "d" * 64)
    return place / "tables"


@pytest.mark.parametrize("name", sorted(folder("tables")))
def test_a_workbook_shows_what_the_csv_says(tables: Path, tmp_path: Path, name: str) -> None:
    with (tables / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        said = list(csv.reader(file))
    assert len(said) > 1
    assert opened(tables / f"{name}.xlsx", tmp_path) == said
