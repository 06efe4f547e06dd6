"""What fields are called: short for machines, in French for people."""

from functools import cache
from typing import Final

from pyoxigraph import NamedNode

from loader.diff.side import Side, tail
from ontology import prefixes

_FRENCH: Final = {
    "skos:prefLabel": "nom",
    "skos:altLabel": "autre nom",
    "skos:hiddenLabel": "graphie",
    "skos:notation": "code",
    "skos:inScheme": "nomenclature",
    "skos:broader": "rangement",
    "skos:related": "métier associé",
    "skos:relatedMatch": "famille professionnelle",
    "skos:definition": "définition",
    "skos:exactMatch": "correspondance exacte",
    "skos:closeMatch": "correspondance proche",
    "skos:broadMatch": "correspondance plus large",
    "skos:narrowMatch": "correspondance plus étroite",
    "schema:estimatedSalary": "salaire",
    "schema:itemListElement": "rang",
    "schema:subjectOf": "publication",
    "schema:url": "adresse",
    "rdf:type": "nature",
    "owl:deprecated": "abandonné",
}
"""Fields of other vocabularies; ours say their names themselves."""


@cache
def short(node: NamedNode) -> str:
    """Return an IRI shortened by its longest prefix (`mg:formation`), as it is if none fits."""
    found = [
        (len(start), f"{prefix}:{node.value.removeprefix(start)}")
        for prefix, start in prefixes().items()
        if node.value.startswith(start) and "/" not in node.value.removeprefix(start)
    ]
    return max(found)[1] if found else node.value


def french(node: NamedNode, side: Side) -> str:
    """Return what a predicate is called in French."""
    return _FRENCH.get(short(node)) or side.name(node) or tail(node)
