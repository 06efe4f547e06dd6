"""The API in a browser: a form that asks, and the console, under the policy of the site."""

import re

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

pytestmark = pytest.mark.browser


def test_a_form_shows_the_rows_of_a_query(page: Page) -> None:
    page.goto("/api")
    page.get_by_role("link", name="Les métiers qui s'ouvrent jusqu'à un niveau").click()
    page.get_by_label("plafond").select_option("bac + 3")
    page.get_by_role("button", name="Voir les lignes").click()
    expect(page).to_have_url(re.compile(r"plafond=bac-3"))
    expect(page.get_by_role("region", name="Résultat").get_by_role("row").nth(1)).to_be_visible()


def test_the_console_asks_the_api_and_nobody_else(page: Page) -> None:
    said: list[str] = []
    asked: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    page.on("console", hear)
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/api/console")
    query = page.locator("#operations-niveau-niveaux_comptes")
    query.locator(".opblock-summary-control").click()
    query.get_by_role("button", name="Execute").click()
    expect(query.locator(".live-responses-table")).to_contain_text('"niveaux_comptes"')
    root = page.url.partition("/api/console")[0]
    assert [url for url in asked if not url.startswith((root, "data:", "blob:"))] == []
    assert said == []
