"""SPARQL page, ``/sparql`` in a browser: a query, its answer as a table, a chart or a text.

A client that asks nothing and is no browser gets the description of the service (§2 of its
recommendation). Answers in any other form are `endpoint`'s.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pyoxigraph as ox
from flask import Blueprint, Response, current_app, render_template, request

from ontology import prefixes
from queries import folder
from server.browse.labels import read_labels
from server.engine import Answer, EngineError, UnreadableQueryError
from server.engine.formats import ALIASES, NAMES, content_type
from server.http.language import gettext
from server.http.own_address import own_address
from server.http.problems import ProblemError
from server.linked_data.description import document
from server.releases.current import release
from server.settings import SETTINGS, Settings
from server.sparql.bar_chart import read_bars
from server.sparql.data_road import call_at_hand, from_data_road
from server.sparql.diagnosis import Fault, explain, missing_prefixes
from server.sparql.error_status import problem_of
from server.sparql.judgement import judged
from server.sparql.operation import Operation, example_text
from server.sparql.query_pool import ask
from server.sparql.result_format import HTML, ResultFormat, question_of
from server.sparql.result_table import ResultTable, iris, named, read_table
from server.sparql.service_description import service_description
from server.sparql.unknown_terms import unknown_terms

__all__ = ["blueprint"]

blueprint = Blueprint("protocol", __name__)

_FIRST = "niveaux_comptes"
"""The example that the form holds when it opens."""
_SHOWN = 500
_ROOM, _QUERY = 45_000, 5
"""About how many characters of a page its results may take, less so many for one of the query."""
_FARTHEST = 10_000
"""The most rows that may be left out before those that are shown: they are read all the same."""
_RAW = 20_000
_AROUND = 60
"""How many characters of a faulty line are shown on either side of the fault."""
_TOKEN = re.compile(r"[^\s\w]?[\w:.-]*")
_SOLUTIONS = {"json": "application/sparql-results+json", "csv": "text/csv"}
_TRIPLES = {"ttl": "text/turtle", "jsonld": "application/ld+json"}
"""The serialisations that a page shows, of solutions and of graphs, by the name of the view."""
_BUNDLE = "dist/editor.js"


@dataclass(frozen=True)
class Outcome:
    """What came of a query: a refusal and its reason, or a table or the beginning of a text."""

    status: int = 200
    error: str = ""
    engine: str = ""
    fault: Fault | None = None
    form: str = ""
    table: ResultTable | None = None
    raw: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mended:
    """A query with the prefixes that it was missing before it."""

    query: str
    missing: tuple[str, ...]


@blueprint.route("/sparql", methods=["GET", "POST"])
@blueprint.route("/sparql.<suffix>", methods=["GET", "POST"])
def sparql(suffix: str = "") -> Response:
    """Answer with the page, or with the description of the service."""
    if suffix and suffix not in (*NAMES, "html"):
        detail = gettext("Une réponse n'a pas de forme « %(name)s ».", name=suffix)
        raise ProblemError(404, detail)
    answer = from_data_road()
    if answer is not None:
        return answer
    operation, wanted = cast(tuple[Operation, ResultFormat], call_at_hand().found)
    return _page(operation) if wanted.page else _description(wanted)


def _description(wanted: ResultFormat) -> Response:
    if wanted.triples is None:
        raise ProblemError(400, gettext("Le paramètre « query » manque."))
    endpoint = ox.NamedNode(f"{own_address()}sparql")
    settings: Settings = current_app.config[SETTINGS]
    said = service_description(endpoint, release().manifest.digest, settings)
    written = ALIASES.get(wanted.triples, wanted.triples)
    body = document(said, written, endpoint.value)
    return Response(body, content_type=content_type(wanted.triples))


def _page(operation: Operation) -> Response:
    """Return the form, with the results if there is a query, with its errors if it has some.

    ``vue=`` chooses how results are shown, ``apres=`` how many rows are left out before them.
    """
    asked = operation.query if operation.query and operation.query.strip() else ""
    if "\0" in asked:
        detail = gettext("Une page ne peut pas rendre le caractère U+0000 : écrivez \\u0000.")
        raise ProblemError(400, detail)
    example = _example(asked) if asked else _FIRST
    view = request.values.get("vue", "")
    outcome = _outcome(operation, view) if asked else Outcome()
    settings: Settings = current_app.config[SETTINGS]
    html = render_template(
        "sparql.html",
        query=asked or example_text(_FIRST),
        example=example,
        parameters=_parameters(operation, example) if asked else (),
        outcome=outcome,
        excerpt=_excerpt(asked, outcome.fault) if outcome.fault else (),
        mended=_mended(asked, outcome.fault),
        unknown=unknown_terms(asked) if outcome.table and not outcome.table.rows else (),
        view=_view(view, outcome),
        bars=read_bars(outcome.table) if outcome.table and view == "graphique" else None,
        farthest=_FARTHEST,
        limits=settings.limits,
        judged=judged(operation if asked else Operation(example_text(_FIRST))),
        examples=folder("api"),
        editor=_BUNDLE if _is_built() else "",
    )
    return current_app.response_class(html, outcome.status, mimetype=HTML)


def _outcome(operation: Operation, view: str) -> Outcome:
    try:
        solutions = _SOLUTIONS.get(view, _SOLUTIONS["json"])
        question = question_of(operation, solutions, _TRIPLES.get(view, "application/n-triples"))
        answer = ask(question, operation.timeout)
        warnings = tuple(problem_of(each).detail for each in answer.warnings)
        if view in {"select": _SOLUTIONS, "graph": _TRIPLES}.get(answer.form, {}):
            return Outcome(form=answer.form, raw=_beginning(answer), warnings=warnings)
        table = _table(answer, question.text)
        return Outcome(form=answer.form, table=table, warnings=warnings)
    except UnreadableQueryError as error:
        fault = explain(str(error), operation.query or "", prefixes())
        return Outcome(problem_of(error).status, str(fault), str(error), fault)
    except EngineError as refusal:
        problem = problem_of(refusal)
        return Outcome(problem.status, problem.detail)
    except ProblemError as refusal:
        return Outcome(refusal.status, refusal.detail, refusal.engine)


def _table(answer: Answer, query: str) -> ResultTable:
    said = request.values.get("apres", "0")
    before = int(said) if said.isdecimal() and len(said) < 8 else 0
    before = before if before <= _FARTHEST else 0
    table = read_table(answer, prefixes(), _SHOWN, _ROOM - _QUERY * len(query), before)
    return named(table, read_labels(release().engine, iris(table)))


def _beginning(answer: Answer) -> str:
    """Return the first characters of an answer, with an ellipsis where others follow."""
    try:
        read = b"".join(_first_frames(answer))
    finally:
        answer.frames.close()
    text = read[:_RAW].decode(errors="ignore")
    return f"{text}…" if len(read) > _RAW else text


def _first_frames(answer: Answer) -> Iterator[bytes]:
    """Return the frames up to the one that goes past what is shown."""
    taken = 0
    for frame in answer.frames:
        yield frame
        taken += len(frame)
        if taken > _RAW:
            return


def _view(view: str, outcome: Outcome) -> str:
    """Return the view that is shown: what was asked for may not be to be had."""
    return view if outcome.raw or view == "graphique" else "tableau"


def _example(query: str) -> str:
    """Return the name of the example that was asked for, empty if the query is not its own."""
    name = request.args.get("exemple", "")
    return name if name in folder("api") and example_text(name) == query else ""


def _parameters(operation: Operation, example: str) -> tuple[tuple[str, str], ...]:
    """Return what another form needs to ask the same again."""
    return (
        ("exemple", example) if example else ("query", operation.query or ""),
        *(("default-graph-uri", graph) for graph in operation.default_graphs),
        *(("named-graph-uri", graph) for graph in operation.named_graphs),
    )


def _excerpt(query: str, fault: Fault) -> tuple[str, str, str]:
    """Return the line of a fault in three parts, the second where the fault is."""
    lines = query.split("\n", fault.line)
    line = lines[min(fault.line, len(lines)) - 1].rstrip()
    start = min(fault.column - 1, len(line))
    token = _TOKEN.match(line, start)
    end = token.end() if token else start
    return line[max(0, start - _AROUND) : start], line[start:end], line[end : end + _AROUND]


def _mended(query: str, fault: Fault | None) -> Mended:
    """Return a query with all the prefixes of the project that it lacks, if one is its fault."""
    if fault is None or fault.prefix not in prefixes():
        return Mended(query, ())
    missing = missing_prefixes(query, prefixes())
    lines = "".join(f"PREFIX {name}: <{prefixes()[name]}>\n" for name in missing)
    return Mended(lines + query, missing)


def _is_built() -> bool:
    return Path(current_app.static_folder or "", _BUNDLE).is_file()
