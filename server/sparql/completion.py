"""Completion in the query editor: prefixes, classes and properties of the data."""

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

__all__ = ["blueprint", "read_terms"]

blueprint = Blueprint("sparql_terms", __name__)


@blueprint.get("/sparql/vocabulaire.json")
def terms() -> Response:
    """Answer what the default graph is made of, the most used first, and how it may be named.

    `name` is a prefixed name; `label` and `definition` are by language, where they are known.
    """
    return jsonify(prefixes=dict(prefixes()), **read_terms(release().engine))


def _read(engine: Engine) -> Mapping[str, Sequence[Mapping[str, object]]]:
    known = {term.iri: term for term in read_vocabulary(engine)}
    rows = engine.select(find("ask/terms"))
    return {
        name: [_term(row, known.get(row.iri("term"))) for row in rows if row.text("kind") == kind]
        for name, kind in (("classes", "class"), ("properties", "property"))
    }


def _term(row: Row, known: VocabularyTerm | None) -> Mapping[str, object]:
    iri = row.iri("term")
    return {
        "iri": iri,
        "name": compact(iri, prefixes()),
        "count": row.count("count"),
        "label": known.labels if known else {},
        "definition": known.definitions if known else {},
    }


read_terms: Final = CachedByRelease(_read)
"""The classes and the properties of the default graph, the most used first, as they are said."""
