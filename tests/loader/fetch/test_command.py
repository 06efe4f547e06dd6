from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from loader.fetch.addresses import ADDRESSES, Form
from tests.loader.command import Metiers
from tests.loader.fetch.publisher import DATED, FAST, Publisher, careful, status, whole, zipped

XML = b"<root><item/></root>"
METIERS = zipped({"Onisep_Ideo_Fiches_metiers_25062024.xml": b"<metiers/>"})


@pytest.fixture
def table(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lead the command to the test's publisher, whose answers are all good."""
    here = {
        source: replace(each, url=f"{publisher.root}/{source}", listing=None)
        for source, each in ADDRESSES.items()
    }
    for source, each in here.items():
        xml = each.form is Form.XML
        good = whole(XML, "text/xml") if xml else careful(zipped())
        publisher.answers(f"/{source}", good)
    publisher.answers("/onisep-metiers", careful(METIERS))
    monkeypatch.setattr("loader.cli.fetch.ADDRESSES", here)
    monkeypatch.setattr("loader.cli.fetch.LIMITS", FAST)


@pytest.mark.usefixtures("table")
def test_all_sources_come_where_the_releases_are(metiers: Metiers) -> None:
    outcome = metiers("fetch")
    assert outcome.status == 0, outcome.err
    files = {file.name for file in (metiers.home / "sources").iterdir()}
    assert files == {each.name for each in ADDRESSES.values()} | {"fetched.json", "sources.toml"}
    assert "édition 2024-06-25" in outcome.out
    assert outcome.err.count("[remarque]") == 1
    assert "onisep-ideo-metiers : l'éditeur ne dit pas l'édition" in outcome.err


@pytest.mark.usefixtures("table")
def test_one_source_that_fails_stops_no_other(
    metiers: Metiers, publisher: Publisher, tmp_path: Path
) -> None:
    publisher.answers("/onisep-metiers", status(404))
    outcome = metiers("fetch", "onisep-metiers", "rome-v4", "--into", tmp_path / "here")
    assert outcome.status == 1
    address = f"{publisher.root}/onisep-metiers"
    assert f"onisep-metiers : {address} : réponse 404" in outcome.err
    assert "rien n'a été changé [erreur]" in outcome.err
    assert (tmp_path / "here" / "rome-v4.zip").read_bytes() == zipped()


@pytest.mark.usefixtures("table")
def test_progress_is_shown_on_a_terminal(
    metiers: Metiers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = StringIO()
    terminal = Console(file=shown, force_terminal=True, width=100)
    monkeypatch.setattr("loader.cli.console.errors", terminal)
    assert metiers("fetch", "rome-v4", "--into", tmp_path).err == ""
    assert "rome-v4" in shown.getvalue()
    assert f"{len(zipped())}/{len(zipped())} bytes" in shown.getvalue()


@pytest.mark.usefixtures("table")
def test_a_second_time_says_that_nothing_changed(metiers: Metiers, tmp_path: Path) -> None:
    metiers("fetch", "rome-v4", "--into", tmp_path)
    outcome = metiers("fetch", "rome-v4", "--into", tmp_path)
    assert (outcome.status, outcome.err) == (0, "")
    assert "inchangé" in outcome.out


@pytest.mark.usefixtures("table")
def test_an_edition_that_is_withdrawn_is_said(
    metiers: Metiers, publisher: Publisher, tmp_path: Path
) -> None:
    dated = whole(XML, "text/xml", Last_Modified=DATED)
    publisher.answers("/onisep-ideo-metiers", dated, whole(b"<root/>", "text/xml"))
    assert "édition 2025-10-01" in metiers("fetch", "onisep-ideo-metiers", "--into", tmp_path).out
    outcome = metiers("fetch", "onisep-ideo-metiers", "--into", tmp_path)
    assert outcome.status == 0
    assert "l'éditeur ne dit plus l'édition : « 2025-10-01 » retirée de" in outcome.err
    assert "édition non dite" in outcome.out


def test_wrong_use_asks_nobody(metiers: Metiers, tmp_path: Path) -> None:
    assert metiers("fetch", "rome-v9").status == 2
    (tmp_path / "file").write_bytes(b"")
    assert metiers("fetch", "--into", tmp_path / "file").status == 2
    assert metiers("fetch", "--into", tmp_path / "file" / "below").status == 1
    assert not metiers.home.exists()


@pytest.mark.usefixtures("table")
def test_what_was_fetched_is_read_with_its_edition(metiers: Metiers, sheets: Path) -> None:
    metiers("fetch", "rome-v4", "--into", sheets)
    outcome = metiers("check", sheets)
    assert outcome.status == 0, outcome.err
    assert "rome-v4.zip!: tables absentes" in outcome.err
    assert "édition inconnue" not in outcome.err
