"""Reconciliation Service API 0.2: one address for the manifest, the queries and data extension."""

import re
from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request
from flask.json import dumps

from server.http.language import gettext
from server.http.own_address import own_address
from server.reconciliation.candidates import Candidate, find_candidates
from server.reconciliation.extension import columns, extend, propose, read_extension
from server.reconciliation.manifest import manifest_0_2, type_name
from server.reconciliation.preview import preview_fragment
from server.reconciliation.query_batch import read_batch_0_2, read_json, refuse
from server.reconciliation.suggestions import suggest_properties, suggest_things, suggest_types
from server.releases.current import release

__all__ = ["blueprint", "number_in"]

blueprint = Blueprint("reconciliation_0_2", __name__, url_prefix="/reconciliation/0.2")

_CALLBACK: Final = re.compile(r"[A-Za-z_$][\w$.]{0,99}", re.ASCII)


@blueprint.route("", methods=["GET", "POST"])
def service() -> Response:
    """Answer ``queries`` with candidates, ``extend`` with values, else with the manifest."""
    if "queries" in request.values:
        return _answer(_candidates(request.values["queries"]))
    if "extend" in request.values:
        return _answer(_values(request.values["extend"]))
    return _answer(manifest_0_2(own_address()))


@blueprint.get("/properties")
def properties() -> Response:
    """Answer with the properties that may be added to things of a ``type``."""
    type_ = request.args.get("type", "")
    return _answer(propose(release().index, type_, number_in("limit")))


@blueprint.get("/suggest/entity")
def suggest_entity() -> Response:
    """Answer ``prefix`` with the things whose names begin like it, of a ``type``, from a cursor."""
    prefix, type_ = request.args.get("prefix", ""), request.args.get("type", "")
    return _answer({"result": suggest_things(release().index, prefix, type_, number_in("cursor"))})


@blueprint.get("/suggest/property")
def suggest_property() -> Response:
    """Answer ``prefix`` with properties."""
    return _answer({"result": suggest_properties(request.args.get("prefix", ""))})


@blueprint.get("/suggest/type")
def suggest_type() -> Response:
    """Answer ``prefix`` with types."""
    return _answer({"result": suggest_types(request.args.get("prefix", ""))})


@blueprint.get("/flyout")
def flyout() -> Response:
    """Answer ``id`` with a few words on a thing, as HTML in JSON."""
    iri = request.args.get("id", "")
    return _answer({"id": iri, "html": preview_fragment(iri)})


def number_in(name: str) -> int:
    """Return a number of the address, 0 where it is not said; ProblemError (400) if it is none."""
    text = request.args.get(name, "") or "0"
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        refuse(name, gettext("un nombre est attendu"))
    return int(text)


def _candidates(text: str) -> Mapping[str, Any]:
    batch = read_batch_0_2(read_json(text, "queries"))
    index = release().index
    return {
        key: {"result": [_written(each) for each in find_candidates(index, query)]}
        for key, query in batch.items()
    }


def _written(candidate: Candidate) -> Mapping[str, Any]:
    thing = candidate.thing
    return {
        "id": thing.iri,
        "name": thing.label,
        "description": candidate.description,
        "score": candidate.score,
        "match": candidate.is_match,
        "features": [{"id": name, "value": value} for name, value in candidate.features.items()],
        "type": [{"id": thing.type, "name": type_name(thing.type)}],
    }


def _values(text: str) -> Mapping[str, Any]:
    asked = read_extension(read_json(text, "extend"))
    return {"meta": columns(asked), "rows": _filled(extend(release().index, asked))}


def _filled(rows: Mapping[str, Mapping[str, list[Any]]]) -> Mapping[str, Any]:
    return {
        iri: {name: values or [{}] for name, values in row.items()} for iri, row in rows.items()
    }


def _answer(document: Mapping[str, Any]) -> Response:
    """Return JSON, or a call of the function that ``callback`` names (JSONP)."""
    callback = request.args.get("callback")
    if callback is None:
        return jsonify(document)
    if not _CALLBACK.fullmatch(callback):
        refuse("callback", gettext("le nom d'une fonction est attendu"))
    return Response(f"/**/{callback}({dumps(document)});", mimetype="application/javascript")
