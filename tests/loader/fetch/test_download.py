import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from loader.fetch.addresses import ADDRESSES, Form
from loader.fetch.errors import FetchError
from loader.fetch.fetch import fetch
from loader.fetch.fetch_log import file_digest
from loader.sources.catalogue import SOURCES
from tests.loader.fetch.publisher import (
    DATED,
    FAST,
    Publisher,
    Reply,
    asleep,
    careful,
    chunked,
    dripping,
    redirect,
    reset,
    send,
    status,
    whole,
    zipped,
)

OLD = b"the file that was there"


def refused(publisher: Publisher, folder: Path, *replies: Reply, form: Form = Form.ZIP) -> str:
    """Fetch over an old file, check that it is still there, and return what was said."""
    address = publisher.answers("/file", *replies, form=form)
    (folder / address.name).write_bytes(OLD)
    with pytest.raises(FetchError) as caught:
        fetch(address, folder, FAST)
    assert (folder / address.name).read_bytes() == OLD
    assert not (folder / "fetched.json").exists()
    assert str(caught.value).startswith(f"{address.url} : ")
    assert str(caught.value).endswith("rien n'a été changé")
    return str(caught.value)


def left(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_the_table_names_sources_of_the_catalogue_once_and_over_https() -> None:
    assert set(ADDRESSES) <= set(SOURCES)
    assert all(each.url.startswith("https://") for each in ADDRESSES.values())
    assert len({each.url for each in ADDRESSES.values()}) == len(ADDRESSES)
    listings = [each.listing for each in ADDRESSES.values() if each.listing]
    assert all(each.url.startswith("https://") and each.titles for each in listings)


def test_a_file_comes_whole_and_is_recorded(publisher: Publisher, tmp_path: Path) -> None:
    address = publisher.answers("/file", careful(zipped()))
    fetched = fetch(address, tmp_path, FAST)
    assert fetched.file.read_bytes() == zipped()
    assert (fetched.changed, fetched.size, fetched.edition) == (True, len(zipped()), "v460")
    entry = json.loads((tmp_path / "fetched.json").read_text("utf-8"))["rome-v4.zip"]
    date = entry.pop("date")
    assert date.endswith("+00:00")
    assert entry == {
        "source": "rome-v4",
        "address": address.url,
        "sha256": file_digest(fetched.file),
        "size": len(zipped()),
        "etag": '"one"',
        "last_modified": DATED,
    }
    assert left(tmp_path) == {"rome-v4.zip", "fetched.json", "sources.toml"}


def test_what_has_not_changed_is_left_as_it_is(publisher: Publisher, tmp_path: Path) -> None:
    address = publisher.answers("/file", careful(zipped()))
    file = fetch(address, tmp_path, FAST).file
    before = file.stat(), (tmp_path / "fetched.json").read_bytes()
    again = fetch(address, tmp_path, FAST)
    assert (again.changed, again.size) == (False, len(zipped()))
    assert (file.stat(), (tmp_path / "fetched.json").read_bytes()) == before
    assert publisher.asked[1][1]["If-None-Match"] == '"one"'


def test_a_publisher_without_etag_is_asked_by_date(publisher: Publisher, tmp_path: Path) -> None:
    dated = whole(zipped(), Last_Modified=DATED)
    address = publisher.answers("/file", dated, status(304))
    fetch(address, tmp_path, FAST)
    assert not fetch(address, tmp_path, FAST).changed
    assert publisher.asked[1][1]["If-Modified-Since"] == DATED


def test_a_file_that_was_touched_is_fetched_anew(publisher: Publisher, tmp_path: Path) -> None:
    address = publisher.answers("/file", careful(zipped()))
    file = fetch(address, tmp_path, FAST).file
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert fetch(address, tmp_path, FAST).changed
    assert file.read_bytes() == zipped()
    assert "If-None-Match" not in publisher.asked[1][1]


def test_the_same_bytes_again_are_no_change(publisher: Publisher, tmp_path: Path) -> None:
    address = publisher.answers("/file", whole(zipped()))
    assert fetch(address, tmp_path, FAST).changed
    assert not fetch(address, tmp_path, FAST).changed


def test_xml_comes_too(publisher: Publisher, tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf<?xml version='1.0'?><root/>"
    xml = whole(data, "text/xml; charset=utf-8")
    address = publisher.answers("/file.xml", xml, form=Form.XML)
    assert fetch(address, tmp_path, FAST).file.name == "rome-v4.xml"


def test_chunks_are_whole_when_the_last_one_came(publisher: Publisher, tmp_path: Path) -> None:
    address = publisher.answers("/file", chunked(1, zipped()))
    assert fetch(address, tmp_path, FAST).file.read_bytes() == zipped()


@pytest.mark.parametrize("bad", [status(500), status(503), reset, whole(zipped(), cut=0)])
def test_what_may_pass_is_tried_again(publisher: Publisher, tmp_path: Path, bad: Reply) -> None:
    address = publisher.answers("/file", bad, bad, whole(zipped()))
    assert fetch(address, tmp_path, FAST).changed
    assert len(publisher.asked) == 3


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (status(500), "réponse 500"),
        (reset, "connexion coupée"),
        (whole(zipped(), cut=20), "coupé à 20 octets"),
        (chunked(2, b"PK", finish=False), "connexion coupée"),
        (lambda handler: handler.wfile.write(b"SSH-2.0\r\n\r\n"), "pas du HTTP"),
    ],
)
def test_what_does_not_pass_is_given_up(
    publisher: Publisher, tmp_path: Path, reply: Reply, said: str
) -> None:
    message = refused(publisher, tmp_path, reply)
    assert said in message
    assert "(3 essais)" in message


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (status(404), "réponse 404"),
        (status(304), "réponse 304"),
        (status(302), "réponse 302"),
        (status(206), "réponse 206"),
        (whole(b"<html>", "text/html"), "« text/html » répondu"),
        (whole(zipped(), ""), "aucun type"),
        (whole(zipped(), Content_Encoding="gzip"), "encodage « gzip »"),
        (whole(zipped(), Content_Length=str(2**40)), "trop"),
        (
            lambda handler: send(handler, 200, {"Content-Type": "application/zip"}),
            "sans longueur",
        ),
        (whole(b"<html></html>"), "archive illisible"),
        (whole(b""), "archive illisible"),
    ],
)
def test_what_is_not_expected_is_refused_at_once(
    publisher: Publisher, tmp_path: Path, reply: Reply, said: str
) -> None:
    assert said in refused(publisher, tmp_path, reply)
    assert len(publisher.asked) == 1
    assert left(tmp_path) == {"rome-v4.zip"}


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><p>maintenance",
        b"\n<HTML>",
        b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">',
        b"erreur",
        b"",
    ],
)
def test_a_page_that_says_it_is_xml_is_refused(
    publisher: Publisher, tmp_path: Path, page: bytes
) -> None:
    said = refused(publisher, tmp_path, whole(page, "application/xml"), form=Form.XML)
    assert "pas du XML" in said


