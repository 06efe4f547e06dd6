"""The texts of the métiers, for the words that no name holds."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import QuerySolutions, Store

from loader.search.things import Rank, Thing
from ontology.folding import fold
from queries import find

__all__ = ["read_texts"]


def read_texts(store: Store, metiers: Sequence[Thing]) -> Iterator[tuple[str, ...]]:
    """Yield for each métier the folded words of each column: label, alt, rome, headline, text."""
    said = [_words(store, f"search/{query}") for query in ("codes", "intertitres", "textes")]
    for metier in metiers:
        names = metier.names.values()
        own = (name.text for name in names if name.rank == Rank.OWN)
        others = (name.text for name in names if name.rank != Rank.OWN)
        columns = (own, others, *(sorted(words[metier.iri]) for words in said))
        yield tuple(fold("\n".join(texts)) for texts in columns)


def _words(store: Store, query: str) -> Mapping[str, set[str]]:
    """Return what a query finds for each métier."""
    found: dict[str, set[str]] = defaultdict(set)
    solutions = store.query(find(query).text)
    assert isinstance(solutions, QuerySolutions)
    for metier, words in solutions:
        found[metier.value].add(words.value)
    return found
