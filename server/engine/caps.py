"""What a query may hold before it is evaluated at all.

Deep nesting overflows the engine's stack, long chains make its planner explode. Neither can do
harm, since a worker is only a process, but a clear refusal is a better answer than a broken one.
"""

import re
from typing import Final

from server.engine.errors import TooComplexError
from server.federation import OPAQUE

__all__ = ["LONGEST", "check"]

LONGEST: Final = 262_144
"""The longest query, in bytes of UTF-8."""
_DEEPEST: Final = 100
_MOST: Final = (
    (re.compile(r"[.;](?!\d)"), 250, "motifs de triplets"),
    (re.compile(r"\bOPTIONAL\b", re.IGNORECASE), 100, "OPTIONAL"),
    (re.compile(r"\b(?:UNION|MINUS|EXISTS|SELECT)\b", re.IGNORECASE), 200, "sous-motifs"),
    (re.compile(r"[/|^]"), 200, "pas de chemin"),
    (re.compile(r"[+*!=<>-]|&&"), 1000, "opérateurs"),
)
_BRACKET: Final = re.compile(r"[][{}()]")


def check(query: str) -> None:
    """Raise TooComplexError, which says what there is too much of."""
    size = len(query.encode("utf-8", "surrogatepass"))
    if size > LONGEST:
        raise TooComplexError(f"La requête fait {size} octets ; elle peut en faire {LONGEST}.")
    code = OPAQUE.sub(" ", query)
    for found, most, what in _MOST:
        count = len(found.findall(code))
        if count > most:
            raise TooComplexError(f"La requête a {count} {what} ; elle peut en avoir {most}.")
    depth = _depth(code)
    if depth > _DEEPEST:
        raise TooComplexError(
            f"La requête imbrique {depth} parenthèses ou accolades ; elle peut en imbriquer "
            f"{_DEEPEST}."
        )


def _depth(code: str) -> int:
    depth = deepest = 0
    for bracket in _BRACKET.findall(code):
        depth += 1 if bracket in "[{(" else -1
        deepest = max(deepest, depth)
    return deepest
