"""The vocabulary, as data: prefixes, terms, code lists, shapes, JSON-LD context.

Nothing is read at import. Each function reads its files from the package when first called.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

__all__ = ["base", "context", "graph_files", "prefixes", "shapes"]

_PREFIX = re.compile(r"^@prefix ([a-z0-9]+): <([^<>]*)> \.$", re.MULTILINE)
_BASE = re.compile(r"^@base <([^<>]*)> \.$", re.MULTILINE)


@cache
def prefixes() -> Mapping[str, str]:
    """Return every prefix of the project and its namespace, in the order of `prefixes.ttl`."""
    return MappingProxyType(dict(_PREFIX.findall(_text("prefixes.ttl"))))


@cache
def base() -> str:
    """Return the IRI, ending in a slash, under which all of the project's own IRIs stand."""
    found = _BASE.search(_text("prefixes.ttl"))
    if found is None:
        raise ValueError("prefixes.ttl has no @base")
    return found[1]


@cache
def graph_files() -> Mapping[str, str]:
    """Return the Turtle files that make up `graph/ontologie`: path under `ontology/` → text.

    Terms, alignments and schemes, sorted by path; the shapes are not among them. They hold no
    blank node, and each can be parsed alone.
    """
    schemes = sorted(
        f"schemes/{entry.name}"
        for entry in files(__name__).joinpath("schemes").iterdir()
        if entry.name.endswith(".ttl")
    )
    return MappingProxyType(
        {name: _text(name) for name in ("alignments.ttl", "metiers.ttl", *schemes)}
    )


@cache
def shapes() -> str:
    """Return the SHACL shapes in Turtle, for a view with `graph_files()` loaded beside it."""
    return _text("shapes.ttl")


def context() -> dict[str, object]:
    """Return the JSON-LD 1.1 document whose one key is `@context`; a fresh copy at each call."""
    document: dict[str, object] = json.loads(_text("context.jsonld"))
    return document


def _text(path: str) -> str:
    return files(__name__).joinpath(path).read_text(encoding="utf-8")
