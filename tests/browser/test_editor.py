"""The query editor, by keyboard first, and the page without it."""

import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from ontology import prefixes
from queries import folder

pytestmark = pytest.mark.browser

EXAMPLE = "/sparql?exemple=niveaux_comptes"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HOSTILE = "<img src=x onerror=document.title='hit'>"


@pytest.fixture
def editor(page: Page) -> Locator:
    """Give the editor of the page, with nothing in it."""
    page.goto("/sparql")
    found = page.get_by_role("textbox", name="Requête")
    found.fill("")
    return found


@pytest.fixture
def suggested(page: Page) -> Callable[..., None]:
    """Give how to make the server suggest some things, or fail with a status."""

    def answer(*things: dict[str, str]) -> None:
        page.route("**/suggestions?*", lambda route: route.fulfill(json=list(things)))

    return answer


def text_of(editor: Locator) -> str:
    lines: list[str] = editor.locator(".cm-line").all_inner_texts()
    return "\n".join(line.rstrip("\n") for line in lines)


def status(page: Page) -> Locator:
    return page.locator("#requete").get_by_role("status")


def offered(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Propositions").get_by_role("option")


def pick(page: Page, option: Locator) -> None:
    """Choose a proposal, once the list takes keys and clicks: not in its first moments."""
    expect(option).to_be_visible()
    page.wait_for_timeout(200)
    option.click()


def test_a_query_is_coloured_and_its_brackets_are_matched(page: Page) -> None:
    page.goto(EXAMPLE)
    editor = page.get_by_role("textbox", name="Requête")
    weight, colour = (
        editor.get_by_text(part, exact=True).first.evaluate(
            f"node => getComputedStyle(node).{style}"
        )
        for part, style in (("SELECT", "fontWeight"), ("mg:niveauAcces", "color"))
    )
    node = page.locator("main .node").first.evaluate("node => getComputedStyle(node).color")
    assert (weight, colour) == ("700", node)
    editor.get_by_text("GROUP BY").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n{}")
    expect(editor.locator(".cm-matchingBracket")).to_have_count(2)


def test_lines_are_indented_and_brackets_closed(editor: Locator, page: Page) -> None:
    editor.focus()
    page.keyboard.type("ASK {\n?s ?p ?o")
    assert text_of(editor) == "ASK {\n  ?s ?p ?o\n}"
    page.keyboard.press("Control+/")
    assert text_of(editor).split("\n")[1] == "  # ?s ?p ?o"


def test_the_keyboard_runs_a_query_and_leaves_the_editor(editor: Locator, page: Page) -> None:
    editor.fill("SELECT ?x { VALUES ?x { 1 2 3 } }")
    page.evaluate("window.same = true")
    page.keyboard.press("Control+Enter")
    expect(status(page)).to_have_text("3 lignes")
    expect(page.get_by_role("region", name="Résultat").get_by_role("row")).to_have_count(4)
    assert page.evaluate("window.same")
    expect(page).to_have_url(re.compile(r"/sparql\?query=SELECT\+\?x\+"))
    expect(editor).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Exécuter")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(editor).not_to_be_focused()


def test_the_list_of_proposals_does_not_hold_the_keyboard(editor: Locator, page: Page) -> None:
    editor.focus()
    page.keyboard.type("ASK { ?m ")
    page.keyboard.press("Control+Space")
    expect(offered(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(offered(page)).to_have_count(0)
    expect(editor).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Exécuter")).to_be_focused()


@pytest.mark.parametrize(
    ("typed", "name", "detail"),
    [
        ("ASK { ?m niveauac", "mg:niveauAcces", "niveau d'accès"),
        ("ASK { ?m acces", "mg:niveauAcces", "niveau d'accès"),
        ("ASK { ?m mg:niveauA", "mg:niveauAcces", "niveau d'accès"),
        ("ASK { ?m a metie", "mg:Metier", "métier"),
        ("ASK { ?m a mg:Meti", "mg:Metier", "métier"),
    ],
)
def test_terms_of_the_data_are_proposed_where_they_fit(
    editor: Locator, page: Page, typed: str, name: str, detail: str
) -> None:
    editor.focus()
    page.keyboard.type(typed)
    option = offered(page).filter(has=page.get_by_text(name, exact=True))
    expect(option).to_contain_text(detail)
    pick(page, option)
    expect(editor.locator(".cm-line").first).to_have_text(
        "PREFIX mg: <https://w3id.org/metiers-graphe/ontology#>"
    )
    written = typed.rpartition(" ")[0]
    expect(editor.locator(".cm-line").nth(1)).to_contain_text(f"{written} {name}")
    page.keyboard.press("Control+z")
    assert text_of(editor) == f"{typed}}}"


def test_prefixes_variables_and_key_words_are_proposed(
    editor: Locator, page: Page, suggested: Callable[..., None]
) -> None:
    suggested()
    editor.focus()
    page.keyboard.type("PREFIX sko")
    pick(page, offered(page).first)
    assert text_of(editor) == "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
    page.keyboard.type("\nSELECT ?metier { ?m")
    expect(offered(page)).to_have_text(["?metier"])
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")
    page.keyboard.type(" skos:prefLabel ?nom . FILT")
    expect(offered(page).first).to_have_text("FILTER")
    assert text_of(editor).endswith("SELECT ?metier { ?metier skos:prefLabel ?nom . FILT}")


@pytest.mark.parametrize("typed", ["assist", "metier:gestion"])
def test_things_are_proposed_by_their_names(editor: Locator, page: Page, typed: str) -> None:
    editor.focus()
    page.keyboard.type(f"SELECT * {{ ?x ?p {typed}")
    option = offered(page).filter(has_text="assistant/e de gestion en PME")
    expect(option).to_contain_text("metier:MET.797")
    pick(page, option)
    expect(editor).to_contain_text("?x ?p metier:MET.797")
    expect(editor).to_contain_text("PREFIX metier: <https://w3id.org/metiers-graphe/id/metier/>")


def test_hostile_names_are_only_texts(
    editor: Locator, page: Page, suggested: Callable[..., None]
) -> None:
    suggested({"iri": "javascript:alert(1)", "label": HOSTILE, "type": HOSTILE, "matched": ""})
    editor.focus()
    page.keyboard.type("SELECT * { ?x ?p imgs")
    pick(page, offered(page).filter(has_text=HOSTILE))
    expect(editor).to_contain_text("?x ?p <javascript:alert(1)>")
    editor.fill(f"SELECT ({json.dumps(HOSTILE)} AS ?x) {{}}")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("cell")).to_have_text(HOSTILE)
    editor.fill(f"SELEKT {HOSTILE}")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.title() != "hit"


def test_the_editor_goes_on_where_the_server_knows_nothing(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.route("**/suggestions?*", lambda route: route.fulfill(status=404))
    page.route("**/vocabulaire.json", lambda route: route.fulfill(status=500))
    page.goto("/sparql")
    editor = page.get_by_role("textbox", name="Requête")
    editor.fill("")
    page.keyboard.type("ASK { ?s ?p titi . FILT")
    expect(offered(page).first).to_have_text("FILTER")
    context.close()


def test_a_fault_is_marked_at_its_line_and_mended(editor: Locator, page: Page) -> None:
    editor.fill("SELECT ?nom {\n  ?m skos:prefLabel ?nom\n}\nLIMIT 2")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("Ligne 2, colonne 6")
    expect(editor.locator(".cm-lintRange-error")).to_have_text("skos:prefLabel")
    expect(page.locator(".cm-lint-marker-error")).to_have_count(1)
    page.keyboard.press("F8")
    expect(page.locator(".cm-tooltip").first).to_contain_text("préfixe « skos: » inconnu")
    page.get_by_role("link", name="Ajouter ce préfixe et exécuter").click()
    expect(status(page)).to_have_text("2 lignes")
    expect(editor.locator(".cm-line").first).to_contain_text("PREFIX skos:")
    expect(editor.locator(".cm-lintRange-error")).to_have_count(0)
    editor.fill("SELEKT")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".cm-lint-marker-error")).to_have_count(1)
    page.keyboard.type(" ")
    expect(page.locator(".cm-lint-marker-error")).to_have_count(0)


def test_a_fault_is_marked_when_the_page_opens(page: Page) -> None:
    page.goto("/sparql?query=ASK+{%0A?s+foo:a+?o+}")
    expect(page.locator(".cm-lintRange-error")).to_have_text("foo:a")


def test_the_views_of_a_result_change_by_keyboard(editor: Locator, page: Page) -> None:
    editor.fill(folder("api")["niveaux_comptes"].body)
    page.keyboard.press("Control+Enter")
    chart = page.get_by_role("button", name="Graphique")
    chart.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".bars rect").first).to_be_visible()
    expect(page.get_by_role("button", name="Graphique")).to_be_focused()
    expect(page).to_have_url(re.compile("vue=graphique"))
    page.get_by_role("button", name="JSON", exact=True).click()
    expect(page.locator(".raw")).to_contain_text('{"head":{"vars":["niveau","nom","metiers"]}')
    page.get_by_role("button", name="Tableau").click()
    expect(page.get_by_role("region", name="Résultat")).to_be_visible()


