"""Code lists of the ontology, as the loader needs them: which labels are known."""

from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ontology import graph_files, prefixes
from ontology.folding import slug


@dataclass(frozen=True, slots=True)
class Nomenclatures:
    """IRIs of the concepts that the scheme files declare."""

    concepts: frozenset[str]

    def knows(self, scheme: str, label: str) -> bool:
        """Tell whether a label of a code list (`niveau`, `statut`, `interet`) is declared."""
        return prefixes()[scheme] + slug(label) in self.concepts


@cache
def nomenclatures() -> Nomenclatures:
    """Return the code lists of `ontology/schemes`."""
    pref_label = NamedNode(prefixes()["skos"] + "prefLabel")
    return Nomenclatures(
        frozenset(
            quad.subject.value
            for text in graph_files().values()
            for quad in parse(input=text, format=RdfFormat.TURTLE)
            if quad.predicate == pref_label
            and isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, Literal)
        )
    )
