import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Locator, Page, Route, expect

pytestmark = pytest.mark.browser

FIELDS = ["/", "/metiers"]
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


def field_of(page: Page) -> Locator:
    return page.get_by_role("combobox")


def typed(page: Page, path: str, text: str) -> Locator:
    """Type into the field of a page; return the suggestions, once they are there."""
    page.goto(path)
    field_of(page).press_sequentially(text, delay=10)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    return options


def marked(page: Page) -> str:
    """Return the text of the option that the field says is the active one."""
    name = field_of(page).get_attribute("aria-activedescendant")
    return page.locator(f"#{name}").inner_text() if name else ""


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", FIELDS)
def test_what_is_typed_is_suggested_and_the_keyboard_leads_there(page: Page, path: str) -> None:
    options = typed(page, path, "assistante de ges")
    field = field_of(page)
    expect(field).to_have_attribute("aria-expanded", "true")
    assert page.get_by_role("listbox").get_attribute("id") == field.get_attribute("aria-controls")
    expect(page.get_by_role("status").first).to_have_text(re.compile(r"^\d+ suggestions?$"))
    page.keyboard.press("ArrowDown")
    assert marked(page).startswith("assistant/e de gestion en PME")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/doc/metier/MET\.797$"))


def test_the_arrows_go_round_by_the_field(page: Page) -> None:
    options = typed(page, "/metiers", "chef")
    count = options.count()
    assert count > 1
    texts = options.all_inner_texts()
    for place in range(count):
        page.keyboard.press("ArrowDown")
        assert marked(page) == texts[place]
    page.keyboard.press("ArrowDown")
    assert marked(page) == ""
    page.keyboard.press("ArrowUp")
    assert marked(page) == texts[-1]


def test_escape_closes_then_empties(page: Page) -> None:
    typed(page, "/metiers", "chef")
    field = field_of(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("chef")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(field).to_have_value("")


def test_enter_without_a_choice_searches(page: Page) -> None:
    typed(page, "/metiers", "chef")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/recherche\?q=chef$"))


def test_a_suggestion_can_be_clicked(page: Page) -> None:
    options = typed(page, "/metiers", "fromagere")
    options.first.click()
    expect(page).to_have_url(re.compile(r"/doc/metier/MET\.510$"))


def test_leaving_the_field_closes_the_list(page: Page) -> None:
    typed(page, "/metiers", "chef")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_an_error_of_the_hand_is_forgiven(page: Page) -> None:
    options = typed(page, "/", "assistante de gestoin")
    expect(options.first).to_contain_text("assistant/e de gestion en PME")


def test_nothing_is_said_to_be_nothing(page: Page) -> None:
    page.goto("/metiers")
    field_of(page).press_sequentially("xyzzy", delay=10)
    expect(page.get_by_role("status").first).to_have_text("Aucune suggestion")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_late_answer_does_not_replace_a_newer_one(page: Page) -> None:
    """The first question is answered after the second: it was given up."""
    held: list[Route] = []
    page.route("**/suggestions.html?q=ch", lambda route: held.append(route))
    page.goto("/metiers")
    field_of(page).press_sequentially("ch", delay=10)
    page.wait_for_timeout(300)
    assert len(held) == 1
    field_of(page).press_sequentially("ef monteu", delay=10)
    expect(page.get_by_role("option").first).to_contain_text("monteu")
    held[0].fulfill(body="<ul><li data-href='/x'>trop tard</li></ul>", content_type="text/html")
    page.wait_for_timeout(200)
    expect(page.get_by_text("trop tard")).to_have_count(0)


def test_a_server_that_fails_leaves_a_plain_field(page: Page) -> None:
    page.route("**/suggestions.html?*", lambda route: route.abort())
    page.goto("/metiers")
    field_of(page).press_sequentially("chef", delay=10)
    page.wait_for_timeout(300)
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/recherche\?q=chef$"))


@pytest.mark.parametrize("path", FIELDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_open_suggestions(page: Page, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    typed(page, path, "chef")
    page.keyboard.press("ArrowDown")
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()


def test_suggestions_fit_the_screen(page: Page) -> None:
    typed(page, "/", "responsable")
    box = page.get_by_role("listbox").bounding_box()
    assert box is not None
    size = page.viewport_size
    assert size is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size["width"]


def test_without_scripts_the_form_searches_and_tells_why(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("searchbox").fill("secretaire de direction en pme")
    plain.keyboard.press("Enter")
    expect(plain).to_have_url(re.compile(r"/recherche\?q=secretaire"))
    main = plain.get_by_role("main")
    expect(main).to_contain_text("trouvé par l'appellation « secrétaire de direction en PME »")
    main.get_by_role("link", name="assistant/e de gestion en PME").first.click()
    expect(plain).to_have_url(re.compile(r"/doc/metier/MET\.797$"))


def test_a_proposed_spelling_is_a_link(page: Page) -> None:
    page.goto("/recherche?q=fromajer")
    page.get_by_role("main").get_by_role("link", name="fromager", exact=True).click()
    expect(page).to_have_url(re.compile(r"q=fromager$"))
    expect(page.get_by_role("main")).to_contain_text("fromager/ère")


@pytest.mark.parametrize(
    "hostile",
    ['"><img src=x onerror=alert(1)>', "<script>alert(1)</script>", "'\"`{{7*7}}", "a\u202eb"],
)
def test_what_is_typed_never_runs(page: Page, hostile: str) -> None:
    ran: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.goto("/metiers")
    field_of(page).fill(hostile)
    page.wait_for_timeout(250)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(hostile[:3])
    assert ran == []


def test_markup_in_an_answer_is_only_text(page: Page) -> None:
    """Even if a label were sent unescaped."""
    body = (
        "<p>1</p><ul><li data-href='/metiers'><span class='node'>chef<img src='/metiers'>"
        "<script>document.title = 'ran'</script></span></li></ul>"
    )
    page.route(
        "**/suggestions.html?*", lambda route: route.fulfill(body=body, content_type="text/html")
    )
    options = typed(page, "/metiers", "chef")
    expect(options.first).to_contain_text("chef")
    expect(page.locator("[role=listbox] :is(img, script)")).to_have_count(0)
    assert page.title() != "ran"
