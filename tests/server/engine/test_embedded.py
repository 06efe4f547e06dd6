import pyoxigraph as ox
import pytest

from queries import Param, Query, parse
from server.engine import Answer
from server.engine.embedded import EmbeddedEngine

EX = "http://e/"


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


def query(text: str, params: str = "") -> Query:
    return parse("tests/query", f"#+ title: t\n#+ params: {params}\n{text}")


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    store = ox.Store()
    store.add(ox.Quad(node("a"), node("p"), node("b")))
    store.add(ox.Quad(node("a"), node("n"), ox.Literal(3)))
    return EmbeddedEngine(store)


def body(answer: Answer) -> str:
    return b"".join(answer.frames).decode()


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


class _Answers:
    """Tables that have the answer to one query, of nothing and of one thing."""

    def __init__(self, query: Query) -> None:
        self._known = {(query.text, ""): '?o\n"kept"\n', (query.text, f"{EX}a"): "?o\n1\n"}

    def rows(self, _statement: str, *parameters: str | int) -> list[tuple[str]]:
        return [(self._known[parameters],)] if parameters in self._known else []


def test_an_answer_that_the_tables_have_is_not_reckoned_again() -> None:
    query = Query("x", "x", "", (), "SELECT ?o { ?s ?p ?o }")
    (row,) = EmbeddedEngine(ox.Store(), _Answers(query)).select(query)
    assert row.terms == {"o": ox.Literal("kept")}
    other = Query("x", "x", "", (), "SELECT ?o { ?s ?p ?o } LIMIT 1")
    assert EmbeddedEngine(ox.Store(), _Answers(query)).select(other) == []


def test_an_answer_is_of_the_thing_that_is_asked_for() -> None:
    query = Query("x", "x", "", (Param("s", "iri"),), "SELECT ?s ?o { ?s ?p ?o }")
    engine = EmbeddedEngine(ox.Store(), _Answers(query))
    assert [row.count("o") for row in engine.select(query, s=ox.NamedNode(f"{EX}a"))] == [1]
    assert engine.select(query, s=ox.NamedNode(f"{EX}b")) == []
    assert engine.select(query, s=ox.Literal(f"{EX}a")) == []
    with pytest.raises(TypeError, match="attend"):
        engine.select(query, s=ox.NamedNode(f"{EX}a"), p=ox.NamedNode(f"{EX}a"))
