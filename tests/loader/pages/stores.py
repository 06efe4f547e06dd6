"""Stores of a few métiers, for what is reckoned of them."""

from collections.abc import Mapping

from pyoxigraph import Store

from ontology import base, prefixes

__all__ = ["iri", "store_of_metiers"]


def store_of_metiers(metiers: Mapping[str, str], others: str = "") -> Store:
    """Return a store of métiers, each by what is said of it, and of other things, in Turtle."""
    store = Store()
    head = f"BASE <{base()}>\n" + "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in prefixes().items())
    said = "".join(
        f'metier:{id_} a mg:Metier ; skos:prefLabel "{id_}"@fr ; {facts} .\n'
        for id_, facts in metiers.items()
    )
    store.update(f"{head}INSERT DATA {{ {said} {others} }}")
    return store


def iri(path: str) -> str:
    """Return the IRI of a thing by its path, of a métier by its notation."""
    return f"{base()}id/{path if '/' in path else f'metier/{path}'}"
