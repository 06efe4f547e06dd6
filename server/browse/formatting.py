"""Formatting of numbers, dates, pay, licences and texts, in the language of the page."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from server.http.language import gettext, language, lazy_gettext

__all__ = [
    "RESERVE",
    "StartingPay",
    "capitalized",
    "day",
    "euros",
    "licence",
    "number",
    "pay",
    "truncate",
]

RESERVE: Final = 60
"""How many characters of what restricts an amount stand beside it."""
_UNITS: Final = {
    "HOUR": lazy_gettext("par heure"),
    "DAY": lazy_gettext("par jour"),
    "WEEK": lazy_gettext("par semaine"),
    "MONTH": lazy_gettext("par mois"),
    "YEAR": lazy_gettext("par an"),
}
_LICENCES: Final = {
    "etalab": "Licence Ouverte",
    "licence-ouverte": "Licence Ouverte",
    "odbl": "ODbL",
    "creativecommons.org/licenses/by/4.0": "CC BY 4.0",
}


def number(value: float) -> str:
    """Write a number: in French, thousands parted by a narrow space, and a comma if needed."""
    text = f"{value:,.2f}".removesuffix(".00")
    if language() != "fr":
        return text
    return text.replace(",", "\u202f").replace(".", ",")


def euros(value: float) -> str:
    """Write an amount of euros."""
    return str(gettext("%(amount)s\u00a0€", amount=number(value)))


def day(value: date) -> str:
    """Write a day: in figures in French, with the name of its month in English."""
    return value.strftime("%d/%m/%Y") if language() == "fr" else f"{value.day} {value:%B %Y}"


def pay(minimum: float | None, maximum: float | None, unit: str, brut: bool) -> str:
    """Write a pay range in a few words; empty where there is no amount."""
    if minimum is None and maximum is None:
        return ""
    if maximum is None and minimum is not None:
        amount = gettext("à partir de %(amount)s", amount=euros(minimum))
    elif minimum is None and maximum is not None:
        amount = gettext("jusqu'à %(amount)s", amount=euros(maximum))
    elif minimum == maximum:
        amount = euros(minimum or 0)
    else:
        least, most = number(minimum or 0), number(maximum or 0)
        amount = gettext("%(least)s à %(most)s\u00a0€", least=least, most=most)
    parts = (amount, gettext("brut") if brut else "", str(_UNITS.get(unit, "")))
    return " ".join(filter(None, parts))


@dataclass(frozen=True)
class StartingPay:
    """The least that a sheet states a beginner has, gross, in euros a month, as lists say it.

    `condition` is what the sheet restricts it to; `is_one_of_several`: it states other amounts.
    """

    amount: float
    condition: str = ""
    is_one_of_several: bool = False

    @property
    def reserve(self) -> str:
        """Why it may not be for all, in a few words; empty where nothing is said."""
        if self.condition:
            return truncate(self.condition, RESERVE)
        return str(gettext("un des montants de la fiche")) if self.is_one_of_several else ""

    @property
    def words(self) -> str:
        """The amount, alone."""
        return str(gettext("dès %(pay)s brut par mois", pay=euros(self.amount)))


def licence(iri: str) -> str:
    """Return the usual name of a licence, its address where it has none."""
    return next((name for key, name in _LICENCES.items() if key in iri.casefold()), iri)


def capitalized(text: str) -> str:
    """Return a text with a capital at its head, the rest as it is."""
    return text[:1].upper() + text[1:]


def truncate(text: str, most: int) -> str:
    """Return a text on one line, truncated between two words where it is longer than `most`."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[: most - 1].rpartition(" ")[0].rstrip(",;:. ") + " …"
