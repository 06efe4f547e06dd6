"""Root of the API, ``GET /`` in JSON: what serves, which release, and where everything is.

The home page says the same to search engines, as a `Dataset` of schema.org.
"""

from typing import Any, Final

from ontology import base
from server.api.library import library
from server.api.rest import API
from server.gateway.response_cache import SOFTWARE
from server.http.language import gettext
from server.releases.layout import QUADS_FILE, TURTLE_FILE, Manifest

__all__ = ["dataset", "root_document"]

_NAME: Final = "Métiers en graphe"
_LINKS: Final = {
    "self": "/",
    "openapi": "/openapi.json",
    "documentation": "/api",
    "sparql": "/sparql",
    "mcp": "/mcp",
    "resolve": "/resolve?code={code}",
    "reconciliation": "/reconciliation/1.0",
    "reconciliation-0.2": "/reconciliation/0.2",
    "tables": "/tables/datapackage.json",
    "sparql-examples": "/.well-known/sparql-examples",
    "void": "/.well-known/void",
    "manifest": "/manifest.json",
    "changes": "/changes.json",
    "vocabulary": "/ontology.ttl",
    "context": "/ontology/context.jsonld",
    "schemas": "/ontology/schemas/{class}.json",
    "shapes": "/shapes.ttl",
    "suggestions": "/suggestions?q={q}",
    "quads": f"/dump/{QUADS_FILE}",
    "turtle": f"/dump/{TURTLE_FILE}",
    "health": "/health",
}


def root_document(manifest: Manifest) -> dict[str, Any]:
    """Return the root: addresses are relative, so that they hold wherever it is read."""
    return {
        "name": _NAME,
        "version": SOFTWARE,
        "base": base(),
        "release": {
            "digest": manifest.digest,
            "built": manifest.built,
            "counts": dict(manifest.counts),
            "sources": [
                {
                    "id": source.id,
                    "edition": source.edition,
                    "title": source.title,
                    "publisher": source.publisher,
                    "licence": source.licence,
                }
                for source in manifest.sources
            ],
        },
        "links": _LINKS,
        "queries": {name: API + name for name in library()},
    }


def dataset(manifest: Manifest, root: str) -> dict[str, Any]:
    """Return a release as a dataset of schema.org; `root` begins its addresses."""
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"{base()}id/release/{manifest.digest}",
        "name": _NAME,
        "description": gettext(
            "Ce que l'Onisep dit des métiers, relié aux formations, aux codes ROME et aux "
            "professions ESCO."
        ),
        "url": root,
        "inLanguage": "fr",
        "isAccessibleForFree": True,
        "version": manifest.digest,
        "dateModified": manifest.built,
        "license": sorted({source.licence for source in manifest.sources if source.licence}),
        "isBasedOn": [
            {
                "@type": "Dataset",
                "name": source.title,
                "publisher": {"@type": "Organization", "name": source.publisher},
                "version": source.edition,
                "license": source.licence,
            }
            for source in manifest.sources
        ],
        "distribution": [*_downloads(manifest, root), *_services(root)],
    }


def _downloads(manifest: Manifest, root: str) -> list[dict[str, Any]]:
    return [
        {
            "@type": "DataDownload",
            "name": dump.name,
            "contentUrl": f"{root}dump/{dump.name}",
            "encodingFormat": [dump.media_type, "application/gzip"],
            "contentSize": str(dump.size),
            "sha256": dump.sha256,
        }
        for dump in manifest.dumps
    ]


def _services(root: str) -> list[dict[str, Any]]:
    return [
        {"@type": "DataDownload", "name": name, "contentUrl": root + path, "encodingFormat": kind}
        for name, path, kind in (
            ("SPARQL", "sparql", "application/sparql-results+json"),
            ("Tables", "tables/datapackage.json", "application/json"),
            ("OpenAPI", "openapi.json", "application/vnd.oai.openapi+json;version=3.1"),
        )
    ]
