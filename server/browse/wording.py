"""Numbers, pay and licences in words."""

__all__ = ["licence", "number", "pay"]

_UNITS = {
    "HOUR": "par heure",
    "DAY": "par jour",
    "WEEK": "par semaine",
    "MONTH": "par mois",
    "YEAR": "par an",
}
_LICENCES = {
    "etalab": "Licence Ouverte",
    "licence-ouverte": "Licence Ouverte",
    "odbl": "ODbL",
    "creativecommons.org/licenses/by/4.0": "CC BY 4.0",
}


def number(value: float) -> str:
    """Write a number the French way: thousands parted by a narrow space, a comma if needed."""
    text = f"{value:,.2f}".removesuffix(".00")
    return text.replace(",", "\u202f").replace(".", ",")


def pay(minimum: float | None, maximum: float | None, unit: str, brut: bool) -> str:
    """Write a pay range in a few words; empty where there is no amount."""
    if minimum is None and maximum is None:
        return ""
    if maximum is None and minimum is not None:
        amount = f"à partir de {number(minimum)}"
    elif minimum is None and maximum is not None:
        amount = f"jusqu'à {number(maximum)}"
    elif minimum == maximum:
        amount = number(minimum or 0)
    else:
        amount = f"{number(minimum or 0)} à {number(maximum or 0)}"
    parts = (f"{amount}\u00a0€", "brut" if brut else "", _UNITS.get(unit, ""))
    return " ".join(filter(None, parts))


def licence(iri: str) -> str:
    """Return the usual name of a licence, its address where it has none."""
    return next((name for key, name in _LICENCES.items() if key in iri.casefold()), iri)
