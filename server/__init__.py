"""The web server: a SPARQL endpoint and the pages of a release, read-only.

It knows the release directory and the ontology, and nothing of how a release is made.
"""
