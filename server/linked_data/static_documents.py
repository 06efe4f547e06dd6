"""Static documents: robots.txt, the sitemap, OpenSearch, the JSON-LD context, the SHACL shapes."""

import json
from collections.abc import Sequence
from itertools import chain
from typing import Final
from urllib.parse import urljoin

from flask import Blueprint, Response, current_app, render_template

from ontology import context, shapes
from ontology.json_schema import document_schema, json_schemas
from queries import find
from server.browse.kinds import KINDS
from server.engine import Engine
from server.http.language import gettext
from server.http.own_address import own_address
from server.http.problems import ProblemError
from server.iris import link
from server.releases.cached import CachedByRelease
from server.releases.current import release

__all__ = ["WITHOUT_RELEASE", "blueprint"]

blueprint = Blueprint("documents", __name__)

WITHOUT_RELEASE = frozenset(
    f"documents.{name}"
    for name in (
        "icon",
        "context_document",
        "schema_document",
        "shapes_document",
        "robots",
        "search_description",
    )
)
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


@blueprint.get("/ontology/schemas/<name>.json")
def schema_document(name: str) -> Response:
    """Serve the JSON Schema of a class's nodes, or of a whole document; 404 for another name."""
    schema = document_schema() if name == "document" else json_schemas().get(name)
    if schema is None:
        known = ", ".join(("document", *json_schemas()))
        raise ProblemError(404, gettext("Il y a un schéma de : %(names)s.", names=known))
    text = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
    return Response(text, content_type="application/schema+json")


@blueprint.get("/shapes")
@blueprint.get("/shapes.ttl")
def shapes_document() -> Response:
    """Serve the SHACL shapes; the IRI of each is this address and a fragment."""
    return Response(shapes(), content_type="text/turtle; charset=utf-8")


_PAGES: Final = (
    "/", "/explorer", "/quiz", "/quiz/calcul", "/panorama", "/rome/arbre", "/rapprocher", "/relier",
    "/tables", "/exemples", "/api", "/ontology", "/sources", "/changes", "/conflits",
)  # fmt: skip
_COMPUTED: Final = (
    "/sparql", "/store", "/recherche", "/suggestions", "/explorer?", "/quiz?",
    "/quiz/metiers", "/changes?", "/changes.csv", "/conflits?", "/conflits.csv", "/pourquoi",
    "/api/v1/", "/resolve", "/reconciliation", "/selection",
)  # fmt: skip
"""Beginnings of addresses whose answers are computed: there is no end of them."""


def _read_paths(engine: Engine) -> Sequence[str]:
    rows = engine.select(find("discovery/things"))
    indexes = (kind.index for kind in KINDS)
    paths = chain(_PAGES, indexes, filter(None, (link(row.iri("iri")) for row in rows)))
    return tuple(dict.fromkeys(paths))


_paths: Final = CachedByRelease(_read_paths)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Tell robots what they may read: all that is data or a page, nothing that is computed."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _COMPUTED)]
    text = "\n".join((*lines, "", f"Sitemap: {own_address()}sitemap.xml", ""))
    return Response(text, content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """List the pages that are worth reading (the protocol of sitemaps.org)."""
    built = release().manifest.built[:10]
    root = own_address()
    addresses = [urljoin(root, path) for path in _paths(release().engine)]
    page = render_template("sitemap.xml", addresses=addresses, built=built)
    return Response(page, content_type="application/xml")


@blueprint.get("/recherche.xml")
def search_description() -> Response:
    """Tell browsers how to search here from their address bar (OpenSearch 1.1)."""
    page = render_template("recherche.xml", root=own_address())
    return Response(page, content_type="application/opensearchdescription+xml")
