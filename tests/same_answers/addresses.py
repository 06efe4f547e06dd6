"""What both servers are asked: what any release has, and what this one holds."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from lxml import html

from ontology import base
from queries import folder
from tests.same_answers.answers import Ask

__all__ = ["Fetch", "asks"]

Fetch = Callable[[str], bytes]
"""Returns the body that the old server answers at an address."""

_LANGUAGES: Final = ("", "en")
_PAGES: Final = (
    "/", "/exemples", "/metiers", "/formations", "/rome", "/niveaux", "/statuts", "/interets",
    "/secteurs", "/metiers?lettre=A", "/metiers?page=2", "/formations?lettre=B", "/explorer",
    "/explorer?interet=j-aime-bouger&interet=j-aime-la-nature&tous=interet", "/quiz", "/quiz?e=1",
    "/quiz/metiers?i=j-aime-bouger&r=R", "/quiz/calcul", "/explorer?niveau=xyz",
    "/explorer?tri=salaire", "/explorer?page=2", "/panorama", "/rome/arbre",
    "/rome/arbre/v3/M", "/rome/arbre/v3/M16", "/rome/arbre/v4/M16",
    "/rome/arbre/v3/M?forme=branche", "/conflits", "/changes", "/sources", "/ontology",
    "/graph/release", "/graph/ontologie", "/graph/editions",
    "/selection", "/selection?m=MET.797&m=x&f=FOR.270",
    "/selection?m=MET.797&m=MET.869&vue=comparer",
    "/recherche", "/recherche?q=infirmier", "/recherche?q=boulangr", "/recherche?q=M1605",
    "/recherche?q=bac&type=niveau", "/recherche?q=a&page=2", "/recherche?q=zzzz",
    "/suggestions.html?q=ass", "/sparql", "/pourquoi?relation=mg:niveauAcces&objet=niveau:bac-2",
)  # fmt: skip
_DATA: Final = (
    "/manifest.json", "/.well-known/void", "/sitemap.xml", "/robots.txt", "/recherche.xml",
    "/favicon.ico", "/ontology/context.jsonld", "/shapes", "/shapes.ttl",
    "/sparql/vocabulaire.json",
    "/changes.json", "/changes.atom", "/suggestions?q=inf", "/suggestions?q=M16", "/suggestions",
    "/selection?m=MET.797&f=FOR.270&format=csv", "/selection?m=MET.797&format=xlsx",
    "/explorer?format=json", "/explorer?format=csv", "/explorer?format=xyz",
    "/panorama/niveaux.csv", "/panorama/salaires.csv", "/panorama/statuts.csv",
    "/panorama/interets_domaines.csv", "/store?default", f"/store?graph={base()}graph/release",
    f"/store?graph={base()}graph/ontologie", "/static/site.css", "/static/dist/editor.js",
    "/static/icon.svg",
)  # fmt: skip
_SUFFIXES: Final = ("ttl", "jsonld", "nt", "rdf", "trig", "nq", "html")
_RESULTS: Final = ("csv", "tsv", "json", "xml", *_SUFFIXES, "xyz")
_ACCEPTED: Final = (
    "text/html", "text/turtle", "application/ld+json", "application/n-triples",
    "application/rdf+xml", "application/trig", "application/n-quads", "application/json",
    "application/xml", "text/plain", "text/n3", "text/csv", "text/tab-separated-values",
    "application/sparql-results+json", "application/sparql-results+xml", "*/*", "image/png",
    "text/html;q=0.3, text/turtle;q=0.7", "text/*", "", "x", "application/*;q=0.1, */*;q=0",
)  # fmt: skip
_DOCUMENTS: Final = ("/doc/niveau/bac-2", "/graph/ontologie", "/ontology", "/graph/release")
_SELECT: Final = "SELECT ?n ?l { ?n a mg:Niveau ; skos:prefLabel ?l } ORDER BY ?n ?l"
_QUERIES: Final = {
    "select": _SELECT,
    "ask": "ASK { ?n a mg:Niveau }",
    "construct": "CONSTRUCT WHERE { ?n a mg:Niveau ; skos:notation ?c }",
    "describe": "DESCRIBE niveau:bac-2",
}
_REFUSED: Final = {
    "unreadable": "SELECT ?n { ?n a mg:Niveau",
    "unknown prefix": "SELECT ?n { ?n a zz:Niveau }",
    "update": "INSERT DATA { <x:a> <x:b> <x:c> }",
    "service": "SELECT * { SERVICE <https://metiers.example/sparql> { ?s ?p ?o } }",
    "complex": "SELECT * {" + "{" * 400 + "?s ?p ?o" + "}" * 401,
    "many rows": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "literal subject": 'SELECT * { "a" ?p ?o }',
    "empty": " ",
}
_FORM: Final = ("Content-Type", "application/x-www-form-urlencoded")
_ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_MISSING: Final = (
    "/xyz", "/doc/metier/MET.0", "/id/metier/MET.0", "/doc/metier/MET.0.ttl", "/graph/xyz",
    "/doc/niveau/bac-2.xyz", "/doc/niveau/bac-2.trig", "/doc/metier/a%20b", "/doc/metier/%FF",
    "/rome/arbre/v5/M", "/voisinage/metier/MET.0", "/voisinage/metier/MET.0.svg", "/sparql.xyz",
    "/ontology.xyz", "/panorama/xyz.csv", "/sparql?exemple=xyz", "/changes?release=xyz",
    "/store", "/store?graph=xyz", "/store?graph=x:y", "/store?default&graph=x:y", "/static/xyz",
    "/recherche?q=a&type=xyz", "/recherche?q=%FF", "/suggestions?q=%FF", "/explorer?niveau=%FF",
    "/pourquoi", "/pourquoi?sujet=a&objet=b", "/pourquoi?sujet=x:a&objet=x:b&relation=%3C",
    "/explorer?format=json&niveau=xyz", "/metiers?page=0", "/metiers?page=xyz",
    "/metiers?lettre=%FF",
    "/sparql?query=%FF", "/sparql?query=%zz", "/sparql?query=", "/sparql?update=x",
    "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "/sparql?query=ASK%7B%7D&timeout=x",
    "/sparql?query=ASK%7B%7D&format=xyz", "/sparql/tableur.csv", "//", "/%00", "/doc/", "/id/",
)  # fmt: skip
_MOVED: Final = (
    "/metiers/", "/formations/", "/rome/", "/exemples/", "/recherche/?q=a", "/sparql/",
    "/ontology/", "/panorama/", "/rome/arbre/", "/explorer/?tri=salaire", "/id/niveau/bac-2",
    "/conflits/",
)  # fmt: skip
_METHODS: Final = ("HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH")
_FOR_METHODS: Final = (
    "/",
    "/sparql",
    "/store?default",
    "/doc/niveau/bac-2",
    "/manifest.json",
    "/xyz",
)
_DUMPS: Final = ("/dump/dataset.nq.gz", "/dump/dataset.ttl.gz", "/manifest.json")
_CODINGS: Final = ("zstd", "br", "gzip", "gzip;q=0.5, br;q=0", "identity", "deflate", "*")
_CODED: Final = (
    "/", "/panorama", "/sitemap.xml", "/doc/niveau/bac-2.ttl", "/graph/ontologie.nt",
    "/shapes", "/static/site.css", "/store?default", "/sparql.csv?" + urlencode({"query": _SELECT}),
)  # fmt: skip
_OF_CLASSES: Final = """
SELECT ?type (MIN(STR(?thing)) AS ?first) (MAX(STR(?thing)) AS ?last)
WHERE { ?thing a ?type } GROUP BY ?type ORDER BY ?type
"""
_GRAPHS: Final = "SELECT ?graph { GRAPH ?graph {} } ORDER BY ?graph"
_LINKING: Final = (
    "/explorer",
    "/panorama",
    "/rome/arbre",
    "/exemples",
    "/conflits",
    "/graph/release",
)
_A_KIND: Final = 2
"""Links of one kind that are followed."""
_ESCO: Final = "http://data.europa.eu/esco/"


def asks(fetch: Fetch) -> list[Ask]:
    """Return what is to be asked, in an order that matters: some ask again, or with a tag."""
    things = _things(fetch)
    return [
        *_pages("page", _PAGES),
        *(Ask("data", target) for target in _DATA),
        *_of_things(things),
        *_of_graphs(fetch),
        *_linked(fetch, [each for _, each in things]),
        *_explored(fetch),
        *_examples(),
        *_negotiated(),
        *_sparql(),
        *_refusals(),
        *_errors(),
        *_dumps(),
        *_coded(),
        *_conditional(),
        *_of_clients(),
        Ask("operator", "/health"),
        Ask("operator", "/health/live"),
        Ask("operator", "/health/ready"),
        Ask("operator", "/metrics"),
        Ask("operator", "/metrics", (("X-Forwarded-For", "192.0.2.1, 8.8.8.8"),)),
    ]


def _pages(kind: str, targets: Iterable[str]) -> Iterator[Ask]:
    """Yield pages in both languages, as a browser asks for them."""
    for target, language in product(targets, _LANGUAGES):
        mark = "&" if "?" in target else "?"
        spoken = f"{target}{mark}lang={language}" if language else target
        yield Ask(kind, spoken, (("Accept", "text/html"),))


def _rows(fetch: Fetch, query: str) -> list[dict[str, str]]:
    answer = json.loads(fetch(f"/sparql.json?{urlencode({'query': query})}"))
    return [
        {name: term["value"] for name, term in row.items()} for row in answer["results"]["bindings"]
    ]


def _things(fetch: Fetch) -> list[tuple[bool, str]]:
    """Return the path of the first and of the last thing of each class, whether it is the first."""
    found: dict[str, bool] = {}
    for row, name in product(_rows(fetch, _OF_CLASSES), ("first", "last")):
        iri = row.get(name, "")
        if iri.startswith(f"{base()}id/"):
            found.setdefault(quote(iri.removeprefix(f"{base()}id/")), name == "first")
        elif iri.startswith(_ESCO):
            found.setdefault(quote(f"esco/{iri.removeprefix(_ESCO)}"), name == "first")
    return [(is_first, path) for path, is_first in found.items()]


def _of_things(things: Sequence[tuple[bool, str]]) -> Iterator[Ask]:
    for is_first, path in things:
        yield Ask("thing", f"/id/{path}")
        yield from _pages("thing", (f"/doc/{path}", f"/voisinage/{path}"))
        if is_first:
            yield Ask("drawing", f"/voisinage/{path}.svg")
            yield Ask("drawing", f"/voisinage/{path}.svg?forme=etroite&lang=en")
            yield from (Ask("thing as data", f"/doc/{path}.{each}") for each in _SUFFIXES)


def _of_graphs(fetch: Fetch) -> Iterator[Ask]:
    """Yield one graph of each edition of each source as pages, the last in each form."""
    found: dict[str, str] = {}
    for row in _rows(fetch, _GRAPHS):
        if row["graph"].startswith(f"{base()}graph/"):
            path = row["graph"].removeprefix(base())
            found.setdefault("/".join(path.split("/")[:3]), path)
    for path in found.values():
        yield from _pages("graph", (f"/{quote(path)}",))
    last = quote(path)
    yield from (Ask("graph", f"/{last}.{suffix}") for suffix in _SUFFIXES)
    yield Ask("graph", f"/store?graph={base()}{last}")


def _linked(fetch: Fetch, things: Sequence[str]) -> Iterator[Ask]:
    """Yield what pages link to with parameters: a few of each kind, which the parameters make."""
    kinds: dict[tuple[str, ...], list[str]] = {}
    pages = [*_LINKING, *(f"/{room}/{path}" for path in things for room in ("doc", "voisinage"))]
    for page in pages:
        for target in _links(fetch, page):
            parts = urlsplit(target)
            names = [name for name, _ in parse_qsl(parts.query)]
            kind = (parts.path.split("/")[1], *dict.fromkeys(names))
            found = kinds.setdefault(kind, [])
            if names != ["lang"] and len(found) < _A_KIND and target not in found:
                found.append(target)
    yield from _pages("linked", (target for found in kinds.values() for target in found))


def _links(fetch: Fetch, page: str) -> Iterator[str]:
    """Yield the addresses with parameters that a page links to on its own site."""
    parsed: html.HtmlElement = html.fromstring(fetch(page))
    for element, attribute, link, _ in parsed.iterlinks():
        parts = urlsplit(urljoin(page, link))
        if element.tag == "a" and attribute == "href" and parts.query and not parts.netloc:
            yield f"{parts.path}?{parts.query}"


def _explored(fetch: Fetch) -> Iterator[Ask]:
    """Yield the first value of each facet, and all of them together."""
    facets = json.loads(fetch("/explorer?format=json"))["facets"]
    chosen = [(each["name"], each["values"][0]["value"]) for each in facets if each["values"]]
    for pairs in ([], *([pair] for pair in chosen), chosen):
        told = urlencode(pairs)
        yield from _pages("explorer", (f"/explorer?{told}",) if told else ())
        for format, sort in product(("json", "csv"), ("", "salaire", "nom")):
            asked = urlencode([*pairs, ("format", format), *([("tri", sort)] if sort else [])])
            yield Ask("explorer", f"/explorer?{asked}")


def _examples() -> Iterator[Ask]:
    for name in folder("api"):
        yield Ask("example", f"/sparql?exemple={name}")
        yield from _pages("example", (f"/sparql?exemple={name}",))
    for name, view in product(("niveaux_comptes",), ("graphique", "json", "csv", "ttl", "xyz")):
        yield from _pages("example", (f"/sparql?exemple={name}&vue={view}",))


def _negotiated() -> Iterator[Ask]:
    asked = urlencode({"query": _SELECT})
    sparql = (
        "/sparql",
        f"/sparql?{asked}",
        f"/sparql?{urlencode({'query': _QUERIES['construct']})}",
    )
    others = ("/explorer?tri=salaire", "/recherche?q=infirmier", "/xyz", "/store?default")
    for target, accept in product((*_DOCUMENTS, *sparql, *others), _ACCEPTED):
        yield Ask("negotiation", target, (("Accept", accept),))


def _sparql() -> Iterator[Ask]:
    for query in _QUERIES.values():
        told = urlencode({"query": query})
        yield from (Ask("SPARQL", f"/sparql.{suffix}?{told}") for suffix in _RESULTS)
        yield from (Ask("SPARQL", f"/sparql?{told}&format={name}") for name in _RESULTS)
        yield Ask("SPARQL", f"/sparql/tableur.csv?{told}")
        yield Ask("SPARQL", f"/sparql?{told}", method="HEAD")
        for target in ("/sparql", "/sparql.csv", "/sparql/tableur.csv", "/sparql/"):
            yield Ask("form", target, (_FORM,), "POST", told.encode())
        yield Ask("form", "/sparql", (_FORM, ("Accept", "text/html")), "POST", told.encode())
        direct = ("Content-Type", "application/sparql-query; charset=utf-8")
        yield Ask("SPARQL", "/sparql", (direct,), "POST", query.encode())
    graph = f"{base()}graph/ontologie"
    few = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 5"
    for name in ("default-graph-uri", "named-graph-uri"):
        yield Ask("SPARQL", f"/sparql.json?{urlencode({'query': few, name: graph})}")
    yield from _pages("SPARQL", (f"/sparql?{urlencode({'query': _SELECT, 'apres': 2})}",))
    for name, value in product(("output", "results"), ("srj", "turtle", "text/csv", "xyz")):
        yield Ask("SPARQL", f"/sparql?{urlencode({'query': _SELECT, name: value})}")


def _refusals() -> Iterator[Ask]:
    for query in _REFUSED.values():
        told = urlencode({"query": query})
        yield Ask("refused query", f"/sparql?{told}")
        yield from _pages("refused query", (f"/sparql?{told}",))
        yield Ask("refused query", f"/sparql?{told}&lang=en")
        yield Ask("refused query", f"/sparql/tableur.csv?{told}")
        yield Ask("refused query", "/sparql", (_FORM,), "POST", told.encode())
    told = urlencode({"query": _ENDLESS, "timeout": "0.2"})
    spender = ("X-Forwarded-For", "192.0.2.7")
    for suffix in (".json", ".csv", ""):  # 503 once its time is over, then 429 without a try
        yield Ask("out of time", f"/sparql{suffix}?{told}", (spender,))
    yield Ask("out of time", f"/sparql?{told}&lang=en", (spender, ("Accept", "text/html")))


def _errors() -> Iterator[Ask]:
    for target in _MISSING:
        yield Ask("error", target)
        yield from _pages("error", (target,))
    yield from _pages("moved", _MOVED)
    for target, method in product(_FOR_METHODS, _METHODS):
        yield Ask("method", target, method=method)
    preflight = (
        ("Origin", "https://example.org"), ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "content-type"),
    )  # fmt: skip
    for target in (*_FOR_METHODS, "/health", "/metrics", "/dump/dataset.nq.gz"):
        yield Ask("preflight", target, preflight, "OPTIONS")
    for type_ in ("text/plain", "multipart/form-data; boundary=x", "application/json", ""):
        yield Ask("media type", "/sparql", (("Content-Type", type_),), "POST", b"query=ASK{}")
    latin = ("Content-Type", "application/sparql-query; charset=latin-1")
    update = ("Content-Type", "application/sparql-update")
    yield Ask("media type", "/sparql", (latin,), "POST", b"ASK {}")
    yield Ask("media type", "/sparql", (update,), "POST", b"CLEAR ALL")
    for body in (b"query=%FF", b"query=\xff", b"", b"update=x", b"xyz=1", b"query=ASK{}&query=x"):
        yield Ask("form", "/sparql", (_FORM,), "POST", body)
        yield Ask("form", "/sparql?lang=en", (_FORM, ("Accept", "text/html")), "POST", body)
    yield Ask("too long", "/sparql", (_FORM,), "POST", b"query=" + b"x" * 30_000)
    yield Ask("too long", "/", (("Cookie", "x" * 40_000),))


def _dumps() -> Iterator[Ask]:
    for target in _DUMPS:
        yield Ask("dump", target, method="HEAD")
        yield Ask("dump", target, (("If-None-Match", "{etag}"),))
        for asked in ("bytes=0-99", "bytes=-50", "bytes=100-", "bytes=9999999999-", "x=1"):
            if asked != "bytes=100-" or target == "/manifest.json":
                yield Ask("dump", target, (("Range", asked),))
        yield Ask("dump", target, (("Range", "bytes=5-9"), ("If-Range", '"xyz"')), "HEAD")


def _coded() -> Iterator[Ask]:
    for target, coding in product(_CODED, _CODINGS):
        yield Ask("coding", target, (("Accept-Encoding", coding),))


def _conditional() -> Iterator[Ask]:
    """Yield addresses asked plainly, then as by who has the answer, or another one."""
    for target in (*_PAGES, *_DOCUMENTS, *_CODED, "/sparql?" + urlencode({"query": _SELECT})):
        yield Ask("again", target)
        yield Ask("conditional", target, (("If-None-Match", "{etag}"),))
        yield Ask("conditional", target, (("If-None-Match", '"xyz"'),))
    yield Ask("conditional", "/", (("If-None-Match", "*"),))


def _of_clients() -> Iterator[Ask]:
    """Yield what depends on who asks: cookies, languages, what a proxy says of the address."""
    for target, cookie in product(
        ("/", "/xyz", "/explorer", "/sparql?query=x"), ("en", "fr", "de")
    ):
        page = ("Accept", "text/html")
        yield Ask("cookie", target, (("Cookie", f"lang={cookie}"), page))
        yield Ask("cookie", target, (("Cookie", f"a=b; lang={cookie}"),))
        yield Ask("cookie", f"{target}{'&' if '?' in target else '?'}lang={cookie}", (page,))
    yield Ask("cookie", "/", (("Accept-Language", "en"), ("Accept", "text/html")))
    for name, value in (("Proto", "https"), ("Host", "a.example"), ("Prefix", "/b")):
        for target in ("/sitemap.xml", "/metiers/", "/", "/sparql"):
            yield Ask("proxy", target, ((f"X-Forwarded-{name}", value),))
