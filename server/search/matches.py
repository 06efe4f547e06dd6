"""What a search answers: things found by names first, then in texts, then by most of the words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.search.index import SearchIndex
from server.search.query import SearchQuery, read
from server.search.ranking import LED, OF_RANK, closeness, weight_of

__all__ = [
    "LEADING",
    "Found",
    "Hit",
    "Match",
    "Matches",
    "by_fewer",
    "by_names",
    "by_texts",
    "find_all",
    "suggest",
]

LEADING: Final = ("appellation", "rome-v3", "rome-v4")
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
        """Where it stands among others."""
        return -self.worth, len(self.matched), self.thing


@dataclass(frozen=True)
class Matches:
    """Finds, best first, each of another thing; `is_cut` says that not all names were read."""

    found: Sequence[Match]
    is_cut: bool


@dataclass(frozen=True)
class Hit:
    """Something found: `matched` is the name by which it was, empty for a text.

    `reason` is that of `server.search.matches.Find`.
    """

    iri: str
    type: str
    label: str
    note: str
    matched: str
    reason: str


@dataclass(frozen=True)
class Found:
    """The hits, best first.

    `spelling` is what was meant, where no name holds what was typed. `is_partial` says that no
    name holds all the words, `is_cut` that more answers than there are hits.
    """

    hits: Sequence[Hit]
    spelling: str
    is_partial: bool
    is_cut: bool


def find_all(index: SearchIndex, text: str, type_: str = "") -> Found:
    """Return what answers a text, of one type if it is given, two hundred things at most."""
    wanted = _wanted(index, type_)
    asked, named = _named(index, text, wanted)
    told = by_texts(index, asked, _MOST)
    fewer = _NOTHING if named.found else by_fewer(index, asked, wanted)
    first, second = (told, named) if asked.mistaken else (named, told)
    kept: dict[int, Match] = {}
    for each in (*first.found, *second.found, *fewer.found):
        if type_ in ("", each.type):
            kept.setdefault(each.thing, each)
    is_cut = len(kept) > _MOST or any(finds.is_cut for finds in (named, told, fewer))
    hits = _hits(index, list(kept.values())[:_MOST])
    return Found(hits, _spelling(index, asked), bool(fewer.found), is_cut)


def suggest(index: SearchIndex, text: str, most: int) -> list[Hit]:
    """Return the first things whose names answer what is being typed."""
    wanted = dict.fromkeys(index.types, _SUGGESTING)
    asked, named = _named(index, text, wanted)
    return _hits(index, (named.found or by_fewer(index, asked, wanted).found)[:most])


def _named(index: SearchIndex, text: str, wanted: Mapping[str, int]) -> tuple[SearchQuery, Matches]:
    """Return what is asked, mended if no name answers it as it is, and what names answer it."""
    asked = read(text)
    finds = by_names(index, asked, wanted) if asked.words else _NOTHING
    if not finds.found:
        asked = asked.mended(index)
        finds = by_names(index, asked, wanted) if asked.mistaken else _NOTHING
    return asked, finds


def _wanted(index: SearchIndex, type_: str) -> Mapping[str, int]:
    """Return the types whose names are looked at, and how many: what leads to a type, too."""
    if not type_:
        return dict.fromkeys(index.types, _FINDING)
    leading = LEADING if type_ in (*LEADING, "metier") else ()
    return {**dict.fromkeys(leading, _FINDING), type_: _OF_ONE_TYPE}


def _hits(index: SearchIndex, finds: Sequence[Match]) -> list[Hit]:
    things = index.things([each.thing for each in finds])
    found = ((things[each.thing], each) for each in finds)
    return [
        Hit(thing.iri, thing.type, thing.label, thing.note, each.matched, each.reason)
        for thing, each in found
    ]


def _spelling(index: SearchIndex, asked: SearchQuery) -> str:
    """Return what was typed with the words that no name holds put right; empty if all are."""
    mistaken = asked.mistaken
    if not mistaken:
        return ""
    return " ".join(index.spelled(mistaken.get(word, word)) for word in asked.typed)


def by_names(
    index: SearchIndex, asked: SearchQuery, wanted: Mapping[str, int], finished: bool = True
) -> Matches:
    """Return the things whose names hold every word, and what those lead to.

    Of each type so many names are looked at as are `wanted`; those whose words are all `finished`
    are looked at apart, lest too many others come before them.
    """
    close = closeness(asked)
    weights = {type_: weight_of(type_, asked) for type_ in wanted}
    names = index.named(asked.named(unfinished=True), wanted)
    counts = Counter(name.type for name in names)
    if finished:
        names += index.named(asked.named(unfinished=False), wanted)
    best: dict[int, Match] = {}
    for name in dict.fromkeys(names):
        worth = weights[name.type] * OF_RANK[name.rank] * close(name.key)
        if worth:
            _keep(best, Match(name.thing, name.type, worth, name.text, _REASONS[name.rank]))
    for led in list(_led(index, asked, best.values())):
        _keep(best, led)
    return Matches(_ranked(best.values()), any(counts[each] >= wanted[each] for each in counts))


def by_fewer(index: SearchIndex, asked: SearchQuery, wanted: Mapping[str, int]) -> Matches:
    """Return the things whose names hold every word but one."""
    best: dict[int, Match] = {}
    is_cut = False
    for fewer in asked.with_one_less():
        finds = by_names(index, fewer, wanted, finished=False)
        is_cut |= finds.is_cut
        for find in finds.found:
            _keep(best, find)
    return Matches(_ranked(best.values()), is_cut)


def by_texts(index: SearchIndex, asked: SearchQuery, most: int) -> Matches:
    """Return the métiers whose names, codes and texts together hold every word."""
    told = index.told(asked.told(), most) if asked.is_telling else []
    return Matches([Match(each, "metier", 0.0, "", "text") for each in told], len(told) == most)


def _led(index: SearchIndex, asked: SearchQuery, finds: Iterable[Match]) -> Iterator[Match]:
    """Yield what the best appellations and codes lead to: codes, and the métiers of the V3's."""
    leading = _ranked(each for each in finds if each.type in LEADING)
    sources = {each.thing: each for each in leading[:_MOST_LEADING]}
    share = LED
    while sources:
        reached: dict[int, Match] = {}
        for source, target, type_ in index.links(list(sources)):
            by = sources[source]
            worth = share * by.worth * weight_of(type_, asked) / weight_of(by.type, asked)
            reason = "appellation" if "appellation" in (by.type, by.reason) else "rome"
            reached.setdefault(target, Match(target, type_, worth, by.matched, reason))
        yield from reached.values()
        sources, share = reached, 1.0


def _keep(best: dict[int, Match], find: Match) -> None:
    """Keep the best find of each thing."""
    if find.thing not in best or find.place < best[find.thing].place:
        best[find.thing] = find


def _ranked(finds: Iterable[Match]) -> list[Match]:
    return sorted(finds, key=lambda each: each.place)


_NOTHING: Final = Matches([], False)
