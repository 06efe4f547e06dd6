"""Where what a page says comes from: the editions that speak of a métier."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.browse.wording import licence
from server.engine import Row
from server.iris import tail

__all__ = ["Source", "read_sources"]


@dataclass(frozen=True)
class Source:
    """An edition that speaks of the métier, and a graph that holds what it says.

    An edition of sheets speaks of it in its own sheet, else in those of others: `others` says how
    many more graphs there are.
    """

    graph: str
    edition: str
    title: str
    publisher: str
    licence: str
    licence_name: str
    others: int


def read_sources(rows: Sequence[Row], notation: str) -> list[Source]:
    """Build the sources from rows of ``browse/metier_sources``, one an edition, in their order."""
    editions: dict[str, list[Row]] = {}
    for row in rows:
        editions.setdefault(row.iri("edition"), []).append(row)
    return [_source(found, notation) for found in editions.values()]


def _source(rows: Sequence[Row], notation: str) -> Source:
    row = next((row for row in rows if tail(row.iri("graph")) == notation), rows[0])
    is_own = tail(row.iri("graph")) == notation
    terms = row.text("licence")
    return Source(
        graph=row.iri("graph"),
        edition=tail(row.iri("edition")),
        title=row.text("title"),
        publisher=row.text("publisher"),
        licence=terms,
        licence_name=licence(terms),
        others=0 if is_own else len(rows) - 1,
    )
