"""Codes over HTTP: `/rome/M1605` and its like lead to a thing; `/resolve` takes a whole column."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any, Final

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from server.codes.code_table import CodeMeaning
from server.codes.csv_column import LONGEST_CELL, CsvError, CsvTable, csv_lines, read_csv
from server.codes.resolution import (
    CodeCell,
    ColumnResolution,
    ColumnVerdict,
    ResolvedCode,
    resolve_codes,
)
from server.codes.schemes import ANY_ROME, SCHEMES
from server.http.language import gettext, ngettext
from server.http.negotiation import choose
from server.http.own_address import own_address
from server.http.problems import ProblemError
from server.iris import link
from server.releases.current import release

__all__ = ["blueprint"]

blueprint = Blueprint("codes", __name__)

_MOST: Final = 10_000
"""Codes of one request."""
_LONGEST: Final = 1_000
"""Characters of a code, or of a label."""
_LINES: Final = 200
"""Lines of CSV that are sent at a time."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""What JSON may escape and UTF-8 cannot write."""
_FOLDERS: Final = {
    "rome": ANY_ROME, "ogr": "ogr", "esco": "esco", "isco": "isco-08", "fap": "fap-2009",
    "rncp": "rncp", "nsf": "nsf", "met": "met", "for": "for",
}  # fmt: skip
"""By the first segment of an address, the scheme of the code that is the second."""
_JSON, _CSV, _HTML = "application/json", "text/csv", "text/html"
_FORM: Final = "multipart/form-data"
_NAMES: Final = ("column", "label-column", "scheme", "lang")
"""The parameters of a table."""


@blueprint.get(f"/<any({','.join(_FOLDERS)}):folder>/<code>")
def by_address(folder: str, code: str) -> BaseResponse:
    """Send to the one thing that has a code, or list those that may have it.

    ``?label=`` settles which, as the label beside a code does in a column.
    """
    cell = CodeCell(_bounded(code), _bounded(request.args.get("label", "")))
    found = resolve_codes(release().codes, [cell], _FOLDERS[folder])
    (each,) = found.cells
    if not each.meanings:
        detail = gettext("Aucun code « %(code)s » dans cette nomenclature.", code=code)
        raise ProblemError(404, detail)
    if each.status == "resolved" and (place := link(each.meanings[0].iri)):
        return redirect(place, 303)
    if choose(request.headers.getlist("Accept"), (_HTML, _JSON)) == _JSON:
        return jsonify(_document(each))
    meanings = [(some, SCHEMES[some.scheme].title) for some in each.meanings]
    return Response(render_template("code.html", code=code, meanings=meanings))


@blueprint.get("/relier")
def join_data() -> str:
    """Tell how to join a table that has codes to the graph."""
    size = current_app.config["MAX_CONTENT_LENGTH"]
    return render_template(
        "relier.html", root=own_address(), schemes=SCHEMES, most=_MOST, size=size
    )


@blueprint.get("/resolve")
def resolve_one() -> Response:
    """Resolve the code that ``?code=`` gives, with its ``label`` and ``scheme`` if they are."""
    _check_names(request.args, "code", "label", "scheme", "lang")
    if "code" not in request.args:
        raise ProblemError(422, gettext("Il faut un paramètre « code »."))
    cell = CodeCell(*(_bounded(request.args.get(name, "")) for name in ("code", "label")))
    return _as_json(_resolved([cell], request.args.get("scheme", "")))


