"""Faceted browsing of the métiers: facets, their counts, the selection as a page or as data."""
