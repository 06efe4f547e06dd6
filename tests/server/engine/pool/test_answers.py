import time
from contextlib import suppress
from threading import Thread
from xml.dom import minidom

import pytest

from server.engine import (
    GraphNameError,
    NotAcceptableError,
    Question,
    RefusedQueryError,
    UnreadableQueryError,
)
from server.engine.pool.packets import receive, socket_pair
from server.engine.pool.worker import PacketOutput
from tests.server.engine.pool.asking import CSV, EX, JSON, NT, RDF, XML, Ask, body, question
from tests.server.engine.pool.conftest import LIMITS


@pytest.mark.parametrize(
    ("text", "form", "media_type", "expected"),
    [
        ("SELECT ?o { <http://e/a> <http://e/p> ?o }", "select", JSON, '"value":"http://e/b"'),
        ("ASK { <http://e/a> ?p ?o }", "ask", JSON, '"boolean":true'),
        ("DESCRIBE <http://e/a>", "graph", NT, "<http://e/a> <http://e/p> <http://e/b> ."),
    ],
)
def test_the_form_of_a_query_decides_the_serialisation(
    ask: Ask, text: str, form: str, media_type: str, expected: str
) -> None:
    answer = ask(question(text))
    assert (answer.form, answer.media_type) == (form, media_type)
    assert expected in body(answer)


ALL = "SELECT ?s { { ?s <http://e/p> ?o } UNION { GRAPH ?g { ?s <http://e/p> ?o } } }"


@pytest.mark.parametrize(
    ("text", "default", "named", "found"),
    [
        (ALL, "", "", "ace"),
        (ALL, "g", "", "c"),
        (ALL, "", "h", "e"),
        (ALL, "g", "h", "ce"),
        (ALL.replace("{", "FROM <http://e/h> {", 1), "g", "", "c"),
        (ALL, "absent", "", ""),
    ],
)
def test_the_dataset_is_the_one_asked_for(
    ask: Ask, text: str, default: str, named: str, found: str
) -> None:
    graphs = ((EX + default,) if default else (), (EX + named,) if named else ())
    answer = body(ask(Question(text, CSV, None, *graphs)))
    assert sorted(line.removeprefix(EX) for line in answer.split()[1:]) == list(found)


def test_a_parser_error_carries_its_message(ask: Ask) -> None:
    with pytest.raises(UnreadableQueryError, match="error at 1:"):
        ask(question("SELEKT"))
    with pytest.raises(UnreadableQueryError):
        ask(question("ASK { ?s ?p '\ud800' }"))


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "PREFIX e: <http://e/>\n# note\n delete where { e:a e:p ?o }",
        "CLEAR ALL",
        "LOAD <http://127.0.0.1/>",
    ],
)
def test_an_update_is_refused_as_one(ask: Ask, text: str) -> None:
    with pytest.raises(RefusedQueryError, match="mises à jour"):
        ask(question(text))


def test_a_form_without_acceptable_format_is_refused(ask: Ask) -> None:
    with pytest.raises(NotAcceptableError, match="turtle"):
        ask(Question("CONSTRUCT WHERE { ?s ?p ?o }", JSON, None))
    with pytest.raises(NotAcceptableError, match="csv"):
        ask(Question("ASK { ?s ?p ?o }", None, NT))


def test_a_graph_name_must_be_an_iri(ask: Ask) -> None:
    with pytest.raises(GraphNameError):
        ask(question(ALL, default_graphs=("not an iri",)))


def test_an_answer_nobody_reads_ends_its_evaluation(ask: Ask) -> None:
    answer = ask(question("SELECT * { ?s <http://e/many> ?x . ?t <http://e/many> ?y }"))
    assert next(iter(answer.frames))
    answer.frames.close()
    assert list(answer.frames) == []


def test_an_answer_can_be_read_on_another_thread(ask: Ask) -> None:
    answer = ask(question("SELECT * { ?s <http://e/many> ?x }"))
    read: list[str] = []
    reader = Thread(target=lambda: read.append(body(answer)))
    reader.start()
    reader.join()
    assert read[0].count('"uri"') == 5000


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
def test_what_xml_cannot_say_is_refused_in_xml_alone(ask: Ask, text: str) -> None:
    with pytest.raises(NotAcceptableError, match="XML"):
        ask(Question(text, XML, RDF))
    assert body(ask(question(text)))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        'CONSTRUCT { <http://e/s> <http://e/é> "\\t\\r<&]]>\\u007F" } WHERE {}',
        "ASK {}",
    ],
)
def test_what_is_written_in_xml_is_xml(ask: Ask, text: str) -> None:
    with minidom.parseString(body(ask(Question(text, XML, RDF)))) as document:
        assert document.documentElement


def test_an_answer_that_xml_cannot_go_on_with_breaks_off(ask: Ask) -> None:
    text = 'SELECT ?x { { ?s <http://e/many> ?x } UNION { BIND("\\u0001" AS ?x) } }'
    answer = ask(Question(text, XML, None))
    with pytest.raises(NotAcceptableError):
        body(answer)


def test_a_triple_term_has_no_form_in_json_ld(ask: Ask) -> None:
    text = "CONSTRUCT { <http://e/s> <http://e/p> <<( <http://e/a> <http://e/b> 1 )>> } WHERE {}"
    with pytest.raises(NotAcceptableError, match="Turtle"):
        ask(Question(text, None, "application/ld+json"))
    assert "<<(" in body(ask(Question(text, None, "text/turtle")))


def test_a_triple_whose_subject_is_a_literal_is_refused(ask: Ask) -> None:
    with pytest.raises(RefusedQueryError, match="littéral"):
        ask(question("SELECT * { ?s ?p <<(1 <http://e/p> 1)>> }"))


def test_an_unknown_function_is_refused(ask: Ask) -> None:
    with pytest.raises(RefusedQueryError, match="<http://e/f> n'est pas connue"):
        ask(question("SELECT (<http://e/f>(1) AS ?x) {}"))


def test_a_text_longer_than_a_packet_comes_whole(ask: Ask) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(20))
    for times in (16, 17, 18, 20):
        answer = ask(Question(f"SELECT ?x{times} {{ BIND('a' AS ?x0) {doubled} }}", CSV, None))
        assert body(answer).count("a") == 2**times


def test_a_long_answer_comes_in_full_packets() -> None:
    """However long its writing lasts: each packet wakes the web process up."""
    ours, theirs = socket_pair()
    with ours, theirs:
        output = PacketOutput(theirs, "select", CSV, LIMITS)
        received = []
        for piece in range(40):
            output.write(b"x" * 8192)
            if piece == 10:
                time.sleep(0.01)
            ours.setblocking(False)
            with suppress(BlockingIOError):
                while packet := receive(ours):
                    received.append(len(packet[1]))
    assert len(received) <= 8
    assert sorted(received)[-4:] == [57344] * 4


def test_what_an_error_says_is_never_longer_than_a_packet(ask: Ask) -> None:
    for length in (100_000, 240_000):
        with pytest.raises(RefusedQueryError, match="<http://e/aaa"):
            ask(question(f"SELECT (<http://e/{'a' * length}>(1) AS ?x) {{}}"))
