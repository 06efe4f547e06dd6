"""Data and addresses full of markup: a page says them, and is made of nothing but our own."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from ontology import base
from server.app import create_app
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.server import release_fixture

HTML = {"Accept": "text/html"}
PAYLOAD = (
    "\"'></script></title></textarea><script>hostile()</script><img src=x onerror=hostile()>"
    "<svg onload=hostile()>{{ 7*7 }}%(name)s<a href=javascript:hostile()>x</a>--><!--"
)
IN_TURTLE = PAYLOAD.replace('"', '\\"')
STATEMENTS = r"""
<graph/onisep-metiers/2025-10/MET.797> {
  metier:MET.797 mg:secteur <javascript:hostile()>, <data:text/html,hostile()>,
      <http://e.org/'onclick='hostile()>, <vbscript:hostile()> ;
    mg:domaineOnisep <id/domaine-onisep/'onmouseover='hostile()> ;
    mg:statut <id/statut/%22%3E%3Cscript%3Ehostile()%3C/script%3E> ;
    skos:related <id/metier/MET.9'onmouseover='hostile()>, <javascript:hostile()//MET.1> ;
    mg:formation <id/formation/FOR.9&quot;onclick=hostile()> ;
    schema:subjectOf <id/publication/1> ;
    mg:lien <id/metier/MET.797/lien/1>, <id/metier/MET.797/lien/2>, <id/metier/MET.797/lien/3> ;
    skos:altLabel "hostile"@x-script-hostile, "hostile"@en-x-onerror .
  <id/metier/MET.9'onmouseover='hostile()> a mg:Metier ; skos:prefLabel "PAYLOAD"@fr .
  <id/metier/MET.797/lien/1> a mg:Lien ; schema:url "javascript:hostile()"^^xsd:anyURI .
  <id/metier/MET.797/lien/2> a mg:Lien ; schema:url " jAvAsCrIpT:hostile()"^^xsd:anyURI .
  <id/metier/MET.797/lien/3> a mg:Lien ; schema:url "//e.org/hostile"^^xsd:anyURI ;
    rdfs:comment "PAYLOAD"@fr .
  <id/publication/1> a schema:Book ; schema:name "PAYLOAD"@fr ; mg:collection "PAYLOAD"@fr .
  <id/domaine-onisep/'onmouseover='hostile()> skos:prefLabel "PAYLOAD"@fr .
}
<graph/sources> {
  <id/source/rome-v4/v460> dct:license <javascript:hostile()> .
}
""".replace("PAYLOAD", IN_TURTLE)
PATHS = [
    "/", "/metiers", "/formations", "/rome", "/niveaux", "/statuts", "/interets", "/secteurs",
    "/ontology", "/conflits", "/conflits?metier=MET.797", "/explorer", "/recherche?q=gestion",
    "/doc/metier/MET.797", "/doc/metier/MET.2", "/doc/metier/MET.3", "/doc/metier/MET.5",
    "/doc/formation/FOR.270", "/doc/rome/v3/M1605", "/doc/rome/v4/M1605", "/doc/rome/v4/M16",
    "/doc/rome/appellation/101", "/doc/rome/competence/1", "/doc/niveau/bac-2", "/doc/fap/L0Z60",
    "/doc/secteur/agroalimentaire", "/doc/esco/isco/C4120", "/doc/certification/1",
    "/doc/esco/occupation/aaaaaaaa-0000-4000-8000-000000000001", "/doc/domaine-onisep/gestion",
    "/doc/nsf/T", "/doc/publication/1", "/doc/rubrique/en-bref", "/doc/source/rome-v4/v460",
    "/doc/metier/MET.9'onmouseover='hostile()", "/graph/onisep-metiers/2025-10/MET.797",
    "/graph/sources", "/pourquoi?sujet=metier:MET.797&relation=mg:secteur",
    "/pourquoi?sujet=metier:MET.797&objet=metier:MET.3",
    "/pourquoi?relation=mg:formation&objet=for:FOR.270",
]  # fmt: skip
ASKED = [
    "/recherche?q={}", "/recherche?q=x&type={}", "/metiers?page={}", "/metiers?lettre={}",
    "/metiers?lang={}", "/conflits?champ={}", "/conflits?metier={}", "/changes?release={}",
    "/pourquoi?sujet={}&relation=mg:statut", "/pourquoi?sujet=metier:MET.797&relation={}",
    "/pourquoi?sujet=metier:MET.797&objet={}", "/explorer?niveau={}", "/explorer?tri={}",
    "/sparql?query={}", "/doc/metier/{}", "/doc/{}", "/graph/{}", "/{}", "/?{}=1&lang=en",
    "/metiers?lettre=c&{}={}",
]  # fmt: skip


class Made(HTMLParser):
    """What could run or lead astray in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in ("img", "iframe", "object", "embed", "base", "style", "meta") and not (
            tag == "meta" and "http-equiv" not in found
        ):
            self.faults.append(tag)
        is_data = found.get("type") == "application/ld+json"
        if tag == "script" and not is_data and not found.get("src", "").startswith("/static/"):
            self.faults.append(f"script {found}")
        self.faults += [f"{tag} {name}" for name in found if name.startswith("on")]
        for name in ("href", "src", "action", "formaction", "xlink:href"):
            if name in found and not _is_safe(found[name]):
                self.faults.append(f"{name}={found[name]}")


