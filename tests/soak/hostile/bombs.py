"""Queries that never end, that take all the memory, that overflow a stack or a planner."""

from collections.abc import Iterator

from tests.soak.hostile.attack import Attack, asking

__all__ = ["BOMBS", "DEEP", "LONG"]

_CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
_PATH = "(<http://x/>|!<http://x/>)"
_DOUBLED = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(60))
_REPLACED = " ".join(f"BIND(REPLACE(?x{n}, '.', '$0$0') AS ?x{n + 1})" for n in range(60))
_COUNTED = r"'(\\w{1,200}){1,200}'"
_TERM = f"'{'é' * 50}' "
_LABELS = "?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?t"

BOMBS = [
    asking("bomb: cross product", f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} }}"),
    asking("bomb: cross product, every row", f"SELECT * {{ {_CROSS} }}"),
    asking("bomb: cross product in order", f"SELECT * {{ {_CROSS} }} ORDER BY ?c ?f LIMIT 1"),
    asking("bomb: cross product, distinct", f"SELECT DISTINCT ?a ?d ?g ?j {{ {_CROSS} }}"),
    asking("bomb: distinct counted", f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {_CROSS} }}"),
    asking("bomb: cross product by offset", f"SELECT * {{ {_CROSS} }} OFFSET 99999999999 LIMIT 1"),
    asking("bomb: cross product of GRAPHs", "SELECT (COUNT(*) AS ?n) { "
           "GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } GRAPH ?i { ?j ?k ?l } }"),
    asking("bomb: triples of a cross product", f"CONSTRUCT {{ ?a ?e ?i }} {{ {_CROSS} }}"),
    asking("bomb: all described", f"DESCRIBE * {{ {_CROSS} }}"),
    asking("bomb: asked of a cross product", f"ASK {{ {_CROSS} FILTER(STR(?c) = 'never') }}"),
    asking("bomb: path", f"SELECT (COUNT(*) AS ?n) {{ ?s {_PATH}* ?o . ?o {_PATH}+ ?u }}"),
    asking("bomb: path with a limit", f"SELECT * {{ ?s {_PATH}* ?o . ?u {_PATH}* ?v }} LIMIT 1"),
    asking("bomb: path of paths", f"SELECT (COUNT(*) AS ?n) {{ ?s (({_PATH}*)+)/({_PATH}*) ?o }}"),
    asking("bomb: regex", f"SELECT * {{ {_LABELS} FILTER(REGEX(?t, {_COUNTED})) }}"),
    asking("bomb: regex for each row",
           f"SELECT * {{ {_CROSS} FILTER(REGEX(?c, CONCAT('^', STR(?f), '(a|a)*$'))) }}"),
    asking("bomb: regex of a long text",
           f"SELECT * {{ BIND('aa' AS ?x0) {_DOUBLED[:700]} FILTER(REGEX(?x16, '(a*)*b')) }}"),
    asking("bomb: doubling", f"SELECT (STRLEN(?x60) AS ?n) {{ BIND('a' AS ?x0) {_DOUBLED} }}"),
    asking("bomb: replacing", f"SELECT (STRLEN(?x60) AS ?n) {{ BIND('a' AS ?x0) {_REPLACED} }}"),
    asking("bomb: one text of all", f"SELECT (GROUP_CONCAT(?c) AS ?t) {{ {_CROSS} }}"),
    asking("bomb: a text for each group",
           f"SELECT ?a (GROUP_CONCAT(DISTINCT ?f) AS ?t) {{ {_CROSS} }} GROUP BY ?a ?d ?g"),
    asking("bomb: random order", f"SELECT ?a {{ {_CROSS} }} ORDER BY RAND()"),
    asking("bomb: names without end", f"SELECT (UUID() AS ?u) (BNODE() AS ?b) {{ {_CROSS} }}"),
    asking("bomb: MINUS", f"SELECT * {{ ?a ?b ?c MINUS {{ {_CROSS} }} }}"),
    asking("bomb: NOT EXISTS",
           f"SELECT * {{ ?m ?n ?o FILTER NOT EXISTS {{ {_CROSS} FILTER(?c = ?z) }} }}"),
    asking("bomb: OPTIONAL", "SELECT (COUNT(*) AS ?n) { " + "".join(
           f"OPTIONAL {{ ?s{n} ?p{n} ?o{n} }} " for n in range(30)) + "}"),
    asking("bomb: subqueries", "SELECT (COUNT(*) AS ?n) { " + "".join(
           f"{{ SELECT ?s{n} {{ ?s{n} ?p ?o }} }} " for n in range(20)) + "}"),
    asking("bomb: LATERAL", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c LATERAL { ?d ?e ?f } "
           "LATERAL { ?g ?h ?i } LATERAL { ?j ?k ?l } }"),
    asking("bomb: VALUES", f"SELECT * {{ VALUES ?x {{ {'1 ' * 50_000} }} }}"),
    asking("bomb: VALUES by VALUES", "SELECT (COUNT(*) AS ?n) { "
           f"VALUES ?x {{ {'1 ' * 30_000} }} VALUES ?y {{ {'2 ' * 30_000} }} "
           f"VALUES ?z {{ {'3 ' * 30_000} }} }}"),
    asking("bomb: VALUES of long terms",
           f"SELECT * {{ VALUES ?x {{ {_TERM * 2000} }} }}"),
]  # fmt: skip


def _nested(name: str, opening: str, closing: str, depth: int, around: str) -> Iterator[Attack]:
    for times in (90, depth):
        text = around.replace("@", opening * times + "#" + closing * times)
        core = "?s ?p ?o" if "{" in opening else "1"
        yield asking(f"deep: {name}, {times}", text.replace("#", core))


