"""Unknown terms: names of our vocabulary and code lists that a query uses and that they lack.

Such a query is sound, and its answer empty: nobody is told why, unless somebody looks. What only
the data of a release has (a métier, a formation, a code) is never called unknown.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from ontology import prefixes
from server.engine.federation.service_refusal import OPAQUE
from server.engine.formats import SHEET
from server.http.language import gettext
from server.sparql.known_names import closed_namespaces, folded

__all__ = ["UnknownTerm", "find_unknown_terms", "is_empty", "unknown_terms"]

_READ, _MOST = 8192, 3
"""How many characters are looked into, and how many names told of: nobody is charged for it."""
_NEAR = 0.7
_DECLARATION = re.compile(r"\bPREFIX\s+([^\s:<>]*):\s*$", re.IGNORECASE)
_LONGEST, _LONGEST_NAME = 200, 60
"""Characters of a declaration before its IRI, and of a name that may be a term's."""
_NAME = re.compile(r"(?<![\w:.%-])((?:[^\W\d_][\w.-]*)?+):([\w-]{0,60}\w)(?![\w-])")


_LOCAL = re.compile(r"[\w-]++")
_NO_ROW = re.compile(rb"\A[^\n]*\n?\Z|false")
_EMPTY = {
    "application/sparql-results+json": re.compile(rb'"bindings":\[\]\}\}\Z|"boolean":false'),
    "application/sparql-results+xml": re.compile(rb"<results></results>|<boolean>false"),
    **dict.fromkeys(("text/csv", "text/tab-separated-values", SHEET), _NO_ROW),
    "application/rdf+xml": re.compile(rb"<rdf:RDF[^<>]*>\n</rdf:RDF>\Z"),
}
_NOTHING = re.compile(rb"\A(?:\[\])?\Z")


@dataclass(frozen=True)
class UnknownTerm:
    """A name as a query writes it, and what may be written instead, empty if nothing is near.

    `shown` and `proposal` are prefixed names, whatever the query has; `sentence` is for a reader.
    """

    written: str
    replacement: str
    shown: str
    proposal: str

    @property
    def sentence(self) -> str:
        """What is wrong with the name, in the language of the page."""
        if self.proposal:
            return gettext(
                "%(name)s : voulez-vous dire %(known)s ?", name=self.shown, known=self.proposal
            )
        return gettext("%(name)s : ce terme n'est pas du vocabulaire", name=self.shown)


def is_empty(body: bytes, media_type: str) -> bool:
    """Return whether a whole answer, in a media type that the engine writes, has nothing to say."""
    return _EMPTY.get(media_type, _NOTHING).search(body) is not None


def unknown_terms(query: str, declared: Collection[str] = ()) -> list[str]:
    """Return a sentence for each term that is not known, with the one that it may be.

    `declared` are the prefixes of the project that the query need not declare.
    """
    return [each.sentence for each in find_unknown_terms(query, declared)]


def find_unknown_terms(query: str, declared: Collection[str] = ()) -> list[UnknownTerm]:
    """Return the first terms that are not known, as `unknown_terms`."""
    ours = {name: prefixes()[name] for name in declared if name in prefixes()}
    names = dict.fromkeys(islice(_used(query[:_READ], ours), _READ))
    unknown = (name for name in names if name[2] not in closed_namespaces()[name[1]])
    return [_term(*name) for name in islice(unknown, _MOST)]


def _used(query: str, ours: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield the names in closed namespaces: prefix, namespace, local name; `<` for an IRI.

    `ours` are namespaces by prefix; it takes in what the query declares.
    """
    start = 0
    for opaque in OPAQUE.finditer(query):
        code, text = query[start : opaque.start()], opaque[0]
        yield from _names(code, ours)
        if text.startswith("<"):
            if declaration := _DECLARATION.search(code[-_LONGEST:]):
                ours[declaration[1]] = text[1:-1]
            else:
                yield from _in_full(text[1:-1])
        start = opaque.end()
    yield from _names(query[start:], ours)


def _in_full(iri: str) -> Iterator[tuple[str, str, str]]:
    """Yield the name that an IRI is, if it may be one of a closed namespace."""
    for namespace in closed_namespaces():
        local = iri.removeprefix(namespace)
        is_name = _LOCAL.fullmatch(local) is not None and len(local) <= _LONGEST_NAME
        if iri.startswith(namespace) and is_name:
            yield "<", namespace, local


def _names(code: str, ours: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for prefix, local in _NAME.findall(code):
        namespace = ours.get(prefix, "")
        if namespace in closed_namespaces():
            yield prefix, namespace, local


def _term(prefix: str, namespace: str, local: str) -> UnknownTerm:
    names = closed_namespaces()[namespace]
    near = get_close_matches(folded(local), names.values(), 1, _NEAR)
    same = [name for name, compared in names.items() if near and compared == near[0]]
    known = min(same, key=lambda name: name[:1].isupper() != local[:1].isupper(), default="")
    own = next(name for name, each in prefixes().items() if each == namespace)
    shown = own if prefix == "<" else prefix
    begin, end = (f"<{namespace}", ">") if prefix == "<" else (f"{prefix}:", "")
    return UnknownTerm(
        written=f"{begin}{local}{end}",
        replacement=known and f"{begin}{known}{end}",
        shown=f"{shown}:{local}",
        proposal=f"{shown}:{known}" if known else "",
    )
