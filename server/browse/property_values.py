"""Property values of one thing, read in one query and given by property."""

from collections.abc import Sequence

import pyoxigraph as ox

from ontology import prefixes
from ontology.folding import fold
from queries import find
from server.browse import name_lookup
from server.browse.concept import Fact, Node
from server.engine import Engine, Row
from server.http.language import shown_language
from server.iris import tail

__all__ = ["PropertyValues", "read_property_values"]


class PropertyValues:
    """The values of a thing; a property is asked for by its short name (``mg:duree``).

    Where a text is in several languages it is read in that of the page, else in French.
    """

    def __init__(self, engine: Engine, rows: Sequence[Row]) -> None:
        self._engine = engine
        self._rows: dict[str, list[Row]] = {}
        for row in rows:
            self._rows.setdefault(row.iri("property"), []).append(row)

    def texts(self, name: str) -> list[str]:
        """Return the literals of a property, in alphabetical order."""
        terms = (row.terms["value"] for row in self._of(name))
        literals = [term for term in terms if isinstance(term, ox.Literal)]
        tags = sorted({term.language for term in literals if term.language})
        shown = shown_language(tags)
        return sorted({term.value for term in literals if term.language in (None, shown)})

    def text(self, name: str) -> str:
        """Return the first literal of a property, empty if there is none."""
        return next(iter(self.texts(name)), "")

    def flag(self, name: str) -> bool:
        """Tell whether a property is true."""
        return self.text(name) == "true"

    def nodes(self, name: str) -> list[Node]:
        """Return the resources of a property, each once, by their names."""
        found: dict[str, Node] = {}
        for row in self._of(name):
            iri = row.optional_iri("value")
            if iri:
                known = name_lookup.name_of(self._engine, iri)
                label = known or row.text("label") or row.text("notation") or tail(iri)
                found.setdefault(iri, Node(iri, label))
        return sorted(found.values(), key=lambda node: fold(node.label))

    def fact(self, label: str, name: str) -> Fact:
        """Return what a property says, texts and resources alike; it may be empty."""
        values = [*(Node("", text) for text in self.texts(name)), *self.nodes(name)]
        return Fact(label, values, name)

    def _of(self, name: str) -> list[Row]:
        prefix, _, local = name.partition(":")
        return self._rows.get(prefixes()[prefix] + local, [])


def read_property_values(engine: Engine, iri: str) -> PropertyValues:
    """Read all the properties of an IRI."""
    return PropertyValues(engine, engine.select(find("browse/said"), iri=ox.NamedNode(iri)))
