"""What a search finds: exact names first, then what the index ranks."""

import re

from ontology.folding import fold
from server.search.index import Hit, SearchIndex
from server.search.names import Names

__all__ = ["find_all"]

_IDENTIFIER = re.compile(r"(met|for)\.\d+")


def find_all(index: SearchIndex, names: Names, text: str) -> list[Hit]:
    """Return all that matches a text, best first; an identifier of Onisep finds one thing."""
    exact = index.named(names.exact(text))
    if _IDENTIFIER.fullmatch(fold(text).strip()):
        return exact
    return list(dict.fromkeys([*exact, *index.find(text)]))
