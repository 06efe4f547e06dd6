"""Loader, from sources to a release: fiches métiers are read, made triples of, merged, built.

Data flows one way: `sources` → `records` → `triples` → `view` → `release`.
"""
