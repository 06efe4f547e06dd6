"""The compétences, savoirs and contextes of a code of the ROME V4, by category."""

import pyoxigraph as ox

from ontology.folding import fold
from queries import find
from server.browse.concept import Group, Node
from server.engine import Engine, Row
from server.iris import tail

__all__ = ["items"]

_TITLES = {"competence": "Compétences", "savoir": "Savoirs", "contexte": "Contextes de travail"}
_OTHER = "Autres"


def items(engine: Engine, iri: str) -> list[Group]:
    """Read the items that a code calls for; a note says which ones are the heart of the work."""
    rows = engine.select(find("browse/rome_items"), iri=ox.NamedNode(iri))
    return [
        Group(title, parts=_parts([row for row in rows if row.iri("kind").endswith(f"#{name}")]))
        for name, title in _TITLES.items()
    ]


def _parts(rows: list[Row]) -> list[Group]:
    found: dict[str, dict[str, Node]] = {}
    for row in rows:
        item = row.iri("item")
        note = "cœur de métier" if row.text("core") == "true" else ""
        part = found.setdefault(row.text("categorie") or _OTHER, {})
        part.setdefault(item, Node(item, row.text("label") or tail(item), note=note))
    return [
        Group(
            title, sorted(found[title].values(), key=lambda node: (not node.note, fold(node.label)))
        )
        for title in sorted(found, key=fold)
    ]
