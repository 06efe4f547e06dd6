"""What changed: a home of three releases, made by hand, as builds leave them."""

import csv
import io
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from lxml import html

from loader.diff.changes import Change, FieldChange, FieldValue, State
from loader.diff.changes_table import ChangesTable, ComparisonEntry
from loader.diff.json_writer import write_document
from loader.diff.skipped_fields import AbsentTables
from ontology import base
from server.app import create_app
from server.releases.layout import Manifest
from server.settings import Settings
from tests.server.release_fixture import write_release

HTML = {"Accept": "text/html"}
ATOM = "{http://www.w3.org/2005/Atom}"
OLD, NEW, LAST = ("a" * 64, "b" * 64, "c" * 64)


def _change(number: int, state: State, *fields: FieldChange) -> Change:
    return Change("rome-v4", state, f"{base()}id/rome/v4/A{number}", f"<code> {number}", fields)


FIELD = FieldChange(
    "skos:prefLabel",
    "nom",
    (FieldValue("vieux & sage", language="fr"),),
    tuple(FieldValue(f"neuf {n}", language="fr") for n in range(5)),
)
TEXT = FieldChange(
    "mg:accesEmploi",
    "accès",
    (FieldValue("Un métier <lent> et sûr, par tous les temps."),),
    (FieldValue("Un métier <vif> et sûr, par tous les temps."),),
)
ABSENT = [AbsentTables("rome-v4", "v460", ("grand_domaine", "<item>"))]


def _write_changes(folder: Path, before: str, changes: Iterable[Change]) -> None:
    """Write the table that pages read and the document, as a build does."""
    built = "2026-11-01T08:00:00+00:00"
    of = Manifest(before, built=built), Manifest(folder.name, built=built)
    with (
        ChangesTable(folder / "changes.sqlite") as table,
        (folder / "changes.json").open("w") as out,
    ):
        told = table.record(ComparisonEntry(before, folder.name, absent=ABSENT), changes)
        write_document(*of, ABSENT, told, out)


def _dated(folder: Path, day: int) -> None:
    file = folder / "manifest.json"
    manifest = json.loads(file.read_text("utf-8"))
    manifest["built"] = f"2026-11-{day:02}T08:00:00+00:00"
    file.write_text(json.dumps(manifest), "utf-8")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    for day, digest in enumerate((OLD, LAST, NEW), 1):
        _dated(write_release(home, digest), day)
    releases = home / "releases"
    _write_changes(releases / NEW, OLD, [
        _change(1, State.REMOVED), *(_change(n, State.ADDED) for n in range(2, 32)),
        _change(40, State.CHANGED, FIELD, TEXT),
    ])  # fmt: skip
    (releases / ".building").mkdir()
    (releases / ".building" / "manifest.json").write_text("{}")
    (releases / "broken").mkdir()
    (releases / "broken" / "manifest.json").write_text("[")
    return home


@pytest.fixture
def home(written: Path, tmp_path: Path) -> Path:
    """Give a copy, to be damaged."""
    return Path(shutil.copytree(written, tmp_path / "home", symlinks=True))


@pytest.fixture
def client(home: Path) -> FlaskClient:
    return create_app(Settings(home=home)).test_client()


def page(client: FlaskClient, address: str) -> Any:
    response = client.get(address, headers=HTML)
    assert response.status_code == 200
    return html.fromstring(response.text)


def test_the_page_counts_and_shows_the_first(client: FlaskClient) -> None:
    shown = page(client, "/changes")
    numbers = [each.text_content() for each in shown.xpath("//td[@class='number']")]
    assert numbers == ["30 ajoutés", "1 retirés", "1 changés"]
    things = shown.xpath("//article[@class='change']/h3")
    assert len(things) == 20
    assert things[0].text_content().split() == ["<code>", "1", "A1", "retiré"]
    assert things[0].xpath(".//a") == [], "what is gone has no page"
    assert things[1].xpath(".//a/@href") == ["/doc/rome/v4/A2"]
    text = " ".join(shown.text_content().split())
    assert f"au regard de {OLD[:12]} , alors en service" in text.replace(
        f"{OLD[:12]},", f"{OLD[:12]} ,"
    )
    assert shown.xpath("//nav[@class='pager']//a[@rel='next']/@href") == ["/changes?page=2"]