def test_a_long_result_goes_on(editor: Locator, page: Page) -> None:
    editor.fill("SELECT * { ?s ?p ?o }")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Lignes suivantes").click()
    expect(status(page)).to_contain_text(re.compile(r"^lignes \d\d+ à \d+"))
    expect(page.get_by_role("heading", name=re.compile("^Résultat"))).to_be_focused()
    page.get_by_role("button", name="Revenir au début").click()
    expect(status(page)).to_contain_text(re.compile(r"^\d+ lignes, d'autres"))


def test_history_goes_back_to_a_query_and_its_result(editor: Locator, page: Page) -> None:
    for number in "12":
        editor.fill(f"SELECT ?x {{ VALUES ?x {{ {number} }} }}")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("cell")).to_have_text(number)
    page.go_back()
    expect(page.get_by_role("cell")).to_have_text("1")
    expect(editor).to_contain_text("{ 1 }")
    page.go_back()
    expect(page.get_by_role("table")).to_have_count(0)
    page.go_forward()
    expect(page.get_by_role("cell")).to_have_text("1")


def test_an_example_is_put_into_the_editor_and_run(editor: Locator, page: Page) -> None:
    page.get_by_role("link", name="Combien de métiers par niveau").click()
    expect(page.get_by_role("region", name="Résultat")).to_be_visible()
    expect(editor).to_contain_text("mg:niveauAcces")
    expect(page).to_have_url(re.compile(r"/sparql\?exemple=niveaux_comptes$"))
    expect(page.locator("details.examples")).not_to_have_attribute("open", "")


