import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.http.negotiation import choose, parse

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV = "text/csv"
TSV = "text/tab-separated-values"
HTML = "text/html"
LEVEL_1 = "text/html;level=1"
TURTLE = "text/turtle"
LD = "application/ld+json"
NT = "application/n-triples"
RESULTS = (JSON, "application/json", XML, "application/xml", CSV, TSV)
DOCUMENT = (HTML, TURTLE, LD, NT, "application/rdf+xml")
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RDFLIB = (
    "application/n-triples,application/rdf+xml;q=0.9,text/turtle;q=0.8,"
    "application/ld+json;q=0.7,text/html;q=0.1,*/*;q=0.1"
)

CASES = [
    # nothing said, or nothing that can be read
    ([], RESULTS, JSON),
    ([""], RESULTS, JSON),
    (["  ,, "], RESULTS, JSON),
    (["turtle"], DOCUMENT, HTML),
    (["*/turtle"], DOCUMENT, HTML),
    (["text/"], DOCUMENT, HTML),
    (["text/turtle;q=high"], DOCUMENT, HTML),
    (["text/turtle;q=1.5"], DOCUMENT, HTML),
    (["text/turtle;q=-1"], DOCUMENT, HTML),
    (["text/turtle;q=0.1234"], DOCUMENT, HTML),
    # one range
    ([JSON], RESULTS, JSON),
    (["application/json"], RESULTS, "application/json"),
    ([XML], RESULTS, XML),
    ([CSV], RESULTS, CSV),
    (["TEXT/CSV"], RESULTS, CSV),
    ([" text/csv "], RESULTS, CSV),
    (["image/png"], RESULTS, None),
    (["text/turtle"], RESULTS, None),
    # wildcards, and the server's order on ties
    (["*/*"], RESULTS, JSON),
    (["*"], RESULTS, JSON),
    (["*; q=.2"], RESULTS, JSON),
    (["text/*"], RESULTS, CSV),
    (["text/*"], DOCUMENT, HTML),
    (["application/*"], DOCUMENT, LD),
    (["image/*"], DOCUMENT, None),
    ([f"{TSV}, {CSV}"], RESULTS, CSV),
    ([f"{NT}, {TURTLE}"], DOCUMENT, TURTLE),
    # qualities
    ([f"{CSV};q=0.5, {TSV}"], RESULTS, TSV),
    ([f"{CSV};q=0.5, {TSV};q=0.6"], RESULTS, TSV),
    ([f"{CSV};q=0.501, {TSV};q=0.5"], RESULTS, CSV),
    ([f"{CSV} ; q=0.2 , {TSV} ;q=0.9"], RESULTS, TSV),
    ([f"{CSV};Q=0.2, {TSV};Q=0.9"], RESULTS, TSV),
    ([f"{CSV};q=.5"], RESULTS, CSV),
    ([f"{CSV};q=1.000"], RESULTS, CSV),
    ([f"{CSV};q=0"], RESULTS, None),
    ([f"{CSV};q=0.000"], RESULTS, None),
    ([f"*/*, {JSON};q=0"], RESULTS, "application/json"),
    ([f"*/*;q=0, {TSV}"], RESULTS, TSV),
    (["*/*;q=0"], RESULTS, None),
    # the most precise range counts, not the most generous
    (["text/*;q=0.9, text/csv;q=0.1"], RESULTS, TSV),
    (["text/csv;q=0.1, text/*;q=0.9"], RESULTS, TSV),
    (["*/*;q=0.9, text/*;q=0.1"], DOCUMENT, LD),
    (["text/*;q=0.5, */*;q=0.1"], DOCUMENT, HTML),
    (["text/html;q=0.2, text/*;q=0.5, */*;q=0.1"], DOCUMENT, TURTLE),
    # parameters
    (["text/turtle;charset=utf-8"], DOCUMENT, TURTLE),
    (["text/turtle; charset=UTF-8; q=0.9, text/html;q=0.8"], DOCUMENT, TURTLE),
    (['application/ld+json;profile="http://www.w3.org/ns/json-ld#flattened"'], DOCUMENT, LD),
    (['application/ld+json;profile="a,b;c";q=0.5, text/html;q=0.4'], DOCUMENT, LD),
    (["text/html;level=1"], DOCUMENT, None),
    (["text/html;level=1, text/turtle;q=0.3"], DOCUMENT, TURTLE),
    (["text/html;q=0.3;level=1"], DOCUMENT, HTML),
    (["text/html;level=1;q=0.9, text/html;q=0.1"], (HTML, LEVEL_1), LEVEL_1),
    # several headers are one
    ([f"{CSV};q=0.4", f"{TSV};q=0.8"], RESULTS, TSV),
    (["image/png", TURTLE], DOCUMENT, TURTLE),
    # what real clients send
    ([FIREFOX], DOCUMENT, HTML),
    ([FIREFOX], RESULTS, "application/xml"),
    ([FIREFOX], (*RESULTS, HTML), HTML),
    ([RDFLIB], DOCUMENT, NT),
    ([f"{XML}, {JSON};q=0.9, application/xml;q=0.8"], RESULTS, XML),
    (["application/sparql-results+json,*/*;q=0.9"], RESULTS, JSON),
    (["text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"], RESULTS, JSON),
    # nothing on offer
    (["*/*"], (), None),
    ([], (), None),
]  # fmt: skip


@pytest.mark.parametrize(("accept", "offered", "expected"), CASES)
def test_the_preferred_offer_is_chosen(
    accept: list[str], offered: tuple[str, ...], expected: str | None
) -> None:
    assert choose(accept, offered) == expected


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 40


@given(st.lists(st.text(alphabet='text/*html;q=0.15, "\\', max_size=60)))
def test_any_header_has_an_answer(accept: list[str]) -> None:
    assert choose(accept, DOCUMENT) in (*DOCUMENT, None)


def test_a_range_keeps_its_parameters_but_not_its_quality() -> None:
    (found,) = parse(['Text/HTML; Level="1" ;q=0.25'])
    assert (found.type, found.subtype, found.quality) == ("text", "html", 0.25)
    assert found.params == {("level", "1")}
