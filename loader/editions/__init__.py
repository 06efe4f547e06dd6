"""Editions of the sources: their names, their order, and who states them."""
