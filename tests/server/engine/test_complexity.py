import time
from contextlib import suppress

import pytest

from server.engine import TooComplexError
from server.engine.complexity import LONGEST, check

WITHIN = {
    "patterns": ("SELECT * {@}", "?s ?p ?o.", 250),
    "a list of patterns": ("SELECT * {?s ?p ?o@}", ";?p ?o", 250),
    "OPTIONAL": ("SELECT * {@}", "optional#\n{}", 100),
    "UNION": ("ASK {{}@}", "UNION{}", 200),
    "subqueries": ("ASK {@}", "{Select*{}}", 200),
    "EXISTS": ("ASK {@}", "FILTER exists{}", 200),
    "steps": ("ASK {?s a@ ?o}", "/a", 200),
    "alternatives": ("ASK {?s a@ ?o}", "|^a", 100),
    "comparisons": ("ASK {FILTER(1@)}", "<1", 1000),
    "negations": ("ASK {FILTER(@1)}", "!", 1000),
    "conjunctions": ("ASK {FILTER(1@)}", "&&1", 1000),
    "calls": ("ASK {@}", " STR(1)a", 2499),
    "depth": ("ASK @", "{", 100),
    "depth between rows": ("ASK (@", ")((", 99),
}
"""A text, what stands in it for the sign @, and how often that may be."""
FREE = {
    "strings": """ "a.b;c/d|e^f{(!<&&" 'UNION SELECT' \"""OPTIONAL " {\n\""" '''MINUS ' {''' """,
    "escapes": r""" "\"{." '\'{;' """,
    "IRIs": " <http://x.y/a/b/c-d> <#UNION> </a/b> ",
    "comments": " 1 # OPTIONAL { . ; / < ! ' \n",
    "variables": " ?union $optional ?select_exists ",
    "names": " a:unions optionale é:select_ UNIONS xUNION 1select ",
    "numbers": " 1.5 .5 1.5e3 ",
    "rows": ' ("a" 1)("b" 2)\n(3 UNDEF) , (4 5) # un (\n (6 7) ',
    "signs that are none": " & & & ",
}


@pytest.mark.parametrize("name", WITHIN)
def test_so_much_and_no_more(name: str) -> None:
    around, unit, most = WITHIN[name]
    check(around.replace("@", unit * most))
    with pytest.raises(TooComplexError, match="plus de"):
        check(around.replace("@", unit * (most + 1)))


@pytest.mark.parametrize("name", FREE)
def test_what_is_no_code_does_not_count(name: str) -> None:
    check(f"SELECT * {{ VALUES ?x {{ {FREE[name] * 1_200} }} }}")


@pytest.mark.parametrize("opening", ["'", '"', "'''", '"""', "<"])
def test_a_string_that_does_not_end_hides_nothing(opening: str) -> None:
    with pytest.raises(TooComplexError):
        check(f"ASK {{ {opening} \n {'{' * 101}")


def test_a_query_may_have_so_many_bytes() -> None:
    check("é" * (LONGEST // 2))
    with pytest.raises(TooComplexError, match=f"fait {LONGEST + 1} octets"):
        check("é" * (LONGEST // 2) + "a")


@pytest.mark.parametrize(
    "unit",
    ["(", ")(", "()", "{}", "<", "<a>", "'", '"""', '\\"""', "\\", ".1", ";2", ":&", "1 ", "s)(",
     "#", "#\n", ")#\n", ") #a", "select", "union ", "selecto ", "?select", "\"'", "'''\\", "a.b",
     "&", "é"],
)  # fmt: skip
def test_the_time_is_bounded(unit: str) -> None:
    query = unit * (LONGEST // len(unit.encode()))
    started = time.process_time()
    with suppress(TooComplexError):
        check(query)
    assert time.process_time() - started < 0.1
