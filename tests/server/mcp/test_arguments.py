"""What an assistant sends: whatever it is, it is answered or told why, and nothing raises."""

import json
import logging
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.mcp.answers import MOST_CHARACTERS
from server.mcp.calls import CallAnswer
from server.mcp.protocol import result_of
from tests.server.mcp.conftest import Assistant

LONG = "x" * 100_000
INJECTED = 'metier:MET.797 } ; DROP ALL ; SELECT * { ?s ?p "'
DEEP: Any = []
for _ in range(900):
    DEEP = [DEEP]

BAD: list[tuple[str, dict[str, Any], str]] = [
    ("", {}, "no tool"),
    ("serach", {"q": "x"}, "“search”"),
    ("x" * 5_000, {}, "no tool"),
    ("\ud800", {}, "no tool"),
    ("search; drop", {}, "no tool"),
    ("../../etc/passwd", {}, "no tool"),
    ("search", {}, "“q” is missing"),
    ("search", {"q": None}, "“q” is missing"),
    ("search", {"q": ""}, "empty"),
    ("search", {"q": 5}, "not a text"),
    ("search", {"q": True}, "not a text"),
    ("search", {"q": ["a"]}, "a list is not a text"),
    ("search", {"q": {"a": 1}}, "not a text, a number"),
    ("search", {"q": DEEP}, "not a text, a number"),
    ("search", {"q": 10**5000}, "no such number"),
    ("search", {"q": float("nan")}, "not a text"),
    ("search", {"q": LONG}, "100000 long"),
    ("search", {"q": "a\x00b"}, "U+0000"),
    ("search", {"q": "a\ud800"}, "U+D800"),
    ("search", {"q": "\x1b[31m"}, "U+001B"),
    ("search", {"q": "x", "page": 0}, "at least 1"),
    ("search", {"q": "x", "page": -1}, "at least 1"),
    ("search", {"q": "x", "page": 10**30}, "no such number"),
    ("search", {"q": "x", "page": "2"}, "not a whole number"),
    ("search", {"q": "x", "page": 1.5}, "not a whole number"),
    ("search", {"q": "x", "page": float("inf")}, "not a whole number"),
    ("search", {"q": "x", "page": True}, "not a whole number"),
    ("search", {"q": "gestion", "page": 99}, "no page 99"),
    ("search", {"q": "x", "limit": 0}, "at least 1"),
    ("search", {"q": "x", "limit": 51}, "at most 50"),
    ("search", {"q": "x", "kind": "job"}, "not of the list"),
    ("search", {"q": "x", "kind": "metiers"}, "“metier”"),
    ("search", {"q": "x", "query": "y"}, "unknown"),
    ("search", {"q": "x", LONG: 1}, "unknown"),
    ("search", {"q": "x", "\ud800": 1}, "unknown"),
    ("search", {"q": "x", "": 1}, "unknown"),
    ("describe", {"thing": "MET.797", "lang": "de"}, "not of the list"),
    ("describe", {"thing": INJECTED}, "no IRI"),
    ("describe", {"thing": "<>"}, "No thing"),
    ("describe", {"thing": "   "}, "No thing"),
    ("describe", {"thing": "http://"}, "unknown"),
    ("describe", {"thing": "http://exa mple.org/"}, "unknown"),
    ("describe", {"thing": "http://e/{}|\\"}, "no IRI"),
    ("describe", {"thing": "urn:x"}, "unknown"),
    ("describe", {"thing": "metier:"}, "Nothing is known"),
    ("describe", {"thing": "metier:../../x"}, "Nothing is known"),
    ("describe", {"thing": "MET.797\u202e"}, ""),
    ("neighbours", {"thing": "MET.797", "relation": "formations"}, "“formation”"),
    ("neighbours", {"thing": "MET.797", "relation": "zzz"}, "not of the list"),
    ("schema", {"kind": "classes"}, "“class”"),
    ("niveau_metiers", {}, "“plafond” is missing"),
    ("niveau_metiers", {"plafond": "bac-22"}, "“bac-2”"),
    ("niveau_metiers", {"plafond": ["bac-2"]}, "a list is not a text"),
    ("metier_appellations", {"metier": "FOR.270 "}, ""),
    ("metier_appellations", {"metier": "for:FOR.270"}, "metier"),
    ("metier_appellations", {"metier": INJECTED}, "metier"),
    ("metier_appellations", {"metier": "MET.797\u200bx"}, "metier"),
    ("metier_appellations", {"metier": "zzz:1"}, "metier"),
    ("metier_appellations", {"metier": ","}, "metier"),
    ("metier_appellations", {"metier": "MET.797", "mtier": "x"}, "“metier”"),
    ("interets_metiers", {"interet": "j-aime-bouger", "auMoins": 1}, "not a list of texts"),
    ("interets_metiers", {"interet": [], "auMoins": 1}, "empty"),
    ("interets_metiers", {"interet": ["j-aime-bouger"] * 21, "auMoins": 1}, "21 long"),
    ("interets_metiers", {"interet": [1], "auMoins": 1}, "1 is not a text"),
    ("interets_metiers", {"interet": ["zzz"], "auMoins": 1}, "not of the list"),
    ("interets_metiers", {"interet": ["j-aime-bouger"], "auMoins": "1"}, "not a whole number"),
    ("interets_metiers", {"interet": ["j-aime-bouger"], "auMoins": 10**12}, "at most"),
    ("code_metiers", {"notation": '" } UNION { ?s ?p ?o } #'}, ""),
    ("sparql", {"query": " "}, "empty"),
    ("sparql", {"query": "SELECT"}, "cannot be read"),
    ("sparql", {"query": "SELECT * { ?s ?p ?o"}, "cannot be read"),
    ("sparql", {"query": "SELECT * { ?s mg:x ?o }"}, "“mg:”"),
    ("sparql", {"query": "SELECT * { ?s\u200b ?p ?o }"}, "U+200B"),
    ("sparql", {"query": "INSERT DATA { <u:a> <u:b> <u:c> }"}, "."),
    ("sparql", {"query": "LOAD <http://127.0.0.1/>"}, "."),
    ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}, "SERVICE"),
    ("sparql", {"query": "SELECT * { SERVICE ?e { ?s ?p ?o } }"}, "SERVICE"),
    ("sparql", {"query": "ASK " + "{" * 3_000 + "}" * 3_000}, "."),
    ("sparql", {"query": "SELECT * {" + "?s ?p ?o ." * 400 + "}"}, "more than"),
    ("sparql", {"query": LONG}, "cannot be read"),
    ("sparql", {"query": LONG + "x"}, "100001 long"),
    ("sparql", {"query": "SELECT * { ?s ?p ?o } LIMIT 5", "page": 2}, "no page 2"),
    ("sparql", {"query": "CONSTRUCT WHERE { ?s ?p ?o }", "page": 90_000}, "no page 90000"),
    ("sparql", {"query": "SELECT (1/0 AS ?x) { ?x ?y }"}, "cannot be read"),
]  # fmt: skip


