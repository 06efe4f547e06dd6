"""Narrowing the métiers down: facets, their counts, and what is left, as a page or as data."""
