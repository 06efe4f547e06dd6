import pytest

from server.http.problems import ProblemError
from server.sparql.result_format import ResultFormat, by_accept, by_name

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV = "text/csv"
TSV = "text/tab-separated-values"
TURTLE = "text/turtle"
LD = "application/ld+json"
NT = "application/n-triples"
RDF = "application/rdf+xml"
TRIG = "application/trig"
NQ = "application/n-quads"
PAGE = ResultFormat(None, None, page=True)


@pytest.mark.parametrize(
    ("name", "solutions", "triples"),
    [
        ("json", JSON, LD),
        ("JSON", JSON, LD),
        ("srj", JSON, LD),
        ("xml", XML, RDF),
        ("csv", CSV, None),
        ("tsv", TSV, None),
        *((name, None, TURTLE) for name in ("turtle", "ttl", "n3", TURTLE)),
        *((name, None, NT) for name in ("ntriples", "nt", "n-triples", NT)),
        *((name, None, LD) for name in ("jsonld", "json-ld", LD, "application/ld json")),
        *((name, None, RDF) for name in ("rdf", "rdfxml", "rdf+xml", "rdf xml", "rdf/xml", RDF)),
        *((name, None, TRIG) for name in ("trig", TRIG)),
        *((name, None, NQ) for name in ("nquads", "nq", "n-quads", NQ)),
        *((name, JSON, None) for name in (JSON, "application/sparql-results json")),
        (XML, XML, None),
        (CSV, CSV, None),
        (TSV, TSV, None),
        ("application/json", "application/json", "application/json"),
        ("text/plain", None, "text/plain"),
        ("application/x-json+ld,application/ld+json;q=0.5", None, LD),
    ],
)
def test_clients_names_are_understood(
    name: str, solutions: str | None, triples: str | None
) -> None:
    assert by_name([name]) == ResultFormat(solutions, triples)


@pytest.mark.parametrize("name", ["html", "text/html"])
def test_a_page_can_be_asked_for(name: str) -> None:
    assert by_name([name]).page


def test_the_first_name_that_is_one_counts() -> None:
    assert by_name(["pdf", "image/png", "tsv", "csv"]).solutions == TSV


@pytest.mark.parametrize("name", ["pdf", "image/png", "text", "", "/", "json;q=1"])
def test_another_name_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        by_name([name])
    assert refusal.value.status == 400
    assert "jsonld" in refusal.value.detail


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ([], ResultFormat(JSON, TURTLE)),
        ([""], ResultFormat(JSON, TURTLE)),
        (["*/*"], ResultFormat(JSON, TURTLE)),
        (["text/*"], ResultFormat(CSV, TURTLE)),
        (["application/*;q=0.3"], ResultFormat(JSON, LD)),
        (["application/json"], ResultFormat("application/json", "application/json")),
        ([f"{TRIG}, {NQ};q=0.9"], ResultFormat(None, TRIG)),
        ([f"{RDF};q=0.1, {XML}"], ResultFormat(XML, RDF)),
        ([XML], ResultFormat(XML, None)),
        (["image/png"], ResultFormat(None, None)),
        ([f"{CSV};q=0, {TURTLE};q=0"], ResultFormat(None, None)),
        (["text/html"], PAGE),
        (
            ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"],
            ResultFormat("application/xml", "application/xml", page=True),
        ),
        (["text/html;q=0.5, text/csv"], ResultFormat(CSV, None)),
    ],
)
def test_accept_is_understood(accept: list[str], expected: ResultFormat) -> None:
    assert by_accept(accept) == expected
