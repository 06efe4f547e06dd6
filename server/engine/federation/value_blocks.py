"""Value blocks: a query whose VALUES is long, as several whose answers are those of the one.

The text is the engine's own writing of a SERVICE body: ``SELECT * WHERE { … }``, no comment, no
abbreviation. What stands at the first level of that group is linear in each of its VALUES (joins,
OPTIONAL and MINUS behind it, FILTER, BIND), so that the rows of the parts, put together, are those
of the whole. A body with a modifier (DISTINCT, LIMIT, ORDER BY, an aggregate) is written
``SELECT … WHERE { … } …``, or with other columns than ``*``, and is left whole.
"""

import re
from typing import Final

__all__ = ["BLOCK", "blocks"]

BLOCK: Final = 50
"""The most rows of a VALUES clause that a peer is sent at once."""
_IRI: Final = r"<[^<>]*+>"
_LITERAL: Final = rf'"(?:[^"\\]++|\\.)*+"?+(?:@[\w-]++|\^\^{_IRI})?+'
_OPAQUE: Final = re.compile(rf"{_LITERAL}|{_IRI}", re.DOTALL)
_ROW: Final = rf"\( (?:(?:{_IRI}|{_LITERAL}|UNDEF) )++\) "
_ROWS: Final = re.compile(_ROW, re.DOTALL)
_VALUES: Final = re.compile(rf"VALUES \( (?:\?\w+ )++\) \{{ (?P<rows>(?:{_ROW})++) ?\}}", re.DOTALL)
_HEAD: Final = re.compile(r"(?:BASE <[^<>]*+>\s+)?SELECT \* WHERE \{")


def blocks(text: str) -> list[str]:
    """Return the queries to send in place of one: itself, where no VALUES is long or may be cut."""
    code = _OPAQUE.sub(lambda found: "_" * len(found[0]), text)
    head = _HEAD.match(text)
    if head is None or _end_of_group(code, head.end()) != len(code):
        return [text]
    for clause in _VALUES.finditer(text):
        rows = _ROWS.findall(clause["rows"])
        if len(rows) > BLOCK and _level(code, clause.start()) == 1:
            before, after = text[: clause.start("rows")], text[clause.end("rows") :]
            starts = range(0, len(rows), BLOCK)
            return [f"{before}{''.join(rows[each : each + BLOCK])}{after}" for each in starts]
    return [text]


def _end_of_group(code: str, start: int) -> int:
    """Return the position behind a group whose content starts at one; 0 if it never ends."""
    level = 1
    for found in re.finditer(r"[{}]", code[start:]):
        level += 1 if found[0] == "{" else -1
        if level == 0:
            return start + found.end()
    return 0


def _level(code: str, position: int) -> int:
    """Return how many groups a position stands in."""
    before = code[:position]
    return before.count("{") - before.count("}")
