"""The catalogue of the English pages, whole and up to date, and pages without a word of French."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from ontology import base
from queries import folder
from tests.conftest import ROOT

SERVER = ROOT / "server"
CATALOGUE = SERVER / "translations" / "en" / "LC_MESSAGES" / "messages"
MAKEFILE = SERVER.parent / "Makefile"
HTML = {"Accept": "text/html"}
PLACEHOLDER = re.compile(r"%\((\w+)\)")
ABOUT = f"sujet={base()}id/metier/MET.797&relation={base()}ontology%23niveauAcces"
COUNTED = "SELECT ?c (COUNT(*) AS ?n) { ?x a ?c } GROUP BY ?c"
PAGES = [
    "/", "/metiers", "/formations", "/rome", "/niveaux", "/statuts", "/interets", "/secteurs",
    "/formations?apres=bts&duree=2-ans&x=y&tri=z", "/apres", "/apres/3e", "/apres/bac-pro",
    "/doc/metier/MET.797/parcours", "/doc/metier/MET.2/parcours", "/doc/metier/MET.797/proches",
    "/doc/metier/MET.797/proches?seul=plus-court", "/apres/nowhere",
    "/doc/metier/MET.797", "/doc/metier/MET.2", "/doc/formation/FOR.270", "/doc/rome/v3/M1605",
    "/doc/rome/v3/M16", "/doc/rome/v4/M1605", "/doc/rome/appellation/101", "/doc/niveau/bac-2",
    "/graph/onisep-metiers/2025-10/MET.797", "/ontology", "/exemples", "/changes", "/conflits",
    "/changes?chose=MET.797", "/conflits?champ=x",
    "/sources",
    "/conflits?metier=MET.797", f"/pourquoi?{ABOUT}", "/explorer", "/explorer?niveau=bac-2&page=x",
    "/explorer?statut=artisan&statut=independant&tous=statut&tous=x", "/quiz", "/quiz/calcul",
    "/quiz?e=1", "/quiz?e=9&i=j-aime-bouger", "/quiz/metiers?i=j-aime-bouger&r=C", "/quiz/metiers",
    "/api", "/api/interets_metiers", "/api/niveau_metiers?plafond=bac-2", "/api/niveau_metiers?x=1",
    "/recherche?q=bois", "/recherche?q=xyzxyz", "/suggestions.html?q=bo", "/panorama",
    "/selection", "/selection?m=MET.797&m=MET.2&m=x&f=FOR.270&ajouter=gestion",
    "/selection?m=MET.797&m=MET.2&vue=comparer", "/selection?m=MET.797&m=MET.5&vue=impression",
    "/doc/metier/MET.797?vue=impression", "/doc/formation/FOR.270?vue=impression",
    "/rome/arbre", "/rome/arbre/v3/M16", "/voisinage/metier/MET.797", "/sparql",
    f"/sparql?query={COUNTED}", f"/sparql?query={COUNTED}&vue=graphique",
    "/doc/nomenclature/niveaux", "/rome/M1605", "/relier", "/tables", "/rapprocher",
    f"/reconciliation/0.2/preview?id={base()}id/metier/MET.797",
    "/sparql?query=SELECT", "/sparql?query=ASK{}&timeout=x", "/doc/metier/MET.0", "/nowhere",
]  # fmt: skip


class English(HTMLParser):
    """Gathers the texts that a page says in English: neither marked French, nor code, nor data."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        silent = tag in {"script", "style", "code", "pre", "textarea"} or self._is_silent
        language = said.get("lang")
        silent = silent if language is None else language != "en"
        if not silent:
            names = ("aria-label", "title", "placeholder", "alt", "data-name", "content")
            self.texts += [text for name in names if (text := said.get(name))]
        if tag not in {"meta", "link", "input", "br", "circle", "path", "rect", "hr", "img"}:
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        if not self._is_silent and (text := " ".join(data.split())):
            self.texts.append(text)

    @property
    def _is_silent(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def forms(message: Message) -> list[tuple[str, str]]:
    """Return the forms of a message, one or two, each with how it is said in English."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return list(zip(message.id, message.string or (), strict=True))


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Go through the messages of a catalogue, its header left out."""
    return (message for message in catalogue if message.id)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.with_suffix(".po").open("rb") as file:
        return read_po(file, locale="en")


def test_every_message_is_translated_with_its_placeholders(catalogue: Catalog) -> None:
    pairs = [pair for message in messages(catalogue) for pair in forms(message)]
    assert len(pairs) > 600
    assert [french for french, english in pairs if not english] == []
    assert [pair for pair in pairs if placeholders(pair[0]) != placeholders(pair[1])] == []
    assert [pair for pair in pairs if len({text.strip() == text for text in pair}) > 1] == []


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def test_the_catalogue_is_up_to_date(catalogue: Catalog) -> None:
    with (SERVER / "translations" / "babel.cfg").open(encoding="utf-8") as file:
        scanned, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    ours = dict.fromkeys(re.findall(r" -k (\w+)", MAKEFILE.read_text("utf-8")))
    keywords = {**DEFAULT_KEYWORDS, **ours}
    found = extract_from_dir(SERVER, scanned, options, keywords)
    extracted = {each[2] if isinstance(each[2], str) else each[2][0] for each in found}
    known = {forms(message)[0][0] for message in messages(catalogue)}
    assert (extracted - known, known - extracted) == (set(), set())
    assert not catalogue.obsolete


def test_the_pages_read_this_catalogue(catalogue: Catalog) -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = {pair for message in messages(read_mo(file)) for pair in forms(message)}
    assert compiled == {pair for message in messages(catalogue) for pair in forms(message)}


@pytest.mark.parametrize("path", PAGES)
def test_an_english_page_says_nothing_in_french(
    client: FlaskClient, catalogue: Catalog, path: str
) -> None:
    client.set_cookie("lang", "en")
    page = client.get(path, headers=HTML)
    assert page.mimetype == "text/html"
    assert '<html lang="en">' in page.text or page.text.startswith("<p>")
    pairs = [pair for message in messages(catalogue) for pair in forms(message)]
    french = {text.strip() for text, _ in pairs} - {text.strip() for _, text in pairs}
    read = English()
    read.feed(page.text)
    assert read.texts
    assert [text for text in read.texts if text in french] == []


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT * { " + "?s ?p ?o . " * 300 + "}", "has more than 250 triple patterns."),
        ("SELECT (<urn:f>(1) AS ?x) {}", "does not know the function &lt;urn:f&gt;."),
        ("SELECT * { SERVICE <urn:s> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT ?x { ?x a none:Thing }", "unknown prefix “none:”"),
    ],
)
def test_a_refusal_is_said_in_english(client: FlaskClient, query: str, reason: str) -> None:
    asked = {"query": query, "lang": "en"}
    assert reason in client.get("/sparql", query_string=asked, headers=HTML).text


def test_examples_have_a_title_and_a_description_in_english() -> None:
    wanted = {"title_en", "description_en"}
    assert [name for name, query in folder("api").items() if set(query.said) != wanted] == []
