"""The page of an occupational family (FAP)."""

import pyoxigraph as ox
from flask_babel import gettext, ngettext

from queries import find
from server.browse.concept import Concept, Group, Node, metiers, neighbours
from server.browse.rome import qualified
from server.browse.said import read_said
from server.browse.wording import number
from server.engine import Engine, Row
from server.iris import anchor, tail

__all__ = ["read_famille"]


def read_famille(engine: Engine, iri: str, page: int) -> Concept:
    """Read a family of any level, the codes of the ROME V3 that lead to it, and their métiers."""
    said = read_said(engine, iri)
    found = metiers(engine, "fap_metiers", iri, page)
    return Concept(
        iri=iri,
        kind=gettext("Famille professionnelle (FAP-2009)"),
        title=said.text("skos:prefLabel") or tail(iri),
        code=said.text("skos:notation"),
        facts=[said.fact(gettext("Échelon"), "mg:echelon")],
        tree=neighbours(engine, iri),
        groups=[_codes(engine, iri)],
        lead=ngettext(
            "Un métier a un code ROME V3 qui y mène",
            "%(number)s métiers ont un code ROME V3 qui y mène",
            found.total,
            number=number(found.total),
        ),
        entries=found if found.total else None,
    )


def _codes(engine: Engine, iri: str) -> Group:
    found: dict[str, list[Row]] = {}
    for row in engine.select(find("browse/fap_codes"), iri=ox.NamedNode(iri)):
        found.setdefault(row.iri("code"), []).append(row)
    nodes = [
        Node(
            code,
            rows[0].text("label") or rows[0].text("notation"),
            rows[0].text("notation"),
            qualified([row.text("qualification") for row in rows]),
            anchor(rows[0].optional_iri("passage") or ""),
        )
        for code, rows in found.items()
    ]
    title = gettext("Les codes ROME V3 qui y mènent")
    return Group(title, nodes, relation="skos:relatedMatch")
