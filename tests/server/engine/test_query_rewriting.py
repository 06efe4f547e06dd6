import time
from itertools import islice

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.engine import Question, UnreadableQueryError
from server.engine.complexity import LONGEST
from server.engine.evaluation import evaluate
from server.engine.formats import SOLUTIONS
from server.engine.query_rewriting import distinct_first, in_order

EX = "http://e/"
GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
AS_WRITTEN = """# Which classes, by name?
BASE <http://e/>
PREFIX ex: <http://e/ns#> # it's "ours" {
Prefix  :  <x>
select  distinct  # ?no
  ?class $label #}
where { # a group { that is no group
  ?s a ?class ; ex:says "a } in a text"@fr, 'and a {', \"""one " } more\""", '''and '{' '''
  OPTIONAL { ?class <http://e/ns#label> ?label FILTER(?label<"}" && ?label > "\\"{") }
}
order by lcase(str(?label)) desc ( ?class ) # by name
limit 10
OFFSET 2 # }
"""
REWRITTEN = {
    "graphs": GRAPHS,
    "of a person": AS_WRITTEN.replace("# }", "# the end"),
    "brackets": "SELECT DISTINCT?x{?x a ?y}ORDER BY(?x)LIMIT 3",
    "accents": "SELECT DISTINCT ?métier { ?métier a ?x } ORDER BY ?métier",
    "never bound": "SELECT DISTINCT ?x ?z { ?x a ?y } ORDER BY ?z ?x",
    "subqueries": "SELECT DISTINCT ?x { { SELECT ?x { ?x a ?y } GROUP BY ?x } } ORDER BY ?x",
    "values": "SELECT DISTINCT ?x { VALUES ?x { 1 2 <http://e/a#b> } } ORDER BY DESC(?x)",
    "comparisons": "SELECT DISTINCT ?x { ?x ?p ?y FILTER(?x<?y&&?y>?x) } ORDER BY ?x",
    "triple terms": "SELECT DISTINCT ?x { ?r ?p <<( ?x ?q ?y )>> } ORDER BY ?x",
}
UNTOUCHED = {
    "no DISTINCT": "SELECT ?x { ?x a ?y } ORDER BY ?x",
    "REDUCED": "SELECT REDUCED ?x { ?x a ?y } ORDER BY ?x",
    "no ORDER BY": "SELECT DISTINCT ?x { ?x a ?y } LIMIT 10",
    "every variable": "SELECT DISTINCT * { ?x a ?y } ORDER BY ?x",
    "an expression": "SELECT DISTINCT (STR(?y) AS ?x) { ?y a ?z } ORDER BY ?x",
    "an aggregate": "SELECT DISTINCT ?x (COUNT(*) AS ?n) { ?x a ?y } GROUP BY ?x ORDER BY ?x",
    "GROUP BY": "SELECT DISTINCT ?x { ?x a ?y } GROUP BY ?x ORDER BY ?x",
    "HAVING": "SELECT DISTINCT ?x { ?x a ?y } GROUP BY ?x HAVING EXISTS { ?x a ?x } ORDER BY ?x",
    "a key that is not shown": "SELECT DISTINCT ?x { ?x a ?y } ORDER BY ?y",
    "EXISTS": "SELECT DISTINCT ?x { ?x a ?y } ORDER BY EXISTS { ?x a ?x }",
    "chance": "SELECT DISTINCT ?x { ?x a ?y } ORDER BY RAND()",
    "names of chance": "SELECT DISTINCT ?x { ?x a ?y } ORDER BY ?x UUID()",
    "nodes": "SELECT DISTINCT ?x { ?x a ?y } ORDER BY BNODE(STR(?x))",
    "a count as a key": "SELECT DISTINCT ?x { ?x a ?y } ORDER BY COUNT(?x)",
    "another function": "SELECT DISTINCT ?x { ?x a ?y } ORDER BY <http://e/f>(?x)",
    "FROM": "SELECT DISTINCT ?x FROM <http://e/g> { ?x a ?y } ORDER BY ?x",
    "VALUES behind": "SELECT DISTINCT ?x { ?x a ?y } ORDER BY ?x VALUES ?x { 1 }",
    "CONSTRUCT": "CONSTRUCT { ?x a ?y } { ?x a ?y } ORDER BY ?x",
    "ASK": "ASK { ?x a ?y }",
    "DESCRIBE": "DESCRIBE ?x { ?x a ?y } ORDER BY ?x",
    "a version": 'VERSION "1.2" ' + GRAPHS,
    "a mark of order": "\ufeff" + GRAPHS,
    "a codepoint in a text": r"SELECT DISTINCT ?x { ?x a '\u007D' } ORDER BY ?x",
    "a codepoint in a comment": "SELECT DISTINCT ?x { ?x a ?y # \\u000A } \n } ORDER BY ?x",
    "a codepoint in a word": r"SELECT DISTINC\u0054 ?x { ?x a ?y } ORDER BY ?x",
    "an escape in a name": r"PREFIX e: <http://e/> SELECT DISTINCT ?x {?x a e:\#} ORDER BY ?x",
    "an escape that is none": r"SELECT DISTINCT ?x { ?x a '''\a''' } ORDER BY ?x",
    "one text or two": "SELECT DISTINCT ?x { ?x a '''a' } ORDER BY ?x",
    "an IRI or a comment": "SELECT DISTINCT ?x { ?x ?p ?y FILTER(?x<?y#>\n) } ORDER BY ?x",
    "an IRI or a text": "SELECT DISTINCT ?x { ?x ?p ?y FILTER(?x<'a'&&'b'>'c') } ORDER BY ?x",
    "a brace in the last comment": GRAPHS + " # }",
    "a brace too many": "SELECT DISTINCT ?x { ?x a ?y } } ORDER BY ?x",
    "a brace too few": "SELECT DISTINCT ?x { { ?x a ?y } ORDER BY ?x",
    "two groups": "SELECT DISTINCT ?x { ?x a ?y } { ?x a ?y } ORDER BY ?x",
    "three bounds": GRAPHS + " LIMIT 1 OFFSET 1 LIMIT 1",
    "nothing": "",
}


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Give a store whose terms have no two that ORDER BY holds to be equal."""
    store = ox.Store()
    classes = [ox.NamedNode(f"{EX}{name}") for name in "bBac"]
    labels: list[ox.Literal | ox.BlankNode]
    labels = [ox.Literal("b", language="fr"), ox.Literal("B}"), ox.Literal(7), ox.BlankNode("n")]
    for number in range(40):
        subject, graph = ox.NamedNode(f"{EX}{number % 9}"), ox.NamedNode(f"{EX}g{number % 3}")
        label = labels[number % 4]
        for place in (ox.DefaultGraph(), graph):
            store.add(ox.Quad(subject, ox.NamedNode(f"{EX}type"), classes[number % 3], place))
            store.add(ox.Quad(subject, ox.NamedNode(f"{EX}label"), label, place))
    return store


def _rows(store: ox.Store, text: str) -> tuple[list[str], list[list[str | None]]]:
    """Return the head and the rows of a query, each term as it is written."""
    results = store.query(text)
    assert isinstance(results, ox.QuerySolutions)
    rows = [[None if term is None else str(term) for term in row] for row in results]
    return [variable.value for variable in results.variables], rows


@pytest.mark.parametrize("name", REWRITTEN)
def test_what_is_plainly_the_same_is_rewritten(store: ox.Store, name: str) -> None:
    rewritten = distinct_first(REWRITTEN[name])
    assert rewritten is not None
    assert _rows(store, rewritten) == _rows(store, REWRITTEN[name])


@pytest.mark.parametrize("name", UNTOUCHED)
def test_what_is_not_understood_is_left_alone(name: str) -> None:
    assert distinct_first(UNTOUCHED[name]) is None


PATTERNS = (
    "?a ex:type ?b",
    "?a ex:label ?c",
    "OPTIONAL { ?a ex:label ?c FILTER(isLiteral(?c)) }",
    "GRAPH ?d { ?a ex:type ?b }",
    "{ ?a ex:type ?b } UNION { ?a ex:label ?c }",
    "BIND(STRLEN(STR(?a)) AS ?z)",
    "VALUES ?b { ex:a ex:B UNDEF }",
    "MINUS { ?a ex:label 7 }",
    "{ SELECT ?a (COUNT(*) AS ?d) { ?a ?p ?c } GROUP BY ?a ORDER BY ?d }",
    "FILTER EXISTS { ?a ex:label ?c }",
    "?a ex:type|ex:label ?c # }\n",
)
DIRECTIONS = ("?{}", "ASC(?{})", "desc(?{})", "(?{})")
KEYS = (*DIRECTIONS, "DESC(LCASE(STR(?{})))", "STRLEN(STR(?{})) ?{}")


@st.composite
def questions(draw: st.DrawFn, keys: tuple[str, ...] = KEYS, total: bool = False) -> str:
    """Draw a query whose ORDER BY takes what it shows: all of it, for a total order."""
    shown = draw(st.lists(st.sampled_from("abcdz"), min_size=1, max_size=4, unique=True))
    ordered = draw(st.permutations(shown))
    if not total:
        ordered = ordered[: draw(st.integers(1, len(shown)))]
    group = " . ".join(draw(st.lists(st.sampled_from(PATTERNS), max_size=3, unique=True)))
    order = " ".join(draw(st.sampled_from(keys)).replace("{}", name) for name in ordered)
    return f"PREFIX ex: <{EX}> SELECT DISTINCT ?{' ?'.join(shown)} {{ {group} }} ORDER BY {order}"


BOUNDS = ("", " LIMIT 3", " OFFSET 2", " LIMIT 4 OFFSET 1", " offset 1 limit 0")


@given(questions(DIRECTIONS, total=True), st.sampled_from(BOUNDS))
def test_a_total_order_gives_the_same_rows(store: ox.Store, text: str, bounds: str) -> None:
    rewritten = distinct_first(text + bounds)
    assert rewritten is not None
    assert _rows(store, rewritten) == _rows(store, text + bounds)


@given(questions())
def test_any_order_gives_the_same_rows_sorted(store: ox.Store, text: str) -> None:
    rewritten = distinct_first(text)
    assert rewritten is not None
    head, rows = _rows(store, rewritten)
    expected_head, expected = _rows(store, text)
    assert head == expected_head
    assert sorted(map(str, rows)) == sorted(map(str, expected))


@given(questions(DIRECTIONS), st.sampled_from(BOUNDS))
def test_where_keys_tie_the_keys_are_the_same(store: ox.Store, text: str, bounds: str) -> None:
    rewritten = distinct_first(text + bounds)
    assert rewritten is not None
    head, rows = _rows(store, rewritten)
    _, expected = _rows(store, text + bounds)
    order = text.rpartition("ORDER BY")[2]
    shown = [number for number, name in enumerate(head) if f"?{name}" in order]
    keys = [[[row[number] for number in shown] for row in each] for each in (rows, expected)]
    assert keys[0] == keys[1]


PIECES = (
    "SELECT DISTINCT ?x {", "SELECT DISTINCT ?x WHERE", "PREFIX e: <http://e/>", "BASE <http://e/>",
    "{", "}", "?x ?p ?o", ".", "'", '"', "'''", '"""', "\\", "\\'", "<", ">", "#", "\n", "<#",
    "e:a", "FILTER(?x", "!=", ")", "(", "GROUP BY ?x", "HAVING", "EXISTS {", "VALUES ?x {", "1",
    "?x", "ORDER BY ?x", "LIMIT 2", "} ORDER BY ?x", "\\u007D", "<http://e/#a>", "UNION", " ",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["", " } ORDER BY ?x"]))
