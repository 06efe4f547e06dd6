"""JSON Schema of the JSON-LD documents: a schema per class, generated from the shapes.

A document is an ``@graph`` of nodes under the project's context. What a shape demands with the
severity of a violation, the schema promises: that a key is there, is a list or one value, and of
which type. Keys that no shape speaks of may stand beside them (draft 2020-12).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, cast

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from ontology import base, context, prefixes, shapes

__all__ = ["DRAFT", "document_schema", "json_schemas", "schema_address"]

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_SH: Final = "http://www.w3.org/ns/shacl#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_NATIVE: Final = {f"{_XSD}boolean": "boolean", f"{_XSD}integer": "integer"}
"""What JSON-LD writes as JSON does; all other values are strings."""

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class _Key:
    """A key of a document: the property and the language that it stands for."""

    name: str
    language: str
    type: str
    """An absolute IRI, ``@id`` for references, empty where values say theirs."""
    is_list: bool


@dataclass(frozen=True)
class _PropertyShape:
    """What the shapes demand of a property, of those whose violation refuses a release."""

    path: str
    least: int
    most: int | None
    datatype: str
    languages: tuple[str, ...]
    pattern: str
    values: tuple[str, ...]
    meaning: str

    def and_also(self, other: "_PropertyShape") -> "_PropertyShape":
        """Return what both demand."""
        most = [each.most for each in (self, other) if each.most is not None]
        return _PropertyShape(
            self.path,
            max(self.least, other.least),
            min(most, default=None),
            self.datatype or other.datatype,
            self.languages or other.languages,
            self.pattern or other.pattern,
            self.values or other.values,
            self.meaning,
        )


@cache
def json_schemas() -> Mapping[str, Schema]:
    """Return the schema of the nodes of each class that a shape targets, by the class's key."""
    store = Store()
    store.bulk_extend(parse(shapes(), RdfFormat.TURTLE))
    classes: dict[str, set[NamedNode]] = {}
    for quad in store.quads_for_pattern(None, _sh("targetClass"), None):
        name = _class_keys().get(_value(quad.object))
        if name is not None:
            classes.setdefault(name, set()).update(_objects(store, quad.subject, "property"))
    return MappingProxyType(
        {name: _class_schema(name, _demands(store, classes[name])) for name in sorted(classes)}
    )


def schema_address(name: str) -> str:
    """Return the address of a schema: of a class, or ``document``."""
    return f"{base()}ontology/schemas/{name}.json"


def document_schema() -> Schema:
    """Return the schema of a whole document, whose first node is the thing that it describes."""
    by_class = [
        {
            "if": {"properties": {"type": {"contains": {"const": name}}}, "required": ["type"]},
            "then": {"$ref": schema_address(name)},
        }
        for name in json_schemas()
    ]
    node = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    return {
        "$schema": DRAFT,
        "$id": schema_address("document"),
        "title": "A document of Métiers en graphe",
        "type": "object",
        "required": ["@context", "@graph"],
        "properties": {
            "@context": {"type": ["object", "string", "array"]},
            "@graph": {
                "type": "array",
                "minItems": 1,
                "prefixItems": [{"allOf": [node, *by_class]}],
                "items": node,
            },
        },
    }


def _demands(store: Store, nodes: Iterable[NamedNode]) -> Iterable[_PropertyShape]:
    """Return what property shapes demand of each property, all of them together."""
    found: dict[str, _PropertyShape] = {}
    for node in sorted(nodes, key=_value):
        shape = _property_shape(store, node)
        if shape is not None:
            known = found.get(shape.path)
            found[shape.path] = known.and_also(shape) if known else shape
    return found.values()


def _class_schema(name: str, demands: Iterable[_PropertyShape]) -> Schema:
    required = ["id", "type"]
    properties: dict[str, Schema] = {
        "id": {"type": "string"},
        "type": {"type": "array", "items": {"type": "string"}, "contains": {"const": name}},
    }
    for shape in demands:
        keys = [key for key in _keys().get(shape.path, ()) if _speaks(shape, key)]
        properties |= {key.name: _values(shape, key) for key in keys}
        required += [keys[0].name] if shape.least and len(keys) == 1 else []
    return {
        "$schema": DRAFT,
        "$id": schema_address(name),
        "title": name,
        "type": "object",
        "required": sorted(required),
        "properties": dict(sorted(properties.items())),
    }


def _speaks(shape: _PropertyShape, key: _Key) -> bool:
    """Return whether values of a shape may stand under a key: those of one language have theirs."""
    return not (key.language and shape.languages) or key.language in shape.languages