def test_what_differs_is_marked_on_both_sides(client: FlaskClient) -> None:
    shown = page(client, "/changes?etat=changement")
    old, new = (shown.xpath(f"//{tag}/text()") for tag in ("del", "ins"))
    assert "lent" in old
    assert "vif" in new
    (lent,) = (each for each in shown.xpath("//del") if each.text == "lent")
    assert lent.getparent().text_content() == "Un métier <lent> et sûr, par tous les temps."
    assert "vieux & sage" in old
    assert shown.xpath("//div[@class='sides']/div[1]/p[1]/text()") == ["avant", "avant"]


@pytest.mark.parametrize(
    ("asked", "things"),
    [
        ("etat=ajout", 30), ("etat=retrait", 1), ("genre=rome-v4", 32), ("genre=metier", 0),
        ("champ=skos:prefLabel", 1), ("chose=rome4:A3", 1),
        (f"chose={base()}id/rome/v4/A40", 1), ("chose=MET.797", 0), ("code=M1605", 0),
        ("chose=rome4:A3&etat=retrait", 0),
    ],
)  # fmt: skip
def test_a_filter_leaves_what_it_says(client: FlaskClient, asked: str, things: int) -> None:
    (title,) = page(client, f"/changes?{asked}").xpath("//main/h2/text()")
    assert title == (
        "Rien qui réponde à ce choix" if not things else f"{things} chose{'s' * (things > 1)}"
    )
    text = client.get(f"/changes.csv?{asked}").text
    assert len({row[-1] for row in csv.reader(io.StringIO(text), delimiter=";")}) == things + 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("etat=x", 400), ("code=zut", 404), ("chose=%3E", 404), ("chose=MET.99999", 404),
        ("chose=formation:FOR.0", 404), (f"chose={base()}a%20b", 404),
        ("genre=zut", 404), ("champ=mg:zut", 404),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_each_form(
    client: FlaskClient, query: str, status: int
) -> None:
    for path in ("/changes", "/changes.csv", "/changes.atom"):
        assert client.get(f"{path}?{query}", headers=HTML).status_code == status


def test_editions_that_were_not_compared_are_not_found(client: FlaskClient) -> None:
    for path in ("/changes", "/changes.csv"):
        assert client.get(f"{path}?editions=a/b/c", headers=HTML).status_code == 404


def test_what_left_the_release_is_still_told_of(client: FlaskClient) -> None:
    for path in ("/changes", "/changes.csv", "/changes.atom"):
        assert client.get(f"{path}?chose=rome4:A1", headers=HTML).status_code == 200


def test_the_sheet_has_all_rows_and_no_formula(client: FlaskClient) -> None:
    response = client.get("/changes.csv")
    assert response.mimetype == "text/csv"
    head, *rows = response.text.removeprefix("\ufeff").split("\r\n")
    assert head == "genre;etat;nom;champ;avant;apres;iri"
    assert len([row for row in rows if row.endswith("A40")]) == 2
    assert "retiré" in rows[0]


