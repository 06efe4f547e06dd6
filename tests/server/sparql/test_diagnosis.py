import time

import pyoxigraph as ox
import pytest

from ontology import prefixes
from server.engine.complexity import LONGEST
from server.sparql.diagnosis import explain, missing_prefixes

STORE = ox.Store()
SKOS = "http://www.w3.org/2004/02/skos/core#"


def told(query: str) -> str:
    with pytest.raises(SyntaxError) as refusal:
        STORE.query(query)
    return str(explain(str(refusal.value), query, prefixes()))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "SELECT ?x { foo:a ?b ?c }",
            "Ligne 1, colonne 13 : préfixe « foo: » inconnu : ajoutez PREFIX foo: <…>, "
            "ou écrivez for:.",
        ),
        (
            "# foo: bar\nSELECT * {\n ?s ?p 'a:b' ; skos:prefLabel ?l }",
            f"Ligne 3, colonne 16 : préfixe « skos: » inconnu : ajoutez PREFIX skos: <{SKOS}>.",
        ),
        (
            "PREFIX a-b.c: <urn:x:>\nASK { ?s a-b.c:d/e:f ?o }",
            "Ligne 2, colonne 18 : préfixe « e: » inconnu : ajoutez PREFIX e: <…>.",
        ),
        ("ASK { :a ?p 1 }", "Ligne 1, colonne 7 : préfixe « : » inconnu : ajoutez PREFIX : <…>."),
        ("ASK { ?s ?p ?o", "Ligne 1, colonne 15 : il manque « } »."),
        ("ASK { ?s ?p ?o } }", "Ligne 1, colonne 19 : il y a un « } » de trop."),
        ("SELEKT", "Ligne 1, colonne 7 : la requête ne se lit pas après « SELEKT »."),
        ("SELECT ?x\nWHERE { ?x ?p ?y } garbage",
         "Ligne 2, colonne 26 : la requête ne se lit pas après « WHERE { ?x ?p ?y } garbage »."),
        (
            "SELECT ?x (COUNT(?y) AS ?n) { ?x ?p ?y }",
            "Ligne 1, colonne 41 : le SELECT demande une variable qui n'est ni dans le GROUP BY, "
            "ni dans un agrégat comme COUNT.",
        ),
        (
            "ASK { ?x <http://a b> ?y}",
            "Ligne 1, colonne 22 : un IRI entre < et > est mal formé.",
        ),
    ],
)  # fmt: skip
def test_a_parser_is_translated(query: str, sentence: str) -> None:
    assert told(query) == sentence


@pytest.mark.parametrize(
    "query",
    ["ASK { _:a ?p '''a:b''' , <x:y> , 'e'@fr ; ?q \"\"\"a:\n:b\"\"\" } }",
     "PREFIX é: <urn:x:> ASK { é:a ?p \"c:d\" # e:f\n}}"],
)  # fmt: skip
def test_what_only_looks_like_a_prefix_is_none(query: str) -> None:
    assert "préfixe" not in told(query)


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        ("\0", "U+0000 est un caractère invisible"),
        ("\x01", "U+0001 est un caractère invisible"),
        ("？", "U+FF1F est une variante de « ? »"),
        ("｛", "U+FF5B est une variante de « { »"),
    ],
)
def test_a_sign_that_is_no_sparql_is_named_where_it_stands(sign: str, said: str) -> None:
    assert told(f"ASK {{ ?s {sign} }}").startswith(f"Ligne 1, colonne 10 : {said}")


def test_a_message_without_a_place_is_said_all_the_same() -> None:
    assert str(explain("panne", "", {})) == "Ligne 1, colonne 1 : la requête ne se lit pas."


def test_a_fault_says_its_place_and_the_prefix_that_is_missing() -> None:
    fault = explain("error at 2:4: expected", "ASK {\n ?x foo:a ?y }", {})
    assert (fault.line, fault.column, fault.prefix) == (2, 5, "foo")
    fault = explain("error at 2:4: expected", "ASK {\n ?x ? }", {})
    assert (fault.line, fault.column, fault.prefix) == (2, 4, None)


def test_the_beginning_of_a_long_query_is_looked_into() -> None:
    rows = '"a:b {" ' * 3_000
    assert "préfixe « e: »" in told(f"ASK {{ VALUES ?x {{ e:a {rows} }} }}")
    assert "préfixe" not in told(f"ASK {{ VALUES ?x {{ {rows} }} }} }}")
    assert "préfixe" not in told(f"SELEKT '''{'a:b ' * 3_000}'''")


@pytest.mark.parametrize("pattern", ['\\"""', "<a>", "#\n", "'", "a ", "\n"])
def test_the_time_of_an_explanation_is_bounded(pattern: str) -> None:
    started = time.process_time()
    explain("error at 99999:1", pattern * (LONGEST // len(pattern)), {})
    assert time.process_time() - started < 0.1


def test_all_missing_prefixes_are_found_and_none_twice() -> None:
    query = "PREFIX a: <urn:a> # b:x\nASK { a:x b:y 'c:z' ; d:w b:v , e:u , <f:t> }"
    assert missing_prefixes(query, {*"abcdf"}) == ("b", "d")
