"""Candidates: the things that a row may name, the likeliest first, with what speaks for each.

The score goes from 0 to 100: how like the name is, corrected by the evidence of other columns. A
candidate is a `match` where nobody need look: it has the words of the title, gender, number, order
and writing aside, or its code; no evidence is against it; and it is the only such candidate among
the types that were asked for, or the only one that some evidence agrees with.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from rapidfuzz.distance import OSA

from server.reconciliation.likeness import Likeness, liken
from server.reconciliation.properties import Evidence, compact, find_by_value
from server.reconciliation.query_batch import ReconciliationQuery
from server.search.index import FoundThing, SearchIndex
from server.search.retrieval import ask_of_type, readings_of, retrieve
from server.search.title import Title, parse_title, title_of

__all__ = ["RECONCILED", "Candidate", "find_candidates"]

RECONCILED: Final = (
    "metier", "appellation", "rome-v3", "rome-v4", "formation", "certification", "esco",
)  # fmt: skip
"""The types of things that rows may name, in the order in which equals come."""
_OF_ONE_TYPE, _OF_EACH_TYPE = 25, 8
"""Things whose names are read, where one type is asked for and where several are."""
_SPARE: Final = 5
"""Things of one type that are looked at closely beside those that are asked for."""
_NAME_WEIGHT: Final = 3.0
_EVIDENCE_WEIGHT: Final = 1.0
_LONGEST_CODE: Final = 24
_LONGEST_DESCRIPTION: Final = 120


@dataclass(frozen=True)
class Found:
    """A thing that is found: by a name that is like the title, by a code, or by evidence alone."""

    type: str
    figure: float = 0.0
    likeness: Likeness | None = None
    title: Title | None = None
    text: str = ""
    code: str = ""


@dataclass(frozen=True)
class Candidate:
    """A thing that a row may name; `verdicts` tell what its evidence says, by property."""

    thing: FoundThing
    score: float
    found: Found
    verdicts: Mapping[str, bool] = field(default_factory=dict)
    is_match: bool = False

    @property
    def description(self) -> str:
        """A few words to tell it from others: the code of it, or what the fiche says first."""
        note = self.thing.note
        return note if len(note) <= _LONGEST_DESCRIPTION else f"{note[:_LONGEST_DESCRIPTION]}…"

    @property
    def matched(self) -> str:
        """The name, or the code, by which it was found; empty if by evidence alone."""
        likeness = self.found.likeness
        return self.found.code or (likeness.name.text if likeness else "")

    @cached_property
    def features(self) -> Mapping[str, bool | float]:
        """What speaks for it, by the identifiers of `server.reconciliation.features`."""
        return {**_name_features(self.found), **self.verdicts}


def _name_features(found: Found) -> Mapping[str, bool | float]:
    if found.likeness is None or found.title is None:
        return {"code": True} if found.code else {}
    name = found.likeness.name
    words, asked = title_of(name.key), found.title
    return {
        "exact": name.text == found.text.strip(),
        "folded": words.words == asked.words,
        "word_order": words.spellings[0] == asked.spellings[0],
        "gender": words.sorted_stems == asked.sorted_stems,
        "edit_distance": min(OSA.distance(each, words.spellings[0]) for each in asked.spellings),
    }


def find_candidates(index: SearchIndex, query: ReconciliationQuery) -> Sequence[Candidate]:
    """Return the candidates of a row, the best first."""
    wanted = query.types or RECONCILED
    types = [each for each in RECONCILED if each in wanted and each in index.type_counts]
    found = _found(index, query, types)
    things = index.things(list(found))
    evidence = Evidence(index, query.properties, found)
    has_name = bool(query.texts or query.ids)
    candidates = [
        _judged(things[number], each, verdicts, has_name)
        for number, each in found.items()
        if (verdicts := evidence.verdicts(number)) is not None
    ]
    candidates.sort(
        key=lambda each: (-each.score, RECONCILED.index(each.thing.type), each.thing.id)
    )
    return _with_match(candidates)[: query.limit]


def _found(
    index: SearchIndex, query: ReconciliationQuery, types: Sequence[str]
) -> Mapping[int, Found]:
    """Return the things of some types that answer a row, each as it answers best."""
    best: dict[int, Found] = {}
    identified = find_by_value(index, query.properties)
    for number, thing in index.things(identified).items():
        best[number] = Found(thing.type)
    for text in query.texts:
        for number, found in _by_text(index, text, types, identified, query.limit):
            if number not in best or found.figure > best[number].figure:
                best[number] = found
    for number, type_ in index.numbers_of(query.ids):
        best[number] = Found(type_, 1.0, code="id")
    return {number: found for number, found in best.items() if found.type in types}


def _by_text(
    index: SearchIndex,
    text: str,
    types: Sequence[str],
    identified: Iterable[int],
    limit: int,
) -> Iterator[tuple[int, Found]]:
    title = parse_title(text)
    if title.words:
        readings = readings_of(index, title)
        is_one = len(types) == 1
        most = limit + _SPARE if is_one else min(limit, _OF_EACH_TYPE)
        read = max(most, _OF_ONE_TYPE if is_one else _OF_EACH_TYPE)
        for type_ in types:
            asked = ask_of_type(index, type_, title, readings)
            coverage = dict(retrieve(index, asked, read))
            names = index.names_of([*coverage, *identified])
            of_type = [name for name in names if name.type == type_]
            for number, likeness in liken(asked, of_type, coverage, most):
                yield number, Found(type_, likeness.figure, likeness, title, text)
        yield from _by_code(index, text, types)


def _by_code(index: SearchIndex, text: str, types: Sequence[str]) -> Iterator[tuple[int, Found]]:
    """Yield the things whose code is what a cell says, however it is parted."""
    code = compact(text)
    if any(map(str.isdigit, code)) and len(code) <= _LONGEST_CODE:
        for name in index.match_names(f'"{code}"', dict.fromkeys(types, _OF_EACH_TYPE)):
            if name.rank == 2 and name.key.replace(" ", "").removeprefix("rncp") in (
                code, code.removeprefix("rncp"),
            ):  # fmt: skip
                yield name.thing, Found(name.type, 1.0, code=name.text)


def _judged(
    thing: FoundThing, found: Found, verdicts: Mapping[str, bool], has_name: bool
) -> Candidate:
    weight = _NAME_WEIGHT if has_name else 0.0
    agreed = sum(verdicts.values()) * _EVIDENCE_WEIGHT
    whole = weight + len(verdicts) * _EVIDENCE_WEIGHT
    figure = (weight * found.figure + agreed) / whole if whole else 0.0
    return Candidate(thing, round(100 * figure, 1), found, verdicts)


def _with_match(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the candidates, the one that is safe marked and put first, if there is one."""
    sure = [each for each in candidates if _is_sure(each) and all(each.verdicts.values())]
    if len(sure) > 1:
        sure = [each for each in sure if each.verdicts]
    if len(sure) != 1:
        return candidates
    (match,) = sure
    marked = Candidate(match.thing, match.score, match.found, match.verdicts, True)
    return [marked, *(each for each in candidates if each is not match)]


def _is_sure(candidate: Candidate) -> bool:
    found = candidate.found
    if found.likeness is None or found.title is None:
        return bool(found.code)
    return title_of(found.likeness.name.key).sorted_stems == found.title.sorted_stems
