"""Triples of the records: pure functions, no blank node, the same order every time."""

from loader.triples.fiche import fiche_triples
from loader.triples.named_things import reference_triples, rome_v3_tree_triples

__all__ = ["fiche_triples", "reference_triples", "rome_v3_tree_triples"]
