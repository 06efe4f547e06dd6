"""What changed: a home of three releases, made by hand, as builds leave them."""

import json
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from ontology import base
from server.app import create_app
from server.settings import Settings
from tests.server.release_fixture import write_release

HTML = {"Accept": "text/html"}
ATOM = "{http://www.w3.org/2005/Atom}"
OLD, NEW, LAST = ("a" * 64, "b" * 64, "c" * 64)


def _change(number: int, state: str, **more: Any) -> dict[str, Any]:
    iri = f"{base()}id/rome/v4/A{number}"
    return {"kind": "rome-v4", "state": state, "iri": iri, "label": f"<code> {number}", **more}


FIELDS = [
    {
        "field": "skos:prefLabel",
        "name": "nom",
        "before": [{"text": "vieux & sage", "language": "fr"}],
        "after": [{"text": f"neuf {n}", "language": "fr"} for n in range(5)],
    }
]


def _write_changes(folder: Path, before: str, changes: list[dict[str, Any]]) -> None:
    states = [change["state"] for change in changes]
    kind: dict[str, Any] = {"kind": "rome-v4", "name": "codes ROME V4"}
    kind |= {state: states.count(state) for state in ("added", "removed", "changed")}
    kind["fields"] = [{"field": "skos:prefLabel", "name": "nom", "changed": 1}]
    absent = [{"source": "rome-v4", "edition": "v460", "tables": ["grand_domaine", "<item>"]}]
    releases = {"before": {"digest": before}, "after": {"digest": folder.name}}
    head = json.dumps({**releases, "absent": absent})
    lines = ",\n".join(json.dumps(change, ensure_ascii=False) for change in changes)
    text = f'{head[:-1]}, "changes": [\n{lines}\n], "kinds": {json.dumps([kind])}}}\n'
    json.loads(text)
    (folder / "changes.json").write_text(text, "utf-8")


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
        _change(1, "removed"), *(_change(n, "added") for n in range(2, 32)),
        _change(40, "changed", fields=FIELDS),
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


def test_the_page_counts_and_shows_the_first(client: FlaskClient) -> None:
    text = client.get("/changes", headers=HTML).text
    assert "Ce qui a changé" in text
    assert "Codes ROME V4" in text
    assert '<td class="number">30</td><td class="number">1</td><td class="number">1</td>' in text
    assert "&lt;code&gt; 21" in text
    assert "&lt;code&gt; 22" not in text, "the rest is in the document"
    assert "<del>vieux &amp; sage</del>" in text
    assert "<ins>neuf 2</ins>" in text
    assert "et 2 de plus" in text
    assert 'href="/doc/rome/v4/A2"' in text
    assert 'href="/doc/rome/v4/A1"' not in text, "what is gone has no page"
    assert "et 10 autres, dans le" in text
    assert f"au regard de <code>{OLD[:12]}</code>, alors en service" in text


def test_the_page_is_in_english_for_who_asks(client: FlaskClient) -> None:
    text = client.get("/changes?lang=en", headers=HTML).text
    assert "<h2>ROME V4 codes</h2>" in text
    assert '<p class="quiet">name: 1</p>' in text
    assert "and 2 more" in text
    assert "and 10 more, in the" in text
    assert f"compared with <code>{OLD[:12]}</code>, then in service" in text
    assert ", built on 3 November 2026 at 08:00 UTC" in text


def test_the_page_says_which_tables_are_not_compared(client: FlaskClient, home: Path) -> None:
    text = client.get("/changes", headers=HTML).text
    assert "Tables absentes de rome-v4 v460" in text
    assert "<code>grand_domaine</code>, <code>&lt;item&gt;</code>" in text
    file = home / "releases" / NEW / "changes.json"
    file.write_text(file.read_text("utf-8").replace('"absent"', '"of before"'), "utf-8")
    assert "Tables absentes" not in client.get("/changes", headers=HTML).text


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


def test_a_document_that_was_cut_is_no_document(client: FlaskClient, home: Path) -> None:
    file = home / "releases" / NEW / "changes.json"
    whole = file.read_text("utf-8")
    for kept in (0, 10, len(whole) // 2, len(whole) - 10):
        file.write_text(whole[:kept], "utf-8")
        assert client.get("/changes", headers=HTML).status_code == 200
        assert client.get("/changes.atom").status_code == 200


def test_every_page_leads_to_it(client: FlaskClient) -> None:
    assert 'href="/changes"' in client.get("/", headers=HTML).text
