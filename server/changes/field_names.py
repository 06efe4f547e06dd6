"""Names of fields as changes and disagreements have them: properties, and the texts of sheets."""

from ontology import base, prefixes
from server.browse import name_lookup
from server.browse.vocabulary import term_name
from server.engine import Engine
from server.http.language import gettext

__all__ = ["field_name"]


def field_name(engine: Engine, key: str) -> str:
    """Return the name of a field by its key: `mg:formation`, `rubrique:nature-travail`.

    It is in the language of the page, and the same on all of them.
    """
    prefix, _, local = key.partition(":")
    if prefix == "rubrique":
        name = name_lookup.name_of(engine, f"{base()}id/rubrique/{local}") or local
        return gettext("texte de %(name)s", name=name)
    return term_name(engine, prefixes()[prefix] + local) if prefix in prefixes() else key
