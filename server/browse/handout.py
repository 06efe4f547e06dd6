"""Hand-out: what of a thing a counsellor gives on one sheet of paper, and where it comes from.

A sheet of A4 holds it by construction: so many items of each kind, so many letters for all, what is
left out counted. What is said on paper is said for good: the release, its date, the address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from server.browse.formatting import truncate
from server.browse.name_lookup import NamedEdition
from server.browse.qr_code import QrCode
from server.http.language import gettext

__all__ = ["LEAD", "LONGEST", "SOURCES", "Handout", "HandoutFact", "HandoutPart", "brief_fact",
           "joined", "share"]  # fmt: skip

LEAD: Final = 420
"""Letters of what a thing is."""
LONGEST: Final = 330
"""Letters of one line of a part, which may take several on paper."""
SOURCES: Final = 6
_FACT: Final = 100


@dataclass(frozen=True)
class HandoutFact:
    """A fact in a few words: its first values, and how many more there are.

    `is_french` says that they are in French whatever the page speaks.
    """

    name: str
    values: Sequence[str]
    more: int = 0
    is_french: bool = False


@dataclass(frozen=True)
class HandoutPart:
    """Lines under a heading, each with what it is about, if anything; `more` are left out."""

    title: str
    lines: Sequence[tuple[str, str]]
    more: int = 0


@dataclass(frozen=True)
class Handout:
    """All that a sheet says of a thing; `notice` warns of what it lacks."""

    iri: str
    title: str
    forms: Sequence[str]
    lead: str
    notice: str
    facts: Sequence[HandoutFact]
    parts: Sequence[HandoutPart]
    sources: Sequence[NamedEdition]
    qr: QrCode

    @property
    def address(self) -> str:
        """The address of the thing's page, which the code leads to."""
        return self.qr.text


def brief_fact(
    name: str, values: Sequence[str], most: int, more: int = 0, is_french: bool = False
) -> HandoutFact:
    """Return a fact with the first of its values, each cut where it is long."""
    shown = [truncate(value, _FACT) for value in values[:most]]
    return HandoutFact(str(name), shown, len(values[most:]) + more, is_french)


def share(letters: int, lines: int) -> int:
    """Return how many letters each of some lines may have."""
    return min(letters // max(lines, 1), LONGEST)


def joined(names: Sequence[str], most: int, more: int = 0) -> str:
    """Return as many names as a line holds, one at least, and how many others there are."""
    shown: list[str] = []
    for name in names:
        if shown and sum(map(len, shown)) + 3 * len(shown) + len(name) > most:
            break
        shown.append(truncate(name, most))
    line, left = " ; ".join(shown), len(names) - len(shown) + more
    if not left:
        return line
    return str(gettext("%(names)s ; et %(count)d de plus", names=line, count=left))
