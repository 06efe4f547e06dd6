"""Appellations of a code of the ROME, and what they lead to: the other version, ESCO."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import pyoxigraph as ox

from ontology import base
from ontology.folding import fold
from ontology.mappings import match_rank
from queries import find
from server.browse import name_lookup
from server.browse.bridge import occupation_relation
from server.browse.concept import ConceptGroup, Node
from server.engine import Engine, Row
from server.http.language import gettext, ngettext
from server.iris import tail

__all__ = ["read_appellations"]

_FOLDER: Final = "id/rome/appellation/"


def read_appellations(engine: Engine, iri: str, other: str) -> list[ConceptGroup]:
    """Read the appellations of a code, the codes of the other version and the occupations of ESCO.

    Beside each appellation stands its code in the other version.
    """
    folder = base() + _FOLDER
    rows = [
        row
        for row in engine.select(find("browse/rome_appellations"), iri=ox.NamedNode(iri))
        if row.iri("appellation").startswith(folder)
    ]
    named: dict[str, Node] = {}
    codes: dict[str, set[str]] = {}
    for row in rows:
        found, code = row.iri("appellation"), row.optional_iri("other")
        if code:
            note = gettext("%(rome)s : %(code)s", rome=other, code=tail(code))
        else:
            note = gettext("pas dans le %(rome)s", rome=other)
        named.setdefault(found, Node(found, row.text("label"), note=note))
        if code:
            codes.setdefault(code, set()).add(found)
    shared = [
        Node(
            code,
            name_lookup.name_of(engine, code) or tail(code),
            tail(code),
            ngettext("une appellation", "%(num)d appellations", len(codes[code])),
        )
        for code in sorted(codes, key=lambda code: (-len(codes[code]), code))
    ]
    return [
        ConceptGroup(
            gettext("Les codes du %(rome)s qui ont de ces appellations", rome=other), shared
        ),
        ConceptGroup(
            gettext("Appellations"),
            sorted(named.values(), key=lambda node: fold(node.label)),
            relation="skos:broader",
            is_incoming=True,
        ),
        _professions(engine, rows),
    ]


def _professions(engine: Engine, rows: Sequence[Row]) -> ConceptGroup:
    leading = {
        (row.iri("profession"), row.iri("appellation")): row.iri("relation")
        for row in rows
        if row.optional_iri("profession")
    }
    ways = Counter(profession for profession, _ in leading)
    best: dict[str, str] = {}
    for (profession, _), relation in leading.items():
        best[profession] = min(best.get(profession, relation), relation, key=match_rank)
    nodes = [
        Node(
            profession,
            name_lookup.name_of(engine, profession) or tail(profession),
            note=ngettext(
                "%(relation)s, par une appellation",
                "%(relation)s, par %(num)d appellations",
                ways[profession],
                relation=occupation_relation(best[profession]),
            ),
        )
        for profession in best
    ]
    nodes.sort(key=lambda node: (match_rank(best[node.iri]), fold(node.label)))
    return ConceptGroup(gettext("Les professions d'ESCO où ces appellations mènent"), nodes)
