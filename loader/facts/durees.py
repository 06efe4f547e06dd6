"""Durations as a text writes them: figures or words, years or months, halves, ranges.

A duration counts in years, to the tenth: « 18 mois » is 1.5, « 31 mois » 2.6.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_WORDS: Final = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "dix-huit": 18, "vingt-quatre": 24,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,2}}(?:,5)?|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_UNIT = r"(?:ans?|années?|mois)"
_WRITTEN = re.compile(
    rf"(?<![\w,.])(?:entre\s+(?P<from>{_NUMBER})\s+et\s+(?P<until>{_NUMBER})\s*(?P<each>{_UNIT})"
    rf"|(?P<low>{_NUMBER})(?:\s*(?P<low_unit>{_UNIT}))?\s*(?:à|ou|/|(?<=[\d\s])[-–])\s*"
    rf"(?P<high>{_NUMBER})\s*(?P<high_unit>{_UNIT})"
    rf"|(?P<one>{_NUMBER})\s*(?P<unit>{_UNIT}))(?!\w)"
    r"(?:(?P<half>\s+et\s+demie?\b|\s*½)|\s+et\s+(?P<months>\d{1,2})\s*mois\b)?",
    re.IGNORECASE,
)
_HALF: Final = Decimal("0.5")
_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Duree:
    """Years, from `minimum` to `maximum`; when `ouverte`, the text says that more may be needed."""

    minimum: Decimal
    maximum: Decimal
    ouverte: bool = False

    def __add__(self, other: "Duree") -> "Duree":
        return Duree(
            self.minimum + other.minimum,
            self.maximum + other.maximum,
            self.ouverte or other.ouverte,
        )


def durees_ecrites(text: str) -> Iterator[tuple[int, int, Duree]]:
    """Yield the place (start and end) and the value of each duration of a text, in its order."""
    for found in _WRITTEN.finditer(text):
        bounds = sorted(_bounds(found))
        yield *found.span(), Duree(bounds[0], bounds[-1])


def _bounds(found: re.Match[str]) -> list[Decimal]:
    half = _HALF if found["half"] else Decimal(0)
    if found["months"]:
        half = _months(found["months"])
    if found["one"]:
        return [_years(found["one"], found["unit"], half)]
    low, high, unit = (
        (found["from"], found["until"], found["each"])
        if found["from"]
        else (found["low"], found["high"], found["high_unit"])
    )
    return [_years(low, found["low_unit"] or unit), _years(high, unit, half)]


def _years(number: str, unit: str, half: Decimal = Decimal(0)) -> Decimal:
    written = number.lower()
    value = Decimal(_WORDS.get(written) or written.replace(",", ".")) + half
    return _months(str(value)) if unit.lower() == "mois" else value


def _months(number: str) -> Decimal:
    return (Decimal(number) / 12).quantize(_TENTH, ROUND_HALF_UP)