def test_no_text_means_anything_else(store: ox.Store, pieces: list[str], end: str) -> None:
    text = "SELECT DISTINCT ?x { " + " ".join(pieces) + end
    if (rewritten := distinct_first(text)) is None:
        return
    try:
        found = list(islice(_rows(store, rewritten)[1], 1000))
    except SyntaxError:
        return
    assert sorted(map(str, found)) == sorted(map(str, _rows(store, text)[1]))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT DISTINCT ?s {\n ?s ?p }\n ORDER BY ?s",
        "SELECT DISTINCT ?s ?s { ?s ?p ?o } ORDER BY ?s",
        "SELECT DISTINCT ?s { ?s ?p ?o } ORDER BY (?s",
        "SELECT DISTINCT ?s { ?s e:p ?o } ORDER BY ?s",
    ],
)
def test_an_error_is_that_of_the_text_that_was_sent(store: ox.Store, text: str) -> None:
    with pytest.raises(SyntaxError) as said:
        store.query(text)
    assert distinct_first(text) is not None
    with pytest.raises(UnreadableQueryError) as answered:
        evaluate(store, Question(text, "text/csv", None))
    assert str(answered.value) == str(said.value)


def test_a_question_is_rewritten_over_the_dataset_it_asks_for(store: ox.Store) -> None:
    chosen = (f"{EX}g1", f"{EX}g2")
    results = evaluate(store, Question(GRAPHS, "text/csv", None, named_graphs=chosen))
    assert isinstance(results, ox.QuerySolutions)
    assert [row[0] for row in results] == [ox.NamedNode(name) for name in chosen]


