import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.engine import TooComplexError
from server.engine.complexity import LONGEST
from server.engine.federation.service_refusal import calls_elsewhere
from tests.conftest import ROOT

CALLS = [
    "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://e/> { ?s ?p ?o } }",
    "SELECT * {SERVICESILENT<http://e/>{?s ?p ?o}}",
    "PREFIX foo: <http://e/> SELECT * {SERVICE:foo{?s ?p ?o}}",
    "PREFIX : <http://e/> SELECT * { SERVICE :a { ?s ?p ?o } }",
    "SELECT * { SERVICE#c\n<http://e/> { ?s ?p ?o } }",
    "SELECT * { #c\rSERVICE<http://e/> { ?s ?p ?o } }",
    "SELECT * { BIND(1 AS ?x) FILTER(?x = 1SERVICE<http://e/>{}) }",
    "SELECT * { ?s ?p 'x'SERVICE<http://e/>{ ?a ?b ?c } }",
    'SELECT * { ?s ?p "x" SERVICE ?e { ?a ?b ?c } }',
    "SELECT * { ?s ?p trueSERVICE<http://e/>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p ?e LATERAL { SERVICE ?e { ?a ?b ?c } } }",
    "SELECT * { FILTER(?a<?b)SERVICE?e{?a ?b ?c} }",
    "PREFIX e: <http://e/> SELECT * { ?s ?p e:.SERVICE<http://e/>{ ?a ?b ?c } }",
    "PREFIX e: <http://e/> SELECT * { ?s ?p e:a.b.SERVICE<http://e/>{ ?a ?b ?c } }",
    "PREFIX e: <http://e/> SELECT * { ?s ?p e:a\\# . SERVICE <http://e/> { ?a ?b ?c } }",
    "PREFIX e: <http://e/> SELECT * { ?s e:a\\' ?o . SERVICE <http://e/> { ?a e:b\\' ?c } }",
    'SELECT * { ?s ?p """a"b""" SERVICE <http://e/> { ?a ?b """c""" } }',
    "SELECT * { ?s ?p '''it''s''' . SERVICE <http://e/> { ?a ?b '''c''' } }",
    "SELECT * { ?s ?p '\\\\' . SERVICE <http://e/> { ?a ?b '\\\\' } }",
    "SELECT * { VALUES ?x { '''\\uD800' SERVICE<http://e/>{} '''' }",
    "SELECT * { ?s <http://x/\\u0041#'> ?o SERVICE<http://e/>{} #'\n}",
    "PREFIX :<http://127.0.0.1:1/x>SELECT*{FILTER(1<2)SERVICE:x#>\n{?s ?p ?o}}",
    "SELECT*{BIND(<http://127.0.0.1:1/x> AS ?e)FILTER(1<2)SERVICE?e#>\n{?s ?p ?o}}",
    "SELECT*{FILTER(1<2&&'>'='>')SERVICE<http://127.0.0.1:1/x>{?s ?p ?o}#'\n}",
    "PREFIX e:<http://h:>SELECT*{?s ?p e:SERVICE<http://127.0.0.1:1/x>{}}",
    "BASE<http://h/>PREFIX e:<//>SELECT*{?s ?p e:SERVICE:a{}}",
    "PREFIX e: # <http://h/>\n <http://h:> SELECT*{?s ?p e:SERVICE<http://127.0.0.1:1/x>{}}",
    "PREFIX e:<http:/\\u002F> SELECT*{?s ?p e:SERVICE<http://127.0.0.1:1/x>{}}",
    "PREFIX e:<http://h/>SELECT*{?s ?p e:SERVICE\ufffd:{}}",
]
HARMLESS = [
    "SELECT * { ?s ?p ?o }",
    "",
    "SELECT ?service { ?service ?p ?o }",
    "SELECT $service { $service ?p ?o }",
    "SELECT ?les_services_publics { ?x ?y ?les_services_publics FILTER(?x < ?services) }",
    "SELECT * { ?s <http://schema.org/Service> ?o }",
    "SELECT * { <http://x/service#service> <urn:x:1> <https://service.e/> }",
    "# SERVICE <http://e/>\nSELECT * { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } # au service de tous",
    "SELECT * { ?s ?p ?o # l'un < l'autre, service compris\n}",
    'SELECT * { ?s ?p "au service de" }',
    'SELECT * { ?s ?p "services"@fr ; ?q "service"^^<http://x/service> }',
    "SELECT * { ?s ?p 'l\\'eau, service' }",
    "SELECT * { ?s ?p 'un \"service\" public' }",
    "SELECT * { ?s ?p \"le service d'eau\", 'service' }",
    'SELECT * { ?s ?p """un "service" public""" }',
    "SELECT * { ?s ?p '''l'accueil,\nle 'service'\\n''' }",
    'SELECT * { ?s ?p "", "service" }',
    "SELECT * { ?s ?p '' FILTER(STR(?s) < 'service') }",
    'SELECT * { ?s ?p ?o FILTER(CONTAINS(LCASE(?o), "service")) }',
    'SELECT * { ?s ?p ?o FILTER(?a < 3 && ?b > 4 && ?o = "service") }',
    'SELECT * { ?s ?p ?o FILTER(?a<?b) FILTER(?b>"service") }',
    'SELECT * { ?s ?p ?o FILTER REGEX(?o, "^service\\\\b", "i") }',
    "SELECT (GROUP_CONCAT(?o; SEPARATOR=', service ') AS ?services) { ?s ?p ?o }",
    "PREFIX s: <http://schema.org/> SELECT * { ?s a s:Service ; s:serviceType ?t . }",
    "PREFIX s: <http://x/o#> SELECT * { ?s s:service ?o. ?o s:service-public s:Service. }",
    "PREFIX : <http://x/>\nSELECT * { ?s :service ?o }",
    "PREFIX s: <http://x/>\n# les services\nSELECT * { ?s s:a _:service }",
    "BASE <http://x/service/> PREFIX s: <#> SELECT * { ?s s:service </service> FILTER(?a<?b) }",
    "SELECT * { ?s <http://x/\\u0041/service> ?o }",
    "SELECT * { ?s (<http://x/service>|^<http://x/services>)+ ?o }",
    'SELECT * { VALUES (?x ?y) { ("service" <http://x/service>) ("" UNDEF) } }',
    "SELECT * { << ?s <http://x/service> 'service' >> ?p ?o }",
    "CONSTRUCT { ?s ?p 'service' } WHERE { GRAPH ?service { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(?o <= 'service' || ?o>='service') } ORDER BY ?service LIMIT 5",
]
CLOSED = "<http://127.0.0.1:1/x>"
"""Nothing listens there: what calls it fails."""
QUERIES = ROOT / "queries"


