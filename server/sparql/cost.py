"""Cost of a query, told before it is evaluated: from how many triples it has to start.

It is read from the text, with what the release counts of itself (VoID). The engine begins with the
narrowest pattern of those that share variables, so that is what is told: no less can be read. Where
the text does not tell (another server, named graphs), nothing is said.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Final

from server.browse.formatting import number
from server.engine.federation.service_refusal import OPAQUE
from server.http.language import gettext

__all__ = ["Counts", "told_cost"]

_READ: Final = 8192
"""How many characters are looked into: nobody is charged for it."""
_HOPELESS: Final = 10**10
"""Combinations of things that no evaluation goes through in its seconds."""
_WORD: Final = re.compile(r"[^\W\d][\w-]*+(?!:)|(?:[^\W\d_][\w.-]*+)?:[\w.:%-]*+|[{}();,.\[\]]|\S")
_OPENING: Final = {"(": ")", "[": "]"}
_ENDLESS: Final = {
    "ORDER", "GROUP", "DISTINCT", "REDUCED", "COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE",
    "GROUP_CONCAT", "HAVING", "OFFSET",
}  # fmt: skip
"""Words of queries that read everything before they give their first row."""
_UNTOLD: Final = {"SERVICE", "GRAPH", "FROM"}


Pattern = tuple[str, list[str], str]
"""A triple pattern: a subject, the words of a path, an object."""


@dataclass(frozen=True)
class Counts:
    """What a release counts: all triples of the view, and those of its properties and classes.

    By IRI and by prefixed name, as a query may write them.
    """

    total: int
    properties: Mapping[str, int]
    classes: Mapping[str, int]


@dataclass
class Group:
    """What stands between braces: its triple patterns, and which variables occur together.

    `bound` are variables that have few values, since the query lists them.
    """

    statement: list[str] = field(default_factory=list)
    subject: str = ""
    patterns: list[Pattern] = field(default_factory=list)
    together: list[set[str]] = field(default_factory=list)
    bound: set[str] = field(default_factory=set)

    def end_statement(self, sign: str) -> None:
        """Make a pattern of what was read; `sign` tells what the next one has in common with it."""
        words = self.statement
        if words and self.subject:
            words.insert(0, self.subject)
        if len(words) > 2:
            self.patterns.append((words[0], words[1:-1], words[-1]))
        self.subject = words[0] if words and sign in ";," else ""
        self.statement = words[1:-1] if words and sign == "," else []

    def variables(self) -> set[str]:
        """Return all variables that occur in it."""
        words = {word for first, path, last in self.patterns for word in (first, *path, last)}
        return {word for word in words.union(*self.together) if _is_variable(word)}


def told_cost(query: str, counts: Counts) -> str:
    """Return a sentence on what a query will read, empty where its text does not tell."""
    if len(query) > _READ:
        return ""
    words = list(_words(query))
    keywords = {word.upper() for word in words}
    if keywords & _UNTOLD or "{" not in words:
        return ""
    if "ASK" in keywords or ("LIMIT" in keywords and not keywords & _ENDLESS):
        return gettext("Cette question s'arrête dès qu'elle a sa réponse.")
    starts = [start for group in _groups(words) for start in _starts(group, counts)]
    return _sentence(max(starts, default=(0, "", 1)), counts)


def _sentence(start: tuple[int, str, int], counts: Counts) -> str:
    size, name, parts = start
    if parts > 1 and size > _HOPELESS:
        return gettext(
            "Cette question croise des motifs qui n'ont pas de variable en commun : "
            "elle n'ira sans doute pas au bout."
        )
    if parts > 1:
        return gettext(
            "Cette question croise des motifs qui n'ont pas de variable en commun : "
            "%(count)s combinaisons.",
            count=number(size),
        )
    if name:
        return gettext(
            "Cette question part de %(count)s triplets : %(name)s.", count=number(size), name=name
        )
    if size and size == counts.total:
        return gettext(
            "Cette question lit tous les triplets de la vue : %(count)s.", count=number(size)
        )
    return ""


def _words(query: str) -> Iterator[str]:
    """Yield the words and signs of a query; a text is one word, a comment none."""
    start = 0
    for opaque in OPAQUE.finditer(query):
        yield from _WORD.findall(query[start : opaque.start()])
        if opaque[0][0] in "?$":
            yield f"?{opaque[0][1:]}"
        elif opaque[0][0] != "#":
            yield opaque[0] if opaque[0][0] == "<" else '"'
        start = opaque.end()
    yield from _WORD.findall(query[start:])


def _is_variable(word: str) -> bool:
    return len(word) > 1 and word[0] == "?"


def _groups(words: list[str]) -> Iterator[Group]:
    """Yield the groups of a query, the inner ones first."""
    open_: list[Group] = []
    rest = iter(words)
    for word in rest:
        if word.upper() == "VALUES" and open_:
            open_[-1].bound |= set(filter(_is_variable, _until(rest, "{")))
            list(_until(rest, "}"))
        elif word == "{":
            if open_:
                open_[-1].end_statement(".")
            open_.append(Group())
        elif open_:
            yield from _read_word(open_, word, rest)


def _read_word(open_: list[Group], word: str, rest: Iterator[str]) -> Iterator[Group]:
    """Take a word into the innermost group, and yield that group at its end."""
    group = open_[-1]
    if word == "}":
        group.end_statement(".")
        open_.pop()
        if open_:
            open_[-1].together.append(group.variables())
        yield group
    elif word in _OPENING:
        inside = {each for each in _within(rest, word) if _is_variable(each)}
        group.together.append(inside | {each for each in group.statement if _is_variable(each)})
        group.statement.append(word)
    elif word in ".;,":
        group.end_statement(word)
    elif word != "a" and re.fullmatch(r"[^\W\d_][\w-]*", word):
        group.end_statement(".")
    else:
        group.statement.append(word)


def _until(words: Iterator[str], end: str) -> Iterator[str]:
    for word in words:
        if word == end:
            return
        yield word


def _within(words: Iterator[str], opening: str) -> Iterator[str]:
    """Yield what is between a bracket and the one that closes it."""
    depth, closing = 1, _OPENING[opening]
    for word in words:
        depth += (word == opening) - (word == closing)
        if not depth:
            return
        yield word


def _starts(group: Group, counts: Counts) -> Iterator[tuple[int, str, int]]:
    """Yield where the evaluation of a group starts: how many triples, of what, for how many parts.

    A part is made of the patterns that share variables; several parts are combined.
    """
    parts = _parts(group)
    found = [
        min(_reads(pattern, group.bound, counts) for pattern in part) for part in parts if part
    ]
    wide = [each for each in found if each[0] > 1]
    if len(wide) > 1:
        yield reduce(lambda size, each: size * each[0], wide, 1), "", len(wide)
    else:
        yield from ((size, name, 1) for size, name in wide)


def _parts(group: Group) -> list[list[Pattern]]:
    """Return the patterns of a group, those together that share variables."""
    parts: list[tuple[set[str], list[Pattern]]] = [(each, []) for each in group.together if each]
    for first, path, last in group.patterns:
        variables = {word for word in (first, *path, last) if _is_variable(word)}
        parts.append((variables, [(first, path, last)]))
    apart: list[tuple[set[str], list[Pattern]]] = []
    for variables, patterns in parts:
        shared = [each for each in apart if each[0] & variables]
        apart = [each for each in apart if each not in shared]
        every = [*(one for each in shared for one in each[1]), *patterns]
        apart.append((variables.union(*(each[0] for each in shared)), every))
    return [patterns for _, patterns in apart]


def _reads(pattern: Pattern, bound: set[str], counts: Counts) -> tuple[int, str]:
    """Return how many triples a pattern alone stands for, and the name that tells them apart."""
    subject, path, target = pattern
    if not _is_variable(subject) or subject in bound or target in bound:
        return 1, ""
    if path in (["a"], ["rdf:type"]) and not _is_variable(target):
        return counts.classes.get(target, 1), f"a {target}"
    if not _is_variable(target):
        return 1, ""
    named = [(counts.properties[word], word) for word in path if word in counts.properties]
    return min(named, default=(counts.total, "") if _is_variable(path[0]) else (1, ""))
