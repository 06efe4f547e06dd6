"""Visualisations: the neighbourhood of a thing, the tree of the ROME, the corpus in charts."""
