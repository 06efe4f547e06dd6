"""Resolution of a column of codes: what each is, how that was settled, and what the column is.

All the codes of the ROME V3 are codes of the V4 too, and none has the same label there: a code
never tells its edition. The label beside it does; failing that, the labels of the others.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ontology.folding import slug
from server.codes.code_table import BehindCode, CodeMeaning, CodeTable
from server.codes.schemes import (
    ROME,
    SCHEMES,
    Candidate,
    candidates,
    clean_code,
    rome_code_within,
    schemes_named,
)

__all__ = [
    "LONGEST_CODE",
    "CodeCell",
    "ColumnResolution",
    "ColumnVerdict",
    "ResolvedCode",
    "resolve_codes",
]

LONGEST_CODE: Final = 200
"""Characters of a cell beyond which it is no code, and is not read as one."""
_MOST: Final = 0.9
"""The part of a column's codes that must be of a scheme for the others to be taken for it."""
_LEAST: Final = 3
"""How many codes must be of it, at least."""

Status = Literal["resolved", "ambiguous", "unknown", "malformed", "empty"]
_LABELS: Final = ("label", "appellation")
SettledBy = Literal["", "code", "label", "appellation", "column"]


@dataclass(frozen=True, slots=True)
class CodeCell:
    """A code as it was written, and the label beside it, empty where there is none."""

    code: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedCode:
    """What a cell is: one thing where it is `resolved`, all it may be where it is `ambiguous`.

    `settled_by` is what chose among them. Of a malformed cell, `within` is the code of the ROME
    that it begins with.
    """

    cell: CodeCell
    status: Status
    settled_by: SettledBy = ""
    meanings: Sequence[CodeMeaning] = ()
    within: str = ""


@dataclass(frozen=True, slots=True)
class ColumnVerdict:
    """What a column is: `scheme` is the one of most codes, empty where none is settled.

    `codes` counts the codes that differ, `agreeing` those that are of the scheme, of which the
    label of `by_label` says so; `by_column` those that were taken for it as the others are.
    `statuses` counts the codes by what became of them.
    """

    scheme: str
    codes: int
    agreeing: int
    by_label: int
    by_column: int
    statuses: Mapping[str, int]

    @property
    def title(self) -> str:
        """The name of the scheme, empty without one."""
        return SCHEMES[self.scheme].title if self.scheme else ""


@dataclass(frozen=True, slots=True)
class ColumnResolution:
    """The cells of a column, in their order, each resolved; and the métiers behind them."""

    cells: Sequence[ResolvedCode]
    verdict: ColumnVerdict
    metiers: Mapping[str, BehindCode]


def resolve_codes(
    table: CodeTable, cells: Sequence[CodeCell], scheme: str = ""
) -> ColumnResolution:
    """Resolve the cells of a column, of one `scheme` if it is said; KeyError for an unknown one."""
    schemes = schemes_named(scheme)
    asked = {cell: _candidates(cell, schemes) for cell in dict.fromkeys(cells)}
    known = table.meanings(each for some in asked.values() for each in some)
    found = {cell: _by_code(cell, some, known) for cell, some in asked.items()}
    found |= _by_label(table, found.values())
    found |= _by_column(found.values(), _column_schemes(found.values()))
    metiers = {each for one in found.values() for some in one.meanings for each in some.metiers}
    return ColumnResolution(
        [found[cell] for cell in cells], _verdict(found.values()), table.metiers(metiers)
    )


def _candidates(cell: CodeCell, schemes: Sequence[str]) -> Sequence[Candidate]:
    return () if len(cell.code) > LONGEST_CODE else candidates(clean_code(cell.code), schemes)


def _by_code(
    cell: CodeCell,
    asked: Sequence[Candidate],
    known: Mapping[Candidate, Sequence[CodeMeaning]],
) -> ResolvedCode:
    meanings = [meaning for each in asked for meaning in known.get(each, ())]
    if len(meanings) == 1:
        return ResolvedCode(cell, "resolved", "code", meanings)
    if meanings:
        return ResolvedCode(cell, "ambiguous", "", meanings)
    if not cell.code.strip():
        return ResolvedCode(cell, "empty")
    within = rome_code_within(clean_code(cell.code[:LONGEST_CODE]))
    return (
        ResolvedCode(cell, "unknown") if asked else ResolvedCode(cell, "malformed", within=within)
    )


def _by_label(table: CodeTable, found: Iterable[ResolvedCode]) -> Mapping[CodeCell, ResolvedCode]:
    """Settle by its label what its label is that of one meaning alone: its own, or a job title."""
    labelled = [each for each in found if each.meanings and slug(each.cell.label)]
    settled = {}
    rest = []
    for each in labelled:
        own = [some for some in each.meanings if slug(some.label) == slug(each.cell.label)]
        if len(own) == 1:
            settled[each.cell] = ResolvedCode(each.cell, "resolved", "label", own)
        elif len(each.meanings) > 1:
            rest.append(each)
    titles = table.named(
        (some.iri, slug(each.cell.label))
        for each in rest for some in each.meanings if some.scheme in ROME
    )  # fmt: skip
    for each in rest:
        own = [some for some in each.meanings if (some.iri, slug(each.cell.label)) in titles]
        if len(own) == 1:
            settled[each.cell] = ResolvedCode(each.cell, "resolved", "appellation", own)
    return settled


def _column_schemes(found: Iterable[ResolvedCode]) -> Sequence[str]:
    """Return the schemes that almost all codes of a column are of.

    Of the ROME, only labels count; of other schemes, that they have the codes.
    """
    every = [each for each in found if each.status != "empty"]
    editions = Counter(
        each.meanings[0].scheme
        for each in every
        if each.settled_by in _LABELS and each.meanings[0].scheme in ROME
    )
    held = Counter(
        scheme
        for each in every
        for scheme in {some.scheme for some in each.meanings}.difference(ROME)
    )
    return [
        *(scheme for scheme, n in editions.items() if n >= max(_LEAST, _MOST * editions.total())),
        *(scheme for scheme, n in held.items() if n >= max(_LEAST, _MOST * len(every))),
    ]


def _by_column(
    found: Iterable[ResolvedCode], schemes: Sequence[str]
) -> Mapping[CodeCell, ResolvedCode]:
    """Settle what is ambiguous where one of its meanings alone is of what the column is."""
    settled = {}
    for each in found:
        likely = [some for some in each.meanings if some.scheme in schemes]
        if each.status == "ambiguous" and len(likely) == 1:
            settled[each.cell] = ResolvedCode(each.cell, "resolved", "column", likely)
    return settled


def _verdict(found: Iterable[ResolvedCode]) -> ColumnVerdict:
    """Return what the codes are, each counted once: with a label that says it, if it has one."""
    codes: dict[str, ResolvedCode] = {}
    for each in found:
        code = clean_code(each.cell.code[:LONGEST_CODE])
        if each.status != "empty" and (code not in codes or each.settled_by in _LABELS):
            codes[code] = each
    settled = [each for each in codes.values() if each.status == "resolved"]
    schemes = Counter(each.meanings[0].scheme for each in settled)
    scheme, agreeing = max(schemes.items(), key=lambda item: item[1], default=("", 0))
    ways = Counter(each.settled_by for each in settled if each.meanings[0].scheme == scheme)
    taken = ways["column"] if scheme in ROME else 0
    by_label = sum(ways[way] for way in _LABELS)
    statuses = Counter(str(each.status) for each in codes.values())
    return ColumnVerdict(scheme, len(codes), agreeing - taken, by_label, taken, dict(statuses))
