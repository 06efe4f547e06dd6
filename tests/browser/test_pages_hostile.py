"""Sheets and addresses full of markup, in a real browser: nothing of them runs."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.site import build, serving

pytestmark = pytest.mark.browser

ATTACK = (
    "\"'></script></title></textarea><script>hostile()</script><img src=x onerror=hostile()>"
    "<svg onload=hostile()></svg><a href=javascript:hostile()>x</a><!--"
)
PATHS = [
    "/doc/metier/MET.115", "/doc/metier/MET.148", "/doc/formation/FOR.9740", "/metiers",
    "/formations", "/recherche?q=escalade", "/explorer", "/doc/rome/v3/G1204",
    "/graph/onisep-metiers/nd/MET.115", "/voisinage/metier/MET.115",
    "/pourquoi?sujet=metier:MET.115&relation=mg:formation", "/doc/niveau/bac-2",
]  # fmt: skip
ASKED = [
    "/recherche?q={}", "/metiers?lettre={}", "/metiers?lang={}", "/explorer?niveau={}",
    "/pourquoi?sujet={}&relation=mg:formation", "/sparql?query={}", "/doc/{}", "/{}",
    "/conflits?champ={}", "/metiers?{}=1",
]  # fmt: skip


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Iterator[str]:
    """Serve two sheets whose titles, texts and labels are attacks."""
    folder = tmp_path_factory.mktemp("poisoned")
    (folder / "fiches").mkdir()
    for id_ in ("MET.115", "MET.148"):
        text = (seeds / "fiches" / f"{id_}.md").read_text("utf-8")
        lines = [
            line + ATTACK if line.startswith(("# ", "- Féminin", "- Masculin")) else line
            for line in text.split("\n")
        ]
        said = "\n".join(lines).replace(" (ID: FOR", f" {ATTACK} (ID: FOR")
        said = said.replace("## Présentation\n\n", f"## Présentation\n\n{ATTACK} ")
        (folder / "fiches" / f"{id_}.md").write_text(said, "utf-8")
    build(folder / "home", folder / "fiches")
    with serving(folder / "home") as address:
        yield address


@pytest.fixture
def victim(browser: Browser, poisoned: str) -> Iterator[Page]:
    """Open a page that tells, when it is closed, whether anything ran or tried to."""
    context = browser.new_context(base_url=poisoned)
    context.add_init_script("window.hostile = () => { window.executed = true; alert('ran'); }")
    page = context.new_page()
    seen: list[str] = []
    page.on("dialog", lambda dialog: _note(dialog, seen))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("console", lambda said: seen.append(said.text))
    yield page
    assert not page.evaluate("Boolean(window.executed)")
    context.close()
    assert [each for each in seen if not each.startswith("Failed to load resource")] == []


def _note(dialog: Dialog, seen: list[str]) -> None:
    seen.append(dialog.message)
    dialog.dismiss()


@pytest.mark.parametrize("path", PATHS)
def test_a_hostile_sheet_is_only_read(victim: Page, path: str) -> None:
    response = victim.goto(path)
    assert response is not None
    assert response.status == 200
    assert victim.locator("main img, main svg[onload], main script").count() == 0


def test_the_attack_is_on_the_page_as_text(victim: Page) -> None:
    victim.goto("/doc/metier/MET.115")
    assert "<script>hostile()</script>" in victim.locator("h1").inner_text()
    assert ATTACK[:20] in victim.title()


def test_reasons_that_are_fetched_are_text_as_well(victim: Page) -> None:
    victim.goto("/doc/metier/MET.115")
    victim.locator("#formations a.why").first.click()
    panel = victim.locator(".reasons")
    panel.wait_for()
    assert "<script>hostile()</script>" in panel.inner_text()
    assert panel.locator("img, script").count() == 0


@pytest.mark.parametrize("path", ASKED)
def test_a_hostile_address_is_only_read(victim: Page, path: str) -> None:
    victim.goto(path.replace("{}", quote(ATTACK, safe="")))
    victim.wait_for_load_state()


def test_the_search_field_takes_an_attack_for_words(victim: Page) -> None:
    victim.goto("/")
    field = victim.locator("main").get_by_label("Un métier, une formation")
    field.press_sequentially(ATTACK[:40])
    victim.wait_for_timeout(400)
    field.press("Enter")
    victim.wait_for_load_state()
