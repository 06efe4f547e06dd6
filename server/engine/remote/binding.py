"""Binding of a query's parameters for engines that have no substitution: by VALUES, in each group.

``VALUES ?iri { <…> }`` is joined to what its group says. A group that stands in another is
evaluated apart, and may be filtered, cut by LIMIT, or optional before it is joined: so each that
speaks of a parameter has a clause of its own. The outermost has one in any case: rows show it.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from queries import Query
from server.engine.interface import Bound

__all__ = ["bound", "words_of"]

_TOKEN: Final = re.compile(
    r""""{3}(?:[^"\\]++|\\.|"(?!""))*+(?:"{3})?+|'{3}(?:[^'\\]++|\\.|'(?!''))*+(?:'{3})?+"""
    r"""|\#[^\n]*+|"(?:[^"\\\n]++|\\.)*+"?+|'(?:[^'\\\n]++|\\.)*+'?+"""
    r"""|<[^<>"{}|^`\\\s]*+>|(?P<brace>[{}])|\?(?P<name>\w++)"""
    r"|(?P<word>[\w.-]++)(?!:)|[\w.-]*+:[\w.-]*+",
    re.DOTALL,
)
"""What a brace, a variable or a word of the language cannot be taken for, or is."""
_LETTERS: Final = re.compile("[A-Za-z_]++")
_DIVISION: Final = re.compile(
    r"(?:\?\w+|[0-9.])\s*/|/\s*(?:[?0-9+-]|(?!a\b)[A-Za-z_]+\s*\()|\)\s*/\s*\("
)
"""A slash that is between no steps of a path, or may not be; a name is but its ``:``."""


def bound(query: Query, terms: Mapping[str, Bound]) -> str:
    """Return the text of a query in which each parameter has its term, as the engine writes it."""
    written = {name: str(term) for name, term in terms.items()}
    text = query.bound({name: [term] for name, term in written.items()})
    open_names = frozenset(param.name for param in query.params if not param.example)
    parts, start = list[str](), 0
    for place, names in _places(text, open_names) if open_names else ():
        clauses = (f" VALUES ?{name} {{ {written[name]} }}" for name in names)
        parts += (text[start:place], *clauses)
        start = place
    return "".join((*parts, text[start:]))


def words_of(text: str) -> frozenset[str]:
    """Return the words of the language that a query says, in capitals; ``/`` where it divides."""
    runs = (token["word"] for token in _TOKEN.finditer(text) if token["word"])
    words = {word.upper() for run in runs for word in _LETTERS.findall(run)}
    bare = _TOKEN.sub(lambda token: token[0] if token["name"] or token["word"] else ":", text)
    return frozenset(words | ({"/"} if _DIVISION.search(bare) else set()))


@cache
def _places(text: str, names: frozenset[str]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return where groups begin that need clauses, and of which parameters, in order.

    A brace opens no group behind VALUES and its variable, before SELECT, nor as a template.
    """
    found, open_, before = list[_Group](), list[_Group](), ["", ""]
    for token in _TOKEN.finditer(text):
        if token["brace"] == "{":
            outermost = not any(group.joins for group in open_)
            joins = before[0] != "VALUES" and before[1] != "CONSTRUCT"
            open_.append(_Group(token.end(), set(names) if joins and outermost else set(), joins))
            found.append(open_[-1])
        elif token["brace"]:
            open_.pop()
        elif token["name"] in names and open_:
            open_[-1].names.add(token["name"])
        elif token["word"] == "SELECT" and open_:
            open_[-1].joins = False
        before = [before[1], token[0]]
    return tuple((each.start, tuple(sorted(each.names))) for each in found if each.joins)


class _Group:
    def __init__(self, start: int, names: set[str], joins: bool) -> None:
        self.start, self.names, self.joins = start, names, joins