def test_a_link_is_copied_by_keyboard_and_says_the_same(
    editor: Locator, page: Page, browser: Browser
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    query = "SELECT ?é { VALUES ?é { 'a&b+c=d %20' } }"
    editor.fill(query)
    share = page.get_by_role("button", name="Copier le lien")
    share.focus()
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text("Lien copié.")
    link = page.evaluate("navigator.clipboard.readText()")
    expect(page.get_by_role("textbox", name="Lien à copier")).to_have_value(link)
    page.goto(link)
    expect(page.get_by_role("cell")).to_have_text("a&b+c=d %20")
    assert text_of(editor) == query


def test_the_link_of_an_example_is_its_name(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/sparql")
    page.get_by_role("button", name="Copier le lien").click()
    field = page.get_by_role("textbox", name="Lien à copier")
    expect(field).to_have_value(re.compile(r"/sparql\?exemple=niveaux_comptes$"))
    page.get_by_role("textbox", name="Requête").press("Control+End")
    page.keyboard.type(" # autre")
    page.get_by_role("button", name="Copier le lien").click()
    expect(field).to_have_value(re.compile(r"/sparql\?query=PREFIX"))


def test_a_query_too_long_for_a_link_is_run_all_the_same(editor: Locator, page: Page) -> None:
    numbers = " ".join(map(str, range(2_000)))
    editor.fill(f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {numbers} }} }}")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("cell")).to_have_text("2000")
    page.get_by_role("button", name="CSV", exact=True).click()
    expect(page.locator(".raw")).to_contain_text("n 2000")
    page.get_by_role("button", name="Copier le lien").click()
    expect(status(page)).to_contain_text("trop longue")


def test_a_slow_query_is_stopped(editor: Locator, page: Page) -> None:
    editor.fill(SLOW)
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Arrêter").click()
    expect(status(page)).to_have_text("Arrêtée.")
    expect(page.get_by_role("button", name="Exécuter")).to_be_visible()
    editor.fill("ASK {}")
    page.keyboard.press("Control+Enter")
    expect(status(page)).to_have_text("Oui")


def test_a_server_that_does_not_answer_is_said(editor: Locator, page: Page) -> None:
    page.route("**/sparql?query=*", lambda route: route.abort())
    editor.fill("ASK {}")
    page.keyboard.press("Control+Enter")
    expect(status(page)).to_have_text("Le serveur ne répond pas.")