@blueprint.post("/resolve")
def resolve() -> Response:
    """Resolve a column of codes, in JSON or in CSV, and answer in the one or the other.

    JSON: ``{"codes": ["M1605", {"code": "M1605", "label": "…"}], "scheme": "rome"}``. CSV: the
    parameters ``column``, ``label-column`` and ``scheme`` say what is where; so do the fields of a
    form, whose ``file`` is the CSV. 413 beyond 10,000 codes; 422, with its row, for one that cannot
    be read, or for a parameter that is unknown: one that is misspelt would settle nothing.
    """
    if request.mimetype == _JSON:
        _check_names(request.args, "lang")
        cells, scheme = _from_json(_json_body())
        found, table = _resolved(cells, scheme), None
    else:
        said = request.form if request.mimetype == _FORM else request.args
        _check_names(request.args if said is request.args else {**request.args, **said}, *_NAMES)
        table = _table()
        try:
            column = table.column(said.get("column", ""), said.get("label-column", ""))
        except CsvError as error:
            raise _refusal(error, table) from error
        found = _resolved(table.cells(column), said.get("scheme", ""))
    offers = (_JSON, _CSV) if table is None else (_CSV, _JSON)
    chosen = choose(request.headers.getlist("Accept"), offers)
    if chosen is None and request.mimetype != _FORM:
        raise ProblemError(406, gettext("Cette adresse répond en CSV ou en JSON."))
    is_json = chosen == _JSON
    response = _as_json(found) if is_json else _as_csv(table or _plain_table(found), found)
    response.headers["Cache-Control"] = "no-store"  # a file of the client's own
    return response


def _json_body() -> Any:
    """Return the document that the request holds, None where it cannot be read as one."""
    try:
        return request.get_json(silent=True)
    except RecursionError:  # lists in lists without end
        return None


def _table() -> CsvTable:
    """Return the table that the request holds."""
    if request.mimetype == _FORM:
        file = request.files.get("file")
        if file is None:
            raise ProblemError(422, gettext("Il faut un fichier CSV, dans le champ « file »."))
        data = file.read()
    elif request.mimetype in (_CSV, "text/plain", "text/tab-separated-values"):
        data = request.get_data()
    else:
        raise ProblemError(415, gettext("Il faut du CSV (text/csv) ou du JSON (application/json)."))
    try:
        return read_csv(data)
    except CsvError as error:
        raise _refusal(error) from error


def _refusal(error: CsvError, table: CsvTable | None = None) -> ProblemError:
    row, what = error.row, error.what
    detail = {
        "encoding": lambda: gettext("Ce n'est pas un texte en UTF-8, UTF-16 ou windows-1252."),
        "empty": lambda: gettext("Le fichier n'a pas d'en-tête."),
        "cells": lambda: gettext(
            "Ligne %(row)d : elle n'a pas autant de cellules que l'en-tête (%(what)s).",
            row=row, what=what,
        ),
        "syntax": lambda: gettext(
            "Ligne %(row)d : un guillemet ne s'y ferme pas, ou une cellule a plus de %(most)d"
            " caractères.",
            row=row, most=LONGEST_CELL,
        ),
        "column": lambda: gettext(
            "Aucune colonne « %(name)s » ; il y a : %(names)s.",
            name=what[:_LONGEST],
            names=", ".join(table.header if table else ())[:_LONGEST],
        ),
    }[error.reason]()  # fmt: skip
    return ProblemError(422, detail, row=row)


def _from_json(said: Any) -> tuple[list[CodeCell], str]:
    """Return the cells and the scheme of a document; ProblemError 422 that names the row."""
    codes = said.get("codes") if isinstance(said, dict) else None
    scheme = said.get("scheme", "") if isinstance(said, dict) else ""
    if not isinstance(codes, list) or not isinstance(scheme, str):
        detail = gettext("Il faut un objet JSON dont « codes » est une liste.")
        raise ProblemError(422, detail)
    _check_names(said, "codes", "scheme")
    _check_number(len(codes))
    return [_cell(row, each) for row, each in enumerate(codes, 1)], scheme


def _cell(row: int, said: Any) -> CodeCell:
    if isinstance(said, str | int) and not isinstance(said, bool):
        said = {"code": str(said)}
    texts = [said.get(name) or "" for name in ("code", "label")] if isinstance(said, dict) else []
    if not texts or not all(isinstance(each, str) for each in texts) or said.get("code") is None:
        detail = gettext(
            "Ligne %(row)d : un code est un texte, ou un objet qui a « code » et « label ».",
            row=row,
        )
        raise ProblemError(422, detail, row=row)
    _check_names(said, "code", "label", row=row)
    return CodeCell(*(_bounded(each, row) for each in texts))


def _check_names(said: Iterable[str], *known: str, row: int = 0) -> None:
    """Refuse a name that is not known, beside those that are."""
    for name in said:
        if name not in known:
            reason = gettext("il est inconnu ; il y a %(names)s", names=", ".join(known))
            detail = gettext(
                "Paramètre « %(name)s » : %(reason)s.", name=name[:_LONGEST], reason=reason
            )
            raise ProblemError(422, detail, row=row, parameter=name[:_LONGEST])


