"""Judgement of a query before it is run: what it may take, what it will read, what it misspells.

It is the server's own: what refuses a query here is what refuses it when it is asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from flask import Blueprint, Response, current_app, jsonify, request

from ontology import prefixes
from server.engine import Engine, EngineError
from server.releases.cached import CachedByRelease
from server.releases.current import release
from server.settings import SETTINGS, Settings
from server.sparql.completion import read_terms
from server.sparql.cost import Counts, told_cost
from server.sparql.error_status import problem_of
from server.sparql.operation import Operation, read_operation
from server.sparql.query_pool import EXTENSION, QueryPool
from server.sparql.result_format import question_of
from server.sparql.unknown_terms import find_unknown_terms

__all__ = ["blueprint", "judged"]

blueprint = Blueprint("judgement", __name__)


@blueprint.route("/sparql/avis.json", methods=["GET", "POST"])
def judgement() -> Response:
    """Answer what bounds any query, and of ``query=`` what `judged` says of it."""
    posted = request.mimetype if request.method == "POST" else None
    operation = read_operation(posted, "", request.query_string, request.get_data())
    limits = _settings().limits
    return jsonify(seconds=limits.seconds, rows=limits.rows, **judged(operation))


def judged(operation: Operation) -> Mapping[str, object]:
    """Return what is to be known of a query before it is run.

    `refusal` is why it would be refused, else empty; `cost` what it reads, where its text tells.
    `unknown` are the names that our vocabulary and code lists do not have; a prefix of the project
    need not be declared yet.
    """
    query = operation.query or ""
    return {
        "refusal": _refusal(operation) if query.strip() else "",
        "cost": told_cost(query, _read_counts(release().engine)),
        "unknown": [
            {"written": term.written, "replacement": term.replacement, "sentence": term.sentence}
            for term in find_unknown_terms(query, prefixes())
        ],
    }


def _settings() -> Settings:
    settings: Settings = current_app.config[SETTINGS]
    return settings


def _refusal(operation: Operation) -> str:
    pool: QueryPool = current_app.extensions[EXTENSION]
    try:
        question = question_of(operation, "application/sparql-results+json", "text/turtle")
        pool.judge(question, release().engine)
    except EngineError as refusal:
        return problem_of(refusal).detail
    return ""


def _counts(engine: Engine) -> Counts:
    terms = read_terms(engine)
    properties = dict(_named(terms["properties"]))
    total = sum(int(str(term["count"])) for term in terms["properties"])
    return Counts(total, properties, dict(_named(terms["classes"])))


def _named(terms: Sequence[Mapping[str, object]]) -> Iterator[tuple[str, int]]:
    """Yield the counts of terms, under each of the names that a query may give them."""
    for term in terms:
        for name in (term["name"], f"<{term['iri']}>"):
            yield str(name), int(str(term["count"]))


_read_counts: Final = CachedByRelease(_counts)
"""What the release counts of its view, by the names that a query may have."""
