"""Search and autocomplete: a query read in one way after another, until names answer it wholly.

As it was typed; without its frame; its diploma called by its sigle; its misspelt words corrected.
Where no reading is answered, things come that share most of its weight; what it wishes for beside
or instead of a name is told as intentions.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ontology import base
from ontology.words import EMPTY, tokens
from server.search.frames import without_frame
from server.search.identifiers import find_identifiers
from server.search.index import SearchIndex
from server.search.intentions import Intentions, read_intentions
from server.search.name_matches import (
    LEADING,
    NOTHING,
    Match,
    Matches,
    begins_like,
    match_activities,
    match_most,
    match_names,
    match_trade,
    says_all,
)
from server.search.query import SearchQuery, parse_query, query_of

__all__ = ["SearchHit", "SearchResults", "find_all", "suggest"]

_SUGGESTING: Final = 20
_FINDING: Final = 40
_OF_ONE_TYPE: Final = 300
"""Names of each type that are looked at, those of fewest words first."""
_MOST: Final = 200
_DOING: Final = "ing"
_DOERS: Final = ("er", "e", "or", "eer", "")
"""Endings of who does something, by what it is in English: baking, baker; nursing, nurse."""
_MEANT: Final = frozenset({"metier", "niveau", "statut", "interet", "secteur"})
"""Types whose names are meant even where their words are those of a wish: « sport » is a sector."""
_DONE: Final = frozenset({"interet", "secteur", "statut"})
"""Facets of what one does, and where."""
_MEASURES: Final = frozenset({"niveau", "pay", "duree"})
"""Facets of how much."""
_BY_NAME: Final = ("own", "name", "english")
"""Reasons of a match that is found by a name of its own."""
_MOST_CORRECTED: Final = 3
"""Words of a query whose slips are looked for in all the names; a longer one is answered by most
of its words."""


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
    name holds all the words, `is_cut` that more answers than there are hits. `words` are those that
    were looked for, `intentions` what was wished for.
    """

    hits: Sequence[SearchHit]
    spelling: str
    is_partial: bool
    is_cut: bool
    words: Sequence[str]
    intentions: Intentions


@dataclass(frozen=True)
class QueryAnswer:
    """What names answer: all the words of a query that was read in one way, or most of them.

    `typed` is the query as it was written, `query` as it was read; `wished` are the code-list
    values that its `intentions` name, `told` the métiers that say that they do what it says, where
    it names nothing.
    """

    typed: SearchQuery
    query: SearchQuery
    named: Matches
    intentions: Intentions
    near: Matches = NOTHING
    wished: Sequence[Match] = ()
    told: Sequence[Match] = ()

    @property
    def is_corrected(self) -> bool:
        """Tell whether names answer it only with other words."""
        return bool(self.query.corrections)


def find_all(index: SearchIndex, text: str, type_: str = "") -> SearchResults:
    """Return what answers a text, of one type if it is given, two hundred things at most."""
    answer = _answer(index, text, _wanted(index, type_))
    texts: Sequence[Match] = ()
    if not (answer.intentions.is_all and _has_metiers(answer.intentions)):
        texts = _by_texts(index, answer.typed) or _by_texts(index, answer.query)
    kept: dict[int, Match] = {}
    for each in _in_order(answer, texts):
        if type_ in ("", each.type):
            kept.setdefault(each.thing, each)
    return SearchResults(
        hits=_hits(index, list(kept.values())[:_MOST]),
        spelling=_corrected_text(index, answer.query),
        is_partial=bool(answer.near.found) and not (answer.told or texts),
        is_cut=len(kept) > _MOST or len(texts) == _MOST or answer.named.is_cut,
        words=[word.text for word in answer.query.words],
        intentions=answer.intentions,
    )


def suggest(
    index: SearchIndex, text: str, most: int, types: Collection[str] = ()
) -> list[SearchHit]:
    """Return the first things whose names answer what is being typed, of some types or of any."""
    answer = _answer(index, text, dict.fromkeys(types or index.types, _SUGGESTING))
    found = {each.thing: each for each in _in_order(answer, ()) if not types or each.type in types}
    return _hits(index, list(found.values())[:most])


