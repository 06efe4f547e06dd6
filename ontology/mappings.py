"""SKOS mapping relations between an appellation and an occupation, the closest first."""

from typing import Final

__all__ = ["MAPPINGS", "match_rank"]

MAPPINGS: Final = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")
"""Their local names."""


def match_rank(relation: str) -> int:
    """Return the place of a relation, by its IRI, among all."""
    return MAPPINGS.index(relation.partition("#")[2])
