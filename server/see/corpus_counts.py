"""Corpus statistics: how many métiers, of which level, paid how, under which status.

Names are in the language of the page that asks.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

from queries import find
from server.browse.labels import best_label
from server.engine import Engine, Row
from server.iris import tail

__all__ = [
    "KEYS",
    "CrossTable",
    "MetierCount",
    "SalaryQuartiles",
    "read_counts",
    "read_cross_table",
    "read_csv",
    "read_salaries",
    "read_salary_coverage",
]

KEYS: Final = ("niveaux", "salaires", "statuts", "interets_domaines")
"""The queries of `see` that figures come from, in their order."""
_SELECTED: Final = re.compile("^SELECT (.*)$", re.MULTILINE)
_VARIABLE: Final = re.compile(r"\?(\w+)")


@dataclass(frozen=True)
class MetierCount:
    """How many métiers a thing has."""

    iri: str
    label: str
    metiers: int


@dataclass(frozen=True)
class SalaryQuartiles:
    """What beginners earn at a level, in euros a month: five points of as many métiers as say it.

    Of each métier the least that it announces counts; a quarter of them do not exceed `first`.
    """

    level: MetierCount
    minimum: float
    first: float
    median: float
    third: float
    maximum: float


@dataclass(frozen=True)
class CrossTable:
    """A contingency table: how many métiers each row has in each column, by IRIs; 0 is left out."""

    rows: Sequence[MetierCount]
    columns: Sequence[tuple[str, str, str]]
    """The IRI, the letter and the name of each column."""
    metiers: Mapping[tuple[str, str], int]


def _rows(engine: Engine, name: str) -> Sequence[Row]:
    return engine.select(find(f"see/{name}"))


def read_csv(engine: Engine, name: str) -> str:
    """Return the rows of a query of `see` as the endpoint answers them in CSV."""
    selected = _SELECTED.search(find(f"see/{name}").body)
    columns = _VARIABLE.findall(selected[1]) if selected else []
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([row.text(column) for column in columns] for row in _rows(engine, name))
    return text.getvalue()


def read_counts(engine: Engine, name: str, of: str) -> Sequence[MetierCount]:
    """Read the rows of a query of `see` that counts the métiers of things, in its order."""
    return [_count(row, of, row.count("metiers")) for row in _rows(engine, name)]


def read_salaries(engine: Engine) -> Sequence[SalaryQuartiles]:
    """Read what beginners earn, from the lowest level up."""
    points = ("minimum", "quartile1", "mediane", "quartile3", "maximum")
    return [
        SalaryQuartiles(
            _count(row, "niveau", row.count("metiers")),
            *(row.number(point) or 0 for point in points),
        )
        for row in _rows(engine, "salaires")
    ]


def read_salary_coverage(engine: Engine) -> tuple[int, int]:
    """Return how many métiers have a sheet, and how many state what a beginner earns."""
    row = _rows(engine, "salaires_dits")[0]
    return row.count("fiches"), row.count("dits")


def read_cross_table(engine: Engine) -> CrossTable:
    """Read how many métiers interests have in the grands domaines, the greatest interest first."""
    rows = _rows(engine, "interets_domaines")
    metiers = {(row.iri("interet"), row.iri("domaine")): row.count("metiers") for row in rows}
    named = {row.iri("interet"): row for row in rows}
    totals = {iri: sum(n for (of, _), n in metiers.items() if of == iri) for iri in named}
    columns = {(row.text("lettre"), row.iri("domaine"), row.text("nomDomaine")) for row in rows}
    counts = [_count(row, "interet", totals[iri]) for iri, row in named.items()]
    return CrossTable(
        sorted(counts, key=lambda one: (-one.metiers, one.iri)),
        [(iri, letter or tail(iri), name) for letter, iri, name in sorted(columns)],
        metiers,
    )


def _count(row: Row, of: str, metiers: int) -> MetierCount:
    iri = row.iri(of)
    return MetierCount(
        iri, best_label((row.terms.get("nom"), row.terms.get("name"))) or tail(iri), metiers
    )
