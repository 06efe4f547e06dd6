"""A file whose address changes with each edition is found in its publisher's listing."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from loader.fetch.addresses import Listing, SourceAddress
from loader.fetch.errors import FetchError
from loader.fetch.fetch import fetch
from tests.loader.fetch.publisher import FAST, Publisher, Reply, status, whole, zipped
from tests.loader.rncp import ROME

DATA = zipped({"export_fiches_CSV_Rome_2024_02_22.csv": ROME.encode()})
TITLES = "export-fiches-csv-"


def _listing(publisher: Publisher, *days: str, at: str = "") -> Reply:
    resources = [
        {"title": f"{title}{day}.zip", "url": f"{at or publisher.root}/files/{title}{day}.zip"}
        for day in days
        for title in (TITLES, "export-fiches-rncp-v4-1-")
    ]
    return whole(json.dumps({"resources": resources}).encode(), "application/json")


def _address(publisher: Publisher, *replies: Reply) -> SourceAddress:
    listing = publisher.answers("/list", *replies)
    publisher.answers(f"/files/{TITLES}2024-02-22.zip", whole(DATA))
    files = SourceAddress("france-competences", f"{publisher.root}/files/", listing.form)
    return replace(files, listing=Listing(listing.url, TITLES))


def test_the_newest_file_that_is_listed_comes(publisher: Publisher, tmp_path: Path) -> None:
    address = _address(publisher, _listing(publisher, "2024-02-22", "2024-02-21", "2023-12-31"))
    fetched = fetch(address, tmp_path, FAST)
    assert fetched.file.read_bytes() == DATA
    assert (fetched.file.name, fetched.edition) == ("france-competences.zip", "2024-02-22")
    recorded = json.loads((tmp_path / "fetched.json").read_text("utf-8"))
    assert f"{TITLES}2024-02-22.zip" in json.dumps(recorded)
    assert {each.name for each in tmp_path.iterdir()} == {
        "france-competences.zip", "fetched.json", "sources.toml"
    }  # fmt: skip


def test_a_second_time_the_listing_is_asked_again(publisher: Publisher, tmp_path: Path) -> None:
    address = _address(
        publisher, _listing(publisher, "2024-02-21"), _listing(publisher, "2024-02-22")
    )
    publisher.answers(f"/files/{TITLES}2024-02-21.zip", whole(zipped({"un.csv": b"a"})))
    fetch(address, tmp_path, FAST)
    assert fetch(address, tmp_path, FAST).file.read_bytes() == DATA


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (status(404), "réponse 404"),
        (whole(b"{", "application/json"), "n'est pas la liste"),
        (whole(b"[" * 100_000, "application/json"), "n'est pas la liste"),
        (whole(b'{"resources": [{}]}', "application/json"), "n'est pas la liste"),
        (whole(b'{"resources": [{"title": 1, "url": 2}]}', "application/json"), "aucun fichier"),
        (whole(b"<html>", "text/html"), "« text/html » répondu"),
    ],
)
def test_a_listing_that_is_none_changes_nothing(
    publisher: Publisher, tmp_path: Path, reply: Reply, reason: str
) -> None:
    with pytest.raises(FetchError, match=f"{reason}.*rien n'a été changé"):
        fetch(_address(publisher, reply), tmp_path, FAST)
    assert list(tmp_path.iterdir()) == []


def test_a_listing_leads_nowhere_else(publisher: Publisher, tmp_path: Path) -> None:
    elsewhere = _listing(publisher, "2024-02-22", at="http://127.0.0.1:9")
    with pytest.raises(FetchError, match="la liste mène ailleurs"):
        fetch(_address(publisher, elsewhere), tmp_path, FAST)
    assert [path for path, _ in publisher.asked] == ["/list"]
