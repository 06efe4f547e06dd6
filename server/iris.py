"""IRIs and addresses: how the canonical ones and those of this server map onto each other.

Data keeps the canonical base wherever it is served; pages link to local paths. Parts of a thing
(a métier's fiche, sections, passages, salaries, appellations; a formation's fiche and links; the
moves of a ROME code…) live on its page, at an anchor. What ESCO publishes keeps its own IRI and is
described at ``/doc/esco/…``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from ontology import base

__all__ = ["DocumentPath", "anchor", "compact", "document", "link", "split_suffix", "tail"]

_PART = re.compile(
    r"(?P<whole>(?:metier|fiche|formation|fap|rome/v3|rome/v4)/[^/]+)/(?P<part>.+)"
    r"|fiche/(?P<fiche>[^/]+)"
)
_ESCO = "http://data.europa.eu/esco/"
_ESCO_THING = re.compile(r"esco/(?:occupation|isco)/[^/]+")
_SUFFIXES = frozenset({"html", "ttl", "jsonld", "nt", "rdf", "trig", "nq"})
_WEB = re.compile(r"https?://[^\s<>\"]+")
_LOCAL_NAME = re.compile(r"\w(?:[\w./-]*[\w-])?")


@dataclass(frozen=True)
class DocumentPath:
    """Where something is described: the path under ``id/`` of the whole, and an anchor in it."""

    path: str
    anchor: str = ""

    @property
    def iri(self) -> str:
        """The canonical IRI of the whole, ESCO's own for a thing of ESCO."""
        if _ESCO_THING.fullmatch(self.path):
            return _ESCO + self.path.removeprefix("esco/")
        return f"{base()}id/{self.path}"

    def url(self, suffix: str = "") -> str:
        """Return the local address, of one representation if a suffix is given."""
        fragment = f"#{quote(self.anchor)}" if self.anchor else ""
        return f"/doc/{quote(self.path)}{suffix and '.' + suffix}{fragment}"


def document(path: str) -> DocumentPath:
    """Return where the thing at ``id/{path}`` is described.

    ``fiche/MET.1/nature-travail/2`` is on the page of ``metier/MET.1``, at ``nature-travail-2``;
    ``fiche/FOR.1/attendus`` is on that of ``formation/FOR.1``.
    """
    found = _PART.fullmatch(path)
    if found is None:
        return DocumentPath(path)
    if found["fiche"]:
        return DocumentPath(_described_by(found["fiche"]), "fiche")
    folder, _, id_ = found["whole"].partition("/")
    whole = _described_by(id_) if folder == "fiche" else found["whole"]
    return DocumentPath(whole, found["part"].replace("/", "-"))


def _described_by(id_: str) -> str:
    """Return the path of what the fiche of an id describes, a formation or a métier."""
    return f"formation/{id_}" if id_.startswith("FOR.") else f"metier/{id_}"


def anchor(iri: str) -> str:
    """Return the anchor of a part on the page of its whole, empty for what is no part."""
    return document(iri.removeprefix(f"{base()}id/")).anchor


def tail(iri: str) -> str:
    """Return the last segment of an IRI's path."""
    return iri.rpartition("/")[2]


def link(iri: str) -> str | None:
    """Return the address that a page links an IRI to; None for what no browser should follow."""
    if not iri.startswith(base()):
        path = f"esco/{iri.removeprefix(_ESCO)}"
        if iri.startswith(_ESCO) and _ESCO_THING.fullmatch(path):
            return DocumentPath(path).url()
        return iri if _WEB.fullmatch(iri) else None
    path = iri.removeprefix(base())
    if path.startswith("id/release/"):
        return "/graph/release"
    if path.startswith("id/"):
        return document(path.removeprefix("id/")).url()
    head, hash_mark, fragment = path.partition("#")
    return f"/{quote(head)}{hash_mark}{quote(fragment)}"


def split_suffix(path: str) -> tuple[str, str]:
    """Part a document's path from the suffix that names a representation, empty if none does."""
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot and suffix in _SUFFIXES else (path, "")


def compact(iri: str, prefixes: Mapping[str, str]) -> str:
    r"""Shorten an IRI with the longest prefix that leaves a plain name, if there is one.

    What comes out is for readers: ``fiche:MET.1/en-bref``, where a query needs ``MET.1\/en-bref``.
    """
    matching = [
        (len(namespace), prefix, iri.removeprefix(namespace))
        for prefix, namespace in prefixes.items()
        if iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri.removeprefix(namespace))
    ]
    if not matching:
        return iri
    _, prefix, name = max(matching)
    return f"{prefix}:{name}"