BROKEN_XML = {
    "unclosed": b"<root><item/>",
    "two documents": b"<root/>\n<root/>",
    "cut in a tag": b"<root><item",
    "no element": b"<?xml version='1.0'?>",
    "bad bytes": b"<?xml version='1.0' encoding='utf-8'?><root>\xff</root>",
}


@pytest.mark.parametrize("data", BROKEN_XML.values(), ids=BROKEN_XML)
def test_xml_that_does_not_close_is_refused(
    publisher: Publisher, tmp_path: Path, data: bytes
) -> None:
    said = refused(publisher, tmp_path, whole(data, "text/xml"), form=Form.XML)
    assert "XML mal formé" in said
    said = refused(publisher, tmp_path, whole(zipped({"f/a.xml": data})))
    assert "'f/a.xml' : XML mal formé" in said


def test_entities_are_not_expanded(publisher: Publisher, tmp_path: Path) -> None:
    nested = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 20}">' for n in range(8))
    bomb = f'<!DOCTYPE r [<!ENTITY e0 "{"x" * 50}">{nested}]><r a="&e8;"/>'.encode()
    start = time.perf_counter()
    refused(publisher, tmp_path, whole(bomb, "text/xml"), form=Form.XML)
    assert time.perf_counter() - start < 1


def test_an_endless_body_is_cut(publisher: Publisher, tmp_path: Path) -> None:
    address = publisher.answers("/file", chunked(10**9, b"x" * 2**16))
    with pytest.raises(FetchError, match="plus de 1000000 octets"):
        fetch(address, tmp_path, replace(FAST, largest=10**6))
    assert left(tmp_path) == set()


def test_a_silent_server_is_left(publisher: Publisher, tmp_path: Path) -> None:
    address = publisher.answers("/file", asleep(0.3), whole(zipped()))
    assert fetch(address, tmp_path, replace(FAST, read=0.1)).changed
    assert len(publisher.asked) == 2


@pytest.mark.parametrize("reply", [dripping(0.05, 10), asleep(0.4)])
def test_the_whole_has_a_limit_that_no_dripping_evades(
    publisher: Publisher, tmp_path: Path, reply: Reply
) -> None:
    address = publisher.answers("/file", reply)
    start = time.perf_counter()
    with pytest.raises(FetchError, match="temps total dépassé"):
        fetch(address, tmp_path, replace(FAST, read=2, whole=0.2))
    assert time.perf_counter() - start < 1


def test_no_pause_outlasts_the_whole(publisher: Publisher, tmp_path: Path) -> None:
    address = publisher.answers("/file", status(500))
    with pytest.raises(FetchError, match="temps total dépassé"):
        fetch(address, tmp_path, replace(FAST, pauses=(60,)))


def test_redirects_are_followed(publisher: Publisher, tmp_path: Path) -> None:
    as_utf_8 = "sous/fichier é.zip".encode().decode("iso-8859-1")
    publisher.answers("/2", redirect(as_utf_8))
    publisher.answers("/sous/fichier%20%C3%A9.zip", whole(zipped()))
    address = publisher.answers("/1", redirect(f"{publisher.root}/2"))
    assert fetch(address, tmp_path, FAST).changed
    assert [path for path, _ in publisher.asked][-1] == "/sous/fichier%20%C3%A9.zip"


def test_a_loop_of_redirects_ends(publisher: Publisher, tmp_path: Path) -> None:
    assert "plus de 5 redirections" in refused(publisher, tmp_path, redirect("/file"))
    assert len(publisher.asked) == 6