@pytest.mark.parametrize("query", CALLS)
def test_a_call_to_another_server_is_seen(query: str) -> None:
    assert calls_elsewhere(query)


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_alone_does_no_harm(query: str) -> None:
    assert not calls_elsewhere(query)


@pytest.mark.parametrize("path", sorted(QUERIES.rglob("*.rq")), ids=lambda path: path.stem)
def test_the_queries_of_the_house_call_nobody_but_those_of_federation(path: Path) -> None:
    assert calls_elsewhere(path.read_text("utf-8")) == (path.parent.name == "federation")


def _calls(query: str) -> bool | None:
    """Return what the engine does: call, not call, or not even read the query."""
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://h:"), ox.NamedNode("http://h/p"), ox.Literal("x")))
    try:
        results = store.query(query)
        if isinstance(results, ox.QuerySolutions):
            list(results)
    except (SyntaxError, ValueError):
        return None
    except (OSError, RuntimeError):
        return True
    return False


CATCH = st.sampled_from(["#>\n", "#'\n", '#"\r', "#<\n", "#'''\n", '#\\"""\n'])
"""Comments that hold what would close the strings and IRIs that some reading opens before."""
GLUE = st.one_of(st.sampled_from(["", "", "", " ", "\n"]), CATCH)
ADDRESS = st.sampled_from([CLOSED, ":x", ":", "e:x", "?e", "$e", "\ufffd:"])
TEXT = st.lists(
    st.sampled_from([">", "<", "#", " ", "a", "\\'", '\\"', "\\\\", "'", '"', "{}"]), max_size=3
).map("".join)
STRING = st.builds(
    lambda mark, text: mark + text + mark, st.sampled_from(["'", '"', "'''", '"""']), TEXT
)
ATOM = st.one_of(
    STRING,
    st.sampled_from(["1", "2.", ".5e1", "true", "?a", "$b", ":a", ":a.b", ":a\\'", "p:", "p:a"]),
    st.sampled_from(["<http://x/#'>", "<http://x/>", "<http://x/\\u0041'>", "<x>", "e:a\\#"]),
)
COMPARED = st.sampled_from(["<", "<", ">", "="])
COMPARISON = st.builds("{}{}{}{}".format, ATOM, COMPARED, GLUE, ATOM)
TESTS = st.builds("{}{}{}".format, COMPARISON, st.sampled_from(["&&", "||"]), COMPARISON)
FILTER = st.builds("FILTER({}{})".format, COMPARISON | TESTS, st.sampled_from(["", "", " "]))
BIND = st.builds("VALUES ?v{{{}{}{}}}".format, ATOM, GLUE, ATOM)
TRIPLE = st.builds("?s {}{}{}{}".format, ATOM, GLUE, ATOM, st.sampled_from(["", ".", " .", "."]))
WORD = st.sampled_from(["SERVICE", "service", "SerVice"])
SERVICE = st.builds("{}{}{}{}{{?s ?p ?o}}{}".format, WORD, GLUE, ADDRESS, CATCH | GLUE, GLUE)
NOISE = st.sampled_from(["?service ", "'service'", ":service ", "<http://x/service>", "'", "<"])
CLAUSE = st.one_of(FILTER, BIND, TRIPLE, SERVICE, NOISE, GLUE)
BODY = st.one_of(
    st.lists(CLAUSE, min_size=1, max_size=5).map("".join),
    st.builds("{}{}{}".format, FILTER | BIND | TRIPLE, SERVICE, CLAUSE),
)
PROLOGUE = st.sampled_from(
    [
        f"PREFIX :{CLOSED}PREFIX e:{CLOSED}PREFIX p:<http://h/>",
        f"BASE<http://h/>PREFIX \ufffd:{CLOSED}PREFIX :<http://127.0.0.1:>PREFIX p:<//>",
        f"PREFIX p:#>\n<http://h:>PREFIX :{CLOSED}PREFIX e:<http://127.0.0.1:1/#'>",
    ]
)
QUERY = st.builds("{}SELECT*{{BIND({} AS ?e){}{}}}".format, PROLOGUE, st.just(CLOSED), BODY, GLUE)


