"""Finds out whether a query would make the engine call another server.

The engine sends a SERVICE clause to any address, this machine's own included, and cannot be told
not to. A query is therefore refused when, strings, IRIs, comments and variables taken away, the
word is still there, wherever it stands: the engine's parser needs no space around it
(``SERVICESILENT<…>``, ``1SERVICE<…>``), so a stricter reading would let some through.
"""

import re

__all__ = ["OPAQUE", "calls_elsewhere"]

OPAQUE = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\''''
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'"""
    r"""|<[^<>"{}|^`\\\x00-\x20]*>|\#[^\n\r]*|[?$][0-9A-Za-z_]+|\\.""",
    re.DOTALL,
)
"""Strings, IRIs, comments, variables and escapes: where no keyword and no prefix can stand."""


def calls_elsewhere(query: str) -> bool:
    """Return whether a SPARQL text may hold a SERVICE clause; never False when it does."""
    return "service" in OPAQUE.sub(" ", query).casefold()
