"""REST: a query of the library at ``/api/v1/<name>``, its parameters in the address.

Rows come as JSON by pages, as CSV or a workbook whole; a graph as JSON-LD, Turtle or N-Triples. The
form is named by a suffix or by ``format=``, else negotiated.
"""

import json
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from server.api.library import LibraryQuery, library
from server.api.parameters import ParameterError, judge
from server.engine import Question
from server.engine.formats import ALIASES, XLSX
from server.engine.interface import Bound
from server.gateway.reply import Headers
from server.gateway.request import Request
from server.gateway.wsgi import Call
from server.http.language import gettext, language
from server.http.negotiation import choose
from server.http.problems import ProblemError
from server.releases.release import Release
from server.sparql.data_question import DataQuestion
from server.sparql.operation import read_parameters, read_timeout

__all__ = ["API", "GRAPHS", "LIMIT", "MOST_ROWS", "OWN", "ROWS", "forms_of", "preface", "read_api"]

API: Final = "/api/v1/"
ROWS: Final[Mapping[str, str]] = MappingProxyType(
    {"json": "application/json", "csv": "text/csv", "xlsx": XLSX}
)
"""By name, the forms of rows, the one that is preferred first."""
GRAPHS: Final[Mapping[str, str]] = MappingProxyType(
    {"jsonld": "application/ld+json", "ttl": "text/turtle", "nt": "application/n-triples"}
)
LIMIT: Final = 100
"""Rows of a page of JSON, if the client does not say."""
MOST_ROWS: Final = 1000
"""The most that it may say."""
OWN: Final = ("format", "lang", "limit", "page", "timeout")
"""The parameters that every query has; none of the library's is called so."""
_HIGHEST: Final = 1_000_000

Values = Mapping[str, Sequence[str]]


def forms_of(query: LibraryQuery) -> Mapping[str, str]:
    """Return the media types that a query is answered in, by the names of their suffixes."""
    return GRAPHS if query.form == "construct" else ROWS


def read_api(request: Request, release: Release, _: Call) -> DataQuestion:
    """Read the question of an address of the API; ProblemError (400, 404, 406, 422)."""
    name, dot, suffix = request.scope["path"].removeprefix(API).partition(".")
    query = _query(name)
    said = read_parameters(request.scope["query_string"])
    accept = request.header(b"accept").decode("latin-1")
    media_type = _form(query, [suffix] if dot else said.get("format", ()), accept)
    start, most = _page(query, said, media_type)
    own = {key: values for key, values in said.items() if key not in OWN}
    terms = judge(query, own, release.engine)
    is_graph = query.form == "construct"
    question = Question(
        query.text(terms),
        None if is_graph else media_type,
        ALIASES.get(media_type, media_type) if is_graph else None,
        page=(start, most),
        preface=json.dumps(preface(query, terms, release, start, most), ensure_ascii=False),
    )
    told = partial(_told, query, request.scope["path"], said, start, most)
    seconds = read_timeout(next(iter(said.get("timeout", ())), ""))
    headers = [_file(name)] if media_type == XLSX else []
    return DataQuestion(question, headers, seconds, media_type, told)


def preface(
    query: LibraryQuery,
    terms: Mapping[str, Sequence[Bound]],
    release: Release,
    start: int,
    most: int,
) -> dict[str, object]:
    """Return what an answer says before its rows: what was asked, of which release."""
    said: dict[str, object] = {
        "query": query.name,
        "title": query.query.title_in(language()),
        "parameters": {name: [term.value for term in each] for name, each in terms.items()},
        "release": release.manifest.digest,
        "about": "/graph/release",
    }
    return said | ({"page": start // most + 1, "limit": most} if most else {})


def _query(name: str) -> LibraryQuery:
    found = library().get(name)
    if found is None:
        near = get_close_matches(name[:100], library(), 1)
        hint = gettext("Est-ce « %(near)s » ?", near=near[0]) if near else ""
        detail = gettext("Aucune question ne s'appelle « %(name)s ».", name=name[:100])
        raise ProblemError(404, f"{detail} {hint}".strip())
    return found


def _form(query: LibraryQuery, names: Sequence[str], accept: str) -> str:
    """Return the media type that is named, or preferred; it may be one of `ALIASES`."""
    forms = forms_of(query)
    if names:
        if (found := forms.get(names[0].lower())) is None:
            reason = gettext(
                "« %(text)s » n'en est pas un : %(names)s", text=names[0], names=", ".join(forms)
            )
            raise ParameterError("format", reason)
        return found
    offered = [*forms.values(), *(["application/json"] if forms is GRAPHS else [])]
    chosen = choose([accept] if accept else [], offered)
    if chosen is None:
        types = ", ".join(offered)
        raise ProblemError(406, gettext("Cette réponse se sert en %(types)s.", types=types))
    return chosen


def _page(query: LibraryQuery, said: Values, media_type: str) -> tuple[int, int]:
    """Return how many rows are left out before the page, and how many it has, 0 for all."""
    if query.form == "construct":
        for name in ("page", "limit"):
            if name in said:
                raise ParameterError(name, gettext("un graphe n'a pas de pages"))
        return 0, 0
    whole = media_type != ROWS["json"] and not {"page", "limit"} & said.keys()
    most = _number(said, "limit", LIMIT, MOST_ROWS)
    return (0, 0) if whole else ((_number(said, "page", 1, _HIGHEST) - 1) * most, most)


def _number(said: Values, name: str, default: int, most: int) -> int:
    values = said.get(name, ())
    text = values[0] if len(values) == 1 else str(default) if not values else ""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
    if not 1 <= number <= most:
        raise ParameterError(name, gettext("un nombre de 1 à %(most)s, une fois", most=most))
    return number


def _told(
    query: LibraryQuery, path: str, said: Values, start: int, most: int, total: int
) -> Headers:
    """Return the links from a page to the others; 404 where there is nothing, or no such page."""
    if not total and query.query.empty == 404:
        raise ProblemError(404, gettext("Rien n'est connu de ce qui est demandé."))
    last = max(1, -(-total // most)) if most else 1
    page = start // most + 1 if most else 1
    if page > last:
        detail = gettext(
            "Il n'y a pas de page %(page)s : la dernière est %(last)s.", page=page, last=last
        )
        raise ProblemError(404, detail)
    others = {"first": 1, "prev": page - 1, "next": page + 1, "last": last} if most else {}
    return [
        (b"link", f'<{path}?{_asked(said, number)}>; rel="{rel}"'.encode())
        for rel, number in others.items()
        if 1 <= number <= last
    ]


def _asked(said: Values, page: int) -> str:
    """Return the same question, of another page."""
    others = [(name, values) for name, values in said.items() if name != "page"]
    return urlencode([*others, ("page", page)], doseq=True)


def _file(name: str) -> tuple[bytes, bytes]:
    return b"content-disposition", f'attachment; filename="{name}.xlsx"'.encode()
