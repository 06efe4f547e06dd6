"""Amounts of a métier's own parts in French: a pay and a number of years, as pages write them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from pyoxigraph import Literal, NamedNode

from loader.model.rdf_terms import term

__all__ = ["IN_WORDS", "amount_in_words", "years_in_words"]

_MIN, _MAX = term("schema:minValue"), term("schema:maxValue")
_CURRENCY, _UNIT, _BRUT = term("schema:currency"), term("schema:unitText"), term("mg:brut")
_ANNEES_MIN, _ANNEES_MAX = term("mg:anneesMin"), term("mg:anneesMax")
IN_WORDS: Final = frozenset({_MIN, _MAX, _CURRENCY, _UNIT, _BRUT, _ANNEES_MIN, _ANNEES_MAX})
"""What the words of a part say already."""
_UNITS: Final = {
    "HOUR": "par heure",
    "DAY": "par jour",
    "WEEK": "par semaine",
    "MONTH": "par mois",
    "YEAR": "par an",
}
_Said = Mapping[NamedNode, NamedNode | Literal]


def amount_in_words(said: _Said) -> str:
    """Return a pay as pages write it, « 1 900 à 3 100 € brut par mois »; empty where none is."""
    if _MIN not in said:
        return ""
    least = _number(said[_MIN])
    most = _number(said[_MAX]) if _MAX in said else ""
    amount = f"{least} à {most}" if most else f"à partir de {least}"
    if least == most:
        amount = least
    gross = "brut" if _BRUT in said and said[_BRUT].value == "true" else ""
    unit = _UNITS.get(said[_UNIT].value, "") if _UNIT in said else ""
    return " ".join(filter(None, (f"{amount}\u00a0€", gross, unit)))


def years_in_words(said: _Said) -> str:
    """Return how long studies last, « 2 à 3 ans »; empty where no number of years is said."""
    if _ANNEES_MIN not in said:
        return ""
    least = Decimal(said[_ANNEES_MIN].value)
    most = Decimal(said[_ANNEES_MAX].value) if _ANNEES_MAX in said else None
    years = f"{_figure(most or least)} an{'s' if (most or least) >= 2 else ''}"
    if most is None:
        return f"au moins {years}"
    return f"{_figure(least)} à {years}" if most > least else years


def _number(value: NamedNode | Literal) -> str:
    text = f"{Decimal(value.value):,.2f}".removesuffix(".00")
    return text.replace(",", "\u202f").replace(".", ",")


def _figure(years: Decimal) -> str:
    return f"{float(years):g}".replace(".", ",")
