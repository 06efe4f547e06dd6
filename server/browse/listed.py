"""The page of a level, a statut, an interest or a secteur: the métiers that have it."""

from typing import Final

from server.browse.concept import Concept, metiers, neighbours
from server.browse.kinds import kind_of
from server.browse.prose import blocks
from server.browse.said import read_said
from server.engine import Engine
from server.iris import tail

__all__ = ["read_listed"]

_RELATIONS: Final = {
    "niveau": "mg:niveauAcces",
    "statut": "mg:statut",
    "interet": "mg:centreInteret",
    "secteur": "mg:secteur",
}


def read_listed(engine: Engine, iri: str, page: int) -> Concept:
    """Read a thing of a kind that has an index, and the métiers that point to it."""
    kind = kind_of(iri)
    if kind is None:
        raise ValueError(f"{iri} n'est pas d'un genre connu")
    said = read_said(engine, iri)
    found = metiers(engine, f"{kind.name}_metiers", iri, page, kind.name != "niveau")
    notation = said.text("skos:notation")
    return Concept(
        iri=iri,
        kind=str(kind.singular),
        title=said.text("skos:prefLabel") or notation or tail(iri),
        index=kind.index,
        onisep=notation,
        definition=blocks(said.text("skos:definition") or said.text("dct:description")),
        tree=neighbours(engine, iri),
        lead=kind.lead(found.total),
        entries=found,
        relation=_RELATIONS[kind.name],
        is_translated=True,
    )
