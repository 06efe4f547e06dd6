"""The page of a level, a statut, an interest or a secteur: the métiers that have it."""

from server.browse.concept import Concept, metiers, neighbours
from server.browse.kinds import kind_of
from server.browse.prose import blocks
from server.browse.said import read_said
from server.browse.wording import number
from server.engine import Engine
from server.iris import tail

__all__ = ["read_listed"]


def read_listed(engine: Engine, iri: str, page: int) -> Concept:
    """Read a thing of a kind that has an index, and the métiers that point to it."""
    kind = kind_of(iri)
    if kind is None:
        raise ValueError(f"{iri} n'est pas d'un genre connu")
    said = read_said(engine, iri)
    note = "" if kind.name == "niveau" else "niveau"
    found = metiers(engine, f"{kind.name}_metiers", iri, page, note)
    notation = said.text("skos:notation")
    return Concept(
        iri=iri,
        kind=kind.singular,
        title=said.text("skos:prefLabel") or notation or tail(iri),
        index=kind.index,
        onisep=notation,
        definition=blocks(said.text("skos:definition") or said.text("dct:description")),
        tree=neighbours(engine, iri),
        lead=kind.lead(number(found.total)),
        metiers=found,
    )
