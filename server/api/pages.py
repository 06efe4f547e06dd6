"""API pages: what there is to ask, in French and in English, and a form to ask each of it.

Nothing here needs a script. ``/openapi.json`` and ``/.well-known/sparql-examples`` say the same to
machines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request

from ontology import base, prefixes
from queries import Param
from server.api.executables import DOCUMENT, executables
from server.api.library import LibraryQuery, library, values_of
from server.api.openapi import code_of, openapi
from server.api.parameters import judge
from server.api.rest import API, OWN, forms_of
from server.browse.labels import read_labels
from server.engine import EngineError, Question
from server.engine.formats import ALIASES, content_type
from server.http.language import in_page_language
from server.http.own_address import own_address
from server.http.problems import ProblemError
from server.http.security_headers import POLICY
from server.linked_data.description import document
from server.linked_data.document_forms import FORMS, HTML, chosen_form
from server.releases.current import release
from server.sparql.error_status import problem_of
from server.sparql.query_pool import ask
from server.sparql.result_table import ResultTable, iris, named, read_table

__all__ = ["blueprint"]

blueprint = Blueprint("api_pages", __name__)

_GRAPHS = {name: kind for name, kind in FORMS.items() if kind != HTML}
_CONSOLE = "dist/console"
"""The bundle of Swagger UI, which `make install` builds: a script and a style sheet."""
_SHOWN = 100
_ROOM = 45_000
"""Rows, and about how many characters of them, that a page shows."""
_SHOW = "voir"
"""The parameter that says that the rows are to be shown in the page."""


@dataclass(frozen=True)
class Choice:
    """A value to choose from: what is sent, its name, and whether it is chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """A field of a form: a parameter, what it holds, and its values where they are a list."""

    param: Param
    value: str
    choices: Sequence[Choice]


@blueprint.get("/api")
def index() -> str:
    """List the queries by what they are about."""
    ordered = sorted(library().values(), key=lambda query: query.query.tags[0])
    groups = [
        (tag, [*queries]) for tag, queries in groupby(ordered, lambda query: query.query.tags[0])
    ]
    return render_template("api.html", groups=groups, api=API, console=_is_built())


@blueprint.get("/api/console")
def console() -> Response:
    """Show the description in Swagger UI, whose icons are in its style sheet, as ``data:``."""
    if not _is_built():
        abort(404)
    response = Response(render_template("api_console.html", bundle=_CONSOLE), mimetype=HTML)
    response.headers["Content-Security-Policy"] = f"{POLICY}; img-src 'self' data:"
    return response


def _is_built() -> bool:
    return Path(current_app.static_folder or "", f"{_CONSOLE}.js").is_file()


@blueprint.get("/api/<name>")
def one(name: str) -> Response:
    """Show a query: what it is for, a form that asks it, and its rows once it is asked."""
    query = library().get(name) or abort(404)
    said = {key: values for key, values in request.args.lists() if key not in (*OWN, _SHOW)}
    table, refusal = None, None
    try:
        table = _rows(query, said) if said or _SHOW in request.args else None
    except EngineError as error:
        refusal = problem_of(error)
    except ProblemError as error:
        refusal = error
    html = render_template(
        "api_query.html",
        query=query,
        fields=[_field(param, said) for param in query.params],
        table=table,
        refusal=refusal,
        forms=[*forms_of(query)],
        endpoint=API + name,
        asked=urlencode(said, doseq=True),
        shown=_SHOWN,
    )
    return Response(html, refusal.status if refusal else 200, mimetype=HTML)


def _rows(query: LibraryQuery, said: Mapping[str, Sequence[str]]) -> ResultTable:
    """Return the first rows of a query; ProblemError or EngineError where there are none to be."""
    terms = judge(query, said, release().engine)
    question = Question(query.text(terms), "application/json", "application/n-triples")
    table = read_table(ask(question, None), prefixes(), _SHOWN, _ROOM)
    return named(table, read_labels(release().engine, iris(table)))


def _field(param: Param, said: Mapping[str, Sequence[str]]) -> Field:
    """Return a field that holds what was said, or the example of its parameter."""
    given = said.get(param.name, ())
    written = param.example if param.kind == "literal" else param.example.replace(" ", ", ")
    examples = [each.partition(":")[2] for each in param.example.split()]
    chosen = {code for each in given for code in each.split(",")} if given else {*examples}
    choices = [
        Choice(code_of(each.iri), in_page_language(each.labels), code_of(each.iri) in chosen)
        for each in values_of(param, release().engine)
    ]
    return Field(param, ", ".join(given) or written, choices)


@blueprint.get("/openapi.json")
def description() -> Response:
    """Answer the description of the API."""
    return jsonify(openapi(release().engine))


@blueprint.get(f"/{DOCUMENT}")
def well_known() -> Response:
    """Answer the library as executables of SHACL, in the form that the client prefers."""
    chosen = chosen_form(request.headers.getlist("Accept"), "", _GRAPHS)
    found = executables(ox.NamedNode(f"{own_address()}sparql"))
    body = document(found, ALIASES.get(chosen, chosen), f"{base()}{DOCUMENT}#prefixes")
    return Response(body, content_type=content_type(chosen))
