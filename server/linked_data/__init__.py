"""Linked data: every IRI dereferences to a document; dumps and documents for machines."""