def _values(shape: _PropertyShape, key: _Key) -> dict[str, Any]:
    one = _value_schema(shape, key)
    meaning = {"description": shape.meaning} if shape.meaning else {}
    if key.is_list:
        least = {"minItems": shape.least} if shape.least else {}
        most = {} if shape.most is None else {"maxItems": shape.most}
        return {**meaning, "type": "array", "items": one, **least, **most}
    if shape.most == 1:
        return {**meaning, **one}
    return {**meaning, "anyOf": [one, {"type": "array", "items": one, "minItems": 2}]}


def _value_schema(shape: _PropertyShape, key: _Key) -> dict[str, Any]:
    if key.type == "@id" or key.language:
        said: dict[str, Any] = {"type": "string"}
    elif key.type and shape.datatype == key.type:
        said = {"type": _NATIVE.get(key.type, "string")}
    elif shape.datatype in _NATIVE:
        said = {"type": _NATIVE[shape.datatype]}
    elif shape.datatype == f"{_XSD}string":
        said = {"type": "string"}
    else:
        return {}
    if shape.pattern and said["type"] == "string":
        said["pattern"] = shape.pattern
    if shape.values:
        said["enum"] = [*shape.values]
    return said


def _property_shape(store: Store, node: NamedNode) -> _PropertyShape | None:
    """Return what a property shape promises; None for one that promises nothing of one property."""
    path = _first(store, node, "path")
    severity = _first(store, node, "severity")
    if not path.startswith("http") or severity != f"{_SH}Violation":
        return None
    most = _first(store, node, "maxCount")
    return _PropertyShape(
        path=path,
        least=int(_first(store, node, "minCount") or 0),
        most=int(most) if most else None,
        datatype=_first(store, node, "datatype"),
        languages=tuple(_list(store, node, "languageIn")),
        pattern=_first(store, node, "pattern"),
        values=tuple(_list(store, node, "in")),
        meaning=_message(store, node),
    )


def _message(store: Store, node: NamedNode) -> str:
    found = store.quads_for_pattern(node, _sh("message"), None)
    english = (
        q.object for q in found if isinstance(q.object, Literal) and q.object.language == "en"
    )
    return next((each.value for each in english), "")


@cache
def _keys() -> Mapping[str, tuple[_Key, ...]]:
    """Return the keys of each property."""
    found: dict[str, list[_Key]] = {}
    terms = cast("Mapping[str, Any]", context()["@context"])
    for name, said in terms.items():
        term = {"@id": said} if isinstance(said, str) else said
        iri = _absolute(term.get("@id", "")) if isinstance(term, dict) else ""
        if iri and not iri.startswith("@"):
            type_ = term.get("@type", "")
            key = _Key(
                name,
                term.get("@language", ""),
                type_ if type_.startswith("@") else _absolute(type_),
                term.get("@container") == "@set",
            )
            found.setdefault(iri, []).append(key)
    return {iri: tuple(keys) for iri, keys in found.items()}


@cache
def _class_keys() -> Mapping[str, str]:
    """Return the key of each class."""
    return {iri: keys[0].name for iri, keys in _keys().items() if keys[0].name[:1].isupper()}


def _absolute(name: str) -> str:
    """Return the IRI of a prefixed name; a keyword, or nothing, as it is."""
    prefix, colon, local = name.partition(":")
    return f"{prefixes()[prefix]}{local}" if colon and prefix in prefixes() else ""


def _sh(name: str) -> NamedNode:
    return NamedNode(f"{_SH}{name}")


def _objects(store: Store, subject: Any, name: str) -> Iterator[NamedNode]:
    for quad in store.quads_for_pattern(subject, _sh(name), None):
        if isinstance(quad.object, NamedNode):
            yield quad.object


def _first(store: Store, node: NamedNode, name: str) -> str:
    return next((_value(q.object) for q in store.quads_for_pattern(node, _sh(name), None)), "")


def _list(store: Store, node: NamedNode, name: str) -> Iterator[str]:
    """Yield the members of an RDF list."""
    rest: Any = next((q.object for q in store.quads_for_pattern(node, _sh(name), None)), None)
    rdf = prefixes()["rdf"]
    while rest is not None and _value(rest) != f"{rdf}nil":
        for quad in store.quads_for_pattern(rest, NamedNode(f"{rdf}first"), None):
            yield _value(quad.object)
        following = store.quads_for_pattern(rest, NamedNode(f"{rdf}rest"), None)
        rest = next((quad.object for quad in following), None)


def _value(term: Any) -> str:
    return str(getattr(term, "value", term))
