"""Query rewriting: DISTINCT before ORDER BY, and the columns of ``SELECT *`` in their order.

The engine sorts all solutions, then removes doubles: it sorts millions of rows for a handful. Rows
that are the same have the same keys, if these are made of what is shown; so doubles can go first,
and a subquery says so: ``SELECT V { SELECT DISTINCT V { … } } ORDER BY K``.

The engine does not tell how it reads a query. So this reads the text, and leaves alone whatever can
be read in two ways. Should it be wrong about where the query ends, the brace that it writes there
closes nothing, and the engine refuses the whole: then the query is evaluated as it was sent.

It gives the columns of ``SELECT *`` in the order of their names. People expect that in which their
query names them, which the star gives way to.
"""

import re
from collections.abc import Sequence
from typing import Final

__all__ = ["distinct_first", "in_order", "shows_all"]

_GAP: Final = r"(?:[ \t\r\n]++|\#[^\n\r\\]*+)*+"
_SPACE: Final = rf"(?=[ \t\r\n#]){_GAP}"
_VARIABLE: Final = r"[?$]\w++"
_IN_IRI: Final = r"""[^<>"{}|^`\\\x00-\x20]"""
_DECLARATION: Final = rf"(?:BASE|PREFIX{_SPACE}[\w.-]*+:){_GAP}<{_IN_IRI}*+>{_GAP}"
_HEAD: Final = re.compile(
    rf"(?P<prologue>{_GAP}(?:{_DECLARATION})*+)(?P<select>SELECT{_SPACE}DISTINCT"
    rf"(?P<shown>(?:{_GAP}{_VARIABLE})++)){_GAP}(?:WHERE{_GAP})?+(?=\{{)",
    re.IGNORECASE,
)
_STAR: Final = re.compile(
    rf"(?P<before>{_GAP}(?:{_DECLARATION})*+SELECT(?:{_SPACE}(?:DISTINCT|REDUCED))?+){_GAP}\*",
    re.IGNORECASE,
)
_FUNCTION: Final = r"(?:ASC|DESC|STRLEN|STR|LCASE|UCASE)"
"""What a key may call: functions of what they are given, and of nothing else."""
_KEY: Final = rf"{_VARIABLE}|(?:{_FUNCTION}{_GAP})?+\(|\)"
_TAIL: Final = re.compile(
    rf"\}}{_GAP}(?P<order>ORDER{_SPACE}BY(?P<keys>(?:{_GAP}(?:{_KEY}))++)"
    rf"{_GAP}(?:(?:LIMIT|OFFSET){_SPACE}[0-9]++{_GAP}){{0,2}})",
    re.IGNORECASE,
)
_NAMES: Final = re.compile(rf"\#[^\n\r]*+|({_VARIABLE})")


def _string(mark: str) -> str:
    """Return a pattern of the strings of one mark, whose escapes are sound."""
    escape = r"""\\[tbnrf"'\\]"""
    long = rf"{mark}{{3}}(?:[^{mark}\\]++|{escape}|{mark}(?!{mark}{mark}))*+{mark}{{3}}"
    return rf"{long}|{mark}(?!{mark}{mark})(?:[^{mark}\\\n\r]++|{escape})*+{mark}"


_IRI: Final = rf"<(?:(?![#']){_IN_IRI})*+>|<(?=/|[a-z][a-z0-9+.-]*+://){_IN_IRI}*+>"
"""What is an IRI, or hides nothing if it compares: in ``<?y#>``, a comment may begin."""
_BRACE: Final = re.compile(
    rf"""(?:[^{{}}"'<\#\\]++|{_string('"')}|{_string("'")}|{_IRI}|<(?!{_IN_IRI}*+>)"""
    r"|\#[^\n\r\\]*+)*+([{}])",
    re.IGNORECASE,
)
"""The next brace that is code, behind what can be read in one way only."""


_VARIABLES: Final = re.compile(
    r'''"""(?:[^"\\]++|\\.|"(?!""))*+(?:""")?|"(?:[^"\\\n\r]++|\\.)*+"?'''
    r"""|'{3}(?:[^'\\]++|\\.|'(?!''))*+(?:'{3})?|'(?:[^'\\\n\r]++|\\.)*+'?"""
    rf"|\#[^\n\r]*+|{_IRI}|({_VARIABLE})",
    re.IGNORECASE | re.DOTALL,
)
"""What is no variable, be it cut short, or one."""


def shows_all(query: str) -> bool:
    """Return whether a query is surely a ``SELECT *``."""
    return _STAR.match(query) is not None


def in_order(query: str, names: Sequence[str]) -> str | None:
    """Return a ``SELECT *`` that names its columns as they first occur; None if they are so.

    `names` are those that the engine gives it, without their sign.
    """
    written = (name[1:] for name in _VARIABLES.findall(query) if name)
    order = {name: rank for rank, name in enumerate(dict.fromkeys(written))}
    ordered = sorted(names, key=lambda name: order.get(name, len(order)))
    star = _STAR.match(query)
    if star is None or ordered == [*names]:
        return None
    columns = " ".join(f"?{name}" for name in ordered)
    return f"{star['before']} {columns} {query[star.end() :]}"


def distinct_first(query: str) -> str | None:
    """Return a query of the same rows that removes doubles before it sorts; None if none is sure.

    Rows whose keys tie may come in another order. The engine may refuse it: it was unreadable then.
    """
    last = query.rfind("}")
    tail = _TAIL.fullmatch(query, last)
    head = _HEAD.match(query) if tail else None
    if tail is None or head is None:
        return None
    shown = _names(head["shown"])
    if not {*_names(tail["keys"])} <= {*shown} or _closing(query, head.end()) != last:
        return None
    inner = query[head.start("select") : last + 1]
    return f"{head['prologue']}SELECT {' '.join(shown)} {{ {inner} }} {tail['order']}"


def _names(variables: str) -> list[str]:
    """Return the variables of a text, comments left out, all with the same sign."""
    return [f"?{name[1:]}" for name in _NAMES.findall(variables) if name]


def _closing(query: str, start: int) -> int:
    """Return where the group that opens at a position closes; -1 where that cannot be told."""
    depth = 0
    while brace := _BRACE.match(query, start):
        start = brace.end()
        depth += 1 if brace[1] == "{" else -1
        if depth == 0:
            return brace.start(1)
    return -1
