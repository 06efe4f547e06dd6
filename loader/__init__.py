"""From sources to a release: fiches métiers are read, said as triples, merged and built.

Data flows one way: `sources` → `records` → `triples` → `view` → `release`.
"""
