from typing import Any

import pytest

from loader.fetch.errors import FetchError, RefusedError
from loader.pull.listing import NEEDED, ReplicaFile, read_listing
from tests.loader.fetch.publisher import FAST, Publisher, redirect, status, whole
from tests.loader.pull.origin import as_json

DIGEST = "ab" * 32
FILE = {"path": "store/CURRENT", "size": 16, "sha256": "cd" * 32, "modified": 10**9}


def say(publisher: Publisher, document: object, digest: object = DIGEST) -> None:
    publisher.answers("/manifest.json", as_json({"digest": digest}))
    publisher.answers(f"/releases/{DIGEST}/files.json", as_json(document))


def test_a_list_is_read(publisher: Publisher) -> None:
    say(publisher, {"software": "metiers-graphe 0.1.0", "files": [FILE]})
    listing = read_listing(f"{publisher.root}/", FAST)
    assert listing.files == (ReplicaFile("store/CURRENT", 16, "cd" * 32, 10**9),)
    assert (listing.digest, listing.size, listing.software) == (DIGEST, 16, "metiers-graphe 0.1.0")
    place = f"{publisher.root}/releases/{DIGEST}/files/store/CURRENT"
    assert listing.address_of(listing.files[0]) == place
    assert set(listing.lacks) == set(NEEDED) - {"store/CURRENT"}


def test_an_identity_in_the_address_is_not_told() -> None:
    with pytest.raises(RefusedError, match="identité") as refusal:
        read_listing("http://user:secret@example.org/", FAST)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "change",
    [
        {"path": "../current"},
        {"path": "/etc/passwd"},
        {"path": "store/../../x"},
        {"path": "elsewhere/x"},
        {"path": ".hidden"},
        {"path": "store/.x"},
        {"path": "a\nb"},
        {"path": 3},
        {"size": -1},
        {"size": "16"},
        {"modified": None},
        {"sha256": "cd"},
        {"sha256": None},
    ],
    ids=str,
)
def test_a_file_that_could_lie_elsewhere_is_refused(
    publisher: Publisher, change: dict[str, Any]
) -> None:
    say(publisher, {"files": [FILE | change]})
    with pytest.raises(RefusedError, match="pas la liste d'une release"):
        read_listing(publisher.root, FAST)


@pytest.mark.parametrize("document", [[], 3, {"files": 3}, {"files": [3]}, {}], ids=str)
def test_what_is_no_list_is_refused(publisher: Publisher, document: object) -> None:
    say(publisher, document)
    with pytest.raises(RefusedError):
        read_listing(publisher.root, FAST)


def test_a_file_listed_twice_is_refused(publisher: Publisher) -> None:
    say(publisher, {"files": [FILE, FILE]})
    with pytest.raises(RefusedError, match="deux fois"):
        read_listing(publisher.root, FAST)


def test_another_server_is_told(publisher: Publisher) -> None:
    publisher.answers("/manifest.json", status(404))
    with pytest.raises(FetchError, match="pas « metiers serve »"):
        read_listing(publisher.root, FAST)
    publisher.answers("/manifest.json", whole(b"<html>", "text/html"))
    with pytest.raises(RefusedError, match="pas du JSON"):
        read_listing(publisher.root, FAST)
    say(publisher, {}, digest="../..")
    with pytest.raises(RefusedError, match="empreinte"):
        read_listing(publisher.root, FAST)


def test_an_older_server_is_told(publisher: Publisher) -> None:
    say(publisher, {})
    publisher.answers(f"/releases/{DIGEST}/files.json", status(404))
    with pytest.raises(FetchError, match="ne donne pas ses releases"):
        read_listing(publisher.root, FAST)


def test_no_redirect_leads_to_a_private_server(publisher: Publisher) -> None:
    publisher.answers("/manifest.json", redirect("http://127.0.0.2:9/"))
    with pytest.raises(RefusedError, match="adresse privée"):
        read_listing(publisher.root, FAST)
