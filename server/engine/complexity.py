"""Query complexity: what a query may hold before it is evaluated at all.

Deep nesting overflows the engine's stack, long chains make its planner explode. Neither can do
harm, since a worker is only a process, but a clear refusal is a better answer than a broken one.
No budget counts what is done here: all of it is linear, and stops where something is too much.
"""

import re
from typing import Final

from server.engine.errors import TooComplexError, worded
from server.engine.federation.service_refusal import OPAQUE

__all__ = ["LONGEST", "check", "check_size"]

LONGEST: Final = 262_144
"""The longest query, in bytes of UTF-8."""
_TOO_LONG: Final = worded("La requête fait %(size)s octets ; elle peut en faire %(most)s.")
_DEEPEST: Final = 100
_TOO_DEEP: Final = worded("La requête imbrique plus de %(most)s parenthèses ou accolades.")
_MOST: Final = {
    "joint": (250, worded("La requête a plus de %(most)s motifs de triplets.")),
    "optional": (100, worded("La requête a plus de %(most)s OPTIONAL.")),
    "part": (200, worded("La requête a plus de %(most)s sous-motifs.")),
    "step": (200, worded("La requête a plus de %(most)s pas de chemin.")),
    "operator": (1000, worded("La requête a plus de %(most)s opérateurs.")),
    "bracket": (5000, worded("La requête a plus de %(most)s parenthèses ou accolades.")),
}
_FEW: Final = {kind: most for kind, (most, _) in _MOST.items()} | {"bracket": _DEEPEST}
"""Where there are no more, strings, IRIs and comments included, nothing need be told apart."""
_MARKS: Final = {"joint": b".;", "step": b"/|^", "operator": b"+*!=<>-&", "bracket": b"([{"}
_WORDS: Final = {"optional": (b"optional",), "part": (b"union", b"minus", b"exists", b"select")}
_TO_FIRST: Final = bytes.maketrans(
    b"".join(_MARKS.values()), b"".join(each[:1] * len(each) for each in _MARKS.values())
)
"""Makes one byte of those that are counted together."""
_REST: Final = bytes(set(range(256)) - set(b"".join(_MARKS.values())))
_LETTER: Final = r"[^\x00-/:-@\[-^`{-\x7f]"


def _counted(plain: str, uncounted: str, alone: str, counted: str) -> re.Pattern[str]:
    """Return a pattern of one thing that counts, or of the end, behind all that does not count."""
    others = f"(?:{uncounted}|{OPAQUE.pattern}|{alone}){plain}*+"
    return re.compile(rf"{plain}*+(?:{others})*+(?:{counted}|\Z)", re.DOTALL)


def _spelt(word: bytes) -> str:
    """Return a pattern of a word in any case, and of nothing longer."""
    letters = "".join(f"[{each}{each.upper()}]" for each in word.decode())
    return f"{letters}(?!{_LETTER})"


_BETWEEN_ROWS: Final = r"\)[\x00-\x20,]*+\(|\)\s*+#[^\n\r]*+\s*+\("
"""Brackets that leave the depth as it is: those of a VALUES clause are not counted one by one."""
_COUNTED_MARKS: Final = _counted(
    r"""[^].;/|^+*!=<>&"'#()[{}\\-]""",
    rf"{_BETWEEN_ROWS}|\.\d|;\d|&(?!&)",
    r"[\"'\\]",
    r"(?P<joint>[.;])|(?P<step>[/|^])|(?P<operator>[+*!=<>-]|&&)|(?P<bracket>[][{}()])",
)
_NO_WORD: Final = f"(?!{'|'.join(_spelt(word) for each in _WORDS.values() for word in each)})"
_COUNTED_WORDS: Final = _counted(
    r"[\x00-!%&(-/:;=>@[\]^`{-\x7f]",
    rf"{_NO_WORD}{_LETTER}++",
    r"[\"'<?$\\]",
    rf"(?P<optional>[oO]{_LETTER}++)|(?P<part>{_LETTER}++)",
)


def check(query: str) -> None:
    """Raise TooComplexError, which says what there is too much of."""
    raw = query.encode("utf-8", "surrogatepass")
    check_size(len(raw))
    marks = raw.translate(_TO_FIRST, _REST)
    if any(marks.count(each[:1]) > _FEW[kind] for kind, each in _MARKS.items()):
        _count(_COUNTED_MARKS, query)
    lower = raw.lower()
    if any(sum(map(lower.count, each)) > _FEW[kind] for kind, each in _WORDS.items()):
        _count(_COUNTED_WORDS, query)


def check_size(size: int) -> None:
    """Raise TooComplexError where a query of so many bytes is too long."""
    if size > LONGEST:
        raise TooComplexError(_TOO_LONG, size=size, most=LONGEST)


def _count(pattern: re.Pattern[str], query: str) -> None:
    depth, counts = 0, dict.fromkeys(_MOST, 0)
    for found in pattern.finditer(query):
        if (kind := found.lastgroup) is None:
            return
        counts[kind] += 1
        most, too_many = _MOST[kind]
        if counts[kind] > most:
            raise TooComplexError(too_many, most=most)
        if kind == "bracket":
            depth += 1 if found[kind] in "[{(" else -1
            if depth > _DEEPEST:
                raise TooComplexError(_TOO_DEEP, most=_DEEPEST)
