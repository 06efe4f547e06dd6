import pyoxigraph as ox
import pytest

from queries import Query, parse
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
    return EmbeddedEngine(store, {"ex": EX})


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


def test_construct_uses_the_prefixes(engine: EmbeddedEngine) -> None:
    text = query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "?s iri")
    answer = engine.construct(text, "text/turtle", s=node("a"))
    assert (answer.form, answer.media_type) == ("graph", "text/turtle")
    turtle = body(answer)
    assert f"@prefix ex: <{EX}>" in turtle
    assert "ex:p ex:b" in turtle
