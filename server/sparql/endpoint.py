"""SPARQL endpoint, ``/sparql``: queries, what the endpoint says of itself, and a page."""

from dataclasses import replace

import pyoxigraph as ox
from flask import Blueprint, Response, request
from flask_babel import gettext

from ontology import prefixes
from queries import folder
from server.engine import Answer, NotAcceptableError, UnreadableQueryError
from server.engine.formats import ALIASES, NAMES, content_type
from server.http.problems import ProblemError
from server.linked_data.description import document
from server.releases.current import release
from server.sparql.diagnosis import explain
from server.sparql.error_status import status_of
from server.sparql.operation import Operation, read_operation
from server.sparql.page import page, text_of
from server.sparql.query_pool import ask, raise_known_failure
from server.sparql.result_format import ResultFormat, by_accept, by_name, question_of, served
from server.sparql.service_description import service_description
from server.sparql.spreadsheet import MEDIA_TYPE, as_sheet
from server.sparql.streamed_response import bounded, send, settings

__all__ = ["blueprint"]

blueprint = Blueprint("protocol", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
@blueprint.route("/sparql.<suffix>", methods=["GET", "POST"])
def sparql(suffix: str = "") -> Response:
    """Answer a query in the format that the suffix or ``format=`` names, else as Accept prefers.

    A GET that asks nothing is answered by the description of the service (§2 of its
    recommendation), or by the form in a browser; ``exemple=`` asks a query of the library.
    """
    if suffix and suffix not in (*NAMES, "html"):
        detail = gettext("Une réponse n'a pas de forme « %(name)s ».", name=suffix)
        raise ProblemError(404, detail)
    operation = _operation()
    names = (suffix,) if suffix else operation.formats
    wanted = by_name(names) if names else by_accept(request.headers.getlist("Accept"))
    if wanted.page:
        response = page(operation)
    elif operation.query is None:
        response = _description(wanted)
    else:
        response = _answer(operation, wanted)
    if not suffix:
        response.vary.add("Accept")
    return response


@blueprint.route("/sparql/tableur.csv", methods=["GET", "POST"])
def tableur() -> Response:
    """Answer a SELECT or an ASK as a file for spreadsheets, which no formula can come out of."""
    operation = _operation()
    if not operation.query:
        raise ProblemError(400, gettext("Le paramètre « query » manque."))
    try:
        answer = _ask(operation, "text/tab-separated-values", None)
    except NotAcceptableError:
        detail = gettext("Un tableur prend des lignes : SELECT ou ASK.")
        raise ProblemError(406, detail) from None
    frames = as_sheet(answer.frames)
    response = Response(frames, content_type=MEDIA_TYPE)
    response.call_on_close(frames.close)
    response.headers["Content-Disposition"] = 'attachment; filename="resultats.csv"'
    return bounded(response)


def _operation() -> Operation:
    operation = read_operation(
        None if request.method in ("GET", "HEAD") else request.mimetype,
        request.mimetype_params.get("charset", ""),
        request.query_string,
        request.get_data(),
    )
    name = request.args.get("exemple")
    if name is None or operation.query is not None:
        return operation
    if name not in folder("examples"):
        raise ProblemError(404, gettext("Aucun exemple ne s'appelle « %(name)s ».", name=name))
    return replace(operation, query=text_of(name))


def _answer(operation: Operation, wanted: ResultFormat) -> Response:
    answer = _ask(operation, *served(wanted))
    response = send(answer)
    if answer.form == "graph" and wanted.triples:
        response.content_type = content_type(wanted.triples)
    return response if answer.form == "ask" else bounded(response)


def _description(wanted: ResultFormat) -> Response:
    if wanted.triples is None:
        raise ProblemError(400, gettext("Le paramètre « query » manque."))
    endpoint = ox.NamedNode(f"{request.root_url}sparql")
    said = service_description(endpoint, release().manifest.digest, settings())
    response = document(said, ALIASES.get(wanted.triples, wanted.triples), endpoint.value)
    response.content_type = content_type(wanted.triples)
    return response


def _ask(operation: Operation, solutions: str | None, triples: str | None) -> Answer:
    try:
        raise_known_failure()
        return ask(question_of(operation, solutions, triples), operation.timeout)
    except UnreadableQueryError as error:
        status, title = status_of(error)
        fault = explain(str(error), operation.query or "", prefixes())
        place = (fault.line, fault.column)
        raise ProblemError(status, str(fault), title, str(error), place) from error
