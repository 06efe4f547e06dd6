"""OpenAPI 3.1: the API as a machine reads it, made from the library and from a release's lists.

Every status that an address answers is there. What a query is for, its parameters and their lists
are in the language of the answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ontology import prefixes
from queries import Param
from server.api.library import LibraryQuery, Listed, library, namespace_of, values_of
from server.api.parameters import LONGEST, MOST
from server.api.rest import API, GRAPHS, LIMIT, MOST_ROWS, ROWS, forms_of
from server.engine import Engine
from server.engine.formats import ALIASES, GRAPH, SOLUTIONS
from server.gateway.response_cache import SOFTWARE
from server.http.language import LANGUAGES, gettext, language
from server.iris import compact

__all__ = ["code_of", "openapi", "schema_of"]

Document = dict[str, Any]
_PROBLEM: Final = "application/problem+json"
_TEXT: Final[Document] = {"type": "string"}
_SCALAR: Final[Document] = {"type": ["string", "number", "integer", "boolean", "null"]}


def openapi(engine: Engine) -> Document:
    """Return the description of what a release answers, in the language of the answer."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Métiers en graphe",
            "version": SOFTWARE,
            "summary": gettext("Les métiers de l'Onisep, reliés aux formations et aux codes ROME."),
            "description": gettext(
                "Chaque question de la bibliothèque a une adresse. Ses paramètres se donnent par "
                "un code (MET.797), un nom préfixé (metier:MET.797) ou un IRI entier. Toute "
                "réponse a une étiquette (ETag) qui vaut autant que la release."
            ),
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": tag} for tag in _tags()],
        "paths": {
            **{API + name: {"get": _operation(each, engine)} for name, each in library().items()},
            **_others(),
        },
        "components": {"schemas": _schemas(), "responses": _refusals()},
    }


def _tags() -> Sequence[str]:
    found = (tag for query in library().values() for tag in query.query.tags[:1])
    return [*sorted(dict.fromkeys(found)), "SPARQL", "release"]


def code_of(iri: str) -> str:
    """Return the plain code of a thing: what its prefixed name is without its prefix."""
    return compact(iri, prefixes()).partition(":")[2]


def _operation(query: LibraryQuery, engine: Engine) -> Document:
    said = query.query
    statuses = (400, 404, 406, 422, 429, 500, 503)
    return {
        "operationId": query.name,
        "tags": list(said.tags[:1]),
        "summary": said.title_in(language()),
        "description": said.description_in(language()),
        "parameters": [
            *(_parameter(param, values_of(param, engine)) for param in query.params),
            *_own(query),
        ],
        "responses": {
            "200": _answer(query),
            "304": {"description": gettext("L'étiquette d'If-None-Match vaut encore.")},
            **_refused(*statuses),
        },
        "x-cost": said.cost,
        "x-sparql": said.body,
    }


def _parameter(param: Param, listed: Sequence[Listed]) -> Document:
    examples = [param.example] if param.kind == "literal" else param.example.split()
    codes = [_as_code(param, each) for each in examples]
    found: Document = {
        "name": param.name,
        "in": "query",
        "required": True,
        "description": _meaning(param, listed),
        "schema": schema_of(param, listed),
        "example": codes[0],
    }
    if param.many:
        found |= {"example": codes, "style": "form", "explode": True}
    return found


def _as_code(param: Param, example: str) -> str | int:
    if param.kind == "integer":
        return int(example)
    return example.partition(":")[2] if param.kind == "iri" else example


def schema_of(param: Param, listed: Sequence[Listed]) -> Document:
    """Return the JSON Schema of the value of a parameter, or of a list where it may have many."""
    one = _schema(param, listed)
    many = {"type": "array", "items": one, "minItems": 1, "maxItems": MOST}
    return many if param.many else one


def _schema(param: Param, listed: Sequence[Listed]) -> Document:
    if param.kind == "integer":
        return {"type": "integer", "minimum": -999_999_999, "maximum": 999_999_999}
    if listed:
        return _TEXT | {"enum": [code_of(each.iri) for each in listed]}
    return _TEXT | {"minLength": 1, "maxLength": LONGEST}


def _meaning(param: Param, listed: Sequence[Listed]) -> str:
    """Return what a parameter is for, and how its values are written."""
    said = param.meaning_in(language())
    if param.kind == "iri":
        form = gettext("code, nom préfixé, ou IRI sous %(base)s", base=namespace_of(param))
        said = f"{said} ({form})"
    names = [f"- `{code_of(each.iri)}` : {_label(each)}" for each in listed]
    return "\n".join((said, "", *names)) if names else said


def _label(value: Listed) -> str:
    return value.labels.get(language()) or value.labels.get("fr") or value.labels.get("", "")


def _own(query: LibraryQuery) -> Iterator[Document]:
    """Yield the parameters that every query has."""
    if query.form != "construct":
        yield _optional("page", _count(1, 1_000_000), gettext("la page, la première par défaut"))
        limit = gettext(
            "les lignes d'une page de JSON ; sans elle, un CSV ou un classeur est entier"
        )
        yield _optional("limit", _count(LIMIT, MOST_ROWS), limit)
    forms = _TEXT | {"enum": list(forms_of(query))}
    yield _optional("format", forms, gettext("la forme de la réponse, plutôt qu'Accept"))
    yield _optional("lang", _TEXT | {"enum": [*LANGUAGES]}, gettext("la langue de ce qui est dit"))


