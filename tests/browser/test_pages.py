"""What a page of a thing does in a real browser: reasons in place, print, weight, languages."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser

METIER = "/doc/metier/MET.797"
NEAR = "/doc/metier/MET.869"
"""One that has near métiers among the seeds."""


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """Open a page in a browser that runs no script."""
    context = browser.new_context(base_url=site, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_reason_opens_in_place_and_is_put_away(page: Page) -> None:
    page.goto(METIER)
    why = page.locator("#formations").get_by_role("link", name="pourquoi")
    why.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#formations .reasons")
    expect(panel).to_contain_text("Idéo-fiches métiers")
    expect(panel.get_by_role("link", name="le graphe").first).to_be_visible()
    expect(why).to_have_attribute("aria-expanded", "true")
    expect(page).to_have_url(re.compile(f"{METIER}$"))
    page.keyboard.press("Enter")
    expect(panel).to_be_hidden()
    expect(why).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    assert page.locator(".reasons").count() == 1


def test_a_reason_in_the_card_stands_under_its_term(page: Page) -> None:
    page.goto(METIER)
    page.locator("#statuts").get_by_role("link", name="pourquoi").click()
    expect(page.locator("#statuts dt + dd.reasons")).to_contain_text("salarié")
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0


def test_a_near_metier_says_what_it_shares(page: Page) -> None:
    page.goto(NEAR)
    near = page.locator("#metiers-proches .thread > li").first
    near.get_by_role("link", name="en commun").click()
    expect(near.locator(".reasons")).to_contain_text("Ce qu'ils ont en commun")
    shared = near.locator(".reasons .thread").first.get_by_role("link").first
    shared.click()
    expect(page).to_have_url(re.compile("/doc/"))


def test_a_reason_that_cannot_be_fetched_is_gone_to(page: Page) -> None:
    page.goto(METIER)
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.resource_type)
        if route.request.resource_type == "document":
            route.continue_()
        else:
            route.abort()

    page.route("**/pourquoi?**", refuse)
    page.locator("#formations").get_by_role("link", name="pourquoi").click()
    expect(page).to_have_url(re.compile("/pourquoi"))
    assert asked == ["fetch", "document"]


def test_without_script_a_reason_is_a_page(plain: Page) -> None:
    plain.goto(METIER)
    plain.locator("#formations").get_by_role("link", name="pourquoi").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("assistant/e de gestion en PME")
    expect(plain.get_by_role("main")).to_contain_text("Idéo-fiches métiers")
    plain.get_by_role("link", name="BTS gestion de la PME").first.click()
    expect(plain).to_have_url(re.compile("/doc/formation/FOR.270"))


def test_a_page_of_a_metier_is_light(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    response = page.goto(METIER, wait_until="networkidle")
    assert response is not None
    assert len(response.body()) <= 60_000
    assert len(asked) <= 6, asked


def test_data_for_search_engines_is_let_be(page: Page) -> None:
    """The policy against scripts has nothing to say: `page` notes any refusal."""
    page.goto(METIER)
    name = page.locator('script[type="application/ld+json"]').evaluate(
        "node => JSON.parse(node.textContent).name"
    )
    assert name == page.locator("h1").inner_text()


def test_a_printed_page_is_the_sheet_alone(page: Page) -> None:
    page.goto(NEAR)
    page.emulate_media(media="print")
    for gone in (
        "header.site",
        "footer.site ul",
        ".keep",
        ".outline",
        ".forms",
        "#formations .why",
    ):
        expect(page.locator(gone).first).to_be_hidden()
    for kept in ("h1", ".card", "#formations", "#metiers-proches .why"):
        expect(page.locator(kept).first).to_be_visible()
    target = page.locator('.origin p > a[href^="http"]').first.evaluate(
        "node => getComputedStyle(node, '::after').content"
    )
    assert "https://www.onisep.fr/" in target or "attr(href)" in target


@pytest.mark.parametrize(
    "path",
    [
        NEAR,
        "/doc/formation/FOR.270",
        "/doc/rome/v3/M1605",
        "/explorer?niveau=bac-2&statut=salarie",
        "/conflits",
    ],
)
def test_a_printed_page_says_where_it_is_from(page: Page, path: str) -> None:
    page.goto(path)
    page.emulate_media(media="print")
    foot = page.locator("footer.site")
    for said in ("Idéo-fiches métiers", "Onisep", "édition 2025-10", "ODbL", "Release", path):
        expect(foot).to_contain_text(said)
    expect(foot).to_contain_text(re.compile(r"du \d\d/\d\d/\d{4}"))
    expect(foot.locator(".printed")).to_be_visible()


def test_the_outline_leads_to_the_parts(page: Page) -> None:
    page.goto(METIER)
    links = page.get_by_role("navigation", name="Sommaire").get_by_role("link").all()
    assert len(links) > 8
    for link in links:
        address = link.get_attribute("href") or ""
        assert page.locator(f'[id="{address.removeprefix("#")}"]').count() == 1, address
    links[-1].click()
    expect(page).to_have_url(re.compile("#"))


def test_the_language_is_kept_from_page_to_page(page: Page) -> None:
    page.goto("/metiers?lettre=a")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"lettre=a&lang=en"))
    page.goto(METIER)
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.get_by_role("complementary")).to_contain_text("baccalauréat + 2 years")
    page.get_by_role("link", name="Français").click()
    assert page.evaluate("document.documentElement.lang") == "fr"


@pytest.mark.parametrize(
    "path", [METIER, "/doc/rome/v3/M1605", "/pourquoi?sujet=metier:MET.797&relation=mg:formation"]
)
def test_a_page_holds_at_twice_the_size(page: Page, path: str) -> None:
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": max(size["width"] // 2, 320), "height": size["height"]})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
