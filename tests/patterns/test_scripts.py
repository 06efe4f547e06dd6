"""The scripts that browsers run: the time of their patterns and scanners is linear too."""

from collections.abc import Iterator
from functools import partial

import pytest

from tests.conftest import ROOT
from tests.patterns.attacks import Attack, attacks
from tests.patterns.growth import excess
from tests.patterns.scripts import (
    Node,
    ScriptExpression,
    calls_of_constructor,
    script_expressions,
)

_SCANNERS = (
    "server/editor/src/place.js",
    "server/editor/src/names.js",
    "server/editor/src/link.js",
)
_DOUBLING = 3.3
"""What doubling a text may multiply the time by: what a longer one leaves is also collected."""
_PUMPS = (
    "a", "a.", "a-", "a:", "é", "0", " ", "\n", '"', "'", '"""', "'''", "\\", "<", "<a", ">", "{",
    "}", "(", "[", "?", "?a ", "#", "# a\n", "@", "^", ":", "%2", "œ", "PREFIX a: <b> ", "VALUES ",
    "a b ", ". ", "; ", ", ", "_", "\u0301",
)  # fmt: skip


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with Node() as node:
        yield node


def test_a_bad_pattern_is_found(node: Node) -> None:
    for source in (r"(a+)+$", r"\p{L}[\p{L}\p{N}_]*$", r"(?:\p{L}[\p{L}.]*)?:"):
        assert _excess(node, ScriptExpression("planted:1", source, "u"))
    for source in (r"^[ \t]*\}", r"[^\p{L}]"):
        assert not _excess(node, ScriptExpression("planted:1", source, "u"))


def test_no_pattern_escapes_the_inventory() -> None:
    places = {each.place for each in script_expressions()}
    assert {*calls_of_constructor()} <= places
    assert len(places) >= 15


def test_every_pattern_takes_time_in_proportion_to_the_text(node: Node) -> None:
    found = {each.place: str(bad) for each in script_expressions() if (bad := _excess(node, each))}
    assert found == {}


def test_every_function_of_one_text_takes_time_in_proportion_to_it(node: Node) -> None:
    texts = [Attack("", pump, end) for pump in _PUMPS for end in ("", "!")]
    found = {}
    for script in _SCANNERS:
        for name in node.functions(str(ROOT / script)):
            reader = {"script": str(ROOT / script), "name": name}
            if bad := excess(partial(node.spent, reader), texts, _DOUBLING):
                found[f"{script} {name}"] = str(bad)
    assert found == {}


def _excess(node: Node, each: ScriptExpression) -> object:
    reader = {"source": each.source, "flags": each.flags}
    return excess(partial(node.spent, reader), attacks(each.in_python()), _DOUBLING)
