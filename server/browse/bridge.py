"""Crosswalk from a métier to ROME 4.0 and ESCO, by the appellations of its ROME V3 codes.

It is reckoned when a release is built (`loader/pages`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ontology.mappings import MAPPINGS
from server.browse import name_lookup
from server.browse.concept import Node
from server.engine import Engine
from server.http.language import lazy_gettext, ngettext
from server.iris import tail

__all__ = [
    "MATCHES",
    "Bridge",
    "CodeV4",
    "appellation_relation",
    "occupation_relation",
    "read_bridge",
]

MATCHES: Final = dict(
    zip(
        MAPPINGS,
        (
            (lazy_gettext("identique"), lazy_gettext("identique")),
            (lazy_gettext("proche"), lazy_gettext("proche")),
            (lazy_gettext("plus large"), lazy_gettext("plus étroite")),
            (lazy_gettext("plus étroite"), lazy_gettext("plus large")),
        ),
        strict=True,
    )
)
"""By SKOS mapping relation, what the occupation is beside the appellation, and the reverse."""
_BRIDGE: Final = "SELECT bridge FROM metiers WHERE iri = ?"


@dataclass(frozen=True)
class CodeV4:
    """A code of the ROME 4.0, and appellations that it shares with the métier's codes.

    `more` is how many others there are.
    """

    code: Node
    appellations: Sequence[Node]
    more: int

    @property
    def total(self) -> int:
        """How many appellations they share."""
        return len(self.appellations) + self.more


@dataclass(frozen=True)
class Bridge:
    """The first codes and occupations, and how many others there are of each."""

    codes: Sequence[CodeV4] = ()
    more_codes: int = 0
    professions: Sequence[Node] = ()
    more_professions: int = 0


def occupation_relation(relation: str) -> str:
    """Return what the occupation is to the appellation that has the relation."""
    return str(MATCHES[_name(relation)][0])


def appellation_relation(relation: str) -> str:
    """Return what the appellation is to the occupation."""
    return str(MATCHES[_name(relation)][1])


def _name(relation: str) -> str:
    return relation.partition("#")[2]


def read_bridge(engine: Engine, metier: str) -> Bridge:
    """Read the crosswalk of a métier: what shares or leads most comes first."""
    for (bridge,) in engine.tables.rows(_BRIDGE, metier):
        said = json.loads(bridge)
        return Bridge(
            [_code(engine, *each) for each in said["codes"]],
            said["more_codes"],
            [_profession(engine, *each) for each in said["professions"]],
            said["more_professions"],
        )
    return Bridge()


def _code(engine: Engine, iri: str, appellations: Sequence[Any], more: int) -> CodeV4:
    name = name_lookup.name_of(engine, iri) or tail(iri)
    return CodeV4(Node(iri, name, tail(iri)), [Node(*each) for each in appellations], more)


def _profession(engine: Engine, iri: str, relation: str, name: str, others: int) -> Node:
    """Return an occupation; a note says by which appellations."""
    note = ngettext(
        "par « %(name)s » (%(relation)s)",
        "par « %(name)s » (%(relation)s) et %(others)s de plus",
        others + 1,
        name=name,
        relation=occupation_relation(relation),
        others=others,
    )
    return Node(iri, name_lookup.name_of(engine, iri) or tail(iri), note=str(note))
