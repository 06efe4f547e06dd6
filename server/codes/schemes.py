"""Code schemes: the classifications whose codes are resolved, and how a cell is read as a code."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = [
    "ANY_ROME",
    "ROME",
    "SCHEMES",
    "Candidate",
    "CodeScheme",
    "candidates",
    "clean_code",
    "key_of",
    "rome_code_within",
    "schemes_named",
]

ROME: Final = ("rome-v3", "rome-v4")
"""The two whose codes look alike: only a label tells of which of them a code is."""
ANY_ROME: Final = "rome"
"""What those say who do not know which of them it is."""


@dataclass(frozen=True, slots=True)
class CodeScheme:
    """A classification: `form` is how its codes are written, `key` how they are kept.

    `bare` stands before a number where one says of which scheme it is.
    """

    name: str
    title: str
    form: re.Pattern[str]
    key: str = "{}"
    bare: str = ""


_UUID: Final = "[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}"
_ESCO: Final = "(?:HTTPS?://DATA.EUROPA.EU/ESCO/"
_ROME_FORM: Final = re.compile(r"([A-N](?:\d\d(?:\d\d)?)?)", re.ASCII)
_SCHEMES: Final = (
    CodeScheme("rome-v3", "ROME V3", _ROME_FORM),
    CodeScheme("rome-v4", "ROME V4", _ROME_FORM),
    CodeScheme("ogr", "OGR", re.compile(r"(?:OGR[.:-]?)?(\d{1,7})", re.ASCII)),
    CodeScheme(
        "esco", "ESCO", re.compile(rf"{_ESCO}OCCUPATION/)?({_UUID}|\d{{4}}(?:\.\d{{1,3}}){{1,6}})")
    ),
    CodeScheme("isco-08", "ISCO-08", re.compile(rf"(?:{_ESCO}ISCO/)?C)?(\d{{1,4}})", re.ASCII)),
    CodeScheme("fap-2009", "FAP-2009", re.compile(r"([A-Z](?:\d[A-Z](?:\d\d)?)?)", re.ASCII)),
    CodeScheme("rncp", "RNCP", re.compile(r"(?:RNCP[.:-]?)?(RS)?0{0,5}(\d{1,6})", re.ASCII)),
    CodeScheme("nsf", "NSF", re.compile(r"(?:NSF[.:-]?)?(\d{1,3}|[A-Z])", re.ASCII)),
    CodeScheme("met", "MET", re.compile(r"MET[.:-]?(\d{1,6})", re.ASCII), "MET.{}", "MET"),
    CodeScheme("for", "FOR", re.compile(r"FOR[.:-]?(\d{1,6})", re.ASCII), "FOR.{}", "FOR"),
)  # fmt: skip
SCHEMES: Final[Mapping[str, CodeScheme]] = MappingProxyType({each.name: each for each in _SCHEMES})

_BLANK = re.compile(r"[\s\"'«»\u00ad\u200b-\u200f\u2060\ufeff]+")
_DASHBOARD = re.compile(r"(\d{1,7})\.0", re.ASCII)
"""How a dashboard writes a number that was a code: ``10212.0``."""
_WITHIN = re.compile(r"[A-N]\d{4}", re.ASCII)

Candidate = tuple[str, str]
"""A scheme, and the key under which it would have a code."""


def schemes_named(name: str) -> Sequence[str]:
    """Return the schemes that a word asks for, all for none; KeyError for an unknown one."""
    if name == ANY_ROME:
        return ROME
    return (SCHEMES[name].name,) if name else tuple(SCHEMES)


def clean_code(text: str) -> str:
    """Return a code in capitals, without blanks, quotes, or what a dashboard adds to a number."""
    text = _BLANK.sub("", unicodedata.normalize("NFKC", text)).upper()
    number = _DASHBOARD.fullmatch(text)
    return number[1] if number else text


def candidates(cleaned: str, schemes: Sequence[str]) -> list[Candidate]:
    """Return what a cleaned cell may be in some schemes; nothing where it is no code of theirs.

    A bare number is a MET or a FOR only where that is the one scheme that is asked for.
    """
    found = []
    for name in schemes:
        bare = SCHEMES[name].bare if len(schemes) == 1 and cleaned.isdecimal() else ""
        if key := key_of(name, bare + cleaned):
            found.append((name, key))
    return found


def key_of(scheme: str, cleaned: str) -> str:
    """Return the key under which a scheme keeps a code, empty where it is no code of its."""
    form = SCHEMES[scheme].form.fullmatch(cleaned)
    return SCHEMES[scheme].key.format("".join(filter(None, form.groups()))) if form else ""


def rome_code_within(cleaned: str) -> str:
    """Return the code of the ROME that a malformed cell begins with, empty if it does with none."""
    found = _WITHIN.match(cleaned)
    return found[0] if found else ""