def _is_safe(address: str) -> bool:
    return bool(re.match(r"https?://|/(?!/)|[#?]|$", address))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("hostile")
    text = release_fixture.DATA.read_text("utf-8")
    poisoned = re.sub(r'(?<=")([^"\n]+)"@fr', lambda said: f'{said[1]}{IN_TURTLE}"@fr', text)
    assert poisoned.count(IN_TURTLE) > 80
    data = folder / "hostile.trig"
    data.write_text(poisoned + STATEMENTS, "utf-8")
    things = [
        replace(thing, label=thing.label + PAYLOAD, text=PAYLOAD, note=PAYLOAD)
        for thing in release_fixture.THINGS
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(release_fixture, "DATA", data)
        patch.setattr(release_fixture, "THINGS", things)
        release_fixture.write_release(folder / "home", "666")
    application = create_app(Settings(home=folder / "home"))
    application.testing = True
    yield application.test_client()
    application.extensions[EXTENSION].close()


def page(client: FlaskClient, path: str) -> str:
    with client.get(path, headers=HTML, follow_redirects=True) as response:
        assert response.status_code < 500, path
        assert response.mimetype == "text/html", path
        return response.get_data(as_text=True)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_markup_in_the_data_is_only_text(hostile: FlaskClient, path: str, language: str) -> None:
    hostile.set_cookie("lang", language)
    text = page(hostile, path)
    assert Made(text).faults == []
    assert "49" not in re.findall(r"hostile\(\)&gt;(\d+)", text), "no template is in the data"


def test_the_test_would_see_what_runs() -> None:
    made = Made(
        f"<p onclick='x'><a href='javascript:x'></a><a href='//e.org'></a>{PAYLOAD}"
        "<script src='https://e.org/x.js'></script>"
    )
    assert len(made.faults) >= 7


def test_the_data_is_there(hostile: FlaskClient) -> None:
    text = page(hostile, "/doc/metier/MET.797")
    assert text.count("&lt;script&gt;hostile()&lt;/script&gt;") > 20
    assert "\\u003c/script\\u003e" in text, "in JSON-LD as well"
    assert "</script></title>" not in text


@pytest.mark.parametrize("path", ASKED)
@pytest.mark.parametrize(
    "said", [PAYLOAD, "javascript:hostile()", "'\"><x onload=hostile()>", "\0<b>"]
)
def test_markup_in_an_address_is_only_text(hostile: FlaskClient, path: str, said: str) -> None:
    asked = path.replace("{}", quote(said, safe=""))
    assert Made(page(hostile, asked)).faults == []


def test_only_addresses_of_the_web_are_links(hostile: FlaskClient) -> None:
    text = page(hostile, "/doc/metier/MET.797")
    assert 'href="javascript' not in text.lower()
    assert "<span>hostile()" in text or "javascript:hostile()" in text
    assert f"{base()}id/metier/MET.797" in text
