"""Reconciliation Service API 1.0-draft: JSON bodies, and an address for each thing to ask."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from server.http.own_address import own_address
from server.reconciliation.candidates import Candidate, find_candidates
from server.reconciliation.extension import columns, extend, propose, read_extension
from server.reconciliation.features import feature_name
from server.reconciliation.manifest import manifest_1_0, type_name
from server.reconciliation.protocol_0_2 import number_in
from server.reconciliation.query_batch import read_batch_1_0, read_json
from server.reconciliation.suggestions import suggest_properties, suggest_things, suggest_types
from server.releases.current import release

__all__ = ["blueprint"]

blueprint = Blueprint("reconciliation_1_0", __name__, url_prefix="/reconciliation/1.0")


@blueprint.get("")
def manifest() -> Response:
    """Answer with the manifest."""
    return jsonify(manifest_1_0(own_address()))


@blueprint.route("/reconcile", methods=["GET", "POST"])
def reconcile() -> Response:
    """Answer a batch of queries with candidates, in their order; without one, the manifest."""
    if request.method != "POST":
        return manifest()
    batch = read_batch_1_0(read_json(request.get_data(), "document"))
    index = release().index
    return jsonify(
        results=[
            {"candidates": [_written(each) for each in find_candidates(index, query)]}
            for query in batch
        ]
    )


def _written(candidate: Candidate) -> Mapping[str, Any]:
    thing = candidate.thing
    return {
        "id": thing.iri,
        "name": thing.label,
        "description": candidate.description,
        "score": candidate.score,
        "match": candidate.is_match,
        "features": [
            {"id": name, "name": feature_name(name), "value": value}
            for name, value in candidate.features.items()
        ],
        "type": [{"id": thing.type, "name": type_name(thing.type)}],
        "matched": candidate.matched,
    }


@blueprint.route("/extend", methods=["GET", "POST"])
def extension() -> Response:
    """Answer a data extension query with values; without one, the properties to choose from."""
    if request.method != "POST":
        return proposals()
    asked = read_extension(read_json(request.get_data(), "document"))
    rows = [
        {
            "id": iri,
            "properties": [{"id": name, "values": values} for name, values in row.items()],
        }
        for iri, row in extend(release().index, asked).items()
    ]
    return jsonify(meta=columns(asked), rows=rows)


@blueprint.get("/extend/propose")
def proposals() -> Response:
    """Answer with the properties that may be added to things of a ``type``."""
    type_ = request.args.get("type", "")
    return jsonify(propose(release().index, type_, number_in("limit")))


@blueprint.get("/suggest/entity")
def suggest_entity() -> Response:
    """Answer ``prefix`` with the things whose names begin like it, of a ``type``, from a cursor."""
    prefix, type_ = request.args.get("prefix", ""), request.args.get("type", "")
    return jsonify(result=suggest_things(release().index, prefix, type_, number_in("cursor")))


@blueprint.get("/suggest/property")
def suggest_property() -> Response:
    """Answer ``prefix`` with properties."""
    return jsonify(result=suggest_properties(request.args.get("prefix", "")))


@blueprint.get("/suggest/type")
def suggest_type() -> Response:
    """Answer ``prefix`` with types."""
    return jsonify(result=suggest_types(request.args.get("prefix", "")))