def _wanted(index: SearchIndex, type_: str) -> Mapping[str, int]:
    """Return the types whose names are looked at, and how many: what leads to a type, too."""
    if not type_:
        return dict.fromkeys(index.types, _FINDING)
    leading = LEADING if type_ in (*LEADING, "metier") else ()
    return {**dict.fromkeys(leading, _FINDING), type_: _OF_ONE_TYPE}


def _answer(index: SearchIndex, text: str, wanted: Mapping[str, int]) -> QueryAnswer:
    """Return what names answer, by the first reading of a text that some name answers wholly."""
    identified = find_identifiers(text)
    typed = parse_query(identified.text)
    intentions = read_intentions(typed.typed)
    if coded := _by_codes(index, identified.codes, wanted):
        return QueryAnswer(typed, typed, Matches(coded, False), intentions)
    bare = typed if identified.is_code else query_of(without_frame(typed.typed))
    for query in _readings(index, typed, bare, intentions):
        if (matches := match_names(index, query, wanted)).found:
            if query.typed != typed.typed:
                matches = _metier_first(index, query, matches)
            return _beside_names(index, QueryAnswer(typed, query, matches, intentions), bare)
    wished = _by_wish(index, intentions)
    if 0 < len(bare.words) <= _MOST_CORRECTED:
        corrected = bare.correct(index)
        if corrected.corrections and (matches := match_names(index, corrected, wanted)).found:
            return QueryAnswer(typed, corrected, matches, intentions, wished=wished)
    told = () if identified.is_code else _told(index, bare, intentions)
    if intentions.is_all or identified.is_code or not bare.has_content_words:
        return QueryAnswer(typed, bare, NOTHING, intentions, wished=wished, told=told)
    near = _trade_first(index, bare, match_most(index, bare, wanted))
    if near.named:
        told = ()
    elif near.found and says_all(bare, near.found[0]):
        told = [near.found[0], *told]
    return QueryAnswer(typed, bare, NOTHING, intentions, near, told=told)


def _beside_names(index: SearchIndex, answer: QueryAnswer, bare: SearchQuery) -> QueryAnswer:
    """Return an answer with what it wishes for and who does it, unless names are what it means."""
    named = answer.named
    if _is_of_measures(answer.intentions):
        meant = [each for each in named.found if each.type in named.named & _MEANT]
        return replace(answer, named=replace(named, found=meant, is_cut=False))
    is_wish = answer.intentions.is_all and len(answer.typed.typed) > 1
    is_meant = named.named & _MEANT if is_wish else named.named or named.found[0].type == "metier"
    if is_meant:
        return answer
    wished = _by_wish(index, answer.intentions) if is_wish else ()
    return replace(answer, wished=wished, told=_told(index, bare, answer.intentions))


def _told(index: SearchIndex, query: SearchQuery, intentions: Intentions) -> Sequence[Match]:
    """Return the métiers that say that they do what a query says; none where it says only how much.

    « Bien payé sans bac » is of pay and of levels.
    """
    return () if _is_of_measures(intentions) else match_activities(index, query)


def _has_metiers(intentions: Intentions) -> bool:
    """Tell whether métiers are told apart by some wish: none is by « alternance »."""
    return any(each.facet in _DONE | _MEASURES for each in intentions.wishes)


def _is_of_measures(intentions: Intentions) -> bool:
    """Tell whether a query is all wishes, for how much and none for what one does or where."""
    facets = {each.facet for each in intentions.wishes}
    return intentions.is_all and bool(facets & _MEASURES) and not facets & _DONE


def _by_codes(
    index: SearchIndex, codes: Sequence[str], wanted: Mapping[str, int]
) -> Sequence[Match]:
    return [
        match for code in codes for match in match_names(index, parse_query(code), wanted).found
    ]


