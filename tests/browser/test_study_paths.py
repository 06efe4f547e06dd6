"""What a pupil and a counsellor do: from a diploma, by formations, to a métier and to others."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(params=["light", "dark"])
def plain(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """Give a page of a phone that runs no script."""
    context = browser.new_context(
        base_url=site,
        viewport={"width": 390, "height": 800},
        color_scheme=request.param,
        java_script_enabled=False,
    )
    yield context.new_page()
    context.close()


def test_after_a_bac_pro_one_comes_to_formations_and_to_metiers(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="D'un diplôme").click()
    page.get_by_role("link", name="Après un bac pro").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Après un bac pro")
    row = page.get_by_role("row").filter(has_text="brevet de technicien supérieur").first
    count = row.get_by_role("cell").nth(2).inner_text()
    row.get_by_role("link").click()
    expect(page.locator("#trouves")).to_have_text(re.compile(rf"^{count}\sformation"))
    expect(page.get_by_role("link", name=re.compile("^retirer"))).to_have_count(2)


def test_formations_are_narrowed_down_at_once(page: Page) -> None:
    page.goto("/formations")
    if page.viewport_size and page.viewport_size["width"] < 800:
        page.locator("summary", has_text="Choisir").first.click()
    before = page.locator("#trouves").inner_text()
    page.locator("summary", has_text="Niveau de sortie").click()
    page.get_by_role("checkbox", name=re.compile(r"^bac \+ 2")).check()
    expect(page).to_have_url(re.compile(r"\?sortie=bac-2$"))
    expect(page.locator("#trouves")).not_to_have_text(before)


def test_formations_are_narrowed_down_without_a_script(plain: Page) -> None:
    plain.goto("/formations")
    plain.locator("summary", has_text="Choisir").first.click()
    plain.locator("summary", has_text="Niveau de sortie").click()
    plain.get_by_role("checkbox", name=re.compile(r"^bac \+ 2")).check()
    plain.get_by_role("button", name="Voir les formations").click()
    expect(plain).to_have_url(re.compile(r"[?&]sortie=bac-2"))
    assert plain.get_by_role("row").count() > 5


def test_the_ways_to_a_metier_are_drawn_and_told(page: Page) -> None:
    page.goto("/doc/metier/MET.797")
    page.get_by_role("link", name="Tous les chemins, dessinés").click()
    expect(page.get_by_text("Le plus court")).to_be_visible()
    drawn = page.locator("svg.paths:visible")
    expect(drawn).to_have_count(1)
    texts = set(drawn.locator("text").all_text_contents())
    rows = page.locator("table.twin tbody")
    for way in rows.all():
        length = way.get_by_role("rowheader").inner_text()
        assert length in texts or length.startswith("durée non dite")
    box = drawn.bounding_box()
    assert box
    assert page.viewport_size
    assert box["x"] + box["width"] <= page.viewport_size["width"]


def test_no_text_of_a_drawing_covers_another(page: Page) -> None:
    for metier in ("MET.797", "MET.420", "MET.656", "MET.860"):
        page.goto(f"/doc/metier/{metier}/parcours")
        boxes = [
            box
            for text in page.locator("svg.paths:visible text").all()
            if (box := text.bounding_box())
        ]
        for at, one in enumerate(boxes):
            for other in boxes[at + 1 :]:
                beside = one["x"] + one["width"] <= other["x"] + 1
                beside |= other["x"] + other["width"] <= one["x"] + 1
                above = one["y"] + one["height"] <= other["y"] + 4
                above |= other["y"] + other["height"] <= one["y"] + 4
                assert beside or above, (metier, one, other)


def test_near_metiers_are_narrowed_down_by_links(plain: Page) -> None:
    plain.goto("/doc/metier/MET.335/proches")
    everyone = plain.locator("main ul.thread > li").count()
    plain.get_by_role("link", name="sans bac + 5").click()
    expect(plain).to_have_url(re.compile(r"seul=sans-bac-5$"))
    assert plain.locator("main ul.thread > li").count() <= everyone
    plain.get_by_role("link", name=re.compile(r"^sans bac \+ 5")).click()
    assert plain.locator("main ul.thread > li").count() == everyone
