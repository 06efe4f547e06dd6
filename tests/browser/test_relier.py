import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

TEXT = "offre;rome;libellé\r\n" + "".join(
    f"{n:03};M1605;Assistanat technique et administratif\r\n" for n in range(400)
)


def test_a_file_of_offers_is_given_back_with_its_metiers(page: Page, tmp_path: Path) -> None:
    page.goto("/")
    page.get_by_role("link", name="Relier ses données").click()
    file = {"name": "offres.csv", "mimeType": "text/csv", "buffer": TEXT.encode("windows-1252")}
    page.get_by_label("Le fichier CSV").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_label("Le nom de la colonne des codes").fill("rome")
    page.get_by_label("Le nom de la colonne des libellés").fill("libellé")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger le même fichier, relié").click()
    download.value.save_as(tmp_path / "codes.csv")
    with (tmp_path / "codes.csv").open(encoding="utf-8-sig", newline="") as given:
        rows = list(csv.DictReader(given, delimiter=";"))
    assert [row["offre"] for row in rows] == [f"{n:03}" for n in range(400)]
    assert {(row["mg_metiers"], row["mg_niveaux"]) for row in rows} == {("MET.797", "bac + 2")}
    assert all(row["mg_rncp"].startswith("RNCP") for row in rows)
