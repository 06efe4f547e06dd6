"""The files that are served as they stand, to browsers, robots and readers of the data."""

import json

from flask import Blueprint, Response, current_app

from ontology import context, shapes

__all__ = ["WITHOUT_RELEASE", "blueprint"]

blueprint = Blueprint("files", __name__)

WITHOUT_RELEASE = frozenset({"files.icon", "files.context_document", "files.shapes_document"})
"""The endpoints that answer when there is no release yet."""


@blueprint.get("/favicon.ico")
def icon() -> Response:
    """Serve the icon where browsers look for it when what they show is no page."""
    return current_app.send_static_file("icon.svg")


@blueprint.get("/ontology/context.jsonld")
def context_document() -> Response:
    """Serve the JSON-LD context."""
    text = json.dumps(context(), ensure_ascii=False, indent=1) + "\n"
    return Response(text, content_type="application/ld+json")


@blueprint.get("/shapes")
@blueprint.get("/shapes.ttl")
def shapes_document() -> Response:
    """Serve the SHACL shapes; the IRI of each is this address and a fragment."""
    return Response(shapes(), content_type="text/turtle; charset=utf-8")
