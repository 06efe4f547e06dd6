"""What things are called: known by heart, or looked up one by one."""

from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from queries import find
from server.browse.byheart import named, spoken
from server.browse.vocabulary import term_names
from server.engine import Engine
from server.see.labels import best

__all__ = ["read_labels"]

_MOST: Final = 50
"""How many things are looked up for one page: each takes about 120 µs."""


def read_labels(engine: Engine, iris: Iterable[str]) -> Mapping[str, str]:
    """Return the names of things in the language of the page, where they have one, by IRI.

    Of those that are not known by heart, only the first are looked up.
    """
    found: dict[str, str] = {}
    left = _MOST
    for iri in dict.fromkeys(iris):
        label = named(engine, iri) or spoken(term_names(engine).get(iri, {}))
        if not label and left:
            left -= 1
            label = _label(engine, iri)
        if label:
            found[iri] = label
    return found


def _label(engine: Engine, iri: str) -> str:
    rows = engine.select(find("ask/label"), iri=ox.NamedNode(iri))
    return best(row.terms.get("label") for row in rows)
