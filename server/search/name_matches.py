"""Matches: things whose names hold all words of a query or most of them, and where they lead."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ontology.words import root, stem, telling, tokens
from server.search.coverage import most_covering
from server.search.index import FoundName, SearchIndex
from server.search.query import SearchQuery, Word
from server.search.ranking import (
    ENGLISH_LINK_WEIGHT,
    LINK_WEIGHT,
    RANK_WEIGHTS,
    closeness,
    is_whole,
    weight_of,
)

__all__ = [
    "NOTHING",
    "Match",
    "Matches",
    "begins_like",
    "match_activities",
    "match_most",
    "match_names",
    "match_trade",
    "ranked",
    "says_all",
]

LEADING: Final = ("appellation", "rome-v3", "rome-v4", "esco")
"""The types of things that lead to others; ESCO's by their names in English."""
_OCCUPATIONS: Final = ("metier", "appellation", "esco")
_STUDIES: Final = ("formation", "certification")
_MOST_LEADING: Final = 8
_REASONS: Final = ("own", "name", "code", "english", "english")
_ENGLISH: Final = 3
"""The first of the ranks of names in English."""
_UNLIKE: Final = 0.6
"""What is left of a link to a métier whose names share no word with the query."""
_NEAR_ENOUGH: Final = 0.3
"""Things are near that are worth so much of the nearest."""
_MOST_NEAR: Final = 40
_MOST_ACTIVE: Final = 40
_LEAST_OF_QUERY: Final = 0.12
"""The share of a query, by weight, that the name of a trade must have to be what it is about."""


@dataclass(frozen=True)
class Match:
    """A thing by its number, what its name is worth, and why it is found.

    `reason` tells what `matched` is to it: its "own" name, another "name", its "code"; that of an
    "appellation" or of a "rome" code that leads to it; its name in "english", or that of the "esco"
    occupation that leads to it; or the thing is found by its "text".
    """

    thing: int
    type: str
    worth: float
    matched: str
    reason: str

    @property
    def place(self) -> tuple[float, int, int]:
        """Sort key: where it stands among others."""
        return -self.worth, len(self.matched), self.thing


@dataclass(frozen=True)
class Matches:
    """Matches, best first, each of another thing; `is_cut` says that not all names were read.

    `named` are the types of those that the query names: it is all of a name, or an occupation
    begins with its first word, as « vendeur chaussures ».
    """

    found: Sequence[Match]
    is_cut: bool
    named: frozenset[str] = frozenset()


NOTHING: Final = Matches([], False)


def match_names(index: SearchIndex, query: SearchQuery, wanted: Mapping[str, int]) -> Matches:
    """Return the things whose names hold every word, and what those lead to.

    Of each type so many names are looked at as are `wanted`; those whose words are all finished
    are looked at apart, lest too many others come before them.
    """
    close = closeness(query)
    weights = {type_: weight_of(type_, query) for type_ in wanted}
    names = index.match_names(query.names_expression(unfinished=True), wanted)
    counts = Counter(name.type for name in names)
    names += index.match_names(query.names_expression(unfinished=False), wanted)
    is_french = _is_french(index, query, names)
    best: dict[int, Match] = {}
    for name in dict.fromkeys(names):
        closest = close(name.key)
        if name.rank < _ENGLISH or not is_french or is_whole(closest):
            worth = weights[name.type] * RANK_WEIGHTS[name.rank] * closest
            if worth:
                _keep(best, Match(name.thing, name.type, worth, name.text, _REASONS[name.rank]))
    named = frozenset(each.type for each in best.values() if _is_named(query, each))
    _keep_linked(index, query, best)
    is_cut = any(counts[each] >= wanted[each] for each in counts)
    return Matches(ranked(best.values()), is_cut, named)


def _is_named(query: SearchQuery, match: Match) -> bool:
    """Tell whether a query is as long as a name that it matches, or begins like an occupation."""
    words = telling(tokens(match.matched))
    if match.type in _STUDIES:
        return bool(query.diploma)
    has_one = any(stem(word) == asked.stem for word in words for asked in query.words)
    return (has_one and len(words) <= len(query.words)) or begins_like(query, match)


def begins_like(query: SearchQuery, match: Match) -> bool:
    """Tell whether a match is an occupation whose name has the first word of a query first."""
    words = telling(tokens(match.matched))
    return match.type in _OCCUPATIONS and stem(words[0]) == query.words[0].stem


def _is_known(index: SearchIndex, word: Word) -> bool:
    """Tell whether names in French or sheets have a word, in some form, or who does it."""
    return index.is_french(word.text) or any(map(index.is_french, (word.stem, *word.agents)))


def says_all(query: SearchQuery, match: Match) -> bool:
    """Tell whether a match is an occupation whose name has the roots of all words, of several."""
    roots = set(map(root, tokens(match.matched)))
    every = len(query.words) > 1 and all(root(word.text) in roots for word in query.words)
    return every and match.type in _OCCUPATIONS


