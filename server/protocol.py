"""The SPARQL 1.1 Protocol at ``/sparql``, and the page that a browser gets there."""

from flask import Blueprint, Response, current_app, render_template, request

from ontology import prefixes
from queries import find, folder
from server.engine import Answer, EngineError, Question, UnreadableQueryError
from server.engine.caps import check
from server.engine.formats import GRAPH, NAMES, SOLUTIONS
from server.federation import calls_elsewhere
from server.negotiate import choose
from server.operation import Operation, read_operation
from server.problem import ProblemError, status_of
from server.strangers import ask
from server.streaming import send
from server.syntax import explain
from server.table import Table, read_table

__all__ = ["blueprint"]

blueprint = Blueprint("protocol", __name__)

_SHOWN = 500
_HTML = "text/html"
_FIRST = "examples/niveaux_comptes"
"""The query that the form holds when it opens."""


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query in the format that the client prefers."""
    operation = read_operation(
        None if request.method in ("GET", "HEAD") else request.mimetype,
        request.mimetype_params.get("charset", ""),
        request.args.getlist,
        request.form.getlist,
        b"" if request.form else request.get_data(),
    )
    if _wants_page(operation):
        response = _page(operation)
    elif operation is None:
        raise ProblemError(400, "Le paramètre « query » manque.")
    else:
        response = send(_evaluate(operation))
    response.vary.add("Accept")
    return response


def _wants_page(operation: Operation | None) -> bool:
    if operation and operation.format:
        return False
    offered = (*SOLUTIONS, *GRAPH, _HTML)
    return choose(request.headers.getlist("Accept"), offered) == _HTML


def _evaluate(operation: Operation) -> Answer:
    if operation.format:
        media_type = NAMES.get(operation.format)
        if media_type is None:
            raise ProblemError(400, f"Le paramètre « format » vaut {', '.join(NAMES)}.")
        accept = [media_type]
    else:
        accept = request.headers.getlist("Accept")
    solutions, triples = choose(accept, tuple(SOLUTIONS)), choose(accept, tuple(GRAPH))
    if solutions is None and triples is None:
        raise ProblemError(406, f"Les réponses se servent en {', '.join((*SOLUTIONS, *GRAPH))}.")
    return _ask(operation, solutions, triples)


def _ask(operation: Operation, solutions: str | None, triples: str | None) -> Answer:
    if calls_elsewhere(operation.query):
        raise ProblemError(403, "SERVICE n'est pas admis : ce serveur n'en interroge pas d'autres.")
    check(operation.query)
    question = Question(
        operation.query, solutions, triples, operation.default_graphs, operation.named_graphs
    )
    try:
        return ask(question, operation.timeout)
    except UnreadableQueryError as error:
        status, title = status_of(error)
        sentence = explain(str(error), operation.query, prefixes())
        raise ProblemError(status, sentence, title, str(error)) from error


def _page(operation: Operation | None) -> Response:
    """Return the form, with the results if there is a query, with its errors if it has some."""
    table: Table | None = None
    form, status, error, engine = "", 200, "", ""
    if operation is not None:
        try:
            answer = _ask(operation, "application/sparql-results+json", "application/n-triples")
            form = answer.form
            table = read_table(answer, prefixes(), _SHOWN)
        except EngineError as refusal:
            status, error = status_of(refusal)[0], str(refusal)
        except ProblemError as refusal:
            status, error, engine = refusal.status, refusal.detail, refusal.engine
    page = render_template(
        "sparql.html",
        query=operation.query if operation else find(_FIRST).body.strip(),
        table=table,
        formats=("ttl", "jsonld", "nt", "rdf")
        if form == "graph"
        else ("json", "xml", "csv", "tsv"),
        error=error,
        engine=engine,
        shown=_SHOWN,
        examples=folder("examples"),
    )
    return current_app.response_class(page, status, mimetype=_HTML)
