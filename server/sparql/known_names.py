"""Known names: the terms of the vocabulary, and the values of its closed code lists.

They are what the ontology says: in its own namespaces nothing else can be right. Other sets
(métiers, formations, codes) are open: only a release knows what is in them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from ontology import base, graph_files, prefixes
from ontology.folding import fold
from server.engine import Term
from server.iris import compact

__all__ = ["CodeListValue", "closed_namespaces", "code_list_values", "folded"]

_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_LABELS: Final = {f"{_SKOS}prefLabel", "http://purl.org/dc/terms/title"}
_OTHERS: Final = {f"{_SKOS}altLabel", f"{_SKOS}hiddenLabel"}
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PARTED: Final = re.compile(r"[_-]")


@dataclass(frozen=True)
class CodeListValue:
    """A value of a closed code list, or a code list: its prefixed name and that of its class.

    `labels` are by language; `others` are the words that it is known by besides.
    """

    name: str
    class_name: str
    labels: Mapping[str, str]
    others: Sequence[str]


def folded(name: str) -> str:
    """Return a local name as it is compared: without capitals, marks and joints."""
    return _PARTED.sub("", fold(name))


@cache
def closed_namespaces() -> Mapping[str, Mapping[str, str]]:
    """Return by namespace the local names that it has, each with how it is compared."""
    found: dict[str, dict[str, str]] = {}
    for iri in sorted({subject for subject, _, _ in _triples()}):
        namespace = _namespace(iri)
        if namespace:
            local = iri.removeprefix(namespace)
            found.setdefault(namespace, {})[local] = folded(local)
    return MappingProxyType(found)


@cache
def code_list_values() -> Sequence[CodeListValue]:
    """Return the values of the closed code lists, in the order of the ontology."""
    labels: dict[str, dict[str, str]] = {}
    others: dict[str, list[str]] = {}
    classes: dict[str, str] = {}
    for iri, predicate, value in _triples():
        if isinstance(value, ox.Literal) and predicate in _LABELS:
            labels.setdefault(iri, {})[value.language or "fr"] = value.value
        elif isinstance(value, ox.Literal) and predicate in _OTHERS:
            others.setdefault(iri, []).append(value.value)
        elif isinstance(value, ox.NamedNode) and predicate == _TYPE:
            classes.setdefault(iri, compact(value.value, prefixes()))
    return [
        CodeListValue(compact(iri, prefixes()), classes.get(iri, ""), named, others.get(iri, ()))
        for iri, named in labels.items()
        if _namespace(iri) not in ("", prefixes()["mg"])
    ]


def _triples() -> Iterator[tuple[str, str, Term]]:
    """Yield what the ontology says of named things: subject, predicate, object."""
    for text in graph_files().values():
        for quad in ox.parse(text, ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value, quad.predicate.value, quad.object


def _namespace(iri: str) -> str:
    """Return the namespace of the project that a name is in, empty for another's."""
    within = [each for each in prefixes().values() if iri.startswith(each) and iri != each]
    longest = max(within, key=len, default="")
    return longest if longest.startswith(base()) else ""
