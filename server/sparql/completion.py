"""Completion in the query editor: prefixes, terms of the data, and the values that they take."""

from collections.abc import Mapping, Sequence
from typing import Final

from flask import Blueprint, Response, jsonify

from ontology import prefixes
from queries import find
from server.browse.vocabulary import VocabularyTerm, read_vocabulary
from server.engine import Engine, Row
from server.iris import compact
from server.releases.cached import CachedByRelease
from server.releases.current import release
from server.sparql.known_names import code_list_values

__all__ = ["blueprint", "read_terms"]

blueprint = Blueprint("sparql_terms", __name__)

_TYPES_OF_RANGE: Final = {
    "mg:CodeRome": ("rome-v3", "rome-v4"),
    "mg:Certification": ("certification",),
    "mg:FamilleProfessionnelle": ("fap",),
    "mg:Formation": ("formation",),
    "mg:Metier": ("metier",),
}
"""The types under which the search knows the things of a class that is no closed list."""
_TYPES_OF_PROPERTY: Final = {
    "mg:codeRomeV3": ("rome-v3",),
    "mg:rome": ("rome-v3", "rome-v4"),
    "mg:romeV3": ("rome-v3",),
    "skos:related": ("metier",),
}
_TYPES_OF_PREFIX: Final = {
    "esco": ("esco",),
    "for": ("formation",),
    "metier": ("metier",),
    "ogr": ("appellation",),
    "rome3": ("rome-v3",),
    "rome4": ("rome-v4",),
}


@blueprint.get("/sparql/vocabulaire.json")
def terms() -> Response:
    """Answer what the default graph is made of, the most used first, and how it may be named.

    `name` is a prefixed name; `label` and `definition` are by language, where they are known.
    `values` are those of the closed code lists; `range` is the class of the values of a property,
    `types` what the search calls them where they are many, by prefix too.
    """
    values = [
        {"name": each.name, "class": each.class_name, "label": each.labels, "others": each.others}
        for each in code_list_values()
    ]
    return jsonify(
        prefixes=dict(prefixes()),
        **read_terms(release().engine),
        values=values,
        types=_TYPES_OF_PREFIX,
    )


def _read(engine: Engine) -> Mapping[str, Sequence[Mapping[str, object]]]:
    known = {term.iri: term for term in read_vocabulary(engine)}
    rows = engine.select(find("ask/terms"))
    return {
        "classes": [_term(row, known) for row in rows if row.text("kind") == "class"],
        "properties": [
            _term(row, known) | _values(row, known)
            for row in rows
            if row.text("kind") == "property"
        ],
    }


def _term(row: Row, known: Mapping[str, VocabularyTerm]) -> dict[str, object]:
    iri = row.iri("term")
    term = known.get(iri)
    return {
        "iri": iri,
        "name": compact(iri, prefixes()),
        "count": row.count("count"),
        "label": term.labels if term else {},
        "definition": term.definitions if term else {},
    }


def _values(row: Row, known: Mapping[str, VocabularyTerm]) -> dict[str, object]:
    """Return what the values of a property are, where that is known."""
    iri = row.iri("term")
    range_ = known[iri].range.text if iri in known else ""
    types = _TYPES_OF_PROPERTY.get(compact(iri, prefixes()), _TYPES_OF_RANGE.get(range_, ()))
    return {"range": range_, "types": types}


read_terms: Final = CachedByRelease(_read)
"""The classes and the properties of the default graph, the most used first, as they are said."""
