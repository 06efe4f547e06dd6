"""What a reader finds on a phone, with a keyboard, a screen reader, or colours of their own."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from tests.browser.test_accessible import PAGES

pytestmark = pytest.mark.browser

METIER = "/doc/metier/MET.797"
FOCUSED = """async () => {
    const seen = new Set(), faults = [];
    const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary," +
        " [tabindex]";
    const lightness = colour => {
        const canvas = new OffscreenCanvas(1, 1).getContext("2d");
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(each => {
            const part = each / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const paper = lightness(getComputedStyle(document.body).backgroundColor);
    for (const element of document.querySelectorAll(kinds)) {
        const kind = `${element.localName}.${[...element.classList].join(".")}`;
        if (seen.has(kind) || !element.checkVisibility({ contentVisibilityAuto: true })) continue;
        element.focus();
        if (document.activeElement !== element || !element.matches(":focus-visible")) continue;
        seen.add(kind);
        const style = getComputedStyle(element), colour = lightness(style.outlineColor);
        const contrast = (Math.max(colour, paper) + 0.05) / (Math.min(colour, paper) + 0.05);
        if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2 || contrast < 3)
            faults.push(`${kind} ${style.outline} ${contrast.toFixed(1)}`);
    }
    return [seen.size, faults];
}"""


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """Give a phone that runs no script."""
    context = browser.new_context(
        base_url=site, java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    yield context.new_page()
    context.close()


def box(found: Locator) -> FloatRect:
    place = found.bounding_box()
    assert place is not None
    return place


def is_narrow(page: Page) -> bool:
    return page.viewport_size is not None and page.viewport_size["width"] < 500


def test_the_lead_of_a_metier_comes_before_its_card(page: Page) -> None:
    page.goto(METIER)
    lead = box(page.locator("#presentation"))
    card = box(page.get_by_role("complementary", name="En un coup d'œil"))
    brief = box(page.locator(".text > section").first)
    if is_narrow(page):
        assert lead["y"] + lead["height"] <= card["y"]
        assert card["y"] + card["height"] <= brief["y"]
    else:
        assert abs(lead["y"] - card["y"]) < 60
        assert lead["x"] + lead["width"] <= card["x"]
        assert lead["y"] + lead["height"] <= brief["y"] <= card["y"] + card["height"]


def test_lists_of_codes_fold_on_a_phone_alone(page: Page) -> None:
    page.goto(METIER)
    folds = page.locator("details.fold")
    assert folds.count() >= 2
    for fold in folds.all():
        content = fold.get_by_role("listitem").first
        if is_narrow(page):
            expect(content).to_be_hidden()
            fold.locator("> summary").press("Enter")
        else:
            expect(fold.locator("> summary")).to_be_hidden()
        expect(content).to_be_visible()
    page.emulate_media(media="print")
    expect(folds.first.locator("> summary")).to_be_hidden()


def test_lists_unfold_without_a_script(plain: Page) -> None:
    plain.goto(METIER)
    fold = plain.locator("#rome-v4 details")
    expect(fold.get_by_role("listitem").first).to_be_hidden()
    fold.locator("> summary").click()
    expect(fold.get_by_role("listitem").first).to_be_visible()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_page_is_wider_than_its_screen(page: Page, path: str) -> None:
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("colours", ["light", "dark", "forced"])
def test_what_has_the_focus_is_seen(page: Page, colours: str) -> None:
    if colours == "forced":
        page.emulate_media(forced_colors="active")
    else:
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
    kinds = 0
    for name, path in PAGES.items():
        page.goto(path)
        page.keyboard.press("Tab")
        seen, faults = page.evaluate(FOCUSED)
        assert faults == [], name
        kinds += seen
    assert kinds > 4 * len(PAGES)


def test_the_editor_shows_its_focus_in_any_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/sparql")
    editor = page.get_by_role("textbox", name="Requête")
    editor.press("End")
    style = page.locator(".cm-editor").evaluate(
        "node => [getComputedStyle(node).outlineStyle, getComputedStyle(node).outlineWidth]"
    )
    assert style == ["solid", "3px"]
    editor.fill("")
    page.keyboard.type("ASK { ?m mg:statut statut:sal")
    chosen = page.locator("li[aria-selected]")
    expect(chosen).to_have_count(1)
    assert chosen.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"


def test_the_dot_of_a_node_is_seen_in_any_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(METIER)
    dot, text = page.locator("main .node").first.evaluate(
        "node => [getComputedStyle(node, '::before').backgroundColor, getComputedStyle(node).color]"
    )
    assert dot == text


@pytest.mark.parametrize("path", ["/", METIER, "/explorer", "/sparql", "/rapprocher", "/selection"])
def test_words_on_ink_are_read_in_any_colours(page: Page, path: str) -> None:
    """The system puts its paper behind words, which are of that colour where they stand on ink."""
    page.emulate_media(forced_colors="active")
    page.goto(path)
    hidden = page.evaluate("""() => [...document.querySelectorAll("body *")].filter(node => {
        const style = getComputedStyle(node), paper = getComputedStyle(document.body);
        return node.innerText && style.backgroundColor === paper.color &&
            style.forcedColorAdjust !== "none";
    }).map(node => node.outerHTML)""")
    assert hidden == []
    assert page.get_by_role("button").first.evaluate(
        "node => getComputedStyle(node).backgroundColor === getComputedStyle(document.body).color"
    )


def test_screen_readers_find_a_tree(page: Page) -> None:
    page.goto("/rome/arbre/v3/M16")
    expect(page.get_by_role("tree", name="ROME V3")).to_match_aria_snapshot("""
        - treeitem /Support à l'entreprise M/ [expanded] [level=1]:
          - group:
            - treeitem /M16/ [expanded] [level=2]:
              - group:
                - treeitem /M1605/ [level=3]
        """)
    tree = page.get_by_role("tree", name="ROME V3")
    closed = tree.locator('[aria-expanded="false"]').first
    expect(closed).to_have_role("treeitem")
    owned = tree.locator("[aria-owns]").first.get_attribute("aria-owns")
    expect(page.locator(f"#{owned}")).to_have_attribute("role", "group")
    assert tree.locator('[tabindex="0"]').count() == 1
    assert re.search("domaine", tree.get_by_role("treeitem").first.inner_text())
