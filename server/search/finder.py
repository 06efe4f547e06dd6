"""What a search answers: things found by names first, then in texts, then by most of the words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.search.asked import Asked, read
from server.search.finds import LEADING, Find, Finds, by_fewer, by_names, by_texts
from server.search.index import SearchIndex

__all__ = ["Found", "Hit", "find_all", "suggest"]

_SUGGESTING: Final = 20
_FINDING: Final = 40
_OF_ONE_TYPE: Final = 300
"""Names of each type that are looked at, those of fewest words first."""
_MOST: Final = 200
_NOTHING: Final = Finds([], False)


@dataclass(frozen=True)
class Hit:
    """Something found: `matched` is the name by which it was, empty for a text.

    `reason` is that of `server.search.finds.Find`.
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
    kept: dict[int, Find] = {}
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


def _named(index: SearchIndex, text: str, wanted: Mapping[str, int]) -> tuple[Asked, Finds]:
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


def _hits(index: SearchIndex, finds: Sequence[Find]) -> list[Hit]:
    things = index.things([each.thing for each in finds])
    found = ((things[each.thing], each) for each in finds)
    return [
        Hit(thing.iri, thing.type, thing.label, thing.note, each.matched, each.reason)
        for thing, each in found
    ]


def _spelling(index: SearchIndex, asked: Asked) -> str:
    """Return what was typed with the words that no name holds put right; empty if all are."""
    mistaken = asked.mistaken
    if not mistaken:
        return ""
    return " ".join(index.spelled(mistaken.get(word, word)) for word in asked.typed)
