"""Activities of métiers: the roots of what their names, codes, lists and sheets say they do.

One asks for a métier by what is done in it, « travailler le cuir », or for whom: no name has the
words, and each sheet has others of their families.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pyoxigraph import QuerySolutions, Store

from loader.search.named_things import IndexedThing, Rank
from ontology.words import EMPTY, forms, tokens
from queries import find

__all__ = ["words_of", "write_activities"]

_SCHEMA: Final = """
CREATE VIRTUAL TABLE activities USING fts5 (
  names, rome, lists, description, headline, text,
  content='', tokenize='unicode61 remove_diacritics 0'
);
"""
_FRENCH: Final = (Rank.OWN, Rank.OTHER)


def write_activities(
    connection: sqlite3.Connection,
    store: Store,
    metiers: Sequence[IndexedThing],
    numbers: Mapping[str, int],
) -> None:
    """Write what each métier says that it does, by its number."""
    rome, lists, headlines, texts = (
        words_of(store, f"search/{query}")
        for query in ("codes", "listes", "intertitres", "passages")
    )
    connection.executescript(_SCHEMA)
    connection.executemany(
        "INSERT INTO activities (rowid, names, rome, lists, description, headline, text)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                numbers[each.iri],
                _forms(name.text for name in each.names.values() if name.rank in _FRENCH),
                _forms(rome[each.iri]),
                _forms(lists[each.iri]),
                _forms([each.note]),
                _forms(headlines[each.iri]),
                _forms(texts[each.iri]),
            )
            for each in metiers
        ),
    )


def _forms(texts: Iterable[str]) -> str:
    """Return the words that tell something, each by its root and as it is."""
    words = (word for text in sorted(texts) for word in tokens(text) if word not in EMPTY)
    return " ".join(form for word in words for form in forms(word))


def words_of(store: Store, query: str) -> Mapping[str, set[str]]:
    """Return what a query of `queries` finds for each métier."""
    found: dict[str, set[str]] = defaultdict(set)
    solutions = store.query(find(query).text)
    assert isinstance(solutions, QuerySolutions)
    for metier, words in solutions:
        found[metier.value].add(words.value)
    return found
