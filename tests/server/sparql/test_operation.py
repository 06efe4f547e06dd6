import time
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.engine import TooComplexError
from server.engine.complexity import LONGEST
from server.http.problems import ProblemError
from server.sparql.operation import FORM, QUERY, Operation, read_operation

ASK = "ASK { ?s ?p ?o }"
WITH_QUERY = urlencode({"query": ASK}).encode()


def read(
    content_type: str | None = None, charset: str = "", url: bytes = b"", body: bytes = b""
) -> Operation:
    return read_operation(content_type, charset, url, body)


def test_a_query_in_the_address() -> None:
    assert read(url=WITH_QUERY) == Operation(ASK)


@pytest.mark.parametrize("url", [b"query=%C3%A9+%2B", "query=é+%2B".encode(), b"&query=%c3%a9%20+"])
def test_an_address_is_utf_8_quoted_or_not(url: bytes) -> None:
    assert (read(url=url).query or "").startswith("é ")


def test_a_form_may_leave_its_dataset_and_its_format_in_the_address() -> None:
    url = urlencode({"default-graph-uri": "http://e/a", "format": "csv", "timeout": "2"})
    body = urlencode({"query": ASK, "default-graph-uri": "http://e/b", "output": "xml"})
    assert read(FORM, url=url.encode(), body=body.encode()) == Operation(
        ASK, ("http://e/b", "http://e/a"), (), ("csv", "xml"), 2.0
    )


def test_a_form_may_begin_with_a_byte_order_mark() -> None:
    assert read(content_type=FORM, body=b"\xef\xbb\xbf" + WITH_QUERY).query == ASK


def test_a_byte_that_is_no_utf_8_is_named_in_french() -> None:
    with pytest.raises(ProblemError) as refusal:
        read(content_type=QUERY, body=b"ASK { \xe9")
    assert refusal.value.detail == (
        "La requête n'est pas de l'UTF-8 : octet 0xe9, après « ASK { »."
    )


def test_a_query_as_the_body_takes_its_dataset_from_the_address() -> None:
    url = [("default-graph-uri", "http://e/a"), ("default-graph-uri", "http://e/b"),
           ("named-graph-uri", "http://e/c"), ("named-graph-uri", "")]  # fmt: skip
    found = read(QUERY, "UTF-8", urlencode(url).encode(), "ASK { ?s ?p 'é' }".encode())
    assert found == Operation("ASK { ?s ?p 'é' }", ("http://e/a", "http://e/b"), ("http://e/c",))


def test_an_address_without_query_asks_nothing_and_an_empty_one_asks_in_vain() -> None:
    assert read() == Operation(None)
    assert read(url=b"format=ttl") == Operation(None, formats=("ttl",))
    assert read(url=b"query=++").query == "  "


@pytest.mark.parametrize(
    ("status", "parts"),
    [
        (400, {"url": WITH_QUERY + b"&" + WITH_QUERY}),
        (400, {"url": b"update=DROP+ALL"}),
        (400, {"url": WITH_QUERY + b"&update=DROP+ALL"}),
        (400, {"url": WITH_QUERY, "body": b"x"}),
        (400, {"url": b"query=ASK+%7B+%3Fs+%3Fp+%22%FF%22+%7D"}),
        (400, {"url": WITH_QUERY + b"&timeout=soon"}),
        (400, {"content_type": FORM}),
        (400, {"content_type": FORM, "body": b"query="}),
        (400, {"content_type": FORM, "url": WITH_QUERY}),
        (400, {"content_type": FORM, "url": WITH_QUERY, "body": WITH_QUERY}),
        (400, {"content_type": FORM, "body": WITH_QUERY + b"&" + WITH_QUERY}),
        (400, {"content_type": FORM, "body": b"update=DROP+ALL"}),
        (400, {"content_type": FORM, "url": b"update=DROP+ALL", "body": WITH_QUERY}),
        (400, {"content_type": FORM, "body": b"query=%E9"}),
        (400, {"content_type": QUERY, "body": b" "}),
        (400, {"content_type": QUERY, "body": b"\xff"}),
        (400, {"content_type": QUERY, "url": WITH_QUERY, "body": ASK.encode()}),
        (400, {"content_type": "application/sparql-update", "body": b"DROP ALL"}),
        (415, {"content_type": "application/json", "body": b"{}"}),
        (415, {"content_type": "multipart/form-data", "body": b"x"}),
        (415, {"content_type": "", "body": b""}),
        (415, {"content_type": QUERY, "charset": "latin1", "body": ASK.encode()}),
        (415, {"content_type": FORM, "charset": "utf-16", "body": WITH_QUERY}),
    ],
)
def test_what_is_no_query_is_refused(status: int, parts: dict[str, object]) -> None:
    with pytest.raises(ProblemError) as refusal:
        read(**parts)  # type: ignore[arg-type]
    assert refusal.value.status == status
    assert refusal.value.detail


LONG = "é" * (LONGEST // 2)
TOO_LONG = f"{LONG}a"
PIECES = st.sampled_from(
    [b"%", b"%4", b"%41", b"%c3%A9", b"%zz", b"%+1", b"\\", b"\\x41", b"\\N{DASH}", b"%5c", b"g",
     b"\n"]
)  # fmt: skip


@given(st.lists(PIECES).map(b"".join))
def test_escapes_are_read_as_elsewhere(encoded: bytes) -> None:
    text = unquote_to_bytes(encoded.replace(b"+", b" ")).decode()
    assert read(url=b"query=" + encoded).query == text


@given(st.text())
def test_whatever_a_client_escapes_is_read(text: str) -> None:
    assert read(url=b"query=" + quote_from_bytes(text.encode(), "").encode()).query == text


def test_a_query_may_be_as_long_as_it_may() -> None:
    assert read(QUERY, body=LONG.encode()).query == LONG
    assert read(FORM, body=urlencode({"query": LONG}).encode()).query == LONG


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        ({"content_type": QUERY, "body": TOO_LONG.encode()}, TooComplexError),
        ({"content_type": FORM, "body": urlencode({"query": TOO_LONG}).encode()}, TooComplexError),
        ({"content_type": FORM, "body": b"query=" + b"%41" * 349_000}, TooComplexError),
        ({"content_type": FORM, "body": WITH_QUERY + b"&a=1" * 200_000}, ProblemError),
        ({"content_type": FORM, "body": b"&%61=%61" * 130_000}, ProblemError),
        ({"content_type": FORM, "body": b"query=" + b"%" * 1_000_000}, ProblemError),
        ({"content_type": FORM, "body": b"query=" + b"%E9" * LONGEST}, ProblemError),
        ({"url": WITH_QUERY + b"&a" * 1001}, ProblemError),
    ],
    ids=range(8),
)  # fmt: skip
def test_what_is_too_long_or_too_much_is_refused_at_once(
    parts: dict[str, object], refusal: type[Exception]
) -> None:
    started = time.process_time()
    with pytest.raises(refusal):
        read(**parts)  # type: ignore[arg-type]
    assert time.process_time() - started < 0.05
