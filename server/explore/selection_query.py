"""SPARQL of a selection: ``explore/choix.rq`` with the blocks of what is chosen and their terms.

No word of an address gets into it. What an address says is looked up among the values of the
release; what goes into a VALUES clause are their terms, as RDF has them, each written by the
engine's own serializer, which escapes what must be.
"""

import re
from collections.abc import Sequence

import pyoxigraph as ox

from queries import find
from server.engine import Term
from server.explore.selection import Selection

__all__ = ["selection_query"]

_BLOCK = re.compile(r"^ *#- (.+)\n((?:(?! *#-).*\n)*+) *#-\n", re.MULTILINE)
_ROWS = re.compile(r"(VALUES (?:\?\w+|\([?\w ]*+\)) )\{[^{}]*+\}")
_PREFIX = re.compile(r"^PREFIX (\w+): <[^<>]*+>\n", re.MULTILINE)
_INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def selection_query(choice: Selection) -> str:
    """Return the text of a SELECT of the métiers that a choice leaves, in its order."""
    chosen = {name: _clauses(choice, name) for name in choice.values}

    def kept(block: re.Match[str]) -> str:
        name, lines = block.groups()
        if name in chosen:
            return "".join(_with_rows(lines, rows) for rows in chosen[name])
        return lines if name == f"tri {choice.sort}" else ""

    text = _BLOCK.sub(kept, find("explore/choix").body)
    return _PREFIX.sub(lambda line: line[0] if f" {line[1]}:" in _bare(text) else "", text)


def _clauses(choice: Selection, name: str) -> list[str]:
    """Return the rows of a facet: of all its values, or of each where all are asked for."""
    rows = [" ".join(map(_row, value.rows)) for value in choice.values[name]]
    return rows if name in choice.every else [" ".join(rows)]


def _with_rows(lines: str, rows: str) -> str:
    return _ROWS.sub(lambda found: f"{found[1]}{{ {rows} }}", lines)


def _bare(text: str) -> str:
    """Return a text without its prefixes, and with a space before each name."""
    return re.sub(r"[(/^|]", " ", _PREFIX.sub("", text))


def _row(terms: Sequence[Term | None]) -> str:
    written = " ".join(map(_written, terms))
    return written if len(terms) == 1 else f"({written})"


def _written(term: Term | None) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, ox.Literal) and term.datatype == _INTEGER:
        return term.value
    return str(term)
