"""SPARQL queries, the only place where SPARQL is written.

One query a file, each with its own prefixes so that it runs at any endpoint, headed by comment
lines that describe it::

    #+ title: Ce à quoi mène une formation
    #+ description: Les métiers que la formation prépare,
    #+   du niveau le plus bas au plus haut.
    #+ params: ?formation iri

What pages show of a query is in French, and may be said in English besides, as ``title_en`` and
``description_en``.
A parameter is a variable that the caller binds before evaluation; in a SELECT it is projected,
because the engine asks for it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

__all__ = ["Param", "Query", "QueryHeaderError", "find", "folder", "parse"]

_FIELD = re.compile(r"#\+ (\w+): *(.*)")
_CONTINUATION = re.compile(r"#\+ {2,}(.*)")
_IN_ENGLISH: tuple[str, ...] = ("title_en", "description_en")
_PARAM = re.compile(r"\?(\w+) (iri|literal)")


class QueryHeaderError(ValueError):
    """A query file whose decorated header does not say what it must."""


@dataclass(frozen=True)
class Param:
    """A variable to bind; `kind` is ``iri`` or ``literal``."""

    name: str
    kind: str


@dataclass(frozen=True)
class Query:
    """A query file: `name` is ``folder/stem``, `text` the whole file, header included.

    `said` has what its header says in other languages than French, by field.
    """

    name: str
    title: str
    description: str
    params: tuple[Param, ...]
    text: str
    said: Mapping[str, str] = field(default_factory=dict)

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


def parse(name: str, text: str) -> Query:
    """Read a query file's header; raise QueryHeaderError where it is unknown or incomplete."""
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
    said = {name: fields.pop(name) for name in _IN_ENGLISH if name in fields}
    unknown = fields.keys() - {"title", "description", "params"}
    if unknown or not fields.get("title"):
        raise QueryHeaderError(f"{name}: titre absent ou champ inconnu {sorted(unknown)}")
    description, params = fields.get("description", ""), _params(name, fields)
    return Query(name, fields["title"], description, params, text, said)


def _params(name: str, fields: Mapping[str, str]) -> tuple[Param, ...]:
    declared = [part.strip() for part in fields.get("params", "").split(",") if part.strip()]
    matches = [_PARAM.fullmatch(part) for part in declared]
    if None in matches:
        raise QueryHeaderError(f"{name}: paramètres illisibles : {fields['params']}")
    return tuple(Param(match[1], match[2]) for match in matches if match)


@cache
def folder(name: str) -> Mapping[str, Query]:
    """All queries of a folder (``browse``, ``examples``, ``checks``…), by stem, sorted."""
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