@pytest.mark.parametrize("media_type", SOLUTIONS)
def test_every_format_is_the_same_to_the_byte(store: ox.Store, media_type: str) -> None:
    text = REWRITTEN["of a person"]
    original = store.query(text)
    results = evaluate(store, Question(text, media_type, None))
    assert isinstance(results, ox.QuerySolutions)
    assert isinstance(original, ox.QuerySolutions)
    form = SOLUTIONS[media_type]
    assert results.serialize(format=form) == original.serialize(format=form)


def test_doubles_are_removed_before_rows_are_sorted() -> None:
    store = ox.Store()
    many = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
    store.extend(
        ox.Quad(ox.NamedNode(EX), ox.NamedNode(EX), ox.Literal(number)) for number in range(30)
    )
    started = time.process_time()
    text = f"SELECT DISTINCT ?a ?b {{ {many} }} ORDER BY ?a DESC(?b)"
    results = evaluate(store, Question(text, "text/csv", None))
    assert isinstance(results, ox.QuerySolutions)
    assert len(list(results)) == 1
    assert time.process_time() - started < 3


HOSTILE = (
    " ", "#", "#\n", "# ?x\n", "{", "}", "{}", "'", '"', "''' ", '"""', '"""\\', "\\", "<", "<a",
    "<a:", "<a#", "<a>", "<http://", "?x", "?x ", "(", ")", "ASC", "ASC(", "ASC (?x)", "ORDER BY ",
    "LIMIT 1 ", "PREFIX a: <a> ", "BASE <a>", "PREFIX ", "SELECT DISTINCT ", "a", "é", "'{'",
    "} ORDER BY ?x",
)  # fmt: skip
PLACES = (
    "{}", "{}" + GRAPHS, "SELECT DISTINCT {} ?x { ?x a ?y } ORDER BY ?x",
    "SELECT DISTINCT ?x { {} } ORDER BY ?x", "SELECT DISTINCT ?x { ?x a ?y } {}",
    "SELECT DISTINCT ?x { ?x a ?y } ORDER BY ?x {}",
)  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_the_time_grows_as_the_text(unit: str) -> None:
    for place in PLACES:
        taken = {size: _least_time(_filled(place, unit, size)) for size in (16_384, 65_536)}
        assert taken[65_536] < max(9 * taken[16_384], 0.001), place


