"""The labels that data gives, in the language of the page if it has it."""

from collections.abc import Iterable

import pyoxigraph as ox

from server.engine import Term
from server.language import language

__all__ = ["best", "spoken"]


def spoken(term: Term | None) -> str:
    """Return the language of a literal, empty for what has none."""
    return term.language or "" if isinstance(term, ox.Literal) else ""


def best(terms: Iterable[Term | None]) -> str:
    """Return the label to show: of the page's language, else French, else any; empty if none."""
    known = [term for term in terms if isinstance(term, ox.Literal)]
    if len(known) == 1:
        return known[0].value
    order = {language(): 0, "fr": 1, "": 2}
    found = min(known, key=lambda term: (order.get(spoken(term), 3), term.value), default=None)
    return found.value if found else ""
