"""What a relation between an appellation of the ROME and an ESCO occupation says, in words."""

from typing import Final

from flask_babel import lazy_gettext

__all__ = ["MATCHES", "closeness", "of_appellation", "of_profession"]

MATCHES: Final = {
    "exactMatch": (lazy_gettext("identique"), lazy_gettext("identique")),
    "closeMatch": (lazy_gettext("proche"), lazy_gettext("proche")),
    "broadMatch": (lazy_gettext("plus large"), lazy_gettext("plus étroite")),
    "narrowMatch": (lazy_gettext("plus étroite"), lazy_gettext("plus large")),
}
"""By relation, what the occupation is beside the appellation, and the appellation beside it."""
_ORDER: Final = tuple(MATCHES)


def of_profession(relation: str) -> str:
    """Return what the occupation is, seen from the appellation that has the relation."""
    return str(MATCHES[_name(relation)][0])


def of_appellation(relation: str) -> str:
    """Return what the appellation is, seen from the occupation."""
    return str(MATCHES[_name(relation)][1])


def closeness(relation: str) -> int:
    """Return the place of a relation among all, the closest first."""
    return _ORDER.index(_name(relation))


def _name(relation: str) -> str:
    return relation.partition("#")[2]
