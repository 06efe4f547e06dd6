"""Seeing: the picture of a neighbourhood, the tree of the ROME, the charts, in a real browser."""

from collections.abc import Iterator
from itertools import combinations

import pyoxigraph as ox
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from ontology import base
from tests.browser.conftest import WIDTHS
from tests.server.release_fixture import write_release
from tests.site import serving

pytestmark = pytest.mark.browser

METIER = "/voisinage/metier/MET.797"
MANY = 500
QUICK = 100
"""Milliseconds in which something must be seen to happen."""
PAGES = [METIER, f"{METIER}?relation=formation", "/rome/arbre", "/rome/arbre/v3/M16", "/panorama"]
BOXES = """svg => [...svg.querySelectorAll("text")].map(
    text => (box => [box.x, box.y, box.x + box.width, box.y + box.height])(text.getBBox()))"""


def picture(page: Page) -> Locator:
    return page.locator("#voisinage svg.picture").locator("visible=true")


def dot(page: Page, name: str) -> Locator:
    return picture(page).get_by_role("link", name=name, exact=True)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_fits_and_is_accessible(page: Page, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("opened", ["", "?ouvert=formation/formation/FOR.270"])
def test_no_text_of_a_picture_is_on_another(page: Page, opened: str) -> None:
    page.goto(METIER + opened)
    boxes = picture(page).evaluate(BOXES)
    assert len(boxes) > 20
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)
    view = picture(page).evaluate("svg => [svg.viewBox.baseVal.x, svg.viewBox.baseVal.width]")
    assert min(box[0] for box in boxes) >= view[0]
    assert max(box[2] for box in boxes) <= sum(view)


def test_texts_of_a_picture_are_large_enough(page: Page) -> None:
    page.goto(METIER)
    scale = picture(page).evaluate(
        "svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width"
    )
    assert scale * 15 >= 13


def test_a_node_lights_its_thread_and_its_row(page: Page) -> None:
    page.goto(METIER)
    name = picture(page).get_by_role("link", name="BTS gestion de la PME", exact=True).first
    name.focus()
    expect(picture(page).locator("path.lit")).to_have_count(1)
    expect(page.locator("tr.lit")).to_contain_text("BTS gestion de la PME")
    name.blur()
    expect(picture(page).locator("path.lit")).to_have_count(0)
    name.hover()
    expect(picture(page).locator("path.lit")).to_have_count(1)


def test_a_neighbour_opens_in_place_and_closes(page: Page) -> None:
    page.goto(METIER)
    page.evaluate("window.here = true")
    dot(page, "Ouvrir BTS gestion de la PME").first.click()
    expect(dot(page, "Refermer BTS gestion de la PME")).to_be_focused()
    expect(page.locator("#voisinage + [role=status]")).to_have_text(
        "Refermer BTS gestion de la PME"
    )
    expect(page.get_by_role("heading", level=3)).to_have_text("Autour de « BTS gestion de la PME »")
    assert "ouvert=formation/formation/FOR.270" in page.url
    assert page.evaluate("window.here"), "the page is the same"
    page.keyboard.press("ArrowLeft")
    expect(dot(page, "Ouvrir BTS gestion de la PME").first).to_be_focused()
    assert "ouvert" not in page.url
    page.go_back()
    expect(dot(page, "Refermer BTS gestion de la PME")).to_be_visible()


