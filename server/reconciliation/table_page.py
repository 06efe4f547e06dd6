"""The page « Rapprocher un tableau »: reconciliation for those without a client of the protocol.

A script reads the table, asks the service in batches and writes the answer, all in the browser.
Without it the form sends a pasted column, which the page answers, or a file. Nothing is kept.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

from flask import Blueprint, Response, render_template, request

from server.http.language import gettext
from server.http.own_address import own_address
from server.http.problems import ProblemError
from server.reconciliation.candidates import RECONCILED, Candidate, find_candidates
from server.reconciliation.features import feature_name
from server.reconciliation.manifest import PATH_0_2, PATH_1_0
from server.reconciliation.properties import all_properties
from server.reconciliation.query_batch import BATCH_SIZE, ReconciliationQuery
from server.releases.current import release
from server.search.index import SearchIndex
from server.search.ranking import TYPES

__all__ = ["blueprint", "reasons_of"]

blueprint = Blueprint("reconciliation_page", __name__)

_MOST_LINES: Final = 200
"""Lines of a pasted column; the script takes more, in batches."""
_MOST_ROWS: Final = 10_000
"""Rows of a table that the script takes."""
_CANDIDATES: Final = 5
_NESTED: Final = ("exact", "folded", "word_order", "gender")
"""Features of which each implies the next: the first that holds says enough."""


@dataclass(frozen=True)
class ReconciledLine:
    """A line of the column and what it may name, the best first."""

    text: str
    candidates: Sequence[Candidate]


@blueprint.route("/rapprocher", methods=["GET", "POST"])
def reconcile_table() -> Response:
    """Show the form; answer its ``colonne``, of one ``type``, as a page or as ``format=csv``."""
    type_ = request.form.get("type", "metier")
    if type_ not in RECONCILED:
        names = ", ".join(RECONCILED)
        detail = gettext("Le paramètre « type » vaut l'un de ces mots : %(names)s.", names=names)
        raise ProblemError(400, detail)
    column = request.form.get("colonne", "")
    lines = _reconciled(release().index, column, type_)
    if request.form.get("format") == "csv":
        return _as_csv(lines)
    page = render_template(
        "rapprocher.html",
        column=column, chosen=type_, lines=lines, reasons_of=reasons_of,
        types={name: TYPES[name] for name in RECONCILED}, properties=all_properties(),
        most_lines=_MOST_LINES, most_rows=_MOST_ROWS, batch=BATCH_SIZE,
        service=PATH_1_0, endpoint=f"{own_address().rstrip('/')}{PATH_0_2}",
    )  # fmt: skip
    return Response(page, mimetype="text/html")


def _reconciled(index: SearchIndex, column: str, type_: str) -> Sequence[ReconciledLine]:
    texts = [line.strip() for line in column.splitlines() if line.strip()]
    if len(texts) > _MOST_LINES:
        most, size = _MOST_LINES, len(texts)
        detail = gettext(
            "Sans script, %(most)d lignes au plus : il y en a %(size)d.", most=most, size=size
        )
        raise ProblemError(413, detail)
    found = {
        text: find_candidates(index, ReconciliationQuery([text], types=[type_], limit=_CANDIDATES))
        for text in dict.fromkeys(texts)
    }
    return [ReconciledLine(text, found[text]) for text in texts]


def reasons_of(candidate: Candidate) -> Sequence[str]:
    """Return in a few words what speaks for a candidate."""
    features = candidate.features
    reasons = []
    if candidate.matched not in ("", candidate.thing.label):
        reasons.append(gettext("par « %(name)s »", name=candidate.matched))
    nested = next((name for name in _NESTED if features.get(name)), "")
    if nested:
        reasons.append(feature_name(nested))
    elif "edit_distance" in features:
        reasons.append(gettext("lettres à changer : %(n)s", n=features["edit_distance"]))
    elif candidate.found.code:
        reasons.append(feature_name("code"))
    for name, agrees in candidate.verdicts.items():
        said = feature_name(name)
        agreement = (
            gettext("%(name)s concorde", name=said)
            if agrees
            else gettext("%(name)s diffère", name=said)
        )
        reasons.append(agreement)
    return reasons


def _as_csv(lines: Sequence[ReconciledLine]) -> Response:
    """Return the best candidate of each line, as spreadsheets read it."""
    written = StringIO()
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    rows.writerow(["intitule", "iri", "nom", "score", "sur"])
    for line in lines:
        best = next(iter(line.candidates), None)
        rows.writerow(
            [_harmless(line.text), best.thing.iri, best.thing.label, best.score, int(best.is_match)]
            if best
            else [_harmless(line.text), "", "", "", ""]
        )
    file = {"Content-Disposition": 'attachment; filename="rapproche.csv"'}
    return Response("\ufeff" + written.getvalue(), mimetype="text/csv", headers=file)


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
