"""What stands behind a métier in the ROME 4.0 and in ESCO, by the appellations of its codes."""

from dataclasses import dataclass

import pyoxigraph as ox

from ontology.folding import fold
from queries import find
from server.browse.concept import Node
from server.browse.matching import of_profession
from server.engine import Engine, Row
from server.iris import tail

__all__ = ["CodeV4", "professions", "rome_v4"]


@dataclass(frozen=True)
class CodeV4:
    """A code of the ROME 4.0, and the appellations that it shares with the métier's codes."""

    code: Node
    appellations: tuple[Node, ...]


def rome_v4(engine: Engine, metier: str) -> list[CodeV4]:
    """Read the codes behind a métier, the one that shares most appellations first."""
    found: dict[str, list[Row]] = {}
    for row in engine.select(find("api/metier_rome_v4"), metier=ox.NamedNode(metier)):
        found.setdefault(row.iri("codeV4"), []).append(row)
    codes = [
        CodeV4(
            Node(code, rows[0].text("libelle"), rows[0].text("notation")),
            tuple(Node(row.iri("appellation"), row.text("nom")) for row in rows),
        )
        for code, rows in found.items()
    ]
    return sorted(codes, key=lambda each: (-len(each.appellations), each.code.code))


def professions(engine: Engine, metier: str) -> list[Node]:
    """Read the ESCO occupations behind a métier; a note says by which appellations."""
    found: dict[str, list[Row]] = {}
    for row in engine.select(find("api/metier_esco"), metier=ox.NamedNode(metier)):
        found.setdefault(row.iri("profession"), []).append(row)
    nodes = [
        Node(profession, rows[0].text("libelle") or tail(profession), note=_by(rows))
        for profession, rows in found.items()
    ]
    return sorted(nodes, key=lambda node: fold(node.label))


def _by(rows: list[Row]) -> str:
    first, *others = rows
    relation = of_profession(first.iri("relation"))
    more = f" et {len(others)} autre{'s' if len(others) > 1 else ''}" if others else ""
    return f"par « {first.text('nom')} » ({relation}){more}"