@pytest.mark.parametrize(
    "path", ["/sparql", EXAMPLE, f"{EXAMPLE}&vue=graphique", "/sparql?query=x"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_light_and_fits(page: Page, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    response = page.goto(path)
    assert response is not None
    expect(page.get_by_role("textbox", name="Requête")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 6
    assert len(response.body()) < 60_000
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    paper, ink = page.evaluate(
        "(s => [s.backgroundColor, s.color])(getComputedStyle("
        "document.querySelector('.editor').shadowRoot.querySelector('.cm-editor')))"
    )
    assert (sum(map(int, re.findall(r"\d+", paper)[:3])) > 384) is (scheme == "light")
    assert paper != ink


@pytest.fixture(params=["without scripts", "without the bundle"])
def plain(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """Give a page whose browser runs no script, or does not get the editor's."""
    scripts = request.param != "without scripts"
    context = browser.new_context(base_url=site, java_script_enabled=scripts)
    page = context.new_page()
    page.route("**/dist/*", _refuse)
    yield page
    context.close()


def _refuse(route: Route) -> None:
    route.fulfill(status=404)


def test_the_page_works_without_the_editor(plain: Page) -> None:
    plain.goto("/sparql")
    plain.get_by_label("Requête").fill("SELECT ?x ?n { VALUES (?x ?n) { ('a' 1) ('b' 2) } }")
    plain.get_by_role("button", name="Exécuter").click()
    expect(plain.get_by_role("region", name="Résultat").get_by_role("row")).to_have_count(3)
    plain.get_by_role("button", name="Graphique").click()
    expect(plain.locator(".bars rect")).to_have_count(2)
    expect(plain.get_by_label("Requête")).to_have_value(re.compile("VALUES"))
    plain.get_by_text("Des exemples pour commencer").click()
    plain.get_by_role("link", name="Combien de métiers par niveau").click()
    expect(plain.get_by_label("Requête")).to_have_value(re.compile("mg:niveauAcces"))
    expect(plain.get_by_role("button", name="Copier le lien")).to_have_count(0)
    plain.get_by_label("Requête").fill("ASK {\n ?x foo:a ?y }")
    plain.get_by_role("button", name="Exécuter").click()
    expect(plain.get_by_role("alert")).to_contain_text("Ligne 2, colonne 5")
    expect(plain.locator(".fault mark")).to_have_text("foo:a")


LINES = "SELECT ?m {\n  ?m mg:niveauAces niveau:bac2 ; mg:statut statut:salarie\n}"


def test_values_of_code_lists_are_proposed_by_their_labels(editor: Locator, page: Page) -> None:
    editor.focus()
    page.keyboard.type("ASK { ?m ?p niveau:bac")
    for name in ("niveau:bac-2", "niveau:bac-3"):
        expect(offered(page).filter(has=page.get_by_text(name, exact=True))).to_have_count(1)
    page.keyboard.press("Control+a")
    page.keyboard.type("ASK { ?m ?p niveau:brevet")
    pick(page, offered(page).filter(has_text="diplôme national du brevet"))
    expect(editor).to_contain_text("?p niveau:diplome-national-du-brevet")
    expect(editor).to_contain_text("PREFIX niveau: <https://w3id.org/metiers-graphe/id/niveau/>")


def test_after_a_property_come_the_values_of_its_range(editor: Locator, page: Page) -> None:
    editor.focus()
    page.keyboard.type("ASK { ?m mg:statut ")
    page.keyboard.press("Control+Space")
    expect(offered(page)).to_have_count(9)
    pick(page, offered(page).filter(has_text="salarié"))
    expect(editor).to_contain_text("?m mg:statut statut:salarie")


def test_after_a_property_of_many_values_come_those_of_its_type(
    editor: Locator, page: Page
) -> None:
    editor.focus()
    page.keyboard.type("ASK { ?m mg:formation gestion")
    expect(offered(page).filter(has_text="for:FOR.").first).to_be_visible()
    expect(offered(page).filter(has_text="metier:MET.")).to_have_count(0)


def test_all_prefixes_are_added_at_once(editor: Locator, page: Page) -> None:
    editor.fill("ASK { ?m mg:statut statut:salarie ; skos:prefLabel ?l ; foo:bar ?x }")
    button = page.get_by_role("button", name="Ajouter tous les préfixes")
    button.focus()
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text("Préfixes ajoutés : mg, statut, skos")
    lines = text_of(editor).split("\n")
    assert [line.split(":")[0] for line in lines[:3]] == [
        "PREFIX mg",
        "PREFIX statut",
        "PREFIX skos",
    ]
    assert len(lines) == 4
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text("Tous les préfixes employés sont déclarés.")
    assert text_of(editor).split("\n") == lines


def test_unknown_terms_are_underlined_and_mended_by_keyboard(editor: Locator, page: Page) -> None:
    editor.fill(LINES)
    underlined = editor.locator(".cm-lintRange-warning")
    expect(underlined).to_have_text(["mg:niveauAces", "niveau:bac2"])
    editor.focus()
    page.keyboard.press("Control+Home")
    for proposed in ("mg:niveauAcces", "niveau:bac-2"):
        page.keyboard.press("F8")
        note = page.locator(".cm-tooltip-lint")
        expect(note).to_contain_text(f"voulez-vous dire {proposed} ?")
        expect(note.get_by_role("button", name=f"Écrire {proposed}")).to_be_visible()
        page.keyboard.press("Alt+Enter")
    expect(underlined).to_have_count(0)
    assert text_of(editor) == LINES.replace("Aces", "Acces").replace("bac2", "bac-2")


def test_what_only_the_data_has_is_never_underlined(editor: Locator, page: Page) -> None:
    with page.expect_response("**/sparql/avis.json*"):
        editor.fill("ASK { metier:MET.1 mg:formation for:FOR.0 ; x:y rome3:Z9999 }")
    page.wait_for_timeout(200)
    expect(editor.locator(".cm-lintRange-warning")).to_have_count(0)


def test_cost_and_bounds_are_said_before_a_question_is_run(editor: Locator, page: Page) -> None:
    told = page.locator("#bornes")
    expect(told).to_contain_text(re.compile(r"au plus 30 s et rend au plus 1.000.000 lignes"))
    editor.fill("SELECT * { ?s ?p ?o } ORDER BY ?s")
    expect(told).to_contain_text("lit tous les triplets de la vue")
    editor.fill(SLOW)
    expect(told).to_contain_text("n'ira sans doute pas au bout")
    editor.fill("ASK { SERVICE <http://e/> { ?s ?p ?o } }")
    expect(told).to_contain_text("SERVICE n'est pas admis")
    editor.fill("ASK {" + "?s ?p ?o . " * 251 + "}")
    expect(told).to_contain_text("plus de 250 motifs")
    expect(page.get_by_role("table")).to_have_count(0)


EXACT = [
    "\n\nASK {}\n\n  \t",
    "ASK {}\r\n# été œuf 👩‍🔧 %41 + & = ; ' \" < > \\u00e9\r\n",
    "ASK { }\t \r# un\r\n# deux\n",
    "  ASK { ?é ?à '+%2B%0A&amp;\t' }  ",
]


@pytest.mark.parametrize("query", EXACT)
def test_a_question_is_the_same_to_the_letter_wherever_it_goes(page: Page, query: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/sparql?{urlencode({'query': query})}")
    expect(status(page)).to_have_text("")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("textbox", name="Requête").press("Control+Enter")
    expect(status(page)).to_have_text(re.compile("Oui|Non"))
    page.get_by_role("button", name="Copier le lien").click()
    expect(status(page)).to_have_text("Lien copié.")
    link = page.evaluate("navigator.clipboard.readText()")
    page.reload()
    page.get_by_role("textbox", name="Requête").press("Control+Enter")
    expect(status(page)).to_have_text(re.compile("Oui|Non"))
    runs = [each for each in [*asked, link, page.url] if "/sparql?" in each]
    assert len(runs) >= 4
    assert {parse_qs(urlsplit(each).query)["query"][0] for each in runs} == {query}


def test_long_decimals_are_shortened_and_whole_at_hand(editor: Locator, page: Page) -> None:
    editor.fill("SELECT (1/3 AS ?tiers) (0.25 AS ?quart) {}")
    page.keyboard.press("Control+Enter")
    cell = page.get_by_role("cell").first
    expect(cell).to_have_text(re.compile(r"^0\.3333…"))
    cell.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(cell.locator("data")).to_have_text(re.compile(r"^0\.3{18}$"))
    expect(cell.locator("data")).to_be_visible()
    expect(page.get_by_role("cell", name="0.25", exact=True)).to_be_visible()
    page.get_by_role("button", name="CSV", exact=True).click()
    expect(page.locator(".raw")).to_contain_text("0." + "3" * 18)


def test_what_is_misspelt_is_underlined_when_the_page_opens(page: Page) -> None:
    query = f"PREFIX mg: <{prefixes()['mg']}> ASK {{ ?s mg:niveauAces ?o }}"
    page.goto(f"/sparql?{urlencode({'query': query})}")
    expect(page.locator(".cm-lintRange-warning")).to_have_text("mg:niveauAces")


def test_the_cost_of_a_question_that_was_run_is_said_without_a_script(plain: Page) -> None:
    plain.goto(f"/sparql?{urlencode({'query': 'SELECT * { ?s ?p ?o } ORDER BY ?s'})}")
    expect(plain.locator("#bornes")).to_contain_text("lit tous les triplets de la vue")