def _check_number(codes: int) -> None:
    if codes > _MOST:
        detail = gettext("%(count)d codes : %(most)d au plus par requête.", count=codes, most=_MOST)
        raise ProblemError(413, detail)


def _bounded(text: str, row: int = 0) -> str:
    if len(text) > _LONGEST:
        detail = gettext("Un code ou un libellé a plus de %(most)d caractères.", most=_LONGEST)
        raise ProblemError(422, detail, row=row)
    if _SURROGATE.search(text):
        detail = gettext("Un code ou un libellé tient la moitié d'un caractère.")
        raise ProblemError(422, detail, row=row)
    return text


def _resolved(cells: Sequence[CodeCell], scheme: str) -> ColumnResolution:
    if scheme not in ("", ANY_ROME, *SCHEMES):
        names = ", ".join((ANY_ROME, *SCHEMES))
        detail = gettext("Le paramètre « scheme » vaut l'un de ces mots : %(names)s.", names=names)
        raise ProblemError(422, detail)
    _check_number(len(cells))
    for row, each in enumerate(cells, 1):
        _bounded(each.code, row)
        _bounded(each.label, row)
    return resolve_codes(release().codes, cells, scheme)


def _plain_table(found: ColumnResolution) -> CsvTable:
    """Return the codes of a document as a table."""
    rows = [(each.cell.code, each.cell.label) for each in found.cells]
    return CsvTable(("code", "label"), rows, ",", True)


def _as_csv(table: CsvTable, found: ColumnResolution) -> Response:
    lines = csv_lines(table, found.cells, found.metiers)
    response = Response(_in_pieces(lines), mimetype=_CSV)
    response.headers["Content-Disposition"] = 'attachment; filename="codes.csv"'
    response.headers["X-Column-Verdict"] = (
        f"{found.verdict.scheme or '-'}; agreeing={found.verdict.agreeing};"
        f" codes={found.verdict.codes}"
    )
    return _open(response)


def _in_pieces(lines: Iterator[str]) -> Iterator[bytes]:
    while piece := "".join(islice(lines, _LINES)):
        yield piece.encode()


def _as_json(found: ColumnResolution) -> Response:
    return _open(
        jsonify(
            release=release().manifest.digest,
            column=_verdict(found.verdict),
            results=[*_documents(found)],
            metiers={notation: asdict(each) for notation, each in found.metiers.items()},
        )
    )


def _open(response: Response) -> Response:
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _verdict(verdict: ColumnVerdict) -> Mapping[str, Any]:
    said = (
        ngettext(
            "%(agreeing)d code sur %(codes)d est un code %(scheme)s.",
            "%(agreeing)d codes sur %(codes)d sont des codes %(scheme)s.",
            verdict.agreeing, agreeing=verdict.agreeing, codes=verdict.codes, scheme=verdict.title,
        )
        if verdict.scheme
        else gettext("Aucun code n'a pu être rangé dans une nomenclature.")
    )  # fmt: skip
    return {**asdict(verdict), "verdict": said}


def _documents(found: ColumnResolution) -> Iterator[Mapping[str, Any]]:
    """Yield what each cell is; the same cell is written once."""
    known: dict[CodeCell, Mapping[str, Any]] = {}
    for row, each in enumerate(found.cells, 1):
        if each.cell not in known:
            known[each.cell] = _document(each)
        yield {"row": row, **known[each.cell]}


def _document(each: ResolvedCode) -> Mapping[str, Any]:
    said: dict[str, Any] = {
        "code": each.cell.code,
        "label": each.cell.label,
        "status": each.status,
        "settled_by": each.settled_by,
        "meanings": [_meaning(some) for some in each.meanings],
    }
    return {**said, "within": each.within} if each.within else said


def _meaning(some: CodeMeaning) -> Mapping[str, Any]:
    return {
        "iri": some.iri,
        "label": some.label,
        "scheme": some.scheme,
        "relation": some.relation,
        "deprecated": some.is_deprecated,
        "provenance": some.editions,
        "steps": some.steps,
        "metiers": some.metiers,
    }
