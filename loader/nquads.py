"""Triples as lines of N-Quads, the form that is hashed, dumped and loaded."""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from loader.terms import Triple


def lines(triples: Iterable[Triple], graph: NamedNode) -> Iterator[str]:
    """Yield a line a triple, in a named graph, without the line end."""
    end = f" {graph} ."
    for subject, predicate, object_ in triples:
        yield f"{subject} {predicate} {object_}{end}"


def default_lines(triples: Iterable[Triple]) -> Iterator[str]:
    """Yield a line a triple, in the default graph, without the line end."""
    for subject, predicate, object_ in triples:
        yield f"{subject} {predicate} {object_} ."


def text_of(lines: Iterable[str]) -> bytes:
    """Return lines as one text in UTF-8, each with its line end."""
    return "".join(f"{line}\n" for line in lines).encode()
