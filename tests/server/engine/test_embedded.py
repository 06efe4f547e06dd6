import logging
from threading import Thread
from typing import cast
from xml.dom import minidom

import pyoxigraph as ox
import pytest

from queries import Query, parse
from server.engine import (
    Answer,
    EvaluationError,
    GraphNameError,
    NotAcceptableError,
    Question,
    RefusedQueryError,
    UnreadableQueryError,
)
from server.engine.embedded import EmbeddedEngine

EX = "http://e/"
JSON = "application/sparql-results+json"
NT = "application/n-triples"
XML = "application/sparql-results+xml"
RDF = "application/rdf+xml"


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


def query(text: str, params: str = "") -> Query:
    return parse("tests/query", f"#+ title: t\n#+ params: {params}\n{text}")


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    store = ox.Store()
    store.add(ox.Quad(node("a"), node("p"), node("b")))
    store.add(ox.Quad(node("a"), node("n"), ox.Literal(3)))
    store.add(ox.Quad(node("c"), node("p"), node("d"), node("g")))
    store.add(ox.Quad(node("e"), node("p"), node("f"), node("h")))
    store.bulk_extend(
        ox.Quad(node(f"s{n}"), node("many"), ox.Literal("x" * 100)) for n in range(5000)
    )
    return EmbeddedEngine(store, {"ex": EX})


def body(answer: Answer) -> str:
    return b"".join(answer.frames).decode()


def question(text: str, **parts: tuple[str, ...]) -> Question:
    return Question(text, JSON, NT, **parts)


def test_select_gives_typed_rows(engine: EmbeddedEngine) -> None:
    text = "SELECT ?s ?o ?n ?none { ?s <http://e/p> ?o ; <http://e/n> ?n OPTIONAL { ?o ?q ?none } }"
    (row,) = engine.select(query(text, "?s iri"), s=node("a"))
    assert (row.iri("s"), row.iri("o"), row.number("n"), row.count("n")) == (
        EX + "a",
        EX + "b",
        3.0,
        3,
    )
    assert (row.text("none"), row.number("none"), row.optional_iri("none")) == ("", None, None)
    assert row.optional_iri("n") is None
    with pytest.raises(ValueError, match=r"\?none"):
        row.iri("none")


def test_parameters_must_be_the_declared_ones(engine: EmbeddedEngine) -> None:
    text = query("ASK { ?s ?p ?o }", "?s iri")
    with pytest.raises(TypeError, match="attend"):
        engine.ask(text)
    with pytest.raises(TypeError, match="attend"):
        engine.ask(text, s=node("a"), o=node("b"))
    with pytest.raises(TypeError, match="SELECT"):
        engine.select(query("ASK {}"))


def test_ask(engine: EmbeddedEngine) -> None:
    text = query("ASK { ?s ?p ?o }", "?s iri")
    assert engine.ask(text, s=node("a"))
    assert not engine.ask(text, s=node("z"))


def test_construct_uses_the_prefixes(engine: EmbeddedEngine) -> None:
    text = query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "?s iri")
    answer = engine.construct(text, "text/turtle", s=node("a"))
    assert (answer.form, answer.media_type) == ("graph", "text/turtle")
    turtle = body(answer)
    assert f"@prefix ex: <{EX}>" in turtle
    assert "ex:p ex:b" in turtle


@pytest.mark.parametrize(
    ("text", "form", "media_type", "expected"),
    [
        ("SELECT ?o { <http://e/a> <http://e/p> ?o }", "select", JSON, '"value":"http://e/b"'),
        ("ASK { <http://e/a> ?p ?o }", "ask", JSON, '"boolean":true'),
        ("DESCRIBE <http://e/a>", "graph", NT, "<http://e/a> <http://e/p> <http://e/b> ."),
    ],
)
def test_the_form_of_a_query_decides_the_serialisation(
    engine: EmbeddedEngine, text: str, form: str, media_type: str, expected: str
) -> None:
    answer = engine.run(question(text))
    assert (answer.form, answer.media_type) == (form, media_type)
    assert expected in body(answer)


ALL = "SELECT ?s { { ?s <http://e/p> ?o } UNION { GRAPH ?g { ?s <http://e/p> ?o } } }"


@pytest.mark.parametrize(
    ("text", "parts", "found"),
    [
        (ALL, {}, "ace"),
        (ALL, {"default_graphs": (EX + "g",)}, "c"),
        (ALL, {"named_graphs": (EX + "h",)}, "e"),
        (ALL, {"default_graphs": (EX + "g",), "named_graphs": (EX + "h",)}, "ce"),
        (ALL.replace("{", "FROM <http://e/h> {", 1), {"default_graphs": (EX + "g",)}, "c"),
        (ALL, {"default_graphs": (EX + "absent",)}, ""),
    ],
)
def test_the_dataset_is_the_one_asked_for(
    engine: EmbeddedEngine, text: str, parts: dict[str, tuple[str, ...]], found: str
) -> None:
    answer = body(engine.run(Question(text, "text/csv", None, **parts)))
    assert sorted(line.removeprefix(EX) for line in answer.split()[1:]) == list(found)