@pytest.mark.parametrize("unit", HOSTILE)
def test_the_time_is_bounded(unit: str) -> None:
    for place in PLACES:
        assert _least_time(_filled(place, unit, LONGEST), 1) < 0.3, place


def test_what_has_no_distinct_costs_next_to_nothing() -> None:
    text = "PREFIX ex: <http://e/ns#>\n" * 5 + "SELECT ?x { ?x ex:type ?y } LIMIT 10"
    assert _least_time(text, 200) < 20e-6


def _filled(place: str, unit: str, size: int) -> str:
    return place.replace("{}", unit * (size // len(unit.encode())))


def _least_time(text: str, times: int = 5) -> float:
    spans = []
    for _ in range(times):
        started = time.process_time()
        distinct_first(text)
        spans.append(time.process_time() - started)
    return min(spans)


STARS = {
    "SELECT * { ?s ?p ?o }": "s p o",
    "prefix b:<http://e/> select distinct * where { ?z b:type ?a . ?a ?m [] }": "z a m",
    "SELECT REDUCED*{ ?s ?p ?o }": "s p o",
    "SELECT * { # ?o ?p\n ?s ?p ?o FILTER(?o != '?a ?o') } # ?z": "s p o",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?a ?b ?s } }": "s p o",
    "SELECT * { { SELECT ?z ?b { ?z ?a ?b } } BIND(1 AS ?c) }": "z b c",
    "SELECT * { ?s ?p ?o } ORDER BY ?a VALUES ?k { 1 }": "s p o k",
    "SELECT * {}": "",
    "SELECT ?s ?a { ?s ?p ?o }": "s a",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }": "n",
}


@pytest.mark.parametrize("text", STARS)
def test_the_columns_of_a_star_come_as_the_query_names_them(store: ox.Store, text: str) -> None:
    results = evaluate(store, Question(text, "text/csv", None))
    assert isinstance(results, ox.QuerySolutions)
    assert " ".join(variable.value for variable in results.variables) == STARS[text]


@given(st.lists(st.sampled_from(PATTERNS), max_size=4, unique=True), st.sampled_from(BOUNDS))
def test_a_star_gives_the_same_rows_in_any_order(
    store: ox.Store, patterns: list[str], bounds: str
) -> None:
    text = f"PREFIX ex: <{EX}> SELECT * {{ {' . '.join(patterns)} }}{bounds}"
    head, rows = _rows(store, text)
    ordered = in_order(text, head) or text
    new_head, new_rows = _rows(store, ordered)
    assert sorted(new_head) == head
    assert [dict(zip(new_head, row, strict=True)) for row in new_rows] == [
        dict(zip(head, row, strict=True)) for row in rows
    ]


@pytest.mark.parametrize("text", ["SELECT * { ?s ?p }", "SELECT * { ?s e:p ?o }", "SELECT * x"])
def test_an_error_of_a_star_is_that_of_the_text_that_was_sent(store: ox.Store, text: str) -> None:
    with pytest.raises(SyntaxError) as said:
        store.query(text)
    with pytest.raises(UnreadableQueryError) as answered:
        evaluate(store, Question(text, "text/csv", None))
    assert str(answered.value) == str(said.value)
