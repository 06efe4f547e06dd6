import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_accessible import TAGS, expect_nothing

pytestmark = pytest.mark.browser

TABLE = """offre;intitulé;code
1;Assistant·e de gestion en PME (H/F);M1605
2;"Horlogère ; réparation";
3;zzzzzz;
4;assistante de gestion en PME;
"""
COLUMN = "Les intitulés, un par ligne"


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """Give a narrow page without JavaScript."""
    context = browser.new_context(
        base_url=site, viewport={"width": 390, "height": 900}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def reconciled(page: Page, table: str) -> None:
    """Paste a table, and wait for its candidates."""
    page.goto("/rapprocher")
    page.get_by_label(COLUMN).fill(table)
    page.get_by_role("button", name="Rapprocher", exact=True).click()
    expect(page.locator("#dit")).to_have_text(re.compile(r"sûres?, \d+ à regarder"))


def downloaded(page: Page) -> Sequence[Sequence[str]]:
    with page.expect_download() as saved:
        page.get_by_role("button", name="Télécharger le tableau complété").click()
    text = Path(saved.value.path()).read_text("utf-8-sig")
    return list(csv.reader(text.splitlines(), delimiter=";"))


def test_a_pasted_table_is_completed_and_downloaded(page: Page) -> None:
    reconciled(page, TABLE)
    assert page.get_by_label("La colonne des intitulés").input_value() == "1"
    head, *rows = downloaded(page)
    assert head == ["offre", "intitulé", "code", "iri", "nom", "score", "sur"]
    assert [row[:2] for row in rows[:2]] == [
        ["1", "Assistant·e de gestion en PME (H/F)"], ["2", "Horlogère ; réparation"],
    ]  # fmt: skip
    assert rows[0][3].endswith("/id/metier/MET.797")
    assert (rows[0][4], rows[0][6]) == ("assistant/e de gestion en PME", "1")
    assert rows[2][3:] == [""] * 4
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_choice_is_corrected_by_hand_and_is_then_sure(page: Page) -> None:
    reconciled(page, TABLE)
    choice = page.get_by_label("Candidat pour « Assistant·e de gestion en PME (H/F) »")
    first = choice.input_value()
    choice.select_option(label="aucun")
    assert downloaded(page)[1][3:] == ["", "", "", ""]
    choice.select_option(first)
    page.get_by_label("seulement les lignes à regarder").check()
    expect(page.locator("tbody tr")).not_to_have_count(4)
    expect(choice).to_have_count(0)


def test_a_column_that_helps_is_told_in_the_reasons(page: Page) -> None:
    page.goto("/rapprocher")
    page.get_by_label(COLUMN).fill(TABLE)
    page.get_by_label("Une colonne qui aide").select_option(label="code")
    page.get_by_role("button", name="Rapprocher", exact=True).click()
    expect(page.locator("tbody tr").first).to_contain_text("ROME V3 concorde")


def test_a_file_in_any_french_encoding_is_read(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "offres.csv"
    file.write_bytes(TABLE.replace("Horlogère", "œnologue").replace("·", "/").encode("cp1252"))
    page.goto("/rapprocher")
    page.get_by_label("ou un fichier CSV").set_input_files(file)
    expect(page.locator("#dit")).to_have_text("4 lignes lues")
    assert "œnologue ; réparation" in page.get_by_label(COLUMN).input_value()


def test_many_rows_come_in_pages_and_too_many_are_told(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "offres.csv"
    file.write_text("assistant de gestion\n" * 250)
    page.goto("/rapprocher")
    page.get_by_label("ou un fichier CSV").set_input_files(file)
    page.get_by_role("button", name="Rapprocher", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(100)
    page.get_by_role("button", name="Lignes d'après").click()
    expect(page.locator("#page")).to_have_text("lignes 101 à 200 sur 250")
    file = tmp_path / "trop.csv"
    file.write_text("x\n" * 10_001)
    page.get_by_label("ou un fichier CSV").set_input_files(file)
    expect(page.locator("#dit")).to_contain_text("10000 au plus")


def test_axe_finds_nothing_in_the_answer(page: Page) -> None:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    reconciled(page, TABLE)
    expect_nothing(page, {"type": "tag", "values": TAGS})
    page.emulate_media(color_scheme="dark")
    expect_nothing(page, {"type": "rule", "values": ["color-contrast"]})


def test_a_column_is_answered_without_a_script(plain: Page) -> None:
    plain.goto("/rapprocher")
    expect(plain.get_by_label("ou un fichier CSV")).to_be_hidden()
    plain.get_by_label(COLUMN).fill("assistante de gestion en PME\nzzzzzz")
    plain.get_by_role("button", name="Rapprocher", exact=True).click()
    row = plain.locator("tbody tr").first
    expect(row.get_by_role("link").first).to_have_attribute("href", "/doc/metier/MET.797")
    expect(row).to_contain_text("sûr")
