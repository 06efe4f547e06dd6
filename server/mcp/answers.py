"""Answers of the tools: a page of rows that an assistant can read whole, and what they are from."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ontology import base
from server.mcp.arguments import RefusedCallError
from server.releases.layout import Manifest

__all__ = ["MOST_CHARACTERS", "MOST_ROWS", "Rows", "Window", "document"]

MOST_ROWS: Final = 50
MOST_CHARACTERS: Final = 25_000
"""Of a whole result: the same document, once as an object and once as a text of JSON."""
_AROUND: Final = 400
"""Characters of a result around its document."""
_LONGEST: Final = (2_000, 200)
"""Characters of a value, and where not even one row has room; what is cut is told of."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Window:
    """The rows that are asked for: a page, counted from 1, of so many rows."""

    page: int = 1
    limit: int = MOST_ROWS

    @property
    def start(self) -> int:
        """How many rows come before it."""
        return (self.page - 1) * self.limit

    def shorter(self) -> "Iterator[Window]":
        """Yield the windows that begin where it does, itself first, and end sooner and sooner."""
        for limit in range(self.limit, 0, -1):
            if self.limit % limit == 0:
                yield Window(self.start // limit + 1, limit)


@dataclass(frozen=True)
class Rows:
    """The rows of a window, and how many there are in all; `is_cut` where there are even more.

    `notes` are sentences for the assistant beside them.
    """

    rows: Sequence[Row]
    total: int
    notes: tuple[str, ...] = ()
    is_cut: bool = False

    @classmethod
    def of(cls, rows: Sequence[Row], window: Window, *notes: str, is_cut: bool = False) -> "Rows":
        """Return those of all rows that a window shows."""
        shown = rows[window.start : window.start + window.limit]
        return cls(shown, len(rows), notes, is_cut)


def document(found: Rows, window: Window, manifest: Manifest) -> dict[str, Any]:
    """Return the document of an answer, of as many rows of the window as it has room for.

    RefusedCallError where there is no such page, or no room for a single row.
    """
    if window.start and window.start >= found.total:
        last = max(1, -(-found.total // window.limit))
        raise RefusedCallError(f"There is no page {window.page}: page {last} is the last.")
    for longest in _LONGEST:
        shortened = _shortened(found, longest)
        for each in window.shorter():
            said = _said(shortened, each, manifest)
            if size_of(said) <= MOST_CHARACTERS:
                return said
    detail = f"One row alone is longer than {MOST_CHARACTERS} characters"
    raise RefusedCallError(f"{detail}: ask for fewer columns, or for parts of the texts.")


def size_of(said: Mapping[str, Any]) -> int:
    """Return how many characters the result of a document has."""
    text = written(said)
    return len(text) + len(json.dumps(text, ensure_ascii=False)) + _AROUND


def written(said: Mapping[str, Any]) -> str:
    """Return a document as JSON."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _said(found: Rows, window: Window, manifest: Manifest) -> dict[str, Any]:
    rows = found.rows[: window.limit]
    return {
        "summary": _summary(found, window, len(rows)),
        "total": found.total,
        "page": window.page,
        "pages": max(1, -(-found.total // window.limit)),
        "limit": window.limit,
        "rows": list(rows),
        "notes": list(found.notes),
        "source": _source(manifest),
    }


def _summary(found: Rows, window: Window, shown: int) -> str:
    if not found.total:
        return "Nothing: 0 rows."
    first, last = window.start + 1, window.start + shown
    total = f"{found.total} or more" if found.is_cut else str(found.total)
    said = f"Rows {first} to {last} of {total}"
    if last >= found.total:
        return f"{said}."
    limit = "" if window.limit == MOST_ROWS else f" with limit {window.limit}"
    return f"{said}: ask page {window.page + 1}{limit} for the next."


def _source(manifest: Manifest) -> dict[str, Any]:
    """Return which release an answer is from, and the editions it is made of, by licence."""
    licences: dict[str, list[str]] = {}
    for each in manifest.sources:
        licences.setdefault(each.licence, []).append(f"{each.id} {each.edition}")
    return {
        "dataset": base(),
        "release": manifest.digest[:12],
        "built": manifest.built[:10],
        "editions_by_licence": licences,
    }


def _shortened(found: Rows, longest: int) -> Rows:
    """Return rows with their long values cut, and a note if there are any."""
    rows = [{name: _cut(value, longest) for name, value in row.items()} for row in found.rows]
    if rows == found.rows:
        return found
    note = f"Values of more than {longest} characters are cut: they end in “…”."
    return replace(found, rows=rows, notes=(*found.notes, note))


def _cut(value: object, longest: int) -> object:
    if isinstance(value, str) and len(value) > longest:
        return f"{value[:longest]}…"
    return value
