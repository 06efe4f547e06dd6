"""Content negotiation: which of the media types on offer a client would rather have (RFC 9110)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["VARY", "MediaRange", "choose", "parse", "profiles"]

VARY: Final = "Accept, Accept-Encoding, Cookie"
"""What an answer may depend on: its form, its coding, its language. All say so alike: the errors of
an address have a form and a language, and who keeps one answer must know it of the others."""
_MEMBER = re.compile(r'(?:[^,"]++|"(?:[^"\\]++|\\.)*+(?:"|\\?\Z))++', re.DOTALL)
_PARAMETER = re.compile(r'(?:[^;"]++|"(?:[^"\\]++|\\.)*+(?:"|\\?\Z))++', re.DOTALL)
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE = re.compile(rf"({_TOKEN})/({_TOKEN})")
_QUALITY = re.compile(r"(?:0?\.\d{1,3}|0\.?|1(?:\.0{0,3})?)")
_LONGEST = 4096
_IGNORED = frozenset({"charset", "profile"})
"""Parameters that say nothing against an offer: we always send UTF-8; a profile is a wish."""


@dataclass(frozen=True)
class MediaRange:
    """One member of an Accept header, in lower case; `params` leaves q and what follows it out."""

    type: str
    subtype: str
    params: frozenset[tuple[str, str]]
    quality: float

    def rank(self, media_type: str) -> int | None:
        """Return how precisely the range covers a media type (higher is closer), None if not."""
        head, *rest = media_type.lower().split(";")
        main, _, sub = head.strip().partition("/")
        if self.type not in ("*", main) or self.subtype not in ("*", sub):
            return None
        has = {(k.strip(), v.strip()) for k, _, v in (part.partition("=") for part in rest)}
        if not self.params <= has:
            return None
        return 2 * (self.type != "*") + 2 * (self.subtype != "*") + len(self.params)


def parse(accept: Iterable[str]) -> tuple[MediaRange, ...]:
    """Read Accept headers as one list; members that make no sense are left out."""
    members = (member for header in accept for member in _MEMBER.findall(header[:_LONGEST]))
    return tuple(found for member in members if (found := _parse_member(member)))


def _parse_member(member: str) -> MediaRange | None:
    head, *rest = (part.strip() for part in _PARAMETER.findall(member) or [""])
    matched = _RANGE.fullmatch("*/*" if head == "*" else head.lower())
    if matched is None or (matched[1] == "*" and matched[2] != "*"):
        return None
    params: set[tuple[str, str]] = set()
    for part in rest:
        name, _, value = part.partition("=")
        name, value = name.strip().lower(), value.strip().strip('"').lower()
        if name == "q":
            if not _QUALITY.fullmatch(value):
                return None
            return MediaRange(matched[1], matched[2], frozenset(params), float(value))
        if name and name not in _IGNORED:
            params.add((name, value))
    return MediaRange(matched[1], matched[2], frozenset(params), 1.0)


def profiles(accept: Iterable[str], media_type: str) -> frozenset[str]:
    """Return the profiles that Accept headers wish a media type to have, quoted or not."""
    members = (member for header in accept for member in _MEMBER.findall(header[:_LONGEST]))
    found: set[str] = set()
    for head, *rest in ([part.strip() for part in _PARAMETER.findall(each)] for each in members):
        pairs = (part.partition("=") for part in rest if head.lower() == media_type)
        found.update(
            profile
            for name, _, value in pairs
            if name.strip().lower() == "profile"
            for profile in value.strip().strip('"').split()
        )
    return frozenset(found)


def choose(accept: Iterable[str], offered: Sequence[str]) -> str | None:
    """Return the offer that the Accept headers prefer; None when they accept none of them.

    The most precise range that covers an offer gives its quality; the highest quality wins, and
    the order of `offered` settles ties. Without a readable range anything is acceptable.
    """
    ranges = parse(accept)
    if not ranges:
        return offered[0] if offered else None
    qualities = [_quality(ranges, offer) for offer in offered]
    best = max(qualities, default=0.0)
    return offered[qualities.index(best)] if best > 0 else None


def _quality(ranges: Sequence[MediaRange], offer: str) -> float:
    ranked = [(rank, r.quality) for r in ranges if (rank := r.rank(offer)) is not None]
    return max(ranked)[1] if ranked else 0.0
