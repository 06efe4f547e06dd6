"""Keeping, comparing and printing, in a real browser, with its scripts and without."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WIDTHS
from tests.site import serving

pytestmark = pytest.mark.browser

METIER, OTHER, FORMATION = "/doc/metier/MET.797", "/doc/metier/MET.869", "/doc/formation/FOR.270"
KEPT = "/selection?m=MET.797&m=MET.869&m=MET.420"
COMPARED = f"{KEPT}&vue=comparer"
SHEET = f"{METIER}?vue=impression"
A_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
"""What each page of a PDF has, as Chromium writes it."""
AT_ONCE = 8
"""Hand-outs of one page of a selection."""
LEAST = 12
"""Pixels of the smallest letters on paper: 9 points."""


def pages_of(page: Page) -> int:
    """Return how many sheets a page takes when it is printed."""
    return len(A_PAGE.findall(page.pdf(prefer_css_page_size=True)))


@pytest.fixture(params=WIDTHS)
def plain(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """Open a page in a browser that runs no script."""
    context = browser.new_context(
        base_url=site,
        viewport={"width": WIDTHS[request.param], "height": 900},
        java_script_enabled=False,
    )
    yield context.new_page()
    context.close()


def keep(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_role("button", name="Garder", exact=True).click()
    expect(page.get_by_role("button", name="Ne plus garder")).to_be_visible()


def test_what_is_kept_goes_from_page_to_page(page: Page) -> None:
    page.goto(METIER)
    expect(page.locator("#ma-selection")).to_be_hidden()
    keep(page, METIER)
    expect(page.locator(".keep [role=status]")).to_have_text("Gardé ; dans la sélection : 1")
    expect(page).to_have_url(re.compile(f"{METIER}$"))
    keep(page, FORMATION)
    keep(page, OTHER)
    link = page.get_by_role("link", name="Ma sélection (3)")
    link.click()
    expect(page).to_have_url(re.compile(r"/selection\?m=MET\.797&m=MET\.869&f=FOR\.270$"))
    expect(page.locator("#choix li")).to_have_count(3)
    expect(page.locator(".mine")).to_be_hidden()


def test_what_the_page_changes_is_followed(page: Page) -> None:
    keep(page, METIER)
    keep(page, OTHER)
    page.get_by_role("link", name="Ma sélection (2)").click()
    page.get_by_role("button", name="monter").click()
    expect(page).to_have_url(re.compile(r"\?m=MET\.869&m=MET\.797$"))
    page.get_by_role("button", name="retirer").first.click()
    expect(page).to_have_url(re.compile(r"\?m=MET\.797$"))
    page.get_by_label("Un métier, une formation").fill("chef cuisine")
    page.get_by_role("button", name="Chercher").last.click()
    page.get_by_role("button", name="ajouter").first.click()
    expect(page).to_have_url(re.compile(r"\?m=MET\.797&m=MET\.420$"))
    expect(page.locator(".mine")).to_be_hidden()
    page.goto(METIER)
    expect(page.get_by_role("link", name="Ma sélection (2)")).to_be_visible()
    page.get_by_role("button", name="Ne plus garder").click()
    expect(page.locator(".keep [role=status]")).to_have_text("Retiré ; dans la sélection : 1")
    expect(page.get_by_role("button", name="Garder", exact=True)).to_be_visible()


def test_anothers_selection_takes_the_place_of_mine_only_if_asked(page: Page) -> None:
    keep(page, METIER)
    page.goto("/selection?m=MET.420&f=FOR.270")
    expect(page.get_by_role("link", name="Ma sélection (1)")).to_be_visible()
    page.get_by_role("button", name="retirer").last.click()
    expect(page).to_have_url(re.compile(r"\?m=MET\.420$"))
    expect(page.get_by_role("link", name="Ma sélection (1)")).to_have_attribute(
        "href", "/selection?m=MET.797"
    )
    page.get_by_role("button", name="En faire ma sélection").click()
    expect(page.locator("#ma-selection")).to_have_attribute("href", "/selection?m=MET.420")
    expect(page.locator("#ma-selection")).to_be_focused()


def test_without_a_script_a_selection_grows_by_its_page(plain: Page) -> None:
    plain.goto(METIER)
    expect(plain.locator("#ma-selection")).to_be_hidden()
    plain.get_by_role("button", name="Garder").click()
    expect(plain).to_have_url(re.compile(r"/selection\?m=MET\.797$"))
    plain.get_by_label("Un métier, une formation").fill("médecin généraliste")
    plain.keyboard.press("Enter")
    plain.locator("#candidats button").first.click()
    expect(plain).to_have_url(re.compile(r"\?m=MET\.797&m=MET\.869$"))
    plain.get_by_role("button", name="garder BTS gestion de la PME").click()
    expect(plain).to_have_url(re.compile(r"\?m=MET\.797&m=MET\.869&f=FOR\.270$"))
    plain.get_by_role("button", name="monter").click()
    expect(plain).to_have_url(re.compile(r"\?m=MET\.869&m=MET\.797&f=FOR\.270$"))
    plain.get_by_role("button", name="Comparer ces 2 métiers").click()
    expect(plain.get_by_role("table")).to_be_visible()


def is_wide(page: Page) -> bool:
    size = page.viewport_size
    assert size is not None
    return size["width"] > 1000


def test_métiers_stand_side_by_side_or_one_at_a_time(plain: Page) -> None:
    plain.goto(COMPARED)
    heads = plain.locator("thead th")
    if is_wide(plain):
        assert [head.is_visible() for head in heads.all()] == [True, True, True]
        expect(plain.locator(".heads")).to_be_hidden()
        return
    assert [head.is_visible() for head in heads.all()] == [True, False, False]
    plain.locator(".heads label").nth(2).click()
    assert [head.is_visible() for head in heads.all()] == [False, False, True]
    plain.keyboard.press("ArrowLeft")
    assert [head.is_visible() for head in heads.all()] == [False, True, False]


def test_the_names_stay_in_sight_on_the_way_down(page: Page) -> None:
    page.goto(COMPARED)
    page.locator("#interets").evaluate("row => row.scrollIntoView()")
    head = page.locator("thead th").first if is_wide(page) else page.locator(".heads")
    page.wait_for_function("scrollY > 200")
    top = head.bounding_box()
    assert top is not None
    assert -1 <= top["y"] <= 2
    row = page.locator("#interets th").bounding_box()
    assert row is not None
    assert row["y"] >= top["y"] + top["height"] - 1


@pytest.mark.parametrize("path", [KEPT, COMPARED, f"{KEPT}&vue=impression", SHEET, "/selection"])
def test_nothing_is_wider_than_the_screen(page: Page, path: str) -> None:
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [KEPT, SHEET])
def test_a_phone_reads_the_address_from_the_screen(page: Page, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(path)
    code = page.locator("svg.qr")
    code.scroll_into_view_if_needed()
    with Image.open(io.BytesIO(code.screenshot())) as picture:
        (read,) = zxingcpp.read_barcodes(np.array(picture.convert("L")))
    assert read.text == page.url.removesuffix("?vue=impression")
    expect(code).to_have_accessible_name(f"QR code de l'adresse {read.text}")


def test_a_sheet_is_one_page(page: Page) -> None:
    page.goto(SHEET)
    assert pages_of(page) == 1
    page.goto(f"{KEPT}&vue=impression")
    assert pages_of(page) == 3


SMALLEST = """() => Math.min(...[...document.querySelectorAll(".handout *")]
    .filter(node => [...node.childNodes].some(each => each.nodeType === 3 && each.data.trim()))
    .map(node => parseFloat(getComputedStyle(node).fontSize)))"""


def test_nothing_on_paper_is_smaller_than_nine_points(page: Page) -> None:
    page.goto(SHEET)
    page.emulate_media(media="print")
    assert page.evaluate(SMALLEST) >= LEAST
    expect(page.locator("footer.site")).to_be_hidden()
    expect(page.locator(".handout > footer")).to_contain_text("ODbL")


def _things(page: Page, kind: str) -> list[str]:
    """Return the identifiers of all métiers, or formations, as the site map has them."""
    return re.findall(rf"/doc/{kind}/([A-Z]+\.\d+)<", page.request.get("/sitemap.xml").text())


def expect_a_page_each(page: Page, ids: list[str], parameter: str = "m") -> None:
    """Print the hand-outs of things, some at once: each takes a page, and none two."""
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        named = "&".join(f"{parameter}={each}" for each in some)
        page.goto(f"/selection?{named}&vue=impression")
        assert page.locator("article.handout").count() == len(some)
        assert pages_of(page) == len(some), some


def test_every_sheet_of_the_seeds_is_one_page(plain: Page) -> None:
    metiers, formations = (_things(plain, kind) for kind in ("metier", "formation"))
    assert len(metiers) > 50
    expect_a_page_each(plain, metiers)
    expect_a_page_each(plain, formations[::4], "f")


@pytest.mark.corpus
def test_every_métier_there_is_prints_on_one_page(browser: Browser, everything: Path) -> None:
    """So do formations, of which there are four thousand: one in ten is printed."""
    with serving(everything.parent.parent) as address:
        context = browser.new_context(base_url=address, java_script_enabled=False)
        page = context.new_page()
        metiers = _things(page, "metier")
        assert len(metiers) > 1_100
        expect_a_page_each(page, metiers)
        expect_a_page_each(page, _things(page, "formation")[::10], "f")
        context.close()
