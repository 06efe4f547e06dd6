"""Labels in the language of the page, and the `lang` attribute of those that are in another."""

from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox
from markupsafe import Markup

from queries import find
from server.browse.name_lookup import codes, name_of
from server.browse.vocabulary import term_names
from server.engine import Engine, Term
from server.http.language import in_page_language, language
from server.releases.current import release

__all__ = ["best_label", "french_attribute", "lang_attribute", "language_of", "read_labels"]

_NONE, _FRENCH = Markup(""), Markup(' lang="fr"')

_MOST: Final = 50
"""How many things are looked up for one page: each takes about 120 µs."""


def language_of(term: Term | None) -> str:
    """Return the language of a literal, empty for what has none."""
    return term.language or "" if isinstance(term, ox.Literal) else ""


def best_label(terms: Iterable[Term | None]) -> str:
    """Return the label to show: of the page's language, else French, else any; empty if none."""
    known = [term for term in terms if isinstance(term, ox.Literal)]
    texts: dict[str, str] = {}
    for term in sorted(known, key=lambda term: term.value):
        texts.setdefault(language_of(term), term.value)
    return in_page_language(texts)


def french_attribute() -> Markup:
    """Return the attribute of French words, empty where the whole page is French."""
    return _NONE if language() == "fr" else _FRENCH


def lang_attribute(iri: str) -> Markup:
    """Return the attribute of the name of a thing: few have one in the language of the page."""
    if language() == "fr":
        return _NONE
    engine = release().engine
    code = codes(engine).get(iri)
    words = code.words if code else term_names(engine).get(iri, {})
    return _NONE if language() in words else _FRENCH


def read_labels(engine: Engine, iris: Iterable[str]) -> Mapping[str, str]:
    """Return the names of things in the language of the page, where they have one, by IRI.

    Of those that are not in `name_lookup`, only the first are looked up.
    """
    found: dict[str, str] = {}
    left = _MOST
    for iri in dict.fromkeys(iris):
        label = name_of(engine, iri) or in_page_language(term_names(engine).get(iri, {}))
        if not label and left:
            left -= 1
            label = _label(engine, iri)
        if label:
            found[iri] = label
    return found


def _label(engine: Engine, iri: str) -> str:
    rows = engine.select(find("ask/label"), iri=ox.NamedNode(iri))
    return best_label(row.terms.get("label") for row in rows)
