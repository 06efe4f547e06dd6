"""Unknown terms: names of our vocabulary that a query uses and that it does not have.

Such a query is sound, and its answer empty: nobody is told why, unless somebody looks.
"""

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from functools import cache
from itertools import islice

import pyoxigraph as ox

from ontology import graph_files, prefixes
from ontology.folding import fold
from server.engine.federation.service_refusal import OPAQUE
from server.engine.formats import SHEET
from server.http.language import gettext

__all__ = ["is_empty", "unknown_terms"]

_READ, _MOST = 8192, 3
"""How many characters are looked into, and how many names told of: nobody is charged for it."""
_NEAR = 0.7
_DECLARATION = re.compile(r"\bPREFIX\s+([^\s:<>]*):\s*$", re.IGNORECASE)
_LONGEST, _LONGEST_NAME = 200, 60
"""Characters of a declaration before its IRI, and of a name that may be a term's."""
_NAME = re.compile(r"(?<![\w:.%-])((?:[^\W\d_][\w.-]*)?+):([\w-]{0,60}\w)(?![\w-])")


_NO_ROW = re.compile(rb"\A[^\n]*\n?\Z|false")
_EMPTY = {
    "application/sparql-results+json": re.compile(rb'"bindings":\[\]\}\}\Z|"boolean":false'),
    "application/sparql-results+xml": re.compile(rb"<results></results>|<boolean>false"),
    **dict.fromkeys(("text/csv", "text/tab-separated-values", SHEET), _NO_ROW),
    "application/rdf+xml": re.compile(rb"<rdf:RDF[^<>]*>\n</rdf:RDF>\Z"),
}
_NOTHING = re.compile(rb"\A(?:\[\])?\Z")


def is_empty(body: bytes, media_type: str) -> bool:
    """Return whether a whole answer, in a media type that the engine writes, has nothing to say."""
    return _EMPTY.get(media_type, _NOTHING).search(body) is not None


def unknown_terms(query: str, declared: Collection[str] = ()) -> list[str]:
    """Return a sentence for each term that is not known, with the one that it may be.

    `declared` are the prefixes of the vocabulary that the query need not declare.
    """
    names = dict.fromkeys(islice(_used(query[:_READ], declared), _READ))
    unknown = (name for name in names if name[1] not in _known())
    return [_sentence(prefix, local) for prefix, local in islice(unknown, _MOST)]


def _used(query: str, declared: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the names of the vocabulary in a query: prefix and local name, no prefix for an IRI."""
    namespace, ours, start = prefixes()["mg"], {*declared}, 0
    for opaque in OPAQUE.finditer(query):
        code, text = query[start : opaque.start()], opaque[0]
        yield from _names(code, ours)
        if text.startswith("<"):
            declaration = _DECLARATION.search(code[-_LONGEST:])
            if declaration and text[1:-1] == namespace:
                ours.add(declaration[1])
            elif local := _local(text[1:-1], namespace):
                yield "", local
        start = opaque.end()
    yield from _names(query[start:], ours)


def _local(iri: str, namespace: str) -> str:
    """Return the local name of an IRI of the vocabulary, empty for another."""
    local = iri.removeprefix(namespace) if iri.startswith(namespace) else ""
    return local if len(local) <= _LONGEST_NAME else ""


def _names(code: str, ours: set[str]) -> Iterator[tuple[str, str]]:
    return ((prefix, local) for prefix, local in _NAME.findall(code) if prefix in ours)


@cache
def _known() -> dict[str, str]:
    """Return the terms of the vocabulary by their local names, and each name as it is compared."""
    namespace = prefixes()["mg"]
    triples = ox.parse(graph_files()["metiers.ttl"], ox.RdfFormat.TURTLE)
    subjects = {each.subject.value for each in triples if isinstance(each.subject, ox.NamedNode)}
    names = (iri.removeprefix(namespace) for iri in subjects if iri.startswith(namespace))
    return {name: _folded(name) for name in sorted(names)}


def _folded(name: str) -> str:
    return re.sub(r"[_-]", "", fold(name))


def _sentence(prefix: str, local: str) -> str:
    near = get_close_matches(_folded(local), _known().values(), 1, _NEAR)
    shown = prefix or "mg"
    if not near:
        return gettext("%(name)s : ce terme n'est pas du vocabulaire", name=f"{shown}:{local}")
    same = [name for name, folded in _known().items() if folded == near[0]]
    known = min(same, key=lambda name: name[:1].isupper() != local[:1].isupper())
    return gettext(
        "%(name)s : voulez-vous dire %(known)s ?",
        name=f"{shown}:{local}",
        known=f"{shown}:{known}",
    )
