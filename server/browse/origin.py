"""Where what a page says comes from: the editions that speak of a métier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.browse.byheart import Edition
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
    edition: Edition
    others: int


def read_sources(
    rows: Sequence[Row], notation: str, editions: Mapping[str, Edition]
) -> list[Source]:
    """Build the sources from rows of ``browse/metier_sources``, one an edition, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.iri("edition"), []).append(row)
    return [
        _source(editions[edition], several, notation)
        for edition, several in found.items()
        if edition in editions
    ]


def _source(edition: Edition, rows: Sequence[Row], notation: str) -> Source:
    own = next((row for row in rows if tail(row.iri("graph")) == notation), None)
    graph = (own or rows[0]).iri("graph")
    return Source(graph, edition, 0 if own else len(rows) - 1)
