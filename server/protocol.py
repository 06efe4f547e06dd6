"""The SPARQL 1.1 Protocol at ``/sparql``: queries, what the endpoint says of itself, and a page."""

import pyoxigraph as ox
from flask import Blueprint, Response, current_app, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from ontology import prefixes
from queries import find, folder
from server.asked import question_of, served
from server.bounds import bounded, settings
from server.current import release
from server.describe import written
from server.engine import Answer, EngineError, NotAcceptableError, UnreadableQueryError
from server.engine.formats import ALIASES, NAMES, content_type
from server.operation import Operation, read_operation
from server.problem import ProblemError, status_of
from server.service import service_description
from server.strangers import ask
from server.streaming import send
from server.syntax import explain
from server.table import Table, read_table
from server.tableur import MEDIA_TYPE, as_sheet
from server.wanted import HTML, Wanted, by_accept, by_name

__all__ = ["blueprint"]

blueprint = Blueprint("protocol", __name__)

_SHOWN = 500
_FIRST = "examples/niveaux_comptes"
"""The query that the form holds when it opens."""


@blueprint.route("/sparql", methods=["GET", "POST"])
@blueprint.route("/sparql.<suffix>", methods=["GET", "POST"])
def sparql(suffix: str = "") -> Response:
    """Answer a query in the format that the suffix or ``format=`` names, else as Accept prefers.

    A GET that asks nothing is answered by the description of the service (§2 of its
    recommendation), or by the form in a browser.
    """
    if suffix and suffix not in (*NAMES, "html"):
        raise ProblemError(404, f"Une réponse n'a pas de forme « {suffix} ».")
    operation = _operation()
    names = (suffix,) if suffix else operation.formats
    wanted = by_name(names) if names else by_accept(request.headers.getlist("Accept"))
    if wanted.page:
        response = _page(operation)
    elif operation.query is None:
        response = _description(wanted)
    else:
        response = _answer(operation, wanted)
    if not suffix:
        response.vary.add("Accept")
    return response


@blueprint.post("/sparql/")
def slash() -> BaseResponse:
    """Send to the address without the slash, where the same is to be posted."""
    return redirect(request.full_path.replace("/?", "?", 1).rstrip("?"), 308)


@blueprint.route("/sparql/tableur.csv", methods=["GET", "POST"])
def tableur() -> Response:
    """Answer a SELECT or an ASK as a file for spreadsheets, which no formula can come out of."""
    operation = _operation()
    if not operation.query:
        raise ProblemError(400, "Le paramètre « query » manque.")
    try:
        answer = _ask(operation, "text/tab-separated-values", None)
    except NotAcceptableError:
        raise ProblemError(406, "Un tableur prend des lignes : SELECT ou ASK.") from None
    frames = as_sheet(answer.frames)
    response = Response(frames, content_type=MEDIA_TYPE)
    response.call_on_close(frames.close)
    response.headers["Content-Disposition"] = 'attachment; filename="resultats.csv"'
    return bounded(response)


def _operation() -> Operation:
    return read_operation(
        None if request.method in ("GET", "HEAD") else request.mimetype,
        request.mimetype_params.get("charset", ""),
        request.query_string,
        request.get_data(),
    )


def _answer(operation: Operation, wanted: Wanted) -> Response:
    answer = _ask(operation, *served(wanted))
    response = send(answer)
    if answer.form == "graph" and wanted.triples:
        response.content_type = content_type(wanted.triples)
    return response if answer.form == "ask" else bounded(response)


def _description(wanted: Wanted) -> Response:
    if wanted.triples is None:
        raise ProblemError(400, "Le paramètre « query » manque.")
    endpoint = ox.NamedNode(f"{request.root_url}sparql")
    said = service_description(endpoint, release().manifest.digest, settings())
    response = written(said, ALIASES.get(wanted.triples, wanted.triples), endpoint.value)
    response.content_type = content_type(wanted.triples)
    return response


def _ask(operation: Operation, solutions: str | None, triples: str | None) -> Answer:
    question = question_of(operation, solutions, triples)
    try:
        return ask(question, operation.timeout)
    except UnreadableQueryError as error:
        status, title = status_of(error)
        sentence = explain(str(error), question.text, prefixes())
        raise ProblemError(status, sentence, title, str(error)) from error


def _page(operation: Operation) -> Response:
    """Return the form, with the results if there is a query, with its errors if it has some."""
    table: Table | None = None
    form, status, error, engine = "", 200, "", ""
    query = (operation.query or "").strip() and operation.query
    if query:
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
        query=query or find(_FIRST).body.strip(),
        table=table,
        form=form,
        formats=("ttl", "jsonld", "nt", "rdf")
        if form == "graph"
        else ("json", "xml", "csv", "tsv"),
        error=error,
        engine=engine,
        shown=_SHOWN,
        examples=folder("examples"),
    )
    return current_app.response_class(page, status, mimetype=HTML)