def match_most(index: SearchIndex, query: SearchQuery, wanted: Mapping[str, int]) -> Matches:
    """Return the things whose names share most with a query, by the weight of its words."""
    best: dict[int, Match] = {}
    for each in most_covering(index, telling(list(query.typed)), list(wanted)):
        name = each.name
        worth = each.worth * RANK_WEIGHTS[name.rank] ** 0.5 * weight_of(name.type, query)
        _keep(best, Match(name.thing, name.type, worth, name.text, _REASONS[name.rank]))
    _keep_linked(index, query, best)
    found = ranked(best.values())
    near = [each for each in found if each.worth >= found[0].worth * _NEAR_ENOUGH][:_MOST_NEAR]
    named = frozenset(each.type for each in near if begins_like(query, each))
    return Matches(near, is_cut=False, named=named)


def match_activities(index: SearchIndex, query: SearchQuery) -> Sequence[Match]:
    """Return the métiers that say so what they do: in words of the families of all that is asked.

    None for what names a diploma or nothing, which a sheet mentions, or has a word of elsewhere.
    """
    if query.diploma or not query.has_content_words:
        return ()
    if not all(_is_known(index, word) for word in query.words):
        return ()
    numbers = index.match_activities(query.activities_expression, _MOST_ACTIVE)
    return [Match(each, "metier", 0.0, "", "text") for each in numbers]


def match_trade(index: SearchIndex, query: SearchQuery) -> Sequence[Match]:
    """Return the métier with the most telling name that stands whole in a query; or none."""
    whole = [
        each
        for each in most_covering(index, telling(list(query.typed)), ["metier"])
        if each.is_whole and each.share >= _LEAST_OF_QUERY
    ]
    whole.sort(key=lambda each: (-each.share, each.name.rank, len(each.name.key), each.name.thing))
    return [
        Match(each.name.thing, "metier", each.worth, each.name.text, _REASONS[each.name.rank])
        for each in whole[:1]
    ]


def ranked(matches: Iterable[Match]) -> list[Match]:
    """Return matches, best first."""
    return sorted(matches, key=lambda each: each.place)


def _is_french(index: SearchIndex, query: SearchQuery, names: Iterable[FoundName]) -> bool:
    """Tell whether all words are French, so that a name in English must be just that."""
    if not any(name.rank >= _ENGLISH for name in names):
        return False
    return all(index.is_french(word.text) for word in query.words)


def _keep_linked(index: SearchIndex, query: SearchQuery, best: dict[int, Match]) -> None:
    """Keep what the best appellations, codes and occupations lead to, as well."""
    linked = list(_linked(index, query, best.values()))
    metiers = {each.thing for each in linked if each.type == "metier"}
    shares = _shares(index, query, metiers)
    for each in linked:
        is_judged = each.type == "metier" and each.reason != "esco"
        share = shares.get(each.thing, 0.0) if is_judged else 1.0
        _keep(best, replace(each, worth=each.worth * (_UNLIKE + (1 - _UNLIKE) * share)))


def _shares(index: SearchIndex, query: SearchQuery, metiers: set[int]) -> Mapping[int, float]:
    """Return how many of the words of a query some name of each métier has, from 0 to 1."""
    asked = {root(word.text) for word in query.words}
    shares: dict[int, float] = {}
    for name in index.names_of(metiers):
        shared = len(asked & set(map(root, name.key.split()))) / len(asked)
        shares[name.thing] = max(shared, shares.get(name.thing, 0.0))
    return shares


def _linked(index: SearchIndex, query: SearchQuery, matches: Iterable[Match]) -> Iterator[Match]:
    """Yield what the best appellations and codes lead to: codes, and the métiers of the V3's."""
    leading = ranked(
        each
        for each in matches
        if each.type in LEADING and (each.type != "esco" or each.reason == "english")
    )
    sources = {each.thing: each for each in leading[:_MOST_LEADING]}
    share = LINK_WEIGHT
    while sources:
        reached: dict[int, Match] = {}
        for source, target, type_ in index.links(list(sources)):
            by = sources[source]
            worth = by.worth * weight_of(type_, query) / weight_of(by.type, query)
            worth *= ENGLISH_LINK_WEIGHT if by.reason == "english" else share
            reached.setdefault(target, Match(target, type_, worth, by.matched, _reason_after(by)))
        yield from reached.values()
        sources, share = reached, 1.0


def _reason_after(by: Match) -> str:
    """Return why what a match leads to is found."""
    if by.reason == "english":
        return "esco"
    return "appellation" if "appellation" in (by.type, by.reason) else "rome"


def _keep(best: dict[int, Match], match: Match) -> None:
    """Keep the best match of each thing."""
    if match.thing not in best or match.place < best[match.thing].place:
        best[match.thing] = match
