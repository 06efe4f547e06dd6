"""Attacks on a pattern, generated from its own expression: long texts that nearly match.

For each repetition: what leads to it, what it repeats (each way of matching its body, which is how
texts arise that two repetitions share), and an end that the pattern refuses.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, permutations, product, zip_longest
from re import _constants as sre
from re import _parser as parser
from typing import Any

Node = tuple[Any, Any]
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_ONE = (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN)
_USUAL = "a0Z_ \n\t\r\x00!\"'\\<>#-/.:;,\xe9\xa0\u2028"
_MOST = 600
"""How many attacks on one pattern: its repetitions take turns where there are more."""


@dataclass(frozen=True)
class Attack:
    """A text: `start`, then `pump` many times, then `end`."""

    start: str
    pump: str
    end: str

    def text(self, times: int) -> str:
        """Return the text with the pump so many times."""
        return self.start + self.pump * times + self.end


def attacks(pattern: "re.Pattern[Any]") -> list[Attack]:
    """Return the attacks on a pattern."""
    text = pattern.pattern
    shown = text.decode("latin-1") if isinstance(text, bytes) else text
    tree = list(parser.parse(text, pattern.flags))
    sampler = _Sampler(tree, pattern.flags, isinstance(text, bytes))
    each = [list(dict.fromkeys(sampler.of(place))) for place in _places(tree, [], [])]
    letters = (*sampler.letters, shown[:40])
    each.append([Attack("", one, end) for one in letters for end in ("", "\x00")])
    turns = chain.from_iterable(zip_longest(*each))
    return list(islice(dict.fromkeys(filter(None, turns)), _MOST))


@dataclass(frozen=True)
class _Place:
    """A repetition in a pattern: what stands before it and after, and what it repeats."""

    before: Sequence[Node]
    body: Sequence[Node]
    after: Sequence[Node]


def _places(nodes: Sequence[Node], before: list[Node], after: list[Node]) -> Iterator[_Place]:
    for at, (op, argument) in enumerate(nodes):
        leading, following = [*before, *nodes[:at]], [*nodes[at + 1 :], *after]
        if op in _REPEATS:
            least, most, body = argument
            if most > 1:
                yield _Place(leading, list(body), following)
            again = [(op, (least, most, body))] if most > 1 else []
            yield from _places(list(body), leading, [*again, *following])
        else:
            for inner in _inside(op, argument):
                yield from _places(list(inner), leading, following)


def _inside(op: Any, argument: Any) -> Sequence[Any]:
    """Return the sequences of nodes that a node other than a repetition holds."""
    if op is sre.SUBPATTERN:
        return [argument[3]]
    if op is sre.BRANCH:
        return list(argument[1])
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [argument[1]]
    return [argument] if op is sre.ATOMIC_GROUP else []


class _Sampler:
    """Makes texts that match parts of a pattern, of as few letters as tell its sets apart."""

    def __init__(self, tree: Sequence[Node], flags: int, in_bytes: bool) -> None:
        known = sorted({*_USUAL, *(chr(code) for node in _ones(tree) for code in _edges(node))})
        fits = {_key(node): self._matcher(node, flags, in_bytes) for node in _ones(tree)}
        signed: dict[tuple[bool, ...], str] = {}
        for letter in known:
            if not in_bytes or letter <= "\xff":
                signed.setdefault(tuple(bool(each(letter)) for each in fits.values()), letter)
        self.letters = [signed[each] for each in sorted(signed, key=sum)]
        self._refused = self.letters[0]
        self._accepted = {
            key: [letter for letter in self.letters if each(letter)] for key, each in fits.items()
        }

    @staticmethod
    def _matcher(node: Node, flags: int, in_bytes: bool) -> Any:
        state = parser.State()
        state.str, state.flags = (b"" if in_bytes else ""), flags
        compiled = re._compiler.compile(parser.SubPattern(state, [node]), flags)  # type: ignore[attr-defined]
        fits = compiled.fullmatch
        return (lambda one: fits(one.encode("latin-1"))) if in_bytes else fits

    def _sample(self, nodes: Sequence[Node], favoured: str, times: int, branch: int) -> str:
        take = partial(self._sample, favoured=favoured, times=times, branch=branch)
        found: list[str] = []
        for op, argument in nodes:
            if op in _ONE:
                fitting = self._accepted[_key((op, argument))]
                found.append(favoured if favoured in fitting else "".join(fitting[:1]))
            elif op in _REPEATS:
                least, most, body = argument
                found.append(take(list(body)) * min(max(least, times), most))
            elif op is sre.BRANCH:
                found.append(take(list(argument[1][branch % len(argument[1])])))
            elif op in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
                found.append(take(list(_inside(op, argument)[0])))
        return "".join(found)

    def _samples(self, nodes: Sequence[Node], branches: int) -> list[str]:
        drawn = product(range(branches), (0, 1), self.letters)
        return list(dict.fromkeys(self._sample(nodes, one, n, b) for b, n, one in drawn))

    def of(self, place: _Place) -> Iterator[Attack]:
        """Yield the attacks on one repetition."""
        bodies = [each for each in self._samples(place.body, _branches(place.body)) if each]
        leads = sorted(self._samples(place.before, 3), key=len)[:3]
        after = self._sample(place.after, self._refused, 0, 0)
        ends = dict.fromkeys((self._refused, "", after + self._refused, "\n" + self._refused))
        for end in ends:
            for lead in leads:
                yield from (Attack(lead, body, end) for body in bodies)
                yield from (Attack("", lead + body, end) for body in bodies[:6])
                yield from (Attack(lead, body + after, end) for body in bodies[:3])
                yield from (Attack(lead, a + b, end) for a, b in permutations(bodies[:4], 2))
                if lead:
                    yield Attack("", lead, end)


def _key(node: Node) -> tuple[Any, int]:
    """Return what tells a node that matches one letter from the others of its tree."""
    op, argument = node
    return op, id(argument) if op is sre.IN else argument or 0


def _ones(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield the nodes that match one letter."""
    for op, argument in nodes:
        if op in _ONE:
            yield op, argument
        for inner in [argument[2]] if op in _REPEATS else _inside(op, argument):
            yield from _ones(list(inner))


def _edges(node: Node) -> Iterator[int]:
    """Yield the codes of the letters that a node names, and those at the ends of its ranges."""
    op, argument = node
    if op in (sre.LITERAL, sre.NOT_LITERAL):
        yield argument
    for inner_op, inner in argument if op is sre.IN else ():
        if inner_op is sre.LITERAL:
            yield inner
        elif inner_op is sre.RANGE:
            yield from inner


def _branches(nodes: Sequence[Node]) -> int:
    """Return how many branches the widest choice among some nodes has, at any depth."""
    widths = [1]
    for op, argument in nodes:
        if op is sre.BRANCH:
            widths.append(len(argument[1]))
        for inner in [argument[2]] if op in _REPEATS else _inside(op, argument):
            widths.append(_branches(list(inner)))
    return min(max(widths), 24)
