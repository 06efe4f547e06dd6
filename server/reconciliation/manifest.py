"""Service manifests: what each version of the protocol says of the service, and where it is."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Final

from ontology import base
from server.http.language import gettext, lazy_gettext
from server.reconciliation.candidates import RECONCILED
from server.reconciliation.query_batch import BATCH_SIZE
from server.search.ranking import TYPES

__all__ = ["CONTENTS", "PATH_0_2", "PATH_1_0", "manifest_0_2", "manifest_1_0", "type_name"]

PATH_0_2: Final = "/reconciliation/0.2"
PATH_1_0: Final = "/reconciliation/1.0"
_PREVIEW: Final = {"width": 430, "height": 300}
CONTENTS: Final[Mapping[str, Any]] = {
    "id": lazy_gettext("la chose elle-même"),
    "label": lazy_gettext("son nom"),
    "code": lazy_gettext("son code"),
}
"""What data extension gives of a value that is a thing."""


def type_name(identifier: str) -> str:
    """Return the name of a type, in the language of the answer."""
    return str(TYPES[identifier].plural)


def _common(root: str) -> Mapping[str, Any]:
    return {
        "name": "Métiers en graphe",
        "documentation": f"{root}rapprocher",
        "logo": f"{root}static/icon.svg",
        "serviceVersion": version("metiers-graphe"),
        "batchSize": BATCH_SIZE,
        "defaultTypes": [{"id": each, "name": type_name(each)} for each in RECONCILED],
    }


def manifest_0_2(root: str) -> Mapping[str, Any]:
    """Return the manifest of version 0.2; `root` is the address of the site."""
    site = root.removesuffix("/")
    suggest = {
        kind: {"service_url": site, "service_path": f"{PATH_0_2}/suggest/{kind}"}
        for kind in ("entity", "property", "type")
    }
    suggest["entity"]["flyout_service_path"] = f"{PATH_0_2}/flyout?id=${{id}}"
    return {
        "versions": ["0.2"],
        **_common(root),
        "identifierSpace": base(),
        "schemaSpace": f"{base()}ontology#",
        "view": {"url": f"{site}/reconciliation/view?id={{{{id}}}}"},
        "preview": {"url": f"{site}{PATH_0_2}/preview?id={{{{id}}}}", **_PREVIEW},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": site, "service_path": f"{PATH_0_2}/properties"},
            "property_settings": [
                {"label" if key == "name" else renamed: value for key, value in setting.items()
                 for renamed in [{"id": "name", "helpText": "help_text"}.get(key, key)]}
                for setting in _settings()
            ],
        },
    }  # fmt: skip


def manifest_1_0(root: str) -> Mapping[str, Any]:
    """Return the manifest of version 1.0; `root` is the address of the site."""
    return {
        "versions": ["1.0-draft"],
        **_common(root),
        "standardizedScore": True,
        "view": {"url": f"{root}reconciliation/view?id={{{{id}}}}"},
        "preview": _PREVIEW,
        "suggest": {"entity": True, "property": True, "type": True},
        "extend": {"proposeProperties": True, "propertySettings": _settings()},
    }


def _settings() -> list[dict[str, Any]]:
    """Return the settings of a property that is added, as version 1.0 writes them."""
    return [
        {
            "id": "limit",
            "name": gettext("Valeurs"),
            "type": "number",
            "default": 0,
            "helpText": gettext("le plus de valeurs par ligne ; 0 : toutes"),
        },
        {
            "id": "content",
            "name": gettext("Contenu"),
            "type": "select",
            "default": "id",
            "helpText": gettext("ce qui est donné d'une valeur qui est une chose"),
            "choices": [{"value": key, "name": str(name)} for key, name in CONTENTS.items()],
        },
    ]
