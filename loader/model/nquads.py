"""N-Quads writer: triples as lines, the form that is hashed, dumped and loaded."""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from loader.model.rdf_terms import Triple


def triple_texts(triples: Iterable[Triple]) -> Iterator[tuple[Triple, str]]:
    """Yield each triple with its text, in which neither the graph nor the end is yet.

    Triples that follow each other mostly share the object that is their subject: it is written
    once. A predicate is written once too.
    """
    last: NamedNode | None = None
    start = ""
    predicates: dict[NamedNode, str] = {}
    for triple in triples:
        subject, predicate, object_ = triple
        if subject is not last:
            last, start = subject, str(subject)
        middle = predicates.get(predicate)
        if middle is None:
            middle = predicates[predicate] = f" {predicate} "
        yield triple, start + middle + str(object_)


def default_graph_lines(triples: Iterable[Triple]) -> Iterator[str]:
    """Yield a line a triple, in the default graph, without the line end."""
    return (text + " ." for _, text in triple_texts(triples))


def encode_lines(lines: Iterable[str]) -> bytes:
    """Return lines as one text in UTF-8, each with its line end."""
    return "".join(f"{line}\n" for line in lines).encode()
