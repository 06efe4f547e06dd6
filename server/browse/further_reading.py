"""Further reading: publications on a métier or a formation, and links."""

import pyoxigraph as ox

from queries import find
from server.browse.concept import ConceptGroup, Node
from server.engine import Engine
from server.http.language import gettext
from server.iris import anchor

__all__ = ["read_liens", "read_publications"]


def read_publications(engine: Engine, iri: str) -> ConceptGroup:
    """Read the books on a thing; a note gives the collection and the year."""
    rows = engine.select(find("browse/publications"), iri=ox.NamedNode(iri))
    nodes = {
        row.iri("publication"): Node(
            row.iri("publication"),
            row.text("name"),
            note=", ".join(filter(None, (row.text("collection"), row.text("date")))),
        )
        for row in rows
    }
    return ConceptGroup(gettext("Publications"), list(nodes.values()), relation="schema:subjectOf")


def read_liens(engine: Engine, iri: str) -> ConceptGroup:
    """Read the addresses on the web that a source gives; the note is its comment."""
    rows = engine.select(find("browse/liens"), iri=ox.NamedNode(iri))
    nodes = {
        row.iri("lien"): Node(
            row.text("url"),
            row.text("url"),
            note=row.text("comment"),
            anchor=anchor(row.iri("lien")),
        )
        for row in rows
    }
    return ConceptGroup(gettext("Sur le web"), list(nodes.values()), relation="mg:lien")
