"""Neighbourhood of a thing: the things at the other end of its relations, a few of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from ontology.folding import fold
from queries import find
from server.browse.concept import Node
from server.browse.labels import best_label
from server.engine import Engine, Row
from server.iris import link, tail
from server.see.drawing.text_metrics import clean_text
from server.see.relation_names import NamedRelation, relation_of, relation_title

__all__ = [
    "NeighbourGroup",
    "Neighbourhood",
    "full_name",
    "neighbourhood_path",
    "read_neighbourhood",
    "read_node",
    "read_relation",
]

_MOST = 200
"""Of so many neighbours all the names are read: ``see/neighbours`` has room for them."""
_REMEMBERED = 2048
_CODE_FORMS = {"/rome/v3/": "{} (V3)", "/rome/v4/": "{} (V4)", "/fap/": "{}", "/esco/isco/": "{}"}
"""By part of an IRI, how a code is shown before the label of what it names."""


@dataclass(frozen=True)
class NeighbourGroup:
    """The things at the other end of a relation, by their names; `total` counts all there are."""

    key: str
    title: str
    nodes: Sequence[Node]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.nodes)


@dataclass(frozen=True)
class Neighbourhood:
    """A thing and its groups; `opened` is the neighbour whose own groups are shown too.

    `place` is the key of the group that an opened neighbour is in, empty for the thing itself.
    """

    node: Node
    groups: Sequence[NeighbourGroup]
    opened: "Neighbourhood | None" = None
    place: str = ""

    @property
    def name(self) -> str:
        """What the thing is called, its code first."""
        return full_name(self.node)

    @property
    def total(self) -> int:
        """How many links the thing has."""
        return sum(group.total for group in self.groups)


def full_name(node: Node) -> str:
    """Return the name of a thing, its code first."""
    return f"{node.code} {node.label}" if node.code else node.label


@lru_cache(_REMEMBERED)
def neighbourhood_path(iri: str) -> str | None:
    """Return the path of the picture of a thing's neighbourhood, None for what has no page."""
    address = link(iri) or ""
    is_whole = address.startswith("/doc/") and "#" not in address
    return f"/voisinage/{address.removeprefix('/doc/')}" if is_whole else None


def read_neighbourhood(engine: Engine, iri: str, most: int, without: str = "") -> Neighbourhood:
    """Read what surrounds a thing, at most so many of each relation; one neighbour may be left out.

    Those shown are the first by name; where a relation has more than sixty, by name among sixty.
    """
    term = ox.NamedNode(iri)
    counted = engine.select(find("see/relations"), iri=term)
    if sum(row.count("things") for row in counted) <= _MOST:
        groups = _few(engine, engine.select(find("see/neighbours"), iri=term))
    else:
        groups = _many(engine, term, counted)
    shown = [_cut(group, most, without) for group in groups]
    return Neighbourhood(read_node(engine, iri), [group for group in shown if group.nodes])


def read_relation(engine: Engine, iri: str, relation: NamedRelation) -> NeighbourGroup:
    """Read a thing's neighbours by one relation, by their names alone, a thousand at most.

    `read_node` reads the whole of those that are shown.
    """
    ways = (False, True) if relation.is_mutual else (relation.inverse,)
    rows = [row for way in ways for row in _ask(engine, iri, relation, way, "_all")]
    return _group(engine, relation, rows, 0)


def read_node(engine: Engine, iri: str) -> Node:
    """Read the name of a thing, its code before it if it is known by one."""
    return _node(iri, engine.select(find("see/named"), iri=ox.NamedNode(iri)))


def _few(engine: Engine, rows: Iterable[Row]) -> list[NeighbourGroup]:
    found: dict[NamedRelation, list[Row]] = {}
    for row in rows:
        relation = relation_of(row.iri("property"), row.truth("inverse"))
        found.setdefault(relation, []).append(row)
    ordered = sorted(found, key=lambda relation: relation.rank)
    return [_group(engine, relation, found[relation], 0) for relation in ordered]


def _many(engine: Engine, term: ox.NamedNode, counted: Iterable[Row]) -> list[NeighbourGroup]:
    found: dict[NamedRelation, list[Row]] = {}
    totals: dict[NamedRelation, int] = {}
    for row in counted:
        inverse = row.truth("inverse")
        relation = relation_of(row.iri("property"), inverse)
        found.setdefault(relation, []).extend(_ask(engine, term.value, relation, inverse))
        totals[relation] = max(totals.get(relation, 0), row.count("things"))
    ordered = sorted(found, key=lambda relation: relation.rank)
    return [_group(engine, relation, found[relation], totals[relation]) for relation in ordered]


def _ask(
    engine: Engine, iri: str, relation: NamedRelation, inverse: bool, kind: str = ""
) -> list[Row]:
    query = find(f"see/{'incoming' if inverse else 'outgoing'}{kind}")
    return engine.select(query, iri=ox.NamedNode(iri), property=ox.NamedNode(relation.iri))


def _group(
    engine: Engine, relation: NamedRelation, rows: Iterable[Row], total: int
) -> NeighbourGroup:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.iri("other"), []).append(row)
    nodes = [_node(iri, named) for iri, named in found.items()]
    nodes.sort(key=lambda node: (node.code, fold(node.label), node.iri))
    return NeighbourGroup(
        relation.key, relation_title(engine, relation), nodes, max(total, len(nodes))
    )


def _cut(group: NeighbourGroup, most: int, without: str) -> NeighbourGroup:
    kept = [node for node in group.nodes if node.iri != without]
    total = group.total - (len(group.nodes) - len(kept))
    return NeighbourGroup(
        group.key, group.title, kept[: most if total > most + 1 else most + 1], total
    )


def _node(iri: str, rows: Sequence[Row]) -> Node:
    notation = next((row.text("notation") for row in rows if row.text("notation")), "")
    label = (
        clean_text(best_label(row.terms.get("label") for row in rows))
        or notation
        or tail(iri)
        or iri
    )
    pattern = next((shown for part, shown in _CODE_FORMS.items() if part in iri), "")
    return Node(iri, label, pattern.format(notation) if notation else "")
