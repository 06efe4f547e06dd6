"""Turtle writer of the view, while its lines go by: the same bytes for the same lines.

The engine's own serializer would hold the view, or follow the order of its hashes.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Final

from ontology import prefixes

_HELD: Final = 4096
"""Pieces of text that are held before they are written."""

_LOCAL = re.compile(rb"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
"""Local names that Turtle takes as they are; others stay whole IRIs."""

_TYPE: Final = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


class TurtleWriter:
    """Writes sorted N-Triples, of IRIs and literals only, with those of a subject together."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._held: list[bytes] = []
        self._subject = self._predicate = b""
        for name, iri in sorted(prefixes().items()):
            self._held.append(f"@prefix {name}: <{iri}> .\n".encode())

    def add(self, triple: bytes) -> None:
        """Take a triple, without its full stop."""
        subject, predicate, object_ = triple.split(b" ", 2)
        held = self._held
        if subject != self._subject:
            held.append(b" .\n\n" if self._subject else b"\n")
            held.append(_short(subject))
            held.append(b" ")
        elif predicate != self._predicate:
            held.append(b" ;\n  ")
        if subject == self._subject and predicate == self._predicate:
            held.append(b", ")
        else:
            held.append(b"a" if predicate == _TYPE else _short(predicate))
            held.append(b" ")
        held.append(_object(object_))
        self._subject, self._predicate = subject, predicate
        if len(held) > _HELD:
            self._flush()

    def end(self) -> None:
        """Write what is still held; nothing can be added any more."""
        if self._subject:
            self._held.append(b" .\n")
        self._flush()

    def _flush(self) -> None:
        self._write(b"".join(self._held))
        self._held.clear()


def _object(term: bytes) -> bytes:
    if term.startswith(b"<"):
        return _short(term)
    text, typed, datatype = term.rpartition(b'"^^')
    return text + typed + _short(datatype) if datatype.endswith(b">") else term


@lru_cache(1 << 16)
def _short(iri: bytes) -> bytes:
    cut = max(iri.rfind(b"/"), iri.rfind(b"#")) + 1
    prefix, local = _prefixes().get(iri[:cut]), iri[cut:-1]
    return prefix + local if prefix and _LOCAL.fullmatch(local) else iri


@cache
def _prefixes() -> Mapping[bytes, bytes]:
    """Return what stands for the beginning of an IRI, by that beginning."""
    return {f"<{iri}".encode(): f"{name}:".encode() for name, iri in prefixes().items()}
