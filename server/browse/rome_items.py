"""Compétences, savoirs and contextes of the ROME V4: those of a code, and the page of each."""

from typing import Final

import pyoxigraph as ox

from ontology.folding import fold
from queries import find
from server.browse import name_lookup
from server.browse.concept import Concept, ConceptGroup, Fact, Node, read_neighbours
from server.browse.fiche_text import text_blocks
from server.browse.formatting import number
from server.browse.pagination import paginate
from server.browse.property_values import read_property_values
from server.engine import Engine, Row
from server.http.language import gettext, lazy_gettext, ngettext
from server.iris import tail

__all__ = ["read_item", "read_items"]

_TITLES: Final = {
    "competence": lazy_gettext("Compétences"),
    "savoir": lazy_gettext("Savoirs"),
    "contexte": lazy_gettext("Contextes de travail"),
}
_SINGLE: Final = {
    "competence": lazy_gettext("Compétence du ROME 4.0"),
    "savoir": lazy_gettext("Savoir du ROME 4.0"),
    "contexte": lazy_gettext("Contexte de travail du ROME 4.0"),
    "centre-interet": lazy_gettext("Centre d'intérêt du ROME 4.0"),
}


def read_items(engine: Engine, iri: str) -> list[ConceptGroup]:
    """Read the items that a code calls for; a note says which ones are the heart of the work."""
    rows = engine.select(find("browse/rome_items"), iri=ox.NamedNode(iri))
    return [
        ConceptGroup(
            str(title),
            parts=_parts([row for row in rows if row.iri("kind").endswith(f"#{name}")]),
            relation=f"mg:{name}",
        )
        for name, title in _TITLES.items()
    ]


def _parts(rows: list[Row]) -> list[ConceptGroup]:
    found: dict[str, dict[str, Node]] = {}
    core, other = gettext("cœur de métier"), gettext("Autres")
    for row in rows:
        item = row.iri("item")
        note = core if row.truth("core") else ""
        part = found.setdefault(row.text("categorie") or other, {})
        part.setdefault(item, Node(item, row.text("label") or tail(item), note=note))
    return [
        ConceptGroup(
            title, sorted(found[title].values(), key=lambda node: (not node.note, fold(node.label)))
        )
        for title in sorted(found, key=fold)
    ]


def read_item(engine: Engine, iri: str, page: int) -> Concept:
    """Read a compétence, a savoir, a contexte or an interest, and the codes that call for it."""
    values = read_property_values(engine, iri)
    rows = engine.select(find("browse/item_codes"), iri=ox.NamedNode(iri))
    codes = paginate(sorted(row.iri("code") for row in rows), page)
    return Concept(
        iri=iri,
        kind=str(_SINGLE[iri.split("/")[-2]]),
        title=values.text("skos:prefLabel") or tail(iri),
        code=values.text("skos:notation"),
        definition=text_blocks(values.text("skos:definition")),
        facts=[
            values.fact(gettext("Catégorie"), "mg:categorie"),
            values.fact(gettext("Sous-catégorie"), "mg:sousCategorie"),
            values.fact(gettext("Nature"), "mg:natureCompetence"),
            Fact(
                gettext("N'est plus dans l'édition"),
                [Node(edition.iri, tail(edition.iri)) for edition in values.nodes("mg:absentDe")],
            ),
        ],
        tree=read_neighbours(engine, iri),
        lead=ngettext(
            "Un code du ROME 4.0 y fait appel",
            "%(number)s codes du ROME 4.0 y font appel",
            codes.total,
            number=number(codes.total),
        ),
        entries=codes.of(
            lambda code: Node(code, name_lookup.name_of(engine, code) or tail(code), tail(code))
        ),
    )
