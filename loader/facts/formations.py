"""Facts that the words of a source on a formation state: years, European level, type."""

import re
from decimal import Decimal

from loader.records.formations import NIVEAU_NON_RENSEIGNE, TypeFormation

_NO_LEVEL = frozenset({NIVEAU_NON_RENSEIGNE, "non inscrit au RNCP"})
_YEARS = re.compile(r"([1-9]\d?) ans?", re.ASCII)
_MONTHS = re.compile(r"([1-9]\d?) mois", re.ASCII)
_LEVEL = re.compile(r"niveau ([1-8])(?: \(.*\))?", re.ASCII | re.DOTALL)


def duree_en_annees(written: str) -> Decimal | None:
    """Return the years of « 2 ans » or « 18 mois », where the words are exactly that.

    Weeks and hours make no years: nobody says how many of them a year of studies has.
    """
    if years := _YEARS.fullmatch(written):
        return Decimal(years[1])
    months = _MONTHS.fullmatch(written)
    years_of_months = Decimal(months[1]) / 12 if months else None
    return years_of_months if years_of_months and years_of_months % Decimal("0.25") == 0 else None


def niveau_europeen(written: str) -> int | None:
    """Return the European level (EQF) of « niveau 5 » or « niveau 5 (bac + 2) »."""
    found = _LEVEL.fullmatch(written)
    return int(found[1]) if found else None


def is_certification_level(written: str) -> bool:
    """Tell whether the words name a European level, or say that there is none."""
    return written in _NO_LEVEL or niveau_europeen(written) is not None


def split_type(written: str) -> TypeFormation:
    """Return the type of « brevet de technicien supérieur (BTS) », its abbreviation apart."""
    at = _last_parenthesis(written)
    libelle, sigle = written[: max(at - 1, 0)], written[at + 1 : -1]
    if at > 0 and f"{libelle} ({sigle})" == written and libelle.strip() == libelle and sigle:
        return TypeFormation(libelle, None, sigle)
    return TypeFormation(written, None, None)


def _last_parenthesis(written: str) -> int:
    """Return where the parenthesis that ends a text opens, -1 where there is none."""
    depth = 0
    for at in range(len(written) - 1, -1, -1):
        depth += (written[at] == ")") - (written[at] == "(")
        if depth <= 0:
            return at if depth == 0 and written[at] == "(" else -1
    return -1


def joined_type(type_: TypeFormation) -> str | None:
    """Return the type as a sheet writes it, the opposite of `split_type`."""
    return f"{type_.libelle} ({type_.sigle})" if type_.sigle else type_.libelle
