from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology import base, prefixes
from server.engine import Answer, Question
from server.gateway.wsgi import Call
from server.settings import Settings
from server.sparql.query_pool import QueryPool
from server.sparql.result_table import ResultTable, cell, iris, named, read_table

DECIMAL = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")


@pytest.fixture(scope="module")
def pool() -> Iterator[QueryPool]:
    pool = QueryPool(Settings())
    yield pool
    pool.close()


Asked = Callable[[str], Answer]


@pytest.fixture
def asked(home: Path, pool: QueryPool) -> Asked:
    """Give how to put a query to the release."""

    def ask(text: str) -> Answer:
        question = Question(text, "application/sparql-results+json", "application/n-triples")
        release = (home / "current").resolve()
        return pool.ask_from_thread(question, release, "test", None, Call())

    return ask


def read(asked: Asked, text: str, limit: int = 10) -> ResultTable:
    return read_table(asked(text), prefixes(), limit)


def test_solutions_make_a_table(asked: Asked) -> None:
    table = read(asked, "SELECT ?b ?a { VALUES (?a ?b) { (1 UNDEF) } }")
    assert table.columns == ("b", "a")
    assert [[cell.text for cell in row] for row in table.rows] == [["", "1"]]
    assert not table.truncated


def test_a_graph_makes_a_table_of_three_columns(asked: Asked) -> None:
    table = read(asked, "CONSTRUCT { <urn:a> <urn:b> 'c'@fr } {}")
    assert [cell.text for cell in table.rows[0]] == ["urn:a", "urn:b", "c"]


def test_a_long_answer_is_cut_and_closed(asked: Asked) -> None:
    answer = asked("SELECT * { ?s ?p ?o . ?t ?q ?u }")
    table = read_table(answer, {}, 7)
    assert (len(table.rows), table.truncated) == (7, True)
    assert list(answer.frames) == []


def test_a_table_takes_so_much_room_and_goes_on_where_another_ends(asked: Asked) -> None:
    text = "SELECT ?x { VALUES ?x { 1 2 3 4 5 6 } }"
    first = read_table(asked(text), {}, 10, room=150)
    assert [row[0].text for row in first.rows] == ["1", "2", "3"]
    assert first.truncated
    rest = read_table(asked(text), {}, 10, before=3)
    assert [row[0].text for row in rest.rows] == ["4", "5", "6"]
    assert (rest.before, rest.truncated) == (3, False)


def test_a_row_is_shown_however_little_room_there_is(asked: Asked) -> None:
    table = read_table(asked("SELECT ?x { VALUES ?x { 1 2 } }"), {}, 10, room=-5)
    assert (len(table.rows), table.truncated) == (1, True)
    table = read_table(asked("SELECT ?x { VALUES ?x { 1 } }"), {}, 10, room=-5)
    assert (len(table.rows), table.truncated) == (1, False)


def test_a_long_text_is_cut(asked: Asked) -> None:
    text = read(asked, f"SELECT ('{'é' * 700}' AS ?x) {{}}").rows[0][0].text
    assert (len(text), text[-2:]) == (601, "é…")


def test_things_get_the_names_that_are_known(asked: Asked) -> None:
    table = read(asked, "SELECT * { VALUES (?x ?y ?z) { (<urn:a> <urn:b> 'urn:a') } }")
    assert list(iris(table)) == ["urn:a", "urn:b"]
    assert [cell.label for cell in named(table, {"urn:a": "A"}).rows[0]] == ["A", "", ""]


@pytest.mark.parametrize(("text", "expected"), [("ASK {}", True), ("ASK { FILTER(false) }", False)])
def test_a_boolean_is_no_row(asked: Asked, text: str, expected: bool) -> None:
    assert read(asked, text) == ResultTable((), (), boolean=expected)


def test_a_cell_says_what_kind_of_term_it_shows() -> None:
    iri = cell(ox.NamedNode(f"{base()}id/metier/MET.797"), prefixes())
    assert (iri.text, iri.href) == ("metier:MET.797", "/doc/metier/MET.797")
    assert cell(ox.NamedNode("javascript:x"), prefixes()).href is None
    assert cell(ox.Literal("a", language="fr"), prefixes()).language == "fr"
    for number in (ox.Literal(3), ox.Literal(1.5), ox.Literal("1.5", datatype=DECIMAL)):
        assert (cell(number, prefixes()).note, cell(number, prefixes()).is_number) == ("", True)
    assert cell(ox.Literal(True), prefixes()).note == "xsd:boolean"
    assert cell(ox.Literal("a"), prefixes()).note == ""
    assert cell(ox.BlankNode("b"), prefixes()).text == "_:b"


@pytest.mark.parametrize(
    ("text", "brief"),
    [
        ("0.333333333333333333", "0.3333…"),
        ("-12.3456789", "-12.3456…"),
        ("0.0000123456789", "0.00001234…"),
        ("1.23456789012345E-5", "1.2345…E-5"),
        ("1.2345678", "1.2345…"),
        ("1.234567", "1.234567"),
        ("1.234", "1.234"),
        ("1.23456", "1.23456"),
        ("12345678901234567890", "12345678901234567890"),
        ("1.0E10", "1.0E10"),
        ("NaN", "NaN"),
        ("INF", "INF"),
    ],
)
def test_a_number_is_cut_only_among_its_decimals(text: str, brief: str) -> None:
    assert cell(ox.Literal(text, datatype=DECIMAL), prefixes()).brief == brief
    assert cell(ox.Literal(text), prefixes()).brief == text
