"""SPARQL queries, the only place where SPARQL is written.

One query a file, each with its own prefixes so that it runs at any endpoint, headed by comment
lines that describe it::

    #+ title: Les métiers qui s'ouvrent jusqu'à un niveau
    #+ description: Du niveau le plus bas au plus haut,
    #+   puis par nom.
    #+ title_en: The occupations open up to a level
    #+ tags: métier, niveau
    #+ params: ?niveau iri [niveau:bac-2] — le plus haut niveau admis
    #+ params_en: ?niveau — the highest level admitted
    #+ enumerate: ?niveau
    #+ codes: ?rncp rncp

What is shown of a query is in French, and may be said in English besides, in the fields whose names
end in ``_en``.
A parameter is a variable that the caller binds before evaluation. With an example in brackets it
stands in a clause ``VALUES ?niveau { niveau:bac-2 }``, wherever the query needs it first, whose
values are the caller's: the query is valid as it stands, and its planner sees what is bound.
Without one the engine substitutes it; in a SELECT it is projected then, as the engine asks.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

__all__ = ["KINDS", "Param", "Query", "QueryHeaderError", "find", "folder", "parse"]

KINDS: tuple[str, ...] = ("iri", "resource", "literal", "integer")
"""``iri``: a thing of the namespace of the example; ``resource``: any IRI."""
_FIELD = re.compile(r"#\+ (\w+):(.*)")
_CONTINUATION = re.compile(r"#\+  (.*)")
_IN_ENGLISH: tuple[str, ...] = ("title_en", "description_en")
_KNOWN = frozenset(
    {"title", "description", "tags", "params", "params_en", "enumerate", "codes", "empty", "cost"}
)
_PARAM = re.compile(
    rf"\?(?P<name>\w+) (?P<kind>{'|'.join(KINDS)})(?P<many>\+?)"
    r"(?: \[(?P<example>[^]]+)\])?(?: — (?P<meaning>.+))?"
)
_MEANING = re.compile(r"\?(\w+) — (.+)")
_SCHEMES = re.compile(r"\?(\w+) ([a-z0-9 -]+)")


class QueryHeaderError(ValueError):
    """A query file whose decorated header does not say what it must."""


@dataclass(frozen=True)
class Param:
    """A variable to bind; `kind` is one of `KINDS`.

    `example` is a value as a person writes it, several parted by spaces where `many` may be given;
    `meaning` says what it is for; a value is one of a list of the graph where it is `enumerated`.
    A literal that is a code is one of these `schemes`.
    """

    name: str
    kind: str
    many: bool = False
    example: str = ""
    meaning: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
    enumerated: bool = False
    schemes: tuple[str, ...] = ()

    def meaning_in(self, language: str) -> str:
        """Return the meaning in a language, in French where it has none."""
        return self.said.get(language, self.meaning)

    @property
    def clause(self) -> str:
        """The clause that the example stands in, as the query writes it."""
        written = f'"{self.example}"' if self.kind == "literal" else self.example
        return f"VALUES ?{self.name} {{ {written} }}"


@dataclass(frozen=True)
class Query:
    """A query file: `name` is ``folder/stem``, `text` the whole file, header included.

    `said` has what its header says in other languages than French, by field. `empty` is the status
    of an answer without rows, 200 or 404; `cost` is ``brief`` or ``long``.
    """

    name: str
    title: str
    description: str
    params: tuple[Param, ...]
    text: str
    said: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    empty: int = 200
    cost: str = "brief"

    def title_in(self, language: str) -> str:
        """Return the title in a language, in French where it has none."""
        return self.said.get(f"title_{language}", self.title)

    def description_in(self, language: str) -> str:
        """Return the description in a language, in French where it has none."""
        return self.said.get(f"description_{language}", self.description)

    @property
    def body(self) -> str:
        """The text without its header."""
        lines = self.text.splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith("#+"))

    def bound(self, terms: Mapping[str, Sequence[str]]) -> str:
        """Return the body with other values in its clauses: terms as SPARQL writes them, by name.

        All are put in at once: what one of them holds is never taken for the clause of another.
        """
        clauses = {
            param.clause: f"VALUES ?{param.name} {{ {' '.join(terms[param.name])} }}"
            for param in self.params
            if param.example and param.name in terms
        }
        parts, rest = list[str](), self.body
        while next_ := min(
            ((rest.find(each), each) for each in clauses if each in rest), default=None
        ):
            place, clause = next_
            parts += (rest[:place], clauses[clause])
            rest = rest[place + len(clause) :]
        return "".join((*parts, rest))


def parse(name: str, text: str) -> Query:
    """Read a query file's header; raise QueryHeaderError where it is unknown or incomplete."""
    fields = _fields(name, text)
    said = {name: fields.pop(name) for name in _IN_ENGLISH if name in fields}
    unknown = fields.keys() - _KNOWN
    if unknown or not fields.get("title"):
        raise QueryHeaderError(f"{name}: titre absent ou champ inconnu {sorted(unknown)}")
    query = Query(
        name,
        fields["title"],
        fields.get("description", ""),
        tuple(_params(name, fields)),
        text,
        said,
        tuple(tag.strip() for tag in fields.get("tags", "").split(",") if tag.strip()),
        int(_one_of(name, fields, "empty", ("200", "404"))),
        _one_of(name, fields, "cost", ("brief", "long")),
    )
    for param in query.params:
        if param.example and param.clause not in query.body:
            raise QueryHeaderError(f"{name}: « {param.clause} » n'est pas dans la requête")
    return query


