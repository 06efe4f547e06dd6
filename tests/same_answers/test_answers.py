"""Whatever differs is found: a byte, a header, a status, a break; and nothing else is."""

import gzip
from dataclasses import replace

import pytest

from tests.same_answers.answers import Answer, Ask, differences

ASK = Ask("page", "/metiers")
HEADERS = (
    ("date", "Mon, 02 Nov 2026 10:00:00 GMT"),
    ("x-request-id", "0123456789abcdef"),
    ("content-type", "text/html; charset=utf-8"),
    ("etag", '"abc"'),
    ("link", "</a>; rel=alternate"),
    ("link", "</b>; rel=alternate"),
)
ANSWER = Answer(200, HEADERS, "<h1>Métiers</h1>".encode())


def _with(name: str, value: str) -> Answer:
    headers = tuple((each, value if each == name else said) for each, said in HEADERS)
    return replace(ANSWER, headers=headers)


def test_an_answer_is_like_itself() -> None:
    assert differences(ASK, ANSWER, ANSWER) == []


def test_a_status_is_compared() -> None:
    assert differences(ASK, ANSWER, replace(ANSWER, status=203)) == ["status 200 → 203"]


def test_a_byte_is_found_where_it_is() -> None:
    place, old, new = differences(ASK, ANSWER, replace(ANSWER, body="<h1>Métiars</h1>".encode()))
    assert place == "body, at byte 9 of 17 → 17:"
    assert ("Métiers" in old, "Métiars" in new) == (True, True)


@pytest.mark.parametrize("body", [ANSWER.body[:-1], ANSWER.body + b"\n", b""])
def test_a_length_is_compared(body: bytes) -> None:
    assert differences(ASK, ANSWER, replace(ANSWER, body=body))


@pytest.mark.parametrize("name", ["content-type", "etag"])
def test_a_header_is_compared(name: str) -> None:
    changed = differences(ASK, ANSWER, _with(name, "xyz"))
    assert changed == [f"-{name}: {ANSWER.header(name)}", f"+{name}: xyz"]


def test_a_header_that_is_added_or_lost_is_found() -> None:
    more = replace(ANSWER, headers=(*HEADERS, ("vary", "Accept")))
    assert differences(ASK, ANSWER, more) == ["+vary: Accept"]
    assert differences(ASK, more, ANSWER) == ["-vary: Accept"]


def test_a_clock_and_an_id_drawn_by_lot_must_be_there_and_may_say_anything() -> None:
    assert differences(ASK, ANSWER, _with("date", "Tue, 03 Nov 2026 10:00:00 GMT")) == []
    assert differences(ASK, ANSWER, replace(ANSWER, headers=HEADERS[1:])) == ["-date: …"]


def test_the_order_of_headers_counts_within_a_name_only() -> None:
    assert differences(ASK, ANSWER, replace(ANSWER, headers=(*HEADERS[2:], *HEADERS[:2]))) == []
    turned = (*HEADERS[:4], HEADERS[5], HEADERS[4])
    assert differences(ASK, ANSWER, replace(ANSWER, headers=turned))


def test_tags_are_of_the_version() -> None:
    assert differences(ASK, ANSWER, _with("etag", "xyz"), with_tags=False) == []


def test_files_of_the_checkout_have_its_times_and_the_same_bytes() -> None:
    ask = Ask("data", "/static/site.css")
    assert differences(ask, ANSWER, _with("etag", "xyz")) == []
    assert differences(ask, ANSWER, replace(ANSWER, body=b"x"))


def test_the_end_of_a_cookie_is_a_clock() -> None:
    first, second, third = (
        replace(ANSWER, headers=(("set-cookie", f"lang={language}; Expires={day}; Path=/"),))
        for language, day in (("en", "Mon"), ("en", "Tue"), ("fr", "Mon"))
    )
    assert differences(ASK, first, second) == []
    assert differences(ASK, first, third)


def test_an_answer_that_breaks_off_is_not_like_one_that_ends() -> None:
    cut = replace(ANSWER, is_cut=True)
    assert differences(ASK, ANSWER, cut)
    assert differences(ASK, cut, replace(cut, body=b"<h1>")) == []


def test_a_stream_is_compared_out_of_its_coding() -> None:
    coded = (*HEADERS, ("x-sparql-maxrows", "9"), ("content-encoding", "gzip"))
    first, second, third = (
        Answer(200, coded, gzip.compress(body, level))
        for body, level in ((b"abc" * 99, 1), (b"abc" * 99, 9), (b"abd" * 99, 1))
    )
    whole = replace(second, headers=(*coded, ("content-length", str(len(second.body)))))
    assert first.body != second.body
    assert differences(ASK, first, second) == []
    assert differences(ASK, first, whole) == []
    assert differences(ASK, first, third)


def test_triples_of_a_document_are_compared_whatever_their_order() -> None:
    ask = Ask("thing", "/doc/metier/MET.1.nt")
    first, second, third = (
        Answer(200, (("content-type", "application/n-triples"),), body)
        for body in (b"a .\nb .\n", b"b .\na .\n", b"b .\nc .\n")
    )
    assert differences(ask, first, second) == []
    assert differences(ask, first, third)
    assert differences(Ask("graph", "/graph/x.nt"), first, second)


def test_figures_are_compared_by_name_and_by_what_is_said_of_them() -> None:
    ask = Ask("operator", "/metrics")
    first, second, third = (
        Answer(200, (), f'# HELP a_total {said}\na_total{{kind="page"}} {count}\n'.encode())
        for said, count in (("Answers.", "1.0"), ("Answers.", "2.0"), ("Anwers.", "1.0"))
    )
    assert differences(ask, first, second) == []
    assert differences(ask, first, third)