def test_too_many_rows_for_a_sheet_are_refused(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.changes.change_table._MOST", 5)
    assert client.get("/changes.csv").status_code == 400
    assert client.get("/changes.csv?etat=retrait").status_code == 200


def test_the_page_is_in_english_for_who_asks(client: FlaskClient) -> None:
    text = client.get("/changes?lang=en&genre=rome-v4&etat=changement", headers=HTML).text
    assert "ROME V4 codes</a>" in text
    assert "name: 1</a>" in text
    assert "<h2>1 thing</h2>" in text
    assert f"compared with <code>{OLD[:12]}</code>, then in service" in text
    assert ", built on 3 November 2026 at 08:00 UTC" in text


def test_the_page_says_which_tables_are_not_compared(client: FlaskClient) -> None:
    text = client.get("/changes", headers=HTML).text
    assert "Tables absentes de rome-v4 v460" in text
    assert "<code>grand_domaine</code>, <code>&lt;item&gt;</code>" in text


def test_a_first_release_says_so(client: FlaskClient) -> None:
    text = client.get(f"/changes?release={OLD}", headers=HTML).text
    assert "n'a pas été comparée à une autre" in text
    assert client.get(f"/changes.json?release={OLD}", headers=HTML).status_code == 404


def test_the_document_is_the_file(client: FlaskClient, home: Path) -> None:
    file = home / "releases" / NEW / "changes.json"
    with client.get("/changes.json") as response:
        assert response.data == file.read_bytes()
        assert response.mimetype == "application/json"
        assert response.headers["ETag"]


@pytest.mark.parametrize("digest", ["zz", "..", "../releases/a", "broken"])
def test_a_release_that_is_not_there_is_a_404(client: FlaskClient, digest: str) -> None:
    for path in ("/changes", "/changes.json"):
        assert client.get(path, query_string={"release": digest}).status_code == 404


def test_the_feed_has_an_entry_a_release_the_newest_first(client: FlaskClient) -> None:
    response = client.get("/changes.atom")
    assert response.mimetype == "application/atom+xml"
    feed = ET.fromstring(response.data)
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert ids == [f"{base()}id/release/{digest}" for digest in (NEW, LAST, OLD)]
    newest = next(feed.iter(f"{ATOM}entry"))
    assert newest.findtext(f"{ATOM}updated") == "2026-11-03T08:00:00+00:00"
    summary = newest.findtext(f"{ATOM}summary")
    assert summary == "codes ROME V4 : 30 de plus, 1 de moins, 1 qui changent"
    link = newest.find(f"{ATOM}link")
    assert link is not None
    assert client.get(link.attrib["href"], headers=HTML).status_code == 200
    assert feed.findtext(f"{ATOM}updated") == newest.findtext(f"{ATOM}updated")


def test_the_feed_keeps_the_last_ten(client: FlaskClient, home: Path) -> None:
    for number in range(12):
        folder = home / "releases" / f"{number:x}" / "manifest.json"
        folder.parent.mkdir()
        shutil.copy(home / "releases" / OLD / "manifest.json", folder)
    assert client.get("/changes.atom").text.count("<entry>") == 10


@pytest.mark.parametrize("content", [b"", b"SQLite fo", b"[" * 9_000])
def test_what_is_no_table_is_no_comparison(client: FlaskClient, home: Path, content: bytes) -> None:
    (home / "releases" / NEW / "changes.sqlite").write_bytes(content)
    assert "pas été comparée à une autre" in client.get("/changes", headers=HTML).text
    assert client.get("/changes.csv").status_code == 404
    assert client.get("/changes.atom").status_code == 200


def _feed(client: FlaskClient, address: str) -> ET.Element:
    response = client.get(address)
    assert response.mimetype == "application/atom+xml"
    return ET.fromstring(response.data)


def test_a_thing_has_a_feed_of_its_own(client: FlaskClient) -> None:
    feed = _feed(client, "/changes.atom?chose=rome4:A40")
    (entry,) = feed.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "<code> 40 : changé, release du 03/11/2026"
    assert entry.findtext(f"{ATOM}summary") == "nom, accès à l'emploi"
    assert entry.findtext(f"{ATOM}updated") == "2026-11-03T08:00:00+00:00"
    assert entry.findtext(f"{ATOM}id") == f"{base()}id/release/{NEW}#rome4%3AA40"
    assert feed.findtext(f"{ATOM}id") == f"{base()}changes.atom?chose=rome4%3AA40"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert "1 chose" in client.get(link.attrib["href"], headers=HTML).text


def test_a_feed_of_what_never_changed_is_a_feed(client: FlaskClient) -> None:
    feed = _feed(client, "/changes.atom?code=M1605")
    assert list(feed.iter(f"{ATOM}entry")) == []
    assert feed.findtext(f"{ATOM}updated") == "2026-11-03T08:00:00+00:00"


def test_pages_of_things_tell_of_their_feeds(client: FlaskClient) -> None:
    for path, thing in (
        ("/doc/metier/MET.797", "metier%3AMET.797"),
        ("/doc/formation/FOR.270", "for%3AFOR.270"),
        ("/doc/rome/v4/M1605", "rome4%3AM1605"),
    ):
        found = page(client, path).xpath("//link[@type='application/atom+xml']/@href")
        assert [unquote(each) for each in found] == [unquote(f"/changes.atom?chose={thing}")]
        assert client.get(found[0]).status_code == 200


def test_every_page_leads_to_it(client: FlaskClient) -> None:
    assert 'href="/changes"' in client.get("/", headers=HTML).text