def _fields(name: str, text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    last = ""
    for line in text.splitlines():
        if not line.startswith("#+"):
            break
        if field := _FIELD.fullmatch(line):
            last = field[1]
            fields[last] = field[2].strip()
        elif last and (more := _CONTINUATION.fullmatch(line)):
            fields[last] = f"{fields[last]} {more[1].strip()}"
        else:
            raise QueryHeaderError(f"{name}: en-tête illisible : {line}")
    return fields


def _one_of(name: str, fields: Mapping[str, str], key: str, values: Sequence[str]) -> str:
    """Return the value of a field, the first of its values where it is not there."""
    value = fields.get(key, values[0])
    if value not in values:
        raise QueryHeaderError(f"{name}: {key} vaut {' ou '.join(values)}, non {value}")
    return value


def _params(name: str, fields: Mapping[str, str]) -> tuple[Param, ...]:
    matches = _matched(name, _PARAM, fields.get("params", ""))
    english = {
        found[1]: found[2] for found in _matched(name, _MEANING, fields.get("params_en", ""))
    }
    listed = {part.strip() for part in fields.get("enumerate", "").split(",") if part.strip()}
    codes = {
        found[1]: tuple(found[2].split())
        for found in _matched(name, _SCHEMES, fields.get("codes", ""))
    }
    names = {match["name"] for match in matches}
    told = english.keys() | codes.keys() | {each.removeprefix("?") for each in listed}
    if strangers := told - names:
        raise QueryHeaderError(f"{name}: ce ne sont pas des paramètres : {sorted(strangers)}")
    return tuple(
        Param(
            match["name"],
            match["kind"],
            bool(match["many"]),
            match["example"] or "",
            match["meaning"] or "",
            {"en": english[match["name"]]} if match["name"] in english else {},
            f"?{match['name']}" in listed,
            codes.get(match["name"], ()),
        )
        for match in matches
    )


def _matched(name: str, pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Return what matches each part of a field, which begins with a variable."""
    parts = [part.strip() for part in re.split(r",\s*(?=\?\w+ )", text) if part.strip()]
    found = [pattern.fullmatch(part) for part in parts]
    if None in found:
        raise QueryHeaderError(f"{name}: paramètres illisibles : {text}")
    return [match for match in found if match]


@cache
def folder(name: str) -> Mapping[str, Query]:
    """All queries of a folder (``browse``, ``api``, ``checks``…), by stem, sorted."""
    found = {
        entry.name.removesuffix(".rq"): entry.read_text(encoding="utf-8")
        for entry in files(__name__).joinpath(name).iterdir()
        if entry.name.endswith(".rq")
    }
    return MappingProxyType({stem: parse(f"{name}/{stem}", found[stem]) for stem in sorted(found)})


def find(name: str) -> Query:
    """Return the query called ``folder/stem``; KeyError if there is none."""
    directory, _, stem = name.partition("/")
    return folder(directory)[stem]
