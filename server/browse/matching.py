"""What a relation between an appellation of the ROME and an ESCO occupation says, in words."""

__all__ = ["MATCHES", "of_appellation", "of_profession"]

MATCHES = {
    "exactMatch": ("identique", "identique"),
    "closeMatch": ("proche", "proche"),
    "broadMatch": ("plus large", "plus étroite"),
    "narrowMatch": ("plus étroite", "plus large"),
}
"""By relation, what the occupation is beside the appellation, and the appellation beside it."""


def of_profession(relation: str) -> str:
    """Return what the occupation is, seen from the appellation that has the relation."""
    return MATCHES[relation.partition("#")[2]][0]


def of_appellation(relation: str) -> str:
    """Return what the appellation is, seen from the occupation."""
    return MATCHES[relation.partition("#")[2]][1]
