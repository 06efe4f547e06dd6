"""The language of names: pages in another language say which of their words are French."""

from markupsafe import Markup

from server.browse.byheart import codes
from server.browse.vocabulary import term_names
from server.current import release
from server.language import language

__all__ = ["french", "tongue"]

_NONE, _FRENCH = Markup(""), Markup(' lang="fr"')


def french() -> Markup:
    """Return the attribute of French words, empty where the whole page is French."""
    return _NONE if language() == "fr" else _FRENCH


def tongue(iri: str) -> Markup:
    """Return the attribute of the name of a thing: few have one in the language of the page."""
    if language() == "fr":
        return _NONE
    engine = release().engine
    code = codes(engine).get(iri)
    words = code.words if code else term_names(engine).get(iri, {})
    return _NONE if language() in words else _FRENCH
