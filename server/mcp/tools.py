"""Tools for assistants: those about things, one for each query of the library, and SPARQL.

A query added to the library is a tool more: its name, what it says it is for, its parameters and
its columns are those of its file.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from ontology import prefixes
from queries import Param
from server.api.library import LibraryQuery, library, namespace_of, values_of
from server.api.openapi import schema_of
from server.api.parameters import LONGEST, judge
from server.engine import Engine, Question
from server.http.language import LANGUAGES, TOOLS_LANGUAGE
from server.mcp import things
from server.mcp.answers import MOST_ROWS, Rows, Window
from server.mcp.arguments import accepted
from server.releases.release import Release
from server.search.ranking import TYPES
from server.see.relation_names import relation_keys
from server.sparql.operation import Operation
from server.sparql.result_format import question_of

__all__ = ["LINES", "AssistantTool", "assistant_tools"]

Schema = Mapping[str, Any]
Reading = Callable[[Release, Mapping[str, Any], Window], Rows | Question]
"""What a tool reads of a release by itself, or a question whose evaluation is to be bounded."""

_TEXT: Final = {"type": "string", "minLength": 1, "maxLength": LONGEST}
_LONGEST_QUERY: Final = 100_000
_HIGHEST: Final = 100_000
_ROWS_TYPE: Final = "application/json"
_TRIPLES_TYPE: Final = "application/n-triples"
_THING: Final = _TEXT | {
    "description": "Its IRI, its prefixed name (metier:MET.797, rome3:M1605, for:FOR.270) or its "
    "code, however it is written (MET.797, met797, RNCP38363). A ROME code alone may mean two "
    "things, in V3 and in V4."
}
_LANG: Final = {
    "type": "string",
    "enum": [*LANGUAGES],
    "description": "Language of the labels; French (fr), the language of the data, if not said.",
}
_PAGES: Final[Schema] = {
    "page": {
        "type": "integer", "minimum": 1, "maximum": _HIGHEST,
        "description": "Page of the answer, from 1.",
    },
    "limit": {
        "type": "integer", "minimum": 1, "maximum": MOST_ROWS,
        "description": f"Rows of a page, {MOST_ROWS} at most.",
    },
}  # fmt: skip
_UNKNOWN: Final = "Nothing is known of what is asked: find its code with “search”."
LINES: Final = ("subject", "property", "object")
"""The columns of triples."""
_SEARCHED: Final = ("iri", "kind", "label", "note", "matched", "why")


@dataclass(frozen=True)
class AssistantTool:
    """A tool: what it is for, what it takes, the columns of its rows, and what it reads.

    `properties` are the JSON Schemas of its own parameters, by name; all have pages besides.
    `columns` is empty where they depend on what is asked. `namespaces` are those of the parameters
    that have a list of codes: a whole IRI or a prefixed name will do as well. `when_empty` is said
    beside an answer without rows.
    """

    name: str
    title: str
    description: str
    properties: Schema
    required: Sequence[str]
    columns: Sequence[str]
    read: Reading = field(repr=False)
    namespaces: Mapping[str, str] = field(default_factory=dict)
    when_empty: str = ""

    @property
    def input_schema(self) -> dict[str, Any]:
        """The JSON Schema of its arguments."""
        return {
            "type": "object",
            "properties": {**self.properties, **_PAGES},
            "required": [*self.required],
            "additionalProperties": False,
        }

    @property
    def output_schema(self) -> dict[str, Any]:
        """The JSON Schema of its answers."""
        columns = [*self.columns]
        row = {"type": "object", "properties": {name: {} for name in columns}, "required": columns}
        texts = {"type": "array", "items": {"type": "string"}}
        properties = {
            "summary": {"type": "string"},
            **{name: {"type": "integer"} for name in ("total", "page", "pages", "limit")},
            "rows": {"type": "array", "maxItems": MOST_ROWS, "items": row},
            "notes": texts,
            "source": {"type": "object"},
        }
        return {"type": "object", "properties": properties, "required": [*properties]}

    def accept(self, arguments: Mapping[str, Any]) -> tuple[dict[str, Any], Window]:
        """Return what is asked, and which rows of it; RefusedCallError if it is not well said."""
        coded = {
            name: _code(self.namespaces[name], value) if name in self.namespaces else value
            for name, value in arguments.items()
        }
        said = accepted(self.input_schema, coded)
        return said, Window(said.pop("page", 1), said.pop("limit", MOST_ROWS))


def _code(namespace: str, value: Any) -> Any:
    """Return the code that a value names by its IRI or by a prefix; others as they are."""
    if isinstance(value, list):
        return [_code(namespace, each) if isinstance(each, str) else each for each in value]
    if not isinstance(value, str):
        return value
    prefix, _, local = value.partition(":")
    return local if prefixes().get(prefix) == namespace else value.removeprefix(namespace)


def assistant_tools(engine: Engine) -> Mapping[str, AssistantTool]:
    """Return the tools by their names: on things, of the library, and SPARQL, which comes last."""
    asking = [_of_library(query, engine) for query in library().values()]
    every = [_search(), _describe(), _neighbours(), _schema(), *asking, _sparql()]
    return {each.name: each for each in every}


def _search() -> AssistantTool:
    return AssistantTool(
        "search",
        "Search occupations, programmes, codes",
        "Find things by a word, a name or a code, accents and typing errors forgiven. Begin here: "
        "the other tools want the IRI or the code that it gives. `why` says what `matched` is to "
        "the thing: its own name, another name, its code, that of an appellation or of a ROME code "
        "that leads to it; or its texts hold the words.",
        {
            "q": _TEXT | {"description": "Words in French, or a code: infirmier, M1605, FOR.270."},
            "kind": {
                "type": "string", "enum": [*TYPES],
                "description": "Only this kind: metier (occupation), formation (programme), "
                "niveau (level), rome-v3, rome-v4, esco, certification (RNCP)…",
            },
        },
        ("q",),
        _SEARCHED,
        things.search,
    )  # fmt: skip


def _describe() -> AssistantTool:
    return AssistantTool(
        "describe",
        "Describe a thing",
        "All that is said of a thing: each property with its label, its value and the name of what "
        "that is; then the texts of its sheet (mg:passage), if it has one.",
        {"thing": _THING, "lang": _LANG},
        ("thing",),
        ("property", "label", "value", "name", "lang"),
        things.describe,
    )


def _neighbours() -> AssistantTool:
    return AssistantTool(
        "neighbours",
        "What a thing is linked to",
        "The things at the other end of its relations, both ways: a few by each relation, or all "
        "by the one that is said (1,000 at most).",
        {
            "thing": _THING,
            "relation": {
                "type": "string", "enum": relation_keys(),
                "description": "Only this relation; “-de” is the way back.",
            },
            "lang": _LANG,
        },
        ("thing",),
        ("relation", "label", "iri", "name"),
        things.neighbours,
    )  # fmt: skip


def _schema() -> AssistantTool:
    return AssistantTool(
        "schema",
        "What the graph is made of",
        "The classes and the properties of the graph, the most used first, with how many things or "
        "triples they have, what they mean and link; and the prefixes. Read it before SPARQL.",
        {
            "kind": {
                "type": "string", "enum": ["class", "property", "prefix"],
                "description": "Only these; all if not said.",
            },
            "lang": _LANG,
        },
        (),
        ("kind", "name", "iri", "count", "label", "definition", "domain", "range"),
        things.schema,
    )  # fmt: skip


def _of_library(query: LibraryQuery, engine: Engine) -> AssistantTool:
    said = query.query
    title = said.title_in(TOOLS_LANGUAGE)
    return AssistantTool(
        query.name,
        title,
        f"{title}. {said.description_in(TOOLS_LANGUAGE)}".strip(),
        {param.name: _parameter(param, engine) for param in query.params},
        [param.name for param in query.params],
        LINES if query.form == "construct" else query.columns or ("answer",),
        partial(_read_library, query),
        {param.name: namespace_of(param) for param in query.params if param.enumerated},
        _UNKNOWN if said.empty == 404 else "",
    )


def _parameter(param: Param, engine: Engine) -> dict[str, Any]:
    """Return the JSON Schema of a parameter of the library, with what it is for."""
    example = f" (for example {param.example})" if param.example else ""
    meaning = f"{param.meaning_in(TOOLS_LANGUAGE)}{example}"
    return {**schema_of(param, values_of(param, engine)), "description": meaning}


def _read_library(
    query: LibraryQuery, release: Release, said: Mapping[str, Any], window: Window
) -> Question:
    values = {
        name: [*map(str, value)] if isinstance(value, list) else [str(value)]
        for name, value in said.items()
    }
    text = query.text(judge(query, values, release.engine))
    return Question(text, _ROWS_TYPE, _TRIPLES_TYPE, page=(window.start, window.limit))


def _sparql() -> AssistantTool:
    return AssistantTool(
        "sparql",
        "Ask in SPARQL",
        "Any SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE), read only, where no other tool "
        "answers. Declare the prefixes that it uses; read “schema” before. The default graph is "
        "the merged view; GRAPH ?g gives what each edition says. Its time is bounded: prefer exact "
        "patterns, ORDER BY and LIMIT. Triples come as rows of subject, property, object.",
        {
            "query": {
                "type": "string", "minLength": 1, "maxLength": _LONGEST_QUERY,
                "description": f"The query; the vocabulary is PREFIX mg: <{prefixes()['mg']}>",
            }
        },
        ("query",),
        (),
        _read_sparql,
    )  # fmt: skip


def _read_sparql(_: Release, said: Mapping[str, Any], window: Window) -> Question:
    page = window.start, window.limit
    return replace(question_of(Operation(said["query"]), _ROWS_TYPE, _TRIPLES_TYPE), page=page)
