"""The quiz, from its first screen to the métiers: with and without scripts, narrow and wide."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WIDTHS

pytestmark = pytest.mark.browser


@pytest.fixture(params=WIDTHS)
def plain(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """Give a page without JavaScript, in the dark."""
    context = browser.new_context(
        base_url=site,
        viewport={"width": WIDTHS[request.param], "height": 900},
        java_script_enabled=False,
        color_scheme="dark",
    )
    yield context.new_page()
    context.close()


def answers(page: Page) -> list[tuple[str, str]]:
    return [pair for pair in parse_qsl(urlsplit(page.url).query) if pair[0] != "e"]


def _journey(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="De ses envies, écran par écran").click()
    page.get_by_role("link", name="Commencer").click()
    page.get_by_label("j'aime bouger").check()
    page.get_by_label("j'aimerais travailler dehors").check()
    page.get_by_role("button", name="Suivant").click()
    page.get_by_label("j'aime la nature").check()
    page.get_by_role("button", name="Précédent").click()
    expect(page.get_by_label("j'aime bouger")).to_be_checked()
    page.get_by_label("j'aimerais travailler dehors").uncheck()
    page.get_by_role("button", name="Suivant").click()
    expect(page.get_by_label("j'aime la nature")).to_be_checked()
    page.get_by_role("button", name="Voir les métiers").click()
    assert answers(page) == [("i", "j-aime-bouger"), ("i", "j-aime-la-nature")]
    heads = page.get_by_role("heading", level=2)
    expect(heads.first).to_have_text("Les deux envies")
    expect(heads.nth(1)).to_have_text("L'une ou l'autre envie")
    expect(page.locator(".hits li").first).to_contain_text("j'aime bouger · j'aime la nature")


def test_from_the_home_page_to_the_metiers_and_back(page: Page) -> None:
    _journey(page)


def test_the_same_without_scripts(plain: Page) -> None:
    _journey(plain)


def test_any_answer_is_changed_from_the_metiers(plain: Page) -> None:
    plain.goto("/quiz/metiers?i=j-aime-bouger&i=j-aime-la-nature")
    plain.get_by_role("link", name="changer « Une façon de travailler »").click()
    plain.get_by_label("R, réaliste").check()
    plain.get_by_role("button", name="Voir les métiers").click()
    assert answers(plain) == [("i", "j-aime-bouger"), ("i", "j-aime-la-nature"), ("r", "R")]
    expect(plain.locator(".hits li", has_text="RIASEC R, par le code").first).to_be_visible()
    plain.get_by_role("link", name="Tout effacer").click()
    expect(plain).to_have_url(re.compile(r"/quiz$"))


def test_the_wishes_go_on_to_the_explorer_all_at_once(plain: Page) -> None:
    plain.goto("/quiz/metiers?i=j-aime-bouger&i=j-aimerais-travailler-dehors")
    both = plain.locator("section", has_text="Les deux envies").first.locator(".hits li").count()
    plain.get_by_role("link", name="toutes à la fois").click()
    status = plain.locator("main").get_by_role("status")
    expect(status).to_have_text(f"{both} métiers" if both > 1 else "1 métier")


def test_nothing_is_kept_in_the_browser(page: Page) -> None:
    page.goto("/quiz/metiers?i=j-aime-bouger&r=R")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.context.cookies() == []
    with page.expect_request(lambda request: request.resource_type == "document") as asked:
        page.locator(".hits .node").first.click()
    assert "referer" not in asked.value.headers


@pytest.mark.parametrize("path", ["/quiz?e=1", "/quiz?e=9&i=j-aime-bouger", "/quiz/metiers?r=R"])
def test_nothing_is_wider_than_the_screen(plain: Page, path: str) -> None:
    plain.goto(path)
    wide = plain.locator("main > *").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().right > innerWidth + 1).length"
    )
    assert wide == 0
