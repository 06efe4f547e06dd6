"""Side by side: what a field had before and has after, with what differs marked in both.

Texts are compared word by word within a bound: beyond it, or where little is the same, the whole of
each is marked. In a list, long passages that are the same are left out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from server.releases.change_tables import ChangeValue

__all__ = ["DiffLine", "DiffPiece", "SideBySide", "side_by_side"]

_TOKEN: Final = re.compile(r"\n|\w+|[^\w\s]|[^\S\n]+")
_MOST: Final = 120_000
"""The product of two numbers of tokens beyond which texts are not compared: some milliseconds."""
_LEAST: Final = 0.3
"""The part of two texts that must be the same for their differences to tell something."""
_AROUND: Final = 12
"""How many tokens of what is the same are shown beside what differs, in a list."""
_CUT: Final = " … "
_FEW_LINES, _FEW = 6, 600
_MANY_LINES, _MANY = 60, 4_000
"""How many lines, and characters, of each side are shown in a list, and of one thing alone."""


@dataclass(frozen=True)
class DiffPiece:
    """A part of a line: words that both sides have, or that one has alone."""

    text: str
    differs: bool


@dataclass(frozen=True)
class DiffLine:
    """A value, or a line of a text; `iri` is that of a thing, else empty."""

    pieces: Sequence[DiffPiece]
    iri: str = ""


@dataclass(frozen=True)
class SideBySide:
    """The lines of both sides; `more` counts the lines of each that are left out."""

    before: Sequence[DiffLine]
    after: Sequence[DiffLine]
    more: tuple[int, int] = (0, 0)


def side_by_side(
    before: Sequence[ChangeValue], after: Sequence[ChangeValue], in_list: bool
) -> SideBySide:
    """Compare the values of a field; a list shows little of each, and cuts what is the same."""
    if any(value.iri for value in (*before, *after)) or not (before and after):
        differs = bool(before and after)  # beside nothing, there is nothing to tell apart
        old, new = ([_whole(value, differs) for value in values] for values in (before, after))
    else:
        old, new = _compared(before, after, in_list)
    lines, characters = (_FEW_LINES, _FEW) if in_list else (_MANY_LINES, _MANY)
    left, right = _first(old, lines, characters), _first(new, lines, characters)
    return SideBySide(left, right, (len(old) - len(left), len(new) - len(right)))


def _first(lines: Sequence[DiffLine], most: int, characters: int) -> list[DiffLine]:
    """Return the first lines, so many and so long at most; a line that is too long is cut."""
    found: list[DiffLine] = []
    for line in lines[:most]:
        pieces: list[DiffPiece] = []
        for piece in line.pieces:
            kept = piece.text[:characters]
            characters -= len(kept)
            if kept:
                pieces.append(replace(piece, text=kept))
            if len(kept) < len(piece.text):
                pieces.append(DiffPiece(_CUT, differs=False))
                break
        if pieces:
            found.append(replace(line, pieces=pieces))
        if not characters:
            break
    return found


def _whole(value: ChangeValue, differs: bool = True) -> DiffLine:
    return DiffLine([DiffPiece(value.text, differs)], value.iri)


def _compared(
    before: Sequence[ChangeValue], after: Sequence[ChangeValue], in_list: bool
) -> tuple[list[DiffLine], list[DiffLine]]:
    old, new = (_TOKEN.findall("\n".join(each.text for each in side)) for side in (before, after))
    if len(old) * len(new) > _MOST:
        return [*map(_whole, before)], [*map(_whole, after)]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _LEAST:
        return [*map(_whole, before)], [*map(_whole, after)]
    left: list[DiffPiece] = []
    right: list[DiffPiece] = []
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            same = _shortened(old[i1:i2], i1 == 0, i2 == len(old)) if in_list else old[i1:i2]
            left += _pieces(same, False)
            right += _pieces(same, False)
        else:
            left += _pieces(old[i1:i2], True)
            right += _pieces(new[j1:j2], True)
    return _lines(left), _lines(right)


def _shortened(tokens: Sequence[str], is_first: bool, is_last: bool) -> Sequence[str]:
    """Return words that are the same, but for those that are far from any that differs."""
    head = 0 if is_first else _AROUND
    tail = 0 if is_last else _AROUND
    if len(tokens) <= head + tail + _AROUND:
        return tokens
    return [*tokens[:head], _CUT, *tokens[len(tokens) - tail :]]


def _pieces(tokens: Iterable[str], differs: bool) -> list[DiffPiece]:
    """Return runs of tokens, the ends of lines as pieces of their own."""
    found: list[DiffPiece] = []
    run: list[str] = []
    for token in tokens:
        if token == "\n":
            found += [DiffPiece("".join(run), differs)] if run else []
            found.append(DiffPiece("\n", differs))
            run = []
        else:
            run.append(token)
    return [*found, DiffPiece("".join(run), differs)] if run else found


def _lines(pieces: Iterable[DiffPiece]) -> list[DiffLine]:
    lines: list[list[DiffPiece]] = [[]]
    for piece in pieces:
        if piece.text == "\n":
            lines.append([])
        else:
            lines[-1].append(piece)
    return [DiffLine(line) for line in lines if line]