@settings(max_examples=1500, deadline=None)
@given(QUERY)
def test_what_the_engine_would_call_is_refused(query: str) -> None:
    assert calls_elsewhere(query) or not _calls(query)


def _reads(query: str) -> bool:
    try:
        calls_elsewhere(query)
    except TooComplexError:
        return False
    return True


@pytest.mark.parametrize(
    "pattern",
    ["'\\\"\\'", "\\#", "<", ":<", "s", "\\", '\\"""', ":#", "\"'", "?a", ":.", "'''\\x", "<s>",
     "<#a>"],
)  # fmt: skip
def test_the_time_is_bounded(pattern: str) -> None:
    text = pattern * (LONGEST // len(pattern))
    assert not calls_elsewhere(text)
    started = time.process_time()
    _reads(f"{text}service")
    assert time.process_time() - started < 0.1


@pytest.mark.parametrize(
    "row",
    ['"agent de service"', "<http://x/service>", "<a/b:c> 'service'", "s:service-public",
     "?service", "(\"d'eau\" 'service') # rue \"A\"\n", '"""un "service" public"""',
     "'l\\'eau, service'"],
)  # fmt: skip
def test_many_rows_with_the_word_are_read(row: str) -> None:
    rows = f"{row} " * 500
    assert not calls_elsewhere(f"SELECT * {{ VALUES ?x {{ {rows} }} }}")
    assert calls_elsewhere(f"SELECT * {{ VALUES ?x {{ {rows} }} SERVICE <http://e/> {{}} }}")


def test_what_can_be_read_in_too_many_ways_is_refused() -> None:
    rows, escapes = "<a?b#c> " * 10_000, "\\'" * 10_000
    with pytest.raises(TooComplexError):
        calls_elsewhere(f"SELECT * {{ VALUES ?x {{ {rows} 'service' }} }}")
    with pytest.raises(TooComplexError):
        calls_elsewhere(f"SELECT * {{ VALUES ?x {{ '''{escapes}''' 'service' }} }}")
    assert not calls_elsewhere(f"SELECT * {{ VALUES ?x {{ {rows} }} }}")
