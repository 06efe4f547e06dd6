"""What axe-core finds on each type of page (WCAG 2.2 AA and its best practices): nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "search": "/recherche?q=assistant",
    "nothing found": "/recherche?q=zzzzzz",
    "explorer": "/explorer",
    "explorer, narrowed": "/explorer?statut=salarie&niveau=bac-2",
    "formations": "/formations",
    "formations, narrowed": "/formations?apres=cap&entree=cap-ou-equivalent",
    "what to do next": "/apres",
    "what to do after a bac pro": "/apres/bac-pro",
    "study paths": "/doc/metier/MET.797/parcours",
    "near métiers": "/doc/metier/MET.797/proches?seul=sans-bac-5",
    "explorer, all at once": "/explorer?statut=salarie&statut=independant&tous=statut",
    "quiz": "/quiz",
    "quiz, a screen": "/quiz?e=2&i=j-aime-bouger",
    "quiz, letters": "/quiz?e=9&i=j-aime-bouger&r=R",
    "quiz, métiers": "/quiz/metiers?i=j-aime-bouger&i=j-aime-la-nature&r=R",
    "quiz, reckoning": "/quiz/calcul",
    "métier": "/doc/metier/MET.797",
    "formation": "/doc/formation/FOR.270",
    "ROME code": "/doc/rome/v3/M1605",
    "ROME tree": "/rome/arbre",
    "code of two things": "/rome/M1605",
    "joining data": "/relier",
    "tables": "/tables",
    "level": "/doc/niveau/bac-2",
    "interest": "/doc/interet/j-aime-bouger",
    "status": "/doc/statut/salarie",
    "list": "/metiers",
    "ROME": "/rome",
    "scheme": "/doc/nomenclature/niveaux",
    "ontology": "/ontology",
    "examples": "/exemples",
    "API": "/api",
    "API query": "/api/interets_metiers?interet=j-aime-bouger&auMoins=1",
    "API refusal": "/api/metier_esco?metier=x",
    "sparql": "/sparql",
    "results": "/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%205",
    "refused query": "/sparql?query=SELECT",
    "reconciliation": "/rapprocher",
    "selection": "/selection?m=MET.797&m=MET.869&f=FOR.270&m=x&ajouter=cuisine",
    "empty selection": "/selection",
    "comparison": "/selection?m=MET.797&m=MET.869&m=MET.420&vue=comparer",
    "hand-outs": "/selection?m=MET.797&m=MET.869&vue=impression",
    "hand-out": "/doc/metier/MET.797?vue=impression",
    "hand-out of a formation": "/doc/formation/FOR.270?vue=impression",
    "panorama": "/panorama",
    "neighbourhood": "/voisinage/metier/MET.797",
    "sources": "/sources",
    "changes": "/changes",
    "changes of the editions": "/changes?editions=onisep-metiers/2024-06/2025-10",
    "conflicts": "/conflits",
    "conflicts in a field": "/conflits?champ=mg:formation",
    "why": "/pourquoi?sujet=metier:MET.797&relation=mg:formation",
    "ROME domain": "/doc/rome/v3/M16",
    "graph": "/graph/release",
    "not found": "/nowhere",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(page: Page, path: str) -> None:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(path)
    expect_nothing(page, {"type": "tag", "values": TAGS})
    page.emulate_media(color_scheme="dark")
    expect_nothing(page, {"type": "rule", "values": ["color-contrast"]})


def expect_nothing(page: Page, rules: dict[str, object]) -> None:
    found = Axe().run(page, options={"runOnly": rules})
    assert found.violations_count == 0, found.generate_report()