def size(answer: CallAnswer) -> int:
    """Return how long the result is; it can be written."""
    text = result_of(answer).model_dump_json(by_alias=True)
    assert json.loads(text)
    return len(text)


@pytest.mark.parametrize(("tool", "arguments", "words"), BAD)
def test_bad_input_is_told_in_a_sentence(
    assistant: Assistant,
    caplog: pytest.LogCaptureFixture,
    tool: str,
    arguments: dict[str, Any],
    words: str,
) -> None:
    answer = assistant.send(tool, arguments)
    assert words in answer.refusal
    assert (answer.document is None) == bool(words)
    assert "Traceback" not in answer.refusal
    assert size(answer) < 2_500 or answer.document
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


def test_a_query_that_takes_too_long_is_told(assistant: Assistant) -> None:
    names = [f"?v{n}" for n in range(21)]
    body = " . ".join(" ".join(names[n : n + 3]) for n in range(0, 21, 3))
    assert "3 s" in assistant.call("sparql", query=f"SELECT (COUNT(*) AS ?n) {{ {body} }}").refusal


def test_huge_values_are_not_read_whole(assistant: Assistant) -> None:
    doubled = " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(23))
    query = f'SELECT ?a23 {{ BIND("abcdefgh" AS ?a0) {doubled} }}'
    answer = assistant.call("sparql", query=query)
    assert "too long" in answer.refusal or "mémoire" in answer.refusal


def test_wide_answers_are_told(assistant: Assistant) -> None:
    names = " ".join(f'("{"x" * 300}" AS ?v{n})' for n in range(200))
    assert "fewer columns" in assistant.call("sparql", query=f"SELECT {names} {{}}").refusal


TEXTS = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Co", "Zs"]), max_size=10),
    st.sampled_from(
        ["MET.797", "metier:MET.797", "M1605", "bac-2", INJECTED, "?x", '"', "\\", "<a>", "{}",
         LONG, "ASK {}", "SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", "fr"]
    ),
)  # fmt: skip
VALUES = st.recursive(
    st.one_of(TEXTS, st.integers(), st.floats(), st.booleans(), st.none(), st.just(10**400)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_sent_is_answered_or_refused(assistant: Assistant, data: st.DataObject) -> None:
    tool = data.draw(st.sampled_from([*assistant.tools().values()]))
    known = [*tool.input_schema["properties"]]
    names = st.one_of(st.sampled_from(known), st.text(max_size=8))
    arguments = data.draw(st.dictionaries(names, VALUES, max_size=5))
    for name in tool.required if data.draw(st.booleans()) else ():
        arguments[name] = data.draw(TEXTS)
    answer = assistant.send(tool.name, arguments)
    assert (answer.document is None) == bool(answer.refusal)
    assert "unexpected" not in answer.refusal
    assert size(answer) <= MOST_CHARACTERS