def _count(default: int, most: int) -> Document:
    return {"type": "integer", "minimum": 1, "maximum": most, "default": default}


def _optional(name: str, schema: Document, description: str) -> Document:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _answer(query: LibraryQuery) -> Document:
    if query.form == "construct":
        kinds = [*GRAPHS.values(), "application/json"]
        return {
            "description": gettext("Le graphe."),
            "headers": {"ETag": {"schema": _TEXT}},
            "content": {kind: {} for kind in kinds},
        }
    columns = query.columns or ("answer",)
    row = {
        "type": "object",
        "properties": dict.fromkeys(columns, _SCALAR),
        "required": list(columns),
        "additionalProperties": False,
    }
    page = {
        "allOf": [
            {"$ref": "#/components/schemas/Page"},
            {"properties": {"rows": {"type": "array", "items": row}}},
        ]
    }
    return {
        "description": gettext("Les lignes, dans l'ordre, et combien il y en a en tout."),
        "headers": {
            "ETag": {"schema": _TEXT},
            "Link": {
                "schema": _TEXT,
                "description": gettext("Les pages : first, prev, next, last."),
            },
        },
        "content": {
            ROWS["json"]: {"schema": page},
            ROWS["csv"]: {"schema": _TEXT},
            ROWS["xlsx"]: {},
        },
    }


def _schemas() -> Mapping[str, Document]:
    whole = {"type": "integer", "minimum": 0}
    types = ["iri", "text", "integer", "number", "boolean", "date", "dateTime", None]
    column = {
        "type": "object",
        "properties": {"name": _TEXT, "type": {"enum": types}},
        "required": ["name", "type"],
    }
    lists = {"type": "array", "items": _TEXT}
    page = {
        "query": _TEXT,
        "title": _TEXT,
        "parameters": {"type": "object", "additionalProperties": lists},
        "release": _TEXT,
        "about": _TEXT,
        "page": whole,
        "limit": whole,
        "total": whole,
        "columns": {"type": "array", "items": column},
        "rows": {"type": "array", "items": {"type": "object"}},
    }
    problem = {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "parameter": _TEXT,
        "engine": _TEXT,
        "line": whole,
        "column": whole,
    }
    return {
        "Page": {"type": "object", "properties": page, "required": [*page]},
        "Problem": {
            "type": "object",
            "properties": problem,
            "required": ["type", "title", "status", "detail"],
        },
    }


def _refusals() -> Mapping[str, Document]:
    """Return every refusal, by status; each is a problem (RFC 9457), or a page for browsers."""
    said = {
        400: gettext("La requête ne se lit pas, ou demande ce qui n'est pas admis."),
        403: gettext("La requête appelle un point d'accès qui n'est pas admis."),
        404: gettext("Rien n'est à cette adresse, ou rien n'est connu de ce qui est demandé."),
        406: gettext("Aucune forme de la réponse n'est parmi celles qu'Accept admet."),
        413: gettext("Le corps est trop long."),
        415: gettext("Le corps n'est pas du type attendu."),
        422: gettext("Un paramètre n'est pas ce qu'il doit être : « parameter » dit lequel."),
        429: gettext("Le client a pris tout son temps de calcul : Retry-After dit quand revenir."),
        500: gettext("L'évaluation a échoué."),
        502: gettext("Un point d'accès appelé n'a pas répondu."),
        503: gettext("Pas de place, pas de release, ou une réponse trop longue à évaluer."),
    }
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        str(status): {"description": text, "content": {_PROBLEM: problem, "text/html": {}}}
        for status, text in said.items()
    }


def _refused(*statuses: int) -> Document:
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses}


def _others() -> Document:
    """Return the public addresses that are no queries of the library."""
    query = _optional("query", _TEXT, gettext("une requête SPARQL 1.1")) | {"required": True}
    kinds = (*SOLUTIONS, *GRAPH, *ALIASES, "text/html")
    sparql = {
        "tags": ["SPARQL"],
        "summary": gettext("Interroger en SPARQL"),
        "responses": {
            "200": {"description": gettext("La réponse."), "content": {kind: {} for kind in kinds}},
            "304": {"description": gettext("L'étiquette d'If-None-Match vaut encore.")},
            **_refused(400, 403, 404, 406, 413, 415, 429, 500, 502, 503),
        },
    }
    word = _optional("q", _TEXT, gettext("ce qui est cherché"))
    return {
        "/": {"get": _static(gettext("La racine de l'API"), "application/json", "text/html")},
        "/openapi.json": {"get": _static(gettext("Cette description"), "application/json")},
        "/.well-known/sparql-examples": {
            "get": _static(
                gettext("Les questions, en RDF"), *GRAPHS.values(), "application/rdf+xml"
            )
        },
        "/manifest.json": {
            "get": _static(gettext("Ce que la release dit d'elle"), "application/json")
        },
        "/suggestions": {
            "get": _static(gettext("Ce que la recherche propose"), "application/json")
            | {"parameters": [word]}
        },
        "/sparql": {"get": {"operationId": "sparql", "parameters": [query], **sparql}},
    }


def _static(summary: str, *kinds: str) -> Document:
    content: Document = {kind: {} for kind in kinds}
    return {
        "tags": ["release"],
        "summary": summary,
        "responses": {
            "200": {"description": summary, "content": content},
            "304": {"description": gettext("L'étiquette d'If-None-Match vaut encore.")},
            **_refused(400, 404, 406, 429, 500, 503),
        },
    }