def test_arrows_go_from_node_to_node(page: Page) -> None:
    page.goto(METIER)
    names = picture(page).locator('[role="listitem"] > a:last-of-type')
    names.first.focus()
    page.keyboard.press("ArrowDown")
    expect(names.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(names.first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(picture(page).locator("a.open")).to_be_focused()


def test_a_name_leads_to_its_page(page: Page) -> None:
    page.goto(METIER)
    picture(page).get_by_role("link", name="BTS gestion de la PME", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("BTS gestion de la PME")


@pytest.fixture(params=WIDTHS)
def plain(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """Give a page that runs no script."""
    width = WIDTHS[request.param]
    context = browser.new_context(
        base_url=site, viewport={"width": width, "height": 900}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_without_a_script_a_neighbour_opens_too(plain: Page) -> None:
    plain.goto(METIER)
    expect(plain.locator(".hint")).to_be_hidden()
    dot(plain, "Ouvrir BTS gestion de la PME").first.click()
    expect(dot(plain, "Refermer BTS gestion de la PME")).to_be_visible()


def test_without_a_script_branches_open_too(plain: Page) -> None:
    plain.goto("/rome/arbre")
    for code in ("M", "M16"):
        plain.get_by_role("list", name="ROME V3").get_by_role(
            "link", name=f"Ouvrir {code}", exact=True
        ).click()
    expect(plain.locator("#v3-M1605 > .node")).to_be_visible()
    plain.get_by_role("link", name="Refermer M", exact=True).click()
    expect(plain.locator("#v3-M1605")).to_have_count(0)


def test_the_tree_is_used_by_keyboard(page: Page) -> None:
    page.goto("/rome/arbre")
    tree = page.get_by_role("tree", name="ROME V3")
    items = tree.get_by_role("treeitem")
    assert tree.locator('[tabindex="0"]').count() == 1
    items.first.focus()
    page.keyboard.press("End")
    expect(items.last).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator(":focus")).to_contain_text("Santé")
    page.keyboard.type("upport")
    expect(page.locator("#v3-M > .node")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#v3-M > .node")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowRight")
    first = page.locator("#v3-M > ul > li").first.locator(".node")
    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-level", "2")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#v3-M > .node")).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#v3-M > ul")).to_be_hidden()
    page.keyboard.press("Home")
    expect(items.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Agriculture")


def test_an_address_shows_its_branch_open(page: Page) -> None:
    page.goto("/rome/arbre/v3/M16#v3-M16")
    expect(page.locator("#v3-M16 > .node")).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#v3-M16 > .node")).to_have_attribute("tabindex", "0")
    page.locator("#v3-M16 > .toggle").click()
    expect(page.locator("#v3-M1605")).to_be_hidden()
    expect(page.locator("#v3-M16 > .node")).to_be_focused()


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a release where a code of the ROME has very many appellations."""
    home = tmp_path_factory.mktemp("crowded")
    folder = write_release(home, "c0ffee")
    store = ox.Store(str(folder / "store"))
    skos = "http://www.w3.org/2004/02/skos/core#"
    for number in range(MANY):
        iri = ox.NamedNode(f"{base()}id/rome/appellation/{9000 + number}")
        code = ox.NamedNode(f"{base()}id/rome/v3/H2206")
        name = ox.Literal(f"Menuisier / Menuisière d'agencement {number:03}", language="fr")
        store.add(ox.Quad(iri, ox.NamedNode(f"{skos}broader"), code))
        store.add(ox.Quad(iri, ox.NamedNode(f"{skos}prefLabel"), name))
    store.flush()
    del store
    with serving(home) as address:
        yield address


OPENED = """item => new Promise(done => {
    const start = performance.now();
    const told = new MutationObserver(() => {
        if (item.getAttribute("aria-expanded") !== "true") return;
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
    });
    told.observe(item, { attributes: true });
    item.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
})"""
PAINTED = """() => new Promise(done => {
    const [page] = performance.getEntriesByType("navigation");
    new PerformanceObserver(list => {
        for (const paint of list.getEntriesByName("first-contentful-paint"))
            done(paint.startTime - page.responseStart);
    }).observe({ type: "paint", buffered: true });
})"""


def first_paint(page: Page, path: str) -> float:
    page.goto(path)
    return float(page.evaluate(PAINTED))


def test_a_branch_of_very_many_opens_quickly(browser: Browser, crowded: str) -> None:
    """Try until it is quick: a busy machine is not what is tried."""
    opened = []
    for _ in range(20):
        page = browser.new_page(base_url=crowded)
        page.goto("/rome/arbre/v3/H22")
        opened.append(page.locator("#v3-H2206 > .node").evaluate(OPENED))
        assert page.locator("#v3-H2206 > ul > li").count() == MANY
        page.locator("#v3-H2206 > .node").focus()
        page.keyboard.press("End")
        expect(page.locator("#v3-M > .node")).to_be_focused()
        page.close()
        if opened[-1] < QUICK:
            break
    assert min(opened) < QUICK, opened


def test_a_tree_of_very_many_is_painted_quickly(browser: Browser, crowded: str) -> None:
    """Paint it no later than a short page, but for what the eye does not see."""
    late = []
    for _ in range(20):
        page = browser.new_page(base_url=crowded)
        short = first_paint(page, "/statuts")
        late.append(first_paint(page, "/rome/arbre/v3/H2206") - short)
        page.close()
        if late[-1] < QUICK:
            break
    assert min(late) < QUICK, late


def test_charts_are_seen_with_their_figures(page: Page) -> None:
    page.goto("/panorama")
    for section in page.locator("section.figure").all():
        expect(section.locator("svg").locator("visible=true")).to_have_count(1)
        section.get_by_text("Les chiffres, en tableau").click()
        expect(section.get_by_role("table")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.emulate_media(media="print")
    for chart in page.locator("svg.wide").all():
        expect(chart).to_be_visible()


def test_paper_breaks_between_charts_and_not_in_them(page: Page) -> None:
    page.set_viewport_size({"width": 673, "height": 986})  # A4 without its margins
    page.goto("/panorama")
    page.emulate_media(media="print")
    style = "(node, name) => getComputedStyle(node).getPropertyValue(name)"
    sections = page.locator("section.figure").all()
    assert [one.evaluate(style, "break-before") for one in sections] == [
        "auto", *["page"] * (len(sections) - 1),
    ]  # fmt: skip
    for chart in page.locator("svg.wide").all():
        assert chart.evaluate(style, "break-inside") == "avoid"
        box = chart.bounding_box()
        assert box is not None
        assert box["height"] < 900, "it is no higher than a page, its title included"


def test_a_query_is_a_click_away(page: Page) -> None:
    page.goto("/panorama")
    page.locator("#salaires").get_by_role("link", name="La requête SPARQL").click()
    expect(page.get_by_role("heading", name="Résultat")).to_be_visible()
