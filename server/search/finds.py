"""Which things the names, the links and the texts of an index give, and what each is worth."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.search.asked import Asked
from server.search.index import SearchIndex
from server.search.ranking import LED, OF_RANK, closeness, weight_of

__all__ = ["LEADING", "Find", "Finds", "by_fewer", "by_names", "by_texts"]

LEADING: Final = ("appellation", "rome-v3", "rome-v4")
"""The types of things that lead to others."""
_MOST_LEADING: Final = 8
_REASONS: Final = ("own", "name", "code")


@dataclass(frozen=True)
class Find:
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
class Finds:
    """Finds, best first, each of another thing; `is_cut` says that not all names were read."""

    found: Sequence[Find]
    is_cut: bool


def by_names(
    index: SearchIndex, asked: Asked, wanted: Mapping[str, int], finished: bool = True
) -> Finds:
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
    best: dict[int, Find] = {}
    for name in dict.fromkeys(names):
        worth = weights[name.type] * OF_RANK[name.rank] * close(name.key)
        if worth:
            _keep(best, Find(name.thing, name.type, worth, name.text, _REASONS[name.rank]))
    for led in list(_led(index, asked, best.values())):
        _keep(best, led)
    return Finds(_ranked(best.values()), any(counts[each] >= wanted[each] for each in counts))


def by_fewer(index: SearchIndex, asked: Asked, wanted: Mapping[str, int]) -> Finds:
    """Return the things whose names hold every word but one."""
    best: dict[int, Find] = {}
    is_cut = False
    for fewer in asked.with_one_less():
        finds = by_names(index, fewer, wanted, finished=False)
        is_cut |= finds.is_cut
        for find in finds.found:
            _keep(best, find)
    return Finds(_ranked(best.values()), is_cut)


def by_texts(index: SearchIndex, asked: Asked, most: int) -> Finds:
    """Return the métiers whose names, codes and texts together hold every word."""
    told = index.told(asked.told(), most) if asked.is_telling else []
    return Finds([Find(each, "metier", 0.0, "", "text") for each in told], len(told) == most)


def _led(index: SearchIndex, asked: Asked, finds: Iterable[Find]) -> Iterator[Find]:
    """Yield what the best appellations and codes lead to: codes, and the métiers of the V3's."""
    leading = _ranked(each for each in finds if each.type in LEADING)
    sources = {each.thing: each for each in leading[:_MOST_LEADING]}
    share = LED
    while sources:
        reached: dict[int, Find] = {}
        for source, target, type_ in index.links(list(sources)):
            by = sources[source]
            worth = share * by.worth * weight_of(type_, asked) / weight_of(by.type, asked)
            reason = "appellation" if "appellation" in (by.type, by.reason) else "rome"
            reached.setdefault(target, Find(target, type_, worth, by.matched, reason))
        yield from reached.values()
        sources, share = reached, 1.0


def _keep(best: dict[int, Find], find: Find) -> None:
    """Keep the best find of each thing."""
    if find.thing not in best or find.place < best[find.thing].place:
        best[find.thing] = find


def _ranked(finds: Iterable[Find]) -> list[Find]:
    return sorted(finds, key=lambda each: each.place)
