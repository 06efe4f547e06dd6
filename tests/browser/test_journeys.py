import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def _search(page: Page, words: str) -> None:
    page.goto("/")
    page.locator("#q").fill(words)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/recherche\?q="))


def test_a_metier_is_found_by_its_name_and_leads_on_and_back(page: Page) -> None:
    _search(page, "assistante de gestion")
    page.get_by_role("link", name="assistant/e de gestion en PME", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/doc/metier/MET\.797"))
    expect(page.get_by_role("heading", level=1)).to_have_text("assistant/e de gestion en PME")
    expect(page.get_by_text("assistante de gestion en PME").first).to_be_visible()
    page.get_by_role("link", name="BTS gestion de la PME", exact=True).click()
    expect(page).to_have_url(re.compile(r"/doc/formation/FOR\.270"))
    page.get_by_role("link", name="assistant/e de gestion en PME", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/doc/metier/MET\.797"))
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("assistant/e de gestion en PME")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("metiers du bois", re.compile("bois", re.IGNORECASE)),
        ("FROMAGERE", re.compile("fromager")),
        ("m1605", re.compile("assistant/e de gestion en PME|M1605")),
    ],
)
def test_words_without_accents_and_codes_land(
    page: Page, typed: str, found: re.Pattern[str]
) -> None:
    _search(page, typed)
    expect(
        page.get_by_role("main").get_by_role("link").filter(has_text=found).first
    ).to_be_visible()


def test_what_is_not_found_says_so(page: Page) -> None:
    _search(page, "xyzzy")
    expect(page.get_by_role("main")).to_contain_text(re.compile("aucun|rien", re.IGNORECASE))


PAGES = [
    "/", "/recherche?q=bois", "/doc/metier/MET.797", "/doc/metier/MET.8120",
    "/doc/formation/FOR.270",
    "/doc/rome/v3/M1605", "/doc/rome/v3/M16", "/doc/niveau/bac-2", "/doc/statut/salarie",
    "/doc/interet/j-aime-bouger", "/metiers", "/formations", "/rome", "/niveaux", "/statuts",
    "/interets", "/exemples", "/ontology", "/sparql", "/nulle-part", "/apres", "/apres/bac-pro",
    "/doc/metier/MET.797/parcours", "/doc/metier/MET.335/proches",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_the_screen(page: Page, path: str) -> None:
    missing = path == "/nulle-part"
    response = page.goto(path)
    assert response is not None
    assert response.status == (404 if missing else 200)
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.lang") == "fr"


def test_the_first_tab_leads_past_the_header(page: Page) -> None:
    page.goto("/doc/metier/MET.797")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused is not None
    assert focused.startswith("#")


def test_the_hint_of_the_search_field_is_not_cut(page: Page) -> None:
    page.goto("/metiers")
    fits = "field => (field.value = field.placeholder, field.scrollWidth <= field.clientWidth)"
    assert page.locator("#q").evaluate(fits)


def test_headings_keep_their_order_in_print(page: Page) -> None:
    page.goto("/doc/metier/MET.420")
    page.emulate_media(media="print")
    read = "node => (s => [parseFloat(s.fontSize), s.fontFamily])(getComputedStyle(node))"
    (outer, face), (inner, same) = (
        page.locator(f"main {heading}").first.evaluate(read) for heading in ("h3", "h4")
    )
    assert inner < outer
    assert same == face


def test_an_unreadable_query_keeps_the_engine_folded(page: Page) -> None:
    page.goto("/sparql")
    page.get_by_label("Requête").fill("SELECT ?x { ?x foo:a ?y }")
    page.get_by_role("button", name="Exécuter").click()
    expect(page.get_by_role("alert")).to_contain_text("préfixe « foo: » inconnu")
    said = page.get_by_text(re.compile("error at"))
    expect(said).to_be_hidden()
    page.get_by_text("Ce qu'en dit le moteur").click()
    expect(said).to_be_visible()


def test_the_pay_of_a_card_tells_its_conditions(page: Page) -> None:
    page.goto("/doc/metier/MET.420")
    card = page.get_by_role("complementary")
    expect(card).to_contain_text(re.compile(r"€ brut par mois\s*en restauration"))


def test_the_list_of_metiers_opens_at_a_letter(page: Page) -> None:
    page.goto("/metiers")
    page.get_by_role("navigation", name="Initiales").get_by_role("link", name="C").click()
    expect(page).to_have_url(re.compile(r"lettre=c$"))
    names = page.locator("main .thread .node").all_inner_texts()
    assert names
    assert {name[0].lower() for name in names} == {"c"}
