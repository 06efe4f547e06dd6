"""Where figures come from, and what changed: narrow and wide, light and dark, without scripts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WIDTHS

pytestmark = pytest.mark.browser

EDITIONS = "/changes?editions=onisep-metiers/2024-06/2025-10"


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=WIDTHS)
def plain(
    request: pytest.FixtureRequest, browser: Browser, site: str, scheme: str
) -> Iterator[Page]:
    """Give a page without JavaScript."""
    context = browser.new_context(
        base_url=site,
        viewport={"width": WIDTHS[request.param], "height": 900},
        java_script_enabled=False,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    yield context.new_page()
    context.close()


def test_from_a_formation_to_its_source_and_licence(plain: Page) -> None:
    plain.goto("/doc/formation/FOR.270")
    origin = plain.locator("footer.origin")
    expect(origin.get_by_role("heading", name="D'où viennent ces informations")).to_be_visible()
    expect(origin.locator("a[rel=license]").first).to_be_visible()
    plain.locator("footer.site").get_by_role("link", name="Sources et licences").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Sources et licences")
    expect(plain.locator("#onisep-metiers")).to_contain_text("ODbL")
    expect(plain.locator("#onisep-metiers")).to_contain_text("Ne dit pas")


def test_what_an_edition_changed_of_one_metier(plain: Page) -> None:
    plain.goto(EDITIONS)
    plain.get_by_role("textbox", name="Chose").fill("MET.115")
    plain.get_by_role("button", name="Restreindre").click()
    expect(plain.get_by_role("heading", name="1 chose")).to_be_visible()
    before, after = plain.locator(".sides").first.locator("> div").all()
    left, right = before.bounding_box(), after.bounding_box()
    assert left is not None
    assert right is not None
    viewport = plain.viewport_size
    assert viewport is not None
    if viewport["width"] > 1000:
        assert right["x"] > left["x"] + left["width"], "beside one another"
    else:
        assert right["y"] >= left["y"] + left["height"], "one under the other"


def test_a_word_is_marked_by_more_than_a_colour(plain: Page) -> None:
    plain.goto(f"{EDITIONS}&champ=skos:prefLabel")
    expect(plain.locator("del").first).to_have_css("text-decoration-line", "line-through")
    plain.goto(f"{EDITIONS}&champ=mg:formation")
    expect(plain.locator("ins").first).to_have_css("text-decoration-line", "underline")


def test_a_count_leads_to_what_it_counts(plain: Page) -> None:
    plain.goto(EDITIONS)
    cell = plain.locator("tbody a", has_text=re.compile(r"\d+ retirés"))
    count = int(cell.inner_text().split()[0])
    cell.click()
    noun = "chose" if count == 1 else "choses"
    expect(plain.get_by_role("heading", name=f"{count} {noun}")).to_be_visible()
    expect(plain.locator("article.change")).to_have_count(count)


def test_disagreements_are_narrowed_to_a_field(plain: Page) -> None:
    plain.goto("/conflits")
    plain.get_by_role("combobox", name="Champ").select_option("mg:formation")
    plain.get_by_role("button", name="Restreindre").click()
    expect(plain.locator("article.change").first).to_be_visible()
    expect(plain.locator("h4").first).to_have_text("Formation recommandée")
    link = plain.get_by_role("link", name="CSV, pour un tableur").get_attribute("href")
    assert link is not None
    assert plain.request.get(link).headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize("path", ["/sources", EDITIONS, "/conflits?champ=mg:formation"])
def test_nothing_is_wider_than_the_screen(plain: Page, path: str) -> None:
    plain.goto(path)
    wide = plain.locator("main *").evaluate_all(
        "all => all.filter(one => !one.closest('.scroll, .hidden')"
        " && one.getBoundingClientRect().right > innerWidth + 1).length"
    )
    assert wide == 0
