"""Search and autocomplete: things found by names, then in texts, then by most of the words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.search.index import SearchIndex
from server.search.query import SearchQuery, parse_query
from server.search.ranking import LINK_WEIGHT, RANK_WEIGHTS, closeness, weight_of

__all__ = ["Match", "Matches", "SearchHit", "SearchResults", "find_all", "suggest"]

_LEADING: Final = ("appellation", "rome-v3", "rome-v4")
"""The types of things that lead to others."""
_MOST_LEADING: Final = 8
_REASONS: Final = ("own", "name", "code")

_SUGGESTING: Final = 20
_FINDING: Final = 40
_OF_ONE_TYPE: Final = 300
"""Names of each type that are looked at, those of fewest words first."""
_MOST: Final = 200


@dataclass(frozen=True)
class Match:
    """A thing by its number, what its name is worth, and why it is found.

    `reason` tells what `matched` is to it: its "own" name, another "name", its "code"; that of an
    "appellation" or of a "rome" code that leads to it; or the thing is found by its "text".
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
    """Matches, best first, each of another thing; `is_cut` says that not all names were read."""

    found: Sequence[Match]
    is_cut: bool


@dataclass(frozen=True)
class SearchHit:
    """A result: `matched` is the name by which it was found, empty for a text.

    `reason` is that of `Match`.
    """

    iri: str
    type: str
    label: str
    note: str
    matched: str
    reason: str


@dataclass(frozen=True)
class SearchResults:
    """The results of a search, best first.

    `spelling` is what was meant, where no name holds what was typed. `is_partial` says that no
    name holds all the words, `is_cut` that more answers than there are hits.
    """

    hits: Sequence[SearchHit]
    spelling: str
    is_partial: bool
    is_cut: bool


_NOTHING: Final = Matches([], False)


def find_all(index: SearchIndex, text: str, type_: str = "") -> SearchResults:
    """Return what answers a text, of one type if it is given, two hundred things at most."""
    wanted = _wanted(index, type_)
    query, named = _match_names(index, text, wanted)
    texts = _by_texts(index, query, _MOST)
    fewer = _NOTHING if named.found else _by_fewer_words(index, query, wanted)
    first, second = (texts, named) if query.corrections else (named, texts)
    kept: dict[int, Match] = {}
    for each in (*first.found, *second.found, *fewer.found):
        if type_ in ("", each.type):
            kept.setdefault(each.thing, each)
    is_cut = len(kept) > _MOST or any(matches.is_cut for matches in (named, texts, fewer))
    hits = _hits(index, list(kept.values())[:_MOST])
    return SearchResults(hits, _corrected_text(index, query), bool(fewer.found), is_cut)


def suggest(index: SearchIndex, text: str, most: int) -> list[SearchHit]:
    """Return the first things whose names answer what is being typed."""
    wanted = dict.fromkeys(index.types, _SUGGESTING)
    query, named = _match_names(index, text, wanted)
    return _hits(index, (named.found or _by_fewer_words(index, query, wanted).found)[:most])


def _match_names(
    index: SearchIndex, text: str, wanted: Mapping[str, int]
) -> tuple[SearchQuery, Matches]:
    """Return the query, corrected if no name answers it as it is, and the names that answer it."""
    query = parse_query(text)
    matches = _by_names(index, query, wanted) if query.words else _NOTHING
    if not matches.found:
        query = query.correct(index)
        matches = _by_names(index, query, wanted) if query.corrections else _NOTHING
    return query, matches


def _wanted(index: SearchIndex, type_: str) -> Mapping[str, int]:
    """Return the types whose names are looked at, and how many: what leads to a type, too."""
    if not type_:
        return dict.fromkeys(index.types, _FINDING)
    leading = _LEADING if type_ in (*_LEADING, "metier") else ()
    return {**dict.fromkeys(leading, _FINDING), type_: _OF_ONE_TYPE}


def _hits(index: SearchIndex, matches: Sequence[Match]) -> list[SearchHit]:
    things = index.things([each.thing for each in matches])
    found = ((things[each.thing], each) for each in matches)
    return [
        SearchHit(thing.iri, thing.type, thing.label, thing.note, each.matched, each.reason)
        for thing, each in found
    ]


def _corrected_text(index: SearchIndex, query: SearchQuery) -> str:
    """Return what was typed with its misspelt words corrected; empty if there are none."""
    corrections = query.corrections
    if not corrections:
        return ""
    return " ".join(index.spelling_of(corrections.get(word, word)) for word in query.typed)


def _by_names(
    index: SearchIndex, query: SearchQuery, wanted: Mapping[str, int], finished: bool = True
) -> Matches:
    """Return the things whose names hold every word, and what those lead to.

    Of each type so many names are looked at as are `wanted`; those whose words are all `finished`
    are looked at apart, lest too many others come before them.
    """
    close = closeness(query)
    weights = {type_: weight_of(type_, query) for type_ in wanted}
    names = index.match_names(query.names_expression(unfinished=True), wanted)
    counts = Counter(name.type for name in names)
    if finished:
        names += index.match_names(query.names_expression(unfinished=False), wanted)
    best: dict[int, Match] = {}
    for name in dict.fromkeys(names):
        worth = weights[name.type] * RANK_WEIGHTS[name.rank] * close(name.key)
        if worth:
            _keep(best, Match(name.thing, name.type, worth, name.text, _REASONS[name.rank]))
    for linked in list(_linked(index, query, best.values())):
        _keep(best, linked)
    return Matches(_ranked(best.values()), any(counts[each] >= wanted[each] for each in counts))


def _by_fewer_words(index: SearchIndex, query: SearchQuery, wanted: Mapping[str, int]) -> Matches:
    """Return the things whose names hold every word but one."""
    best: dict[int, Match] = {}
    is_cut = False
    for fewer in query.with_one_word_less():
        matches = _by_names(index, fewer, wanted, finished=False)
        is_cut |= matches.is_cut
        for match in matches.found:
            _keep(best, match)
    return Matches(_ranked(best.values()), is_cut)


def _by_texts(index: SearchIndex, query: SearchQuery, most: int) -> Matches:
    """Return the métiers whose names, codes and texts together hold every word."""
    texts = index.match_texts(query.texts_expression(), most) if query.has_content_words else []
    return Matches([Match(each, "metier", 0.0, "", "text") for each in texts], len(texts) == most)


def _linked(index: SearchIndex, query: SearchQuery, matches: Iterable[Match]) -> Iterator[Match]:
    """Yield what the best appellations and codes lead to: codes, and the métiers of the V3's."""
    leading = _ranked(each for each in matches if each.type in _LEADING)
    sources = {each.thing: each for each in leading[:_MOST_LEADING]}
    share = LINK_WEIGHT
    while sources:
        reached: dict[int, Match] = {}
        for source, target, type_ in index.links(list(sources)):
            by = sources[source]
            worth = share * by.worth * weight_of(type_, query) / weight_of(by.type, query)
            reason = "appellation" if "appellation" in (by.type, by.reason) else "rome"
            reached.setdefault(target, Match(target, type_, worth, by.matched, reason))
        yield from reached.values()
        sources, share = reached, 1.0


def _keep(best: dict[int, Match], match: Match) -> None:
    """Keep the best match of each thing."""
    if match.thing not in best or match.place < best[match.thing].place:
        best[match.thing] = match


def _ranked(matches: Iterable[Match]) -> list[Match]:
    return sorted(matches, key=lambda each: each.place)