def _readings(
    index: SearchIndex, typed: SearchQuery, bare: SearchQuery, intentions: Intentions
) -> Iterator[SearchQuery]:
    """Yield the ways to read a query, the likeliest first: « DE » names nothing by itself."""
    if typed.words:
        readings = [*_english_trade(index, bare), typed, bare]
        if bare.diploma:
            diploma, rest = bare.diploma
            place = 0 if bare.typed[0] in EMPTY else len(readings)
            readings.insert(place, query_of([*tokens(diploma.sigle), *rest]))
        if intentions.wishes and not intentions.is_all:
            wished = {word for each in intentions.wishes for word in each.words}
            readings.append(query_of(without_frame([w for w in typed.typed if w not in wished])))
        yield from readings


def _english_trade(index: SearchIndex, query: SearchQuery) -> Iterator[SearchQuery]:
    """Yield who does what one English word says is done, if some name is that: « nursing », nurse.

    Not what names in French have too, « marketing ».
    """
    word = query.words[0].text
    if len(query.words) > 1 or not word.endswith(_DOING) or index.is_spelt(word):
        return
    wanted = dict.fromkeys(("metier", "esco"), _OF_ONE_TYPE)
    for ending in _DOERS:
        trade = word.removesuffix(_DOING) + ending
        if any(name.key == trade for name in index.match_names(f'"{trade}"', wanted)):
            yield query_of([trade])
            break


def _metier_first(index: SearchIndex, query: SearchQuery, matches: Matches) -> Matches:
    """Return what a longer text names, its métier before other names for the same.

    That is the one whose whole name begins it, or the best that has all of it or is led to.
    """
    if query.diploma or _is_of_metier(matches):
        return matches
    trade = [each for each in match_trade(index, query) if begins_like(query, each)]
    if matches.named and not trade:
        trade = [each for each in matches.found if each.type == "metier"][:1]
    named = matches.named | {each.type for each in trade}
    return replace(matches, found=[*trade, *matches.found], named=named)


def _trade_first(index: SearchIndex, query: SearchQuery, matches: Matches) -> Matches:
    """Return what has most of a longer text, the métier that it names whole before the rest."""
    if query.diploma or _is_of_metier(matches):
        return matches
    trade = match_trade(index, query)
    named = matches.named | {each.type for each in trade}
    return Matches([*trade, *matches.found], matches.is_cut, named)


def _is_of_metier(matches: Matches) -> bool:
    first = next(iter(matches.found), None)
    return first is not None and first.type == "metier" and first.reason in _BY_NAME


def _by_wish(index: SearchIndex, intentions: Intentions) -> Sequence[Match]:
    """Return the values that a query wishes for, levels aside, if it says nothing else."""
    iris = [
        f"{base()}id/{each.facet}/{each.value}"
        for each in intentions.wishes
        if each.facet != "niveau"
    ]
    numbers = index.numbers_of(iris) if intentions.is_all else []
    return [Match(number, type_, 1.0, "", "own") for number, type_ in numbers]


def _by_texts(index: SearchIndex, query: SearchQuery) -> Sequence[Match]:
    """Return the métiers whose names, codes and texts together hold every word, whole if any do."""
    if not query.has_content_words:
        return ()
    finished, begun = map(query.texts_expression, (False, True))
    texts = index.match_texts(finished, _MOST) or index.match_texts(begun, _MOST)
    return [Match(each, "metier", 0.0, "", "text") for each in texts]


def _in_order(answer: QueryAnswer, texts: Sequence[Match]) -> Iterator[Match]:
    """Yield what is found, best first.

    What is wished for, who does it, and in which sector; a whole name, a text that has all words,
    what is near.
    """
    yield from (each for each in answer.wished if each.type != "secteur")
    if answer.is_corrected:
        yield from texts
    yield from answer.told
    yield from (each for each in answer.wished if each.type == "secteur")
    yield from answer.named.found
    if len(answer.query.words) > 1:
        yield from answer.near.found
    yield from texts
    yield from answer.near.found


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
