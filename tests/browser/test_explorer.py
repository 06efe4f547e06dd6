import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """Give a narrow page without JavaScript."""
    context = browser.new_context(
        base_url=site, viewport={"width": 390, "height": 900}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def _unfold(page: Page, *panels: str) -> None:
    """Open the choices where they are folded, and some of their panels."""
    fold = page.locator(".panels > summary")
    if fold.is_visible() and page.locator(".panels[open]").count() == 0:
        fold.click()
    for panel in panels:
        if page.locator(f"[data-panel={panel}][open]").count() == 0:
            page.locator(f"[data-panel={panel}] > summary").click()


def _told(page: Page) -> int:
    return int(page.locator("main").get_by_role("status").inner_text().split()[0])


def _count(page: Page, label: str) -> int:
    return int(page.get_by_label(label, exact=False).locator("xpath=../b").inner_text())


def test_a_choice_leaves_as_many_as_it_said(page: Page) -> None:
    page.goto("/explorer")
    _unfold(page)
    for label in ("bac + 2", "bac + 3"):
        promised = _count(page, label)
        page.get_by_label(label).check()
        expect(page.locator("main").get_by_role("status")).to_have_text(
            re.compile(rf"^{promised} métiers?$")
        )
    expect(page).to_have_url(re.compile(r"\?niveau=bac-2&niveau=bac-3$"))
    expect(page.get_by_label("bac + 3")).to_be_focused()
    assert page.locator("tbody tr").count() == _told(page)


def test_a_fold_stays_open_and_the_next_box_is_a_tab_away(page: Page) -> None:
    page.goto("/explorer")
    _unfold(page, "statut")
    page.get_by_label("artisan").check()
    expect(page).to_have_url(re.compile("statut=artisan"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "statut"


def test_going_back_takes_the_choice_back(page: Page) -> None:
    page.goto("/explorer")
    everyone = _told(page)
    _unfold(page)
    page.get_by_label("bac + 2").check()
    expect(page).to_have_url(re.compile("niveau=bac-2"))
    page.go_back()
    expect(page.locator("main").get_by_role("status")).to_have_text(f"{everyone} métiers")


def test_a_chip_takes_its_choice_away(page: Page) -> None:
    page.goto("/explorer?niveau=bac-2&statut=salarie")
    page.get_by_role("link", name="retirer « bac + 2 »").click()
    expect(page).to_have_url(re.compile(r"\?statut=salarie$"))


def test_nothing_found_leads_on(page: Page) -> None:
    page.goto("/explorer?niveau=sans-diplome&statut=militaire")
    expect(page.get_by_role("heading", level=2)).to_have_text(re.compile("Aucun métier"))
    way = page.get_by_role("main").locator(".thread .node").first
    promised = way.locator("xpath=../span").inner_text()
    way.click()
    expect(page.locator("main").get_by_role("status")).to_have_text(promised)


def test_a_column_sorts_and_its_question_runs(page: Page) -> None:
    page.goto("/explorer?niveau=bac-5")
    page.get_by_role("columnheader", name="Salaire").get_by_role("link").click()
    page.get_by_role("columnheader", name="Salaire").get_by_role("link").click()
    expect(page).to_have_url(re.compile("tri=-salaire"))
    pays = [
        int(re.sub(r"\D", "", text) or 0) for text in page.locator("td.number").all_inner_texts()
    ]
    assert pays == sorted(pays, reverse=True)
    assert pays[0] > 0
    page.get_by_role("link", name="la question en SPARQL").click()
    expect(page.get_by_role("heading", name=re.compile("Résultat"))).to_be_visible()
    assert page.locator("table").first.locator("tbody tr").count() == len(pays)


def test_boxes_wait_for_the_button_without_scripts(plain: Page) -> None:
    plain.goto("/explorer")
    expect(plain.get_by_label("bac + 2")).to_be_hidden()
    plain.locator(".panels > summary").click()
    promised = _count(plain, "bac + 2")
    plain.get_by_label("bac + 2").check()
    plain.get_by_label("bac + 5").check()
    plain.get_by_label("bac + 5").uncheck()
    plain.get_by_role("button", name="Voir les métiers").click()
    expect(plain).to_have_url(re.compile(r"/explorer\?niveau=bac-2$"))
    expect(plain.locator("main").get_by_role("status")).to_have_text(f"{promised} métiers")


@pytest.mark.parametrize(
    "address", ["/explorer", "/explorer?niveau=bac-2&interet=j-aime-bouger&x=1"]
)
def test_nothing_is_wider_than_the_screen_when_all_is_unfolded(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_choices_stand_open_beside_the_list_where_there_is_room(page: Page) -> None:
    page.goto("/explorer")
    size = page.viewport_size
    assert size is not None
    wide = size["width"] > 1000
    assert page.get_by_label("bac + 2").is_visible() == wide
    assert page.locator(".panels > summary").is_visible() != wide


def test_what_has_the_focus_is_not_under_the_button(page: Page) -> None:
    page.goto("/explorer")
    _unfold(page, "interet")
    page.locator("input[name=niveau]").first.focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
              const box = document.activeElement.getBoundingClientRect();
              const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              return document.activeElement.contains(at) || at?.contains(document.activeElement);
            }"""
        )
        assert seen


def test_hostile_values_do_not_run(page: Page) -> None:
    page.goto(
        "/explorer?niveau=%3Cimg+src%3Dx+onerror%3Ddocument.title%3D1%3E&tri=%22%3E%3Cscript%3E"
    )
    expect(page).to_have_title(re.compile("Explorer"))
    expect(page.locator(".notice")).to_contain_text("<img src=x")


def test_all_choices_at_once_leave_fewer_than_one_of_them(page: Page) -> None:
    page.goto("/explorer?interet=j-aime-bouger&interet=j-aimerais-travailler-dehors")
    one_of_them = _told(page)
    _unfold(page, "interet")
    promised = _count(page, "Tous à la fois")
    page.get_by_label("Tous à la fois").check()
    expect(page).to_have_url(re.compile(r"[?&]tous=interet\b"))
    expect(page.locator("main").get_by_role("status")).to_have_text(
        re.compile(rf"^{promised} métiers?$")
    )
    assert promised < one_of_them
    expect(page.get_by_label("Tous à la fois")).to_be_focused()
    page.get_by_label("Tous à la fois").uncheck()
    expect(page.locator("main").get_by_role("status")).to_have_text(f"{one_of_them} métiers")


def test_all_choices_at_once_without_scripts(plain: Page) -> None:
    plain.goto("/explorer?interet=j-aime-bouger&interet=j-aimerais-travailler-dehors")
    one_of_them = _told(plain)
    _unfold(plain, "interet")
    plain.get_by_label("Tous à la fois").check()
    plain.get_by_role("button", name="Voir les métiers").click()
    expect(plain).to_have_url(re.compile(r"[?&]tous=interet\b"))
    assert _told(plain) < one_of_them