def test_a_parser_error_carries_its_message(engine: EmbeddedEngine) -> None:
    with pytest.raises(UnreadableQueryError, match="error at 1:"):
        engine.run(question("SELEKT"))
    with pytest.raises(UnreadableQueryError):
        engine.run(question("ASK { ?s ?p '\ud800' }"))


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "PREFIX e: <http://e/>\n# note\n delete where { e:a e:p ?o }",
        "CLEAR ALL",
        "LOAD <http://127.0.0.1/>",
    ],
)
def test_an_update_is_refused_as_one(engine: EmbeddedEngine, text: str) -> None:
    with pytest.raises(RefusedQueryError, match="mises à jour"):
        engine.run(question(text))


def test_a_form_without_acceptable_format_is_refused(engine: EmbeddedEngine) -> None:
    with pytest.raises(NotAcceptableError, match="turtle"):
        engine.run(Question("CONSTRUCT WHERE { ?s ?p ?o }", JSON, None))
    with pytest.raises(NotAcceptableError, match="csv"):
        engine.run(Question("ASK { ?s ?p ?o }", None, NT))


def test_a_graph_name_must_be_an_iri(engine: EmbeddedEngine) -> None:
    with pytest.raises(GraphNameError):
        engine.run(question(ALL, default_graphs=("not an iri",)))


def test_an_evaluation_that_fails_says_so(engine: EmbeddedEngine) -> None:
    with pytest.raises(EvaluationError):
        engine.run(question("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"))


def test_an_answer_nobody_reads_ends_its_evaluation(engine: EmbeddedEngine) -> None:
    answer = engine.run(question("SELECT * { ?s <http://e/many> ?x . ?t <http://e/many> ?y }"))
    assert next(iter(answer.frames))
    answer.frames.close()
    assert list(answer.frames) == []


def test_an_answer_can_be_read_on_another_thread(engine: EmbeddedEngine) -> None:
    answer = engine.run(question("SELECT * { ?s <http://e/many> ?x }"))
    read: list[str] = []
    reader = Thread(target=lambda: read.append(body(answer)))
    reader.start()
    reader.join()
    assert read[0].count('"uri"') == 5000


class Damaged:
    def query(self, *_: object, **__: object) -> ox.QueryTriples:
        raise OSError("Corruption: block checksum mismatch in /srv/metiers/store/000016.sst")


def test_what_the_engine_says_of_its_files_is_logged_and_not_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    damaged = EmbeddedEngine(cast("ox.Store", Damaged()), {})
    with caplog.at_level(logging.ERROR), pytest.raises(EvaluationError) as told:
        damaged.run(question("ASK {}"))
    assert "sst" not in str(told.value)
    assert "000016.sst" in caplog.text


@pytest.mark.parametrize(
    "text",
    [
        'SELECT ("a\\u0001" AS ?x) {}',
        'SELECT ("a\\uFFFE" AS ?x) {}',
        'CONSTRUCT { <http://e/s> <http://e/p> "\\u001B" } WHERE {}',
        "CONSTRUCT { <http://e/s> <http://e/1> 1 } WHERE {}",
        "CONSTRUCT { <http://e/s> <http://e/> 1 } WHERE {}",
        "CONSTRUCT { <http://e/s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#li> 1 } WHERE {}",
    ],
)
def test_what_xml_cannot_say_is_refused_in_xml_alone(engine: EmbeddedEngine, text: str) -> None:
    with pytest.raises(NotAcceptableError, match="XML"):
        engine.run(Question(text, XML, RDF))
    assert body(engine.run(question(text)))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        'CONSTRUCT { <http://e/s> <http://e/é> "\\t\\r<&]]>\\u007F" } WHERE {}',
        "ASK {}",
    ],
)
def test_what_is_written_in_xml_is_xml(engine: EmbeddedEngine, text: str) -> None:
    with minidom.parseString(body(engine.run(Question(text, XML, RDF)))) as document:
        assert document.documentElement


def test_an_answer_that_xml_cannot_go_on_with_breaks_off(engine: EmbeddedEngine) -> None:
    text = 'SELECT ?x { { ?s <http://e/many> ?x } UNION { BIND("\\u0001" AS ?x) } }'
    answer = engine.run(Question(text, XML, None))
    with pytest.raises(NotAcceptableError):
        body(answer)


def test_a_triple_term_has_no_form_in_json_ld(engine: EmbeddedEngine) -> None:
    text = "CONSTRUCT { <http://e/s> <http://e/p> <<( <http://e/a> <http://e/b> 1 )>> } WHERE {}"
    with pytest.raises(NotAcceptableError, match="Turtle"):
        engine.run(Question(text, None, "application/ld+json"))
    assert "<<(" in body(engine.run(Question(text, None, "text/turtle")))