_DEEP = [
    ("groups", "{", "}", 3_000, "SELECT * {@}"),
    ("OPTIONAL", "OPTIONAL{", "}", 3_000, "SELECT * {@}"),
    ("MINUS", "MINUS{", "}", 3_000, "SELECT * {@}"),
    ("GRAPH", "GRAPH ?g{", "}", 3_000, "SELECT * {@}"),
    ("LATERAL", "LATERAL{", "}", 3_000, "SELECT * {@}"),
    ("UNION", "{?a ?b ?c}UNION{", "}", 3_000, "SELECT * {@}"),
    ("NOT EXISTS", "FILTER NOT EXISTS{", "}", 3_000, "SELECT * {@}"),
    ("subqueries", "{SELECT*{", "}}", 3_000, "SELECT * {@}"),
    ("parentheses", "(", ")", 9_000, "SELECT * {FILTER(@)}"),
    ("functions", "STR(", ")", 9_000, "SELECT * {BIND(@ AS ?x)}"),
    ("conditions", "IF(1,", ",2)", 9_000, "SELECT * {BIND(@ AS ?x)}"),
    ("paths", "(", "*)", 3_000, "SELECT * {?s @ ?o}"),
    ("blank nodes", "[<http://x/p> ", "]", 3_000, "SELECT * {?s ?p @}"),
    ("lists", "(", ")", 3_000, "SELECT * {?s ?p @}"),
    ("triple terms", "<<(<http://x/s> <http://x/p> ", ")>>", 3_000, "SELECT * {?s ?p @}"),
    ("reified triples", "<<", " <http://x/p> 1>>", 3_000, "SELECT * {?s ?p @}"),
    ("annotations", "{|<http://x/p> 1", "|}", 3_000, "SELECT * {?s ?p 1 @}"),
    ("negations", "!", "", 200_000, "SELECT * {FILTER(@)}"),
    ("signs", "-", "", 200_000, "SELECT * {FILTER(@)}"),
    ("sums", "1+", "", 90_000, "SELECT * {FILTER(@)}"),
    ("disjunctions", "1||", "", 60_000, "SELECT * {FILTER(@)}"),
]
DEEP = [attack for deep in _DEEP for attack in _nested(*deep)]


def _long() -> Iterator[tuple[str, str]]:
    def many(text: str, count: int, joint: str = "") -> str:
        return joint.join(text.replace("@", str(number)) for number in range(count))

    yield "patterns", f"SELECT * {{ {many('?s@ ?p ?o', 3000, ' . ')} }}"
    yield "a chain", f"SELECT * {{ {many('?s@ ?p ?s1@ ', 240, ' . ')} }}"
    yield "objects", f"SELECT * {{ ?s ?p {many('?o@', 5000, ', ')} }}"
    yield "OPTIONAL", f"SELECT * {{ {many('OPTIONAL {?s@ ?p ?o} ', 3000)} }}"
    disguised = many("optional#x\n{?s@ ?p ?o} ", 2000)
    yield "OPTIONAL in disguise", f"SELECT * {{ {disguised} }}"
    yield "UNION", f"SELECT * {{ {many('{?s ?p @}', 3000, 'UNION')} }}"
    yield "steps", f"SELECT * {{ ?s {many('<http://x/@>', 2000, '/')} ?o }}"
    yield "few steps too many", f"SELECT * {{ ?s {many('^<x:@>', 95, '/')} ?o }}"
    yield "alternatives", f"SELECT * {{ ?s ({many('<http://x/@>', 2000, '|')})* ?o }}"
    yield "a negated set", f"SELECT * {{ ?s !({many('<http://x/@>', 2000, '|')}) ?o }}"
    yield "BIND", f"SELECT * {{ {many('BIND(@ AS ?x@) ', 5000)} }}"
    yield "FILTER", f"SELECT * {{ ?s ?p ?o {many('FILTER(?o) ', 9000)} }}"
    yield "IN", f"SELECT * {{ ?s ?p ?o FILTER(?o IN ({many('@', 30_000, ',')})) }}"
    yield "variables", f"SELECT {many('?x@ ', 20_000)} {{ ?s ?p ?o }}"
    yield "expressions", f"SELECT {many('(1 AS ?x@) ', 9000)} {{ }}"
    yield "conditions of order", f"SELECT * {{ ?s ?p ?o }} ORDER BY {many('?x@ ', 20_000)}"
    yield "groups", f"SELECT (1 AS ?n) {{ ?s ?p ?o }} GROUP BY {many('?x@ ', 20_000)}"
    yield "prefixes", f"{many('PREFIX p@: <http://x/@> ', 5000)} ASK {{}}"
    yield "graphs", f"SELECT * {many('FROM <http://x/@> ', 5000)} {{ ?s ?p ?o }}"
    yield "arguments", f"SELECT (CONCAT({many('1', 60_000, ',')}) AS ?x) {{ }}"
    yield "a number", f"SELECT ({'9' * 200_000} AS ?x) {{ }}"
    yield "a name", f"SELECT ?{'x' * 200_000} {{ }}"
    yield "a language", f"ASK {{ BIND('x'@fr{'-x' * 90_000} AS ?x) }}"
    yield "a comment", f"ASK {{ }} #{'x' * 200_000}"
    yield "spaces", f"ASK {' ' * 200_000} {{ }}"
    yield "a template", f"CONSTRUCT {{ {many('?s <http://x/@> ?o', 240, ' . ')} }} {{ ?s ?p ?o }}"


LONG = [asking(f"long: {name}", query) for name, query in _long()]
